"""A figure as people type, paste and print it, read to the number it states."""

from __future__ import annotations

import re
from collections.abc import Collection

from govreport.form import Column
from govreport.report import Number, parse_number

BLANKS = frozenset({"", "/", "-", "--", "—", "——", "–", "\\", "无", "空"})
"""What stands where nothing is stated; a blank is not zero."""

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys((0x3000, 0xA0, 0x2009, 0x202F), 0x20)
_PLAIN |= dict.fromkeys((0x2212, 0xFE63), ord("-"))
"""Full-width characters, spaces and minus signs by their plain twins; superscripts and the like stay what they are."""
_UNSEEN = (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202E), *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF)
_PLAIN |= dict.fromkeys(_UNSEEN)
"""What takes no room is left out; not the override U+202E, which shows the digits behind it turned round."""
_MOST_DIGITS = 15

COUNTING = frozenset("件条宗次起项份")
"""The words that offices count by, and write behind a count."""
_MONEY = ("万元", "元")
_COUNTED = re.compile(rf"(.*\d)\s*({'|'.join((*_MONEY, *COUNTING))})", re.DOTALL)


class Unreadable(ValueError):
    """The text states no figure; its message says why in Chinese."""


def words_behind(column: Column) -> frozenset[str]:
    """What may stand behind a figure of `column` and changes nothing: counting words, or the unit that it states.

    >>> words_behind(Column("amount", "本年收费金额（单位：万元）", "amount"))
    frozenset({'万元'})
    """
    if column.kind != "amount":
        return COUNTING
    return frozenset(next(([unit] for unit in _MONEY if unit in column.label), []))


def read_figure(text: str, words: Collection[str] = ()) -> Number | None:
    """The number that `text` states, None for a blank; one of `words` may stand behind it.

    Full-width digits, spaces around, thousands separators and a plus sign are understood; what cannot be seen is not
    there.

    >>> read_figure(" １，２３４ "), read_figure("/"), read_figure("72,701.2578")
    (1234, None, Decimal('72701.2578'))
    >>> read_figure("51 条", COUNTING)
    51

    Raises:
        Unreadable: letters, several numbers, misplaced separators, or more digits than a figure can have.
    """
    plain = plain_figure(text)
    if plain in BLANKS:
        return None
    counted = _COUNTED.fullmatch(plain)
    if counted and counted[2] in words:
        plain = counted[1]
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "").replace(" ", "")
    number = parse_number(plain.removeprefix("+"))
    if sum(character.isdigit() for character in plain) > _MOST_DIGITS:
        raise Unreadable("位数过多，请核对后改正")
    if number is None:
        raise Unreadable("不是数字，请改为 12、1,234 这样的写法")
    return number


def plain_figure(text: str) -> str:
    """The text in plain width, without spaces around and what cannot be seen."""
    return text.translate(_PLAIN).strip()


def states_figure(text: str) -> bool:
    """Whether `text` is a figure, with or without a word behind it, or a blank, and no label."""
    try:
        read_figure(text, (*COUNTING, *_MONEY))
    except Unreadable:
        return False
    return True


def in_one_line(text: str) -> str:
    r"""`text` for a field of one line, which would drop its breaks: what stands in two lines never becomes one figure.

    >>> in_one_line("1\n2"), in_one_line("1\n234"), in_one_line("5\n")
    ('1 2', '1；234', '5')
    """
    if text.splitlines() in ([], [text]):
        return text
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    joined = " ".join(lines)
    return "；".join(lines) if len(lines) > 1 and states_figure(joined) else joined
