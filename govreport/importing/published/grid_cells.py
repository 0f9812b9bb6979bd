"""The figures of one line: each under its heading, or in their order where the sums bear it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from govreport.form import Column, Table
from govreport.report import Number, add

from ..cell_grid import Spot
from .grid import Cell
from .grid_heads import Head
from .grid_rows import GridLine
from .grid_values import Value, is_blank, read_value

Target = tuple[str, Column]
Trust = Literal["full", "sums", "none"]


@dataclass(frozen=True)
class FoundFigures:
    """One reading of a cell of the form: where, what stands there, and whether it is certain."""

    path: str
    number: Number | None
    sure: bool
    where: str
    text: str
    why: str = ""
    candidates: tuple[Number, ...] = ()
    note: str = ""


def judge(line: GridLine) -> str:
    """What a line tells about its headings: it has "moved" beside them, its sums "hold" or "fail", or nothing."""
    targets = list(_targets(line))
    under, why = _under_heads(line, targets)
    if why or any(len(_seen(line, head)) != 1 for head in (line.heads.heads if line.heads else ())):
        return "moved"
    read = _read(line, targets, under)
    totals = [read[total] for total in line.table.across if total in read]
    if not line.row or not any(value.number for value in totals):
        return ""
    return "holds" if _adds_up(line.table, read) else "fails"


def read_figures(line: GridLine, trust: Trust = "full") -> list[FoundFigures]:
    """The readings of the cells of the form that the line has, as far as its headings are to be trusted."""
    targets = list(_targets(line))
    if not targets:
        return []
    under, why = _under_heads(line, targets)
    if why:
        ordered = _in_order(line, targets)
        read = _read(line, targets, ordered) if ordered else {}
        if not (ordered and _borne_out(line, read)):
            return _doubtful(line, targets, read or _read(line, targets, under), why)
        under = ordered
    read = _rescued(line, _read(line, targets, under))
    if not why and not _trusted(line, read, trust):
        return _doubtful(line, targets, read, "列标题与格子不能确定对齐，且各栏之和与总计不能印证，请看原文核对")
    if not why and _may_have_moved(line, read):
        return _doubtful(line, targets, read, "各栏之和与总计不一致，又有空白的格子，可能错位，请看原文核对")
    return [_found(line, path, under[path], value) for path, value in read.items()]


def _targets(line: GridLine) -> Iterator[Target]:
    """The cells of the form that the line states: its row's, or where rows stand side by side, those of all."""
    rows = (line.row,) if line.row else line.table.rows
    return ((f"{line.table.id}.{row.id}.{column.id}", column) for row in rows for column in row.columns)


def _head(line: GridLine, target: Target) -> Head | None:
    path, column = target
    known = line.heads.by_key if line.heads else {}
    row = path.split(".")[1] if line.table.side_by_side else ""
    return known.get((row, column.id)) or (known.get(("", column.id)) if line.row else None)


def _under_heads(line: GridLine, targets: Sequence[Target]) -> tuple[dict[str, Spot], str]:
    """The cell under each heading, and why that is not certain."""
    if line.heads is None or line.heads.carried:
        return {}, "上方没有列标题，请看原文核对"
    if line.table.side_by_side and not line.row and any(head.column and not head.row for head in line.heads.heads):
        return {}, "有列标题不知属于复议还是诉讼，请看原文核对"
    if line.heads.twice:
        return {}, "同名的列出现两次，可能是两个年度并列，请看原文核对后选定"
    heads = [(path, _head(line, (path, column))) for path, column in targets]
    if not all(head for _, head in heads):
        return {}, "有列标题无法识别，请看原文核对"
    spots: dict[str, Spot] = {}
    for path, head in heads:
        seen = _seen(line, head) if head else []
        if len(seen) != 1 or not _is_own(line, seen[0], len(targets)):
            return spots, "格子与列标题没有对齐，请看原文核对"
        spots[path] = seen[0]
    if _shared(line, spots) or _stray(line):
        return spots, "格子与列标题没有对齐，请看原文核对"
    return spots, ""


def _seen(line: GridLine, head: Head) -> list[Spot]:
    places = ((line.number, column) for column in range(head.first, head.last + 1))
    return list(dict.fromkeys(spot for place in places if (spot := line.grid.shown.get(place))))


def _is_own(line: GridLine, spot: Spot, count: int) -> bool:
    """Whether a cell is the line's own figure or blank, and not merged with a line above or below."""
    cell = line.grid.cells[spot]
    return spot in line.figures and (cell.height == 1 or (is_blank(cell.text) and count > 1))


def _shared(line: GridLine, spots: dict[str, Spot]) -> bool:
    """Whether one cell stands under several headings, unless it stands under all and is blank."""
    apart = set(spots.values())
    if len(apart) == 1:
        return len(spots) > 1 and not is_blank(line.grid.cells[min(apart)].text)
    return len(apart) < len(spots)


def _stray(line: GridLine) -> bool:
    """Whether a cell stands under no heading, so that the line may have moved."""
    heads = line.heads.heads if line.heads else ()
    return any(
        not any(head.first <= spot[1] + line.grid.cells[spot].width - 1 and spot[1] <= head.last for head in heads)
        for spot in line.figures
    )


def _in_order(line: GridLine, targets: Sequence[Target]) -> dict[str, Spot]:
    """The cells behind the label in the order of the headings, or of the form where there are none."""
    if line.heads and (line.heads.twice or not line.heads.in_order):
        return {}
    by_head = {head: path for path, column in targets if (head := _head(line, (path, column)))}
    known = line.heads.heads if line.heads and len(by_head) == len(targets) else ()
    order = [by_head.get(head) for head in known] if known else [path for path, _ in targets]
    if len(order) != len(line.figures):
        return {}
    return {path: spot for path, spot in zip(order, line.figures, strict=True) if path}


def _borne_out(line: GridLine, read: dict[str, Value]) -> bool:
    """Whether figures that were taken in their order can stand: the sums say so, or there is but one."""
    if any(value.why for value in read.values()):
        return False
    if line.table.across:
        return _adds_up(line.table, read)
    if any(value.number is None for value in read.values()):
        return False
    return len(read) == 1 or all(_head(line, target) for target in _targets(line))


def _adds_up(table: Table, read: dict[str, Value]) -> bool:
    """Whether each row's figures add up to its total."""
    sums = {total: parts for total, parts in table.across.items() if total in read}
    return bool(sums) and all(
        (read[total].number or 0) == add(read[part].number or 0 for part in parts)
        and (read[total].number is not None or all(read[part].number is None for part in parts))
        for total, parts in sums.items()
    )


def _trusted(line: GridLine, read: dict[str, Value], trust: Trust) -> bool:
    """Whether figures under headings that are in doubt are the same in any order, or borne out by a total."""
    if trust == "full" and not (line.heads and line.heads.guessed):
        return True
    numbers = {value.number for value in read.values()}
    if any(value.why for value in read.values()):
        return False
    return len(numbers) == 1 or (trust != "none" and any(numbers) and _adds_up(line.table, read))


def _may_have_moved(line: GridLine, read: dict[str, Value]) -> bool:
    """Whether a row has a total that its parts do not add up to, and a blank that may have moved them."""
    if any(value.why for value in read.values()):
        return False
    sums = [(read[total].number, [read[part].number for part in parts])
            for total, parts in line.table.across.items() if total in read]  # fmt: skip
    return any(
        total is not None and None in parts and any(parts) and add(part or 0 for part in parts) != total
        for total, parts in sums
    )


def _read(line: GridLine, targets: Sequence[Target], spots: dict[str, Spot]) -> dict[str, Value]:
    return {path: _value(line, path, column, spots[path]) for path, column in targets if path in spots}


def _value(line: GridLine, path: str, column: Column, spot: Spot) -> Value:
    head = _head(line, (path, column))
    return read_value(line.grid.cells[spot], column, head.unit if head else "")


def _rescued(line: GridLine, read: dict[str, Value]) -> dict[str, Value]:
    """Digits with a break between them are one number where the row then adds up to its total."""
    if not any(value.split for value in read.values()):
        return read
    joined = {path: Value(value.candidates[0]) if value.split else value for path, value in read.items()}
    clear = not any(value.why for value in joined.values())
    return joined if clear and _adds_up(line.table, joined) else read


def _found(line: GridLine, path: str, spot: Spot, value: Value) -> FoundFigures:
    cell: Cell = line.grid.cells[spot]
    return FoundFigures(path, value.number, not value.why, line.grid.where(line.number, spot[1]), cell.text, value.why,
                 value.candidates, value.note)  # fmt: skip


def _doubtful(line: GridLine, targets: Sequence[Target], read: dict[str, Value], why: str) -> list[FoundFigures]:
    """Every cell of the line as doubtful, with what it would be where that can be told."""
    found = []
    for path, _ in targets:
        value = read.get(path, Value())
        candidates = value.candidates or (() if value.number is None else (value.number,))
        where = line.grid.where(line.number, line.figures[0][1] if line.figures else 1)
        found.append(replace(FoundFigures(path, None, False, where, line.texts, why), candidates=candidates))
    return found
