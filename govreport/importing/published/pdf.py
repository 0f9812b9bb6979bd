"""PDF files with text: lines and tables page by page, a table that goes on over pages as one."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.utils.exceptions import PdfminerException

from govreport.errors import InvalidFile, Problem

from .grid import Piece
from .html_text import plain_text
from .pdf_beside import Beside, beside_in
from .pdf_guard import Resources, lay_out
from .pdf_limits import MOST, Vast, take, within_limits
from .pdf_pages import Drawn, join_pages, page_pieces

_LOCKED = "PDF 有密码，请取消密码（或用浏览器打印为新的 PDF）后再导入"
_SCANNED = "PDF 是扫描图片，没有文字，请用文字识别软件（OCR）转成可复制文字的 PDF 或 Word 后再导入"
_DAMAGED = "PDF 已损坏或不是 PDF，请重新下载，或在浏览器中打印为新的 PDF"
_LARGE = "PDF {}，不像年报，请只保留年报的各页，或在浏览器中打印为新的 PDF 后再导入"

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(content: bytes, shown: str) -> list[Piece]:
    """The lines of text and tables of a PDF; a table that goes on over pages is one.

    Raises:
        InvalidFile: it is no PDF, encrypted, without text, or far larger than any report.
    """
    return join_pages([drawn for drawn, _ in _read(content, shown)])


def pdf_text(content: bytes, shown: str) -> str:
    """The text of a PDF as it is laid out, for where its tables have no lines.

    Raises:
        InvalidFile: as `read_pdf`.
    """
    return "\n".join(text for _, text in _read(content, shown))


@lru_cache(maxsize=1)
def _read(content: bytes, shown: str) -> tuple[tuple[list[Drawn], str], ...]:
    """Each page's pieces and its text; the last file is remembered, as it is asked for both."""
    try:
        with within_limits():
            pages = tuple(_pages(content))
    except Exception as error:
        # pdfminer lets whatever a damaged object leads to come through: KeyError, TypeError, struct.error
        inner = _inner(error)
        locked = isinstance(inner, PDFPasswordIncorrect | PDFEncryptionError)
        large = _LARGE.format(inner) if isinstance(inner, Vast) else ""
        raise _refused(shown, large or (_LOCKED if locked else _DAMAGED)) from None
    if not any(text.strip() for _, text in pages):
        raise _refused(shown, _SCANNED)
    return pages


def _pages(content: bytes) -> Iterator[tuple[list[Drawn], str]]:
    if b"%PDF-" not in content[:1024]:
        raise ValueError("no PDF")
    with pdfplumber.open(io.BytesIO(content)) as document:
        # counted before pdfplumber makes an object of every page
        most = MOST["pages"][0]
        if len(list(islice(PDFPage.create_pages(document.doc), most + 1))) > most:
            take("pages", most + 1)
        resources = Resources()
        beside: Beside | None = None
        for number, page in enumerate(document.pages, start=1):
            lay_out(page, resources)
            once: Any = page.dedupe_chars()
            beside = beside_in(once) or beside
            yield page_pieces(once, number, beside), plain_text(once.extract_text() or "")
            page.close()


def _inner(error: BaseException) -> object:
    """The error that pdfplumber has wrapped."""
    return error.args[0] if isinstance(error, PdfminerException) and error.args else error


def _refused(shown: str, text: str) -> InvalidFile:
    return InvalidFile(shown, [Problem(0, text)])
