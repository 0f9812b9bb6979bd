"""A workbook opened: one that somebody sent, or one that was just written."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from govreport.errors import InvalidFile, Problem
from govreport.report import Number, show_text

from ..cell_grid import Content, Formula, Odd, Sheet, Spot
from ..container import check_package
from .parts import MOST_COLUMNS, MOST_ROWS, Vast, merged_by_part


def open_sheets(content: bytes, shown: str) -> list[Sheet]:
    """The sheets of a workbook that someone sent; formulas as formulas, whatever results it claims.

    Raises:
        InvalidFile: it is no workbook, encrypted or damaged.
    """
    check_package(content, shown)
    try:
        with closing(load_workbook(io.BytesIO(content), read_only=True)) as book:
            merged = merged_by_part(content)
            return [_sheet(sheet, merged) for sheet in book.worksheets]
    except Vast:
        problem = "工作表的单元格过多或离表过远，不像填报表，未打开，请用原表重填"
    except Exception:
        # openpyxl lets whatever a damaged part leads to come through: KeyError, ValueError, TypeError, lxml's own
        problem = "工作簿已损坏，请在 Excel 或 WPS 中打开后另存为 .xlsx"
    raise InvalidFile(shown, [Problem(0, problem)])


def _sheet(sheet: Any, merged: Mapping[str, Sequence[tuple[Spot, Spot]]]) -> Sheet:
    return Sheet(sheet.title, dict(_cells(sheet)), merged[sheet._worksheet_path])


def _cells(sheet: Any) -> Iterator[tuple[Spot, Content]]:
    for line in sheet.iter_rows(min_row=1, min_col=1, max_row=MOST_ROWS, max_col=MOST_COLUMNS):
        for cell in line:
            content = None if cell.value is None else _content(cell.value, cell.data_type)
            if content is not None:
                yield (cell.row, cell.column), content


def _content(value: Any, kind: str) -> Content | None:
    if kind == "f":
        return Formula(str(getattr(value, "text", value)))
    if kind == "e" or isinstance(value, bool):
        return Odd(str(value))
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, int | float):
        return _number(value) if math.isfinite(value) else Odd(str(value))
    text = show_text(unescape(str(value)))
    return text if text.strip() else None


def _number(value: float) -> Number:
    """The number as Excel shows it: of a fraction, the shortest digits that mean it."""
    return int(value) if float(value).is_integer() else Decimal(repr(value))


def open_own_sheets(content: bytes) -> list[Sheet]:
    """The sheets of a workbook that was just written, sums as the results that stand beside their formulas."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [_own_sheet(book.get_sheet_by_name(name)) for name in book.sheet_names]


def _own_sheet(sheet: Any) -> Sheet:
    cells = {
        (row, column): content
        for row, line in enumerate(sheet.to_python(skip_empty_area=False), start=1)
        for column, value in enumerate(line, start=1)
        if value != "" and (content := _content(value, "")) is not None
    }
    return Sheet(sheet.name, cells)
