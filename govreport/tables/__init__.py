"""Figures as HTML tables: the statutory ones, and those that stand beside them."""

from __future__ import annotations

from .lists import Listing, data_table, finding_list, signoff_table, signoffs_of, waiver_table, waivers_of
from .statutory import Notes, statutory_table

__all__ = [
    "Listing",
    "Notes",
    "data_table",
    "finding_list",
    "signoff_table",
    "signoffs_of",
    "statutory_table",
    "waiver_table",
    "waivers_of",
]
