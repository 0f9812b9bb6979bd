"""Figures of several years, and the words made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from govreport.form import Form
from govreport.report import AnnualReport, Number, add, distance, show_number

History = Mapping[int, AnnualReport]
"""An agency's reports by year: the year shown, and years before it."""

Series = tuple[str, Sequence[Number | None]]
"""A name, and a value for each of some categories; None where the report leaves it blank."""


def total(values: Iterable[Number | None]) -> Number | None:
    """The sum; None where a part is blank, since a blank is not zero."""
    parts = list(values)
    stated = [value for value in parts if value is not None]
    return add(stated) if len(stated) == len(parts) else None


def by_year(history: History, series_of: Callable[[Form], Mapping[str, str]]) -> list[Series]:
    """The series that each year's edition has a cell for; None in years of an edition that has none."""
    cells = [(report.cells, series_of(report.statutory_form)) for report in history.values()]
    names = dict.fromkeys(name for _, paths in cells for name in paths)
    return [(name, [own.get(paths.get(name, "")) for own, paths in cells]) for name in names]


def year_labels(history: History) -> list[str]:
    """The years as the axis shows them."""
    return [f"{year}年" for year in history]


def any_figure(series: Iterable[Series]) -> bool:
    """Whether there is anything to draw: some value that is not zero."""
    return any(value for _, values in series for value in values)


def all_stated(series: Iterable[Series]) -> bool:
    """Whether no value is blank, so that nothing but zeros means there was nothing."""
    return all(value is not None for _, values in series for value in values)


def change(now: Number, then: Number, unit: str) -> str:
    """How a figure moved since another year, in words that only state the difference and its share."""
    apart = distance(now, then)
    share = (Decimal(apart) * 100 / Decimal(then)).quantize(Decimal("0.1"), ROUND_HALF_UP) if then else None
    more = now > then
    percent = f"，{'增长' if more else '下降'}{share}%" if share is not None else ""
    return f"{'增加' if more else '减少'}{show_number(apart)}{unit}{percent}"


def listed(pairs: Iterable[tuple[str, Number | None]], unit: str) -> str:
    """The pairs that are stated and not zero: 自然人217件、商业企业1件."""
    return "、".join(f"{name}{show_number(value)}{unit}" for name, value in pairs if value)
