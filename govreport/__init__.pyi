from .batching import batch, write_workbooks
from .checks import check
from .entry import EntryForm
from .importing import import_file
from .oversight import write_notices
from .rendering import Page, render
from .report import AnnualReport, Finding
from .store import Store, counts, load

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
__version__: str
