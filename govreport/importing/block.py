"""A block on the clipboard (Excel, WPS, Word, a web page, a page of ours) as its cells, line by line."""

from __future__ import annotations

import csv
import io
import re

from bs4 import BeautifulSoup, Tag

from govreport.errors import BadRequest

from .figures import in_one_line

Block = list[list[str | None]]
"""The texts of the cells; None where a cell reaches to from the left, blank where one does from above."""

_MOST_CHARACTERS = 4_000_000
_WIDEST_SPAN = 60
_COLUMN_GAP = re.compile(r"\t| {2,}")
_QUOTED = re.compile(r'^"', re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_BREAKS = ("br", "p", "div", "li")
_HIDDEN = '[hidden], [style*="display:none"], [style*="display: none"]'
_OURS_BESIDE = "td[data-cell] .before, td[data-cell] .mark"
"""Last year's figure and the numbers of findings, as our draft page shows them beside a figure."""
_LAST_YEAR = re.compile(
    r"([^\u4e00-\u9fff[]+?)\s*(?:\[\d+\]\s*)*上年\s*(?:[-+\d./／—]|空白)[^\u4e00-\u9fff]*(?:持平|空白)?"
)
_LONGEST_FIGURE = 200


def read_block(text: str, html: str = "") -> Block:
    """The clipboard's cells, row by row; a cell that spans several stands in the first.

    Raises:
        BadRequest: it is far larger than any table of the form.
    """
    if len(text) + len(html) > _MOST_CHARACTERS:
        raise BadRequest("粘贴的内容过大，没有粘贴；请只复制表格中要填的部分")
    block = _from_html(html) or _from_text(text)
    while block and not any(cell and cell.strip() for cell in block[-1]):
        block.pop()
    return block


def _from_html(html: str) -> Block:
    page = BeautifulSoup(html, "html.parser")
    for unseen in page.select(f"{_HIDDEN}, {_OURS_BESIDE}"):
        unseen.decompose()
    tables = [table for table in page.find_all("table") if not table.find("table")]
    return [cells for table in tables for cells in _spread(table) if cells]


def _spread(table: Tag) -> Block:
    """The table's cells where they are shown."""
    block: Block = []
    covered: dict[int, int] = {}
    for line in table.find_all("tr"):
        cells: list[str | None] = []
        for cell in line.find_all(["td", "th"], recursive=False):
            while covered.get(len(cells)):
                cells.append("")
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            covered |= dict.fromkeys(range(len(cells), len(cells) + width), height)
            cells += [_text(cell), *[None] * (width - 1)]
        while covered.get(len(cells)):
            cells.append("")
        covered = {column: left - 1 for column, left in covered.items() if left > 1}
        block.append(cells)
    return block


def _span(cell: Tag, name: str) -> int:
    stated = str(cell.get(name, "1"))
    return min(max(int(stated), 1), _WIDEST_SPAN) if stated.isascii() and stated.isdigit() else 1


def _text(cell: Tag) -> str:
    """What a reader sees in a cell; breaks of its source are spaces, those of its content stay breaks."""
    for piece in cell.find_all(string=True):
        piece.replace_with(re.sub(r"[ \t\r\n\f]+", " ", str(piece)))
    for ends in cell.find_all(_BREAKS):
        ends.insert_after("\n")
    return _plain(cell.get_text())


def _plain(text: str) -> str:
    """A cell's text in one line, without last year's figure behind this year's."""
    return _before_last_years(text) or in_one_line(text.strip())


def _before_last_years(text: str) -> str:
    """This year's figure, where a text is it and last year's as our draft page shows both; else nothing."""
    found = _LAST_YEAR.fullmatch(text.strip()) if len(text) <= _LONGEST_FIGURE else None
    return found[1] if found else ""


def _from_text(text: str) -> Block:
    if "\t" in text or _QUOTED.search(text):
        lines = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
        try:
            return [[_plain(cell) for cell in line] for line in lines]
        except csv.Error:
            raise BadRequest("粘贴的内容不是表格，没有粘贴；请只复制表格中要填的部分") from None
    if figure := _before_last_years(text):
        return [[figure]]
    plain = _LINE_END.split(text.removesuffix("\n"))
    return [[_plain(cell) for cell in _COLUMN_GAP.split(line.strip())] for line in plain]
