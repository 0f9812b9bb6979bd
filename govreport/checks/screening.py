"""A text before it is posted: placeholders, private data, words of the list, slips of typing; each with its place.

Every search is linear in the length of the text, whatever stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stdnum.cn import ric

from govreport.report import UNWRITTEN, Severity

from .words import STARTER, Word, WordList

_AROUND = 6
_LONGEST = 24
_SHOWN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff\s]+"
)
_PLACEHOLDER = re.compile(
    r"[×Xx_＿〔?\ufffd](?:(?<=×)×+|(?<=[Xx])(?<![A-Za-z0-9./:@&?=#%_-].)[Xx]++(?![A-Za-z0-9./@_-])"
    r"|(?<=_)(?<![A-Za-z0-9_].)_++(?![A-Za-z0-9])|(?<=＿)＿+|(?<=〔)[ \u3000]*+〕"
    r"|(?<=\?)(?<![A-Za-z0-9/.?].)\?++(?![A-Za-z0-9])|(?<=\ufffd))"
    rf"|{UNWRITTEN}",
    re.DOTALL,
)
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_NUMBERS = re.compile(r"\d(?<![\dA-Za-z].)\d{16}[\dXxＸ](?![\dA-Za-z])", re.DOTALL)
_MOBILE = re.compile(
    r"[1１](?<![\dA-Za-z.\-].)[3-9３-９]\d([ -]?)\d{4}\1\d{4}(?![\dA-Za-z\-]|\.\d|[元件条次人份])", re.DOTALL
)
_DOUBLED = re.compile(
    r"进行进行|开展开展|通过通过|以及以及|根据根据|按照按照|对于对于|关于关于|我们我们|我局我局|加强加强|推进推进"
    r"|完善完善|提高提高|提升提升|不断不断|其中其中|同时同时|截至截至|及时及时|依法依法|并且并且|由于由于"
    r"|的(?<![目标打中之有]的)的(?![确士哥])|了(?<![不末]了)了(?![解结然断却事此])|，，|。。|、、|；；|：："
)
_HALF_WIDTH = re.compile(r"[,;:?!](?<=[\u4e00-\u9fff].)(?=[\u4e00-\u9fff])")
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffc\ue000-\uf8ff]"
)


@dataclass(frozen=True)
class Remark:
    """What is to be looked at in a text: by which rule, where it begins, the words, what to write, and why."""

    rule: str
    severity: Severity
    start: int
    words: str
    replacement: str
    reason: str
    excerpt: str

    @property
    def message(self) -> str:
        """Why, and what to do, as one Chinese sentence."""
        advice = f"请改为“{self.replacement}”" if self.replacement else "请核对后删改"
        return "，".join(filter(None, (self.reason, "" if "请" in self.reason else advice)))


def screen_text(text: str, words: Iterable[Word] = STARTER) -> list[Remark]:
    """All that is to be looked at in a text before it is posted, from left to right."""
    listed = words if isinstance(words, WordList) else WordList(words)
    found = [*placeholders(text), *private_data(text), *listed_words(text, listed), *slips(text)]
    return sorted(found, key=lambda remark: remark.start)


def placeholders(text: str) -> Iterator[Remark]:
    """What was to be filled in and was not: ××, XX, ____, empty 〔〕, ??, （未填写）, and signs lost on the way."""
    for found in _PLACEHOLDER.finditer(text):
        yield _remark("N10", "error", text, found.start(), found[0], "", "有占位符号，请填写或删去")


def private_data(text: str, allowed: str = "") -> Iterator[Remark]:
    """Numbers of identity cards whose check digit is right, and of mobile telephones that do not stand in `allowed`.

    The number is not repeated in full.
    """
    for found in _NUMBERS.finditer(text):
        number = found[0].translate(_WIDE_DIGITS)
        if ric.is_valid(number):
            masked = f"{number[:4]}**********{number[-4:]}"
            yield Remark("N12", "error", found.start(), masked, "", "是居民身份证号码，请删去或隐去", masked)
    own = {_digits(found[0]) for found in _MOBILE.finditer(allowed)}
    for found in _MOBILE.finditer(text):
        number = _digits(found[0])
        if number not in own:
            masked = f"{number[:3]}****{number[-4:]}"
            yield Remark("N12", "warning", found.start(), masked, "", "疑为个人手机号码，请核实是否应当公开", masked)


def listed_words(text: str, words: WordList) -> Iterator[Remark]:
    """The words of the list."""
    for start, entry in words.places(text):
        yield _remark("N12", entry.severity, text, start, entry.word, entry.replacement, entry.reason)


def slips(text: str) -> Iterator[Remark]:
    """Doubled words and marks, half-width marks between Chinese characters, characters that nobody sees."""
    for found in _DOUBLED.finditer(text):
        yield _remark("N13", "hint", text, found.start(), found[0], found[0][: len(found[0]) // 2], "文字或标点重复")
    for found in _HALF_WIDTH.finditer(text):
        wide = chr(ord(found[0]) + 0xFEE0)
        yield _remark("N13", "hint", text, found.start(), found[0], wide, "中文中用了半角标点")
    for found in _CONTROLS.finditer(text):
        yield _remark("N13", "hint", text, found.start(), f"U+{ord(found[0]):04X}", "", "有不可见的控制字符")


def excerpt(text: str, start: int, end: int) -> str:
    """What stands at a place, with a few characters around it, in one line."""
    end = min(end, start + _LONGEST)
    before, behind = max(0, start - _AROUND), min(len(text), end + _AROUND)
    quoted = _SHOWN.sub(" ", text[before:behind]).strip()
    return f"{'…' if before else ''}{quoted}{'…' if behind < len(text) else ''}"


def _remark(
    rule: str, severity: Severity, text: str, start: int, words: str, replacement: str, reason: str
) -> Remark:  # fmt: skip
    length = 1 if words.startswith("U+") else len(words)
    return Remark(rule, severity, start, words[:_LONGEST], replacement, reason, excerpt(text, start, start + length))


def _digits(number: str) -> str:
    return "".join(character for character in number.translate(_WIDE_DIGITS) if character.isdigit())
