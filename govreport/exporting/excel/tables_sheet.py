"""The sheet 三张表: the statutory tables as printed, figures to be filled in, last year's in grey beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from govreport.form import Box, Form, PrintedLine, Table, place_boxes
from govreport.form.workbook import LAST_YEAR, THIS_YEAR

from .sheet_drawing import Drawing, Spot, height_for, ref, span
from .styles import BEFORE, FIGURE, HEAD, HEADING, LABEL, NOTE, TITLE, TOTAL

TITLE_SPOT, STATE_SPOT = "@title", "@state"
COLUMNS = 18

_LABELS = 3
"""Columns A to C hold the labels of tables two and three."""
_WIDTHS = (5.0, 9.0, 34.0, *[9.3] * 15)
_LOWEST = 18.0
_APART = 8
"""Last year's figure stands so many columns right of this year's."""
_WIDEST_COLUMN = 3
"""A heading over more printed columns than this stands above headings of its own columns."""
_LOOKS = {"caption": HEAD, "corner": HEAD, "column": HEAD, "group": LABEL, "row": LABEL}
_ALLOWED: dict[str, tuple[Any, str, str]] = {
    "count": ("whole", "0", "这里填件数，应为不小于 0 的整数；没有发生的请填 0。"),
    "change": ("whole", "-99999999", "这里填增减数，应为整数，减少的写负数。"),
    "amount": ("decimal", "0", "这里填金额，应为不小于 0 的数；没有发生的请填 0。"),
}
"""What may be typed into a column of each kind: Excel's type, the least, and what is said of anything else."""


def draw_tables(drawing: Drawing, form: Form, present: Collection[str], before: bool) -> None:
    """Draw the three tables below one another; every figure's cell is in `drawing.spots` afterwards."""
    drawing.width(1, *_WIDTHS)
    drawing.spots[TITLE_SPOT] = drawing.box(1, 1, "", TITLE, COLUMNS)
    drawing.spots[STATE_SPOT] = drawing.box(2, 1, "", NOTE, COLUMNS)
    drawing.sheet.row_dimensions[1].height = 28
    drawing.row = 4
    for table in form.tables:
        if table.head and not _is_across(table):
            drawing.sheet.row_breaks.append(Break(drawing.row - 1))
        drawing.heading(table.heading, HEADING, COLUMNS)
        across = _is_across(table)
        _draw(drawing, table, table.printed(present), before and not across)
        if across:
            _draw_rows_named(drawing, table, before)
        drawing.row += 1
    _put_sums(drawing, form)
    _validate(drawing, form)


def _is_across(table: Table) -> bool:
    """Whether the table has all its figures in one line, without a label of its own."""
    return all(box.cell for box in table.body[0])


def _edges(table: Table) -> list[int]:
    """The sheet's column at which each printed column begins, and the one behind the last."""
    printed = len(table.widths)
    if _is_across(table):
        widths = [1] * printed
    elif table.head:
        return list(range(1, printed + 2))
    else:
        widths = [6 // (printed - 1)] * (printed - 1)
        return [1, *accumulate(widths, initial=_LABELS + 1)]
    return list(accumulate(widths, initial=_LABELS + 1))


def _draw(drawing: Drawing, table: Table, body: Sequence[PrintedLine], before: bool) -> None:
    """The table's lines with their spans; with `before`, last year's figures beside this year's."""
    edges = _edges(table)
    for line in place_boxes((*table.head, *body)):
        needed = [_LOWEST]
        for printed, box in line:
            column, behind = edges[printed], edges[printed + box.width]
            _draw_box(drawing, box, column, behind - column, before and column > _LABELS)
            if box.height == 1:
                needed.append(height_for(box.text, sum(_WIDTHS[column - 1 : behind - 1])))
        drawing.sheet.row_dimensions[drawing.row].height = max(needed)
        drawing.row += 1


def _draw_box(drawing: Drawing, box: Box, column: int, width: int, before: bool) -> None:
    style = FIGURE if box.cell else _LOOKS[box.role]
    spot = drawing.box(drawing.row, column, box.text, style, width, box.height)
    if box.cell:
        drawing.spots[box.cell] = spot
    if before and box.cell:
        drawing.before[box.cell] = drawing.box(drawing.row, column + _APART, "", BEFORE, width)
    elif before and box.role == "column" and box.width <= _WIDEST_COLUMN:
        label = LAST_YEAR + box.text.removeprefix(THIS_YEAR)
        drawing.box(drawing.row, column + _APART, label, BEFORE, width, box.height)


def _draw_rows_named(drawing: Drawing, table: Table, before: bool) -> None:
    """Labels left of a table that is one line of figures, and last year's line below it."""
    drawing.box(drawing.row - 1 - len(table.head), 1, "", HEAD, _LABELS, len(table.head))
    drawing.box(drawing.row - 1, 1, THIS_YEAR, LABEL, _LABELS)
    if before:
        drawing.box(drawing.row, 1, LAST_YEAR, BEFORE, _LABELS)
        for path in table.cells:
            column = drawing.spots[path][1]
            drawing.before[path] = drawing.box(drawing.row, column, "", BEFORE)
        drawing.row += 1


def formula_of(form: Form, total: str, spots: dict[str, Spot]) -> str:
    """The formula of the cell `total`: nothing as long as nothing is stated, then the sum."""
    cells = span([spots[part] for part in form.sums[total] if part in spots])
    return f'=IF(COUNT({cells})=0,"",SUM({cells}))'


def _put_sums(drawing: Drawing, form: Form) -> None:
    for total in form.sums:
        cell = drawing.sheet[ref(drawing.spots[total])]
        cell.style = TOTAL
        cell.value = formula_of(form, total, drawing.spots)


def _validate(drawing: Drawing, form: Form) -> None:
    for kind, (type, least, said) in _ALLOWED.items():
        rule = DataValidation(type=type, operator="greaterThanOrEqual", formula1=least, allow_blank=True)
        rule.showErrorMessage, rule.errorTitle, rule.error = True, "请核对", said
        for spot in _spots_of(drawing, form, kind):
            rule.add(ref(spot))
        if rule.sqref:
            drawing.sheet.add_data_validation(rule)


def _spots_of(drawing: Drawing, form: Form, kind: str) -> Iterator[Spot]:
    for path, spot in drawing.spots.items():
        if path in form.places and form.places[path].column.kind == kind:
            yield spot
