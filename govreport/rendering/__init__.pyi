from .kinds import KINDS, Kind
from .order import CHARTS, EDITIONS, ENGINES, Order, Wish, spelt_out
from .output_files import NOTEBOOK, file_digest, look_at, output_path, own_mark, values_key
from .page import Page
from .reading_back import reading_faults
from .run import Rendered, RenderFailed, fulfil, render
from .turn import Outdated, begin_turn, in_turn
from .values import check_values, read_values

__all__ = [
    "CHARTS",
    "EDITIONS",
    "ENGINES",
    "KINDS",
    "NOTEBOOK",
    "Kind",
    "Order",
    "Outdated",
    "Page",
    "RenderFailed",
    "Rendered",
    "Wish",
    "begin_turn",
    "check_values",
    "file_digest",
    "fulfil",
    "in_turn",
    "look_at",
    "output_path",
    "own_mark",
    "read_values",
    "reading_faults",
    "render",
    "spelt_out",
    "values_key",
]
