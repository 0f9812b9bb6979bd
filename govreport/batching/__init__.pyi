from .demo import make_district
from .manifest import read_manifest
from .outcome import STATUSES, Outcome
from .run import batch
from .workbooks import SENT, Sent, write_workbooks

__all__ = [
    "SENT",
    "STATUSES",
    "Outcome",
    "Sent",
    "batch",
    "make_district",
    "read_manifest",
    "write_workbooks",
]
