"""The words by which texts name requests for information: how many came, what came of them, and who asked.

A number's words must name the thing from end to end; whatever else stands there makes the number count nothing known.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .quantities import BODIES, Cells, Quantity

_NEW: Cells = ("came_in",)
_CARRIED_IN: Cells = ("carried_in",)
_HANDLED: Cells = ("outcomes_total",)
_CARRIED_OUT: Cells = ("left_over",)
_ANSWERED: Cells = ("requests.granted.total", "requests.partial.total", "requests.denied.", "requests.unable.")
_KINDS = {
    "new": Quantity("T1", _NEW),
    "received": Quantity("T1", _NEW, likely=_NEW + _CARRIED_IN),
    "all": Quantity("T1", _NEW + _CARRIED_IN, (_NEW, _HANDLED)),
    "handled": Quantity("T1", _HANDLED),
    "handling": Quantity("T1", _HANDLED, (_NEW, _NEW + _CARRIED_IN)),
    "answered": Quantity("T1", _HANDLED, (_ANSWERED, (*_ANSWERED, "requests.not_processed.")), sure=False),
}
_OBJECT = (
    r"(?:各类|有效|书面|市民|群众|公众|社会公众|申请人|公民、法人(?:和|或|或者|及)?其[他它]组织|提出|提交|递交|的"
    r"|通过[^，。；\d]{1,16}?(?:、|和|或|等)[^，。；\d]{1,8}?(?=提交|提出))*"
    r"(?P<object>(?:政府|政务|信息|依申请|公开|申请|案件|件|办理事项|事项|的|表|书)*)"
)
_TAIL = r"(?:总?数量?|总量|共计?|合计|总计|为|有|达到?|完毕|完成|了|：)*$"
_VERB = re.compile(
    r"(?:(?P<new>新收(?:到|受理)?|新受理)|(?P<all>收办)|(?P<received>(?:接?收|接)到|接收|受理)"
    r"|(?P<handled>办结|办复|办理完毕|办理完成)|(?P<answered>答复|回复)|(?P<handling>办理|处理))了?" + _OBJECT + _TAIL
)
_NEXT_YEAR = r"(?:结转|转|顺延|延续)(?:至|到|入)?(?:下一?个?年度?|次年度?|翌年|(?P<to>\d{4})年度?)"
_TO_NEXT_YEAR = re.compile(_NEXT_YEAR + r"(?:继续)?(?:办理|处理|答复)*" + _OBJECT + _TAIL)
_THEN_TO_NEXT_YEAR = re.compile(
    r"(?:政府|信息|公开|申请|案件|的|正在|尚在|仍在|尚未|按照?|依照|《[^》]{0,20}》|规定|依法|办理|办结|中|将|已|需|因|未到期)*"
    + _NEXT_YEAR
)
_CARRIED = re.compile(
    r"(?:其中|含|包括|包含|另有|加上|和|另|其)*(?:(?:上一?年度?|去年|(?P<of>\d{4})年度?)的?(?:结转|转结|转入)|结转上一?年度?)"
    r"的?(?:至?本年度?|至?今年)?(?:继续)?(?:办理)?" + _OBJECT + _TAIL
)
_LEFT = re.compile(r"(?:其中|另有|另|还有|尚有|有|尚未办结|未办结|剩余|余|年末|期末|并|的)*")
_OUTCOME = (
    r"(?:(?P<granted{0}>予以(?:全部)?公开|同意公开)|(?P<partial{0}>(?:予以|同意)?部分公开)"
    r"|(?P<denied{0}>不予公开)|(?P<unable{0}>无法提供)|(?P<not_processed{0}>不予处理)"
    r"|(?P<other{0}>(?:[作做按]|予以)?其[他它]处理))(?:答复|决定|告知|申请|案件|件|政府信息|的)*"
)
_OUTCOME_WORDS = re.compile(
    r"(?:其中|分别为|包括|作出|做出|依法|决定|办理结果中?|结果|为|：|并"
    r"|(?:所有)?(?:已?办结|答复)?的?(?:[^，；]{0,12}申请中|(?:政府)?信息公开申请)"
    r"|(?:因|由于)[^，；]{1,20}等原因)*"
    + _OUTCOME.format(1)
    + r"(?:(?:、|和|及|以及|与)(?:予以)?"
    + _OUTCOME.format(2)
    + r")?"
    + _TAIL
)
_GROUPS = {
    "granted": "requests.granted.total",
    "partial": "requests.partial.total",
    "denied": "requests.denied.",
    "unable": "requests.unable.",
    "not_processed": "requests.not_processed.",
    "other": "requests.other.",
}
_COLUMN = re.compile(
    r"(?:其中|涉及|包括|分别为|分别是|申请人为|来自|由|为|：|是)*(?:(?P<natural_person>自然人)|(?P<commercial>商业企业)"
    r"|(?P<research>科研机构)|(?P<public_welfare>社会公益组织)|(?P<legal_service>法律服务机构)"
    r"|(?P<bodies>法人(?:或者?|和|及)其[他它]组织))(?:申请人?|提出|提交|的)*" + _TAIL
)
_FOLLOWS = re.compile(r"$|[并均等]|的?(?:政府|信息|依申请|公开)*申请(?!人|表|书)")


@lru_cache(maxsize=512)
def requests(label: str, after: str, year: int) -> Quantity | None:
    """The requests that a number counts, by the words before it and after it, in a report of `year`."""
    if "转" in label or "延" in label:
        if found := _TO_NEXT_YEAR.search(label):
            return _carried(_CARRIED_OUT, found["to"], year + 1, label[: found.start()], found[0] + after)
        found = _CARRIED.match(label)
        return _carried(_CARRIED_IN, found["of"], year - 1, "", found[0] + after) if found else None
    if ("转" in after or "延" in after) and (found := _THEN_TO_NEXT_YEAR.match(after)):
        return _carried(_CARRIED_OUT, found["to"], year + 1, label, found[0])
    found = _VERB.search(label)
    if not found or not _FOLLOWS.match(after):
        return None
    named = found["object"] or after
    if found["object"] and "申请" not in named:
        return None
    kind = next(kind for kind in _KINDS if found[kind])
    return _KINDS[kind]._replace(whose=label[: found.start()], bare="申请" not in named)


def _carried(cells: Cells, stated: str | None, year: int, words: str, named: str) -> Quantity | None:
    if stated not in (None, str(year)):
        return None
    left = _LEFT.match(words)
    return Quantity("T1", cells, whose=words[left.end() :] if left else words, bare="申请" not in named)


@lru_cache(maxsize=512)
def outcomes(label: str) -> Quantity | None:
    """The outcomes that a number counts, by the words before it: one, or two named together."""
    if not (found := _OUTCOME_WORDS.match(label)):
        return None
    return Quantity("T3", tuple(cell for group, cell in _GROUPS.items() if found[f"{group}1"] or found[f"{group}2"]))


@lru_cache(maxsize=512)
def applicants(label: str) -> Cells:
    """The kinds of applicants that a number counts; none where its words do not name them."""
    if not (found := _COLUMN.match(label)):
        return ()
    return BODIES if found["bodies"] else tuple(kind for kind, words in found.groupdict().items() if words)
