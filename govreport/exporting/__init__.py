"""Finished files: a report's HTML page, its Word edition, the workbook to send out, and the index of a year's."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .charts import chart_figure
    from .embed import report_style
    from .excel import workbook, workbook_shape
    from .html import PageFacts, html_page
    from .index import IndexRow, index_page
    from .letter import Entry, Letter, Part, letter_page
    from .sheet import sheet_page
    from .word import word_document, word_letter

__all__ = [
    "Entry",
    "IndexRow",
    "Letter",
    "PageFacts",
    "Part",
    "chart_figure",
    "html_page",
    "index_page",
    "letter_page",
    "report_style",
    "sheet_page",
    "word_document",
    "word_letter",
    "workbook",
    "workbook_shape",
]

_HOMES = {
    "Entry": ".letter",
    "IndexRow": ".index",
    "Letter": ".letter",
    "Part": ".letter",
    "chart_figure": ".charts",
    "index_page": ".index",
    "letter_page": ".letter",
    "report_style": ".embed",
    "sheet_page": ".sheet",
    "word_document": ".word",
    "word_letter": ".word",
    "workbook": ".excel",
    "workbook_shape": ".excel",
}


def __getattr__(name: str) -> Any:
    """Import what is used only: an index needs neither nbconvert nor Plotly."""
    if name in __all__:
        return getattr(import_module(_HOMES.get(name, ".html"), __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
