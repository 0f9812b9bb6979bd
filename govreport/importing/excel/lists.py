"""The two lists of a workbook as a record holds them: further aspects, and what was published by channel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from govreport.form.workbook import CATEGORY, CHANNEL, SUBTOTAL, TOTAL
from govreport.report import Number, add_stated

from ..cell_grid import Content, Formula, shown
from ..figures import Unreadable
from ..labels import bare_label
from ..reading import Doubt
from ..sums import is_sum, is_sum_of_subtotals
from ..values import figure_in, text_in
from .texts import Listed, Row

_SUMMED = "合计的公式没有包括全部各行，请直接填写数字"


def read_extra(listed: Listed, problems: list[str]) -> list[dict[str, str]]:
    """Each further aspect: heading and text."""
    aspects = []
    sheet = listed.sheet
    for number, cells in listed.rows:
        try:
            heading, text = (text_in(cells.get(at)) for at in listed.columns)
        except Unreadable as error:
            problems.append(f"{sheet.where((number, min(cells)))}：这一行{error}")
            continue
        if text and not heading:
            problems.append(f"{sheet.where((number, listed.columns[1]))}：这一段没有标题，请在左侧补上")
        if not (heading or text):
            problems.append(f"{sheet.where((number, min(cells)))}：这里的内容不在填写的格内，请移到左边，或清除")
        if heading:
            aspects.append({"heading": heading, "text": text})
    return aspects


class ChannelLines:
    """The lines of what was published, taken one after another; the channels and their total stand at these paths."""

    def __init__(self, listed: Listed, channels: str, total: str) -> None:
        self.problems: list[str] = []
        self.doubts: list[Doubt] = []
        self._listed_at, self._total_at = channels, total
        self._sheet = listed.sheet
        self._columns = listed.columns
        self._channels: list[dict[str, Any]] = []
        self._formulas: dict[str, tuple[int, Formula]] = {}
        """The row and formula of each sum that holds one, by its path."""
        self._total: Number | None = None
        self._rows: list[list[int]] = []
        """The rows of each channel: its own, then its categories'."""
        for row in listed.rows:
            self._take(row)
        self._compute()

    def record(self) -> dict[str, Any]:
        """What was published, sums computed from their parts."""
        return {"total": self._total, "channels": self._channels}

    def _compute(self) -> None:
        """Each sum that holds the formula of that sum; one of other cells is doubtful."""
        unsure = {doubt.cell for doubt in self.doubts}
        for number, (channel, rows) in enumerate(zip(self._channels, self._rows, strict=True)):
            path = f"{self._listed_at}.{number}"
            if f"{path}.total" in self._formulas:
                row, formula = self._formulas[f"{path}.total"]
                right = is_sum(formula, self._sheet, [(one, self._columns[2]) for one in rows[1:]])
                parts = None if any(one.startswith(f"{path}.items.") for one in unsure) else channel["items"].values()
                channel["total"] = self._sum(f"{path}.total", row, formula, parts, right=right)
        if self._total_at in self._formulas:
            row, formula = self._formulas[self._total_at]
            right = is_sum_of_subtotals(formula, self._sheet, self._columns[1:], [rows[0] for rows in self._rows])
            parts = None if self.doubts else [channel["total"] for channel in self._channels]
            self._total = self._sum(self._total_at, row, formula, parts, right=right)

    def _sum(
        self, path: str, row: int, formula: Formula, parts: Iterable[Number | None] | None, *, right: bool
    ) -> Number | None:  # fmt: skip
        if right:
            return None if parts is None else add_stated(parts)
        try:
            return figure_in(formula)
        except Unreadable:
            self.doubts.append(Doubt(path, self._sheet.where((row, self._columns[2])), formula.text, _SUMMED))
            return None

    def _take(self, row: Row) -> None:
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
            self._total = self._sum_or_figure(self._total_at, number, content)
        elif bare_label(category) == SUBTOTAL or (channel and not category):
            begun = self._begin(channel, number)
            begun["total"] = self._sum_or_figure(f"{self._path()}.total", number, content)
        elif category:
            self._take_category(channel, category, number, content)
        elif content is not None:
            self.problems.append(f"{where}：这一行没有“{CATEGORY}”，请在左侧补上，或清除这一行")

    def _take_category(self, channel: str, category: str, number: int, content: Content | None) -> None:
        where = self._sheet.where((number, self._columns[2]))
        if not self._channels or (channel and channel != self._channels[-1]["channel"]):
            self._begin(channel, number)
        self._rows[-1].append(number)
        items = self._channels[-1]["items"]
        if category in items:
            self.problems.append(f"{where}：“{category}”在同一{CHANNEL}下出现两次，请合并或改名")
        items[category] = self._figure(f"{self._path()}.items.{category}", content, where)

    def _begin(self, channel: str, number: int) -> dict[str, Any]:
        self._rows.append([number])
        self._channels.append({"channel": channel or None, "total": None, "items": {}})
        return self._channels[-1]

    def _path(self) -> str:
        return f"{self._listed_at}.{len(self._channels) - 1}"

    def _sum_or_figure(self, path: str, number: int, content: Content | None) -> Number | None:
        if isinstance(content, Formula):
            self._formulas[path] = (number, content)
            return None
        return self._figure(path, content, self._sheet.where((number, self._columns[2])))

    def _figure(self, path: str, content: Content | None, where: str) -> Number | None:
        try:
            return figure_in(content)
        except Unreadable as error:
            self.doubts.append(Doubt(path, where, shown(content), str(error)))
            return None
