"""The seal: a finished file opened again and held against the report it should show.

What a reader could be misled by is looked for in the file itself: another agency's page, a stale
figure, a chart that is not there, an address outside, an error's text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser

from govreport.charts import Chart
from govreport.errors import GovreportError
from govreport.exporting import PageFacts
from govreport.report import AnnualReport, from_json, read_report, show_number

_PACKED = re.compile(r'<script type="text/plain" id="plotly-packed">[^<]*</script>')
_LOADING = frozenset({"src", "srcset", "href", "action", "data", "poster", "background", "formaction", "xlink:href"})
_STYLE_LOADS = re.compile(r"url\(|@import", re.IGNORECASE)
_NAMED = ("title", "h1", "figcaption", "signature")
_WITH_CHARTS = 2_200_000
_WITHOUT = 100_000
_NARRATIVE_FREE = 20_000


class SealBroken(GovreportError):
    """The finished file does not show what it should; it does not get its name."""


class _Reader(HTMLParser):
    """What the marks in a page say."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[str, str] = {}
        self.metas: dict[str, str] = {}
        self.texts: dict[str, list[str]] = {}
        self.record = ""
        self.charts: list[str] = []
        self.loads: list[str] = []
        self._open: list[str] = []
        self._cell: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.loads += [
            value for name, value in named.items() if name in _LOADING and value and not value.startswith("#")
        ]
        self.loads += [value for value in (named.get("style", ""),) if _STYLE_LOADS.search(value)]
        if tag == "meta" and named.get("name", "").startswith("govreport:"):
            self.metas[named["name"].removeprefix("govreport:")] = named.get("content", "")
        if "data-cell" in named:
            self._cell = named["data-cell"]
            self.cells[self._cell] = self.cells.get(self._cell, "") + ("\n" if self._cell in self.cells else "")
        if tag == "figure":
            self.charts.append(named.get("id", "").removeprefix("chart-"))
        kind = "signature" if named.get("class") == "signature" else tag
        kind = "record" if named.get("id") == "govreport-record" else kind
        if kind in (*_NAMED, "style"):
            self.texts.setdefault(kind, []).append("")
        if tag not in ("meta", "br", "col", "img", "link", "input", "hr"):
            self._open.append(kind)

    def handle_endtag(self, tag: str) -> None:
        if self._open:
            self._open.pop()
        if tag == "td":
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not {"span", "a"} & {*self._open[-1:]}:
            self.cells[self._cell] += data
        for kind in (*_NAMED, "style"):
            if kind in self._open:
                self.texts[kind][-1] += data
        if self._open[-1:] == ["record"]:
            self.record += data


def faults(
    html: str, facts: PageFacts, report: AnnualReport, charts: Collection[Chart], others: Collection[str]
) -> Iterator[str]:
    """What is wrong with a finished page, one Chinese sentence each; `others` are the other agencies' names."""
    packed = _PACKED.search(html)
    reader = _Reader()
    reader.feed(_PACKED.sub("", html))
    drawn = [chart for chart in charts if chart.drawn]
    yield from _identity_faults(reader, facts, report)
    yield from _cell_faults(reader, report, blank="" if facts.edition == "final" else "／")
    if reader.texts.get("h1") != [facts.title]:
        yield "标题不是本单位本年度的"
    if not any(report.name in text for text in reader.texts.get("signature", ())):
        yield "落款中没有单位名称"
    if reader.charts != [chart.id for chart in drawn]:
        yield f"图表应有{len(drawn)}个，实有{len(reader.charts)}个或次序不符"
    if reader.texts.get("figcaption", []) != [chart.caption for chart in drawn]:
        yield "图表的说明与数据不符"
    if bool(packed) is not bool(drawn):
        yield "图表的绘图程序缺失或多余"
    yield from _foreign_names(reader, report.name, others)
    yield from _outside(reader, html)
    budget = (_WITH_CHARTS if drawn else _WITHOUT) + 2 * max(0, len(reader.record.encode()) - _NARRATIVE_FREE)
    if len(html.encode()) > budget:
        yield f"文件大小超过{budget}字节"


def faults_of_own_notebook(html: str, facts: PageFacts, report: AnnualReport) -> Iterator[str]:
    """What is wrong with the page of a person's own notebook, whose content is theirs to choose."""
    reader = _Reader()
    reader.feed(_PACKED.sub("", html))
    yield from _identity_faults(reader, facts, report)
    yield from _outside(reader, html)


def _identity_faults(reader: _Reader, facts: PageFacts, report: AnnualReport) -> Iterator[str]:
    """The page says whose it is, of which year and edition, and holds the record."""
    stated = {"agency": facts.agency, "year": str(facts.year), "edition": facts.edition, "digest": facts.digest}
    stated |= {"public-digest": facts.public_digest} if facts.public_digest else {}
    wrong = [name for name, value in stated.items() if reader.metas.get(name) != value]
    if wrong:
        yield f"页面标识不符（{'、'.join(wrong)}）"
    if reader.texts.get("title") != [facts.title]:
        yield "页面名称不是本单位本年度的"
    try:
        embedded = read_report(from_json(reader.record))
    except ValueError:
        yield "页面所附数据无法读取"
        return
    if embedded != (report.public() if facts.public_digest else report):
        yield "页面所附数据与数据文件不符"


def _cell_faults(reader: _Reader, report: AnnualReport, blank: str) -> Iterator[str]:
    wanted = {
        box.cell: show_number(report.cells.get(box.cell)) or blank
        for table in report.statutory_form.tables
        for line in table.printed(report.rows)
        for box in line
        if box.cell
    }
    wrong = [cell for cell in {**wanted, **reader.cells} if wanted.get(cell) != reader.cells.get(cell)]
    if wrong:
        yield f"有{len(wrong)}个数据项与数据文件不符，如 {wrong[0]}"


def _foreign_names(reader: _Reader, own: str, others: Collection[str]) -> Iterator[str]:
    """No other agency's name stands where the page says whose it is."""
    text = "\n".join([*reader.metas.values(), *(piece for kind in _NAMED for piece in reader.texts.get(kind, ()))])
    text = text.replace(own, "")
    found = next((name for name in others if name not in own and name in text), None)
    if found:
        yield f"出现了其他单位的名称“{found}”"


def _outside(reader: _Reader, html: str) -> Iterator[str]:
    if reader.loads:
        yield f"引用了外部地址 {reader.loads[0][:60]}"
    if any(_STYLE_LOADS.search(style) for style in reader.texts.get("style", ())):
        yield "样式引用了外部地址"
    if "Traceback (most recent call last)" in html:
        yield "含有程序错误信息"
