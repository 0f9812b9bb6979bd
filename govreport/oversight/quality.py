"""The quality record (质量校核情况报告): what a check found in an agency or a whole tree, for its superior."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from govreport.checks import RULES
from govreport.checks.parallel import Checked
from govreport.exporting import sheet_page
from govreport.report import SEVERITIES, STAGES, Finding, date_text
from govreport.store import ITEM_STATES, Item, Store
from govreport.tables import finding_list

from .facts import Change, Explained, Facts, by_share, by_size

_MANY = 3


@dataclass(frozen=True)
class Coverage:
    """Who reported for a year, of those who must; `more` reported without being asked to."""

    year: int
    due: int
    reported: int
    missing: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Row:
    """A line of a table of findings: how many stand of each severity, how many are waived, how many agencies."""

    names: tuple[str, ...]
    counts: tuple[int, ...]
    waived: int
    agencies: int = 0


@dataclass(frozen=True)
class Quality:
    """What came of a check, told for readers; `checked` holds the facts of each report (`facts_of`) as `seen`."""

    store: Store
    checked: Sequence[Checked]
    today: datetime.date
    agencies: Sequence[str] = ()
    only: bool = False
    _names: dict[str, str] = field(default_factory=dict)

    @cached_property
    def years(self) -> list[int]:
        """The years that were checked."""
        return sorted({each.year for each in self.checked})

    @property
    def title_lines(self) -> tuple[str, str]:
        """Which years it is about, and what it is."""
        first, last = self.years[0], self.years[-1]
        span = f"{first}年" if first == last else f"{first}—{last}年"
        return f"{span}政府信息公开工作年度报告", "质量校核情况报告"

    @property
    def scope(self) -> str:
        """Who was checked."""
        if not self.agencies:
            return "全部单位"
        shown = "、".join(self.name(agency) for agency in self.agencies[:_MANY])
        more = f"等{len(self.agencies)}个单位" if len(self.agencies) > _MANY else ""
        alone = self.only or len({each.agency for each in self.checked}) <= len(self.agencies)
        return f"{shown}{more}{'' if alone else '（含下级单位）'}"

    def name(self, agency: str) -> str:
        """The agency's printed name."""
        if agency not in self._names:
            self._names[agency] = self.store.name(agency)
        return self._names[agency]

    @cached_property
    def coverage(self) -> list[Coverage]:
        """Who reported, year by year."""
        inside = set(self.store.known(self.agencies, only=self.only))
        return [self._coverage(year, inside) for year in self.years]

    def _coverage(self, year: int, inside: set[str]) -> Coverage:
        due = {id: name for id, name in self.store.expected(year).items() if id in inside}
        having = {id for id in inside if year in self.store.agencies.get(id, [])}
        missing = tuple(name for id, name in due.items() if id not in having)
        return Coverage(year, len(due), len(due) - len(missing), missing, len(having - due.keys()))

    @cached_property
    def readable(self) -> list[Checked]:
        """The reports that could be checked."""
        return [each for each in self.checked if not each.problems]

    @property
    def unreadable(self) -> list[str]:
        """What is wrong with the files that could not be."""
        return [error.brief for each in self.checked if (error := each.error)]

    @cached_property
    def findings(self) -> list[Finding]:
        """All findings, in the order of the reports."""
        return [finding for each in self.readable for finding in each.findings]

    @property
    def totals(self) -> Row:
        """How many findings there are."""
        return _row((), self.findings)

    @property
    def by_rule(self) -> list[Row]:
        """The rules that found something, in their order."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.rule, []).append(finding)
        return [_row((id, rule.title), found[id]) for id, rule in RULES.items() if id in found]

    @property
    def by_agency(self) -> list[Row]:
        """The reports with findings, those with most to correct first."""
        rows = [_row(self.label(each), each.findings) for each in self.readable if each.findings]
        return sorted(rows, key=lambda row: [-count for count in row.counts])

    @property
    def clean(self) -> list[str]:
        """The reports without any finding."""
        return ["".join(self.label(each)) for each in self.readable if not each.findings]

    def label(self, each: Checked) -> tuple[str, ...]:
        """How a report is named: its agency, and its year where there are several."""
        return (self.name(each.agency), f"{each.year}年度") if len(self.years) > 1 else (self.name(each.agency),)

    @property
    def lists(self) -> Iterator[tuple[str, str]]:
        """Each report with findings: its name, and they in a list, numbered through all reports."""
        number = 0
        for each in self.readable:
            if each.findings:
                numbered = list(enumerate(each.findings, start=number + 1))
                number += len(numbered)
                yield "".join(self.label(each)), finding_list(numbered)

    @cached_property
    def facts(self) -> list[tuple[tuple[str, ...], Facts]]:
        """Each report's name and facts."""
        return [(self.label(each), each.seen) for each in self.readable if isinstance(each.seen, Facts)]

    @property
    def waivers(self) -> list[tuple[tuple[str, ...], Explained]]:
        """The recorded reasons, each with the name of the report."""
        return [(label, waiver) for label, facts in self.facts for waiver in facts.waivers]

    @property
    def signings(self) -> Counter[str]:
        """How many reports are how far signed, those most frequent first."""
        return Counter(dict(Counter(facts.signing for _, facts in self.facts).most_common()))

    @property
    def largest(self) -> list[tuple[str, list[tuple[tuple[str, ...], Change]]]]:
        """The largest changes of all reports, in number and in per cent."""
        owned = {id(change): label for label, facts in self.facts for change in facts.changes}
        changes = [change for _, facts in self.facts for change in facts.changes]
        return [
            (heading, [(owned[id(change)], change) for change in chosen(changes)])
            for heading, chosen in (("变动量", by_size), ("变动幅度", by_share))
        ]

    @cached_property
    def items(self) -> list[Item]:
        """The items of the rectification ledgers on these years."""
        known = self.store.known(self.agencies, only=self.only)
        return [item for id in known for item in self.store.ledger(id).items if item.raised.year in self.years]

    @property
    def progress(self) -> str:
        """How far the items have come, in a sentence."""
        counted = Counter(item.state for item in self.items)
        parts = "，".join(f"{label}{counted[state]}项" for state, label in ITEM_STATES.items())
        late = sum(item.overdue(self.today) for item in self.items)
        return f"整改台账共{len(self.items)}项：{parts}；已逾期{late}项。"


def _row(names: tuple[str, ...], findings: Sequence[Finding]) -> Row:
    counted = Counter(finding.severity for finding in findings if not finding.waived)
    agencies = len({finding.agency for finding in findings})
    waived = sum(finding.waived for finding in findings)
    return Row(names, tuple(counted[severity] for severity in SEVERITIES), waived, agencies)


def quality_page(quality: Quality) -> str:
    """The record as one HTML file that prints on A4 and runs no script."""
    return sheet_page(
        "govreport.oversight",
        "quality.html.j2",
        title="".join(quality.title_lines),
        quality=quality,
        date=date_text(quality.today),
        severities=list(SEVERITIES.values()),
        stages=list(STAGES.values()),
        rules=len(RULES),
    )
