"""By which names agencies go: those that rosters give them, and those that their files state, year by year."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import yaml

from .places import years_in

_TOP = 4096
_FIRST = re.compile(
    r"\ufeff?(?:[ \t]*(?:#[^\n]*)?\r?\n)*name:[ \t]+([^\s\"'#&*!|>%@`{}\[\],?:-][^\n\r#:]*?)[ \t]*\r?\n(?=\S)"
)
"""A plain `name` before any other key, as nearly every file has it: a parser takes five times as long."""

Bearer = tuple[str, int]
"""An agency, and the year of its file."""


@dataclass(frozen=True)
class Names:
    """How an agency and those beside it are called.

    `given` are its names by the nearest roster that lists it, none where none does; `own` are those in its files.
    `owners` tells to whom rosters give a name, `bearers` in whose files it stands, both only beside the agency; what
    others' files state is read when it is asked for.
    """

    agency: str
    given: tuple[str, ...]
    own: Mapping[int, str]
    owners: Callable[[str], Sequence[str]]
    bearers: Callable[[str], Sequence[Bearer]]


def plain_name(name: str) -> str:
    """A name without spaces and widths, by which two are compared.

    >>> plain_name("示例县 示例局（本级）") == plain_name("示例县示例局(本级)")
    True
    """
    return "".join(unicodedata.normalize("NFKC", name).split())


def names_in(folder: Path) -> dict[int, str]:
    """The name in each yearly file directly in `folder`, by year; files that cannot be read are left out."""
    with suppress(OSError):
        stated = {year: stated_name(folder / f"{year}.yaml") for year in years_in(folder)}
        return {year: name for year, name in stated.items() if name}
    return {}


def folders_in(folder: Path) -> Iterator[str]:
    """The names of the folders directly in `folder`, in order."""
    with suppress(OSError), os.scandir(folder) as entries:
        yield from sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith("."))


def stated_name(path: Path) -> str | None:
    """The `name` of a yearly file, read without the rest; None where the file cannot be read."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as stream:
            first = _FIRST.match(stream.read(_TOP).decode("utf-8", "ignore"))
        return first[1] if first else _parsed_name(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None


def _parsed_name(path: Path) -> str | None:
    depth, key = 0, None
    for event in yaml.parse(path.read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.CollectionStartEvent):
            depth, key = depth + 1, None
        elif isinstance(event, yaml.ScalarEvent) and depth == 1:
            if key == "name":
                return event.value or None
            key = event.value if key is None else None
    return None
