"""govreport: the 政府信息公开工作年度报告 of every bureau, entered, checked and published from Jupyter.

Everything a command does, a function here does: `load`, `counts`, `check`, `render`, `batch`,
`import_file`, `write_notices`, `write_workbooks`; `EntryForm` is the form.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .batch import batch, write_workbooks
    from .checks import check
    from .entry import EntryForm
    from .importing import import_file
    from .oversight import write_notices
    from .render import Page, render
    from .report import AnnualReport, Finding
    from .store import Store, counts, load

__version__ = "0.1.0"
__all__ = [
    "AnnualReport",
    "EntryForm",
    "Finding",
    "Page",
    "Store",
    "batch",
    "check",
    "counts",
    "import_file",
    "load",
    "render",
    "write_notices",
    "write_workbooks",
]

_HOMES = {
    "AnnualReport": "report",
    "EntryForm": "entry",
    "Finding": "report",
    "Page": "render",
    "Store": "store",
    "batch": "batch",
    "check": "checks",
    "counts": "store",
    "import_file": "importing",
    "load": "store",
    "render": "render",
    "write_notices": "oversight",
    "write_workbooks": "batch",
}


def __getattr__(name: str) -> Any:
    """Import a room only when something of it is used: a check needs neither Plotly nor papermill."""
    if name in _HOMES:
        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _Package(ModuleType):
    """Keeps `govreport.render` and `govreport.batch` the functions, also once their rooms are imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
