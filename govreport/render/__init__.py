"""One report: its page, section by section, and the run of the notebook that makes the finished, sealed file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .options import ENGINES, FORMATS, check_options, file_digest, look_at, output_path, own_mark, values_key
    from .page import Page
    from .run import Rendered, RenderFailed, render
    from .turn import Outdated, begin_turn, in_turn
    from .values import check_label, check_values, read_values

__all__ = [
    "ENGINES",
    "FORMATS",
    "Outdated",
    "Page",
    "RenderFailed",
    "Rendered",
    "begin_turn",
    "check_label",
    "check_options",
    "check_values",
    "file_digest",
    "in_turn",
    "look_at",
    "output_path",
    "own_mark",
    "read_values",
    "render",
    "values_key",
]

_HOMES = {
    "Page": ".page",
    **dict.fromkeys(
        (
            "ENGINES",
            "FORMATS",
            "check_options",
            "file_digest",
            "look_at",
            "output_path",
            "own_mark",
            "values_key",
        ),
        ".options",
    ),
    **dict.fromkeys(("check_label", "check_values", "read_values"), ".values"),
    **dict.fromkeys(("Outdated", "begin_turn", "in_turn"), ".turn"),
}


def __getattr__(name: str) -> Any:
    """Import what is used only: papermill looks for the engine here each time it starts, and needs no Plotly for it."""
    if name in __all__:
        return getattr(import_module(_HOMES.get(name, ".run"), __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
