"""`Desk`: one report that is open for entry, its file, its draft, and what others did meanwhile; no widgets."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from govreport.checks import context_of, with_signatures
from govreport.errors import BadRequest, Conflict, InvalidFile, NotFound
from govreport.importing import Hints, Reading, compare_reading, read_file
from govreport.report import OUTCOMES, STAGES, AnnualReport, read_report, sign
from govreport.report.versions import Difference, Side, differences, merge
from govreport.store import Draft, Store, changes

from .keeper import Keeper
from .published import without_blanks
from .sheet import Sheet, State


class Desk:
    """The agency's report of `year`, open for entry by a person.

    `told` hears, from another thread, how the writing of the draft went: None for well, else why it did not.
    """

    def __init__(self, store: Store, agency: str, year: int, told: Callable[[str | None], None]) -> None:
        self.store = store
        self.agency = store.resolve(agency)
        self.year = year
        self.opened, self._digest = store.read(self.agency, year)
        context = context_of(store, self.agency, year, datetime.date.today())
        self.sheet = Sheet(self.agency, self.opened, store.before(self.agency, year), context)
        self._drafts = store.drafts(self.agency, year)
        self._draft_id = secrets.token_hex(4)
        self._kept = self.sheet.state
        self._keeper = Keeper(self._drafts, told)

    @property
    def edited(self) -> bool:
        """Whether what is entered differs from the file as it was opened or last saved."""
        return bool(self.sheet.state.unread) or self.sheet.report.stated != self.opened.stated

    @property
    def history(self) -> dict[int, AnnualReport]:
        """The agency's reports up to this year's, this one as entered."""
        earlier = [year for year in self.store.agencies[self.agency] if year < self.year]
        return {year: self.store.load(self.agency, year) for year in earlier} | {self.year: self.sheet.report}

    def keep(self, by: str) -> None:
        """Have what is entered kept as a draft, if it changed; a draft that says nothing new is removed."""
        if self.sheet.state is self._kept:
            return
        self._kept = self.sheet.state
        if not self.edited:
            self._keeper.discard(self._draft_id)
            return
        state = self.sheet.state
        self._keeper.keep(
            Draft(
                by=by,
                record=state.report.record(),
                base=self.opened.record(),
                opened=self._digest,
                unread=dict(state.unread),
                stated=tuple(state.stated),
                id=self._draft_id,
            )
        )

    def found_drafts(self) -> tuple[list[tuple[Draft, int]], list[str]]:
        """What others, or this person's lost sessions, left: drafts, each with how many places it changes.

        The names of draft files that cannot be read come beside; a draft that says no more than the file is removed.
        """
        found, broken = [], []
        for id in self._drafts.ids():
            if id == self._draft_id:
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
        self._drafts.keep(replace(draft, id=self._draft_id))
        self._drafts.discard(id)
        self.sheet.take(State(read_report(draft.record), draft.unread, frozenset(draft.stated)))
        if draft.opened == self._digest:
            return []
        return differences(read_report(draft.base), self.sheet.report, self.opened)

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
        self._digest = self.store.save(report, self.agency, expected=self._digest, by=by, why=why or None)
        self.opened = report
        if report is not self.sheet.report:
            self.sheet.replace(report)
        self._look_at_signatures()
        self._kept = self.sheet.state
        self._keeper.discard(self._draft_id)

    def signed(self, stage: str, by: str, outcome: str, checked: Sequence[str], opinion: str) -> AnnualReport:
        """What is in the file, with a sign-off over it that is not written yet.

        Raises:
            BadRequest: something entered is not saved yet, it is another stage's turn, nobody is named, or there is
                nothing to pass.
        """
        if self.edited:
            raise BadRequest("有改动尚未保存，请先保存，再签审")
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
        done = STAGES[stage] + OUTCOMES[outcome]
        self._digest = self.store.save(report, self.agency, expected=self._digest, by=by, why=done)
        self.opened = report
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

    def compare(self) -> list[Difference]:
        """Where what is entered and the file as it now is differ.

        Raises:
            NotFound: the file is gone.
            InvalidFile: the file can no longer be read.
        """
        theirs, _ = self.store.read(self.agency, self.year)
        return differences(self.opened, self.sheet.report, theirs)

    def settle(self, choices: Mapping[str, Side]) -> None:
        """Make what is entered the file as it now is, with mine where `choices` says so; it is not saved yet.

        Raises:
            BadRequest: a place that both changed was not decided.
        """
        theirs, digest = self.store.read(self.agency, self.year)
        open_places = [
            one.label for one in differences(self.opened, self.sheet.report, theirs) if one.path not in choices
        ]
        if open_places:
            raise BadRequest(f"还有{len(open_places)}处没有选择用哪一个：{'、'.join(open_places[:3])}")
        merged = merge(self.sheet.report, theirs, choices)
        self.opened, self._digest = theirs, digest
        self._look_at_signatures()
        self.sheet.take(State(merged, self.sheet.state.unread, self.sheet.state.stated))

    def rewrite(self, by: str) -> None:
        """Put back the file that someone deleted, as it was opened, so that it can be saved to."""
        try:
            self._digest = self.store.read(self.agency, self.year)[1]
        except NotFound:
            why = "数据文件被删除后重新写入"
            self._digest = self.store.save(self.opened, self.agency, expected=None, by=by, why=why)
        else:
            raise Conflict("文件又出现了，请再保存一次")

    def close(self) -> None:
        """Write the draft that is waiting, and let go."""
        self._keeper.close()


def _signed_as(report: AnnualReport, other: AnnualReport) -> AnnualReport:
    """The report with the sign-offs of `other`: who signed is on record, and no draft that is older takes it back."""
    signoffs = other.record().get("signoffs", [])
    return report if report.record().get("signoffs", []) == signoffs else report.with_values({"signoffs": signoffs})
