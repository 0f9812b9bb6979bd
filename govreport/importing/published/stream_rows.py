"""A row's values from what stands behind its label: certain, or doubtful with every value that it may have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from govreport.form import Column, Row, Table
from govreport.report import Number

from ..reading import Doubt
from .solve import Values, adds_up, in_wan, number, splits
from .stream_labels import Found, find_labels, label_begins, label_ends
from .stream_text import Clean, Section
from .stream_tokens import Stretch, Token, cells, lines, stretches, tokens
from .taken import Note, Taken

_HEADS = frozenset(
    "三本年度办理结果不予公开无法提供处理其他申请人情况自然法或组织总计商业企科研机构社会公益法律服务"
    "一二四五六七第十条项信息内容本年制发件数废止现行有效收费金额单位万元作决定量新上增减目对外采购"
)
_UPRIGHT = frozenset("三本年度办理结果")
_MOST_CANDIDATES = 12
_LOOK = "请对照原文填写"
FEW = f"数值比栏数少，不能确定各栏，{_LOOK}"
MANY = f"数值比栏数多，不能确定各栏，{_LOOK}"
NONE = f"只见行名，未见数值（可能为空白，也可能与行名分离），{_LOOK}"
GLUED = f"数字连写，有不止一种拆法，{_LOOK}"
ODD = f"数值中夹有其他文字或符号，{_LOOK}"
APART = f"行名与数值在文中分离，不能确定对应关系，{_LOOK}"
TWICE = f"同一行在文中出现不止一次且数值不同，{_LOOK}"


@dataclass
class Line:
    """A row as found: its certain `values`, or `options` that they may be, and `why` they are doubtful."""

    table: Table
    row: Row
    place: int
    values: Values | None = None
    options: list[Values] = field(default_factory=list)
    why: str = ""
    shown: str = ""
    beside: bool = False
    stray: int = 0
    pieces: list[Token | None] = field(default_factory=list)
    cut_off: bool = False

    @property
    def columns(self) -> int:
        """How many values the row should have."""
        return len(self.row.columns)

    @property
    def glued(self) -> bool:
        """Whether its digits run together: a number with a leading zero is none."""
        return any(one and len(one.text) > 1 and one.text.isdigit() and one.text[0] == "0" for one in self.pieces)

    def doubt(self, why: str) -> None:
        """Make the row doubtful; what was read is a candidate."""
        if self.values is not None:
            self.options, self.values = [self.values], None
        self.why = why


def _own(text: Clean, table: Table, found: list[Found], section: Section) -> Iterable[tuple[Found, list[Stretch]]]:
    """Each label with what stands in it and behind it, up to the next."""
    end = text.at[section.end] if section.end < len(text.at) else len(text.text)
    for at, one in enumerate(found):
        after = label_begins(text, found[at + 1]) if at + 1 < len(found) else end
        inside = [token for token in tokens(text, text.at[one.start], label_ends(text, one)) if token.kind != "word"]
        behind = tokens(text, label_ends(text, one), max(after, label_ends(text, one)))
        yield one, stretches([*inside, *behind])


def _is_own(words: str, row: Row) -> bool:
    """Whether words are what is left of the row's own label, or of the heading that stands upright beside it."""
    return set(words) <= set(row.label) | _UPRIGHT or (row.label[-1] in words and set(words) <= set(row.label) | _HEADS)


def _is_heading(words: str) -> bool:
    return set(words) <= _HEADS


def _values_of(parts: list[Stretch], row: Row) -> tuple[Stretch, list[Stretch]]:
    """The stretch that holds the row's values, and those behind it that hold others."""
    filled = [part for part in parts if part.figures or any(one.kind == "bar" for one in part.tokens)]
    if filled and (not filled[0].words or _is_own(filled[0].words, row)):
        first = filled[0]
        at = int(len(filled) > 1 and not first.figures and _bars(first) < 2 and _is_own(filled[1].words, row))
        return filled[at], [one for one in filled[at + 1 :] if one.figures]
    return Stretch(), [one for one in filled if one.figures]


def _bars(part: Stretch) -> int:
    return sum(one.kind == "bar" for one in part.tokens)


def fitted(found: list[Token | None], columns: int) -> list[Token | None] | None:
    """The row's cells without the empty ones that only fill its width; None where they may be blanks of its own."""
    if all(one is None for one in found):
        return found[:columns] if len(found) >= columns else None
    while found and found[-1] is None and len(found) > columns:
        found = found[:-1]
    while len(found) > columns and found[0] is None and sum(one is not None for one in found) == columns:
        found = found[1:]
    return found


def read_line(text: Clean, table: Table, found: Found, parts: list[Stretch], notes: list[Note]) -> Line:
    """What a label's row says."""
    part, others = _values_of(parts, found.row)
    place = text.at[found.start]
    line = Line(table, found.row, place, shown=_shown(text, place, part))
    line.stray = sum(_extra(text, one, line, notes) for one in others)
    _decide(text, line, part, label_ends(text, found))
    return line


def _shown(text: Clean, place: int, part: Stretch) -> str:
    return " ".join(one.text for one in part.tokens if one.kind != "bar")[:80]


def _extra(text: Clean, part: Stretch, line: Line, notes: list[Note]) -> int:
    """How many figures stand where no row is; those of an extra row are told and not taken."""
    if part.figures < line.columns or _is_own(part.words, line.row):
        return part.figures
    where = text.where(part.tokens[0].place)
    notes.append(Note("S4", f"{where}：“{part.words[:20]}”不是报告格式中的行，其数值未采用，请核对"))
    return part.figures if _is_heading(part.words) else 0


def _decide(text: Clean, line: Line, part: Stretch, end: int) -> None:
    bars = _bars(part) > 0
    if any(one.kind == "odd" for one in part.tokens):
        line.why = ODD
        return
    found = cells(part.tokens)
    if bars:
        _barred(text, line, part, end)
    elif not found:
        line.why = NONE
    else:
        line.pieces = found
        _plain(text, line, part, end)
    reach = range(text.line(line.place), text.line(end) + 1)
    near = [one for one in part.tokens if text.line(one.place) in reach]
    line.beside = any(one.kind != "bar" for one in near) or len(near) > line.columns


def _barred(text: Clean, line: Line, part: Stretch, end: int) -> None:
    """Cells between bars: certain where they fill the row and none that may be padding is needed."""
    full = fitted(cells(part.tokens), line.columns) or []
    if len(full) > line.columns:
        first = [one for one in part.tokens if text.line(one.place) == text.line(end)]
        beside = fitted(cells(first), line.columns) or []
        if len(beside) == line.columns:
            line.stray += sum(one.kind == "figure" for one in part.tokens) - sum(one is not None for one in beside)
            full = beside
    line.pieces = full
    if len(full) != line.columns or (full[-1] is None and any(full)):
        line.why = MANY if len(full) > line.columns else FEW
        line.options = [numbers(full)] if len(full) == line.columns and readable(full) else []
    elif readable(full):
        line.values = numbers(full)
    else:
        line.why = GLUED


def _plain(text: Clean, line: Line, part: Stretch, end: int) -> None:
    """Figures parted by spaces and ends of lines."""
    found = line.pieces
    if len(found) > line.columns:
        found = _without_strays(text, line, part, end)
    if len(found) == line.columns and readable(found):
        line.values, line.pieces = numbers(found), found
    else:
        line.why = MANY if len(found) > line.columns else FEW


def _without_strays(text: Clean, line: Line, part: Stretch, end: int) -> list[Token | None]:
    """The row's own line of figures, without page numbers and other rows."""
    rows = [cells(one) for one in lines(text, part.tokens)]
    full = [one for one in rows if len(one) == line.columns]
    if line.columns > 1 and len(full) == 1 and all(len(one) == 1 for one in rows if one is not full[0]):
        return full[0]
    if text.line(part.tokens[0].place) == text.line(end) and len(rows[0]) == line.columns:
        line.stray += sum(len(one) for one in rows[1:] if line.columns == 1 or len(one) > 1)
        return rows[0]
    return _without_page(line)


def _without_page(line: Line) -> list[Token | None]:
    """The row without the one figure too many, where the total tells which."""
    if len(line.pieces) != line.columns + 1 or not summed(line) or not readable(line.pieces):
        return line.pieces
    left = [[*line.pieces[:at], *line.pieces[at + 1 :]] for at in range(len(line.pieces))]
    good = {numbers(one): one for one in left if adds_up(numbers(one))}
    return next(iter(good.values())) if len(good) == 1 else line.pieces


def summed(line: Line) -> bool:
    """Whether the row's last value is the total of the others."""
    return f"{line.table.id}.{line.row.id}.total" in line.table.across


def readable(found: Sequence[Token | None]) -> bool:
    """Whether every figure is a number and none touches the one before."""
    return all(one is None or one.kind == "blank" or (number(one.text) is not None and not one.glued) for one in found)


def numbers(found: Sequence[Token | None]) -> Values:
    """The numbers that the figures state."""
    return tuple(number(one.text) if one and one.kind == "figure" else None for one in found)


def unglue(line: Line) -> None:
    """Split digits that run together where exactly one reading is possible; else keep the readings."""
    if line.values is not None or not line.pieces or len(line.pieces) > line.columns or line.why not in (FEW, GLUED):
        return
    texts = [one.text if one and one.kind == "figure" else None for one in line.pieces]
    line.options = splits(texts, line.columns, line.columns if summed(line) else 0)
    if len(line.options) == 1:
        line.values, line.options = line.options[0], []
    elif line.options:
        line.why = GLUED


def read_rows(text: Clean, table: Table, section: Section, notes: list[Note]) -> list[Line]:
    """Every row of tables two and three whose label stands in the section."""
    found = find_labels(text, table, section)
    read = [read_line(text, table, one, parts, notes) for one, parts in _own(text, table, found, section)]
    if found:
        _leading(text, section, found[0], read)
        read[-1].cut_off = found[-1].end == len(text.letters)
    return _merged(read)


def _leading(text: Clean, section: Section, first: Found, read: list[Line]) -> None:
    """Figures before the first label: the rows' values may stand before their labels."""
    begins = label_begins(text, first)
    before = [one for one in tokens(text, text.at[section.start], begins) if one.kind == "figure"]
    if before:
        read[0].stray += len(before)
    if before and text.line(before[-1].place) == text.line(begins):
        for line in read:
            line.doubt(APART)


def _merged(read: list[Line]) -> list[Line]:
    """One line a row: a repeated label without values says nothing, one with other values makes the row doubtful."""
    kept: dict[str, Line] = {}
    for line in read:
        before = kept.get(line.row.id)
        if before is None or before.why == NONE:
            if before:
                line.stray += before.stray
            kept[line.row.id] = line
        elif line.why != NONE and (line.values is None or line.values != before.values):
            before.doubt(TWICE)
            before.options += [line.values] if line.values else line.options
        before = kept[line.row.id]
    return list(kept.values())


def suspect(lines: list[Line]) -> None:
    """Where figures stand beside no label, only rows whose values stand beside theirs are certain."""
    empty = [one for one in lines if one.why == NONE]
    if all(one.why == NONE and not one.stray for one in lines):
        for one in lines:
            one.values = None if one.cut_off else (None,) * one.columns
    elif any(one.stray for one in lines) or any(len(one.pieces) >= 2 * one.columns for one in lines):
        for one in lines:
            if one.values is not None and not one.beside:
                one.doubt(APART)
        for one in empty:
            one.why = APART


def put(text: Clean, line: Line, taken: Taken) -> None:
    """Write the row into what was taken."""
    for at, column in enumerate(line.row.columns):
        path = f"{line.table.id}.{line.row.id}.{column.id}"
        if line.values is not None:
            taken.values[path] = _in_unit(text, line, at, column, taken)
        else:
            seen = dict.fromkeys(one[at] for one in line.options if one[at] is not None)
            candidates = tuple(value for value in seen if value is not None)[:_MOST_CANDIDATES]
            taken.doubts[path] = Doubt(path, text.where(line.place), line.shown, line.why, candidates)


def _in_unit(text: Clean, line: Line, at: int, column: Column, taken: Taken) -> Number | None:
    """The value in the form's unit, with a note where the print has another."""
    value = line.values[at] if line.values else None
    token = line.pieces[at] if at < len(line.pieces) and len(line.pieces) == line.columns else None
    if value is None or token is None or column.kind != "amount":
        return value
    meant = "元" if line.row.id == "procurement" else "万元"
    if not token.unit or token.unit == meant or token.unit not in ("元", "万元", "亿元"):
        return value
    factor = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}[token.unit]
    changed = in_wan(Decimal(value) * factor) if meant == "万元" else in_wan(Decimal(value) * factor * 10_000)
    where = text.where(token.place)
    taken.notes.append(Note("", f"{where}：{token.text}{token.unit}已折算为{changed}{meant}，请核对"))
    return changed
