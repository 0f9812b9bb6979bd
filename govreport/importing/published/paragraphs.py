"""Lines as printed, put together to the paragraphs that they were before a page's width broke them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from unicodedata import east_asian_width

_ENDS = ("。", "；", "：", "！", "？", "”", "）", ".", ";", ":")
_BEGINS = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、．.]|\d{1,2}[．.、]\D|[（(]\d{1,2}[)）])")
_PAGE = re.compile(r"\s*[-—–―·]+\s*\d{1,3}\s*[-—–―·]+\s*|\s*第\s*\d{1,3}\s*页\s*")
_SPACES = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef“”‘’])[ \t\u3000]+(?=[\u2e80-\u9fff\uff00-\uffef“”‘’\d])"
    r"|(?<=\d)[ \t\u3000]+(?=[\u2e80-\u9fff\uff00-\uffef“”‘’])"
)
_LONG = 30
_FEWEST = 4
_NEARLY = 7
"""In half widths: shorter than a full line by less than this, a line may have been broken by the width."""


def width_of(text: str) -> int | None:
    """How wide the lines of a text are, in half widths, where a page's width broke them; None where it did not.

    >>> width_of("没有换行的一段话。") is None
    True
    """
    lines = [line.strip() for line in text.splitlines()]
    long = [(wide, line) for line in lines if (wide := _wide(line)) >= _LONG]
    counted = Counter(wide for wide, line in long if not line.endswith(_ENDS))
    if counted.total() < _FEWEST:
        return None
    common = max(counted, key=lambda wide: (sum(counted[wide + by] for by in range(-_NEARLY, 1)), wide))
    near = [line for wide, line in long if common - _NEARLY < wide <= common]
    broken = [line for line in near if not line.endswith(_ENDS)]
    wider = [line for wide, line in long if wide > common]
    usual = len(broken) * 2 > len(near) and len(broken) * 2 > counted.total() and len(wider) * 2 < len(near)
    return common if usual and len(broken) >= _FEWEST else None


def paragraphs(text: str, width: int | None) -> str:
    """The text with lines put together that `width` broke; as it is where `width` is None.

    Numbers of pages that stand between lines are left out, and spaces between Chinese characters and digits.
    """
    return text if width is None else "\n".join(_SPACES.sub("", one) for one in _joined(text, width))


def _joined(text: str, width: int) -> Iterator[str]:
    gathered, goes_on = "", False
    for line in text.splitlines():
        bare = line.strip()
        if not bare or _PAGE.fullmatch(line):
            continue
        if gathered and not (goes_on and not _BEGINS.match(bare)):
            yield gathered
            gathered = ""
        between = " " if gathered[-1:].isascii() and gathered[-1:].isalpha() and bare[:1].isascii() else ""
        gathered += between + bare
        wide = _wide(bare)
        full = wide > width - (2 if bare.endswith("。") else _NEARLY)
        goes_on = full or not bare.endswith(_ENDS)
    if gathered:
        yield gathered


def _wide(text: str) -> int:
    return sum(1 + (east_asian_width(character) in "WFA") for character in text)
