"""`Chart`: a figure, the sentence that says what it shows, and the data behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from .theme import CONFIG, TEMPLATE

Lines = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Chart:
    """A chart of the appendix; where the figures leave nothing to draw, `traces` is empty and the caption says so.

    `header` and `lines` are the data as a table; the first entry of a line names it.
    """

    id: str
    title: str
    caption: str
    traces: tuple[go.Bar | go.Scatter, ...] = ()
    layout: dict[str, Any] | None = None
    header: tuple[str, ...] = ()
    lines: Lines = ()

    @property
    def drawn(self) -> bool:
        """Whether there is a figure, rather than a sentence in its place."""
        return bool(self.traces)

    def figure(self) -> go.Figure:
        """The figure in the common theme."""
        return go.Figure(self.traces, {"template": TEMPLATE, **(self.layout or {})})

    def spec(self) -> dict[str, Any]:
        """What plotly.js draws: data, layout and config as plain data."""
        return {**self.figure().to_plotly_json(), "config": CONFIG}


def plotly_script() -> str:
    """The text of plotly.js as the installed plotly package carries it."""
    script: str = get_plotlyjs()
    return script
