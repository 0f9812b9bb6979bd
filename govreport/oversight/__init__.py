"""What stands above the reports: items to be put right, notices, what became of findings, the quality record."""

from __future__ import annotations

from .facts import facts_of
from .followed_up import SINCE, Since, read_findings
from .items import as_raising, remark
from .notice import NOTICED, OFFICE, Noticed, write_notices
from .quality import Quality, quality_page
from .quality_seal import write_quality

__all__ = [
    "NOTICED",
    "OFFICE",
    "SINCE",
    "Noticed",
    "Quality",
    "Since",
    "as_raising",
    "facts_of",
    "quality_page",
    "read_findings",
    "remark",
    "write_notices",
    "write_quality",
]
