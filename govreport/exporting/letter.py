"""A letter from one office to another: the same words as a page on A4 and, in `word`, as a Word file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govreport import prose

from .a4_page import sheet_page


@dataclass(frozen=True)
class Entry:
    """A line of a letter's table; one about a finding names its rule and cells."""

    columns: tuple[str, ...]
    rule: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A section of a letter: a heading, paragraphs, and a table whose columns have `shares` of the width."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    shares: tuple[int, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def widths(self) -> list[float]:
        """The columns' widths in per cent."""
        return [round(100 * share / sum(self.shares), 2) for share in self.shares]


@dataclass(frozen=True)
class Letter:
    """A letter: its title in lines, whom it is to, what it says, and by whom and when it was signed."""

    title: tuple[str, ...]
    to: str
    opening: str
    parts: Sequence[Part]
    by: str
    date: str

    @property
    def signature(self) -> list[tuple[float, str]]:
        """The name and the date, each with its distance from the right in characters."""
        return prose.placed_signature(self.by, self.date)


def letter_page(letter: Letter) -> str:
    """The letter as one HTML file that prints on A4 and runs no script."""
    return sheet_page(
        "govreport.exporting", "letter.html.j2", letter=letter, title=f"{letter.to} {''.join(letter.title)}"
    )
