"""`FiguresFound`: the figures that a reader took from a file, and what it is not sure of."""

from __future__ import annotations

from dataclasses import dataclass, field

from govreport.report import Number

from ..reading import Doubt


@dataclass(frozen=True)
class Note:
    """What the shape of a file tells and a record does not hold; `rule` is its id, empty where it has none."""

    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule} {self.text}".strip()


@dataclass
class FiguresFound:
    """Figures by path, a blank None; a row that the print does not have is in neither `values` nor `doubts`."""

    values: dict[str, Number | None] = field(default_factory=dict)
    doubts: dict[str, Doubt] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
