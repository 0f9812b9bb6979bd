"""What people already have, read into the project: a typed figure, a pasted block, the list of who must report."""

from __future__ import annotations

from .figures import Unreadable, read_figure
from .paste import lay_block, read_block
from .roster import read_roster_workbook

__all__ = ["Unreadable", "lay_block", "read_block", "read_figure", "read_roster_workbook"]
