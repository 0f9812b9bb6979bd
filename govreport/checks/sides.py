"""`Side`: one side of an equation of the form, as reports state it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from govreport.form import Term
from govreport.report import AnnualReport, Number, add


class Side(NamedTuple):
    """What is stated of a side comes to `total`; it is `complete` where no figure of it is blank."""

    total: Number
    complete: bool

    @classmethod
    def of(cls, terms: Sequence[Term], report: AnnualReport, before: AnnualReport | None = None) -> Side:
        """The side that `terms` make up in `report` and in the one of the year before."""
        now, last = report.cells, before.cells if before else {}
        stated = [
            value if term.sign > 0 else -value
            for term in terms
            if (value := (last if term.before else now).get(term.cell)) is not None
        ]
        return cls(add(stated), len(stated) == len(terms))

    def contradicts(self, other: Side) -> bool:
        """Whether no filling-in of the blanks could make both sides, of which nothing is taken away, equal."""
        if self.complete and other.complete:
            return self.total != other.total
        return (self.complete and other.total > self.total) or (other.complete and self.total > other.total)
