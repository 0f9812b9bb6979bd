"""What was written, cut into sentences, and every counted number in it with the words around it.

Digits and marks are brought to one width first. All work is linear in the length of a text, and of a passage no more
than `LONGEST` characters are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from govreport.report import Number

LONGEST = 100_000
"""As many characters of one passage are read; no passage of a report is as long."""

_LONGEST_SENTENCE = 1_000
_LABEL = 60
_AFTER = 40

_PLAIN = dict(zip("０１２３４５６７８９％．(),:;", "0123456789%.（），：；", strict=True))
_WIDE = re.compile("[０-９％．(),:;]")
_THOUSANDS = re.compile(r"(?<=[0-9０-９])[,，](?=[0-9０-９]{3}(?![0-9０-９]))")
_SENTENCE = re.compile(rf"[^。！？!?]{{1,{_LONGEST_SENTENCE}}}")
_UNITS = "件宗起例份条次项个篇期场部户人名册页批元块套张幅处类笔"
_TOKEN = re.compile(
    r"(?P<mark>[，：；（）…\]])"
    r"|(?P<number>[0-9]{1,15}(?:\.[0-9]{1,6})?|零(?=[件起宗例]))(?P<scale>[十百千万亿]*)(?P<over>余|多|几)?"
    rf"(?:(?P<unit>%|个百分点|[{_UNITS}])(?P<tail>余|多|左右|上下|以上|以下|以内)?)?"
)
_COUNTED = re.compile(rf"(?:[0-9][十百千万亿余多几]*|零)[%{_UNITS}]")
_SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "百万": 10**6, "千万": 10**7}
_ABOUT = ("近", "约", "大约", "不足", "不到", "接近", "第", "左右", "少于", "低于", "每", "-", "－", "—", "至", "~")
_OVER = ("逾", "超", "超过", "突破", "多达", "不少于", "不低于")
_JOINED = re.compile(r"^(?:[ 、和与并]|以及|及(?!时))+")
_NEXT = re.compile(r"[，：；（）、…0-9]")


class Count(NamedTuple):
    """One counted number: where it stands in its sentence, the words that name it, and what it may be.

    `low` and `high` are what is certain of it: both None of a rounded number, only `low` of 14万余. Its words begin at
    `begin`, its digits at `start`.
    """

    begin: int
    start: int
    end: int
    label: str
    number: Number
    low: Number | None
    high: Number | None
    unit: str
    depth: int

    @property
    def exact(self) -> bool:
        """Whether it says one number and no other."""
        return self.low is not None and self.low == self.high


class Sentence(NamedTuple):
    """One sentence and the counts in it, in order."""

    text: str
    counts: tuple[Count, ...]

    def after(self, count: Count) -> str:
        """The words between a count and the next mark or number."""
        rest = self.text[count.end : count.end + _AFTER]
        found = _NEXT.search(rest)
        return rest[: found.start()] if found else rest

    def words(self, count: Count) -> str:
        """The count and the words that name it, to be quoted."""
        return _JOINED.sub("", self.text[max(count.begin, count.start - _AFTER) : count.end])


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a passage."""
    return tuple(_read(found[0]) for found in _SENTENCE.finditer(plain(text)))


def plain(text: str) -> str:
    """The passage in one line and one width: no spaces between words, digits and marks as Chinese texts print them."""
    text = _WIDE.sub(lambda found: _PLAIN[found[0]], _THOUSANDS.sub("", text[:LONGEST]))
    pieces = text.split()
    if len(pieces) < 2:
        return "".join(pieces)
    joined = [pieces[0]]
    for before, piece in pairwise(pieces):
        joined.append(f" {piece}" if before[-1].isdigit() and piece[0].isdigit() else piece)
    return "".join(joined)


def _read(text: str) -> Sentence:
    return Sentence(text, tuple(_counts(text)) if _COUNTED.search(text) else ())


def _counts(text: str) -> Iterator[Count]:
    """The counts of one sentence; a bracket between a count and its words is passed over."""
    start, begin, hole = 0, 0, ""
    opened: list[tuple[int, int]] = []
    for found in _TOKEN.finditer(text):
        if found.lastgroup == "mark":
            mark = found[0]
            if mark == "（":
                opened.append((start, found.start()))
                start, begin, hole = found.end(), found.end(), ""
            elif mark == "）" and opened:
                begin, end = opened.pop()
                start, hole = found.end(), text[max(begin, end - _LABEL) : end]
            elif mark != "）":
                start, begin, hole = found.end(), found.end(), ""
        elif unit := found["unit"]:
            label = _JOINED.sub("", hole + text[max(start, found.start() - _LABEL) : found.start()])
            number, low, high = _value(found, label)
            yield Count(begin, found.start(), found.end(), label, number, low, high, unit, len(opened))
            start, begin, hole = found.end(), found.end(), ""


def _value(found: re.Match[str], label: str) -> tuple[Number, Number | None, Number | None]:
    """What a number says, and the least and the most that it can mean."""
    digits = found["number"].replace("零", "0")
    scale = _SCALES.get(found["scale"])
    if scale is None:
        return 0, None, None
    number: Number = Decimal(digits) * scale if "." in digits else int(digits) * scale
    if isinstance(number, Decimal) and number == number.to_integral_value() and found["unit"] not in "%元":
        number = int(number)
    over, tail = found["over"], found["tail"]
    if over == "几" or (tail and tail not in ("余", "多", "以上")) or label.endswith(_ABOUT):
        return number, None, None
    if over or tail or label.endswith(_OVER):
        return number, number, None
    if scale > 1 and found["unit"] != "%":
        step = Decimal(scale) / 10 ** len(digits.partition(".")[2])
        return number, number - int(step), number + int(step)
    return number, number, number
