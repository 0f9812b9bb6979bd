"""The statutory tables in Word: the form's boxes with their spans, drawn once and filled with each report's figures."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from govreport.form import FORMS, Box, PrintedLine, place_boxes
from govreport.report import AnnualReport, show_number

from . import grid
from .markup import Element, W, element, paragraph, run, size_of
from .styles import HEI

_WIDEST_DIGIT = 0.64
"""The width of a digit by its size, in the fonts that stand in for 仿宋 where it is missing; its own take half."""

_LEAST_SIZE = 7.0
_NARROWEST = 60

_FIGURE = "0"
"""What stands for a figure in a table that is still to be filled."""

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)")


@dataclass(frozen=True)
class _Look:
    """How a table is set: its size in points, the least height of its rows in twentieths, and its labels' side."""

    size: float
    height: int
    labels: str = "center"


_LOOKS = {"disclosure": _Look(10.5, 500), "requests": _Look(9, 350, "left"), "disputes": _Look(10.5, 500)}


@dataclass(frozen=True)
class _Placed:
    """A box in one line of the table: the column it begins at, and whether it reaches in from the line above."""

    column: int
    box: Box
    reaches_in: bool = False

    def width(self, widths: Sequence[int]) -> int:
        """How wide it is, in twentieths of a point."""
        return sum(widths[self.column : self.column + self.box.width])


@dataclass(frozen=True)
class _Blank:
    """A table still to be filled: of each cell the number of its paragraph, and its width in twentieths of a point."""

    drawn: Element
    cells: tuple[tuple[str, int, int], ...]
    size: float


def statutory_table(report: AnnualReport, table: str) -> tuple[Element, dict[str, Element]]:
    """The table with the report's figures, and the paragraph that each cell stands in."""
    optional = frozenset(f"{table}.{row.id}" for row in report.statutory_form.table_by_id[table].rows if row.optional)
    blank = _blank_table(report.form, table, optional.intersection(report.rows))
    drawn = copy.deepcopy(blank.drawn)
    paragraphs = list(drawn.iter(W + "p"))
    for cell, number, width in blank.cells:
        _fill(paragraphs[number], show_number(report.cells.get(cell)), width / 20, blank.size)
    return drawn, {cell: paragraphs[number] for cell, number, _ in blank.cells}


def _fill(place: Element, shown: str, width: float, size: float) -> None:
    """Put a figure into its cell, smaller where it is long; a blank leaves the cell empty."""
    figure = place[1]
    if not shown:
        place.remove(figure)
        return
    figure[1].text = shown
    fitting, scale = fit_figure(shown, width, size)
    if fitting < size:
        narrow = (element("w", val=scale),) if scale < 100 else ()
        figure.replace(figure[0], element("rPr", *narrow, *size_of(fitting)))


def fit_figure(text: str, width: float, size: float) -> tuple[float, int]:
    """The size in points, at most `size`, and the per cent of its width, that keep a figure on one line.

    It is set smaller first, then narrower, so that it can still be read.
    """
    fitting = int(2 * width / (_WIDEST_DIGIT * len(text))) / 2
    if fitting >= _LEAST_SIZE:
        return min(size, fitting), 100
    scale = int(100 * width / (_WIDEST_DIGIT * len(text) * _LEAST_SIZE))
    return (_LEAST_SIZE, scale) if scale >= _NARROWEST else (max(1.0, fitting), 100)


@lru_cache(maxsize=16)
def _blank_table(edition: int, table: str, present: frozenset[str]) -> _Blank:
    """The table as printed where only the optional rows that are `present` are; it is copied, never changed."""
    layout, look = FORMS[edition].table_by_id[table], _LOOKS[table]
    widths = grid.share_widths(layout.widths)
    lines = _placed((*layout.head, *layout.printed(present)))
    rows = [
        grid.row([_cell(one, widths, look) for one in line], look.height, repeats=number < len(layout.head))
        for number, line in enumerate(lines)
    ]
    grid.keep_together(rows)
    numbered = enumerate(one for line in lines for one in line)
    cells = tuple((one.box.cell, number, one.width(widths)) for number, one in numbered if one.box.cell)
    return _Blank(grid.table(widths, rows), cells, look.size)


def _placed(lines: Sequence[PrintedLine]) -> list[list[_Placed]]:
    """The boxes of each line from left to right, those among them that reach in from above."""
    placed: list[list[_Placed]] = [[] for _ in lines]
    for number, line in enumerate(place_boxes(lines)):
        for column, box in line:
            placed[number].append(_Placed(column, box))
            for below in range(1, box.height):
                placed[number + below].append(_Placed(column, box, reaches_in=True))
    return [sorted(line, key=lambda one: one.column) for line in placed]


def _cell(placed: _Placed, widths: Sequence[int], look: _Look) -> Element:
    box, width = placed.box, placed.width(widths)
    merge = ("continue" if placed.reaches_in else "restart") if box.height > 1 else None
    text = "" if placed.reaches_in else _FIGURE if box.cell else _label(box, width, look.size)
    return grid.cell(_content(box, text, width, look), width, across=box.width, merge=merge)


def _content(box: Box, text: str, width: int, look: _Look) -> Element:
    properties: tuple[Element, ...] = ()
    if box.role in ("row", "corner") and look.labels == "left":
        properties = element("ind", left=50, right=30), element("jc", val="left")
    elif box.role == "column" and (aside := _aside(box.text, width, look.size)):
        properties = (element("ind", left=aside, right=aside),)
    font = (element("rFonts", ascii=HEI, hAnsi=HEI, eastAsia=HEI, cs=HEI),) if box.role == "caption" else ()
    label = run(text, *font, *size_of(look.size)) if text else None
    return paragraph("TableText", label, properties=properties)


def _aside(label: str, width: int, size: float) -> int:
    """What a column's label leaves free at each side: one too long for its line is set two characters a line."""
    if len(label) * size * 20 < width - 80:
        return 0
    return max(0, int(width - 2.5 * size * 20) // 2)


def _label(box: Box, width: int, size: float) -> str:
    """A label; one beside many rows has its numbering above, and lines a character shorter than would fit."""
    numbering = _NUMBERING.match(box.text)
    if box.role != "group" or not numbering:
        return box.text
    rest, room = box.text[numbering.end() :], max(1, int(width / 20 / size) - 1)
    return "\n".join((numbering.group(), *(rest[at : at + room] for at in range(0, len(rest), room))))
