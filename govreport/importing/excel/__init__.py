"""A workbook that went out and comes back."""

from __future__ import annotations

from .book import is_ours, read_own_workbook, read_workbook

__all__ = ["is_ours", "read_own_workbook", "read_workbook"]
