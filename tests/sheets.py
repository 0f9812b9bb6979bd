"""A workbook that was sent out, edited as a person would and saved by openpyxl."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from openpyxl import load_workbook

from govreport.exporting import workbook
from govreport.report import AnnualReport, pack_report


class Sent:
    """A workbook's bytes; each edit begins from them."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @cached_property
    def _book(self) -> Any:
        return load_workbook(io.BytesIO(self.content))

    def edited(self, change: Callable[[Any], object]) -> bytes:
        """The workbook after `change` was done to the openpyxl workbook."""
        book = load_workbook(io.BytesIO(self.content))
        change(book)
        return _saved(book)

    def put(self, sheet: str, values: Mapping[str, Any]) -> bytes:
        """The workbook with cells overwritten; one openpyxl workbook serves all, and is put back."""
        cells = {self._book[sheet][spot]: value for spot, value in values.items()}
        were = {cell: (cell.value, cell.number_format) for cell in cells}
        for cell, value in cells.items():
            cell.value = value
        try:
            return _saved(self._book)
        finally:
            for cell, (value, look) in were.items():
                cell.value, cell.number_format = value, look


def _saved(book: Any) -> bytes:
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


_SENT: dict[str, Sent] = {}


def sent(report: AnnualReport, agency: str) -> Sent:
    """The workbook of a report, made once."""
    key = pack_report(report, agency)
    if key not in _SENT:
        _SENT[key] = Sent(workbook(report, agency))
    return _SENT[key]
