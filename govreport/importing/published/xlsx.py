"""Workbooks that somebody else made, as pieces."""

from __future__ import annotations

import re

from openpyxl.utils import get_column_letter

from ..cell_grid import Content, Formula, Odd, Sheet
from ..excel.sheets import open_sheets
from .grid import LONGEST, WIDEST, Cell, Grid, Piece, Text
from .html_text import plain_text

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_PROBLEMS = {Formula: "是公式，文件里存的结果不一定对", Odd: "不是数字"}


class _SheetGrid(Grid):
    """A grid that is a sheet: a place in it is a column's letter and a line."""

    def where(self, row: int, column: int) -> str:
        """How a message names a place."""
        return f"“{self.name}”{get_column_letter(column)}{row}"


def read_xlsx(content: bytes, shown: str) -> list[Piece]:
    """The sheets of a workbook, each its lines of a single text and its grid; formulas are doubtful, never computed.

    Raises:
        InvalidFile: it is no workbook, encrypted or damaged.
    """
    return [piece for sheet in open_sheets(content, shown) for piece in _pieces(sheet)]


def _pieces(sheet: Sheet) -> list[Piece]:
    spans = {top_left: _span(top_left, corner) for top_left, corner in sheet.merged}
    cells = {
        spot: _cell(content, *spans.get(spot, (1, 1)))
        for spot, content in sheet.cells.items()
        if spot[0] <= LONGEST and spot[1] <= WIDEST
    }
    pieces: list[Piece] = []
    year = _year(sheet)
    gathered: dict[tuple[int, int], Cell] = {}
    columns = max((column for row, line in sheet.rows if len(line) > 1 for column in line), default=0)
    inside = _inside(sheet)
    for row, line in sheet.rows:
        spots = [(row, column) for column in line if (row, column) in cells]
        if len(spots) == 1 and isinstance(sheet.cells[spots[0]], str) and row not in inside:
            pieces += _closed(sheet, gathered, columns)
            where = _SheetGrid(sheet.name, {}).where(*spots[0])
            pieces += (Text(text, where, year) for text in cells[spots[0]].text.splitlines())
        else:
            gathered |= {spot: cells[spot] for spot in spots}
    return [*pieces, *_closed(sheet, gathered, columns)]


def _inside(sheet: Sheet) -> set[int]:
    """The lines that a merged cell from above reaches into, as a label that stands left of several does."""
    rows: set[int] = set()
    reached = 0
    for top, bottom in sorted({(top, bottom) for (top, _), (bottom, _) in sheet.merged}):
        rows.update(range(max(top, reached) + 1, bottom + 1))
        reached = max(reached, bottom)
    return rows


def _closed(sheet: Sheet, gathered: dict[tuple[int, int], Cell], columns: int) -> list[Piece]:
    """The grid of what was gathered, blank cells filled in: a sheet writes down only the others."""
    if not gathered:
        return []
    cells = dict(gathered)
    gathered.clear()
    covered = Grid(sheet.name, cells).shown
    for row in {row for row, _ in cells}:
        for column in range(1, min(columns, WIDEST) + 1):
            if (row, column) not in covered:
                cells[row, column] = Cell("")
    return [_SheetGrid(sheet.name, cells, year=_year(sheet))]


def _year(sheet: Sheet) -> int | None:
    """The year that a sheet's name says, for workbooks that keep a sheet a year."""
    years = _YEAR.findall(sheet.name)
    return int(years[0]) if len(years) == 1 else None


def _span(top_left: tuple[int, int], corner: tuple[int, int]) -> tuple[int, int]:
    return (min(corner[1] - top_left[1] + 1, WIDEST), min(corner[0] - top_left[0] + 1, LONGEST))


def _cell(content: Content, width: int, height: int) -> Cell:
    if isinstance(content, Formula | Odd):
        return Cell(content.text, width, height, _PROBLEMS[type(content)])
    return Cell(plain_text(str(content)), width, height)
