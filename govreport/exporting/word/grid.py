"""Tables in Word: as wide as the type area, ruled at half a point, no row parted by the end of a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from .markup import Element, element, keep_next
from .page import WIDTH

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def share_widths(shares: Sequence[float]) -> list[int]:
    """The table's width parted by `shares`, without a twentieth lost."""
    ends = [round(WIDTH * end / sum(shares)) for end in accumulate(shares, initial=0.0)]
    return [end - start for start, end in pairwise(ends)]


def table(widths: Sequence[int], rows: Sequence[Element]) -> Element:
    """A table of `rows` whose columns are fixed; cells have no margin, for the figures need the room."""
    properties = element(
        "tblPr",
        element("tblW", w=WIDTH, type="dxa"),
        element("tblInd", w=0, type="dxa"),
        element("tblBorders", *(element(side, val="single", sz=4, space=0, color="000000") for side in _SIDES)),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(side, w=0, type="dxa") for side in ("left", "right"))),
    )
    return element("tbl", properties, element("tblGrid", *(element("gridCol", w=width) for width in widths)), *rows)


def row(cells: Sequence[Element], height: int, *, repeats: bool = False) -> Element:
    """A row at least `height` high, whole on one page; one that `repeats` stands on every page of the table."""
    properties = element(
        "trPr",
        element("cantSplit"),
        element("trHeight", val=height, hRule="atLeast"),
        element("tblHeader") if repeats else None,
    )
    return element("tr", properties, *cells)


def cell(content: Element, width: int, *, across: int = 1, merge: str | None = None) -> Element:
    """A cell of `across` columns; `merge` is `restart` where it reaches down, `continue` where it came from above."""
    properties = element(
        "tcPr",
        element("tcW", w=width, type="dxa"),
        element("gridSpan", val=across) if across > 1 else None,
        element("vMerge", val=merge) if merge else None,
        element("vAlign", val="center"),
    )
    return element("tc", properties, content)


def keep_together(rows: Sequence[Element]) -> None:
    """Keep the rows on one page where they fit on one."""
    for one in rows[:-1]:
        for content in one.iter("{*}p"):
            keep_next(content)
