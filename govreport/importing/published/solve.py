"""Deciding what digits mean: as they stand, or split where the sums leave exactly one reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, product
from math import prod

from govreport.form import Table
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


def settle(table: Table, sure: Mapping[str, Values], open_rows: Mapping[str, list[Values]]) -> dict[str, Values] | None:
    """The one choice among the open rows' readings under which the outcomes and the balance add up; else None."""
    if not open_rows or prod(len(one) for one in open_rows.values()) > _MOST_TOGETHER:
        return None
    good = []
    for choice in product(*open_rows.values()):
        chosen = dict(zip(open_rows, choice, strict=True))
        if balanced(table, {**sure, **chosen}):
            good.append(chosen)
            if len(good) > 1:
                return None
    return good[0] if good else None


_BALANCE = ("new_received", "carried_in", "handled_total", "carried_out")


def balanced(table: Table, rows: Mapping[str, Values]) -> bool:
    """Whether table three adds up in every column: outcomes to their total, and what came to what was done or left."""
    outcomes = [row.id for row in table.rows if row.id not in _BALANCE and row.id in rows]
    if not all(id in rows for id in _BALANCE) or not outcomes:
        return False
    return all(_column(rows, outcomes, at) for at in range(len(table.rows[0].columns)))


def _column(rows: Mapping[str, Values], outcomes: list[str], at: int) -> bool:
    new, left, handled, out = (rows[id][at] or 0 for id in _BALANCE)
    return (add_stated(rows[id][at] for id in outcomes) or 0) == handled and new + left == handled + out


def in_wan(value: Number) -> Number:
    """An amount of 元 in 万元."""
    exact = (Decimal(value) / 10_000).normalize()
    return int(exact) if exact == exact.to_integral_value() else exact
