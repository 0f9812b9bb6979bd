"""The arithmetic of a form: which cells add up to which, within a year and from one year to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .model import Row, Table

Relation = Literal["=", ">="]


@dataclass(frozen=True)
class Term:
    """A cell that is added (`sign` 1) or taken away (-1); with `before`, that of the year before's report."""

    cell: str
    sign: int = 1
    before: bool = False


@dataclass(frozen=True)
class Equation:
    """What the figures of a form must satisfy: the sum of `left` is, or is no less than, that of `right`.

    `rule` is the id of the check that holds it, `place` the row or column along which it runs, as printed.
    """

    rule: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    place: str
    relation: Relation = "="

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of the report's own year, the left ones first, each once."""
        return tuple(dict.fromkeys(term.cell for term in (*self.left, *self.right) if not term.before))

    @property
    def last_year(self) -> tuple[str, ...]:
        """The cells of the year before."""
        return tuple(term.cell for term in (*self.left, *self.right) if term.before)


def _terms(cells: Sequence[str]) -> tuple[Term, ...]:
    return tuple(map(Term, cells))


def equations_of(disclosure: Table, requests: Table, disputes: Table) -> Iterator[Equation]:
    """Every equation, in the order of the rules and of the form."""
    yield from _totals("A1", requests)
    yield from _outcomes("A2", requests)
    yield from _balance("A3", requests)
    yield from _totals("A4", disputes)
    yield from _carried_over("Y1", requests)
    yield from _stocks(disclosure)


def _totals(rule: str, table: Table) -> Iterator[Equation]:
    """A1, A4: a row's total is the sum of its other columns."""
    for row in table.rows:
        for total in table.cells_of(row):
            if parts := table.across.get(total):
                yield Equation(rule, _terms([total]), _terms(parts), row.full)


def _outcomes(rule: str, table: Table) -> Iterator[Equation]:
    """A2: in a column, the outcomes add up to their total."""
    for row in table.rows_of("outcomes_total"):
        for column, total in zip(row.columns, table.cells_of(row), strict=True):
            yield Equation(rule, _terms([total]), _terms(table.down[total]), column.label)


def _balance(rule: str, table: Table) -> Iterator[Equation]:
    """A3: in a column, what came is what was done or is left."""
    came, went = table.rows_of("came_in", "carried_in"), table.rows_of("outcomes_total", "left_over")
    for column in came[0].columns:
        left, right = ([table.path(row, column) for row in rows] for rows in (came, went))
        yield Equation(rule, _terms(left), _terms(right), column.label)


def _carried_over(rule: str, table: Table) -> Iterator[Equation]:
    """Y1: in a column, what was carried in is what the year before left over."""
    [now], [then] = table.rows_of("carried_in"), table.rows_of("left_over")
    for column in now.columns:
        last = Term(table.path(then, column), before=True)
        yield Equation(rule, _terms([table.path(now, column)]), (last,), column.label)


def _stocks(table: Table) -> Iterator[Equation]:
    """Y2, V5: a stock is last year's and what came in without what went out, and no less than that alone."""
    rows = [row for row in table.rows if {column.flow for column in row.columns} >= {"in", "out", "stock"}]
    for row in rows:
        stock, came, went = (_flowing(table, row, flow) for flow in ("stock", "in", "out"))
        change = (Term(came), Term(went, -1))
        yield Equation("Y2", _terms([stock]), (Term(stock, before=True), *change), row.full)
    for row in rows:
        stock, came, went = (_flowing(table, row, flow) for flow in ("stock", "in", "out"))
        yield Equation("V5", _terms([stock]), (Term(came), Term(went, -1)), row.full, ">=")


def _flowing(table: Table, row: Row, flow: str) -> str:
    return next(table.path(row, column) for column in row.columns if column.flow == flow)
