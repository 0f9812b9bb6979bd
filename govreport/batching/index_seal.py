"""The seal of a year's index: the written page held against the rows that it was made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from govreport.exporting import IndexRow
from govreport.exporting.embed import allow_script, resource
from govreport.rendering.blocks import Block, Manner, due, due_data
from govreport.rendering.page_comparison import sheet_faults

_INDEX = Manner(
    holders=frozenset({"main", "div", "table", "colgroup", "thead", "tbody"}),
    begins=frozenset({"tr", "details"}),
    inline=frozenset({"button"}),
    quiet=frozenset({"class", "scope", "open", "button@type"}),
    names={"h1": "标题", "p": "报送情况", "details": "未报送的单位中", "label": "各单位结果"},
)
_COLUMNS = {
    "name": "单位",
    "edition": "版本",
    "status_shown": "结果",
    "errors": "应改正",
    "warnings": "请核实",
    "message": "说明",
}
_DONE = ("rendered", "unchanged")


def index_faults(content: bytes, year: int, rows: Sequence[IndexRow], expected: Collection[str]) -> Iterator[str]:
    """What is wrong with a written index, one Chinese sentence each: its counts, who is missing, every row's data."""
    title = f"{year}年政府信息公开工作年度报告 生成情况"
    scripts = allow_script(resource("index.js"))
    yield from sheet_faults(content, title, _wanted(title, rows, expected), _INDEX, scripts)


def _wanted(title: str, rows: Sequence[IndexRow], expected: Collection[str]) -> Iterator[Block]:
    done = Counter(row.edition for row in rows if row.status in _DONE and row.agency in expected)
    drafts = f"、送审稿{done['draft']}份" if done["draft"] else ""
    counted = Counter(row.status_shown for row in rows)
    missing = [row.name for row in rows if row.status == "missing"]
    yield due("h1", title)
    yield due("p", f"应报送{len(expected)}个单位，已生成正式稿{done['final']}份{drafts}")
    yield due("p", "，".join(f"{name}{count}份" for name, count in counted.items()))
    if missing:
        yield due("details")
        yield due("summary", f"未报送的单位（{len(missing)}个）")
        yield due("p", "、".join(missing))
    yield Block("label", "查找", {"for": "search"})
    yield due("input", id="search", type="search", placeholder="单位、编号、结果")
    yield due("span", id="shown", role="status")
    yield due("caption", "各单位年报生成情况", hidden="")
    yield due("tr")
    yield from (due("th", f"\n{label}", data_key=key) for key, label in _COLUMNS.items())
    yield due("button", "显示更多", hidden="")
    listed = sorted(rows, key=lambda row: (row.agency, row.edition))
    yield due_data([vars(row) for row in listed], id="rows")
    yield due("script", resource("index.js"))
