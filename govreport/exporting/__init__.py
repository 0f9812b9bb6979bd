"""Finished files: a report's HTML page, its Word edition, the workbook to send out, and the index of a year's."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .charts import chart_figure
    from .excel import workbook, workbook_shape
    from .html import PageFacts, html_page, report_style
    from .index import IndexRow, index_page
    from .word import word_document

__all__ = [
    "IndexRow",
    "PageFacts",
    "chart_figure",
    "html_page",
    "index_page",
    "report_style",
    "word_document",
    "workbook",
    "workbook_shape",
]

_HOMES = {
    "IndexRow": ".index",
    "chart_figure": ".charts",
    "index_page": ".index",
    "word_document": ".word",
    "workbook": ".excel",
    "workbook_shape": ".excel",
}


def __getattr__(name: str) -> Any:
    """Import what is used only: an index needs neither nbconvert nor Plotly."""
    if name in __all__:
        return getattr(import_module(_HOMES.get(name, ".html"), __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
