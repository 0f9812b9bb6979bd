"""A row on its way to being read: what stands behind its label, what was decided, and how it is handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from govreport.form import Column, Row, Table
from govreport.report import Number

from ..reading import Doubt
from .figures_found import FiguresFound, Note
from .solve import IN_YUAN, Values, in_unit, number
from .stream_text import Clean
from .stream_tokens import Stretch, Token

_MOST_CANDIDATES = 12
_LOOK = "请对照原文填写"
FEW = f"数值比栏数少，不能确定各栏，{_LOOK}"
MANY = f"数值比栏数多，不能确定各栏，{_LOOK}"
NONE = f"只见行名，未见数值（可能为空白，也可能与行名分离），{_LOOK}"
GLUED = f"数字连写，有不止一种拆法，{_LOOK}"
ODD = f"数值中夹有其他文字或符号，{_LOOK}"
APART = f"行名与数值在文中分离，不能确定对应关系，{_LOOK}"
STRANGE = f"原文此处有一行的行名无法识别，可能就是本行，{_LOOK}"
TWICE = f"同一行在文中出现不止一次且数值不同，{_LOOK}"


@dataclass
class StreamLine:
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
    strangers: list[Stretch] = field(default_factory=list)
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


def fitted(found: list[Token | None], columns: int) -> list[Token | None] | None:
    """The row's cells without the empty ones that only fill its width; None where they may be blanks of its own."""
    if all(one is None for one in found):
        return found[:columns] if len(found) >= columns else None
    while found and found[-1] is None and len(found) > columns:
        found = found[:-1]
    while len(found) > columns and found[0] is None and sum(one is not None for one in found) == columns:
        found = found[1:]
    return found


def summed(line: StreamLine) -> bool:
    """Whether the row's last value is the total of the others."""
    return line.table.path(line.row, line.row.columns[-1]) in line.table.across


def readable(found: Sequence[Token | None]) -> bool:
    """Whether every figure is a number and none touches the one before."""
    return all(one is None or one.kind == "blank" or (number(one.text) is not None and not one.glued) for one in found)


def numbers(found: Sequence[Token | None]) -> Values:
    """The numbers that the figures state."""
    return tuple(number(one.text) if one and one.kind == "figure" else None for one in found)


def put(text: Clean, line: StreamLine, taken: FiguresFound) -> None:
    """Write the row into what was taken."""
    for at, column in enumerate(line.row.columns):
        path = f"{line.table.id}.{line.row.id}.{column.id}"
        if line.values is not None:
            taken.values[path] = _in_unit(text, line, at, column, taken)
        else:
            seen = dict.fromkeys(one[at] for one in line.options if one[at] is not None)
            candidates = tuple(value for value in seen if value is not None)[:_MOST_CANDIDATES]
            taken.doubts[path] = Doubt(path, text.where(line.place), line.shown, line.why, candidates)


def _in_unit(text: Clean, line: StreamLine, at: int, column: Column, taken: FiguresFound) -> Number | None:
    """The value in the form's unit, with a note where the print has another."""
    value = line.values[at] if line.values else None
    token = line.pieces[at] if at < len(line.pieces) and len(line.pieces) == line.columns else None
    if value is None or token is None or column.kind != "amount":
        return value
    if token.unit == column.unit or token.unit not in IN_YUAN:
        return value
    changed = in_unit(value, token.unit, column.unit)
    where = text.where(token.place)
    taken.notes.append(Note("", f"{where}：{token.text}{token.unit}已折算为{changed}{column.unit}，请核对"))
    return changed
