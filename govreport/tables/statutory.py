"""The statutory tables as HTML, with the spans of the printed form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from govreport.form import Box, PrintedLine, Table
from govreport.report import AnnualReport, Finding, Number, show_number

_SCOPES = {"caption": "colgroup", "column": "col", "group": "rowgroup", "row": "row"}
_BLANK = "／"
_MOST_DIGITS = {"requests": 8, "disputes": 5}
"""Figures longer than this are set smaller, so that they stay on one line of the printed column."""


@dataclass(frozen=True)
class Notes:
    """What the draft edition shows beside the figures: last year's, and the numbered findings.

    A finding is marked at the cell to look at first; the other cells that it read are tinted.
    """

    before: AnnualReport | None = None
    findings: Sequence[Finding] = ()

    @cached_property
    def marked(self) -> dict[str, list[int]]:
        """The numbers of the findings that name the cell first."""
        numbers: dict[str, list[int]] = {}
        for number, finding in enumerate(self.findings, start=1):
            for cell in finding.cells[:1]:
                numbers.setdefault(cell, []).append(number)
        return numbers

    @cached_property
    def read(self) -> set[str]:
        """Every cell that some finding read."""
        return {cell for finding in self.findings for cell in finding.cells}


def statutory_table(report: AnnualReport, table: str, notes: Notes | None = None) -> Markup:
    """The table as HTML: each figure of the report in one `<td data-cell>` whose text begins with it.

    `notes` are the draft edition's; without them a blank cell is empty, with them it is «／».
    """
    layout = report.statutory_form.table_by_id[table]
    columns = Markup().join(Markup('<col style="width:{}%">').format(round(width, 2)) for width in layout.widths)
    head = Markup("<thead>{}</thead>").format(_lines(layout.head, report, notes)) if layout.head else Markup()
    bodies = Markup().join(
        Markup("<tbody>{}</tbody>").format(_lines(part, report, notes)) for part in _parts(layout, report)
    )
    return Markup(
        '<table class="statutory {}"><caption>{}（{}年）</caption><colgroup>{}</colgroup>{}{}</table>'
    ).format(table, layout.title, report.year, columns, head, bodies)


def _parts(table: Table, report: AnnualReport) -> Iterator[list[PrintedLine]]:
    """The body's lines, parted where the print states a new clause."""
    part: list[PrintedLine] = []
    for line in table.printed(report.rows):
        if part and line[0].role == "caption":
            yield part
            part = []
        part.append(line)
    yield part


def _lines(lines: Sequence[PrintedLine], report: AnnualReport, notes: Notes | None) -> Markup:
    return Markup().join(
        Markup("<tr>{}</tr>").format(Markup().join(_box(box, report, notes) for box in line)) for line in lines
    )


def _box(box: Box, report: AnnualReport, notes: Notes | None) -> Markup:
    spans = Markup().join(
        Markup(' {}="{}"').format(name, count)
        for name, count in (("colspan", box.width), ("rowspan", box.height))
        if count > 1
    )
    if box.cell is not None:
        value = report.cells.get(box.cell)
        beside = _beside(box.cell, value, notes) if notes else Markup()
        shown = show_number(value) or (_BLANK if notes else "")
        long = len(shown) > _MOST_DIGITS.get(box.cell.partition(".")[0], len(shown))
        return Markup('<td data-cell="{}"{}{}{}>{}{}</td>').format(
            box.cell, spans, _class(box.cell, notes), Markup(" data-long") if long else "", shown, beside
        )
    if box.role == "corner":
        return Markup('<td class="corner"{}>{}</td>').format(spans, box.text)
    scope = "colgroup" if box.role == "column" and box.width > 1 else _SCOPES[box.role]
    return Markup('<th scope="{}" class="{}"{}>{}</th>').format(scope, box.role, spans, box.text)


def _class(cell: str, notes: Notes | None) -> Markup:
    if not notes or cell not in notes.read:
        return Markup()
    numbers = notes.marked.get(cell)
    return Markup(' class="{}"').format(notes.findings[numbers[0] - 1].severity if numbers else "part")


def _beside(cell: str, value: Number | None, notes: Notes) -> Markup:
    """Last year's figure with the change, and the numbers of the findings that read the cell."""
    marks = Markup().join(
        Markup('<a class="mark" href="#finding-{0}" aria-label="校核问题{0}">[{0}]</a>').format(number)
        for number in notes.marked.get(cell, ())
    )
    last = notes.before.cells.get(cell) if notes.before else None
    if last is None or not (last or value):
        return marks
    return Markup('{}<span class="before">上年{}</span>{}').format(marks, show_number(last), _change(value, last))


def _change(value: Number | None, last: Number) -> Markup:
    if value is None:
        return Markup()
    change = value - last
    shown = f"{'+' if change > 0 else ''}{show_number(change)}" if change else "持平"
    return Markup('<span class="before">{}</span>').format(shown)
