"""Published reports of each kind, brought to pieces and read."""

from __future__ import annotations

from ..reading import Hints, Reading
from . import docx, html, pdf, plain, xlsx
from .grid import Piece, Text
from .own_page import is_own_page, read_own_page
from .read import check_length, read_published

PAGES = (".html", ".htm", ".shtml", ".xhtml")
TEXTS = (".txt", ".md")
"""The suffixes of files that are read alike."""


def read_html(content: bytes, shown_as: str, hints: Hints) -> Reading:
    """A published page; one of ours by the record inside."""
    if is_own_page(content):
        return read_own_page(content, shown_as)
    return _read(html.read_html(content, shown_as), shown_as, hints)


def read_pdf(content: bytes, shown_as: str, hints: Hints) -> Reading:
    """A PDF with text."""
    return read_published(pdf.read_pdf(content, shown_as), pdf.pdf_text(content, shown_as), shown_as, hints)


def read_word_document(content: bytes, shown_as: str, hints: Hints) -> Reading:
    """A Word file that somebody else made."""
    return _read(docx.read_docx(content, shown_as), shown_as, hints)


def read_sheets(content: bytes, shown_as: str, hints: Hints) -> Reading:
    """A workbook that somebody else made."""
    return _read(xlsx.read_xlsx(content, shown_as), shown_as, hints)


def read_text(content: bytes, shown_as: str, hints: Hints) -> Reading:
    """A text, or Markdown that a tool made of a PDF."""
    text = plain.decode(content, shown_as)
    check_length(text, shown_as)
    return _read([Text(line, f"第{number}行") for number, line in enumerate(text.splitlines(), 1)], shown_as, hints)


def _read(pieces: list[Piece], shown_as: str, hints: Hints) -> Reading:
    return read_published(pieces, "\n".join(map(_text, pieces)), shown_as, hints)


def _text(piece: Piece) -> str:
    """A piece as text; of a table, its lines with the cells parted."""
    if isinstance(piece, Text):
        return piece.text
    return "\n".join("|".join(piece.cells[spot].text for spot in line) for line in piece.lines)


__all__ = ["PAGES", "TEXTS", "read_html", "read_pdf", "read_sheets", "read_text", "read_word_document"]
