"""Deciding what digits mean: as they stand, or split where the sums leave exactly one reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, product
from math import prod

from govreport.form import Form
from govreport.report import Number, add_stated, parse_number

Values = tuple[Number | None, ...]
"""A row's values, a blank None."""

_MOST_DIGITS = 15
_MOST_GLUED = 30
_MOST_OPTIONS = 20_000
_MOST_TOGETHER = 5_000
_MOST_TRIED = 60_000
"""Numbers tried for one row: as many digits as twenty in seven columns leave."""


def number(text: str) -> Number | None:
    """The number that a figure states; None where no figure looks like that."""
    return parse_number(text.removeprefix("+")) if len(text) <= _MOST_DIGITS + 3 else None


def adds_up(values: Values) -> bool:
    """Whether the last value is the sum of those before it; blanks count nothing."""
    return (add_stated(values[:-1]) or 0) == (values[-1] or 0)


def splits(pieces: Sequence[str | None], columns: int, group: int = 0) -> list[Values]:
    """Every reading of the pieces as so many numbers; empty where there is none, or there are far too many.

    With a `group`, only readings in which every so many numbers end in their total.

    >>> splits(["007"], 3), splits(["640020470"], 7, 7)
    ([(0, 0, 7)], [(64, 0, 0, 2, 0, 4, 70)])
    """
    if sum(len(one or "") for one in pieces) > _MOST_GLUED or len(pieces) > columns:
        return []
    tries = iter(range(_MOST_TRIED))
    found = list(islice(_readings(tuple(pieces), columns, group, (), tries), _MOST_OPTIONS))
    return found if len(found) < _MOST_OPTIONS and next(tries, None) is not None else []


def _readings(
    pieces: tuple[str | None, ...], columns: int, group: int, done: Values, tries: Iterator[int]
) -> Iterator[Values]:
    """The readings that begin with `done`, given up as soon as a total is wrong or the digits do not suffice.

    Every number takes one of `tries`; where none are left, there are no more.
    """
    if group and done and len(done) % group == 0 and not adds_up(done[-group:]):
        return
    if not pieces:
        if len(done) == columns:
            yield done
        return
    if not len(pieces) <= columns - len(done) <= sum(len(one or " ") for one in pieces):
        return
    for value, rest in _heads(pieces[0]):
        if next(tries, None) is None:
            return
        yield from _readings((*rest, *pieces[1:]), columns, group, (*done, value), tries)


def _heads(piece: str | None) -> Iterator[tuple[Number | None, tuple[str, ...]]]:
    """Every number that a piece can begin with, and what is left of it; none has a leading zero."""
    whole = number(piece) if piece else None
    if piece is None or whole is not None:
        yield whole, ()
    if piece and piece.isdigit():
        for size in range(1, 2 if piece[0] == "0" else len(piece)):
            if size < len(piece):
                yield int(piece[:size]), (piece[size:],)


class Balance:
    """What the columns of the requests must come to: outcomes to their total, what came to what was done or left."""

    def __init__(self, form: Form) -> None:
        places = {path: (one.row.id, one.row.columns.index(one.column)) for path, one in form.places.items()}
        equations = form.equations_by("A2", "A3")
        self.table = form.places[equations[0].cells[0]].table
        self._sums = [
            tuple([places[term.cell] for term in terms] for terms in (one.left, one.right)) for one in equations
        ]
        self._outcomes = {row.id for row in form.rows_of("outcome")}
        self._needed = {row for sides in self._sums for side in sides for row, _ in side} - self._outcomes

    def holds(self, rows: Mapping[str, Values]) -> bool:
        """Whether each column adds up; a print may lack outcomes, which count nothing then, but no other row."""
        if not (rows.keys() >= self._needed and rows.keys() & self._outcomes):
            return False
        return all(_sum(rows, left) == _sum(rows, right) for left, right in self._sums)


def _sum(rows: Mapping[str, Values], places: Sequence[tuple[str, int]]) -> Number:
    return add_stated(rows[row][at] for row, at in places if row in rows) or 0


def settle(
    balance: Balance, sure: Mapping[str, Values], open_rows: Mapping[str, list[Values]]
) -> dict[str, Values] | None:
    """The one choice among the open rows' readings under which the outcomes and the balance add up; else None."""
    if not open_rows or prod(len(one) for one in open_rows.values()) > _MOST_TOGETHER:
        return None
    good = []
    for choice in product(*open_rows.values()):
        chosen = dict(zip(open_rows, choice, strict=True))
        if balance.holds({**sure, **chosen}):
            good.append(chosen)
            if len(good) > 1:
                return None
    return good[0] if good else None


IN_YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
"""The units of an amount, as so many 元."""


def in_unit(amount: Number, own: str, wanted: str) -> Number:
    """An amount in its `own` unit in the `wanted` one.

    >>> in_unit(25_000, "元", "万元"), in_unit(3, "亿元", "万元")
    (Decimal('2.5'), 30000)
    """
    if own == wanted:
        return amount
    exact = (Decimal(amount) * IN_YUAN[own] / IN_YUAN[wanted]).normalize()
    return int(exact) if exact == exact.to_integral_value() else exact
