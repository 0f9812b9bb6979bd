"""A document as pieces in reading order: lines of text, and grids with the spans of their cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..cell_grid import Spot

WIDEST = 200
LONGEST = 5_000
"""More columns or lines than any table of a report has; what lies beyond is left out."""
_MOST_PLACES = 100_000


@dataclass(frozen=True)
class Text:
    """A line of text, where it stands, and the year whose column it stands in where two stand side by side."""

    text: str
    where: str
    year: int | None = None


@dataclass(frozen=True)
class Cell:
    """A cell: its text, how many columns and lines it takes, and what makes a figure in it no figure (Chinese)."""

    text: str
    width: int = 1
    height: int = 1
    problem: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: the cells by the row and column (from 1) that they begin in; `places` names lines of their own.

    `year` is that of the column or the caption that it stands under, where a document has several years.
    """

    name: str
    cells: Mapping[Spot, Cell]
    places: Mapping[int, str] = field(default_factory=dict, hash=False)
    year: int | None = None

    @cached_property
    def shown(self) -> dict[Spot, Spot]:
        """For each place that a cell takes, where that cell begins; the first to take a place keeps it."""
        taken: dict[Spot, Spot] = {}
        last = max((row for row, _ in self.cells), default=0)
        for (row, column), cell in sorted(self.cells.items(), key=lambda item: item[0]):
            if len(taken) > _MOST_PLACES:
                break
            for down in range(min(cell.height, last - row + 1)):
                for right in range(cell.width):
                    taken.setdefault((row + down, column + right), (row, column))
        return taken

    @cached_property
    def lines(self) -> list[list[Spot]]:
        """Line by line, where the cells begin that are seen in it, from left to right, each once."""
        seen: dict[int, dict[Spot, None]] = {}
        for (row, _), spot in sorted(self.shown.items(), key=lambda item: item[0]):
            seen.setdefault(row, {})[spot] = None
        return [list(seen.get(row, ())) for row in range(1, self.height + 1)]

    @cached_property
    def height(self) -> int:
        """How many lines there are."""
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def width(self) -> int:
        """How many columns there are."""
        return max((column for _, column in self.shown), default=0)

    @cached_property
    def text(self) -> str:
        """The grid as lines of text, each cell in the line that it begins in."""
        lines = ([self.cells[spot].text for spot in line if spot[0] == row] for row, line in enumerate(self.lines, 1))
        return "\n".join("\t".join(filter(None, (" ".join(text.split()) for text in line))) for line in lines)

    def where(self, row: int, column: int) -> str:
        """How a message names a place."""
        return f"{self.places.get(row, f'{self.name}第{row}行')}第{column}列"


Piece = Text | Grid


def place_lines(lines: Iterable[Sequence[Cell]]) -> dict[Spot, Cell]:
    """The cells of a table that is written line by line, as HTML is: cells from above reach down and push aside."""
    cells: dict[Spot, Cell] = {}
    reach: dict[int, int] = {}
    for row, line in zip(range(1, LONGEST + 1), lines, strict=False):
        column = 1
        for cell in line:
            while reach.get(column, 0) >= row:
                column += 1
            if column > WIDEST:
                break
            cells[row, column] = cell
            reach |= dict.fromkeys(range(column, column + cell.width), row + cell.height - 1)
            column += cell.width
    return cells


def grids_in(pieces: Iterable[Piece]) -> Iterator[Grid]:
    """The grids among the pieces."""
    return (piece for piece in pieces if isinstance(piece, Grid))
