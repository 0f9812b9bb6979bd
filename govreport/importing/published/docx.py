"""Word files that somebody else made, as pieces."""

from __future__ import annotations

import io
from zipfile import ZipFile

from govreport.errors import InvalidFile, Problem

from ..container import check_package
from ..word.blocks import Paragraph, WordTable, read_blocks
from .grid import LONGEST, WIDEST, Cell, Grid, Piece, Text
from .html_text import plain_text

_DAMAGED = "Word 文档已损坏，请在 Word 或 WPS 中打开后另存为 .docx"


def read_docx(content: bytes, shown: str) -> list[Piece]:
    """The paragraphs and tables of a Word file in their order.

    Raises:
        InvalidFile: it is no Word file, encrypted or damaged.
    """
    check_package(content, shown)
    try:
        with ZipFile(io.BytesIO(content)) as package:
            blocks = read_blocks(package)
        return _pieces(blocks)
    except Exception:
        # zipfile, lxml and damaged numbers in the XML raise whatever a broken part leads to
        raise InvalidFile(shown, [Problem(0, _DAMAGED)]) from None


def _pieces(blocks: list[Paragraph | WordTable]) -> list[Piece]:
    pieces: list[Piece] = []
    tables = paragraphs = 0
    for block in blocks:
        if isinstance(block, WordTable):
            tables += 1
            pieces.append(_grid(block, f"第{tables}个表格"))
        else:
            paragraphs += 1
            lines = plain_text(block.text).splitlines()
            pieces += (Text(line, f"第{paragraphs}段") for line in lines)
    return pieces


def _grid(table: WordTable, name: str) -> Grid:
    """The table's cells; one that continues the cell above it makes that cell taller."""
    cells: dict[tuple[int, int], Cell] = {}
    above: dict[int, tuple[int, int]] = {}
    for row, (line, before) in enumerate(zip(table.lines, table.before, strict=True), start=1):
        column = 1 + before
        for one in line:
            if row > LONGEST or column > WIDEST:
                break
            width = min(max(one.width, 1), WIDEST)
            spot = above.get(column)
            if one.continues and spot and spot[0] + cells[spot].height == row and cells[spot].width == width:
                was = cells[spot]
                text = "\n".join(filter(None, (was.text, plain_text(one.text))))
                cells[spot] = Cell(text, was.width, was.height + 1)
            else:
                above[column] = (row, column)
                cells[row, column] = Cell(plain_text(one.text), width)
            column += width
    return Grid(name, cells)
