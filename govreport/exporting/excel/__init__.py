"""The workbook that goes out to be filled in and comes back."""

from __future__ import annotations

from .book import workbook, workbook_shape

__all__ = ["workbook", "workbook_shape"]
