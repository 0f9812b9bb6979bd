"""What a report's finished page must show, told from its record, its findings and its charts; nothing of it is HTML."""

from __future__ import annotations

from collections.abc import Iterator

from govreport import prose
from govreport.charts import Chart
from govreport.exporting.embed import resource
from govreport.form import Box
from govreport.report import Number, show_number
from govreport.tables import signoffs_of, waivers_of

from .blocks import Block, Manner, due, due_data, due_table
from .order import EDITIONS
from .page import Page
from .page_comparison import due_finding

PAGE = Manner(
    holders=frozenset({
        "div.govreport", "section", "div.table-scroll", "ul.findings",
        "table.data", *(f"table.statutory {table}" for table in ("disclosure", "requests", "disputes")),
        "thead", "tbody", "colgroup",
    }),
    begins=frozenset({"main.sheet final", "main.sheet draft", "aside.review", "div.signature", "figure.chart", "tr"}),
    inline=frozenset({"span", "span.severity", "span.waived", "span.before", "a.mark"}),
    quiet=frozenset({
        "scope", "data-long", "aside@aria-label", "ul@aria-label", "a@aria-label", "section@aria-labelledby",
        "div@aria-hidden",
    }),
    names={"h1": "标题", "aside.review": "校核与审签中", "div.signature": "落款"},
)  # fmt: skip
_BLANK = {"final": "", "draft": "／"}


def wanted_blocks(page: Page) -> Iterator[Block]:
    """Everything that the page's body shows, in order; of what is packed, only where it stands."""
    report = page.report
    yield due(f"main.sheet {page.edition}")
    if page.edition == "draft":
        yield due("p.draft-mark", EDITIONS["draft"])
    yield due("h1", "\n".join(("", *report.statutory_form.title(report.name, report.year))))
    if page.edition == "draft":
        yield from _review(page)
    yield from _passages(page, "")
    for section in report.statutory_form.section_by_id:
        yield due("h2", report.statutory_form.section_by_id[section].heading, id=section)
        if section in report.statutory_form.table_by_id:
            yield from _table(page, section)
        else:
            unwritten = [due("p.empty", prose.EMPTY)] if page.edition == "draft" else []
            yield from list(_passages(page, section)) or unwritten
        yield from _findings(page, section)
    yield due("div.signature")
    yield from (
        due("p", text, style=f"padding-right:{beside}em") for beside, text in prose.signature_lines(report) if text
    )
    if page.appendix:
        yield due("h2.appendix", "附：数据图解")
    for chart in page.appendix:
        yield from _chart(chart)
    yield due_data(page.facts.record, id="govreport-record")
    if any(chart.drawn for chart in page.appendix):
        yield due("script", type="text/plain", id="plotly-packed")
        yield due("script", resource("charts.js"))


def _review(page: Page) -> Iterator[Block]:
    """What a draft shows below its title: how the checks came out, the sign-offs, the recorded reasons."""
    yield due("aside.review")
    yield due("p", prose.findings_sentence(page.findings))
    yield from _findings(page, "")
    yield from due_table(*signoffs_of(page.report, page.context.shown))
    waivers = waivers_of(page.report)
    if waivers:
        yield from due_table(*waivers)


def _passages(page: Page, section: str) -> Iterator[Block]:
    for passage in prose.passages(page.report, section):
        if passage.heading:
            yield due("h3", passage.heading)
        yield from (due("p", line) for line in passage.paragraphs)


def _findings(page: Page, section: str) -> Iterator[Block]:
    """The findings that a draft lists in a section, each with its number; in "" those that belong to none."""
    if page.edition != "draft":
        return
    for number, finding in enumerate(page.findings, start=1):
        if page.section_of(finding) == section:
            yield due_finding(number, finding, f"li.{finding.severity}")


def _table(page: Page, section: str) -> Iterator[Block]:
    table = page.report.statutory_form.table_by_id[section]
    yield due("caption", f"{table.title}（{page.report.year}年）")
    for line in (*table.head, *table.printed(page.report.rows)):
        yield due("tr")
        yield from (_figure(box, box.cell, page) if box.cell else _label(box) for box in line)


def _label(box: Box) -> Block:
    return due("td.corner" if box.role == "corner" else f"th.{box.role}", box.text, **_spans(box))


def _figure(box: Box, cell: str, page: Page) -> Block:
    """A figure; in a draft with the findings that name it first, and that of the year before."""
    value = page.report.cells.get(cell)
    pieces = [show_number(value) or _BLANK[page.edition]]
    kind = "td"
    if page.edition == "draft":
        naming = [at for at, finding in enumerate(page.findings) if finding.cells[:1] == (cell,)]
        read = any(cell in finding.cells for finding in page.findings)
        kind = f"td.{page.findings[naming[0]].severity if naming else 'part'}" if read else "td"
        pieces += [f"{{href=#finding-{at + 1}}}[{at + 1}]" for at in naming]
        pieces += _beside(value, page.before.cells.get(cell) if page.before else None)
    return due(kind, "\n".join(pieces), data_cell=cell, **_spans(box))


def _beside(value: Number | None, last: Number | None) -> Iterator[str]:
    """The figure of the year before and the change; nothing where both are nothing."""
    if last is None or not (last or value):
        return
    yield f"上年{show_number(last)}"
    if value is not None:
        yield "持平" if value == last else f"{'+' if value > last else ''}{show_number(value - last)}"


def _spans(box: Box) -> dict[str, str]:
    return {name: str(count) for name, count in (("colspan", box.width), ("rowspan", box.height)) if count > 1}


def _chart(chart: Chart) -> Iterator[Block]:
    yield due("h3.chart-title", chart.title)
    if not chart.drawn:
        yield due("p.no-chart", chart.caption)
        return
    yield due("figure.chart", id=f"chart-{chart.id}")
    yield due("div.plot")
    yield due_data(chart.spec)
    yield due("figcaption", chart.caption)
    yield from due_table(f"{chart.title}：数据", chart.header, chart.lines)
