"""`read_stream`: the figures of the three tables from plain text, by their labels, certain or named as doubtful."""

from __future__ import annotations

from govreport.form import Form, Table

from .figures_found import FiguresFound, Note
from .solve import settle
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
    if years_apart(plain.letters) or _side_by_side(lines):
        taken.notes.append(Note("", _YEARS))
        for line in lines:
            line.doubt(_YEARS)
    for line in lines:
        put(plain, line, taken)
    return taken


def _lines(text: Clean, form: Form, notes: list[Note]) -> list[StreamLine]:
    """Every row that the text has, decided as far as it can be."""
    found = sections(text.letters)
    lines: list[StreamLine] = []
    for table in form.tables[:2]:
        if table.id in found:
            rows = read_rows(text, table, found[table.id], notes)
            suspect(rows)
            lines += rows
    glued = any(line.glued for line in lines)
    for line in lines if glued else ():
        unglue(line)
    requests = form.table_by_id["requests"]
    _settle(requests, lines)
    if "requests" in found:
        read_in_order(text, requests, found["requests"], [line for line in lines if line.table is requests])
    disputes = form.table_by_id["disputes"]
    return lines + (read_cases(text, disputes, found["disputes"], glued) if "disputes" in found else [])


def _settle(table: Table, lines: list[StreamLine]) -> None:
    """Let the sums of the whole of table three choose among several readings of its rows."""
    own = {line.row.id: line for line in lines if line.table is table}
    sure = {id: line.values for id, line in own.items() if line.values is not None}
    several = {id: line.options for id, line in own.items() if line.values is None}
    for id, values in (settle(table, sure, several) or {}).items():
        own[id].values = values


def _side_by_side(lines: list[StreamLine]) -> bool:
    """Whether most rows hold twice the figures that they should."""
    twice = sum(len(line.pieces) == 2 * line.columns for line in lines)
    return twice > len(lines) / 2
