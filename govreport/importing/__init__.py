"""What people already have, read into the project: so far, the list of who must report."""

from __future__ import annotations

from .roster import read_roster_workbook

__all__ = ["read_roster_workbook"]
