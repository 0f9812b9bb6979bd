"""Tables that a page's end cuts through: their last line is drawn no border below, their first none above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

_NEAR = 3.0
_SHORTEST = 6.0
_MOST_BEYOND = 12
"""Characters beyond the cut: the page's number, some letters of a label."""
_FEWEST = (2, 3)
"""Upright lines that end together: of a label that reaches further down than its row, and of a row."""


def cut_edges(page: Any, edges: Sequence[Any]) -> list[dict[str, Any]]:
    """The horizontal edges that are wanting where the page's highest and lowest upright lines begin and end.

    What has text above or below it was not cut off there.
    """
    upright = [one for one in edges if one["orientation"] == "v" and one["bottom"] - one["top"] > _SHORTEST]
    level = [one for one in edges if one["orientation"] == "h"]
    found = (
        _wanting(list(_ends(upright, end, fewest)), level, at)
        for end, at in (("top", 0), ("bottom", -1)) for fewest in _FEWEST
    )  # fmt: skip
    return [edge for edge in found if edge and 0 <= edge["top"] <= page.height and _is_outermost(page, edge["top"])]


def _is_outermost(page: Any, down: float) -> bool:
    above = sum(1 for one in page.chars if one["bottom"] <= down + _NEAR)
    below = sum(1 for one in page.chars if one["top"] >= down - _NEAR)
    return above <= _MOST_BEYOND or below <= _MOST_BEYOND


def _ends(upright: Sequence[Any], end: str, fewest: int) -> Iterator[tuple[float, float, float]]:
    """How far down upright lines end together, and from where to where across these stand, from top to bottom."""
    ordered = sorted(upright, key=lambda one: (round(one[end] / _NEAR), one["x0"]))
    for _, same in groupby(ordered, key=lambda one: round(one[end] / _NEAR)):
        lines = list(same)
        if len({round(one["x0"]) for one in lines}) >= fewest:
            yield lines[0][end], lines[0]["x0"], lines[-1]["x0"]


def _wanting(ends: Sequence[tuple[float, float, float]], level: Sequence[Any], at: int) -> dict[str, Any] | None:
    if not ends:
        return None
    down, left, right = ends[at]
    near = sorted((one["x0"], one["x1"]) for one in level if abs(one["top"] - down) <= _NEAR)
    reached = left
    for begin, end in near:
        if begin <= reached + 2 * _NEAR:
            reached = max(reached, end)
    if reached >= right - 2 * _NEAR:
        return None
    return {"object_type": "line", "x0": left, "x1": right, "top": down, "bottom": down, "width": right - left,
            "height": 0}  # fmt: skip
