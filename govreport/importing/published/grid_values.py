"""What stands in a cell of a published table, as the figure that it states, or why that is not certain."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from govreport.form import Column
from govreport.report import Number

from ..figures import Unreadable, read_figure
from .grid import Cell
from .match import normal
from .solve import in_unit

_SPLIT = re.compile(r"\d[,.]?\s+[,.]?\d")
_REMARKED = re.compile(r"([+-]?[\d,.]+)(万元|元|[件条项个宗起次份部])?(?:\((.+)\))?")
_CHANGED = re.compile(r"(增|减|增加|减少)([\d,]+)[件条项个]?")
_LAST_YEAR = re.compile(r"\s*上年\s*(?:[-+\d./／—]|空白)[^\u4e00-\u9fff]*(?:持平|空白)?\s*$")
"""Last year's figure below this year's, as our own drafts show it."""
_CORRECTS = re.compile(r"应为|更正|修正|改为|有误|原")
_MORE_BLANKS = frozenset(("―", "─", "－－", "---", "不涉及", "空白", "无数据"))
_UNITS = ("万元", "元")
"""Of amounts; the longer one first, as the other is a part of it."""


@dataclass(frozen=True)
class Value:
    """A figure, None for a blank; `why` says what is doubtful, `note` what was done to it."""

    number: Number | None = None
    why: str = ""
    candidates: tuple[Number, ...] = ()
    note: str = ""
    split: bool = False


def has_digits(text: str) -> bool:
    """Whether a cell states a figure, possibly with a unit or a remark."""
    return bool(_REMARKED.fullmatch(_compact(text)) or _CHANGED.fullmatch(_compact(text))) or _is_number(text)


def is_blank(text: str) -> bool:
    """Whether nothing is stated in a cell."""
    plain = _compact(text)
    if plain in _MORE_BLANKS:
        return True
    try:
        return read_figure(plain) is None
    except Unreadable:
        return False


def unit_in(label: str) -> str:
    """The unit that a heading states, empty where it states none.

    >>> unit_in("本年收费金额（单位：万元）"), unit_in("采购总金额")
    ('万元', '')
    """
    plain = normal(label)
    return next((unit for unit in _UNITS if unit in plain), "")


def read_value(cell: Cell, column: Column, unit: str) -> Value:
    """The figure of `cell`; an amount comes from `unit`, or the cell's own, into the column's."""
    if cell.problem and not is_blank(cell.text):
        return Value(why=f"{cell.problem}，请看原文核对后填写", candidates=_candidates(cell.text))
    plain = _compact(cell.text)
    if is_blank(plain):
        return Value()
    value = _plain_value(plain, column)
    if value is None:
        return Value(why="不是数字，请看原文核对后填写", candidates=_candidates(plain))
    if _SPLIT.search(_this_year(cell.text).strip()):
        joined = () if value.number is None else (value.number,)
        return Value(why="数字中间有空格或换行，可能是两个数，请看原文核对", candidates=joined, split=not value.why)
    return _in_unit(value, _own_unit(plain), unit, column.unit) if column.kind == "amount" else value


def _compact(text: str) -> str:
    return "".join(normal(_this_year(text)).split())


def _this_year(text: str) -> str:
    return _LAST_YEAR.sub("", text)


def _is_number(text: str) -> bool:
    try:
        return read_figure(_compact(text)) is not None
    except Unreadable:
        return False


def _plain_value(plain: str, column: Column) -> Value | None:
    changed = _CHANGED.fullmatch(plain) if column.kind == "change" else None
    if changed:
        number = _number(changed[2])
        return None if number is None else Value(-number if changed[1].startswith("减") else number)
    match = _REMARKED.fullmatch(plain)
    number = _number(match[1] if match else plain)
    if number is None:
        return None
    unit, remark = (match[2], match[3]) if match else (None, None)
    if unit in _UNITS and column.kind != "amount":
        return None
    if column.kind != "amount" and number == int(number):
        number = int(number)
    if remark and _CORRECTS.search(remark):
        return Value(why=f"有说明“{remark}”，请看原文核对后填写", candidates=(number, *_candidates(remark)))
    return Value(number, note=f"“{plain}”按{number}读取" if remark else "")


def _number(text: str) -> Number | None:
    try:
        return read_figure(text)
    except Unreadable:
        return None


def _candidates(text: str) -> tuple[Number, ...]:
    numbers = (_number(one) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", _compact(text))[:4])
    return tuple(dict.fromkeys(number for number in numbers if number is not None))


def _own_unit(plain: str) -> str:
    match = _REMARKED.fullmatch(plain)
    return (match[2] or "") if match else ""


def _in_unit(value: Value, own: str, stated: str, wanted: str) -> Value:
    """The amount in the wanted unit; where the cell and its heading state different ones, both readings."""
    if value.number is None or value.why:
        return value
    if own and stated and own != stated:
        both = tuple(dict.fromkeys(in_unit(value.number, one, wanted) for one in (own, stated)))
        return Value(why=f"格中写“{own}”，列标题写“{stated}”，请核对单位", candidates=both)
    unit = own or stated
    if not unit:
        return replace(value, note=f"没有写明单位，按{wanted}读取")
    number = in_unit(value.number, unit, wanted)
    note = f"原文单位是{unit}，已由{value.number}{unit}换算为{number}{wanted}" if unit != wanted else value.note
    return replace(value, number=number, note=note)
