"""The statutory form as data: every edition, with its tables, passages, facts and equations, labelled as printed.

The 2021 edition is in force (国办公开办函〔2021〕30号); the 2019 edition was the trial form
(国办公开办函〔2019〕60号). Every other part of the package derives its labels from here.
"""

from __future__ import annotations

from .charted import charted, documents_by_year, outcomes_by_year, requests_by_year
from .disclosure import DISCLOSURE_2019, DISCLOSURE_2021
from .disputes import DISPUTE_OUTCOMES, DISPUTES
from .edition import Form, Place
from .equations import Equation, Term
from .levels import LEVELS, REGULATION_MAKERS
from .model import Box, Column, Flow, Group, PrintedLine, Row, RowRole, Table, place_boxes
from .passages import FACT_GROUPS, LISTS, passages, sections
from .requests import APPLICANTS, REQUESTS_2019, REQUESTS_2021
from .texts import Due, EntryList, Fact, FactGroup, FactKind, Passage, Section

__all__ = [
    "APPLICANTS",
    "DISPUTE_OUTCOMES",
    "FORMS",
    "LEVELS",
    "REGULATION_MAKERS",
    "Box",
    "Column",
    "EntryList",
    "Equation",
    "Fact",
    "FactGroup",
    "FactKind",
    "Flow",
    "Form",
    "Group",
    "Passage",
    "Place",
    "PrintedLine",
    "Row",
    "RowRole",
    "Section",
    "Table",
    "Term",
    "charted",
    "documents_by_year",
    "in_force",
    "make_form",
    "newest",
    "outcomes_by_year",
    "place_boxes",
    "requests_by_year",
]


def make_form(edition: int, *tables: Table, trial: bool = False) -> Form:
    """The edition of that number, in force since that year, with its tables two, three and four."""
    disclosure, requests, disputes = tables
    due: Due = "nobody" if trial else "everybody"
    return Form(
        edition,
        since=edition,
        tables=(disclosure, requests, disputes),
        sections=sections(disclosure, requests, disputes),
        passages=passages(aspects=due, fee=not trial),
        fact_groups=FACT_GROUPS,
        lists=LISTS,
        whole=not trial,
    )


FORMS: dict[int, Form] = {
    2021: make_form(2021, DISCLOSURE_2021, REQUESTS_2021, DISPUTES),
    2019: make_form(2019, DISCLOSURE_2019, REQUESTS_2019, DISPUTES, trial=True),
}
"""Every edition by its number, the newest first."""


def in_force(year: int) -> Form:
    """The edition that reports of `year` are written in; the oldest for years before it."""
    editions = sorted(FORMS.values(), key=lambda form: form.since)
    return next((form for form in reversed(editions) if form.since <= year), editions[0])


def newest() -> Form:
    """The edition that is in force from some year on and has no successor."""
    return max(FORMS.values(), key=lambda form: form.since)
