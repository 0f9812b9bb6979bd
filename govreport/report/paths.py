"""Where things stand in a report: the path of each figure and text, what it is called, and several changed at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from govreport.form import Form

LABELS = {
    "name": "单位名称",
    "level": "单位级别",
    "dated": "落款日期",
    "publication.date": "公开日期",
    "publication.url": "公开网址",
    "publication.digest": "公开版本摘要",
    "contact.address": "联系地址",
    "contact.telephone": "联系电话",
    "contact.email": "电子邮箱",
    "published.total": "主动公开信息总数",
    "processing_fee.notices": "信息处理费：发出收费通知（件）",
    "processing_fee.billed": "信息处理费：应收（元）",
    "processing_fee.received": "信息处理费：实收（元）",
    "narrative.preamble": "正文之前的说明",
    "narrative.overview.lead": "开头",
    "narrative.problems": "存在的主要问题",
    "narrative.improvements": "改进情况",
    "narrative.other_matters": "其他需要报告的事项",
}
"""What each path outside the tables is called; an aspect of section one is called by its heading."""

_LISTED = {"channel": "渠道名称", "total": "小计", "heading": "标题", "text": "内容"}


def label_path(form: Form, path: str) -> str:
    """What the figure or text at `path` is called on the printed page.

    >>> from govreport.form import FORMS
    >>> label_path(FORMS[2021], "requests.granted.total")
    '第三表“（一）予以公开”“总计”'
    """
    if path in form.places:
        return form.places[path].label
    if path in LABELS:
        return LABELS[path]
    if path.startswith("narrative.overview."):
        aspect, *more = path.removeprefix("narrative.overview.").split(".")
        return form.aspects.get(aspect) or f"其他方面{_numbered(more)}"
    if path.startswith("published.channels."):
        return f"主动公开数量：渠道{_numbered(path.split('.', 4)[2:])}"
    return path


def _numbered(parts: list[str]) -> str:
    """An entry of a list: its number from 1, and which part of it."""
    number, *more = parts
    what = more[-1] if more else ""
    return f"{int(number) + 1}" + (f"“{_LISTED.get(what, what)}”" if what else "")


def flatten(form: Form, record: Mapping[str, Any]) -> dict[str, Any]:
    """Every figure and text of a record that states something, by its path; entries of a list by their number."""
    tables = set(form.table_by_id)
    found: dict[str, Any] = {}
    for key, value in record.items():
        found.update(_cells(form, key, value) if key in tables else _leaves(key, value))
    return {path: value for path, value in found.items() if value is not None}


def _cells(form: Form, table: str, figures: Mapping[str, Any] | None) -> Iterator[tuple[str, Any]]:
    for row in form.table_by_id[table].rows:
        line: Any = figures
        for name in row.id.split("."):
            line = line.get(name) if line else None
        values = [line] if len(row.columns) == 1 else line or ()
        yield from (
            (f"{table}.{row.id}.{column.id}", value) for column, value in zip(row.columns, values, strict=False)
        )


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}", item)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(f"{path}.{number}", item)
    else:
        yield path, value


def place(form: Form, record: dict[str, Any], path: str, value: Any) -> None:
    """Put `value` at `path` in `record`: a cell in its row, begun blank where it was absent; all else by its keys."""
    spot = form.places.get(path)
    *groups, name = (f"{spot.table.id}.{spot.row.id}" if spot else path).split(".")
    holder = record
    for group in groups:
        holder[group] = holder.get(group) or {}
        holder = holder[group]
    if spot is None or len(spot.row.columns) == 1:
        holder[name] = value
    else:
        line = list(holder.get(name) or [None] * len(spot.row.columns))
        line[spot.row.columns.index(spot.column)] = value
        holder[name] = line
