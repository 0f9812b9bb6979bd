"""`read_stream`: the figures of the three tables from plain text, by their labels, certain or named as doubtful."""

from __future__ import annotations

from govreport.form import Form

from .figures_found import FiguresFound, Note
from .solve import Balance, settle
from .stream_cases import read_cases
from .stream_line import StreamLine, put
from .stream_order import read_in_order
from .stream_rows import read_rows, suspect, unglue
from .stream_text import Clean, clean, sections, years_apart

_YEARS = "文中有不止一个年度的表格，不能确定数字属于哪一年，请只保留一个年度的文字后重新导入"


def read_stream(text: str, form: Form) -> FiguresFound:
    """The figures of the statutory tables that a plain text states."""
    plain = clean(text)
    taken = FiguresFound()
    lines = _lines(plain, form, taken.notes)
    if years_apart(plain.letters, form) or _side_by_side(lines):
        taken.notes.append(Note("", _YEARS))
        for line in lines:
            line.doubt(_YEARS)
    for line in lines:
        put(plain, line, taken)
    return taken


def _lines(text: Clean, form: Form, notes: list[Note]) -> list[StreamLine]:
    """Every row that the text has, decided as far as it can be."""
    found = sections(text.letters, form)
    lines: list[StreamLine] = []
    for table in form.stacked:
        if table.id in found:
            rows = read_rows(text, table, found[table.id], notes)
            suspect(rows)
            lines += rows
    # one number with a leading zero shows that this text lost the spaces between its figures
    glued = any(line.glued for line in lines)
    for line in lines if glued else ():
        unglue(line)
    balance = Balance(form)
    summed = [line for line in lines if line.table is balance.table]
    _settle(balance, summed)
    if summed:
        read_in_order(text, balance, found[balance.table.id], summed)
    for table in form.tables:
        if table.side_by_side and table.id in found:
            lines += read_cases(text, table, found[table.id], glued)
    return lines


def _settle(balance: Balance, lines: list[StreamLine]) -> None:
    """Let the sums of the whole table choose among several readings of its rows."""
    own = {line.row.id: line for line in lines}
    sure = {id: line.values for id, line in own.items() if line.values is not None}
    several = {id: line.options for id, line in own.items() if line.values is None}
    for id, values in (settle(balance, sure, several) or {}).items():
        own[id].values = values


def _side_by_side(lines: list[StreamLine]) -> bool:
    """Whether most rows hold twice the figures that they should."""
    twice = sum(len(line.pieces) == 2 * line.columns for line in lines)
    return twice > len(lines) / 2
