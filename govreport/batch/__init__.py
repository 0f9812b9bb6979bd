"""Many reports: warm workers, what need not be done again, the manifest and the index; and an invented district."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .demo import make_district
from .manifest import read_manifest
from .run import batch
from .task import STATUSES, Outcome, Task

if TYPE_CHECKING:
    from .workbooks import SENT, Sent, write_workbooks

__all__ = [
    "SENT",
    "STATUSES",
    "Outcome",
    "Sent",
    "Task",
    "batch",
    "make_district",
    "read_manifest",
    "write_workbooks",
]


def __getattr__(name: str) -> Any:
    """Import what is used only: who supervises workers renders nothing, and needs neither nbconvert nor Plotly."""
    if name in __all__:
        return getattr(import_module(".workbooks", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
