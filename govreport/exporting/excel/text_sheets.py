"""The sheets with the written sections, what was published by channel and category, the fee and the contact."""

from __future__ import annotations

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from govreport.form import Form
from govreport.form.workbook import CHANNEL_HEADS, EXTRA_HEADS, LAST_YEAR, SUBTOTAL, TOTAL

from .sheet_drawing import Drawing, ref, span
from .styles import BEFORE, FIGURE, HEAD, HEADING, LABEL, NOTE, SHORT, TEXT, TITLE
from .tables_sheet import TITLE_SPOT

TEXT_WIDTH = 88.0
_WIDTHS = (24.0, TEXT_WIDTH, 12.0, 12.0)
_COLUMNS = 4
CONTACTS = ("dated", "contact.address", "contact.telephone", "contact.email")


def draw_overview(drawing: Drawing, form: Form, lines: int, extras: int, before: bool) -> None:
    """总体情况: the preamble, the five aspects, `extras` lines for more, `lines` for channels and categories."""
    _begin(drawing)
    _draw_texts(drawing, form, "")
    _draw_section(drawing, form, "overview")
    drawing.line(EXTRA_HEADS, HEAD)
    for number in range(extras):
        drawing.spots[f"@heading.{number}"] = drawing.box(drawing.row, 1, "", SHORT)
        drawing.spots[f"@text.{number}"] = drawing.box(drawing.row, 2, "", TEXT)
        drawing.row += 1
    drawing.row += 1
    drawing.heading(form.group_by_id["published"].heading, HEADING, _COLUMNS)
    _draw_published(drawing, lines, before)


def _draw_published(drawing: Drawing, lines: int, before: bool) -> None:
    said = f"每个渠道一段：先写一行“{SUBTOTAL}”，下面每个类别一行；没有的行留空。条数合计自动计算，也可以直接填写。"
    drawing.heading(said, NOTE, _COLUMNS)
    drawing.line((*CHANNEL_HEADS, *([LAST_YEAR] if before else [])), HEAD)
    drawing.box(drawing.row, 1, TOTAL, LABEL)
    drawing.box(drawing.row, 2, "", LABEL)
    drawing.spots["published.total"] = drawing.box(drawing.row, 3, "", FIGURE)
    if before:
        drawing.before["published.total"] = drawing.box(drawing.row, 4, "", BEFORE)
    drawing.row += 1
    first = drawing.row
    for number in range(lines):
        drawing.spots[f"@channel.{number}"] = drawing.box(drawing.row, 1, "", SHORT)
        drawing.spots[f"@category.{number}"] = drawing.box(drawing.row, 2, "", SHORT)
        drawing.spots[f"@count.{number}"] = drawing.box(drawing.row, 3, "", FIGURE)
        if before:
            drawing.before[f"@count.{number}"] = drawing.box(drawing.row, 4, "", BEFORE)
        drawing.row += 1
    _mark_subtotals(drawing, first)
    _validate_counts(drawing, [path for path in drawing.spots if path.startswith(("@count.", "published."))])


def published_formula(drawing: Drawing, lines: int) -> str:
    """The formula of 合计: the sum of the channels' 小计, nothing as long as no count is stated."""
    counts = span([drawing.spots[f"@count.{number}"] for number in range(lines)])
    categories = span([drawing.spots[f"@category.{number}"] for number in range(lines)])
    return f'IF(COUNT({counts})=0,"",SUMIF({categories},"{SUBTOTAL}",{counts}))'


def draw_rest(drawing: Drawing, form: Form, before: bool) -> None:
    """问题改进及其他: sections five and six, the processing fee, date and contact."""
    _begin(drawing)
    for section in ("problems", "other_matters"):
        _draw_section(drawing, form, section)
    fee = form.group_by_id["fee"]
    drawing.heading(fee.heading, HEADING, 2)
    if before:
        drawing.box(drawing.row - 1, 3, LAST_YEAR, BEFORE)
    for fact in fee.facts:
        drawing.box(drawing.row, 1, fact.short, LABEL)
        drawing.spots[fact.path] = drawing.box(drawing.row, 2, "", FIGURE)
        if before:
            drawing.before[fact.path] = drawing.box(drawing.row, 3, "", BEFORE)
        drawing.row += 1
    _validate_counts(drawing, [fee.facts[0].path])
    drawing.heading("落款和联系方式", HEADING, _COLUMNS)
    for path in CONTACTS:
        drawing.box(drawing.row, 1, form.label_of(path), LABEL)
        drawing.spots[path] = drawing.box(drawing.row, 2, "", SHORT)
        drawing.row += 1
    drawing.heading("日期写作 2025-01-08。", NOTE, _COLUMNS)


def _begin(drawing: Drawing) -> None:
    drawing.width(1, *_WIDTHS)
    drawing.spots[TITLE_SPOT] = drawing.box(1, 1, "", TITLE, _COLUMNS)
    drawing.sheet.row_dimensions[1].height = 28
    drawing.row = 3


def _draw_section(drawing: Drawing, form: Form, id: str) -> None:
    drawing.heading(form.section_by_id[id].heading, HEADING, _COLUMNS)
    _draw_texts(drawing, form, id)


def _draw_texts(drawing: Drawing, form: Form, section: str) -> None:
    for passage in form.passages_of(section):
        drawing.box(drawing.row, 1, passage.label, LABEL)
        drawing.spots[passage.path] = drawing.box(drawing.row, 2, "", TEXT)
        drawing.row += 1


def _mark_subtotals(drawing: Drawing, first: int) -> None:
    """A channel's own line in bold, wherever it stands."""
    rule = FormulaRule([f'$B{first}="{SUBTOTAL}"'], font=Font(bold=True))
    drawing.sheet.conditional_formatting.add(f"A{first}:C{drawing.row - 1}", rule)


def _validate_counts(drawing: Drawing, paths: list[str]) -> None:
    rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    rule.showErrorMessage, rule.errorTitle = True, "请核对"
    rule.error = "这里填件数或条数，应为不小于 0 的整数；没有发生的请填 0。"
    for path in paths:
        rule.add(ref(drawing.spots[path]))
    drawing.sheet.add_data_validation(rule)
