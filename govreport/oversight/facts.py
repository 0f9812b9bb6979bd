"""What a quality record tells of one report beside its findings: waivers, sign-offs, changes since the year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from govreport.checks import PLAIN, Context, excuses
from govreport.report import STATES, AnnualReport, Finding, Number, Waiver, show_number, signing_of

_MOST = 10
_LEAST_BASE = 10
"""From which figure on a change in per cent says something."""


@dataclass(frozen=True)
class Explained:
    """A recorded reason: what it is about, both values, and whether it still stands."""

    rule: str
    places: str
    expected: str
    actual: str
    reason: str
    by: str
    date: str
    stands: bool


@dataclass(frozen=True)
class Change:
    """A total of a report beside that of the year before."""

    place: str
    before: int
    after: int

    @property
    def by(self) -> int:
        """How much more there is."""
        return self.after - self.before

    @property
    def share(self) -> float | None:
        """The same in per cent; None where the figure before is too small to tell."""
        return 100 * self.by / self.before if self.before >= _LEAST_BASE else None


@dataclass(frozen=True)
class Facts:
    """What is told of one report; `stages` say how each sign-off stands, `signing` where the signing is."""

    waivers: tuple[Explained, ...]
    stages: tuple[str, ...]
    signing: str
    changes: tuple[Change, ...]


def facts_of(
    report: AnnualReport, before: AnnualReport | None, findings: Sequence[Finding], context: Context = PLAIN
) -> Facts:
    """What a quality record tells of `report`."""
    signing = signing_of(report, context.shown)
    return Facts(
        tuple(_explained(waiver, report, findings) for waiver in report.waivers),
        tuple(
            f"{stage.signoff.by} {stage.signoff.date}\n{stage.told}" if stage.signoff else STATES["open"]
            for stage in signing.stages
        ),
        signing.sentence,
        tuple(_largest(list(_changes(report, before)))) if before else (),
    )


def _explained(waiver: Waiver, report: AnnualReport, findings: Sequence[Finding]) -> Explained:
    return Explained(
        waiver.rule,
        "、".join(report.statutory_form.label_of(cell) for cell in waiver.cells[:1]),
        show_number(waiver.expected),
        show_number(waiver.actual),
        waiver.reason,
        waiver.by or "",
        waiver.date.isoformat() if waiver.date else "",
        any(finding.waived and excuses(waiver, finding, report) for finding in findings),
    )


def _changes(report: AnnualReport, before: AnnualReport) -> Iterator[Change]:
    """Every total, and every count of a table without totals, that both years state and that differ."""
    form = report.statutory_form
    for path, value in report.cells.items():
        table, column = form.places[path].table, form.places[path].column
        if not (path in table.across if table.across else column.kind == "count"):
            continue
        last = before.cells.get(path)
        if _whole(value) and _whole(last) and value != last:
            yield Change(report.statutory_form.label_of(path), last, value)


def _whole(value: Number | None) -> TypeGuard[int]:
    return isinstance(value, int) and value >= 0


def _largest(changes: Sequence[Change]) -> list[Change]:
    """As many as could be among the largest of all reports."""
    return list(dict.fromkeys([*by_size(changes), *by_share(changes)]))


def by_size(changes: Sequence[Change]) -> list[Change]:
    """The largest changes in number."""
    return sorted(changes, key=lambda change: -abs(change.by))[:_MOST]


def by_share(changes: Sequence[Change]) -> list[Change]:
    """The largest changes in per cent, among figures that are not too small to tell."""
    told = [change for change in changes if change.share is not None]
    return sorted(told, key=lambda change: -abs(change.share or 0))[:_MOST]
