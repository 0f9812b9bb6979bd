"""Finished files: a report's HTML page, and the index of a year's."""

from __future__ import annotations

from .charts import chart_figure
from .html import PageFacts, html_page
from .index import IndexRow, index_page

__all__ = ["IndexRow", "PageFacts", "chart_figure", "html_page", "index_page"]
