"""Table three with its labels in one place and its figures in another: decided by order, if all its sums agree."""

from __future__ import annotations

import re
from itertools import chain, groupby, pairwise

from govreport.form import Table

from .solve import Balance, Values, adds_up
from .stream_line import StreamLine, numbers, readable
from .stream_text import Clean, Span
from .stream_tokens import Token, tokens

_MOST_ROWS = 40
_CHECK = "行名与数值在文中分离；按顺序排列后合计相符的数值已列为候选，请对照原文核对后填写"


def read_in_order(text: Clean, balance: Balance, section: Span, lines: list[StreamLine]) -> None:
    """Give the rows their values in order, where there are as many as rows and every sum of the table is right.

    Where the outcomes' labels are out of order themselves, the values are candidates only.
    """
    ids = [line.row.id for line in sorted(lines, key=lambda one: one.place)]
    if all(line.values is not None for line in lines):
        return
    table = balance.table
    ordered = [row.id for row in table.rows if row.id in ids]
    ways = _arranged(text, section, len(table.rows[0].columns))
    good = {rows for rows in ways if len(rows) == len(ids) and _agree(balance, ordered, rows, lines)}
    if len(good) == 1:
        chosen = dict(zip(ordered, good.pop(), strict=True))
        for line in lines:
            _take(line, chosen[line.row.id], sure=_in_order(table, ids))


def _take(line: StreamLine, values: Values, sure: bool) -> None:
    if sure:
        line.values, line.pieces = values, []
    elif line.values is None:
        line.options, line.why = [values], _CHECK


def _in_order(table: Table, ids: list[str]) -> bool:
    """Whether the outcomes' labels follow each other as in the form, so that only the sums' rows may stray."""
    outcomes = [row.id for row in table.rows_of("outcome")]
    found = [id for id in ids if id in outcomes]
    return found == [id for id in outcomes if id in found]


def _agree(balance: Balance, ids: list[str], rows: tuple[Values, ...], lines: list[StreamLine]) -> bool:
    """Whether every row, every column and the balance add up, and no row read beside its label is another."""
    chosen = dict(zip(ids, rows, strict=True))
    same = all(line.values in (None, chosen[line.row.id]) for line in lines)
    return same and all(adds_up(one) for one in rows) and balance.holds(chosen)


def _blocks(text: Clean, section: Span) -> list[list[list[Token]]]:
    """The section's figures: blocks parted by empty lines or words, each as its lines."""
    end = text.at[section.end] if section.end < len(text.at) else len(text.text)
    found = [one for one in tokens(text, text.at[section.start], end) if one.kind != "bar"]
    runs = [list(run) for figures, run in groupby(found, lambda one: one.kind != "word") if figures]
    return list(chain.from_iterable(_parted(text, run) for run in runs))


def _parted(text: Clean, run: list[Token]) -> list[list[list[Token]]]:
    blocks: list[list[list[Token]]] = [[[run[0]]]]
    for before, one in pairwise(run):
        gap = text.text[before.place : one.place]
        if "\n" not in gap:
            blocks[-1][-1].append(one)
        elif re.search(r"\n\s*\n", gap):
            blocks.append([[one]])
        else:
            blocks[-1].append([one])
    return blocks


def _arranged(text: Clean, section: Span, columns: int) -> list[tuple[Values, ...]]:
    """The rows of figures in their order: as the blocks stand, or all of them read column by column."""
    blocks = _blocks(text, section)
    every = [one for block in blocks for line in block for one in line]
    if not every or len(every) % columns or not readable(every) or len(every) > columns * _MOST_ROWS:
        return []
    size = len(every) // columns
    along = [every[at * columns : (at + 1) * columns] for at in range(size)]
    down = [every[at::size] for at in range(size)]
    ways = [along, down, _by_blocks(blocks, columns)]
    return [tuple(numbers(one) for one in way) for way in ways if way]


def _by_blocks(blocks: list[list[list[Token]]], columns: int) -> list[list[Token]]:
    """Whole lines as rows; as many blocks of single figures as there are columns as rows, column by column."""
    rows: list[list[Token]] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if all(len(line) == columns for line in block):
            rows += block
            at += 1
            continue
        upright = [[line[0] for line in one if len(line) == 1] for one in blocks[at : at + columns]]
        if len(upright) < columns or len({len(one) for one in upright}) > 1 or not upright[0]:
            return []
        rows += [list(one) for one in zip(*upright, strict=True)]
        at += columns
    return rows
