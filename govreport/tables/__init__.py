"""Figures as HTML tables: the statutory ones, and those that stand beside them."""

from __future__ import annotations

from .lists import data_table, finding_list, signoff_table, waiver_table
from .statutory import Notes, statutory_table

__all__ = ["Notes", "data_table", "finding_list", "signoff_table", "statutory_table", "waiver_table"]
