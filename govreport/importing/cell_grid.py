"""A sheet as the cells that hold something, wherever it came from: a workbook, a Word table."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from openpyxl.utils import get_column_letter

Spot = tuple[int, int]
"""A cell's row and column, from 1."""


@dataclass(frozen=True)
class Formula:
    """A formula, without the result that the file claims for it."""

    text: str


@dataclass(frozen=True)
class Odd:
    """What is neither a number nor a text: a logical value, an error such as #REF!."""

    text: str


Content = str | int | Decimal | datetime.date | Formula | Odd


def shown(content: Content | None) -> str:
    """What stands in a cell, for a message."""
    return content.text if isinstance(content, Formula | Odd) else "" if content is None else str(content)


@dataclass(frozen=True)
class Sheet:
    """A sheet: what stands in its cells that are not blank, and which of them are merged, as corners."""

    name: str
    cells: Mapping[Spot, Content]
    merged: Sequence[tuple[Spot, Spot]] = field(default=())

    @cached_property
    def rows(self) -> list[tuple[int, dict[int, Content]]]:
        """The rows that hold something, by number, each with its cells by column."""
        rows: dict[int, dict[int, Content]] = {}
        for (row, column), content in sorted(self.cells.items(), key=lambda item: item[0]):
            rows.setdefault(row, {})[column] = content
        return list(rows.items())

    def where(self, spot: Spot) -> str:
        """How a message names a cell."""
        return f"“{self.name}”{get_column_letter(spot[1])}{spot[0]}"
