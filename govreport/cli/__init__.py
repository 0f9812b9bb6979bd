"""The command `govreport`: one thin command a verb; what each does is a documented function."""

from __future__ import annotations

from .main import govreport, main

__all__ = ["govreport", "main"]
