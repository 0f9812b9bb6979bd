"""A template's cells filled in, in the file's own XML: openpyxl would write every cell of every sheet anew."""

from __future__ import annotations

import io
import re
from copy import deepcopy
from decimal import Decimal
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from govreport.report import Number, show_number

from .sheet_drawing import Spot, height_for, ref
from .template import Template

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Excel takes `_x000D_` in a text for a character of that number; its underscore is written as one."""
_LOWEST_TEXT = 36.0
_DIGITS = 15
"""Excel and LibreOffice keep so many of a number."""


class Filling:
    """A copy of a template while its cells are filled in."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._sheets = {member: deepcopy(root) for member, root in template.sheets.items()}
        self._cells = {
            member: {cell.get("r"): cell for cell in root.iter(f"{_MAIN}c")} for member, root in self._sheets.items()
        }

    def number(self, where: tuple[str, Spot], value: Number | None) -> None:
        """Put a figure; a blank leaves the cell empty, and one that Excel would round is put as text."""
        if value is not None and Decimal(f"{float(value):.{_DIGITS}g}") != value:
            self.text(where, show_number(value))
            return
        cell = self._emptied(where)
        if value is not None:
            self._add(cell, "v", show_number(value))

    def formula(self, where: tuple[str, Spot], formula: str, value: Number | None) -> None:
        """Put a formula, with what it comes to for those who only look."""
        cell = self._emptied(where)
        self._add(cell, "f", formula)
        self._add(cell, "v", show_number(value))
        if value is None:
            cell.set("t", "str")

    def text(self, where: tuple[str, Spot], text: str, width: float | None = None) -> None:
        """Put a text that is never a formula; with `width`, the row is made as high as it needs."""
        cell = self._emptied(where)
        if text:
            cell.set("t", "inlineStr")
            shown = self._add(self._add(cell, "is", None), "t", _ESCAPE.sub("_x005F_", text))
            shown.set(_SPACE, "preserve")
        if width:
            row = cell.getparent()
            row.set("ht", f"{max(height_for(text, width), _LOWEST_TEXT):.1f}")
            row.set("customHeight", "1")

    def open(self, where: tuple[str, Spot], like: tuple[str, Spot]) -> None:
        """Let the cell be changed and look as another, in place of the locked sum that it was."""
        cell, other = (self._cells[member][ref(spot)] for member, spot in (where, like))
        cell.set("s", other.get("s"))

    def content(self) -> bytes:
        """The workbook's bytes; the same figures give the same."""
        written = io.BytesIO()
        with ZipFile(written, "w", ZIP_DEFLATED, compresslevel=4) as whole:
            for name, part in self._template.parts.items():
                whole.writestr(_member(name), part)
            for name, root in self._sheets.items():
                whole.writestr(_member(name), _serialised(root))
        return written.getvalue()

    def _emptied(self, where: tuple[str, Spot]) -> Any:
        member, spot = where
        cell = self._cells[member][ref(spot)]
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        return cell

    def _add(self, parent: Any, name: str, text: str | None) -> Any:
        child = parent.makeelement(f"{_MAIN}{name}")
        child.text = text
        parent.append(child)
        return child


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, _EPOCH)
    member.compress_type = ZIP_DEFLATED
    return member


def _serialised(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
