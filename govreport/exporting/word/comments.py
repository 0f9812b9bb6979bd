"""Findings as comments of the Word file, each where a reader would look first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from govreport.report import SEVERITIES, Finding

from .markup import Element, element, paragraph

AUTHOR, INITIALS = "校核", "校"


def comment_part(findings: Sequence[Finding], anchors: Mapping[str, Element]) -> Element:
    """The comments, one a finding, each marked at its place among `anchors`."""
    for number, finding in enumerate(findings):
        _mark(anchors[_anchor(finding, anchors)], number)
    return element("comments", *(_comment(number, finding) for number, finding in enumerate(findings)))


def _anchor(finding: Finding, anchors: Mapping[str, Element]) -> str:
    """The cell to look at first, or the nearest thing around it that the page shows; at last the title."""
    path = finding.cells[0] if finding.cells else ""
    while path not in anchors:
        path = path.rpartition(".")[0]
    return path


def _mark(place: Element, number: int) -> None:
    place.insert(1, element("commentRangeStart", id=number))
    place.append(element("commentRangeEnd", id=number))
    place.append(element("r", element("commentReference", id=number)))


def _comment(number: int, finding: Finding) -> Element:
    waived = "（已提交情况说明）" if finding.waived else ""
    text = f"[{SEVERITIES[finding.severity]}] {finding.rule} {finding.message}{waived}"
    return element("comment", paragraph("CommentText", text), id=number, author=AUTHOR, initials=INITIALS)
