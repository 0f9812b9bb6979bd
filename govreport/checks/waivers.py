"""A reason recorded why a finding may stand, and taken back."""

from __future__ import annotations

import datetime
from typing import Any

from govreport.errors import BadRequest
from govreport.report import AnnualReport, Finding

from .reasons import is_person, is_reason
from .rule import RULES, is_about, needs_digest


def may_be_waived(finding: Finding) -> bool:
    """Whether a reason may be recorded for a finding: the law leaves room for one, and there is a place to name."""
    return bool(finding.rule in RULES and not finding.firm and finding.cells)


def explain(report: AnnualReport, finding: Finding, reason: str, by: str, date: datetime.date) -> AnnualReport:
    """The report with a reason for `finding`; it holds what is excused, and lapses when that changes.

    It takes the place of what was recorded about the finding before.

    Raises:
        BadRequest: the finding cannot be explained, or no real reason or no name is given.
    """
    if not may_be_waived(finding):
        raise BadRequest(f"{finding.rule}不得以情况说明代替改正，请改正")
    if not reason.strip() or not by.strip():
        raise BadRequest("请写明情况说明的原因和说明人")
    if not is_person(by):
        raise BadRequest(f"“{by.strip()}”不是说明人的姓名，请先在“录入人”处填写姓名")
    if not is_reason(reason):
        raise BadRequest(f"“{reason.strip()}”没有说明具体原因，请写明具体原因（不少于4个字）")
    waiver: dict[str, Any] = {"rule": finding.rule, "cells": list(finding.cells)}
    if finding.expected is not None or finding.actual is not None:
        waiver |= {"expected": finding.expected, "actual": finding.actual}
    if needs_digest(finding):
        waiver["digest"] = report.digest_of(finding.cells)
    waiver |= {"reason": reason.strip(), "by": by.strip(), "date": date.isoformat()}
    kept = withdraw(report, finding).record().get("waivers", [])
    return report.with_values({"waivers": [*kept, waiver]})


def withdraw(report: AnnualReport, finding: Finding) -> AnnualReport:
    """The report without the reasons that are about `finding`."""
    records = report.record().get("waivers", [])
    kept = [
        record
        for record, waiver in zip(records, report.waivers, strict=True)
        if not is_about(waiver, finding, report)
    ]  # fmt: skip
    return report.with_values({"waivers": kept})
