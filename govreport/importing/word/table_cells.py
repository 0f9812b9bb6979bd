"""A table of a Word file as the sheet that the search for rows and columns works on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from govreport.form import Table
from govreport.form.workbook import THIS_YEAR

from ..cell_grid import Content, Sheet, Spot
from .blocks import TableCell, WordTable


@dataclass(frozen=True)
class _WordSheet(Sheet):
    """A sheet that is a Word table: a place in it is a line and a column of the table."""

    def where(self, spot: Spot) -> str:
        """How a message names a cell."""
        return f"{self.name}第{spot[0]}行第{spot[1]}列"


def table_sheet(table: Table, drawn: WordTable) -> Sheet:
    """The table below its heading; the line of a table without labels gets the name that it has in a workbook."""
    unnamed = table.side_by_side
    cells: dict[Spot, Content] = {(0, 1): table.heading}
    cells |= {(line, 1): THIS_YEAR for line in range(len(table.head) + 1, len(drawn.lines) + 1) if unnamed}
    merged = []
    for cell, (line, column) in _placed(drawn, 2 if unnamed else 1):
        if cell.text and not cell.continues:
            cells[line, column] = cell.text
        merged.append(((line - cell.continues, column), (line, column + cell.width - 1)))
    return _WordSheet(table.name, cells, merged)


def uneven_lines(drawn: WordTable) -> list[int]:
    """The lines that are not as wide as most: a cell was taken out or put in, so that others moved."""
    widths = [
        left_out + sum(cell.width for cell in line) for line, left_out in zip(drawn.lines, drawn.before, strict=True)
    ]
    return [number for number, width in enumerate(widths, start=1) if width != max(widths, key=widths.count)]


def _placed(drawn: WordTable, first: int) -> Iterator[tuple[TableCell, Spot]]:
    for number, (line, left_out) in enumerate(zip(drawn.lines, drawn.before, strict=True), start=1):
        column = first + left_out
        for cell in line:
            yield cell, (number, column)
            column += cell.width
