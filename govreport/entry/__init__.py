"""The entry form: widgets in which a bureau's report is typed, pasted, checked and saved."""

from __future__ import annotations

from .form import EntryForm

__all__ = ["EntryForm"]
