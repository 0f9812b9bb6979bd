"""The workbook without an agency's figures: drawn once a shape, then filled in for every agency that has it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zipfile import ZipFile

from lxml import etree
from openpyxl import Workbook
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from govreport.form import FORMS
from govreport.form.workbook import CHECKS, SHEETS, TABLES

from .checks_sheet import draw_checks
from .notes_sheet import draw_notes
from .sheet_drawing import Drawing, Spot
from .styles import add_styles
from .tables_sheet import TITLE_SPOT, draw_tables, formula_of
from .text_sheets import draw_overview, draw_rest, published_formula

_STAMPED_TIMES = re.compile(rb"<dcterms:\w+ [^>]*>[^<]*</dcterms:\w+>")


@dataclass(frozen=True)
class Shape:
    """What decides how a workbook is drawn.

    `present` are the optional rows that it has; `lines` and `extras` how many lines there are for published
    categories and for further aspects; `before` is the edition of last year's report, None where there is none.
    A `final` one has no checks.
    """

    edition: int
    present: frozenset[str]
    lines: int
    extras: int
    before: int | None
    final: bool = False


@dataclass(frozen=True)
class Template:
    """A drawn workbook: each sheet's XML by its member's name, the other members, and where everything stands.

    `spots` and `before` say in which member and cell a path's figure or text, and last year's figure, go; `titles`
    are the cells of the report's title.
    `sums` are the formulas that stand in a cell as long as its figure is the sum.
    """

    sheets: Mapping[str, Any]
    parts: Mapping[str, bytes]
    spots: Mapping[str, tuple[str, Spot]]
    titles: frozenset[tuple[str, Spot]]
    before: Mapping[str, tuple[str, Spot]]
    sums: Mapping[str, str]


@lru_cache(maxsize=8)
def template(shape: Shape) -> Template:
    """The workbook of a shape."""
    book = Workbook()
    add_styles(book)
    book.remove(book.worksheets[0])
    names = [name for name in SHEETS if name != CHECKS or not shape.final]
    drawings = {name: Drawing(book.create_sheet(name)) for name in names}
    form, before = FORMS[shape.edition], shape.before is not None
    notes, overview, tables, rest, *checks = drawings.values()
    draw_notes(notes, final=shape.final)
    draw_overview(overview, form, shape.lines, shape.extras, before)
    draw_tables(tables, form, shape.present, before)
    draw_rest(rest, form, before)
    for sheet in checks:
        draw_checks(sheet, tables, rest, form, FORMS[shape.before] if shape.before else None)
    for drawing in drawings.values():
        _set_up(drawing, landscape=drawing.sheet.title in (TABLES, CHECKS))
    book.security.lockStructure = True
    book.calculation.fullCalcOnLoad = True
    sums = {total: formula_of(form, total, tables.spots)[1:] for total in form.sums}
    sums["published.total"] = published_formula(overview, shape.lines)
    return _taken_apart(book, drawings, sums)


def _set_up(drawing: Drawing, *, landscape: bool) -> None:
    """Protect all but the cells to be filled in; print on A4, as wide as the page."""
    sheet = drawing.sheet
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False
    sheet.sheet_view.showGridLines = False
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.5, bottom=0.6, header=0.3, footer=0.3)
    sheet.oddFooter.center.text = "&A　第&P页，共&N页"  # type: ignore[union-attr]


def _taken_apart(book: Workbook, drawings: Mapping[str, Drawing], sums: Mapping[str, str]) -> Template:
    written = io.BytesIO()
    book.save(written)
    with ZipFile(written) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    members = {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(drawings, start=1)}
    parts["docProps/core.xml"] = _STAMPED_TIMES.sub(b"", parts["docProps/core.xml"])
    spots: dict[str, tuple[str, Spot]] = {}
    before: dict[str, tuple[str, Spot]] = {}
    titles = set()
    for name, drawing in drawings.items():
        member = members[name]
        spots |= {path: (member, spot) for path, spot in drawing.spots.items() if path != TITLE_SPOT}
        before |= {path: (member, spot) for path, spot in drawing.before.items()}
        if TITLE_SPOT in drawing.spots:
            titles.add((member, drawing.spots[TITLE_SPOT]))
    sheets = {member: etree.fromstring(parts.pop(member)) for member in members.values()}
    return Template(sheets, parts, spots, frozenset(titles), before, sums)
