"""A file of any kind as its lines of text, each with its place; nothing is made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govreport.errors import InvalidFile, Problem
from govreport.store import Document, parse_document

from .container import check_package, read_content
from .old_formats import OLD, converted
from .published import docx, html, pdf, plain, xlsx
from .published.grid import Piece, Text
from .published.kinds import PAGES, TEXTS
from .published.read import check_length
from .watchdog import read_within_bounds

_LINE_END = re.compile(r"\r\n|\r|\n")
"""What an editor counts lines by; U+2028 and others of its kind it does not."""


@dataclass(frozen=True)
class TextLine:
    """What is written in one place of a file, and how a message names the place."""

    where: str
    text: str


def read_lines(path: Path) -> list[TextLine]:
    """What is written in a file, in reading order.

    Raises:
        BadRequest: there is no such file.
        InvalidFile: it cannot be read as what it is.
        Locked: another program holds it.
    """
    kind = path.suffix.lower()
    if kind not in _READERS and kind not in OLD:
        readable = "、".join(dict.fromkeys(_READERS))
        raise InvalidFile(path.name, [Problem(0, f"不能读取这种文件，可读取 {readable}")])
    content = read_content(path)
    if kind in OLD:
        content, kind = converted(content, path.name)
    lines = read_within_bounds(path.name, lambda: list(_READERS[kind](content, path.name)))
    return [line for line in lines if line.text.strip()]


def _text(content: bytes, shown: str) -> Iterator[TextLine]:
    text = plain.decode(content, shown)
    check_length(text, shown)
    return (TextLine(f"第{number}行", line) for number, line in enumerate(_LINE_END.split(text), 1))


def _word(content: bytes, shown: str) -> Iterator[TextLine]:
    check_package(content, shown)
    return _lines(docx.read_docx(content, shown))


def _yaml(content: bytes, shown: str) -> Iterator[TextLine]:
    """The texts of a yearly file; the body's own contact is no text to be posted."""
    document = parse_document(content, shown)
    return _texts(document, document.data, ())


def _texts(document: Document, data: Any, place: tuple[str | int, ...]) -> Iterator[TextLine]:
    if isinstance(data, str):
        yield TextLine(f"第{document.line(place)}行", data)
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            if (*place, key) != ("contact",):
                yield from _texts(document, value, (*place, key))


def _lines(pieces: list[Piece]) -> Iterator[TextLine]:
    """A line of text, or a cell, a line."""
    for piece in pieces:
        if isinstance(piece, Text):
            yield TextLine(piece.where, piece.text)
        else:
            yield from (TextLine(piece.where(*spot), cell.text) for spot, cell in piece.cells.items())


_READERS: dict[str, Callable[[bytes, str], Iterator[TextLine]]] = {
    **dict.fromkeys(TEXTS, _text),
    **dict.fromkeys(PAGES, lambda content, shown: _lines(html.read_html(content, shown))),
    **dict.fromkeys((".yaml", ".yml"), _yaml),
    ".docx": _word,
    ".pdf": lambda content, shown: _lines(pdf.read_pdf(content, shown)),
    ".xlsx": lambda content, shown: _lines(xlsx.read_xlsx(content, shown)),
}
