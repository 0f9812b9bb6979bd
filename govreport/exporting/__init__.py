"""Finished files from a report: the HTML page."""

from __future__ import annotations

from .charts import chart_figure
from .html import PageFacts, html_page

__all__ = ["PageFacts", "chart_figure", "html_page"]
