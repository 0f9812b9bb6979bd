"""The lines of a pasted block: the label that each ends its labels with, its figures, and the headings above them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from .block import Block
from .figures import states_figure

Cells = Sequence[str | None]

_ERROR = re.compile(r"#+|[#＃](?:[A-Z]+(?:/[A0])?[!?]?|DIV/0!|GETTING_DATA)", re.IGNORECASE)
_FIGURE_SHARE = 2
"""One character in so many is a digit in a figure that cannot be read."""
_ORDER = re.compile(r"[年月日季第号组]")
"""With these words a number tells which one, not how many."""


@dataclass(frozen=True)
class Head:
    """What stands above a column: the lowest heading, and those above it, from the lowest up.

    It is its `own` where it does not reach over it from the left.
    """

    text: str
    above: tuple[str, ...] = ()
    own: bool = True


@dataclass(frozen=True)
class BlockLine:
    """One line of the block that is no heading; `figures` by the block's column, None where a cell is merged."""

    label: str
    figures: dict[int, str | None]
    heads: dict[int, Head] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Whether none of its figures states anything."""
        return all(map(is_blank, self.figures.values()))


def is_blank(cell: str | None) -> bool:
    """Whether nothing is stated in a cell."""
    return cell is None or (states_figure(cell) and not any(map(str.isdigit, cell)))


def is_number(cell: str | None) -> bool:
    """Whether a cell states a figure."""
    return cell is not None and states_figure(cell) and any(map(str.isdigit, cell))


def is_error(cell: str | None) -> bool:
    """Whether a cell holds an error value of Excel, which takes its column and states nothing."""
    return cell is not None and bool(_ERROR.fullmatch(cell))


def figures_of(line: BlockLine) -> list[str]:
    """The figures in their order; a merged one takes as many places as it has, unless all in the line take as many."""
    places = [at for at, cell in line.figures.items() if cell is not None]
    ends = [*places[1:], max(line.figures, default=0) + 1]
    widths = {end - at for at, end in zip(places, ends, strict=False)}
    return [cell or "" for cell in line.figures.values() if cell is not None or len(widths) > 1]


def read_lines(block: Block, is_row: Callable[[str], bool], is_column: Callable[[str], bool]) -> list[BlockLine]:
    """The block's lines under their headings, without captions; the form's labels of rows and columns are told."""
    return list(_Reading(block, is_row, is_column).lines())


class _Reading:
    """One way down the block: headings are gathered until figures follow them."""

    def __init__(self, block: Block, is_row: Callable[[str], bool], is_column: Callable[[str], bool]) -> None:
        self.block = block
        self.is_row = is_row
        self.is_column = is_column
        numbered = [cells for cells in block if any(map(_takes_column, cells))]
        self.held = {at for cells in numbered for at, cell in enumerate(cells) if _takes_column(cell)}
        self.width = max(map(self._labels_end, numbered), default=0)

    def lines(self) -> Iterator[BlockLine]:
        heads: dict[int, Head] = {}
        gathered: list[Cells] = []
        begun = False
        for cells in self.block:
            if self._holds_figures(cells):
                heads = _heads(gathered) if gathered else heads
                gathered, begun = [], begun or any(cell and cell.strip() for cell in cells)
                yield self._line(cells, heads)
            elif self._is_heading(cells, begun):
                gathered.append(cells)
            elif begun and not self._is_caption(cells):
                yield self._line(cells, heads)

    def _holds_figures(self, cells: Cells) -> bool:
        """Whether a line states figures, is a row of blanks, or has in a column of figures what cannot be read."""
        stated = {at: cell for at, cell in enumerate(cells) if cell and not is_blank(cell)}
        return (
            not stated
            or any(map(_takes_column, stated.values()))
            or any(at in self.held and like_figure(cell) for at, cell in stated.items())
            or (self._names_row(cells) and len(cells) > self.width)
        )

    def _is_heading(self, cells: Cells, begun: bool) -> bool:
        """Whether a line of words stands above figures: below others, only where it names a column."""
        texts = [cell for cell in cells[self.width :] if cell and not is_blank(cell)]
        return any(map(self.is_column, texts)) if begun else bool(texts)

    def _is_caption(self, cells: Cells) -> bool:
        """Whether nothing but labels stands in a line, such as the clause above a part of the table."""
        return self.width > 0 and all(map(is_blank, cells[self.width :]))

    def _line(self, cells: Cells, heads: dict[int, Head]) -> BlockLine:
        begun = any(map(_takes_column, cells[: self.width]))
        end = self._labels_end(cells) if begun else self.width
        labels = [cell for cell in cells[:end] if cell and not is_blank(cell)]
        figures = {at: cell for at, cell in enumerate(cells) if at >= end}
        return BlockLine(labels[-1] if labels else "", figures, heads)

    def _labels_end(self, cells: Cells) -> int:
        """The column behind the last label of a line that holds figures."""
        first = next(at for at, cell in enumerate(cells) if _takes_column(cell))
        texts = {at: cell for at, cell in enumerate(cells[:first]) if cell and not is_blank(cell)}
        known = max((at for at, cell in texts.items() if self.is_row(cell)), default=-1)
        labels = [at for at, cell in texts.items()
                  if at <= known or not (like_figure(cell) and (known >= 0 or at in self.held))]  # fmt: skip
        return labels[-1] + 1 if labels else 0

    def _names_row(self, cells: Cells) -> bool:
        labels = [cell for cell in cells[: self.width] if cell and not is_blank(cell)]
        return bool(labels) and self.is_row(labels[-1])


def _takes_column(cell: str | None) -> bool:
    """Whether a cell is no label: a figure, an error, or digits without a word, such as two figures in two lines."""
    wordless = cell is not None and any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell))
    return wordless or is_number(cell) or is_error(cell)


def like_figure(cell: str) -> bool:
    """Whether a text is a figure that cannot be read, such as «约12», and no label."""
    return sum(map(str.isdigit, cell)) * _FIGURE_SHARE >= len(cell) and not _ORDER.search(cell)


def _heads(lines: Sequence[Cells]) -> dict[int, Head]:
    """What stands above each column, read up from the lowest line."""
    heads: dict[int, Head] = {}
    for at in range(max(map(len, lines))):
        texts = [(number, text) for number, line in enumerate(lines) if (text := _over(line, at))]
        if texts:
            number, text = texts[-1]
            above = (_left_of(line, at) for line in reversed(lines[:number]))
            heads[at] = Head(text, tuple(filter(None, above)), lines[number][at] is not None)
    return heads


def _over(line: Cells, at: int) -> str:
    """The heading whose cell reaches over a column."""
    while 0 < at < len(line) and line[at] is None:
        at -= 1
    return (line[at] or "").strip() if at < len(line) else ""


def _left_of(line: Cells, at: int) -> str:
    """The nearest heading at a column or left of it: plain text does not tell how far a merged one reaches."""
    return next((text for cell in reversed(line[: at + 1]) if cell and (text := cell.strip())), "")
