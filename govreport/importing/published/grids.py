"""The figures of the three statutory tables from a document's grids: rows and columns by their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from govreport.form import Form, Table

from ..reading import Doubt
from .figures_found import FiguresFound, Note
from .grid import Piece, grids_in
from .grid_cells import FoundFigures, Trust, judge, read_figures
from .grid_heads import Heads
from .grid_rows import GridLine, read_lines

_ABOUT_TWO = "出现不止一次而数值不同，可能是两个年度并列，请看原文核对后选定"

# one row that does not add up may be the print's own error, two are columns gone astray
_FEWEST_FAILING = 2


def read_grids(pieces: Iterable[Piece], form: Form) -> FiguresFound:
    """The figures that the grids among `pieces` state; what is not certain is doubtful, what is not there absent."""
    taken = FiguresFound()
    lines = list(_lines(pieces, form))
    found: dict[str, list[FoundFigures]] = {}
    rows = list(_divided(lines))
    trust = _trust(rows)
    for line in rows:
        for one in read_figures(line, trust.get(id(line.heads), "full")):
            found.setdefault(one.path, []).append(one)
    _settle(found, form, taken)
    _doubt_missing(lines, form, taken)
    taken.notes += dict.fromkeys(_notes(lines, found, taken))
    return taken


def _lines(pieces: Iterable[Piece], form: Form) -> Iterator[GridLine]:
    heads: Heads | None = None
    for grid in grids_in(pieces):
        carried = None if heads is None else Heads(heads.table, heads.heads, heads.guessed, True, (), heads.twice,
                                                   heads.by_key)  # fmt: skip
        heads = None
        for line in read_lines(grid, form, carried):
            heads = line.heads
            yield line


def _divided(lines: Sequence[GridLine]) -> Iterator[GridLine]:
    """The lines that are rows; the rest of the outcomes as a whole is one only where it is not divided."""
    divided = any(line.row in line.table.rest and not line.undivided for line in lines)
    return (line for line in lines if _is_row(line) and not (divided and line.undivided))


def _trust(rows: Sequence[GridLine]) -> dict[int, Trust]:
    """How far the headings are to be trusted: not by themselves where a line has moved, not at all where sums fail."""
    judged: dict[int, tuple[Heads, list[str]]] = {}
    for line in rows:
        if line.heads and not line.heads.carried:
            judged.setdefault(id(line.heads), (line.heads, []))[1].append(judge(line))
    return {number: _trusted(heads, said) for number, (heads, said) in judged.items()}


def _trusted(heads: Heads, said: Sequence[str]) -> Trust:
    if said.count("fails") > max(said.count("holds"), _FEWEST_FAILING - 1):
        return "none"
    moved = "moved" in said or (bool(heads.table.across) and not all(head.column for head in heads.heads))
    if heads.in_order:
        return "sums" if moved else "full"
    if not heads.table.across:
        return "none" if moved else "full"
    return "none" if moved or heads.heads[-1].column != heads.table.total else "sums"


def _is_row(line: GridLine) -> bool:
    return line.row is not None or line.table.side_by_side


def _settle(found: dict[str, list[FoundFigures]], form: Form, taken: FiguresFound) -> None:
    """One reading a cell: certain, or doubtful with everything that it may be."""
    twice = {table.id for table in form.tables if _twice(table, found)}
    for path in form.places:
        readings = found.get(path, [])
        sure = [one for one in readings if one.sure]
        whole = sure or readings
        if not whole:
            continue
        if sure and len({one.number for one in sure}) == 1 and path.split(".")[0] not in twice:
            taken.values[path] = sure[0].number
        else:
            taken.doubts[path] = _doubt(path, whole, path.split(".")[0] in twice)


def _twice(table: Table, found: dict[str, list[FoundFigures]]) -> bool:
    """Whether the table as a whole is there twice, with other figures."""
    sure = {path: [one.number for one in found.get(path, []) if one.sure] for path in table.cells}
    repeated = [numbers for numbers in sure.values() if len(numbers) > 1]
    there = [numbers for numbers in sure.values() if numbers]
    return len(repeated) * 2 > len(there) and any(len(set(numbers)) > 1 for numbers in repeated)


def _doubt(path: str, readings: Sequence[FoundFigures], twice: bool) -> Doubt:
    candidates = dict.fromkeys(
        number for one in readings for number in (*one.candidates, one.number) if number is not None
    )
    whys = [one.why for one in readings if one.why]
    why = whys[0] if whys and not twice else f"这一项{_ABOUT_TWO}"
    return Doubt(path, "、".join(dict.fromkeys(one.where for one in readings)), readings[0].text, why,
                 tuple(candidates))  # fmt: skip


def _doubt_missing(lines: Sequence[GridLine], form: Form, taken: FiguresFound) -> None:
    """Where lines with figures name no row, a row that was not found may be one of them."""
    undivided = any(line.undivided for line in lines)
    for table in form.tables:
        strange = [line for line in lines if _is_strange(line, table)]
        there = {path.rsplit(".", 1)[0] for path in (*taken.values, *taken.doubts)}
        for row in table.rows if strange else ():
            if f"{table.id}.{row.id}" in there or row.optional or (undivided and row in table.rest):
                continue
            where = strange[0].grid.where(strange[0].number, 1)
            text = "；".join(f"{line.label} {line.texts}".strip() for line in strange[:3])
            why = f"没有找到“{row.short}”一行，而这里有无法识别的行，请看原文核对后填写"
            taken.doubts |= {path: Doubt(path, where, text, why) for path in
                             (f"{table.id}.{row.id}.{column.id}" for column in row.columns)}  # fmt: skip


def _is_strange(line: GridLine, table: Table) -> bool:
    return line.table == table and not _is_row(line) and not line.plain_extra and bool(line.figures)


def _notes(lines: Sequence[GridLine], found: dict[str, list[FoundFigures]], taken: FiguresFound) -> Iterator[Note]:
    for line in lines:
        for text in line.heads.notes if line.heads and not line.heads.carried else ():
            rule, _, said = text.partition(" ")
            yield Note(rule, said)
        where = line.grid.where(line.number, 1)
        if line.row and not line.exact:
            yield Note("S3", f"{where}：“{line.label}”按“{line.row.label}”读取")
        elif not _is_row(line) and line.label:
            yield Note("S4", f"{where}：“{line.label}”一行不是报告格式的行，没有读取")
    for path, readings in found.items():
        if path in taken.values and readings[0].note:
            yield Note("", f"{readings[0].where}：{readings[0].note}")
    if any(line.heads and line.heads.twice for line in lines) or any(_ABOUT_TWO in one.why for one in
                                                                     taken.doubts.values()):  # fmt: skip
        yield Note(
            "", "同一张表出现不止一次而数值不同，可能是两个年度并列而没有写明各是哪一年，请只保留一个年度后再导入"
        )
