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
