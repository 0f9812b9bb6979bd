"""The report as a Word file: the statutory document, or a draft with findings as comments and an 审批表."""

from __future__ import annotations

from collections.abc import Sequence

from govreport import prose
from govreport.report import AnnualReport, Finding, pack_report

from .approval import approval_page
from .body import report_body
from .comments import comment_part
from .markup import element
from .package import RECORD_PART, core_part, pack, record_part, section, template, to_bytes


def word_document(
    report: AnnualReport, agency: str, edition: str, findings: Sequence[Finding] = (), shown: str | None = None
) -> bytes:
    """The report of `agency` as a .docx; the same report gives the same bytes.

    The record travels inside, as `package` says.

    Args:
        report: what is shown.
        agency: whose report it is, by its id; it is kept with the record.
        edition: `final`, the statutory document, which holds the public part of the record alone, or `draft`, which
            adds comments and the 审批表.
        findings: the draft's comments, each at the first cell it names.
        shown: the digest of what is shown of earlier years, over which the draft's sign-offs may be; see `signing_of`.
    """
    draft = edition == "draft"
    report = report if draft else report.public()
    body = report_body(report, draft=draft)
    parts = {
        "docProps/core.xml": core_part(prose.title(report), report.name),
        RECORD_PART: record_part(pack_report(report, agency), edition),
    }
    if draft:
        parts["word/comments.xml"] = to_bytes(comment_part(findings, body.anchors))
        body.parts.extend(approval_page(report, findings, shown))
    text = element("document", element("body", *body.parts, section(draft=draft)))
    return pack({**template(draft=draft), **parts, "word/document.xml": to_bytes(text)})
