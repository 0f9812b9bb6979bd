"""A workbook that went out and comes back."""

from __future__ import annotations

from .book import read_own_workbook, read_workbook

__all__ = ["read_own_workbook", "read_workbook"]
