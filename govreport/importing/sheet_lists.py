"""The two lists of a workbook as a record holds them: further aspects, and what was published by channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from govreport.form.workbook import CATEGORY, CHANNEL, SUBTOTAL, TOTAL
from govreport.report import Number, add_stated

from .figures import Unreadable
from .grid import Content, Formula, Sheet, shown
from .labels import bare_label
from .reading import Doubt
from .values import figure_in, text_in

Row = tuple[int, Mapping[int, Content]]
_SUM: Any = object()
"""Stands for a total whose cell holds a formula, until its parts are known."""


def read_extra(sheet: Sheet, rows: Sequence[Row], problems: list[str]) -> list[dict[str, str]]:
    """Each further aspect: heading and text."""
    aspects = []
    for number, cells in rows:
        try:
            heading, text = (text_in(cells.get(at)) for at in (1, 2))
        except Unreadable as error:
            problems.append(f"{sheet.where((number, 1))}：这一行{error}")
            continue
        if text and not heading:
            problems.append(f"{sheet.where((number, 2))}：这一段没有标题，请在左侧补上")
        if heading:
            aspects.append({"heading": heading, "text": text})
    return aspects


class ChannelLines:
    """The lines of what was published, taken one after another; `columns` are those of channel, category and count."""

    def __init__(self, sheet: Sheet, columns: Sequence[int]) -> None:
        self.problems: list[str] = []
        self.doubts: list[Doubt] = []
        self._total: Any = None
        self._channels: list[dict[str, Any]] = []
        self._sheet = sheet
        self._columns = columns

    def record(self) -> dict[str, Any]:
        """What was published, sums computed from their parts."""
        for channel in self._channels:
            if channel["total"] is _SUM:
                channel["total"] = add_stated(channel["items"].values())
        totals = [channel["total"] for channel in self._channels]
        return {"total": add_stated(totals) if self._total is _SUM else self._total, "channels": self._channels}

    def take(self, row: Row) -> None:
        """Take a line: 合计, a channel's own, or a category's below it."""
        number, cells = row
        where = self._sheet.where((number, self._columns[2]))
        content = cells.get(self._columns[2])
        try:
            channel, category = (text_in(cells.get(at)) for at in self._columns[:2])
        except Unreadable as error:
            self.problems.append(f"{where}：这一行的名称{error}")
            return
        if bare_label(channel) == TOTAL and not category:
            self._total = self._sum_or_figure("published.total", content, where)
        elif bare_label(category) == SUBTOTAL or (channel and not category):
            self._begin(channel)["total"] = self._sum_or_figure(f"{self._path()}.total", content, where)
        elif category:
            self._take_category(channel, category, content, where)
        elif content is not None:
            self.problems.append(f"{where}：这一行没有“{CATEGORY}”，请在左侧补上，或清除这一行")

    def _take_category(self, channel: str, category: str, content: Content | None, where: str) -> None:
        if not self._channels or (channel and channel != self._channels[-1]["channel"]):
            self._begin(channel)
        items = self._channels[-1]["items"]
        if category in items:
            self.problems.append(f"{where}：“{category}”在同一{CHANNEL}下出现两次，请合并或改名")
        items[category] = self._figure(f"{self._path()}.items.{category}", content, where)

    def _begin(self, channel: str) -> dict[str, Any]:
        self._channels.append({"channel": channel or None, "total": None, "items": {}})
        return self._channels[-1]

    def _path(self) -> str:
        return f"published.channels.{len(self._channels) - 1}"

    def _sum_or_figure(self, path: str, content: Content | None, where: str) -> Any:
        return _SUM if isinstance(content, Formula) else self._figure(path, content, where)

    def _figure(self, path: str, content: Content | None, where: str) -> Number | None:
        try:
            return figure_in(content)
        except Unreadable as error:
            self.doubts.append(Doubt(path, where, shown(content), str(error)))
            return None
