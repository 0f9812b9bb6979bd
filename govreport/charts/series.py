"""Figures of several years, and the words and bars made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import plotly.graph_objects as go

from govreport.report import AnnualReport, Number, add, distance, show_number

from .theme import COLOURS, PATTERNS

History = Mapping[int, AnnualReport]
"""An agency's reports by year: the year shown, and years before it."""

Series = tuple[str, list[Number | None]]
"""A name, and a value for each of some categories; None where the report leaves it blank."""


def total(values: Iterable[Number | None]) -> Number | None:
    """The sum; None where a part is blank, since a blank is not zero."""
    parts = list(values)
    stated = [value for value in parts if value is not None]
    return add(stated) if len(stated) == len(parts) else None


def cells(history: History, path: str) -> list[Number | None]:
    """The cell at `path` in each year; None where a year's edition of the form has no such cell."""
    return [report.cells.get(path) for report in history.values()]


def year_labels(history: History) -> list[str]:
    """The years as the axis shows them."""
    return [f"{year}年" for year in history]


def any_figure(series: Iterable[Series]) -> bool:
    """Whether there is anything to draw: some value that is not zero."""
    return any(value for _, values in series for value in values)


def all_stated(series: Iterable[Series]) -> bool:
    """Whether no value is blank, so that nothing but zeros means there was nothing."""
    return all(value is not None for _, values in series for value in values)


def bars(labels: Sequence[str], series: Sequence[Series], *, across: bool = False) -> tuple[go.Bar, ...]:
    """A set of bars for each series; `across` lays them along the page. A blank has no bar.

    A single series carries its figures as text.
    """
    return tuple(
        go.Bar(
            name=name,
            **({"y": list(labels), "x": values} if across else {"x": list(labels), "y": values}),
            orientation="h" if across else "v",
            marker={
                "color": COLOURS[position % len(COLOURS)],
                "pattern": {
                    "shape": PATTERNS[position % len(PATTERNS)],
                    "fillmode": "overlay",
                    "fgcolor": "#fff",
                    "size": 6,
                },
            },
            text=[show_number(value) for value in values] if len(series) == 1 else None,
            textposition="outside" if len(series) == 1 else None,
            cliponaxis=False,
            hovertemplate=f"%{{{'y' if across else 'x'}}}　{name}：%{{{'x' if across else 'y'}}}<extra></extra>",
        )
        for position, (name, values) in enumerate(series)
    )


def table(first: str, labels: Sequence[str], series: Sequence[Series]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The header and lines of the data behind a chart; a blank stays blank."""
    header = (first, *(name for name, _ in series))
    lines = [(label, *(show_number(values[position]) for _, values in series)) for position, label in enumerate(labels)]
    return header, lines


def change(now: Number, then: Number, unit: str) -> str:
    """How a figure moved between two years, in words that only state the difference."""
    if now == then:
        return "持平"
    return f"{'增加' if now > then else '减少'}{show_number(distance(now, then))}{unit}"


def listed(pairs: Iterable[tuple[str, Number | None]], unit: str) -> str:
    """The pairs that are stated and not zero: 自然人217件、商业企业1件."""
    return "、".join(f"{name}{show_number(value)}{unit}" for name, value in pairs if value)
