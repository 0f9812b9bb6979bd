"""`Colleagues`: others who have the same report open, what they have not saved, and what became of its file."""

from __future__ import annotations

from govreport.errors import GovreportError, InvalidFile, NotFound
from govreport.report import AnnualReport, read_report
from govreport.report.versions import differences
from govreport.store import Draft, Store, changes

from .colleague_watch import Changed, Person


class Colleagues:
    """The others of one session of entry, asked again and again by a thread; it remembers what it has read."""

    def __init__(self, store: Store, agency: str, year: int, session: str, by: str) -> None:
        self._store, self._agency, self._year, self._session = store, agency, year, session
        self._drafts = store.drafts(agency, year)
        self._presence = store.presence(agency, year)
        self._by = by
        self._presence.enter(session, by)
        self._met: dict[str, Person] = {}
        self._counted: dict[str, tuple[int, int]] = {}
        self._changed: tuple[str, str, Changed | None] | None = None

    def call(self, by: str) -> None:
        """Say who is entering, if that is somebody else than before."""
        if by != self._by:
            self._by = by
            self._presence.enter(self._session, by)

    def leave(self) -> None:
        """Be seen no more."""
        self._presence.leave()

    def sessions(self) -> set[str]:
        """The sessions of those who are there."""
        return {one.session for one in self._presence.others()}

    def people(self) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
        """Who is there, and who was there and left a draft."""
        here = tuple(Person(one, self._unsaved(one.session)) for one in self._presence.others())
        self._met |= {one.opened.session: one for one in here}
        gone = self._met.keys() - {one.opened.session for one in here}
        left = (Person(self._met[session].opened, self._unsaved(session)) for session in sorted(gone))
        return here, tuple(one for one in left if one.unsaved)

    def changed(self, opened: AnnualReport, digest: str | None) -> Changed | None:
        """What became of the file that was `opened` with this digest; None where it says what it said."""
        try:
            now = self._store.digest(self._agency, self._year)
        except GovreportError:
            now = ""
        if now == digest:
            return None
        if self._changed is None or self._changed[:2] != (now, digest or ""):
            self._changed = (now, digest or "", self._read(opened))
        return self._changed[2]

    def _read(self, opened: AnnualReport) -> Changed | None:
        try:
            theirs, _ = self._store.read(self._agency, self._year)
            stated = {path: after for path, (_, after) in changes(opened.stated, theirs.stated).items()}
            saving = self._store.who_saved(self._agency, self._year, stated)
            places = len(differences(opened, opened, theirs)) if theirs.form == opened.form else len(stated)
        except NotFound:
            return Changed(problem="数据文件已被他人删除，保存时可以重新写入")
        except GovreportError as error:
            return Changed(problem=f"数据文件已被他人修改，现在不能读取：{str(error).splitlines()[0]}")
        return Changed(saving, places) if places else None

    def _unsaved(self, session: str) -> int:
        """In how many places a session's draft differs from what it was begun from; 0 where there is none."""
        try:
            written = self._drafts.path(session).stat().st_mtime_ns
            if self._counted.get(session, (0, 0))[0] != written:
                self._counted[session] = (written, _places(self._drafts.read(session)))
        except (OSError, InvalidFile, ValueError):
            return 0
        return self._counted[session][1]


def _places(draft: Draft) -> int:
    base, record = read_report(draft.base), read_report(draft.record)
    return len({one.path for one in differences(base, record, base)} | draft.unread.keys())
