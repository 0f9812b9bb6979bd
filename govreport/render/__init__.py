"""One report: its page, section by section, and the run of the notebook that makes the finished, sealed file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .options import ENGINES, FORMATS, check_options, file_digest, output_path
    from .page import Page
    from .run import Rendered, RenderFailed, check_values, render

__all__ = [
    "ENGINES",
    "FORMATS",
    "Page",
    "RenderFailed",
    "Rendered",
    "check_options",
    "check_values",
    "file_digest",
    "output_path",
    "render",
]

_HOMES = {"Page": ".page"} | dict.fromkeys(
    ("ENGINES", "FORMATS", "check_options", "file_digest", "output_path"), ".options"
)


def __getattr__(name: str) -> Any:
    """Import what is used only: papermill looks for the engine here each time it starts, and needs no Plotly for it."""
    if name in __all__:
        return getattr(import_module(_HOMES.get(name, ".run"), __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
