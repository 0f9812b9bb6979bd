"""Published pages: their text and their innermost tables, however they were put together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from govreport.errors import InvalidFile, Problem

from .grid import LONGEST, WIDEST, Cell, Grid, Piece, Text, place_lines
from .html_hidden import Hidden
from .html_text import decode_page, flowing, plain_text, struck_out

_MOST_BYTES = 20_000_000
_MOST_TAGS = 300_000
_MOST_COMPARED = 400_000_000
"""The parser compares each attribute of a tag with all before it: so many comparisons take about two seconds."""
_MOST_WRITTEN = 3_000_000
_DEEPEST = 2_000
_PICTURE = re.compile(r"data:[\w/+.-]{0,99};base64,[A-Za-z0-9+/=]*+")
_RAW = re.compile(r"(?:script|style)(?:\s+[\w:-]+(?:=(?:\"[^\"]*\"|'[^']*'))?)*\s*>", re.IGNORECASE)
"""A tag whose content is no tag, without its first sign."""
_SHORT = 500
_BLOCK_NAMES = """
address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form
h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section table tbody td tfoot th thead title tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSHOWN_NAMES = "script style template noscript head iframe object svg math select textarea audio video canvas"
_NOT_SHOWN = frozenset(_UNSHOWN_NAMES.split())
_ASIDE = frozenset(("sup", "sub", "del", "s", "strike"))
"""What is raised or struck out is set apart, so that its digits do not run into a figure."""


def page_text(content: bytes, shown: str) -> str:
    """The page's source, without the pictures in it.

    Raises:
        InvalidFile: it is far larger than any report, or made so that no parser gets through it.
    """
    if len(content) <= _MOST_BYTES and content.count(b"<") <= _MOST_TAGS:
        text = _PICTURE.sub("", decode_page(content))
        if sum(_compared(piece) for piece in text.split("<")) <= _MOST_COMPARED:
            return text
    raise _too_large(shown)


def read_html(content: bytes, shown: str) -> list[Piece]:
    """The page's lines of text and innermost tables in reading order; what is hidden is left out.

    Raises:
        InvalidFile: it is no page, or far larger than any report.
    """
    text = page_text(content, shown)
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise InvalidFile(shown, [Problem(0, "不是可读的网页，请在浏览器中打开后另存为网页再导入")]) from None
    if sum(_written(element) for element in root.iter()) > _MOST_WRITTEN:
        raise _too_large(shown)
    return list(_Walk(root).pieces())


def _written(element: Any) -> int:
    """How many characters stand in an element and behind it, spaces and line breaks of the source included."""
    within = 0 if element.tag in _NOT_SHOWN else len(element.text or "")
    return within + len(element.tail or "")


def _too_large(shown: str) -> InvalidFile:
    return InvalidFile(shown, [Problem(0, "网页过大，不像年报，请只保存年报的正文后再导入")])


def _compared(piece: str) -> int:
    """At most how many comparisons a tag takes, with the text behind it."""
    if len(piece) < _SHORT or _RAW.match(piece):
        return 0
    return sum(map(piece.count, " \t\n\r\f/")) ** 2


class _Walk:
    """One way through the page: lines of text are gathered until a block or a table ends them."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.hidden = Hidden(root)
        self.data_tables = _data_tables(root)
        self.tables = 0
        self.lines = 0

    def pieces(self) -> Iterator[Piece]:
        gathered: list[str] = []
        for kind, value in self._events():
            if kind == "text":
                gathered.append(value)
                continue
            yield from self._line(gathered)
            if kind == "table":
                yield from self._grid(value)
        yield from self._line(gathered)

    def _line(self, gathered: list[str]) -> Iterator[Text]:
        text = plain_text("".join(gathered))
        gathered.clear()
        if text:
            self.lines += 1
            yield Text(text, f"第{self.lines}段")

    def _events(self) -> Iterator[tuple[str, Any]]:
        """What is met in reading order: texts, the ends of lines, tables; without recursion, however deep it nests."""
        stack: list[tuple[Any, bool]] = [(self.root, False)]
        while stack:
            element, leaving = stack.pop()
            block = element.tag in _BLOCKS
            if leaving:
                yield from (("break", None),) if block else ()
                yield from (("text", flowing(element.tail)),) if element.tail else ()
                continue
            if self._skipped(element, len(stack)):
                yield from (("text", flowing(element.tail)),) if element.tail else ()
                continue
            yield from (("break", None),) if block else ()
            stack.append((element, True))
            if element in self.data_tables:
                yield "table", element
                continue
            yield from (("text", flowing(element.text)),) if element.text else ()
            stack += ((child, False) for child in reversed(element))

    def _skipped(self, element: Any, depth: int) -> bool:
        return element.tag in _NOT_SHOWN or self.hidden(element) or depth > _DEEPEST * 10

    def _grid(self, table: Any) -> Iterator[Piece]:
        for caption in table.iterchildren("caption"):
            if text := plain_text(self._cell_text(caption)[0]):
                yield Text(text, "表题")
        lines = [[self._cell(cell) for cell in _cells(row) if not self.hidden(cell)]
                 for row in table.iter("tr") if not self.hidden(row)]  # fmt: skip
        cells = place_lines(lines)
        if any(cell.text for cell in cells.values()):
            self.tables += 1
            yield Grid(f"第{self.tables}个表格", cells)

    def _cell(self, cell: Any) -> Cell:
        text, problem = self._cell_text(cell)
        return Cell(plain_text(text), _span(cell, "colspan", WIDEST), _span(cell, "rowspan", LONGEST), problem)

    def _cell_text(self, cell: Any) -> tuple[str, str]:
        pieces: list[str] = []
        problem = ""
        stack: list[tuple[Any, bool]] = [(cell, False)]
        while stack:
            element, leaving = stack.pop()
            aside = element.tag in _ASIDE or (element is not cell and struck_out(element))
            if leaving or (skipped := self._skipped(element, 0)):
                pieces.append("\n" if element.tag in _BLOCKS else "" if not aside or skipped else "〕")
                pieces.append("" if element is cell else flowing(element.tail))
                continue
            pieces.append("\n" if element.tag in _BLOCKS else "〔" if aside else "")
            pieces.append(flowing(element.text))
            problem = problem or (
                "格中有上标、下标或划去的文字" if aside and "".join(element.itertext()).strip() else ""
            )
            stack.append((element, True))
            stack += ((child, False) for child in reversed(element))
        return "".join(pieces).replace("〔〕", ""), problem


def _cells(row: Any) -> Iterator[Any]:
    yield from row.iterchildren("td", "th")


def _span(cell: Any, name: str, most: int) -> int:
    stated = (cell.get(name) or "1").strip()
    number = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 1
    return min(max(number, 1), most)


def _data_tables(root: Any) -> set[Any]:
    """The tables that hold no other table and more than one column: what only lays text out is no grid."""
    nested = {outer for table in root.iter("table") for outer in _next_outer(table)}
    return {table for table in root.iter("table") if table not in nested and _has_columns(table)}


def _next_outer(table: Any) -> Iterator[Any]:
    outer = next(table.iterancestors("table"), None)
    return iter(()) if outer is None else iter((outer,))


def _has_columns(table: Any) -> bool:
    return any(len(list(_cells(row))) > 1 for row in table.iter("tr"))
