"""What a check is: a function over a report and the year before, with an id, a severity and a title."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from govreport.form import FORMS, EntryList
from govreport.report import AnnualReport, Finding, Number, Severity, Waiver, says_nothing
from govreport.store import Names, Recorded, Settings

from .reasons import lacking
from .words import STARTER, Word


@dataclass(frozen=True)
class Context:
    """What stands around a report: the office's settings and word list, and what the rosters say.

    `deadline` is the day that the roster gives the agency, `others` are the names of others whom rosters list,
    `names` those of the agency itself and of those beside it; None where nothing is known of them. `today` is None
    where a finding must not depend on the day, as in a file that is kept. `shown` is the digest of what the page shows
    of earlier years, `recorded` what the journal tells of who signed; None where that is not known.
    """

    settings: Settings = field(default_factory=Settings)
    words: Sequence[Word] = STARTER
    deadline: datetime.date | None = None
    others: Collection[str] = frozenset()
    today: datetime.date | None = None
    names: Names | None = None
    shown: str | None = None
    recorded: Recorded | None = None


PLAIN = Context()
"""A report by itself."""


@dataclass(frozen=True)
class Case:
    """What the rules look at: one agency's report, its report of the year before if any, and what is around it."""

    agency: str
    report: AnnualReport
    before: AnnualReport | None = None
    context: Context = PLAIN

    def label(self, path: str) -> str:
        """The cell or passage as the printed page names it."""
        return self.report.statutory_form.label_of(path)

    def ordinal(self, section: str) -> str:
        """The section as a sentence names it: 第一部分."""
        return self.report.statutory_form.section_by_id[section].ordinal

    @cached_property
    def texts(self) -> dict[str, str]:
        """What was written, by path: `narrative.preamble`, `narrative.overview.lead`, …, in the order of the page."""
        return texts_of(self.report)

    def texts_in(self, section: str) -> dict[str, str]:
        """What was written in a section, by path."""
        return self._by_section.get(section, {})

    @cached_property
    def _by_section(self) -> dict[str | None, dict[str, str]]:
        return by_section(self.report, self.texts)

    @cached_property
    def texts_before(self) -> dict[str, str]:
        """What was written the year before, by path; nothing where there is no such report."""
        return texts_of(self.before) if self.before else {}


def by_section(report: AnnualReport, texts: Mapping[str, str]) -> dict[str | None, dict[str, str]]:
    """The texts of a report by the section that they stand in, those before the first one by ""."""
    found: dict[str | None, dict[str, str]] = {}
    for path, text in texts.items():
        found.setdefault(report.statutory_form.section_of(path), {})[path] = text
    return found


def texts_of(report: AnnualReport) -> dict[str, str]:
    """What was written in a report, by path, in the order of the page; nothing that shows nothing."""
    if report.narrative is None:
        return {}
    return {path: text for path, text in _written(report) if text and not says_nothing(text)}


def _written(report: AnnualReport) -> Iterator[tuple[str, str | None]]:
    for one in report.statutory_form.written:
        found: Any = report
        for key in one.path.split("."):
            found = getattr(found, key, None)
        if isinstance(one, EntryList):
            yield from ((f"{one.path}.{number}.text", part.text) for number, part in enumerate(found or ()))
        else:
            yield one.path, found


@dataclass(frozen=True)
class Hit:
    """Where a rule fires: the cells or passages it read, both values, and what to do; the severity if not its own.

    A `firm` one no reason lets stand.
    """

    cells: Sequence[str]
    message: str
    expected: Number | None = None
    actual: Number | None = None
    severity: Severity | None = None
    firm: bool = False


Body = Callable[[Case], Iterable[Hit]]


@dataclass(frozen=True)
class Rule:
    """One check; `waivable` is false where the law leaves no room for a reason."""

    id: str
    severity: Severity
    title: str
    body: Body
    waivable: bool = True

    def __call__(self, case: Case) -> Iterator[Finding]:
        """The rule's findings on `case`, those with a recorded waiver marked."""
        waivers = [waiver for waiver in case.report.waivers if waiver.rule == self.id]
        for finding in self.found(case):
            waived = any(excuses(waiver, finding, case.report) for waiver in waivers)
            yield replace(finding, waived=True) if waived else finding

    def found(self, case: Case) -> Iterator[Finding]:
        """The rule's findings on `case`, whatever was explained."""
        for hit in self.body(case):
            yield Finding(
                agency=case.agency,
                year=case.report.year,
                rule=self.id,
                severity=hit.severity or self.severity,
                cells=tuple(hit.cells),
                message=hit.message,
                expected=hit.expected,
                actual=hit.actual,
                firm=hit.firm or not self.waivable,
            )


def excuses(waiver: Waiver, finding: Finding, report: AnnualReport) -> bool:
    """Whether a recorded reason lets `finding` stand: it is about it, and says who, when and why."""
    return is_about(waiver, finding, report) and not lacking(waiver)


def is_about(waiver: Waiver, finding: Finding, report: AnnualReport) -> bool:
    """Whether a recorded reason is about `finding` as it now is, and not about what stood there before."""
    return (
        waiver.rule == finding.rule
        and not finding.firm
        and bool(finding.cells)
        and finding.cells[0] in waiver.cells
        and set(waiver.cells) <= set(finding.cells)
        and (_has_values(finding) or len(set(waiver.cells)) == len(set(finding.cells)))
        and (waiver.expected, waiver.actual) == (finding.expected, finding.actual)
        and (waiver.digest == report.digest_of(waiver.cells) if waiver.digest else not needs_digest(finding))
    )


def needs_digest(finding: Finding) -> bool:
    """Whether a finding holds no values that could tell that what it is about has changed: it is about words."""
    return not _has_values(finding) and not all(map(_in_table, finding.cells))


def _has_values(finding: Finding) -> bool:
    return finding.expected is not None or finding.actual is not None


def _in_table(path: str) -> bool:
    return any(path.partition(".")[0] in form.table_by_id for form in FORMS.values())


RULES: dict[str, Rule] = {}
"""Every rule by its id, in the order of the ids."""


def rule(id: str, severity: Severity, title: str, *, waivable: bool = True) -> Callable[[Body], Body]:
    """Register the decorated function as the rule `id`; `title` is what a list of rules calls it."""

    def register(body: Body) -> Body:
        if id in RULES:
            raise ValueError(f"rule {id} is registered twice")
        RULES[id] = Rule(id, severity, title, body, waivable)
        return body

    return register


def put_in_order() -> None:
    """Put the rules that were registered in the order of their ids: by family, then by number."""
    rules = sorted(RULES.values(), key=lambda rule: (rule.id[0], int(rule.id[1:])))
    RULES.clear()
    RULES.update((rule.id, rule) for rule in rules)
