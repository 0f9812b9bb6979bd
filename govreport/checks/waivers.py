"""A reason recorded why a finding may stand, and taken back."""

from __future__ import annotations

import datetime
from typing import Any

from govreport.errors import BadRequest
from govreport.report import AnnualReport, Finding

from .rule import RULES, excuses, needs_digest


def may_be_waived(finding: Finding) -> bool:
    """Whether a reason may be recorded for a finding: the law leaves room for one, and there is a place to name."""
    return bool(finding.rule in RULES and not finding.firm and finding.cells)


def explain(report: AnnualReport, finding: Finding, reason: str, by: str, date: datetime.date) -> AnnualReport:
    """The report with a reason for `finding`; it holds what is excused, and lapses when that changes.

    Raises:
        BadRequest: the finding cannot be explained, or no reason or name is given.
    """
    if not may_be_waived(finding):
        raise BadRequest(f"{finding.rule}不能以情况说明放过，请改正")
    if not reason.strip() or not by.strip():
        raise BadRequest("请写明情况说明的原因和说明人")
    waiver: dict[str, Any] = {"rule": finding.rule, "cells": list(finding.cells)}
    if finding.expected is not None or finding.actual is not None:
        waiver |= {"expected": finding.expected, "actual": finding.actual}
    if needs_digest(finding):
        waiver["digest"] = report.digest_of(finding.cells)
    waiver |= {"reason": reason.strip(), "by": by.strip(), "date": date.isoformat()}
    return report.with_values({"waivers": [*report.record().get("waivers", []), waiver]})


def withdraw(report: AnnualReport, finding: Finding) -> AnnualReport:
    """The report without the reasons that excuse `finding`."""
    records = report.record().get("waivers", [])
    kept = [
        record
        for record, waiver in zip(records, report.waivers, strict=True)
        if not excuses(waiver, finding, report)
    ]  # fmt: skip
    return report.with_values({"waivers": kept})
