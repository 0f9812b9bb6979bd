"""Axes for readers of Chinese: whole steps in 万 and 亿, room for the labels behind bars, names in short lines."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

_UNITS = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))
_FEW, _MANY = 2, 4
"""Steps of an axis across, where ticks such as 1500万 stand side by side on a telephone, and of one upright."""
_NARROWEST = 190.0
"""Pixels that are left for bars on a telephone 390 wide, beside names of ten characters."""
_DIGIT, _GAP = 7.0, 10.0
"""Pixels of a digit in 12 px, and between a bar's end, its label and the edge."""
_LINE = 10.0
_MOST_LINES = 3
_LINE_HEIGHT, _BAR, _LEAST = 15, 26, 14
"""Pixels of a line of a name, of the row of a bar, and of one among very many."""
_AROUND = 84
"""Pixels above and below the bars: ticks, legend, margins."""
_PRINTED = 710
"""Pixels that a printed page holds below its heading: a picture that runs over it is cut through a bar."""
_PARTS = re.compile(r"(?=[（(])|(?<=：)")
"""Where a name is best broken: before what is added in brackets, behind the channel of a category."""


@dataclass(frozen=True)
class Axis:
    """An axis of figures: from where to where, and the ticks with what they are called."""

    range: tuple[float, float]
    ticks: tuple[int, ...]

    @property
    def layout(self) -> dict[str, Any]:
        """What Plotly is told; its own ticks would say 10k and 1M."""
        ticks = {"tickmode": "array", "tickvals": [*self.ticks], "ticktext": [*map(tick_text, self.ticks)]}
        return {"range": [*self.range], "tickangle": 0, **ticks}


def axis_up(values: Sequence[float]) -> Axis:
    """An upright axis from nought, or lower, to the tick above the highest of `values`.

    >>> axis_up([3, 41]).ticks, axis_up([1.0]).ticks, axis_up([-3.0, 2676474]).range
    ((0, 10, 20, 30, 40, 50), (0, 1), (-1000000, 3000000))
    """
    low, high = min([0.0, *values]), max([0.0, *values])
    step = _step(max(high, -low), _MANY)
    ticks = tuple(range(math.floor(low / step) * step, math.ceil(high / step) * step + 1, step))
    return Axis((ticks[0], ticks[-1]), ticks)


def axis_across(values: Sequence[float], labels: Sequence[str] = ()) -> Axis:
    """An axis for bars across, on which `labels` have room behind the ends of the bars.

    >>> axis_across([3, 41]).ticks, axis_across([41.0], ["41"]).range
    ((0, 20, 40), (0.0, 46.9))
    """
    low, high = min([0.0, *values]), max([0.0, *values])
    step = _step(max(high, -low), _FEW)
    ticks = tuple(range(math.ceil(low / step) * step, math.floor(high / step) * step + 1, step))
    room = _GAP + max((_DIGIT * len(label) for label in labels), default=0.0)
    wider = _NARROWEST / max(_NARROWEST / 3, _NARROWEST - room)
    return Axis((round(low * wider, 1), round(high * wider, 1)), ticks)


def _step(most: float, count: int) -> int:
    """The smallest of 1, 2, 5, 10, 20 … of which no more than `count` go into `most`."""
    power = int(10 ** math.floor(math.log10(max(most / count, 1))))
    return next(step for step in (power, 2 * power, 5 * power, 10 * power) if most // step <= count)


def tick_text(value: int) -> str:
    """A round figure in Chinese units.

    >>> tick_text(500), tick_text(10_000), tick_text(2_500_000), tick_text(150_000_000), tick_text(2 * 10**12)
    ('500', '1万', '250万', '1.5亿', '2万亿')
    """
    size, name = next(((size, name) for size, name in _UNITS if abs(value) >= size), (1, ""))
    return f"{value / size:.12g}{name}"


def name_lines(names: Sequence[str]) -> list[str]:
    """Each name in lines that leave room for the bars, as Plotly's text; one that is too long ends in an ellipsis.

    The chart's table has every name whole.
    """
    most, _ = _rows(names)
    return ["<br>".join(escape(line, quote=False) for line in _lines(name, most)) for name in names]


def height_for(names: Sequence[str]) -> int:
    """How high a chart of bars across must be, in pixels, for its names to stand apart; up to 44 fit a printed page."""
    return _AROUND + len(names) * _rows(names)[1]


def _rows(names: Sequence[str]) -> tuple[int, int]:
    """Into how many lines names are broken at most, and how high a row is, so that all stand on one page."""
    for most in range(_MOST_LINES, 0, -1):
        lines = max((len(_lines(name, most)) for name in names), default=1)
        row = max(_BAR, lines * _LINE_HEIGHT + 6)
        if _AROUND + len(names) * row <= _PRINTED:
            return most, row
    return 1, max(_LEAST, (_PRINTED - _AROUND) // len(names))


def _lines(name: str, most: int) -> list[str]:
    """The name in at most so many lines, broken where its parts meet, else into pieces about equally wide."""
    lines: list[str] = []
    for part in filter(None, _PARTS.split(" ".join(name.split()))):
        if lines and _width(lines[-1] + part) <= _LINE:
            lines[-1] += part
        else:
            lines += _pieces(part)
    if len(lines) > most:
        lines[most - 1 :] = [lines[most - 1][:-1] + "…"]
    return lines or [""]


def _pieces(part: str) -> list[str]:
    width = _width(part) / math.ceil(_width(part) / _LINE)
    pieces = [""]
    for one in part:
        if pieces[-1] and _width(pieces[-1] + one) > min(_LINE, width + 0.6):
            pieces.append("")
        pieces[-1] += one
    return pieces


def _width(text: str) -> float:
    """The width in characters; a Latin letter or a digit takes some six tenths of one."""
    return sum(0.6 if one.isascii() else 1.0 for one in text)
