"""A table of a Word file as the sheet that the search for rows and columns works on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from govreport.form import Table
from govreport.form.workbook import THIS_YEAR

from .grid import Sheet, Spot
from .word_blocks import WordTable


@dataclass(frozen=True)
class _WordSheet(Sheet):
    """A sheet that is a Word table: a place in it is a line and a column of the table."""

    def where(self, spot: Spot) -> str:
        """How a message names a cell."""
        return f"{self.name}第{spot[0]}行第{spot[1]}列"


def table_sheet(table: Table, drawn: WordTable) -> Sheet:
    """The table below its heading; the line of a table without labels gets the name that it has in a workbook."""
    cells = {(0, 1): table.heading, **dict(_cells(table, drawn))}
    return _WordSheet(table.name, cells)


def _cells(table: Table, drawn: WordTable) -> Iterator[tuple[Spot, str]]:
    unnamed = all(box.cell for box in table.body[0])
    for number, line in enumerate(drawn.lines, start=1):
        column = 2 if unnamed else 1
        if unnamed and number > len(table.head):
            yield (number, 1), THIS_YEAR
        for cell in line:
            if cell.text and not cell.continues:
                yield (number, column), cell.text
            column += cell.width
