"""N19, and how a signature is told from the text above it: a name and a date, in any order, on one line or two."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from govreport.store import plain_name

from .rule import Case, Hit, rule

_LONGEST = 120
_MOST = 1_000
"""So many lines are looked at, from the end: no text of a report has more."""
_SEAL = re.compile(r"\((?:盖章|公章|印章|签章|盖公章|加盖公章|章)\)")
_NAMED = re.compile(r"(?:落款|(?:编制|填报|发布|报告|报送|公开)?(?:单位|机关|机构)(?:名称)?):")
_DATED = re.compile(r"(?:落款|成文|编制|填报|报告|报送|发布)?(?:日期|时间):")
_DIGITS = "〇一二三四五六七八九"
_HAN = "〇○零一二三四五六七八九十"
_DATE = (
    r"(?:(?P<year>20\d\d|[二][〇○零][〇○零一二三四五六七八九]{2})"
    rf"(?:年(?P<month>\d{{1,2}}|[{_HAN}]{{1,3}})月(?:(?P<day>\d{{1,2}}|[{_HAN}]{{1,3}})[日号])?"
    r"|(?P<by>[-./])(?P<m>\d{1,2})(?P=by)(?P<d>\d{1,2}))日?)"
)
_BEFORE, _BEHIND = re.compile(rf"\(?{_DATE}\)?(?=(?P<rest>\D*)$)"), re.compile(rf"^(?P<rest>.*?)\(?{_DATE}\)?$")
_BODY = re.compile(r"[\u4e00-\u9fff()]{2,39}[局委府办会院处厅室镇乡道区县市所站司社团队心]")
_PAGE = re.compile(r"[-—–―·:]*|[-—–―·]*\d{1,3}[-—–―·]+|第\d{1,3}页")
"""A page's number, or what rules a table of plain text."""
_SPLIT = re.compile(r"(?<=[。；！])|[ \t\u3000]+")


@dataclass(frozen=True)
class Signature:
    """A signature that was found: the text without it, its lines as they stand, whose it is, and its date.

    `own` is whether its name is the body's own, or none is there; `date` is None where none is whole.
    """

    text: str
    lines: tuple[str, ...]
    own: bool
    date: datetime.date | None

    @property
    def shown(self) -> str:
        """The signature in one line."""
        return " ".join(" ".join(line.split()) for line in self.lines)


@dataclass(frozen=True)
class _SignedLine:
    """What a line may be of a signature: `name` is "own", "body" or empty, `dated` whether it holds a date.

    A `loose` date, 2025-01-02, may be any: it signs only beside a name.
    """

    name: str = ""
    dated: bool = False
    loose: bool = False
    date: datetime.date | None = None
    blank: bool = False

    @property
    def signs(self) -> bool:
        return bool(self.name or self.dated)


@rule("N19", "warning", "正文中不应有落款")
def no_signature_inside(case: Case) -> Iterator[Hit]:
    """No passage ends in a signature, and none stands between its lines.

    Why: name and date are printed below the report; a signature that came in with the text is printed twice.
    Formula: the last lines of a passage are the body's own name (by the roster, its short name too), a date, or both,
    with or without a seal's mark; or a body's name and a date stand next to each other in lines of their own.
    Source: GB/T 9704-2012, 7.3.5; seen in reports that were taken over from Word.
    Remedy: delete the lines; the date goes into `dated`.
    为何：报告末尾另行印出单位名称和日期，正文中带入的落款会重复。
    算式：各段末尾几行是本单位名称（包括名册中的简称）、日期或者两者，不论有无盖章字样；或者正文中有单位名称和日期各
    占一行、前后相连。
    依据：GB/T 9704—2012《党政机关公文格式》7.3.5；常见于从 Word 稿复制的报告。
    办法：从正文中删去；日期填入落款日期。
    """
    given = case.context.names.given if case.context.names else ()
    for path, text in case.texts.items():
        found = find_signature(text, (case.report.name, *given))
        if found:
            ask = "" if case.report.dated else "，日期填入“落款日期”"
            said = f"{case.label(path)}中有落款“{found.shown[:_LONGEST]}”，报告末尾会另行印出单位名称和日期"
            yield Hit([path], f"{said}，请从正文中删去{ask}")


def find_signature(text: str, names: Collection[str]) -> Signature | None:
    """The signature of the body that goes by `names` within or below a text; None where there is none."""
    own = frozenset(map(plain_name, names))
    lines = text.split("\n")
    kinds = [_SignedLine()] * (len(lines) - _MOST) + [_kind(line, own) for line in lines[-_MOST:]]
    for start, end in (_closing(kinds), _inside(kinds)):
        if start < end:
            return _cut(lines, kinds, start, end)
    return _at_the_end(lines, own)


def _closing(kinds: Sequence[_SignedLine]) -> tuple[int, int]:
    """From where to where the last lines sign: another body's name only beside a date."""
    start = end = len(kinds)
    while start and (kinds[start - 1].signs or kinds[start - 1].blank):
        start -= 1
    signing = [kind for kind in kinds[start:] if kind.signs]
    if not any(kind.dated for kind in signing):
        while start < end and kinds[start].name != "own":
            start += 1
    return (start, end) if any(kind.name or not kind.loose for kind in signing) else (end, end)


def _inside(kinds: Sequence[_SignedLine]) -> tuple[int, int]:
    """From where to where a name and a date stand next to each other, whatever comes behind."""
    for at, kind in enumerate(kinds):
        if kind.name == "own" and kind.dated:
            return at, at + 1
        if not kind.signs:
            continue
        behind = next((one for one in range(at + 1, len(kinds)) if not kinds[one].blank), at)
        after = kinds[behind]
        if behind > at and ((kind.name and after.dated) or (kind.dated and after.name)):
            return at, behind + 1
    return 0, 0


def _cut(lines: Sequence[str], kinds: Sequence[_SignedLine], start: int, end: int) -> Signature:
    taken = kinds[start:end]
    names = [kind.name for kind in taken if kind.name]
    date = next((kind.date for kind in reversed(taken) if kind.date), None)
    left = "\n".join([*lines[:start], *lines[end:]]).strip()
    said = tuple(line.strip() for line, kind in zip(lines[start:end], taken, strict=True) if kind.signs)
    return Signature(left, said, not names or "own" in names, date)


def _at_the_end(lines: Sequence[str], own: frozenset[str]) -> Signature | None:
    """Name and date behind the last words of a text that has no line of its own for them."""
    last = max((at for at, line in enumerate(lines) if line.strip()), default=None)
    if last is None:
        return None
    line = lines[last].rstrip()
    for place in _SPLIT.finditer(line, max(0, len(line) - _LONGEST)):
        kind = _kind(line[place.end() :], own)
        if place.end() and kind.name == "own" and kind.dated:
            left = "\n".join([*lines[:last], line[: place.start()], *lines[last + 1 :]]).strip()
            return Signature(left, (line[place.end() :].strip(),), True, kind.date)
    return None


def _kind(line: str, own: frozenset[str]) -> _SignedLine:
    if len(line) > 2 * _LONGEST or len(line.strip()) > _LONGEST:
        return _SignedLine()
    plain = _SEAL.sub("", plain_name(line.replace("|", "")))
    if _PAGE.fullmatch(plain):
        return _SignedLine(blank=True)
    plain = _NAMED.sub("", plain, count=1) if _NAMED.match(plain) else plain
    plain = _DATED.sub("", plain, count=1)
    found = _BEFORE.match(plain) or _BEHIND.match(plain)
    rest = found["rest"] if found else plain
    if not rest:
        return _SignedLine("", True, bool(found["by"]), _date(found)) if found else _SignedLine(blank=True)
    name = "own" if rest in own else "body" if _BODY.fullmatch(rest) else ""
    if not name:
        return _SignedLine()
    return _SignedLine(name, bool(found), date=_date(found) if found else None)


def _date(found: re.Match[str]) -> datetime.date | None:
    """The day that is written; None where it is not whole or is none."""
    day = found["day"] or found["d"]
    try:
        return datetime.date(*map(_number, (found["year"], found["month"] or found["m"], day))) if day else None
    except ValueError:
        return None


def _number(written: str) -> int:
    """A number in either kind of digits.

    >>> _number("二〇二五"), _number("十"), _number("二十一"), _number("08")
    (2025, 10, 21, 8)
    """
    if written.isdecimal():
        return int(written)
    plain = written.replace("○", "〇").replace("零", "〇")
    tens, ten, ones = plain.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS.index(one)) for one in plain))
    return 10 * (_DIGITS.index(tens) if tens else 1) + (_DIGITS.index(ones) if ones else 0)
