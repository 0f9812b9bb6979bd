"""The words of the workbook that goes out and comes back, beside the form's own labels."""

from __future__ import annotations

from dataclasses import dataclass

from .edition import Form
from .texts import Fact


@dataclass(frozen=True)
class Stamp:
    """What says whose workbook it is; nobody is to change it."""

    agency: str = "单位编号"
    name: str = "单位名称"
    level: str = "单位级别"
    year: str = "年度"
    form: str = "报告格式"
    edition: str = "报告版本"
    packed: str = "附带数据（请勿改动）"


STAMP = Stamp()
FINAL = "正式稿"
"""What the stamp of a final edition says of it; a workbook to be filled in has no such line."""
NOTES, OVERVIEW, TABLES, REST, CHECKS = SHEETS = ("填报说明", "总体情况", "三张表", "问题改进及其他", "校核结果")
"""The sheets in their order."""
CHANNEL, CATEGORY, COUNT = CHANNEL_HEADS = ("渠道（平台）", "类别", "条数")
"""The columns of what was published, a line a category."""
SUBTOTAL, TOTAL = "小计", "合计"
"""A channel's own line, and the line of them all."""
EXTRA_HEADS = ("其他方面的标题", "其他方面的内容")
THIS_YEAR, LAST_YEAR = "本年", "上年"
GROUPS = ("published", "fee")
"""The groups of facts that stand below a heading of their own."""


def facts_asked(form: Form) -> dict[str, Fact]:
    """The facts that have a line of their own, by path: none that the stamp or a list states, or that follows later."""
    stamped = {*vars(STAMP).values()}
    return {
        fact.path: fact
        for group in form.fact_groups
        for fact in group.facts
        if not (fact.label in stamped or form.lists_of(group.id) or fact.path.startswith("publication."))
    }
