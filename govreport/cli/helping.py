"""The pages of `--help`, laid out for Chinese: a character takes two columns, and lines join without a space."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import click

_JOINT = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])|(?<=[，。；：、）”])\n|\n(?=[，。；：、（“])")
_PIECE = re.compile(r"[“《（〔]*(?:[!-~]+|[^!-~])[，。；：、？！）”》〕]* ?")
_WIDEST_NAME = 32
_GAP = 2


class Formatter(click.HelpFormatter):
    """Writes help in columns as a terminal shows them."""

    def write_heading(self, heading: str) -> None:
        """A heading, with the Chinese colon."""
        self.write(f"{' ' * self.current_indent}{heading}：\n")

    def write_text(self, text: str) -> None:
        r"""Paragraphs; one that begins with `\b` keeps its lines."""
        paragraphs = [self._lines(paragraph) for paragraph in text.split("\n\n")]
        self.write("\n".join("".join(f"{' ' * self.current_indent}{line}\n" for line in one) for one in paragraphs))

    def _lines(self, paragraph: str) -> Sequence[str]:
        if paragraph.startswith("\b\n"):
            return paragraph.splitlines()[1:]
        return list(wrapped(paragraph, self.width - self.current_indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST_NAME, col_spacing: int = _GAP) -> None:
        """Names, and beside each what it is; below it where the name is wider than others."""
        rows = list(rows)
        wide = min(max(width_of(name) for name, _ in rows), col_max) + col_spacing
        margin = " " * (self.current_indent + wide)
        for name, text in rows:
            lines = list(wrapped(text, self.width - len(margin)))
            beside = width_of(name) + col_spacing <= wide
            first = f"{' ' * (wide - width_of(name))}{lines.pop(0)}" if beside and lines else ""
            self.write(f"{' ' * self.current_indent}{name}{first}\n")
            self.write("".join(f"{margin}{line}\n" for line in lines))


def width_of(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of `text` at most `width` columns wide; no line begins with a closing mark."""
    line = ""
    for piece in _PIECE.findall(" ".join(_JOINT.sub("", text).split())):
        if line and width_of(line) + width_of(piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece
    if line:
        yield line.rstrip()
