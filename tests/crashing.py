"""A look at a report that ends every process but the one that began the others."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence

from govreport.checks import Context
from govreport.report import AnnualReport, Finding


def end_beside(report: AnnualReport, before: AnnualReport | None, findings: Sequence[Finding], context: Context) -> str:
    if multiprocessing.parent_process():
        os._exit(9)
    return report.name
