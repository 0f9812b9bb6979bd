"""The params folder on disk: load, list, tree, roster, counts, and a save that loses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from govreport.report import AnnualReport

from .drafts import Draft, Drafts
from .ids import SUPERSEDED, check_id, fold, is_id, why_no_id, why_reserved
from .journal import COLUMNS as JOURNAL_COLUMNS
from .journal import Saving, changes
from .jsonlines import open_lines, read_lines, write_lines
from .layout import fresh_text
from .ledger import ACTIONS, KINDS, Item, Ledger, Raising, raising_of
from .ledger import STATES as ITEM_STATES
from .names import Bearer, Names, plain_name
from .new_record import handed_on
from .places import VARIABLE, find_params
from .presence import Opened, Presence
from .roster import Entry, write_roster
from .saving import sweep, write_atomic, write_guarded
from .settings import FILE as SETTINGS
from .settings import Settings
from .signed import Leaves, Recorded, signoffs_in
from .store import Store
from .yaml_reading import Document, parse_document, read_bytes

__all__ = [
    "ACTIONS",
    "ITEM_STATES",
    "JOURNAL_COLUMNS",
    "KINDS",
    "SETTINGS",
    "SUPERSEDED",
    "VARIABLE",
    "Bearer",
    "Document",
    "Draft",
    "Drafts",
    "Entry",
    "Item",
    "Leaves",
    "Ledger",
    "Names",
    "Opened",
    "Presence",
    "Raising",
    "Recorded",
    "Saving",
    "Settings",
    "Store",
    "changes",
    "check_id",
    "counts",
    "find_params",
    "fold",
    "handed_on",
    "is_id",
    "load",
    "open_lines",
    "parse_document",
    "plain_name",
    "raising_of",
    "read_bytes",
    "read_lines",
    "signoffs_in",
    "sweep",
    "why_no_id",
    "why_reserved",
    "write_atomic",
    "write_guarded",
    "write_lines",
    "write_roster",
    "yaml_text",
]


def yaml_text(report: AnnualReport) -> str:
    """The report as its yearly file would say it."""
    return fresh_text(report.record(), {})


def load(agency: str, year: int, params: str | Path | None = None) -> AnnualReport:
    """The report of `agency`, by id or name, for `year`; see `Store.load`."""
    return Store(params).load(agency, year)


def counts(
    params: str | Path | None = None,
    agencies: Iterable[str] | None = None,
    years: Iterable[int] | None = None,
) -> pd.DataFrame:
    """All figures as a tidy DataFrame: agency, year, table, row, column, value; blanks missing."""
    return Store(params).counts(agencies, years)
