"""A chart as a `<figure>` below its title: the caption sentence, the data as a table, and what plotly.js draws."""

from __future__ import annotations

from markupsafe import Markup

from govreport.charts import Chart
from govreport.tables import data_table

from .embed import embed_json


def chart_figure(chart: Chart) -> Markup:
    """The chart as HTML; where there is nothing to draw, its sentence alone."""
    if not chart.drawn:
        return Markup('<p class="no-chart">{}</p>').format(chart.caption)
    return Markup(
        '<figure class="chart" id="chart-{}"><div class="plot" aria-hidden="true"></div>{}'
        "<figcaption>{}</figcaption>{}</figure>"
    ).format(
        chart.id,
        embed_json(chart.spec),
        chart.caption,
        data_table(f"{chart.title}：数据", chart.header, chart.lines),
    )
