"""A Word file of the report that comes back."""

from __future__ import annotations

from .document import read_word

__all__ = ["read_word"]
