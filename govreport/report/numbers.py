"""Numbers as they are stated: whole ones as `int`, all others as `Decimal`, never as a binary float."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

import simplejson

Number = int | Decimal
"""A stated figure."""

_PLAIN = re.compile(r"[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_MOST_DIGITS = 40


def parse_number(text: str) -> Number | None:
    """The number that `text` states in plain decimals, or None where it states none (`010`, `1:30`, `1e3`).

    >>> parse_number("24252.311082"), parse_number("-18"), parse_number("010")
    (Decimal('24252.311082'), -18, None)
    """
    if len(text) > _MOST_DIGITS or not _PLAIN.fullmatch(text):
        return None
    return Decimal(text) if "." in text else int(text)


def add(values: Iterable[Number]) -> Number:
    """The exact sum."""
    total: Any = 0
    for value in values:
        total += value
    return cast("Number", total)


def add_stated(values: Iterable[Number | None]) -> Number | None:
    """The sum of what is stated; None where nothing is."""
    stated = [value for value in values if value is not None]
    return add(stated) if stated else None


def distance(one: Number, other: Number) -> Number:
    """How far two figures are apart."""
    return cast("Number", abs(one - other))


def show_number(value: Number | None) -> str:
    """A figure as printed: its own digits, and nothing for a blank."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def to_json(record: Any, *, canonical: bool = False) -> str:
    """`record` as JSON with exact numbers; `canonical` sorts the keys, for digests."""
    text: str = simplejson.dumps(
        record, use_decimal=True, ensure_ascii=False, sort_keys=canonical, separators=(",", ":")
    )
    return text


def from_json(text: str) -> Any:
    """JSON read back with exact numbers, as `to_json` wrote it."""
    return simplejson.loads(text, use_decimal=True)
