"""The headings above a table's figures: which column of the form each names, read down through their spans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz import fuzz

from govreport.form import Column, Form, Table

from .grid import Grid
from .grid_values import unit_in
from .match import Match, core, match_row, normal

# headings are shorter than rows: of four characters one may be wrong
_ALIKE = 75
_APART = 8
_LONGEST_LABEL = 150
_DEEPEST = 12
"""More lines than any headings have."""
_LEGAL = "法人"
_CLAUSE = re.compile(r"第二十条第")
_SHORT = 2
"""Letters of a heading that any table may have, such as 其他."""
_TOTALS = frozenset(("合计", "总数"))


@dataclass(frozen=True)
class Head:
    """A heading: the columns that it stands over, what it says, and the row and column of the form that it names."""

    first: int
    last: int
    label: str
    column: Column | None = None
    row: str = ""
    exact: bool = True
    path: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What it names."""
        return self.row, self.column.id if self.column else ""

    @property
    def unit(self) -> str:
        """The unit that it states."""
        return unit_in("".join(self.path))


@dataclass(frozen=True)
class Heads:
    """The headings of one part of a table; `guessed` where one was found by its place between others."""

    table: Table
    heads: tuple[Head, ...]
    guessed: bool = False
    carried: bool = False
    notes: tuple[str, ...] = ()
    twice: bool = False
    by_key: dict[tuple[str, str], Head] = field(default_factory=dict, hash=False)

    @property
    def in_order(self) -> bool:
        """Whether the columns stand in the order of the form."""
        order = [(row.id if self.table.side_by_side else "", column.id) for row in self.table.rows
                 for column in row.columns]  # fmt: skip
        places = [order.index(head.key) for head in self.heads if head.column and head.key in order]
        return places == sorted(places)

    @property
    def first(self) -> int:
        """The column that the figures begin in."""
        return min(head.first for head in self.heads if head.column)


def match_label(table: Table, text: str) -> Match | None:
    """The row that a label means; what is far longer than any label means none."""
    return match_row(table, text) if len(text) <= _LONGEST_LABEL else None


def read_heads(grid: Grid, rows: Sequence[int], form: Form) -> Heads | None:
    """What the header lines `rows` name; None where they name no column of the form."""
    drawn = list(_drawn(grid, rows))
    table = _table_of(drawn, form)
    if table is None:
        return None
    named = _with_totals([_named(head, table) for head in drawn], table)
    guessed, named = _filled(named, table)
    counted = Counter(head.key for head in named if head.column)
    by_key = {head.key: head for head in named if head.column}
    first = min((head.first for head in named if head.column), default=0)
    figures = tuple(head for head in named if head.column or head.first > first)
    if not by_key or (len(by_key) > 1 and not any(head.exact for head in by_key.values())):
        return None
    return Heads(table, figures, guessed, False, tuple(_notes(figures, table)), max(counted.values()) > 1, by_key)


def _drawn(grid: Grid, rows: Sequence[int]) -> Iterator[Head]:
    """The lowest headings with the texts above them, each over the columns that it takes."""
    before: tuple[tuple[int, int], ...] = ()
    head: Head | None = None
    lines = [row for row in rows[-_DEEPEST:] if _parted(grid, row)]
    for column in range(1, grid.width + 1):
        spots = tuple(dict.fromkeys(spot for row in lines if (spot := grid.shown.get((row, column)))))
        texts = tuple(text for spot in spots if (text := normal(grid.cells[spot].text)) and not _CLAUSE.match(text))
        if head and spots == before and grid.cells[spots[-1] if spots else (0, 0)].width > 1:
            head = replace(head, last=column)
            continue
        if head:
            yield head
        head = Head(column, column, texts[-1] if texts else "", path=texts) if spots else None
        before = spots
    if head:
        yield head


def _parted(grid: Grid, row: int) -> bool:
    """Whether a line has more than one cell: a caption over all columns is no heading."""
    return row <= grid.height and len(grid.lines[row - 1]) > 1


@lru_cache(maxsize=32)
def columns_of(table: Table) -> dict[str, Column]:
    """The table's columns by what their headings say."""
    return {_said(column.label): column for row in table.rows for column in row.columns}


def _said(label: str) -> str:
    return core(label).replace("其它", "其他")


def _column(table: Table, path: Sequence[str]) -> tuple[Column, bool] | None:
    """The column that the lowest texts of a path name, alone or joined; and whether exactly."""
    columns = columns_of(table)
    for count in range(1, min(len(path), 4) + 1):
        label = _said("".join(path[-count:]))
        if label in columns:
            return columns[label], True
    label = _said(path[-1]) if path and len(path[-1]) <= _LONGEST_LABEL else ""
    scored = sorted(((fuzz.ratio(label, name), name) for name in columns), reverse=True) if len(label) > _SHORT else []
    if scored and scored[0][0] >= _ALIKE and (len(scored) == 1 or scored[0][0] - scored[1][0] >= _APART):
        return columns[scored[0][1]], False
    return None


def _table_of(drawn: Sequence[Head], form: Form) -> Table | None:
    """The table that most of the headings belong to; those that any table may have do not count."""
    votes: dict[str, int] = {}
    for head in drawn:
        for table in form.tables:
            found = _column(table, head.path)
            if found and len(_said(found[0].label)) > _SHORT:
                votes[table.id] = votes.get(table.id, 0) + 1 + found[1]
    return form.table_by_id[max(votes, key=lambda one: votes[one])] if votes else None


def _named(head: Head, table: Table) -> Head:
    found = _column(table, head.path)
    if found is None:
        return head
    row = _row_above(head.path, table) if table.side_by_side else ""
    return replace(head, column=found[0], exact=found[1], row=row)


def _row_above(path: Sequence[str], table: Table) -> str:
    """The kind of case that stands above an outcome: the lowest text, alone or joined, that names one."""
    above = path[:-1]
    for end in range(len(above), 0, -1):
        for begin in range(end - 1, -1, -1):
            match = match_label(table, "".join(above[begin:end]))
            if match and (match.exact or begin == end - 1):
                return match.row.id
    return ""


def _with_totals(heads: list[Head], table: Table) -> list[Head]:
    """合计 is the total where nothing else is; a total of the legal persons alone is none of the form's."""
    heads = [
        replace(head, column=None) if head.column and head.column == table.total and _of_legal(head) else head
        for head in heads
    ]
    if not _one_set(table) or any(head.column and head.column == table.total for head in heads):
        return heads
    return [
        replace(head, column=table.total, exact=False)
        if not head.column and _said(head.label) in _TOTALS and not _of_legal(head) else head for head in heads
    ]  # fmt: skip


def _one_set(table: Table) -> bool:
    """Whether every row is under the same headings, the total last."""
    return table.total is not None and not table.side_by_side


def _of_legal(head: Head) -> bool:
    return any(_LEGAL in text for text in head.path)


def _filled(heads: list[Head], table: Table) -> tuple[bool, list[Head]]:
    """One heading that cannot be read, between two neighbours that can, names the column between."""
    if not _one_set(table):
        return False, heads
    columns = table.rows[0].columns
    at = {head.column.id: number for number, head in enumerate(heads) if head.column}
    missing = [number for number, column in enumerate(columns) if column.id not in at]
    if len(missing) != 1 or not 0 < missing[0] < len(columns) - 1:
        return False, heads
    before, after = at[columns[missing[0] - 1].id], at[columns[missing[0] + 1].id]
    if after - before != 2:
        return False, heads
    filled = replace(heads[before + 1], column=columns[missing[0]], exact=False)
    return True, [*heads[: before + 1], filled, *heads[after:]]


def _notes(heads: Sequence[Head], table: Table) -> Iterator[str]:
    for head in heads:
        if head.column and not head.exact:
            yield f"S3 {table.name}的列标题“{head.label}”按“{head.column.label}”读取"
        elif not head.column and head.label:
            yield f"S4 {table.name}多出“{head.label}”一列，没有读取"
