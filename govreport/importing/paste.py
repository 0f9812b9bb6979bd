"""A block from the clipboard (Excel, WPS, Word, a web page), read and laid over a statutory table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bs4 import BeautifulSoup, Tag

from govreport.errors import BadRequest
from govreport.form import Row, Table

from .figures import BLANKS, states_figure
from .labels import plain_label, rows_by_label

Block = list[list[str]]

_MOST_CHARACTERS = 4_000_000
_WIDEST_SPAN = 60
_COLUMN_GAP = re.compile(r"\t| {2,}")
_LINE_END = re.compile(r"\r\n|\r|\n")


def read_block(text: str, html: str = "") -> Block:
    """The clipboard's cells, row by row; a cell that spans several stands in the first, the others are blank.

    Raises:
        BadRequest: it is far larger than any table of the form.
    """
    if len(text) + len(html) > _MOST_CHARACTERS:
        raise BadRequest("粘贴的内容过大，没有粘贴；请只复制表格中要填的部分")
    block = _from_html(html) or _from_text(text)
    while block and not any(cell.strip() for cell in block[-1]):
        block.pop()
    return block


def _from_html(html: str) -> Block:
    tables = [table for table in BeautifulSoup(html, "html.parser").find_all("table") if not table.find("table")]
    return [cells for table in tables for cells in _spread(table)]


def _spread(table: Tag) -> Block:
    """The table's cells where they are shown: below and beside a cell that spans several, blanks."""
    block: Block = []
    covered: dict[int, int] = {}
    for line in table.find_all("tr"):
        cells: list[str] = []
        for cell in line.find_all(["td", "th"], recursive=False):
            while covered.get(len(cells)):
                cells.append("")
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            covered |= dict.fromkeys(range(len(cells), len(cells) + width), height)
            cells += [_text(cell), *[""] * (width - 1)]
        while covered.get(len(cells)):
            cells.append("")
        covered = {column: left - 1 for column, left in covered.items() if left > 1}
        block.append(cells)
    return block


def _span(cell: Tag, name: str) -> int:
    stated = str(cell.get(name, "1"))
    return min(max(int(stated), 1), _WIDEST_SPAN) if stated.isascii() and stated.isdigit() else 1


def _text(cell: Tag) -> str:
    return " ".join(cell.get_text(" ", strip=True).split())


def _from_text(text: str) -> Block:
    if "\t" in text:
        return [list(line) for line in csv.reader(io.StringIO(text, newline=""), delimiter="\t")]
    return [_COLUMN_GAP.split(line.strip()) for line in _LINE_END.split(text.removesuffix("\n"))]


@dataclass(frozen=True)
class _Line:
    """One row of the block: the label it ends its labels with, and what stands behind."""

    label: str
    figures: Sequence[str]


def lay_block(table: Table, block: Block, at: str, present: Container[str] = ()) -> dict[str, str]:
    """The text for each cell that `block` fills, when it is pasted with the cursor on the cell `at`.

    Header lines are skipped. Where the block has the labels of this table's rows, each line goes to the row that
    it names; else it goes where the cursor is. `present` are the optional rows that the print has.

    Raises:
        BadRequest: it holds no figures, does not fit, or names rows that the table does not have.
    """
    if sum(map(len, block)) == 1:
        return {at: block[0][0]}
    lines = list(_lines(block))
    if not lines:
        raise BadRequest("粘贴的内容里没有数字，没有粘贴；请复制表格中的数字部分")
    rows = [rows_by_label(table).get(plain_label(line.label)) for line in lines]
    if any(rows):
        return _by_label(table, lines, rows)
    return _by_place(table, lines, at, present)


def _lines(block: Block) -> Iterator[_Line]:
    """The lines that hold figures; header lines are left out, labels are set apart."""
    labels = _label_columns(block)
    begun = False
    for cells in block:
        named = [cell.strip() for cell in cells[:labels] if cell.strip()]
        figures = [cell.strip() for cell in cells[labels:]]
        begun = begun or any(map(_is_number, figures))
        if begun or not any(figures):
            yield _Line(named[-1] if named else "", figures)


def _label_columns(block: Block) -> int:
    """How many columns of labels stand before the first column that holds a number."""
    numbered = [cells for cells in block if any(map(_is_number, cells))]
    first = min((next(at for at, cell in enumerate(cells) if _is_number(cell)) for cells in numbered), default=0)
    return max(
        (at + 1 for cells in numbered for at, cell in enumerate(cells[:first]) if not states_figure(cell)), default=0
    )


def _is_number(cell: str) -> bool:
    return states_figure(cell) and any(character.isdigit() for character in cell)


def _by_label(table: Table, lines: Sequence[_Line], rows: Sequence[Row | None]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for line, row in zip(lines, rows, strict=True):
        if row is None and not any(map(_is_number, line.figures)):
            continue
        if row is None:
            raise BadRequest(f"粘贴的内容中“{line.label}”一行在{table.name}中没有，没有粘贴；请删去该行，或只复制数字")
        figures = _without_blank_end(line.figures, len(row.columns))
        if len(figures) != len(row.columns):
            raise BadRequest(
                f"粘贴的内容中“{line.label}”一行有{len(figures)}个数，{table.name}该行为{len(row.columns)}个，"
                "没有粘贴；请核对是否多了或少了列"
            )
        texts.update(
            (f"{table.id}.{row.id}.{column.id}", text) for column, text in zip(row.columns, figures, strict=True)
        )
    return texts


def _by_place(table: Table, lines: Sequence[_Line], at: str, present: Container[str]) -> dict[str, str]:
    if lines[0].label and not any(lines[0].figures):
        raise BadRequest(f"粘贴的第一行“{lines[0].label}”没有数字，不能确定从哪里放起，没有粘贴；请只复制数字部分")
    printed = [[box.cell for box in line if box.cell] for line in table.printed(present)]
    grid = [cells for cells in printed if cells]
    top = next(number for number, cells in enumerate(grid) if at in cells)
    left = grid[top].index(at)
    texts: dict[str, str] = {}
    for line, cells in zip_longest(lines, grid[top:]):
        if line is None:
            break
        room = cells[left:] if cells else []
        figures = _without_blank_end(line.figures, len(room))
        if len(figures) > len(room):
            wide = max(len(other.figures) for other in lines)
            raise BadRequest(
                f"粘贴的内容有{len(lines)}行{wide}列，从这里起放不下，没有粘贴；"
                f"请把光标放到对应的左上角，或只复制{table.name}的数字部分"
            )
        texts.update(zip(room, figures, strict=False))
    return texts


def _without_blank_end(figures: Sequence[str], width: int) -> Sequence[str]:
    """The figures without the blanks behind the last column, such as a merged cell leaves in Excel."""
    end = len(figures)
    while end > width and figures[end - 1].strip() in BLANKS:
        end -= 1
    return figures[:end]
