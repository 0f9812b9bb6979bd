"""Which rows and columns of the form a pasted block names; what it names elsewhere, or nowhere, is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from govreport.errors import BadRequest
from govreport.form import Form, Row, Table
from govreport.form.workbook import LAST_YEAR, THIS_YEAR

from .block_lines import BlockLine, Head, is_blank, is_number
from .labels import bare_label, columns_by_label, plain_label, rows_by_wording

Key = tuple[str, str]
"""A row, blank where only the cursor tells it, and a column."""

_LAST_YEARS = (LAST_YEAR, "去年")


def is_row_of(form: Form) -> Callable[[str], bool]:
    """Whether a text is the label of a row of any table."""
    known = {label for table in form.tables for label in rows_by_wording(table)}
    return lambda text: plain_label(text) in known


def is_column_of(form: Form) -> Callable[[str], bool]:
    """Whether a text is the label of a column of any table."""
    return lambda text: bool(_tables_with(form, [text]))


def this_years(table: Table, lines: Sequence[BlockLine]) -> tuple[list[BlockLine], int]:
    """The lines without what stands for last year, such as our workbook shows; and how many figures that were."""
    left_out = 0
    kept = []
    for line in lines:
        whole = line.label in _LAST_YEARS
        aside = {at for at in line.figures if whole or _is_last_years(table, line.heads.get(at))}
        left_out += sum(is_number(line.figures[at]) for at in aside)
        figures = {at: cell for at, cell in line.figures.items() if at not in aside}
        if not whole:
            kept.append(replace(line, label="" if line.label == THIS_YEAR else line.label, figures=figures))
    return kept, left_out


def _is_last_years(table: Table, head: Head | None) -> bool:
    return head is not None and head.text.startswith(_LAST_YEARS) and not _column(table, head)


def rows_named(form: Form, table: Table, lines: Sequence[BlockLine]) -> list[Row | None]:
    """The row that each line names; none where no line names any.

    Raises:
        BadRequest: a line names no row of the table, or one that another names, or none beside those that do.
    """
    known = rows_by_wording(table)
    rows = [known.get(plain_label(line.label)) for line in lines]
    stated = [(line, row) for line, row in zip(lines, rows, strict=True) if not line.blank]
    strange = dict.fromkeys(line.label for line, row in stated if line.label and not row)
    if strange:
        raise _strange_rows(form, table, list(strange))
    if any(rows) and any(not line.label for line, _ in stated):
        raise BadRequest("粘贴的内容中有的行没有行名，不能确定放在哪一行，没有粘贴；请连同行名一起复制，或只复制数字")
    named = [row for row in rows if row]
    for row in named:
        if named.count(row) > 1:
            raise BadRequest(f"粘贴的内容中“{row.label}”出现不止一次，没有粘贴；请只复制一个年度的数据")
    return rows


def _strange_rows(form: Form, table: Table, labels: list[str]) -> BadRequest:
    for other in form.tables:
        there = [label for label in labels if plain_label(label) in rows_by_wording(other)]
        if other is not table and there:
            return BadRequest(
                f"这些行名在“{other.heading}”中：{_quoted(there)}，没有粘贴到“{table.heading}”；请把光标放到该表中再粘贴"
            )
    return BadRequest(f"“{table.heading}”中没有这样的行：{_quoted(labels)}，没有粘贴；请删去这些行，或只复制数字")


def columns_named(form: Form, table: Table, line: BlockLine) -> dict[int, Key]:
    """Which row and column each column of the block is by its headings; empty where they name none.

    Raises:
        BadRequest: they name other columns, some twice, or do not stand over the figures.
    """
    keys = {at: key for at, head in line.heads.items() if (key := _key(table, head))}
    stated = [at for at, cell in line.figures.items() if not is_blank(cell)]
    strange = dict.fromkeys(line.heads[at].text for at in stated if at in line.heads and at not in keys)
    if strange and (keys or len(strange) > 1 or _tables_with(form, strange)):
        raise _strange_columns(form, table, list(strange))
    if keys and (any(at not in keys for at in stated) or min(keys) < min(line.figures, default=0)):
        raise BadRequest("粘贴的内容中标题和数字没有上下对齐，没有粘贴；请连同完整的标题一起复制，或只复制数字")
    taken = {at: key for at, key in keys.items() if at in stated or (at in line.figures and line.heads[at].own)}
    if len(set(taken.values())) < len(taken):
        raise BadRequest("粘贴的内容中有同名的栏出现不止一次，没有粘贴；请只复制一个年度的数据")
    return taken


def _key(table: Table, head: Head) -> Key | None:
    """What a heading names; where the table is one line, the row stands above it."""
    column = _column(table, head)
    above = (rows_by_wording(table).get(plain_label(text)) for text in head.above) if table.side_by_side else iter(())
    return (next((row.id for row in above if row), ""), column) if column else None


def _column(table: Table, head: Head) -> str:
    return columns_by_label(table).get(bare_label(head.text).replace("其它", "其他"), "")


def _tables_with(form: Form, heads: Iterable[str]) -> list[Table]:
    return [table for table in form.tables if any(_column(table, Head(text)) for text in heads)]


def _strange_columns(form: Form, table: Table, heads: list[str]) -> BadRequest:
    for other in _tables_with(form, heads):
        return BadRequest(
            f"这些栏名在“{other.heading}”中：{_quoted(heads)}，没有粘贴到“{table.heading}”；请把光标放到该表中再粘贴"
        )
    return BadRequest(f"“{table.heading}”中没有这样的栏：{_quoted(heads)}，没有粘贴；请删去这些栏，或只复制数字")


def _quoted(names: Sequence[str], most: int = 3) -> str:
    return "".join(f"“{name}”" for name in names[:most]) + ("等" if len(names) > most else "")
