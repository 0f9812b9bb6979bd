"""`Page`: what `report.ipynb` shows, one method a section, in the order of the form."""

from __future__ import annotations

import govreport.light  # noqa: F401

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Self

from markupsafe import Markup
from nbformat.v4 import new_code_cell, new_notebook, new_output

from govreport import prose
from govreport.charts import Chart, appendix, plotly_script
from govreport.checks import PLAIN, Context, check_history, context_of
from govreport.errors import Blocked
from govreport.exporting import PageFacts, html_page, report_style
from govreport.report import AnnualReport, Finding, signing_of
from govreport.store import Store
from govreport.tables import Notes, finding_list, signoff_table, statutory_table, waiver_table

from .input_digest import basis_digest
from .order import EDITIONS, Order
from .page_section import Gallery, PageSection

_IN_JUPYTER = ".jp-RenderedHTMLCommon.jp-RenderedHTML.jp-OutputArea-output"
"""Where JupyterLab shows HTML in a style of its own, which ours has to outweigh."""


@dataclass(frozen=True, repr=False)
class Page:
    """One agency's report of one year in one edition, ready to be shown section by section.

    It is `of` a history that is at hand, or `read` from the params folder; `open` is for notebooks. `files` are the
    SHA-256 of the files that `history` was read from, by year.
    """

    order: Order
    history: dict[int, AnnualReport]
    findings: list[Finding]
    context: Context = PLAIN
    files: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        order: Order,
        history: dict[int, AnnualReport],
        context: Context = PLAIN,
        files: Mapping[int, str] = MappingProxyType({}),
    ) -> Self:
        """The page of the reports in `history`, which end with the ordered year.

        Raises:
            Blocked: error-level findings stand against the final edition, or somebody signed and not all three did.
        """
        page = cls(order, history, check_history(order.agency, history, context), context, files)
        refusal = _refusal(page.report, page.findings, context.shown) if page.edition == "final" else ""
        if refusal:
            raise Blocked(refusal, *page.counts, page.basis)
        return page

    @classmethod
    def read(cls, order: Order) -> Self:
        """The page that is ordered, from the agency's files; its order has the agency's id in place of a name.

        Raises:
            NotFound: no such agency or year.
            InvalidFile: a yearly file has not the structure of a report.
            Blocked: as `of`.
        """
        store = Store(order.params)
        id, year = store.resolve(order.agency), order.year
        found = {each: store.read(id, each) for each in store.years_until(id, year)}
        history = {each: report for each, (report, _) in found.items()}
        files = {each: digest for each, (_, digest) in found.items()}
        return cls.of(replace(order, agency=id), history, context_of(store, id, year), files)

    @classmethod
    def open(
        cls,
        agency: str,
        year: int,
        edition: str = Order.edition,
        charts: str = Order.charts,
        params: str | Path | None = None,
    ) -> Self:
        """The page of `agency` (id or name) for `year`.

        Raises:
            NotFound, InvalidFile, Blocked: as `read`.
            BadRequest: there is no such edition or kind of charts.
        """
        return cls.read(Order.of(agency, year, edition=edition, charts=charts, params=params))

    def __repr__(self) -> str:
        """Whose page it is; a notebook that is kept would hold everything else of its record, too."""
        return f"Page({self.agency!r}, {self.order.year}, {self.edition!r})"

    def _repr_html_(self) -> str:
        """The style that the sections are shown in."""
        return f"<style>{report_style()}\n{_IN_JUPYTER} {{ {report_style()} }}</style>"

    @property
    def agency(self) -> str:
        """The agency's id."""
        return self.order.agency

    @property
    def edition(self) -> str:
        """`final` or `draft`."""
        return self.order.edition

    @property
    def report(self) -> AnnualReport:
        """The report of the ordered year."""
        return self.history[self.order.year]

    @property
    def before(self) -> AnnualReport | None:
        """The report of the year before; None where there is none."""
        return self.history.get(self.order.year - 1)

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
        return appendix(self.history) if self.order.charts == "interactive" else []

    def html(self) -> str:
        """The finished page as `render` writes it, made without a notebook: for a look before it is rendered."""
        statutory = (getattr(self, section.id)() for section in self.report.statutory_form.sections)
        appendix = (section for section, _ in self.charts().parts())
        sections = [self.heading(), *statutory, self.signature(), *appendix]
        outputs = [new_output("display_data", {"text/html": section._repr_html_()}) for section in sections]
        return html_page(new_notebook(cells=[new_code_cell("", outputs=outputs)]), self.facts)

    def section_of(self, finding: Finding) -> str:
        """The section that shows what a finding is about; "" where none does."""
        form = self.report.statutory_form
        section = form.section_of(finding.cells[0]) if finding.cells else None
        return section if section in form.section_by_id else ""

    def _table(self, table: str) -> PageSection:
        notes = Notes(self.before, self.findings) if self.edition == "draft" else None
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
