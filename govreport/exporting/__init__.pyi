from .a4_page import sheet_page
from .charts import chart_figure
from .embed import report_style
from .excel import workbook, workbook_shape
from .html import PageFacts, html_page
from .index import IndexRow, index_page
from .letter import Entry, Letter, Part, letter_page
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
