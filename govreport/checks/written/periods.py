"""Y6: the year that the written sections speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..rule import Case, Hit, rule
from .clauses import Sentence, sentences
from .statements import years_of

_PERIOD = re.compile(r"(?P<from>(?:19|20)\d\d)年0?1月0?1日.{0,6}?(?:(?P<to>(?:19|20)\d\d)年)?12月31日")
_FIGURES = re.compile(r"(?:(?:主动)?公开|发布|公布|收到|接到|新收|受理|办理|办结|制发|审核)[^，；。]{0,24}$")
_COMPARED = re.compile(
    r"较|比|同期|以来|(?:19|20)\d\d年?度?[至到—–~-]|[至到—–~-](?:19|20)\d\d|截至|上年|去年|[自从](?:19|20)|期间|累计|历年"
    r"|将|拟|计划|力争|预计|部署|规划"
)
_START = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?[^，；：\d]{0,12}$")


@rule("Y6", "warning", "正文中的年份应为本年度")
def stated_year(case: Case) -> Iterator[Hit]:
    """The period and the figures in the text are of the report's own year.

    Why: a sentence that was copied from the year before states last year's figures as this year's.
    Formula: the year in “Y年1月1日…12月31日”, and a year at the beginning of a sentence that states what was made
    public, received or handled = the report's year. Silent on titles in 《》, on document numbers 〔2021〕, on
    sentences that name the report's year or stand beside one that does, that compare, span years or plan.
    Source: practice.
    Remedy: correct the year, and check the figures of the sentence.
    为何：照抄上年的句子，会把上年的数据当作本年的。
    算式：“某年1月1日…12月31日”的年份，以及写明公开、收到、办理数据的句首年份，均为本报告的年度。《》中的标题、
    〔2021〕一类文号，写有本年度的句子及其前后句，以及比较、跨年、计划的句子，不提示。
    依据：工作实践。
    办法：更正年份，并核对该句的数据。
    """
    for path, text in case.texts.items():
        if "年" in text:
            read = sentences(text)
            for number, sentence in enumerate(read):
                if sentence.counts or "月" in sentence.text:
                    yield from _wrong(case, path, sentence, read[max(0, number - 1) : number + 2])


def _wrong(case: Case, path: str, sentence: Sentence, near: Sequence[Sentence]) -> Iterator[Hit]:
    year, text = case.report.year, sentence.text
    if "12月" in text and (period := _PERIOD.search(text)):
        wrong = {int(stated) for stated in period.groups() if stated} - {year}
        in_title = text.rfind("《", 0, period.start()) > text.rfind("》", 0, period.start())
        if wrong and not in_title:
            yield _hit(path, period[0], year, min(wrong), "统计期限")
        return
    years = list(years_of(text, year))
    if not years or any(str(year) in each.text for each in near if each.counts):
        return
    start, stated = years[0]
    if stated == year or {each for _, each in years} != {stated} or text[start] in "上去":
        return
    end = start + len("2023年")
    for count in sentence.counts:
        between = text[end : count.start]
        if count.start > end and _START.match(text[:start]) and _FIGURES.search(between[-40:]):
            if not _COMPARED.search(text[max(0, start - 8) : count.end + 12]) and "《" not in text[: count.start]:
                yield _hit(path, text[start : count.end][-40:], year, stated, "数据")
            return


def _hit(path: str, words: str, year: int, stated: int, what: str) -> Hit:
    return Hit(
        (path,),
        f"正文写“{words}”，本报告为{year}年度，{what}的年份前后不一致，请核对后改正",
        year,
        stated,
    )
