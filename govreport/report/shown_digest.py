"""What a report's page shows of the years before its own, as one digest; what a sign-off is over beside the report."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from govreport.form import charted

from .model import AnnualReport
from .numbers import to_json


def shown_digest(earlier: Mapping[int, AnnualReport]) -> str:
    """SHA-256 of the canonical JSON of the cells that are charted of each earlier year, by year and path."""
    content = {
        str(year): {path: report.cells.get(path) for path in charted(report.statutory_form)}
        for year, report in earlier.items()
    }
    return sha256(to_json(content, canonical=True).encode()).hexdigest()
