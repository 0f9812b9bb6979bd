"""A report as a workbook to send out, to be filled in by people who have Excel or WPS and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from govreport.errors import BadRequest
from govreport.form import LEVELS
from govreport.form.workbook import FINAL, SUBTOTAL
from govreport.report import AnnualReport, ExtraAspect, add_stated, pack_report, show_text

from .fill import Filling
from .notes_sheet import PIECES, pieces
from .published_lines import CountLine, count_lines
from .sheet_drawing import Spot, span
from .template import Shape, Template, template
from .text_sheets import CONTACTS, TEXT_WIDTH

_LINES = 20
_SPARE_LINES = 10
_EXTRAS = 3
_CELL_HOLDS = 32_767
"""UTF-16 units in a cell of Excel's."""

Where = tuple[str, Spot]


def workbook(
    report: AnnualReport, agency: str, before: AnnualReport | None = None, *, final: bool = False
) -> bytes:  # fmt: skip
    """The workbook of a report, filled in as far as it states anything; `before` is last year's report.

    A `final` one holds the public part of the record alone, and no checks.

    Raises:
        BadRequest: a text is longer than a cell of Excel's holds.
    """
    report = report.public() if final else report
    lines, extra = count_lines(report, before), _extra(report)
    base = template(workbook_shape(report, before, final=final))
    fees = {fact.path for fact in report.statutory_form.group_by_id["fee"].facts}
    filling = Filling(base)
    _put_identity(filling, base, report, agency)
    for path, where in base.spots.items():
        if path in report.statutory_form.places or path in fees:
            _put_figure(filling, base, path, where, report)
    _put_published(filling, base, report, lines)
    _put_texts(filling, base, report, extra)
    if before:
        _put_before(filling, base, before, lines)
    return filling.content()


def workbook_shape(report: AnnualReport, before: AnnualReport | None, *, final: bool = False) -> Shape:
    """How the report's workbook is drawn; those of one shape share a template."""
    return Shape(
        edition=report.form,
        present=frozenset(_optional(report)),
        lines=_rounded(len(count_lines(report, before)) + _SPARE_LINES, _LINES),
        extras=_rounded(len(_extra(report)) + 1, _EXTRAS),
        before=before.form if before else None,
        final=final,
    )


def _rounded(count: int, step: int) -> int:
    """So many that few shapes serve all agencies."""
    return ceil(count / step) * step


def _optional(report: AnnualReport) -> Iterator[str]:
    named = ((f"{table.id}.{row.id}", row) for table in report.statutory_form.tables for row in table.rows)
    yield from (path for path, row in named if row.optional and path in report.rows)


def _extra(report: AnnualReport) -> Sequence[ExtraAspect]:
    overview = report.narrative.overview if report.narrative else None
    return overview.extra if overview else ()


def _put_identity(filling: Filling, base: Template, report: AnnualReport, agency: str) -> None:
    level = LEVELS[report.level] if report.level else ""
    stamp = {"agency": agency, "name": report.name, "level": level, "year": report.year, "form": report.form}
    stamp |= {"edition": FINAL} if "@edition" in base.spots else {}
    for key, value in stamp.items():
        filling.text(base.spots[f"@{key}"], show_text(str(value)))
    packed = list(pieces(pack_report(report, agency)))
    if len(packed) > PIECES:
        raise BadRequest(f"{report.name}：正文过长，超出填报表的范围，请改用 Word 稿（govreport batch --formats docx）")
    for number, piece in enumerate(packed):
        filling.text(base.spots[f"@packed.{number}"], piece)
    for where in base.titles:
        filling.text(where, show_text("".join(report.statutory_form.title(report.name, report.year))))


def _put_figure(filling: Filling, base: Template, path: str, where: Where, report: AnnualReport) -> None:
    """A sum as its formula as long as it is what was stated; else what was stated, open to be corrected."""
    parts = report.statutory_form.sums.get(path)
    value = report.stated.get(path)
    if parts is None:
        filling.number(where, value)
    elif value == add_stated([report.cells.get(part) for part in parts]):
        filling.formula(where, base.sums[path], value)
    else:
        filling.number(where, value)
        filling.open(where, like=base.spots["published.total"])


def _put_published(filling: Filling, base: Template, report: AnnualReport, lines: Sequence[CountLine]) -> None:
    for number, line in enumerate(lines):
        filling.text(base.spots[f"@channel.{number}"], _fitting(report, "published.channels.0.channel", line.channel))
        filling.text(base.spots[f"@category.{number}"], _fitting(report, "published.channels.0.items", line.category))
        where = base.spots[f"@count.{number}"]
        if line.parts and line.count == add_stated([lines[part].count for part in line.parts]):
            filling.formula(where, _sum_formula(base, line.parts), line.count)
        else:
            filling.number(where, line.count)
    total = report.published.total if report.published else None
    subtotals = [line.count for line in lines if line.category == SUBTOTAL]
    unsummed = total is None and any(line.count is not None for line in lines)
    if total == add_stated(subtotals) and not unsummed:
        filling.formula(base.spots["published.total"], base.sums["published.total"], total)
    else:
        filling.number(base.spots["published.total"], total)


def _sum_formula(base: Template, parts: Sequence[int]) -> str:
    cells = span([base.spots[f"@count.{part}"][1] for part in parts])
    return f'IF(COUNT({cells})=0,"",SUM({cells}))'


def _put_texts(filling: Filling, base: Template, report: AnnualReport, extra: Sequence[ExtraAspect]) -> None:
    for path, where in base.spots.items():
        if path.startswith("narrative."):
            filling.text(where, _fitting(report, path, report.stated.get(path)), TEXT_WIDTH)
        elif path in CONTACTS:
            filling.text(where, _fitting(report, path, report.stated.get(path)))
    for number, aspect in enumerate(extra):
        path = f"narrative.overview.extra.{number}"
        filling.text(base.spots[f"@heading.{number}"], _fitting(report, path, aspect.heading))
        filling.text(base.spots[f"@text.{number}"], _fitting(report, path, aspect.text), TEXT_WIDTH)


def _fitting(report: AnnualReport, path: str, text: str | None) -> str:
    """The text as a cell can hold it; one that is too long is refused, never cut."""
    shown = show_text(text or "")
    units = len(shown.encode("utf-16-le")) // 2
    if units > _CELL_HOLDS:
        raise BadRequest(
            f"{report.name}：“{report.statutory_form.label_of(path)}”有{len(shown)}字，超过 Excel 单元格的上限"
            f" {_CELL_HOLDS}，超出填报表的范围，请改用 Word 稿（govreport batch --formats docx）"
        )
    return shown


def _put_before(filling: Filling, base: Template, before: AnnualReport, lines: Sequence[CountLine]) -> None:
    for path, where in base.before.items():
        if path.startswith("@count."):
            number = int(path.removeprefix("@count."))
            filling.number(where, lines[number].last if number < len(lines) else None)
        else:
            filling.number(where, before.stated.get(path))
