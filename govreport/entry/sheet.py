"""`Sheet`: what is being entered, without any widget: figures and texts, sums that fill themselves, undo."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from govreport.checks import PLAIN, Context, check_report, explain, withdraw
from govreport.importing import COUNTING, Unreadable, in_one_line, read_figure
from govreport.report import AnnualReport, Finding, show_number, stated_otherwise, sum_of, with_sums

from .fields import Field, field_at, read_text
from .published_counts import Published, read_published

_MOST_STEPS = 500
_LONGEST_SHOWN = 20
DOUBTFUL = "待核："
"""Stands before what a file says where it could not be read for certain."""


@dataclass(eq=False)
class Base:
    """What the yearly file held when states were begun from it, and the digest of that file; a save changes both."""

    report: AnnualReport
    digest: str | None = None


@dataclass(frozen=True)
class State:
    """One moment of a sheet.

    `unread` holds, by path, what was typed and states nothing that can stand there. `stated` are the sums that
    were typed, or read from the file, and differ from what their parts add up to: they stay as stated. `base` is
    what it was begun from, the state's before it where it is None: so whoever takes back a merge is back before it.
    """

    report: AnnualReport
    unread: Mapping[str, str] = field(default_factory=dict)
    stated: frozenset[str] = frozenset()
    base: Base | None = None


class Sheet:
    """A report that is being entered; every change makes a new `State`, and can be undone.

    A sum follows its parts unless something else was stated for it. A blank sum is filled as soon as one of its
    parts is entered; blank parts are not counted as anything.
    """

    def __init__(
        self, agency: str, report: AnnualReport, before: AnnualReport | None = None, context: Context = PLAIN
    ) -> None:
        self.agency = agency
        self.before = before
        self.context = context
        self._past: list[State] = []
        self._future: list[State] = []
        self._visit: object = None
        self.state = State(report, stated=frozenset(stated_otherwise(report)), base=Base(report))

    @property
    def report(self) -> AnnualReport:
        """The report as entered so far; what states no figure is blank in it."""
        return self.state.report

    @property
    def base(self) -> Base:
        """What the yearly file held when this was begun from it."""
        return self.state.base or Base(self.report)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to bring back."""
        return bool(self._future)

    def text(self, path: str) -> str:
        """What stands at `path`, as a person reads it."""
        if path in self.state.unread:
            return self.state.unread[path]
        value = self.report.stated.get(path)
        return value if isinstance(value, str) else show_number(value)

    def findings(self) -> list[Finding]:
        """What states nothing that can stand where it was typed, then what the rules say."""
        form = self.report.statutory_form
        unread = [
            Finding(self.agency, self.report.year, "V1", "error", (path,), self._why_unread(path, text), firm=True)
            for path, text in sorted(self.state.unread.items(), key=lambda item: (item[0] not in form.places, item))
        ]
        return unread + check_report(self.agency, self.report, self.before, self.context)

    def _why_unread(self, path: str, text: str) -> str:
        label = self.report.statutory_form.label_of(path)
        if path.startswith("published.") and path.endswith(".items."):
            return f"{label}有一个类别没有名称（{text}条），请填写类别名称"
        shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
        try:
            read_figure(text, COUNTING) if path.startswith("published.") else read_text(self._field(path), text)
        except Unreadable as error:
            return f"{label}填的是“{shown}”，{error}"
        # a draft can hold what an earlier version could not read and this one can
        return f"{label}填的是“{shown}”，请重新填写"

    def _field(self, path: str) -> Field:
        return field_at(self.report.statutory_form, path)

    def enter(self, texts: Mapping[str, str], visit: object = None) -> None:
        """Take in what was typed at each path, and fill the sums that follow from it.

        Calls with the same `visit` (one stay in one cell) are one step to undo.
        """
        read = dict(self._read(texts))
        unread = {path: text for path, text in self.state.unread.items() if path not in texts}
        unread |= {path: in_one_line(texts[path]) for path, value in read.items() if isinstance(value, Unreadable)}
        values = {path: None if isinstance(value, Unreadable) else value for path, value in read.items()}
        if "name" in unread:
            values.pop("name", None)
        sums = self.report.statutory_form.sums
        typed = {path for path in texts if path in sums and (values[path] is not None or path in unread)}
        stated = (self.state.stated - texts.keys()) | typed
        report = with_sums(self.report.with_values(values), values.keys(), stated)
        stated -= {path for path in typed if path not in unread and report.cells.get(path) == sum_of(report, path)}
        self._step(State(report, unread, frozenset(stated)), visit)

    def _read(self, texts: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
        """What each text states; the error where it states nothing."""
        for path, text in texts.items():
            try:
                yield path, read_text(self._field(path), text)
            except Unreadable as error:
                yield path, error

    def enter_published(self, published: Published, typed: Collection[str] | None = None, visit: object = None) -> None:
        """Take in the counts by channel and category as they stand in the form; see `read_published`."""
        record, wrong = read_published(published, self.report.published, typed)
        unread = {path: text for path, text in self.state.unread.items() if not path.startswith("published.")}
        report = self.report.with_values({"published": record})
        self._step(replace(self.state, report=report, unread=unread | wrong), visit)

    def enter_extra(self, aspects: list[dict[str, str]], visit: object = None) -> None:
        """Take in the aspects of section one beyond those of the form, each `heading` and `text`."""
        report = self.report.with_values({"narrative.overview.extra": aspects})
        self._step(replace(self.state, report=report), visit)

    def fill_zero(self, table: str) -> int:
        """Put 0 where the table is blank; the sums follow. How many cells were filled comes back."""
        layout = self.report.statutory_form.table_by_id[table]
        printed = [box.cell for line in layout.printed(self.report.rows) for box in line if box.cell]
        blank = [path for path in printed if self.report.cells.get(path) is None and path not in self.state.unread]
        parts = [path for path in blank if path not in self.report.statutory_form.sums]
        if blank:
            self.enter(dict.fromkeys(parts or blank, "0"))
        return len(blank)

    def explain(self, finding: Finding, reason: str, by: str, date: datetime.date) -> None:
        """Record why a finding may stand.

        Raises:
            BadRequest: it cannot be explained, or no reason or name is given.
        """
        self._step(replace(self.state, report=explain(self.report, finding, reason, by, date)), None)

    def withdraw(self, finding: Finding) -> None:
        """Take back the reasons that excuse a finding."""
        self._step(replace(self.state, report=withdraw(self.report, finding)), None)

    def bring_in(self, report: AnnualReport, doubtful: Mapping[str, str]) -> None:
        """Take in a report that was read from a file; what is `doubtful` stands there as it was read, to be settled."""
        known = [path for path in doubtful if path in self.report.statutory_form.places]
        unread = {path: f"{DOUBTFUL}{in_one_line(doubtful[path])}" for path in known}
        self._step(State(report, unread, frozenset(stated_otherwise(report))), None)

    def take(self, state: State) -> None:
        """Go on from `state`, such as a draft that was found, or a merge; it can be undone."""
        self._step(state, None)

    def replace(self, report: AnnualReport) -> None:
        """Let `report` stand for what is entered: it says the same, as it was saved."""
        self.state = replace(self.state, report=report)

    def undo(self) -> bool:
        """Take back the last change, wherever it was; whether there was one."""
        return self._turn(self._past, self._future)

    def redo(self) -> bool:
        """Bring back what was taken back; whether there was anything."""
        return self._turn(self._future, self._past)

    def _turn(self, source: list[State], target: list[State]) -> bool:
        if not source:
            return False
        target.append(self.state)
        signed = self.report.record().get("signoffs", [])
        state = source.pop()
        if state.report.record().get("signoffs", []) != signed:
            # who signed is on record, and is not taken back with what was typed
            state = replace(state, report=state.report.with_values({"signoffs": signed}))
        self.state = state
        self._visit = None
        return True

    def _step(self, state: State, visit: object) -> None:
        state = replace(state, base=state.base or self.state.base)
        if state == self.state:
            return
        if visit is None or visit != self._visit:
            self._past.append(self.state)
            del self._past[:-_MOST_STEPS]
        self._future.clear()
        self._visit = visit
        self.state = state
