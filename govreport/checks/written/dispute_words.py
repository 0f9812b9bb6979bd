"""The words by which texts name reviews, lawsuits, documents and decisions."""

from __future__ import annotations

import re
from functools import lru_cache

from .quantities import Cells, Quantity

_REVIEW: Cells = ("disputes.review.total",)
_DIRECT: Cells = ("disputes.litigation_direct.total",)
_AFTER_REVIEW: Cells = ("disputes.litigation_after_review.total",)
_NOUN = r"(?:案件|申请|案|件|事项)*(?:总?数量?|共计?|合计|总计|为|有|均为|均|各|分别为|：)*"
_DISPUTE = re.compile(
    r"(?:(?P<direct>未经复议直接(?:提起)?(?:行政)?(?:起诉|诉讼))|(?P<after>(?:行政)?复议后(?:再)?(?:提起)?(?:行政)?(?:起诉|诉讼))"
    rf"|(?P<review>复议{_NOUN}(?:、|和|及|以及|与|或|或者)?)?(?:提起|申请|被)*(?:行政)?(?P<suit>诉讼|应诉)|(?P<alone>复议))"
    rf"{_NOUN}$"
)
_THEN_DISPUTE = re.compile(
    r"(?:因|涉及|关于|的|由|对|就|政府|信息|公开|工作|答复|申请|引发|引起|产生|提起|类|行政|方面|被)*信息公开"
    r"(?:申请|工作|答复|引发|引起|产生|提起|类|行政|方面|的|而|被)*(?P<kind>复议|诉讼)(?:案件|案|申请)?$"
)
_DISPUTE_PART = re.compile(
    r"维持|纠正|撤销|撤回|驳回|败诉|胜诉|终止|调解|确认|纠错|[审办]结|结案|其中|[减增]|比|较|[未无没]|上年|去年|结转|一审|二审|再审|上诉"
)
_AS_AUTHORITY = re.compile(r"受理|审理|办理|代理|备案|收到|参加|参与|出庭|应诉")
ABOUT_DISCLOSURE = re.compile(
    r"信息(?:依申请)?公开[^，。；、：和与及\d]{0,14}?(?:复议|诉讼|起诉|应诉)|因(?:政府)?信息公开"
    r"|信息公开[^，。；、：\d]{0,6}?引[起发]"
)
"""Words that say that the disputes after them are about government information."""

_DOCUMENT = r"(?:的)?(?:行政)?规范性文件"
_COUNTED = r"件?(?:总?数量?|共计?|合计|总计|为|有|：)*$"
_DOCUMENTS = re.compile(
    rf"(?:(?P<in>(?:制发|制定|出台|印发)(?:并(?:公开|发布))?了?(?:{_DOCUMENT})?)"
    rf"|(?P<out>废止了?(?:{_DOCUMENT})?)|(?P<stock>现行有效(?:{_DOCUMENT})?)){_COUNTED}"
)
_DOCUMENT_PART = re.compile(
    r"其中|名义|党|部门|本级|[减增]|比|较|累计|历年|以来|[未无没拟]|上年|去年|修改|修订|失效|解读|备案|审[查核]|清理(?!并)|计划|代"
    r"|各[县区镇乡]|县区|上半年|下半年|季度|月|规章"
)
_POSTED = re.compile(r"(?:设立|建立|规范性文件库|集中|统一|动态|更新|公开|发布|清理|并|主动|及时|目前|梳理|的)*")
_DECISIONS = re.compile(
    r"作出(?:的)?行政(?:(?P<licenses>许可)|(?P<penalties>处罚)|(?P<coercion>强制))(?:处理)?决定(?:书)?" + _COUNTED
)


@lru_cache(maxsize=512)
def disputes(label: str, after: str) -> Quantity | None:
    """The disputes that a number counts; `bare` where the words do not say that they are about information."""
    if found := _DISPUTE.search(label):
        words = label[: found.start()]
        if _DISPUTE_PART.search(words):
            return None
        return Quantity("T2", _kinds(found), sure=not _AS_AUTHORITY.search(words), bare=True)
    if "信息公开" in after and (found := _THEN_DISPUTE.match(after)):
        cells = _REVIEW if found["kind"] == "复议" else _DIRECT + _AFTER_REVIEW
        return None if _DISPUTE_PART.search(label) else Quantity("T2", cells, sure=not _AS_AUTHORITY.search(label))
    return None


def _kinds(found: re.Match[str]) -> Cells:
    if found["direct"]:
        return _DIRECT
    if found["after"]:
        return _AFTER_REVIEW
    return (_REVIEW if found["review"] or found["alone"] else ()) + (_DIRECT + _AFTER_REVIEW if found["suit"] else ())


@lru_cache(maxsize=512)
def documents(label: str) -> Quantity | None:
    """The documents or decisions that a number counts; `bare` where only the verb stands."""
    if found := _DOCUMENTS.search(label):
        words, bare = label[: found.start()], "规范性文件" not in found[0]
        if _DOCUMENT_PART.search(words) or (bare and found["in"] and not words.endswith("本年")):
            return None
        flow = next(name for name, words in found.groupdict().items() if words)
        posted = _POSTED.match(words)
        sure = not posted or ("公开" not in posted[0] and "发布" not in posted[0])
        rest = words[posted.end() :] if posted else words
        return Quantity("T8", (f"documents.{flow}",), sure=sure, whose=rest, bare=bare)
    if "决定" in label and (found := _DECISIONS.search(label)):
        if _DOCUMENT_PART.search(label[: found.start()]):
            return None
        kind = next(name for name, words in found.groupdict().items() if words)
        return Quantity("T8", (f"disclosure.{kind}.decisions",), whose=label[: found.start()])
    return None
