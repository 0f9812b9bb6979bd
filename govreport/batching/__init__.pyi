from .demo import make_district
from .manifest import read_manifest
from .run import batch
from .task import STATUSES, Outcome, Task
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
