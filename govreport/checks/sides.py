"""`Side`: one side of an equation of the form, as reports state it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govreport.form import Term
from govreport.report import AnnualReport, Number, add


@dataclass(frozen=True)
class Side:
    """What is stated of a side comes to `total`; it is `complete` where no figure of it is blank."""

    total: Number
    complete: bool

    @classmethod
    def of(cls, terms: Sequence[Term], report: AnnualReport, before: AnnualReport | None = None) -> Side:
        """The side that `terms` make up in `report` and in the one of the year before."""
        values = [(term.sign, stated_at(term, report, before)) for term in terms]
        stated = [sign * value for sign, value in values if value is not None]
        return cls(add(stated), len(stated) == len(values))

    def contradicts(self, other: Side) -> bool:
        """Whether no filling-in of the blanks could make both sides, of which nothing is taken away, equal."""
        if self.complete and other.complete:
            return self.total != other.total
        return (self.complete and other.total > self.total) or (other.complete and self.total > other.total)


def stated_at(term: Term, report: AnnualReport, before: AnnualReport | None) -> Number | None:
    """The figure of a term; None where it is blank, or there is no such report or cell."""
    of = before if term.before else report
    return of.cells.get(term.cell) if of else None
