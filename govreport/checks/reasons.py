"""Whether a recorded reason says who, when and why; one that does not excuses nothing."""

from __future__ import annotations

import re
import unicodedata

from govreport.report import Waiver, says_nothing

from .screening import placeholders

_FEWEST = 4
"""So many characters a reason has at least: 原文空白."""
_FILLERS = (
    "无", "略", "同上", "如上", "同前", "见上", "见附件", "详见附件", "附件", "另附",
    "待补充", "待补", "待定", "待填", "待核实", "暂无",
    "情况说明", "说明", "说明原因", "原因", "理由", "情况", "备注", "具体原因", "特此说明", "已说明", "情况属实",
    "属实",
    "没有", "没有问题", "无问题", "正常", "其他", "测试", "示例", "请填写", "未填写", "请填写原因", "填写原因", "内容",
    "是", "的", "好", "好的", "可以", "同意", "通过", "已核实", "已核对", "已阅", "未署名", "某", "某某", "某人",
    "none", "null", "nil", "na", "test", "todo", "tbd", "reason", "abc", "abcd", "asdf", "qwer", "qwerty", "ok", "x",
)  # fmt: skip
"""What is written where something has to be."""
_FILLER = re.compile(f"(?:{'|'.join(sorted(map(re.escape, _FILLERS), key=len, reverse=True))})++")


def is_reason(text: str) -> bool:
    """Whether a text gives a reason, rather than filling a place.

    >>> is_reason("原文空白"), is_reason("x"), is_reason("见附件。"), is_reason("情况说明：无")
    (True, False, False, False)
    """
    bare = _bare(text)
    if len(bare) < _FEWEST or len(set(bare)) == 1 or not any(map(str.isalpha, bare)):
        return False
    return not _FILLER.fullmatch(bare) and next(placeholders(text), None) is None


def is_person(name: str | None) -> bool:
    """Whether a name is somebody's, rather than filling a place.

    >>> is_person("示例甲"), is_person("张某"), is_person("　"), is_person("无"), is_person("××")
    (True, True, False, False, False)
    """
    bare = _bare(name or "")
    return bool(bare) and not says_nothing(name or "") and not _FILLER.fullmatch(bare)


def lacking(waiver: Waiver) -> list[str]:
    """What a recorded reason does not say; nothing where it may excuse something."""
    said = {
        "说明人": is_person(waiver.by),
        "日期": waiver.date is not None,
        "具体原因": is_reason(waiver.reason),
    }
    return [name for name, there in said.items() if not there]


def _bare(text: str) -> str:
    """The letters and digits of a text, the wide and the high as the plain ones."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
