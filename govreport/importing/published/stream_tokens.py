"""What stands behind a label: figures, blanks, separators and words, told apart before anything is decided."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from .stream_text import MASK, Clean

Kind = Literal["figure", "blank", "bar", "word", "odd"]

_KANJI = "\u4e00-\u9fff"
_REACH = 60_000
_TOKEN = re.compile(
    r"(?P<figure>[+-]?\d[\d,]*(?:\.\d+)?(?![\d,])(?P<unit>\s*(?:万元|亿元|元|件|个|条|项(?![目])|份|宗))?)"
    rf"|(?P<none>(?<=[{_KANJI}])[/—–-]|[/—–-](?=[{_KANJI}]))"
    rf"|(?P<blank>(?<![{_KANJI}])[无空](?![{_KANJI}])|(?<![\d/])/(?![\d/])|(?<!\d)[-—–―]+(?!\d)|\\)"
    r"|(?P<bar>\|)"
    rf"|(?P<word>[{_KANJI}A-Za-z]+)"
    rf"|(?P<odd>[^\s{MASK}“”\"'‘’，。、；：:;.()（）《》〈〉【】\[\]…·*#_,]+?)"
)
_NO_FIGURE = re.compile(r" ?[年%％月日页‰℃]")
_ROUNDED = re.compile(r" ?[万亿千百余多几]")
_ABOUT = re.compile(r"[约近超第达] ?$")
"""What makes a figure another than its digits say."""
_NUMBERING = re.compile(rf"[.、．] ?[“\"]?[{_KANJI}]")
"""What follows a digit that numbers the next label."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


@dataclass(frozen=True)
class Token:
    """One thing that stands in the text; `unit` is what follows a figure, `glued` that it touches the one before."""

    kind: Kind
    text: str
    place: int
    unit: str = ""
    glued: bool = False


def tokens(text: Clean, start: int, end: int) -> list[Token]:
    """The tokens between two places, as far as a table can reach."""
    found: list[Token] = []
    before = -1
    for one in _TOKEN.finditer(text.text, start, min(end, start + _REACH)):
        kind, unit = one.lastgroup, (one["unit"] or "").strip()
        kind = "figure" if one["figure"] else kind
        if kind == "none":
            continue
        figure = one[0].removesuffix(one["unit"] or "")
        if kind == "figure" and (
            _ROUNDED.match(text.text, one.end()) or _ABOUT.search(text.text[one.start() - 2 : one.start()])
        ):
            kind = "odd"
        if kind == "figure" and _NO_FIGURE.match(text.text, one.end()):
            kind = "word"
        if kind == "figure" and _NUMBERING.match(text.text, one.end()):
            figure = figure[:-1]
        glued = one.start() == before
        if kind != "figure":
            found.append(_token(kind, one))
        elif figure.strip("+-"):
            found.extend(_figures(figure, one.start(), unit, glued))
        before = one.end()
    return found


def _token(kind: str | None, one: re.Match[str]) -> Token:
    known: dict[str | None, Kind] = {"blank": "blank", "bar": "bar", "word": "word"}
    return Token(known.get(kind, "odd"), one[0], one.start())


def _figures(figure: str, place: int, unit: str, glued: bool) -> list[Token]:
    """One figure, or several that only commas part."""
    if "," not in figure or _GROUPED.fullmatch(figure):
        return [Token("figure", figure.replace(",", ""), place, unit, glued)]
    return [Token("figure", one, place, unit) for one in figure.split(",") if one]


@dataclass
class Stretch:
    """Tokens between two words: `words` are the letters that stand before it."""

    words: str = ""
    tokens: list[Token] = field(default_factory=list)

    @property
    def figures(self) -> int:
        """How many figures and visible blanks it has."""
        return sum(one.kind in ("figure", "blank", "odd") for one in self.tokens)


def stretches(found: Iterable[Token]) -> list[Stretch]:
    """The tokens cut at words of two letters and more; single letters are pieces of a vertical heading."""
    parts = [Stretch()]
    for is_word, group in groupby(found, lambda one: one.kind == "word"):
        run = list(group)
        if not is_word:
            parts[-1].tokens += run
        elif len("".join(one.text for one in run)) > 1 or parts[-1].tokens == []:
            parts.append(Stretch("".join(one.text for one in run)))
    return parts


def cells(found: list[Token]) -> list[Token | None]:
    """The figures and signs for a blank; between bars an empty cell is None."""
    if not any(one.kind == "bar" for one in found):
        return list(found)
    split: list[list[Token]] = [[]]
    for one in found:
        if one.kind == "bar":
            split.append([])
        else:
            split[-1].append(one)
    inner = split[0 if split[0] else 1 : len(split) if split[-1] else -1]
    return [one for part in inner for one in (*part,) or (None,)]


def lines(text: Clean, found: list[Token]) -> list[list[Token]]:
    """The figures line by line."""
    return [list(group) for _, group in groupby(found, lambda one: text.line(one.place))]
