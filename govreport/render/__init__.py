"""One report: its page, section by section, and the run of the notebook that makes the finished, sealed file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .page import Page, check_options
    from .run import (
        ENGINES,
        Rendered,
        RenderFailed,
        agency_names,
        declared_parameters,
        file_digest,
        output_path,
        render,
    )

__all__ = [
    "ENGINES",
    "Page",
    "RenderFailed",
    "Rendered",
    "agency_names",
    "check_options",
    "declared_parameters",
    "file_digest",
    "output_path",
    "render",
]


def __getattr__(name: str) -> Any:
    """Import what is used only: papermill looks for the engine here each time it starts, and needs no Plotly for it."""
    if name in __all__:
        return getattr(import_module(".page" if name in ("Page", "check_options") else ".run", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
