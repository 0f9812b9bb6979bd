"""A workbook's sheets as the cells that hold something, whichever library read them."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any
from zipfile import ZipFile

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from govreport.errors import InvalidFile, Problem
from govreport.report import Number, show_text

from .container import check_package

Spot = tuple[int, int]
"""A cell's row and column, from 1."""

_MOST_ROWS = 3_000
_MOST_COLUMNS = 100
_MOST_CELLS = 100_000


@dataclass(frozen=True)
class Formula:
    """A formula, without the result that the file claims for it."""

    text: str


@dataclass(frozen=True)
class Odd:
    """What is neither a number nor a text: a logical value, an error such as #REF!."""

    text: str


Content = str | int | Decimal | datetime.date | Formula | Odd


def shown(content: Content | None) -> str:
    """What stands in a cell, for a message."""
    return content.text if isinstance(content, Formula | Odd) else "" if content is None else str(content)


@dataclass(frozen=True)
class Sheet:
    """A sheet: what stands in its cells that are not blank, and which of them are merged, as corners."""

    name: str
    cells: Mapping[Spot, Content]
    merged: Sequence[tuple[Spot, Spot]] = field(default=())

    @cached_property
    def rows(self) -> list[tuple[int, dict[int, Content]]]:
        """The rows that hold something, by number, each with its cells by column."""
        rows: dict[int, dict[int, Content]] = {}
        for (row, column), content in sorted(self.cells.items(), key=lambda item: item[0]):
            rows.setdefault(row, {})[column] = content
        return list(rows.items())

    def where(self, spot: Spot) -> str:
        """How a message names a cell."""
        return f"“{self.name}”{get_column_letter(spot[1])}{spot[0]}"


def open_sheets(content: bytes, shown: str) -> list[Sheet]:
    """The sheets of a workbook that someone sent; formulas as formulas, whatever results it claims.

    Raises:
        InvalidFile: it is no workbook, encrypted or damaged.
    """
    check_package(content, shown)
    try:
        if _is_vast(content):
            raise InvalidFile(shown, [Problem(0, "工作表的单元格过多，不像填报表，未打开，请核对来源")])
        book = load_workbook(io.BytesIO(content))
        return [
            Sheet(sheet.title, dict(_cells(sheet)), [_corners(one.bounds) for one in sheet.merged_cells.ranges])
            for sheet in book.worksheets
        ]
    except InvalidFile:
        raise
    except Exception:
        # openpyxl lets whatever a damaged part leads to come through: KeyError, ValueError, TypeError, lxml's own
        text = "工作簿已损坏，请在 Excel 或 WPS 中打开后另存为 .xlsx"
        raise InvalidFile(shown, [Problem(0, text)]) from None


def _is_vast(content: bytes) -> bool:
    """Whether there are more cells, or ranges of more, than openpyxl should be given: it makes each of them."""
    count = 0
    with ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            for one in _extents(package.read(name)):
                count += one
                if count > _MOST_CELLS:
                    return True
    return False


def _extents(part: bytes) -> Iterator[int]:
    """How many cells each element of a sheet means."""
    try:
        for _, one in etree.iterparse(io.BytesIO(part), tag=("{*}c", "{*}mergeCell", "{*}hyperlink")):
            yield _area(one.get("ref") or "A1")
            one.clear()
    except etree.XMLSyntaxError:
        return


def _area(ref: str) -> int:
    """How many cells a range has; whole columns have too many."""
    left, top, right, bottom = range_boundaries(ref)
    if left is None or top is None or right is None or bottom is None:
        return _MOST_CELLS + 1
    return (right - left + 1) * (bottom - top + 1)


def _cells(sheet: Any) -> Iterator[tuple[Spot, Content]]:
    bottom, right = min(sheet.max_row, _MOST_ROWS), min(sheet.max_column, _MOST_COLUMNS)
    for line in sheet.iter_rows(max_row=bottom, max_col=right):
        for cell in line:
            content = None if cell.value is None else _content(cell.value, cell.data_type)
            if content is not None:
                yield (cell.row, cell.column), content


def _corners(bounds: tuple[int, int, int, int]) -> tuple[Spot, Spot]:
    left, top, right, bottom = bounds
    return (top, left), (bottom, right)


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
