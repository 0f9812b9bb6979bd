"""`Page`: what `report.ipynb` shows, one method a section, in the order of the form."""

from __future__ import annotations

import govreport.light  # noqa: F401

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

from IPython.display import display
from markupsafe import Markup
from nbformat.v4 import new_code_cell, new_notebook, new_output

from govreport import prose
from govreport.charts import Chart, appendix, plotly_script
from govreport.checks import PLAIN, Context, check_history, context_of
from govreport.errors import BadRequest, Blocked
from govreport.exporting import PageFacts, chart_figure, html_page, report_style
from govreport.report import AnnualReport, Finding, signing_of
from govreport.store import Store
from govreport.tables import Notes, finding_list, signoff_table, statutory_table, waiver_table

from .input_digest import basis_digest
from .options import EDITIONS, check_options

_IN_JUPYTER = ".jp-RenderedHTMLCommon.jp-RenderedHTML.jp-OutputArea-output"
"""Where JupyterLab shows HTML in a style of its own, which ours has to outweigh."""


class PageSection:
    """A part of the page, shown by Jupyter as HTML in the page's own style."""

    def __init__(self, *parts: Markup) -> None:
        self.html = Markup().join(parts)

    def _repr_html_(self) -> str:
        return Markup('<div class="govreport">{}</div>').format(self.html) if self.html else ""


class Gallery:
    """The appendix 数据图解: each chart as a figure with its data; in Jupyter, drawn at once."""

    def __init__(self, charts: list[Chart]) -> None:
        self._charts = charts

    def parts(self) -> Iterator[tuple[PageSection, Chart | None]]:
        """The heading, and each chart's title and figure; a title comes with the chart to draw below it."""
        if self._charts:
            yield PageSection(Markup('<h2 class="appendix">附：数据图解</h2>')), None
        for chart in self._charts:
            yield PageSection(Markup('<h3 class="chart-title">{}</h3>').format(chart.title)), chart
            yield PageSection(chart_figure(chart)), None

    def _ipython_display_(self) -> None:
        for section, chart in self.parts():
            display(section)
            if chart and chart.drawn:
                display({"application/vnd.plotly.v1+json": chart.spec, "text/plain": chart.title}, raw=True)


@dataclass(frozen=True, repr=False)
class Page:
    """One agency's report of one year in one edition, ready to be shown section by section.

    `edition` is `final`, the statutory document, or `draft`, which adds findings, last year's
    figures and the sign-off state. `charts` is `interactive` or `none`. Once somebody signed, the final edition
    needs all three sign-offs. `files` are the SHA-256 of the files that `history` was read from, by year.
    """

    agency: str
    history: dict[int, AnnualReport]
    edition: str = "final"
    charts_wanted: str = "interactive"
    context: Context = PLAIN
    files: Mapping[int, str] = field(default_factory=dict)
    report: AnnualReport = field(init=False)
    findings: list[Finding] = field(init=False)

    def __post_init__(self) -> None:
        check_options(self.edition, self.charts_wanted)
        object.__setattr__(self, "report", self.history[max(self.history)])
        object.__setattr__(self, "findings", check_history(self.agency, self.history, self.context))
        refusal = _refusal(self.report, self.findings, self.context.shown) if self.edition == "final" else ""
        if refusal:
            raise Blocked(refusal, *self.counts, self.basis)

    @classmethod
    def open(
        cls,
        agency: str,
        year: int,
        edition: str = "final",
        charts: str = "interactive",
        params: str | Path | None = None,
    ) -> Self:
        """The page of `agency` (id or name) for `year`.

        Raises:
            NotFound: no such agency or year.
            InvalidFile: a yearly file has not the structure of a report.
            Blocked: error-level findings, or sign-offs that are not complete, stand against the final edition.
        """
        store = Store(params)
        id = store.resolve(agency)
        if not isinstance(year, int):
            raise BadRequest(f"年度 year 应为四位数字，现为“{year}”")
        read = {each: store.read(id, each) for each in store.years_until(id, year)}
        history = {each: report for each, (report, _) in read.items()}
        files = {each: digest for each, (_, digest) in read.items()}
        return cls(id, history, edition, charts, context_of(store, id, year), files)

    def __repr__(self) -> str:
        """Whose page it is; a notebook that is kept would hold everything else of its record, too."""
        return f"Page({self.agency!r}, {self.report.year}, {self.edition!r})"

    def _repr_html_(self) -> str:
        """The style that the sections are shown in."""
        return f"<style>{report_style()}\n{_IN_JUPYTER} {{ {report_style()} }}</style>"

    @property
    def basis(self) -> str:
        """The digest of what the page is made of."""
        return basis_digest(self.files, self.findings)

    @property
    def counts(self) -> tuple[int, int]:
        """How many errors and warnings stand, waived ones left out."""
        standing = [finding.severity for finding in self.findings if not finding.waived]
        return standing.count("error"), standing.count("warning")

    @cached_property
    def shown(self) -> AnnualReport:
        """The report as a finished file may hold it: of a final edition, its public part."""
        return self.report.public() if self.edition == "final" else self.report

    @cached_property
    def facts(self) -> PageFacts:
        """What the finished page says of itself."""
        final = self.edition == "final"
        return PageFacts(
            title=prose.title(self.report),
            agency=self.agency,
            year=self.report.year,
            edition=self.edition,
            digest=self.report.digest,
            record=self.shown.record(),
            public_digest=self.report.public_digest if final else None,
            plotly=plotly_script() if any(chart.drawn for chart in self.appendix) else None,
        )

    def heading(self) -> PageSection:
        """The title, what stands before section one, and in a draft how the checks came out."""
        name, rest = self.report.statutory_form.title(self.report.name, self.report.year)
        title = Markup("<h1><span>{}</span><span>{}</span></h1>").format(name, rest)
        if self.edition == "final":
            return PageSection(title, prose.preamble(self.report))
        mark = Markup('<p class="draft-mark">{}</p>').format(EDITIONS["draft"])
        state = Markup('<aside class="review" aria-label="校核与审签"><p>{}</p>{}{}{}</aside>').format(
            prose.findings_sentence(self.findings),
            self._listed(""),
            signoff_table(self.report, self.context.shown),
            waiver_table(self.report),
        )
        return PageSection(mark, title, state, prose.preamble(self.report))

    def overview(self) -> PageSection:
        """Section one, 总体情况."""
        return self._written("overview")

    def disclosure(self) -> PageSection:
        """Section two, the first table."""
        return self._table("disclosure")

    def requests(self) -> PageSection:
        """Section three, the second table."""
        return self._table("requests")

    def disputes(self) -> PageSection:
        """Section four, the third table."""
        return self._table("disputes")

    def problems(self) -> PageSection:
        """Section five, 存在的主要问题及改进情况."""
        return self._written("problems")

    def other_matters(self) -> PageSection:
        """Section six, 其他需要报告的事项."""
        return self._written("other_matters")

    def signature(self) -> PageSection:
        """Name and date below the report (GB/T 9704-2012, 7.3.5)."""
        return PageSection(prose.signature(self.report))

    def charts(self) -> Gallery:
        """The appendix 数据图解; empty where no charts are wanted."""
        return Gallery(self.appendix)

    @cached_property
    def appendix(self) -> list[Chart]:
        """The charts as they are made from the figures; none where none are wanted."""
        return appendix(self.history) if self.charts_wanted == "interactive" else []

    def html(self) -> str:
        """The finished page as `render` writes it, made without a notebook: for a look before it is rendered."""
        sections = [
            self.heading(), self.overview(), self.disclosure(), self.requests(), self.disputes(), self.problems(),
            self.other_matters(), self.signature(), *(section for section, _ in self.charts().parts()),
        ]  # fmt: skip
        outputs = [new_output("display_data", {"text/html": section._repr_html_()}) for section in sections]
        return html_page(new_notebook(cells=[new_code_cell("", outputs=outputs)]), self.facts)

    def section_of(self, finding: Finding) -> str:
        """The section that shows what a finding is about; "" where none does."""
        form = self.report.statutory_form
        section = form.section_of(finding.cells[0]) if finding.cells else None
        return section if section in form.section_by_id else ""

    def _table(self, table: str) -> PageSection:
        before = self.history.get(self.report.year - 1)
        notes = Notes(before, self.findings) if self.edition == "draft" else None
        table_html = statutory_table(self.report, table, notes)
        return self._section(table, Markup('<div class="table-scroll">{}</div>').format(table_html))

    def _written(self, section: str) -> PageSection:
        return self._section(section, prose.section(self.report, section, draft=self.edition == "draft"))

    def _section(self, name: str, content: Markup) -> PageSection:
        heading = self.report.statutory_form.section_by_id[name].heading
        return PageSection(
            Markup('<section aria-labelledby="{0}"><h2 id="{0}">{1}</h2>{2}{3}</section>').format(
                name, heading, content, self._listed(name)
            )
        )

    def _listed(self, section: str) -> Markup:
        """A draft's findings on a section, with their numbers; those on none of the sections where it is empty."""
        if self.edition != "draft":
            return Markup()
        return finding_list(
            [
                (number, finding)
                for number, finding in enumerate(self.findings, start=1)
                if self.section_of(finding) == section
            ]
        )


def _refusal(report: AnnualReport, findings: list[Finding], shown: str | None) -> str:
    """Why the report cannot become a final edition; empty where it can."""
    blocking = [finding for finding in findings if finding.blocks]
    named = f"{report.name}{report.year}年度报告暂不能定稿"
    if blocking:
        reasons = "；".join(f"{finding.rule} {finding.message}" for finding in blocking)
        return f"{named}，有{len(blocking)}项应改正：{reasons}"
    signing = signing_of(report, shown)
    return f"{named}，审签未完成：{signing.sentence}" if signing.begun and signing.next else ""
