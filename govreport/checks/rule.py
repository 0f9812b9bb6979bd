"""What a check is: a function over a report and the year before, with an id, a severity and a title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from govreport.report import AnnualReport, Finding, Number, Severity


@dataclass(frozen=True)
class Case:
    """What the rules look at: one agency's report, and its report of the year before where there is one."""

    agency: str
    report: AnnualReport
    before: AnnualReport | None = None

    def label(self, path: str) -> str:
        """The cell as the printed page names it."""
        return self.report.statutory_form.places[path].label


@dataclass(frozen=True)
class Hit:
    """Where a rule fires: the cells it read, both values, and what to do; the severity if not the rule's own."""

    cells: Sequence[str]
    message: str
    expected: Number | None = None
    actual: Number | None = None
    severity: Severity | None = None


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
        for hit in self.body(case):
            finding = Finding(
                agency=case.agency,
                year=case.report.year,
                rule=self.id,
                severity=hit.severity or self.severity,
                cells=tuple(hit.cells),
                message=hit.message,
                expected=hit.expected,
                actual=hit.actual,
            )
            yield self._waive(finding, case.report) if self.waivable else finding

    def _waive(self, finding: Finding, report: AnnualReport) -> Finding:
        excused = any(
            waiver.rule == finding.rule
            and finding.cells[0] in waiver.cells
            and set(waiver.cells) <= set(finding.cells)
            and (waiver.expected, waiver.actual) == (finding.expected, finding.actual)
            for waiver in report.waivers
        )
        return replace(finding, waived=excused)


RULES: dict[str, Rule] = {}
"""Every rule by its id, in the order of the families."""


def rule(id: str, severity: Severity, title: str, *, waivable: bool = True) -> Callable[[Body], Body]:
    """Register the decorated function as the rule `id`; `title` is what a list of rules calls it."""

    def register(body: Body) -> Body:
        if id in RULES:
            raise ValueError(f"rule {id} is registered twice")
        RULES[id] = Rule(id, severity, title, body, waivable)
        return body

    return register
