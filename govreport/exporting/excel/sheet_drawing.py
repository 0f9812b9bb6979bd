"""A sheet while it is drawn: boxes with spans and styles, and which cell of it is whose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Spot = tuple[int, int]
"""A cell's row and column, from 1."""

_LINE_HEIGHT = 14.5
_HIGHEST = 409.0
"""Excel allows no higher row."""


def ref(spot: Spot) -> str:
    """The cell's address: D7."""
    return f"{get_column_letter(spot[1])}{spot[0]}"


def fixed(spot: Spot) -> str:
    """The address that stays when a formula is copied: $D$7."""
    return f"${get_column_letter(spot[1])}${spot[0]}"


def span(spots: Sequence[Spot], sheet: str = "") -> str:
    """The cells as a formula lists them: one range where they lie side by side, else one by one.

    `sheet` is put before each where the formula stands on another sheet.
    """
    before = f"'{sheet}'!" if sheet else ""
    (top, left), (bottom, right) = min(spots), max(spots)
    if len(spots) > 1 and len(spots) == (bottom - top + 1) * (right - left + 1):
        return f"{before}{fixed((top, left))}:{fixed((bottom, right))}"
    return ",".join(before + fixed(spot) for spot in spots)


def height_for(text: str, width: float) -> float:
    """The height in points that `text` needs in a column `width` characters wide (a Chinese one counts as two)."""
    lines = sum(max(1, ceil(sum(1 if one.isascii() else 2.1 for one in line) / width)) for line in text.split("\n"))
    return min(_HIGHEST, _LINE_HEIGHT * lines + 4)


@dataclass
class Drawing:
    """A sheet with the cells that are filled in later: figures and texts by path, last year's figures by path."""

    sheet: Worksheet
    spots: dict[str, Spot] = field(default_factory=dict)
    before: dict[str, Spot] = field(default_factory=dict)
    row: int = 1

    def box(self, row: int, column: int, text: str, style: str, width: int = 1, height: int = 1) -> Spot:
        """Draw a box of `width` columns and `height` rows; its first cell comes back."""
        for line in range(row, row + height):
            for at in range(column, column + width):
                self.sheet.cell(line, at).style = style
        if width * height > 1:
            self.sheet.merge_cells(start_row=row, start_column=column, end_row=row + height - 1,
                                   end_column=column + width - 1)  # fmt: skip
        if text:
            self.sheet.cell(row, column, text)
        return row, column

    def line(self, texts: Iterable[str], style: str, column: int = 1) -> None:
        """Draw one box a text in the present row, and go to the next."""
        for at, text in enumerate(texts, start=column):
            self.box(self.row, at, text, style)
        self.row += 1

    def heading(self, text: str, style: str, width: int) -> None:
        """Draw a line of text over `width` columns, and go to the next row."""
        self.box(self.row, 1, text, style, width)
        self.sheet.row_dimensions[self.row].height = 24
        self.row += 1

    def width(self, first: int, *widths: float) -> None:
        """Set the widths of columns from `first` on, in characters."""
        for at, width in enumerate(widths, start=first):
            self.sheet.column_dimensions[get_column_letter(at)].width = width
