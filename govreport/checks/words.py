"""The word list (错敏词): words that must not be published as they stand, what to write in their place, and why.

An entry whose 改为 is the word itself is one to leave alone: 文化和旅游局 holds 旅游局 and is no old name.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from govreport.errors import InvalidFile, Problem
from govreport.report import SEVERITIES, Severity
from govreport.store import read_bytes

FILE = "words.csv"
COLUMNS = ("词", "改为", "原因", "处理要求")
_EARLIER = (*COLUMNS[:3], "性质")
"""The head as lists had it before; they stay readable."""
_CODES: dict[str, Severity] = {label: code for code, label in SEVERITIES.items()}


@dataclass(frozen=True)
class Word:
    """A word of the list: what to write in its place (empty: nothing), why, and how severe it is."""

    word: str
    replacement: str
    reason: str
    severity: Severity


class WordList(tuple[Word, ...]):
    """Words, and where they stand in a text; how long that takes does not depend on how many words there are."""

    @cached_property
    def _by_beginning(self) -> dict[str, list[Word]]:
        """The entries by their first two characters, the longest first."""
        alike: dict[str, list[Word]] = {}
        longest_first = sorted(self, key=lambda entry: len(entry.word), reverse=True)
        for entry in longest_first:
            alike.setdefault(entry.word[:2], []).append(entry)
        for beginning, entries in alike.items():
            entries += alike.get(beginning[0], ()) if len(beginning) > 1 else ()
        return alike

    @cached_property
    def _beginnings(self) -> re.Pattern[str]:
        """Where a word may begin: one of the first characters, before one of the second."""
        first, second = ("".join(sorted({entry.word[at : at + 1] for entry in self})) for at in (0, 1))
        followed = f"(?=[{re.escape(second)}])" if all(len(entry.word) > 1 for entry in self) else ""
        return re.compile(f"[{re.escape(first)}]{followed}" if self else "(?!)")

    def places(self, text: str) -> Iterator[tuple[int, Word]]:
        """Each place in `text` where a word stands that should not, from left to right, the longest word at each."""
        end = 0
        for found in self._beginnings.finditer(text):
            start = found.start()
            alike = self._by_beginning.get(text[start : start + 2], ()) or self._by_beginning.get(text[start], ())
            if not alike or start < end:
                continue
            entry = next((entry for entry in alike if text.startswith(entry.word, start)), None)
            if entry:
                end = start + len(entry.word)
                if entry.replacement != entry.word:
                    yield start, entry


def read_words(content: bytes, shown: str) -> WordList:
    """The words of a list in CSV: 词, 改为, 原因, 处理要求 (应改正, 请核实 or 提示; blank: 请核实).

    Raises:
        InvalidFile: it is no text, has no such head, or a line is no word; every such line is named.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            raise InvalidFile(shown, [Problem(0, "不是文本文件，请在 Excel 中另存为“CSV UTF-8”")]) from None
    try:
        lines = list(csv.reader(io.StringIO(text)))
    except csv.Error:
        raise InvalidFile(shown, [Problem(0, "不是可读的 CSV 文件，请在 Excel 中另存为“CSV UTF-8”")]) from None
    if not lines or tuple(cell.strip() for cell in lines[0][:4]) not in (COLUMNS, _EARLIER):
        raise InvalidFile(shown, [Problem(1, f"第一行应为“{','.join(COLUMNS)}”，请改正")])
    problems: list[Problem] = []
    words = WordList(_words(lines[1:], problems))
    if problems:
        raise InvalidFile(shown, problems)
    return words


def _words(lines: Iterable[list[str]], problems: list[Problem]) -> Iterator[Word]:
    seen: set[str] = set()
    for number, line in enumerate(lines, start=2):
        cells = [cell.strip() for cell in line]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        word, replacement, reason, kind = (*cells[:4], *[""] * (4 - len(cells)))[:4]
        if not word or len(cells) > len(COLUMNS):
            problems.append(Problem(number, "应为“词,改为,原因,处理要求”四项，词不能空，请改正（词中有逗号的加引号）"))
        elif kind and kind not in _CODES:
            problems.append(Problem(number, f"处理要求应为{'、'.join(_CODES)}，现为“{kind}”，请改正"))
        elif word in seen:
            problems.append(Problem(number, f"“{word}”重复，请删去一行"))
        else:
            seen.add(word)
            yield Word(word, replacement, reason, _CODES.get(kind, "warning"))


@lru_cache(maxsize=8)
def _cached(content: bytes, shown: str) -> WordList:
    return read_words(content, shown)


def words_in(folder: Path) -> WordList:
    """The words of the list in a params folder; the list to begin with where there is none.

    Raises:
        InvalidFile: a line of the list is no word.
    """
    path = folder / FILE
    shown = f"{folder.name}/{FILE}"
    return _cached(read_bytes(path, shown), shown) if os.path.lexists(path) else STARTER


STARTER_FILE = Path(__file__).with_name(FILE)
STARTER = read_words(STARTER_FILE.read_bytes(), FILE)
"""The words that every office begins with."""
