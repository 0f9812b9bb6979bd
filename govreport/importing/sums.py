"""Formulas of a workbook's sums: whether one adds up just the cells that the form says, as Excel would show it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from openpyxl.utils import range_boundaries

from govreport.form.workbook import SUBTOTAL

from .cell_grid import Formula, Sheet, Spot

_RANGE = r"[A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?"
_LIST = rf"{_RANGE}(?:,{_RANGE})*"
_SUM = re.compile(
    rf'=(?:IF\(COUNT\((?P<counted>{_LIST})\)=0,"",SUM\((?P<summed>{_LIST})\)\)'
    rf"|SUM\((?P<plain>{_LIST})\)|\+?(?P<added>{_RANGE}(?:\+{_RANGE})*))"
)
_SUMIF = re.compile(rf'=IF\(COUNT\(({_RANGE})\)=0,"",SUMIF\(({_RANGE}),"{SUBTOTAL}",({_RANGE})\)\)')

_Box = tuple[int, int, int, int]


def is_sum(formula: Formula, sheet: Sheet, spots: Collection[Spot]) -> bool:
    """Whether the formula adds up `spots`, each once, and no other cell in which something stands."""
    found = _SUM.fullmatch(_plain(formula, sheet))
    if not found or (found["counted"] and found["counted"] != found["summed"]):
        return False
    boxes = [_box(one) for one in re.findall(_RANGE, found["summed"] or found["plain"] or found["added"])]
    once = all(sum(_holds(box, spot) for box in boxes) == 1 for spot in spots)
    return once and not any(_holds(box, spot) for spot in sheet.cells.keys() - {*spots} for box in boxes)


def is_sum_of_subtotals(formula: Formula, sheet: Sheet, columns: Sequence[int], rows: Collection[int]) -> bool:
    """Whether the formula adds up the counts, in the second of `columns`, of the `rows` that the first calls 小计."""
    found = _SUMIF.fullmatch(_plain(formula, sheet))
    if not found or found[1] != found[3]:
        return False
    (left, top, right, bottom), (first, high, last, low) = _box(found[2]), _box(found[3])
    category, count = columns
    alike = (left, right, first, last) == (category, category, count, count) and (top, bottom) == (high, low)
    return alike and all(top <= row <= bottom for row in rows)


def _plain(formula: Formula, sheet: Sheet) -> str:
    """The formula without spaces, signs for fixed places, and the name of its own sheet."""
    text = "".join(formula.text.split()).replace("$", "")
    return text.replace(f"'{sheet.name}'!", "").replace(f"{sheet.name}!", "").upper()


def _box(text: str) -> _Box:
    left, top, right, bottom = range_boundaries(text)
    return int(left or 0), int(top or 0), int(right or 0), int(bottom or 0)


def _holds(box: _Box, spot: Spot) -> bool:
    left, top, right, bottom = box
    return top <= spot[0] <= bottom and left <= spot[1] <= right
