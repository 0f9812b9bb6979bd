"""What a cell of the report's notebook shows: a part of the page, or the charts with their figures."""

from __future__ import annotations

import govreport.light  # noqa: F401

from collections.abc import Iterator

from IPython.display import display
from markupsafe import Markup

from govreport.charts import Chart
from govreport.exporting import chart_figure


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
