"""What a statutory form is made of: tables of rows and columns, and the boxes they are printed in."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Kind = Literal["count", "change", "amount"]
Role = Literal["caption", "corner", "column", "group", "row", "figure"]
Flow = Literal["in", "out", "stock"]
RowRole = Literal["came_in", "carried_in", "outcome", "outcomes_total", "left_over", "documents"]

NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.)")


@dataclass(frozen=True)
class Column:
    """A column: `count` is a number of items, `change` a signed one, `amount` a sum of money in its `unit`.

    `flow` tells of three that belong together: the `stock` at a year's end is last year's, with what came `in` and
    without what went `out`; an edition may count one of them alone.
    """

    id: str
    label: str
    kind: Kind = "count"
    flow: Flow | None = None
    unit: str = ""


@dataclass(frozen=True)
class Group:
    """A printed heading that stands left of several rows, such as （三）不予公开."""

    id: str
    label: str

    @property
    def short(self) -> str:
        """The label without its numbering, for sentences and charts."""
        return NUMBERING.sub("", self.label)


@dataclass(frozen=True)
class Row:
    """A row; `id` is its path in the YAML file below its table, `brief` a name short enough for a sentence.

    An `optional` row is one that only some prints of the edition have. `role` is what the row is to a year's work:
    requests `came_in` or were `carried_in`, and had an `outcome`, which `outcomes_total` adds up, or were `left_over`;
    `documents` are the normative ones, which are looked at year by year. `rest` is the outcome that no other row names.
    """

    id: str
    label: str
    columns: tuple[Column, ...]
    group: Group | None = None
    brief: str = ""
    optional: bool = False
    role: RowRole | None = None
    rest: bool = False

    @property
    def short(self) -> str:
        """The label without its numbering, for sentences and charts."""
        return self.brief or NUMBERING.sub("", self.label)

    @property
    def full(self) -> str:
        """The label behind its group's, as a reader of the printed page would name the row."""
        return (self.group.label if self.group else "") + self.label


@dataclass(frozen=True)
class Box:
    """One box of the printed table, with its spans; a `figure` box names the cell that stands in it."""

    text: str
    role: Role
    width: int = 1
    height: int = 1
    cell: str | None = None


PrintedLine = tuple[Box, ...]


def place_boxes(lines: Sequence[PrintedLine]) -> list[list[tuple[int, Box]]]:
    """Each line's boxes with the printed column, from 0, at which each begins: boxes from above may reach down."""
    taken: set[tuple[int, int]] = set()
    placed: list[list[tuple[int, Box]]] = []
    for number, line in enumerate(lines):
        placed.append([])
        column = 0
        for box in line:
            while (number, column) in taken:
                column += 1
            placed[-1].append((column, box))
            reach = range(column, column + box.width)
            taken |= {(number + down, at) for down in range(1, box.height) for at in reach}
            column += box.width
    return placed


@dataclass(frozen=True)
class Table:
    """One statutory table: its rows, and the lines of boxes it is printed as.

    `head` repeats at the top of every printed page; it is empty where the print
    states its columns again above each part. `widths` are shares of the table's
    width, one a printed column. `across` and `down` name the cells that are by
    definition sums, of their row and of their column, with the cells they sum.
    """

    id: str
    number: str
    heading: str
    rows: tuple[Row, ...]
    head: tuple[PrintedLine, ...]
    body: tuple[PrintedLine, ...]
    widths: tuple[float, ...]
    across: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    down: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How a sentence names the table: 第三部分表格."""
        return f"第{self.number}部分表格"

    @property
    def title(self) -> str:
        """The heading without its numbering."""
        return NUMBERING.sub("", self.heading)

    @property
    def side_by_side(self) -> bool:
        """Whether the rows stand side by side, so that all figures are in one printed line."""
        return all(box.cell for box in self.body[0])

    @cached_property
    def total(self) -> Column | None:
        """The column in which the others of a row are summed; None where there is none."""
        columns = (column for row in self.rows for column in row.columns if self.path(row, column) in self.across)
        return next(columns, None)

    @cached_property
    def rest(self) -> tuple[Row, ...]:
        """The row of the outcomes that no other names, behind those of its group."""
        last = next((row for row in self.rows if row.rest), None)
        return tuple(row for row in self.rows if last and (row is last or (row.group and row.group == last.group)))

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The paths of all cells, row by row."""
        return tuple(f"{self.id}.{row.id}.{column.id}" for row in self.rows for column in row.columns)

    def cells_of(self, row: Row) -> tuple[str, ...]:
        """The paths of a row's cells."""
        return tuple(self.path(row, column) for column in row.columns)

    def __hash__(self) -> int:
        """A few of its words: readers remember much of what they find by the table, and ask for it often."""
        return hash((self.id, self.heading, len(self.rows)))

    def path(self, row: Row, column: Column) -> str:
        """The path of the cell where a row of the table and a column of it meet."""
        return f"{self.id}.{row.id}.{column.id}"

    def rows_of(self, *roles: RowRole) -> tuple[Row, ...]:
        """The rows with one of these roles, in the order of the form."""
        return tuple(row for row in self.rows if row.role in roles)

    @cached_property
    def row_by_id(self) -> dict[str, Row]:
        """The rows by their path below the table."""
        return {row.id: row for row in self.rows}

    def printed(self, present: Container[str]) -> tuple[PrintedLine, ...]:
        """The body without the optional rows that are not `present` (as `table.row`)."""
        left_out = {
            f"{self.id}.{row.id}.{row.columns[0].id}"
            for row in self.rows
            if row.optional and f"{self.id}.{row.id}" not in present
        }
        return tuple(line for line in self.body if not any(box.cell in left_out for box in line))
