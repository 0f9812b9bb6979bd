"""The lines of a grid: which are headings, which row of the form a line is, and where its figures begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govreport.form import Form, Row, Table

from ..cell_grid import Spot
from .form_words import ambiguous, group_names, leading_numeral, rest_name
from .grid import Grid
from .grid_heads import Heads, match_label, read_heads
from .grid_values import has_digits, is_blank
from .match import Match, core

_PLAIN_EXTRA = ("小计", "合计", "其中", "总数", "栏次", "序号", "共计")
# a blank row of fewer columns is known by its label alone
_FEWEST_BLANKS = 5
# such a row would not add up to its total, so it numbers the columns; fewer cells may be figures
_FEWEST_NUMBERED = 6


@dataclass(frozen=True)
class GridLine:
    """A line that has figures or is a row: its row, its label, and the cells behind the label."""

    grid: Grid
    number: int
    table: Table
    heads: Heads | None
    row: Row | None
    label: str
    exact: bool
    figures: tuple[Spot, ...]
    undivided: bool = False

    @property
    def texts(self) -> str:
        """What stands in the line, for a message."""
        return " | ".join(" ".join(self.grid.cells[spot].text.split()) for spot in self.figures)

    @property
    def plain_extra(self) -> bool:
        """Whether its label says that it is no row of the form: a subtotal, a group."""
        label = core(self.label)
        return label in group_names(self.table) or any(word in label for word in _PLAIN_EXTRA)


def read_lines(grid: Grid, form: Form, carried: Heads | None) -> Iterator[GridLine]:
    """The lines below their headings; `carried` are the headings of the grid before, for one that has none."""
    heads = carried
    block: list[int] = []
    previous: GridLine | None = None
    for number in range(1, grid.height + 1):
        if not _is_line(grid, number, form, heads):
            block.append(number)
            continue
        heads = (read_heads(grid, block, form) if block else None) or heads
        line = _line(grid, number, form, heads, previous, block)
        if line:
            previous = line if line.row or not previous else previous
            yield line
        block = []
    yield from _blank_end(grid, block, form, heads)


def _blank_end(grid: Grid, block: list[int], form: Form, heads: Heads | None) -> Iterator[GridLine]:
    """The line of a table that has only one may be blank altogether: it is the one below its headings."""
    last = next((row for row in reversed(block) if any(grid.cells[spot].text for spot in grid.lines[row - 1])), 0)
    found = read_heads(grid, block, form)
    if found and found.table.side_by_side and block[-1] > last:
        spots = tuple(spot for spot in grid.lines[block[-1] - 1] if spot[0] == block[-1])
        yield GridLine(grid, block[-1], found.table, found, None, "", True, spots)


def own_spots(grid: Grid, number: int) -> list[Spot]:
    """The cells that begin in a line."""
    return [spot for spot in grid.lines[number - 1] if spot[0] == number]


def _is_line(grid: Grid, number: int, form: Form, heads: Heads | None) -> bool:
    """Whether the line holds figures or is a row's, and so is no heading."""
    texts = [grid.cells[spot].text for spot in own_spots(grid, number)]
    if any(map(has_digits, texts)):
        return True
    blanks = [text for text in texts if is_blank(text)]
    if len(blanks) >= _FEWEST_BLANKS and len(blanks) >= len(texts) - 1 and any(blanks):
        return True
    tables = form.stacked if heads is None or heads.table.side_by_side else (heads.table,)
    return bool(blanks) and any(_names_row(table, text) for table in tables for text in texts if len(text) > 1)


def _names_row(table: Table, text: str) -> bool:
    match = match_label(table, text)
    return match is not None and core(text) not in ambiguous(table)


def _line(
    grid: Grid, number: int, form: Form, heads: Heads | None, previous: GridLine | None, block: Sequence[int]
) -> GridLine | None:
    spots = own_spots(grid, number)
    labels = _labels(grid, spots, heads)
    behind = tuple(spot for spot in spots if not labels or spot > labels[-1])
    if _is_numbering(grid, behind):
        return None
    named = _table_named(grid, labels, form)
    if heads and named and heads.table != named:
        heads = None
    table = heads.table if heads else named or (previous.table if previous else None)
    if table is None:
        return None
    texts = [grid.cells[spot].text for spot in labels if grid.cells[spot].text]
    label = texts[-1] if texts else ""
    row, exact = _row(grid, number, table, texts, previous.row if previous else None)
    if row is None:
        row, exact, label = _in_pieces(grid, number, table, texts, block) or (None, True, label)
    undivided = bool(table.rest) and core(label) == rest_name(table) and (row is not None or _height(grid, labels) == 1)
    row = table.rest[-1] if undivided else row
    return GridLine(grid, number, table, heads, row, label, exact, behind, undivided)


def _height(grid: Grid, labels: Sequence[Spot]) -> int:
    return max((grid.cells[spot].height for spot in labels if grid.cells[spot].text), default=1)


def _labels(grid: Grid, spots: Sequence[Spot], heads: Heads | None) -> list[Spot]:
    """The cells before the first figure; a blank one is a label's place only left of where figures begin."""
    labels: list[Spot] = []
    for spot in spots:
        text = grid.cells[spot].text
        if has_digits(text):
            break
        if text and not is_blank(text):
            labels = [*(one for one in spots if one < spot), spot]
    if heads and not heads.table.side_by_side:
        labels = [spot for spot in spots if spot in labels or (spot[1] < heads.first and not _states(grid, spot))]
    return labels


def _states(grid: Grid, spot: Spot) -> bool:
    return has_digits(grid.cells[spot].text)


def _is_numbering(grid: Grid, spots: Sequence[Spot]) -> bool:
    """Whether the cells only number the columns."""
    texts = [grid.cells[spot].text.strip() for spot in spots]
    return len(texts) >= _FEWEST_NUMBERED and texts == [str(number) for number in range(1, len(texts) + 1)]


def _table_named(grid: Grid, labels: Sequence[Spot], form: Form) -> Table | None:
    """The table that a line without headings belongs to, told by a label that only it has."""
    texts = [grid.cells[spot].text for spot in labels]
    return next((table for table in form.stacked if any(_exactly(table, text) for text in texts)), None)


def _exactly(table: Table, text: str) -> bool:
    match = match_label(table, text)
    return match is not None and match.exact and core(text) not in ambiguous(table)


def _row(
    grid: Grid, number: int, table: Table, texts: Sequence[str], previous: Row | None
) -> tuple[Row | None, bool]:  # fmt: skip
    if not texts:
        return None, True
    match = match_label(table, texts[-1]) or (match_label(table, "".join(texts[-2:])) if len(texts) > 1 else None)
    if match is None or (
        core(texts[-1]) in ambiguous(table) and not _fits(grid, number, table, match, texts[-1], previous)
    ):
        return None, True
    return match.row, match.exact


def _fits(grid: Grid, number: int, table: Table, match: Match, label: str, previous: Row | None) -> bool:
    """Whether a label that several rows could have stands in the group of the row that it was matched to."""
    if (numeral := leading_numeral(label)) and numeral == leading_numeral(match.row.label):
        return True
    texts = (core(grid.cells[spot].text) for spot in grid.lines[number - 1])
    groups = [text for text in texts if text in group_names(table)]
    if match.row.rest:
        return groups[-1:] == [rest_name(table)] or (not groups and previous in table.rest)
    return not groups


def _in_pieces(
    grid: Grid, number: int, table: Table, texts: Sequence[str], block: Sequence[int]
) -> tuple[Row, bool, str] | None:
    """The row whose label goes on in the line below, or began in the one above, where no figures stand.

    A line without any label is not given a neighbour's: the neighbour may be a row whose own figures were lost.
    """
    label = texts[-1] if texts else ""
    before = _only_text(grid, block[-1]) if block else ""
    after = _only_text(grid, number + 1) if number < grid.height else ""
    for pieces in ((label, after), (before, label), (before, label, after)):
        joined = "".join(pieces)
        match = match_label(table, joined) if sum(map(bool, pieces)) > 1 else None
        if match and match.exact:
            return match.row, True, joined
    return None


def _only_text(grid: Grid, number: int) -> str:
    texts = [text for spot in own_spots(grid, number) if (text := grid.cells[spot].text)]
    return texts[-1] if texts and not any(map(has_digits, texts)) and not any(map(is_blank, texts)) else ""
