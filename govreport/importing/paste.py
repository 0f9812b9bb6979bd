"""A block from the clipboard laid over a statutory table: by its labels and headings, else from the cursor on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from govreport.errors import BadRequest
from govreport.form import Form, Row, Table

from .block import Block
from .block_lines import BlockLine, figures_of, is_blank, is_error, is_number, like_figure, read_lines
from .figures import BLANKS, plain_figure
from .paste_names import Key, columns_named, is_column_of, is_row_of, rows_named, this_years

_NO_COUNT = re.compile(r"\+?\d{11,}|\(?0\d+\)?[-–—‐‑\d]*|\d{2,}(?:[-–—‐‑]\d{2,})+")
"""Telephone numbers, dates and other numbers that count nothing."""


@dataclass(frozen=True)
class Laid:
    """The text for each cell that a block fills; how the cells were found, and what was left out, in Chinese."""

    texts: dict[str, str]
    how: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """Where a block is pasted: the cell `at` the cursor, and `to`, the last one of what is selected.

    `present` are the optional rows that the print has, `computed` the cells that fill themselves.
    """

    form: Form
    at: str
    to: str = ""
    present: Collection[str] = ()
    computed: Collection[str] = ()

    @property
    def table(self) -> Table:
        """The table that the cursor is in."""
        return self.form.places[self.at].table

    @cached_property
    def grid(self) -> list[list[str]]:
        """The table's cells as they are printed, line by line."""
        lines = ([box.cell for box in line if box.cell] for line in self.table.printed(self.present))
        return [cells for cells in lines if cells]

    def spot(self, path: str) -> tuple[int, int]:
        """The printed line and column of a cell."""
        line = next(number for number, cells in enumerate(self.grid) if path in cells)
        return line, self.grid[line].index(path)

    @property
    def selected(self) -> list[list[str]]:
        """The selected cells, line by line."""
        (top, left), (bottom, right) = self.spot(self.at), self.spot(self.to or self.at)
        return [cells[left : right + 1] for cells in self.grid[top : bottom + 1]]


def lay_block(target: Target, block: Block) -> Laid:
    """What `block` fills when it is pasted.

    Where it has the labels of this table's rows or the headings of its columns, each figure goes to the row and the
    column that are named; else it goes where the cursor is, and is repeated where it fits into what is selected.

    Raises:
        BadRequest: it holds no figures, does not fit, or names rows or columns that the table does not have.
    """
    form, table = target.form, target.table
    is_row = is_row_of(form)
    own = [cell for cells in block for cell in cells if cell is not None]
    if len(own) == 1:
        _check_counts(own)
        return _without_errors(_by_place(target, [BlockLine("", {0: own[0]})]), 0)
    lines, last_years = this_years(table, read_lines(block, is_row, is_column_of(form)))
    _check_figures(lines, is_row)
    rows = rows_named(form, table, lines)
    columns = [columns_named(form, table, line) for line in lines]
    if any(columns):
        laid = Laid(_under_heads(target, lines, rows, columns), "按行名和栏名" if any(rows) else "按栏名")
    elif any(rows):
        laid = Laid(_by_label(table, lines, rows), "按行名")
    else:
        laid = _by_place(target, lines)
    return _without_errors(laid, last_years)


def _check_figures(lines: Sequence[BlockLine], is_row: Callable[[str], bool]) -> None:
    """Refuse what holds no figures, or beside them a column of names or numbers that count nothing."""
    cells = [cell for line in lines for cell in line.figures.values() if cell]
    if not any(is_number(cell) or is_error(cell) for cell in cells):
        raise BadRequest("粘贴的内容里没有数字，没有粘贴；请复制表格中的数字部分")
    columns: dict[int, list[str]] = {}
    for line in lines:
        for at, cell in line.figures.items():
            if cell and not is_blank(cell):
                columns.setdefault(at, []).append(cell)
    for stated in columns.values():
        names = [cell for cell in stated if not is_number(cell) and not is_error(cell)]
        if names and (any(map(is_row, names)) or not any(is_number(cell) or like_figure(cell) for cell in stated)):
            raise BadRequest(f"粘贴的数字中间有一列文字（“{names[0]}”），没有粘贴；请只复制表格中的数字部分")
    _check_counts(cells)


def _check_counts(cells: Sequence[str]) -> None:
    for cell in cells:
        if _NO_COUNT.fullmatch(plain_figure(cell)):
            raise BadRequest(f"“{cell}”像电话号码、日期或编号，不是件数，没有粘贴；请只复制表格中的数字部分")


def _by_label(table: Table, lines: Sequence[BlockLine], rows: Sequence[Row | None]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for line, row in zip(lines, rows, strict=True):
        if row is None:
            continue
        figures = _without_blank_end(figures_of(line), len(row.columns))
        if len(figures) != len(row.columns):
            raise BadRequest(
                f"粘贴的内容中“{line.label}”一行有{len(figures)}个数，“{table.heading}”该行为{len(row.columns)}个，"
                "没有粘贴；请核对是否多了或少了列"
            )
        texts |= {f"{table.id}.{row.id}.{column.id}": text for column, text in zip(row.columns, figures, strict=True)}
    return texts


def _under_heads(
    target: Target, lines: Sequence[BlockLine], rows: Sequence[Row | None], columns: Sequence[dict[int, Key]]
) -> dict[str, str]:
    """Each figure in the column that stands above it, in the row that its line names, else from the cursor's down."""
    texts: dict[str, str] = {}
    top, left = target.spot(target.at)
    below = iter(target.grid[top:])
    for line, row, keys in zip(lines, rows, columns, strict=True):
        if row and not keys:
            texts |= _by_label(target.table, [line], [row])
        if not keys or (any(rows) and not row):
            continue
        cells = [] if row else next(below, [])
        if not row and not cells:
            raise BadRequest(
                f"粘贴的内容有{len(lines)}行，从此处起超出表格范围，没有粘贴；请把光标放到第一行数字该在的行"
            )
        place = row or target.form.places[cells[min(left, len(cells) - 1)]].row
        texts |= {_under(target, line, at, key, place): line.figures[at] or "" for at, key in keys.items()}
    return texts


def _under(target: Target, line: BlockLine, at: int, key: Key, row: Row) -> str:
    """The cell of the form that a column of the block is in a row."""
    path = f"{target.table.id}.{key[0] or row.id}.{key[1]}"
    if path in target.form.places:
        return path
    head = line.heads[at].text
    raise BadRequest(f"“{row.label}”一行没有“{head}”一栏，没有粘贴；请把光标放到对应的行，或连同行名一起复制")


def _by_place(target: Target, lines: Sequence[BlockLine]) -> Laid:
    """The figures from the cursor right and down, or repeated over what is selected."""
    pattern = [figures_of(line) for line in lines]
    area = _repeated(target, pattern)
    if area:
        texts = {
            path: pattern[down % len(pattern)][right % len(pattern[0])]
            for down, cells in enumerate(area)
            for right, path in enumerate(cells)
            if path not in target.computed
        }
        if not texts:
            raise BadRequest("选定的都是自动合计，没有粘贴；要改写合计的，请只选那一格")
        return Laid(texts, "填满选定的格")
    place = target.form.places[target.at]
    column = f"“{place.column.label}”" if len(place.row.columns) > 1 else ""
    return Laid(_from_cursor(target, pattern), f"从“{place.row.short}”{column}起")


def _repeated(target: Target, pattern: Sequence[Sequence[str]]) -> list[list[str]]:
    """The cells to be filled over and over, if what is selected is a whole multiple of the block, as in Excel."""
    selected = target.selected
    high, wide = len(pattern), len(pattern[0])
    if (high, wide) == (1, 1):
        return selected if sum(map(len, selected)) > 1 else []
    deep = high if len(selected) == 1 else len(selected)
    broad = wide if len(selected[0]) == 1 else len(selected[0])
    top, left = target.spot(target.at)
    area = [cells[left : left + broad] for cells in target.grid[top : top + deep]]
    even = {len(line) for line in pattern} == {wide} and [len(cells) for cells in area] == [broad] * deep
    larger = deep * broad > high * wide
    return area if even and larger and not deep % high and not broad % wide else []


def _from_cursor(target: Target, pattern: Sequence[Sequence[str]]) -> dict[str, str]:
    top, left = target.spot(target.at)
    texts: dict[str, str] = {}
    for line, cells in zip_longest(pattern, target.grid[top:]):
        if line is None:
            break
        room = cells[left:] if cells else []
        figures = _without_blank_end(line, len(room))
        if len(figures) > len(room):
            raise BadRequest(
                f"粘贴的内容有{len(pattern)}行{max(map(len, pattern))}列，从此处起超出表格范围，没有粘贴；"
                f"请把光标放到对应的左上角，或只复制“{target.table.heading}”的数字部分"
            )
        texts.update(zip(room, figures, strict=False))
    return texts


def _without_blank_end(figures: Sequence[str], width: int) -> Sequence[str]:
    """The figures without the blanks behind the last column, such as a merged cell leaves in Excel."""
    end = len(figures)
    while end > width and figures[end - 1].strip() in BLANKS:
        end -= 1
    return figures[:end]


def _without_errors(laid: Laid, last_years: int) -> Laid:
    """Without what states nothing: where Excel could not compute, the cell keeps what it has; and it is told."""
    errors = [path for path, text in laid.texts.items() if is_error(text)]
    if len(errors) == len(laid.texts):
        raise BadRequest(f"粘贴的是 Excel 错误值（{laid.texts[errors[0]]}），没有粘贴；请在 Excel 中改正公式后再复制")
    told = [f"有{len(errors)}处为 Excel 错误值，未填入"] if errors else []
    told += [f"上年的{last_years}个数未填入"] if last_years else []
    stated = {path: text for path, text in laid.texts.items() if not is_error(text)}
    return replace(laid, texts=stated, left_out=tuple(told))
