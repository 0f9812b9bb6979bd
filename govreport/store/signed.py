"""What an agency's journal tells of who signed a year's report: to be held against the sign-offs in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .commit import JOURNAL, unsaved
from .journal import Change, Void, told_by
from .jsonlines import JsonLine, lines_in

Leaves = Mapping[str, str]
"""One sign-off by its keys, as the journal's lines name them: `by`, `checked.0`."""

_PREFIX = "signoffs."
_BEGUN = "year"
"""The place that only the line of a new file tells from nothing: what stood in a file before it is gone."""
_LONGEST = 9
"""Digits of a number that a list may have; a longer one is no number of ours."""
_TELLING = re.compile(rb'signoffs\.|"void"|"cell"\s*:\s*"year"')


@dataclass(frozen=True)
class Recorded:
    """The sign-offs of one year that a journal tells of, in their order.

    `broken` counts its lines that cannot be read, each of which may have told of a part of one. `trouble` says that
    there is no journal (`missing`), or that it may not be read (`locked`).
    """

    signoffs: tuple[Leaves, ...] = ()
    broken: int = 0
    trouble: str = ""


def read_signoffs(folder: Path, year: int) -> Recorded:
    """What the journal in `folder` tells of the sign-offs of `year`; a save that was not done counts for nothing."""
    try:
        content = (folder / JOURNAL).read_bytes()
    except FileNotFoundError:
        return Recorded(trouble="missing")
    except OSError:
        return Recorded(trouble="locked")
    if _PREFIX.encode() not in content:
        return Recorded()
    broken = 0
    told: list[Change | Void] = []
    for line in _telling(content):
        change = told_by(line)
        told += [change] if change else []
        broken += change is None
    void = unsaved(folder) | {line.void for line in told if isinstance(line, Void)}
    kept = (line for line in told if isinstance(line, Change) and line.save not in void and line.year == year)
    return Recorded(tuple(signoffs_in(_replay(kept))), broken)


def _telling(content: bytes) -> Iterator[JsonLine]:
    """The lines that may tell of a sign-off, read; most tell of figures and need not be."""
    return lines_in(content, lambda raw: bool(_TELLING.search(raw)) or not raw.rstrip().endswith(b"}"))


def _replay(lines: Iterator[Change]) -> dict[str, Any]:
    """What stands at each place of the sign-offs after the lines."""
    stated: dict[str, Any] = {}
    for line in lines:
        if line.cell == _BEGUN and line.before is None:
            stated.clear()
        elif line.cell.startswith(_PREFIX):
            stated[line.cell] = line.after
    return stated


def signoffs_in(stated: Mapping[str, Any]) -> Iterator[Leaves]:
    """The sign-offs among what a report states by path (`AnnualReport.stated`), in their order."""
    found: dict[int, dict[str, str]] = {}
    for path, value in stated.items():
        number, _, key = path.removeprefix(_PREFIX).partition(".")
        if path.startswith(_PREFIX) and number.isdecimal() and len(number) <= _LONGEST and value is not None:
            found.setdefault(int(number), {})[key] = str(value)
    return (found[number] for number in sorted(found))
