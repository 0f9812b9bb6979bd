"""Pages on which two years stand side by side: whose column a piece stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from .grid import Text
from .html_text import plain_text
from .years import caption_years

_ABOUT_MIDDLE = (0.35, 0.65)
_STEP = 2
_SAME_LINE = 6
_SECTION = re.compile(r"[一二三四五六]、")


@dataclass(frozen=True)
class Beside:
    """The two years, from left to right, and how far from the left the columns part."""

    years: tuple[int, int]
    middle: float

    def year(self, left: float, right: float) -> int | None:
        """The year whose column holds what reaches from `left` to `right`; None where it reaches over both."""
        return self.years[0] if right <= self.middle else self.years[1] if left >= self.middle else None

    def lines(self, page: Any, where: str) -> Iterator[tuple[float, Text]]:
        """The page's lines of text, each column's its own, and how far down each stands; a heading is of both."""
        words = sorted(page.extract_words(), key=lambda word: word["top"] // _SAME_LINE)
        for _, same in groupby(words, key=lambda word: word["top"] // _SAME_LINE):
            line = sorted(same, key=lambda word: word["x0"])
            parts = self._parts(line)
            for year, part in parts.items():
                text = plain_text(" ".join(word["text"] for word in part))
                shared = len(parts) == 1 and _SECTION.match(text)
                yield part[0]["top"], Text(text, where, None if shared else year)

    def _parts(self, line: Sequence[Any]) -> dict[int | None, list[Any]]:
        if any(self.year(word["x0"], word["x1"]) is None for word in line):
            return {None: list(line)}
        parts: dict[int | None, list[Any]] = {}
        for word in line:
            parts.setdefault(self.year(word["x0"], word["x1"]), []).append(word)
        return parts


def beside_in(page: Any) -> Beside | None:
    """The two years that a page names side by side; None where it names none so."""
    for line in page.extract_text_lines(return_chars=False):
        years = caption_years(line["text"])
        if len(years) == 2:
            return Beside((years[0], years[1]), _parting(page))
    return None


def _parting(page: Any) -> float:
    """Where, about the middle of a page, the fewest words stand; the middle of that gap."""
    words = page.extract_words()
    low, high = (int(page.width * share) for share in _ABOUT_MIDDLE)
    crossed = {x: sum(word["x0"] < x < word["x1"] for word in words) for x in range(low, high, _STEP)}
    least = min(crossed.values())
    free = [x for x, count in crossed.items() if count == least]
    return free[len(free) // 2]
