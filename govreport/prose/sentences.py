"""Short texts made from a report's facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from govreport.report import PROBLEMS, AnnualReport, Finding


def title(report: AnnualReport) -> str:
    """The report's title in one line.

    Source: 国办公开办函〔2021〕30号, annex.
    """
    return "".join(report.statutory_form.title(report.name, report.year))


def findings_sentence(findings: Sequence[Finding]) -> str:
    """How many findings there are of each severity, and how many of them are waived."""
    if not findings:
        return "校核未发现问题。"
    counted = Counter(finding.severity for finding in findings if not finding.waived)
    parts = [f"{label}{counted[severity]}项" for severity, label in PROBLEMS.items() if counted[severity]]
    waived = sum(finding.waived for finding in findings)
    if waived:
        parts.append(f"已提交情况说明{waived}项")
    return f"校核发现：{'，'.join(parts)}。"
