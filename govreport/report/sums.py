"""The sums of the form in a report: what their parts add up to, which are stated otherwise, and made anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from .model import AnnualReport
from .numbers import Number, add_stated


def sum_of(report: AnnualReport, total: str) -> Number | None:
    """What the parts of `total` that are not blank add up to; None where all are blank."""
    return add_stated(report.cells.get(part) for part in report.statutory_form.sums[total])


def stated_otherwise(report: AnnualReport) -> Iterator[str]:
    """The sums that are neither blank nor what their parts add up to."""
    for total in report.statutory_form.sums:
        stated = report.cells.get(total)
        if stated is not None and stated != sum_of(report, total):
            yield total


def with_sums(report: AnnualReport, entered: Iterable[str], stated: Set[str]) -> AnnualReport:
    """`report` with every sum made right that follows from an `entered` cell and was not `stated` otherwise."""
    changed = set(entered)
    cells = dict(report.cells)
    sums: dict[str, Number | None] = {}
    for total, parts in report.statutory_form.sums.items():
        if total in stated or not (total in changed or changed.intersection(parts)):
            continue
        cells[total] = sums[total] = add_stated(cells.get(part) for part in parts)
        changed.add(total)
    return report.with_values(sums) if sums else report
