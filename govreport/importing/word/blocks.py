"""The body of a Word file as paragraphs and tables, in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The same once more, for programs of old."""
_HOLDERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_ESCAPED = re.compile(r"_x005[Ff]_(?=x[0-9A-Fa-f]{4}_)")
"""LibreOffice writes `_x000D_` in a text as `_x005F_x000D_`, as workbooks want it."""
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _FALLBACK})


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its text, and the level of heading that its style makes it, 0 for none."""

    text: str
    heading: int = 0


@dataclass(frozen=True)
class TableCell:
    """A cell: its text, how many columns it takes, and whether it continues the one above."""

    text: str
    width: int = 1
    continues: bool = False


@dataclass(frozen=True)
class WordTable:
    """A table, line by line; `before` is how many columns each line leaves out on the left."""

    lines: tuple[tuple[TableCell, ...], ...]
    before: tuple[int, ...]


Block = Paragraph | WordTable


def read_blocks(package: ZipFile) -> list[Block]:
    """The paragraphs and tables of the document; what was deleted under tracking is not there.

    Raises:
        KeyError, lxml.etree.XMLSyntaxError: it is no Word file.
    """
    headings = dict(_heading_styles(_root(package, "word/styles.xml")))
    body = _root(package, "word/document.xml").find(f"{_W}body")
    return [_block(one, headings) for one in _parts(body)]


def _root(package: ZipFile, name: str) -> Any:
    return etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False))


def _parts(holder: Any) -> Any:
    """Paragraphs and tables, also those inside content controls."""
    for one in holder:
        if one.tag in (f"{_W}p", f"{_W}tbl"):
            yield one
        elif one.tag in _HOLDERS:
            yield from _parts(one)


def _heading_styles(styles: Any) -> Any:
    for style in styles.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        words = (name.get(f"{_W}val") or "").lower().split() if name is not None else []
        if len(words) == 2 and words[0] == "heading" and words[1].isdigit():
            yield style.get(f"{_W}styleId"), int(words[1])


def _block(one: Any, headings: dict[str, int]) -> Block:
    if one.tag == f"{_W}tbl":
        rows = list(one.iter(f"{_W}tr"))
        return WordTable(tuple(tuple(map(_cell, row.iter(f"{_W}tc"))) for row in rows), tuple(map(_before, rows)))
    style = one.find(f"{_W}pPr/{_W}pStyle")
    return Paragraph(_text(one), headings.get(style.get(f"{_W}val"), 0) if style is not None else 0)


def _before(row: Any) -> int:
    left_out = row.find(f"{_W}trPr/{_W}gridBefore")
    return int(left_out.get(f"{_W}val")) if left_out is not None else 0


def _cell(cell: Any) -> TableCell:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    width = int(span.get(f"{_W}val")) if span is not None else 1
    continues = merge is not None and merge.get(f"{_W}val") != "restart"
    return TableCell("\n".join(map(_text, cell.iter(f"{_W}p"))).strip(), width, continues)


def _text(part: Any) -> str:
    pieces: list[str] = []
    for one in part:
        if one.tag == f"{_W}t":
            pieces.append(_ESCAPED.sub("_", one.text or ""))
        elif one.tag in _CHARACTERS:
            pieces.append(_CHARACTERS[one.tag])
        elif one.tag not in _SKIPPED:
            pieces.append(_text(one))
    return "".join(pieces)
