"""`Chart`: a figure, the sentence that says what it shows, and the data behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from govreport.report import show_number

from .axis import axis_across, axis_up, height_for, name_lines
from .series import Series
from .theme import COLOURS, CONFIG, PATTERNS, TEMPLATE

_UPRIGHT = 264


@dataclass(frozen=True)
class Chart:
    """A chart of the appendix: bars of each series over the labels, side by side or stacked, upright or across.

    Where the figures leave nothing to draw, `series` is empty and the caption says so. `over` names
    what the labels are, in the data table.
    """

    id: str
    title: str
    caption: str
    over: str = ""
    labels: Sequence[str] = ()
    series: Sequence[Series] = ()
    stacked: bool = False
    across: bool = False
    height: int | None = None

    @property
    def drawn(self) -> bool:
        """Whether there is a figure, rather than a sentence in its place."""
        return bool(self.series)

    @property
    def header(self) -> tuple[str, ...]:
        """The header of the data table."""
        return (self.over, *(name for name, _ in self.series))

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """The data as a table; the first entry of a line names it, and a blank stays blank."""
        return [
            (label, *(show_number(values[at]) for _, values in self.series)) for at, label in enumerate(self.labels)
        ]

    def figure(self) -> go.Figure:
        """The figure in the common theme."""
        layout: dict[str, Any] = {
            "template": TEMPLATE,
            "barmode": "stack" if self.stacked else "group",
            "height": self.height or (height_for(self.labels) if self.across else _UPRIGHT),
        }
        if self.across:
            names = {"tickmode": "array", "tickvals": [*self.labels], "ticktext": name_lines(self.labels)}
            labels = [show_number(value) for value in self.series[0][1]] if self._alone else ()
            figures = axis_across(self._ends, labels).layout
            layout |= {"yaxis": {"autorange": "reversed", **names}, "xaxis": figures}
        else:
            layout |= {"yaxis": axis_up(self._ends).layout}
        return go.Figure([self._bars(at) for at in range(len(self.series))], layout)

    @cached_property
    def spec(self) -> dict[str, Any]:
        """What plotly.js draws: data, layout and config as plain data."""
        return {**self.figure().to_plotly_json(), "config": CONFIG}

    @property
    def _alone(self) -> bool:
        """Whether a single series carries its figures as text."""
        return len(self.series) == 1

    @property
    def _ends(self) -> list[float]:
        """Where bars end: each by itself, or stacked upon each other."""
        columns = [[float(values[at] or 0) for _, values in self.series] for at in range(len(self.labels))]
        return [end for column in columns for end in (accumulate(column) if self.stacked else column)]

    def _bars(self, at: int) -> go.Bar:
        """One series' bars; a blank has none, and a single series carries its figures as text."""
        name, values = self.series[at]
        shown = [show_number(value) for value in values]
        along, up = ("y", "x") if self.across else ("x", "y")
        return go.Bar(
            name=name,
            **{along: list(self.labels), up: list(values)},
            orientation="h" if self.across else "v",
            marker={
                "color": COLOURS[at % len(COLOURS)],
                "pattern": {
                    "shape": PATTERNS[at % len(PATTERNS)],
                    "fillmode": "overlay",
                    "fgcolor": "#fff",
                    "size": 6,
                },
            },
            text=shown if self._alone else None,
            textposition="outside" if self._alone else None,
            cliponaxis=False,
            customdata=shown,
            hovertemplate=f"%{{{along}}}　{name}：%{{customdata}}<extra></extra>",
        )


@cache
def plotly_script() -> str:
    """The text of plotly.js as the installed plotly package carries it."""
    script: str = get_plotlyjs()
    return script
