"""What a form is made of beside its tables: sections, written passages, facts, and lists of any length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .model import NUMBERING

FactKind = Literal["name", "choice", "date", "line", "figure", "digest"]
Due = Literal["everybody", "governments", "nobody"]


@dataclass(frozen=True)
class Section:
    """One of the six sections; `brief` is its heading where there is little room."""

    id: str
    heading: str
    brief: str

    @property
    def title(self) -> str:
        """The heading without its number."""
        return NUMBERING.sub("", self.heading)

    @property
    def number(self) -> str:
        """The number without what stands around it: 一."""
        return self.heading.partition("、")[0]

    @property
    def ordinal(self) -> str:
        """How a sentence names the section: 第一部分."""
        return f"第{self.number}部分"


@dataclass(frozen=True)
class Passage:
    """What is written in one place: its path in the record, its name, the section it stands in.

    A `headed` one is printed below its label. `due` tells who must have it; it must speak of what the groups of facts
    in `tells` are about.
    """

    path: str
    label: str
    section: str
    headed: bool = False
    due: Due = "nobody"
    tells: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The passage's own key in the record."""
        return self.path.rpartition(".")[2]

    @property
    def title(self) -> str:
        """The label without its number."""
        return NUMBERING.sub("", self.label)


@dataclass(frozen=True)
class Fact:
    """A fact beside the tables: its path in the record, its name, and how it is written.

    A `figure` is a number; a `digest` is computed and never typed.
    """

    path: str
    label: str
    kind: FactKind

    @property
    def short(self) -> str:
        """The label below the heading of its group."""
        return self.label.rpartition("：")[2]


@dataclass(frozen=True)
class FactGroup:
    """Facts that stand together; `brief` is the heading where there is little room.

    They are filled in behind the section `after`; of "", before the first one.
    """

    id: str
    heading: str
    brief: str
    after: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class EntryList:
    """A list of as many entries as there are: its path, where it stands, what an entry and its parts are called."""

    path: str
    section: str
    label: str
    parts: Mapping[str, str]

    def label_of(self, path: str) -> str:
        """What an entry of the list is called, or a part of it, by its path: entries are numbered from 1."""
        number, *more = path.removeprefix(f"{self.path}.").split(".", 2)
        part = f"“{self.parts.get(more[-1], more[-1])}”" if more else ""
        return f"{self.label}{int(number) + 1}{part}"
