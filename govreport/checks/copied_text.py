"""Y5: a text against what was written the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from .rule import Case, Hit, by_section, rule

_COPIED = 90
_ALIKE = 60
_FEWEST = 60
_MOST = 10_000
"""What stands behind so many characters is not compared: the time would grow with the square."""
_LEFT_OUT = re.compile(r"[\d\s]+")


@rule("Y5", "warning", "文字不应与上年雷同")
def copied_text(case: Case) -> Iterator[Hit]:
    """The sections are not last year's over again.

    Why: reports that repeat the year before are the first complaint of those who review them.
    Formula: the likeness (twice the characters in common, in order, to all) of a passage to the same passage of the
    year before, without digits and spaces: from 90 % a warning, from 60 % a hint; a section's passages are told
    together, and compared as a whole where none of them is alike. Below 60 characters a passage says nothing, and the
    preamble is the same every year.
    Source: CASS evaluation of annual reports (2017); 国办公开办函〔2021〕30号 on 雷同.
    Remedy: write what was done this year.
    为何：照抄上年，是评估中首先指出的问题。
    算式：一段文字与上年同一段的相似度（相同字数的两倍与总字数之比，不计数字和空格）达到90%的为请核实，达到60%的为提
    示；同一部分的各段合并指出，各段均不相似的，整个部分再作比较。不足60字的不比较，正文之前的说明每年相同，不作比
    较。
    依据：中国社会科学院政府信息公开工作年度报告评估（2017年）；国办公开办函〔2021〕30号关于雷同的要求。
    办法：写本年所做的工作。
    """
    if case.before is None or not case.texts_before:
        return
    texts_before = by_section(case.before, case.texts_before)
    for section in case.report.statutory_form.sections:
        paths = list(case.texts_in(section.id))
        alike = {path: _likeness(case.texts[path], case.texts_before.get(path, "")) for path in paths}
        if all(share < _ALIKE for share in alike.values()):
            before = texts_before.get(section.id, {})
            whole = _likeness("".join(case.texts[path] for path in paths), "".join(before.values()))
            alike = dict.fromkeys(paths[:1], whole)
        highest = max(alike.values(), default=0.0)
        if highest < _ALIKE:
            continue
        copied = highest >= _COPIED
        found = [path for path, share in alike.items() if share >= (_COPIED if copied else _ALIKE)]
        named = f"（{'、'.join(map(case.label, found))}）" if len(alike) > 1 else ""
        yield Hit(
            found,
            f"{section.ordinal}{named}与{case.before.year}年的文字相似度为{highest:.0f}%，请按本年的情况改写",
            severity="warning" if copied else "hint",
        )


def _likeness(text: str, before: str) -> float:
    """How alike two texts are, in percent; 0 where one of them is too short to tell."""
    now, then = (_LEFT_OUT.sub("", one[: 2 * _MOST])[:_MOST] for one in (text, before))
    if len(now) < _FEWEST or len(then) < _FEWEST:
        return 0
    return fuzz.ratio(now, then, score_cutoff=_ALIKE)
