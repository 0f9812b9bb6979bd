"""`Session`: one report that is open for entry, its file, its draft, and what others did meanwhile; no widgets."""

from __future__ import annotations

import datetime
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from govreport.checks import context_of, with_signatures
from govreport.errors import BadRequest, Conflict, GovreportError, InvalidFile, Locked, NotFound
from govreport.importing import Hints, Reading, compare_reading, read_file
from govreport.report import SIGNOFF_OUTCOMES, STAGES, AnnualReport, read_report, sign, stated_otherwise
from govreport.report.versions import Difference, Side, Versions
from govreport.store import Draft, Store, changes

from .colleague_watch import Others, Watch
from .colleagues import Colleagues
from .draft_writer import DraftWriter
from .published_counts import without_blanks
from .sheet import Base, Sheet, State


@dataclass(frozen=True)
class Resumed:
    """What was taken up of a session that ended: its draft's id, how many places it changes, what it has heard."""

    draft: str = ""
    places: int = 0
    heard: Mapping[str, int] = field(default_factory=dict)


class Session:
    """The agency's report of `year`, open for entry by a person.

    `told` hears, from another thread, how the writing of the draft went: None for well, else why it did not; `kept`
    hears which messages lie on the disk, by their page: the number of the newest; `seen`, from a third, what others do
    with the report. `by` is the name by which these see who has it open.
    """

    def __init__(
        self,
        store: Store,
        agency: str,
        year: int,
        told: Callable[[str | None], None],
        by: str = "",
        seen: Callable[[], None] = lambda: None,
        kept: Callable[[Mapping[str, int]], None] = lambda _: None,
    ) -> None:
        self.store = store
        self.agency = store.resolve(agency)
        self.year = year
        opened, digest = store.read(self.agency, year)
        context = context_of(store, self.agency, year, datetime.date.today())
        self.sheet = Sheet(self.agency, opened, store.before(self.agency, year), context)
        self.sheet.base.digest = digest
        self._drafts = store.drafts(self.agency, year)
        self.id = secrets.token_hex(4)
        self._shown: dict[str, Difference] = {}
        self._kept = self.sheet.state
        self._heard: Mapping[str, int] = {}
        self._told = told
        self._on_disk = kept
        self._writing = threading.Lock()
        self._writer = DraftWriter(self._drafts, self._written)
        self._colleagues = Colleagues(store, self.agency, year, self.id, by)
        self.others = Others()
        self._watch = Watch(self._look, partial(self._saw, seen))

    @property
    def opened(self) -> AnnualReport:
        """What the yearly file held when what is entered was begun from it."""
        return self.sheet.base.report

    @property
    def edited(self) -> bool:
        """Whether what is entered differs from the file as it was opened or last saved."""
        return bool(self.sheet.state.unread) or self.sheet.report.stated != self.opened.stated

    @property
    def history(self) -> dict[int, AnnualReport]:
        """The agency's reports up to this year's, this one as entered."""
        earlier = [year for year in self.store.agencies[self.agency] if year < self.year]
        return {year: self.store.load(self.agency, year) for year in earlier} | {self.year: self.sheet.report}

    def keep(self, by: str, heard: Mapping[str, int] | None = None) -> None:
        """Have what is entered kept as a draft, if it changed; a draft that says nothing new is removed.

        `heard` is the number of the newest message of each page that is in what is entered.
        """
        self._colleagues.call(by)
        heard = dict(self._heard if heard is None else heard)
        if self.sheet.state is self._kept and heard == self._heard:
            return
        self._kept, self._heard = self.sheet.state, heard
        if not self.edited:
            self._writer.discard(self.id)
            self._on_disk(heard)
            return
        state = self.sheet.state
        self._writer.keep(
            Draft(
                by=by,
                record=state.report.record(),
                base=self.opened.record(),
                opened=self.sheet.base.digest or "",
                unread=dict(state.unread),
                stated=tuple(state.stated),
                id=self.id,
                heard=heard,
            )
        )

    def _written(self, problem: str | None, draft: Draft) -> None:
        if problem is None:
            self._on_disk(draft.heard)
        self._told(problem)

    def found_drafts(self) -> tuple[list[tuple[Draft, int]], list[str]]:
        """What others, or this person's lost sessions, left: drafts, each with how many places it changes.

        The drafts of others who are still there are theirs, and are not among them. The names of draft files that
        cannot be read come beside; a draft that says no more than the file is removed.
        """
        found, broken = [], []
        theirs = {self.id} | self._colleagues.sessions()
        for id in self._drafts.ids():
            if id in theirs:
                continue
            try:
                draft = self._drafts.read(id)
                changed = changes(self.opened.stated, read_report(draft.record).stated)
            except (InvalidFile, ValueError):
                broken.append(self._drafts.path(id).name)
            else:
                if places := len(changed) + len(draft.unread):
                    found.append((draft, places))
                else:
                    self._drafts.discard(id)
        return found, broken

    def restore(self, id: str) -> list[Difference]:
        """Go on with the draft; where the file changed since, the places that a person has to decide come back.

        The draft becomes this session's own, so that another session, if it lives, keeps writing its own.

        Raises:
            InvalidFile: the draft is gone or can no longer be read.
            Locked: the folder may not be written.
        """
        draft = self._drafts.read(id)
        self._drafts.keep(replace(draft, id=self.id))
        self._drafts.discard(id)
        self._take_up(draft)
        return self.newer()

    def resume(self, sessions: Sequence[str]) -> Resumed:
        """Go on with the newest draft among those of sessions that were this person's own, the oldest first."""
        for id in reversed(sessions):
            try:
                draft = self._drafts.read(id)
                places = len(changes(self.opened.stated, read_report(draft.record).stated)) + len(draft.unread)
            except (InvalidFile, ValueError):
                continue
            # of a folder that may not be written, the writer tells
            with suppress(Locked):
                self._drafts.keep(replace(draft, id=self.id))
                self._drafts.discard(id)
            self._take_up(draft)
            return Resumed(id, places, draft.heard)
        return Resumed()

    def _take_up(self, draft: Draft) -> None:
        base = self.sheet.base
        if draft.opened != base.digest:
            base = Base(read_report(draft.base), draft.opened)
        self.sheet.take(State(read_report(draft.record), draft.unread, frozenset(draft.stated), base))

    def newer(self) -> list[Difference]:
        """The places that a person has to decide, where the file changed since what is entered was begun.

        Raises:
            NotFound, InvalidFile, BadRequest: as `compare`.
        """
        return [] if self.sheet.base.digest == self._read()[1] else self.compare()

    def discard(self, id: str) -> None:
        """Remove a draft that is not wanted."""
        self._drafts.discard(id)

    def save(self, by: str, why: str | None = None) -> None:
        """Write what is entered to the yearly file, and to the journal who changed what.

        Raises:
            BadRequest: something typed states nothing that can stand in the file.
            Conflict: the file changed since it was opened; see `compare`.
            Locked: the file or the journal may not be written; then neither is.
        """
        if self.sheet.state.unread:
            raise BadRequest(f"有{len(self.sheet.state.unread)}处填写的内容不能识别，改正后再保存（草稿已保留）")
        report = _signed_as(without_blanks(self.sheet.report), self.opened)
        self._write(report, by, why or None)
        self._writer.discard(self.id)
        self._on_disk(self._heard)

    def signed(self, stage: str, by: str, outcome: str, checked: Sequence[str], opinion: str) -> AnnualReport:
        """What is in the file, with a sign-off over it that is not written yet.

        Raises:
            BadRequest: something entered is not saved yet, it is another stage's turn, nobody is named, or there is
                nothing to pass.
        """
        if self.edited:
            raise BadRequest("有改动尚未保存，请先保存，再审签")
        today = datetime.date.today()
        shown = self.store.shown_before(self.agency, self.year)
        return sign(self.sheet.report, stage, by, today, outcome=outcome, checked=checked, opinion=opinion, shown=shown)

    def sign(self, stage: str, by: str, outcome: str, checked: Sequence[str], opinion: str) -> None:
        """Record a sign-off over what is in the file, and write it there.

        Raises:
            BadRequest: it cannot be signed so; see `signed`.
            Conflict: the file changed since it was opened.
            Locked: the file or the journal may not be written; then neither is.
        """
        report = self.signed(stage, by, outcome, checked, opinion)
        self._write(report, by, STAGES[stage] + SIGNOFF_OUTCOMES[outcome])

    def _write(self, report: AnnualReport, by: str, why: str | None) -> None:
        """Save `report`, which says what is entered; all that was begun from the file is now begun from it."""
        base = self.sheet.base
        with self._writing:
            try:
                digest = self.store.save(report, self.agency, expected=base.digest, by=by, why=why)
            except Conflict:
                # another comment or layout is no other report, and nothing to be asked about
                if not (written := self._digest_of(base.report)):
                    raise
                digest = self.store.save(report, self.agency, expected=written, by=by, why=why)
            base.report, base.digest = report, digest
            self.others = replace(self.others, changed=None)
        self.sheet.replace(report)
        self._look_at_signatures()
        self._kept = self.sheet.state

    def _look_at_signatures(self) -> None:
        """See what the journal now tells of who signed, and what is now shown of earlier years."""
        self.sheet.context = with_signatures(self.sheet.context, self.store, self.agency, self.year)

    def bring_in(self, path: Path) -> tuple[Reading, int]:
        """Take what a file says of this report into what is entered, unsaved; with how many places it changes.

        Raises:
            BadRequest: the file is of another agency, year or form.
            InvalidFile: it cannot be read.
        """
        mine = self.sheet.report
        reading = read_file(path, Hints(mine.name, mine.year))
        theirs = reading.report
        if reading.agency not in (None, self.agency) or (theirs.year, theirs.form) != (mine.year, mine.form):
            said = f"{path.name}：是{theirs.name}{theirs.year}年度（{theirs.form}格式）的，与打开的报告不符，没有导入"
            raise BadRequest(said)
        after, changed = compare_reading(mine, reading)
        self.sheet.bring_in(after, {doubt.cell: doubt.text for doubt in reading.doubtful})
        return reading, len(changed)

    def compare(self, choices: Mapping[str, Side] = MappingProxyType({})) -> list[Difference]:
        """Where what is entered and the file as it now is differ, to be shown; `choices` that still hold are kept.

        Raises:
            NotFound: the file is gone.
            InvalidFile: the file can no longer be read.
            BadRequest: it is in another edition of the form.
        """
        theirs, _ = self._read()
        found = self._versions(theirs).differences()
        decided = self._decided(found, choices)
        self._shown = {one.path: one for one in found}
        return [replace(one, choice=decided[one.path]) for one in found]

    def settle(self, choices: Mapping[str, Side]) -> None:
        """Make what is entered the file as it now is, with mine where `choices` says so; it is not saved yet.

        What only one side changed needs no choice. A choice holds for what `compare` showed: where either side
        changed again since, it is to be made anew.

        Raises:
            BadRequest: a place that both changed was not decided.
        """
        theirs, digest = self._read()
        versions = self._versions(theirs)
        found = versions.differences()
        decided = self._decided(found, choices)
        if undecided := [one.label for one in found if decided[one.path] is None]:
            raise BadRequest(f"还有{len(undecided)}处没有选择用哪一个：{'、'.join(undecided[:3])}")
        sides = {path: side for path, side in decided.items() if side}
        merged = versions.merge(sides)
        unread = versions.unread_after(merged, sides)
        stated = {*stated_otherwise(merged)} | (merged.statutory_form.sums.keys() & unread.keys())
        self.sheet.take(State(merged, unread, frozenset(stated), Base(theirs, digest)))
        self._look_at_signatures()
        self.others = replace(self.others, changed=None)

    def _read(self) -> tuple[AnnualReport, str]:
        """The file as it now is, which must be of the same form."""
        theirs, digest = self.store.read(self.agency, self.year)
        if theirs.form != self.sheet.report.form:
            raise BadRequest(f"数据文件已改为{theirs.form}格式，与打开的不同，不能合并；请重新打开（草稿已保留）")
        return theirs, digest

    def _digest_of(self, report: AnnualReport) -> str | None:
        """The digest of the file as it now is, if it says what `report` says."""
        try:
            now, digest = self._read()
        except GovreportError:
            return None
        return digest if now.record() == report.record() else None

    def _versions(self, theirs: AnnualReport) -> Versions:
        return Versions(self.opened, self.sheet.report, theirs, self.sheet.state.unread)

    def _decided(self, found: Sequence[Difference], choices: Mapping[str, Side]) -> dict[str, Side | None]:
        """The side of each place: as chosen, where it is still as it was shown, else as it speaks for itself."""
        asked = {one.path for one in found if self._shown.get(one.path, one) == one}
        return {one.path: (choices.get(one.path) if one.path in asked else None) or one.choice for one in found}

    def rewrite(self, by: str) -> None:
        """Put back the file that someone deleted, as it was opened, so that it can be saved to."""
        try:
            self.store.read(self.agency, self.year)
        except NotFound:
            why = "数据文件被删除后重新写入"
            base = self.sheet.base
            with self._writing:
                base.digest = self.store.save(base.report, self.agency, expected=None, by=by, why=why)
        else:
            raise Conflict("文件又出现了，请再保存一次")

    def close(self) -> None:
        """Write the draft that is waiting, and let go."""
        self._writer.close()
        self._watch.close()
        self._colleagues.leave()

    def _look(self) -> Others:
        here, left = self._colleagues.people()
        with self._writing:
            base = self.sheet.base
            changed = self._colleagues.changed(base.report, base.digest)
        return Others(here, left, changed)

    def _saw(self, seen: Callable[[], None], others: Others) -> None:
        if others != self.others:
            self.others = others
            seen()


def _signed_as(report: AnnualReport, other: AnnualReport) -> AnnualReport:
    """The report with the sign-offs of `other`: who signed is on record, and no draft that is older takes it back."""
    signoffs = other.record().get("signoffs", [])
    return report if report.record().get("signoffs", []) == signoffs else report.with_values({"signoffs": signoffs})
