"""A figure as people type, paste and print it, read to the number it states."""

from __future__ import annotations

import re

from govreport.report import Number, parse_number

BLANKS = frozenset({"", "/", "-", "--", "—", "——", "–", "\\", "无", "空"})
"""What stands where nothing is stated; a blank is not zero."""

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys((0x3000, 0xA0, 0x2009, 0x202F), 0x20)
_PLAIN |= dict.fromkeys((0x2212, 0xFE63), ord("-"))
"""Full-width characters, spaces and minus signs by their plain twins; superscripts and the like stay what they are."""
_MOST_DIGITS = 15


class Unreadable(ValueError):
    """The text states no figure; its message says why in Chinese."""


def read_figure(text: str) -> Number | None:
    """The number that `text` states, None for a blank.

    Full-width digits, spaces around, thousands separators and a plus sign are understood.

    >>> read_figure(" １，２３４ "), read_figure("/"), read_figure("72,701.2578")
    (1234, None, Decimal('72701.2578'))

    Raises:
        Unreadable: letters, several numbers, misplaced separators, or more digits than a figure can have.
    """
    plain = text.translate(_PLAIN).strip()
    if plain in BLANKS:
        return None
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "").replace(" ", "")
    number = parse_number(plain.removeprefix("+"))
    if sum(character.isdigit() for character in plain) > _MOST_DIGITS:
        raise Unreadable("位数过多，请核对后改正")
    if number is None:
        raise Unreadable("不是数字，请改为 12、1,234 这样的写法")
    return number


def states_figure(text: str) -> bool:
    """Whether `text` is a figure or a blank, and no label."""
    try:
        read_figure(text)
    except Unreadable:
        return False
    return True
