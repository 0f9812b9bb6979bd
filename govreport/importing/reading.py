"""`Reading`: what a file says, and what in it has more than one possible value or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from govreport.report import AnnualReport, Number, unpack_report

_MOST_DIGITS = 40


def open_record(packed: str) -> tuple[str, AnnualReport]:
    """The agency and the record that travelled inside a file.

    Raises:
        ValueError: it is damaged, or no record that this kit packed.
    """
    try:
        agency, report = unpack_report(packed)
    except (AttributeError, RecursionError) as error:
        raise ValueError("no packed report") from error
    numbers = (value for value in report.stated.values() if isinstance(value, int | Decimal))
    if any(abs(Decimal(number).adjusted()) > _MOST_DIGITS for number in numbers):
        raise ValueError("a number that is no figure")
    return agency, report


@dataclass(frozen=True)
class Hints:
    """What the person who imports says of a file: the body's printed name, and the year."""

    name: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class Doubt:
    """A place not read for certain: its path, where it is in the file, what stands there, and why it is doubted.

    `candidates` are the values that it may have.
    """

    cell: str
    where: str
    text: str
    why: str
    candidates: tuple[Number, ...] = ()

    def record(self) -> dict[str, Any]:
        """The doubt as the plain data that `govreport import --json` prints."""
        return {"cell": self.cell, "candidates": list(self.candidates), "where": self.where, "text": self.text,
                "why": self.why}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """What a file says: whose report (None where it does not say) and the report, doubtful places blank.

    `base` is the record that the file was made from, where it holds one. `notes` are Chinese sentences on what
    stands in the file and was not taken over, and `text` all that it says, as far as a person needs it to settle
    what is doubtful. `final` tells that the file is a final edition, which holds the public part of a record alone.
    """

    agency: str | None
    report: AnnualReport
    base: AnnualReport | None = None
    doubtful: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()
    text: str = ""
    final: bool = False

    def public(self) -> Reading:
        """The reading without what no final edition may hold, whatever the file brought along."""
        return replace(self, report=self.report.public(), base=self.base and self.base.public())

    def record(self) -> dict[str, Any]:
        """The reading as the plain data that `govreport import --dry-run --json` prints."""
        return {
            "record": self.report.record(),
            "doubtful": [doubt.record() for doubt in self.doubtful],
            "notes": list(self.notes),
        }
