"""What people already have, read into the project: figures, pasted blocks, the roster, files that come back."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .block import read_block
from .figures import COUNTING, Unreadable, in_one_line, read_figure, words_behind
from .paste import Laid, Target, lay_block

if TYPE_CHECKING:
    from .asking import questions
    from .compare import compare_reading
    from .excel import read_own_workbook, read_workbook
    from .intake import OUTCOMES, Imported, import_file, import_files, list_files
    from .lines import Line, read_lines
    from .readers import read_file
    from .reading import Doubt, Hints, Reading
    from .roster import read_roster_workbook
    from .word import read_word

__all__ = [
    "COUNTING",
    "OUTCOMES",
    "Doubt",
    "Hints",
    "Imported",
    "Laid",
    "Line",
    "Reading",
    "Target",
    "Unreadable",
    "compare_reading",
    "import_file",
    "import_files",
    "in_one_line",
    "lay_block",
    "list_files",
    "questions",
    "read_block",
    "read_figure",
    "read_file",
    "read_lines",
    "read_own_workbook",
    "read_roster_workbook",
    "read_word",
    "read_workbook",
    "words_behind",
]

_HOMES = {
    "compare_reading": ".compare",
    "Doubt": ".reading",
    "Hints": ".reading",
    "Line": ".lines",
    "Reading": ".reading",
    "questions": ".asking",
    "read_file": ".readers",
    "read_lines": ".lines",
    "read_own_workbook": ".excel",
    "read_roster_workbook": ".roster",
    "read_word": ".word",
    "read_workbook": ".excel",
}


def __getattr__(name: str) -> Any:
    """Import what is used only: a batch reads Word and workbook back and needs no reader of PDF for it."""
    if name in __all__:
        return getattr(import_module(_HOMES.get(name, ".intake"), __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
