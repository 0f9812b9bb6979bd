"""Whose report a text is, of which year, and when it was signed and published."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from govreport.checks import find_signature

from .match import normal

_TITLE = re.compile(
    r"^(?:(?:信息|文件)?(?:标题|名称|题名):?)?(?P<before>[^,。;:《》]{0,50}?)(?P<year>(?:19|20)\d\d)年(?:度)?(?P<behind>[^,。;:《》\d]{0,40}?)"
    r"(?:本级)?(?P<words>(?:政府)?(?:信息|政务)公开(?:工作)?(?:年度?报告?|年度工作报告|工作报告|情况报告|报告|年报))(?:\(|$)"
)
_PERIOD = re.compile(r"(20\d\d)年1月1日(?:起)?(?:至|到|-|—)+(?:20\d\d年)?12月31日")
_PUBLISHED = re.compile(r"(?:发布|公开|成文|发文|更新|信息)(?:日期|时间):?(20\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})")
_ADDRESS = re.compile(r"原文链接[:：]\s*(https?://\S+)")
_ENDINGS = "局委府办会院处厅镇乡道区县市所站司社团队心"
_FIRST_LINES = 150
_LAST_LINES = 12
_LONGEST_TITLE = 80


@dataclass(frozen=True)
class Identity:
    """What a text says of itself; None where it does not say. `title` is the title as printed."""

    name: str | None = None
    year: int | None = None
    title: str | None = None
    dated: datetime.date | None = None
    published: datetime.date | None = None
    url: str | None = None


def identify(lines: Sequence[str]) -> Identity:
    """Who, which year and when, from the title, the period sentence, and the lines around the text."""
    plain = [one for one in map(normal, lines) if one]
    title, name, year = _title(plain[:_FIRST_LINES])
    whole = "".join(plain)
    period = _PERIOD.search(whole)
    address = _ADDRESS.search("\n".join(lines[:_FIRST_LINES]))
    published = _PUBLISHED.search(whole[:3000])
    return Identity(
        name=name,
        year=year or (int(period[1]) if period else None),
        title=title,
        dated=_signed(plain, name),
        published=_date(published) if published else None,
        url=address[1] if address else None,
    )


def year_of_title(line: str) -> tuple[int, ...]:
    """The year of the report whose title a line is; nothing where it is none."""
    text = normal(line)
    match = _TITLE.match(text) if len(text) <= _LONGEST_TITLE else None
    return (int(match["year"]),) if match else ()


def is_caption(line: str) -> bool:
    """Whether a line tells when and by whom a page was published, and is no text of the report."""
    return bool(_PUBLISHED.match(normal(line))) or normal(line).startswith(("来源:", "浏览次数:", "字体:", "发布机构:"))


def _title(plain: Sequence[str]) -> tuple[str | None, str | None, int | None]:
    """The title, the name and the year in it; a title may be printed in two lines, or its name above it."""
    pairs = [line + below for line, below in pairwise(plain)]
    for texts in (plain, pairs):
        for number, text in enumerate(texts):
            match = _TITLE.match(text) if len(text) <= _LONGEST_TITLE else None
            if match:
                above = plain[number - 1] if number and plain[number - 1][-1] in _ENDINGS else ""
                return text, match["before"] or match["behind"] or above or None, int(match["year"])
    return None, None, None


def _signed(plain: Sequence[str], name: str | None) -> datetime.date | None:
    """The date near the end that stands alone in its line, or beside a body's name."""
    found = (find_signature(line, [name] if name else []) for line in reversed(plain[-_LAST_LINES:]))
    return next((signature.date for signature in found if signature and signature.date), None)


def _date(match: re.Match[str]) -> datetime.date | None:
    try:
        return datetime.date(*map(int, match.groups()))
    except ValueError:
        return None
