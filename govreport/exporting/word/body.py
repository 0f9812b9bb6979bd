"""The text of the Word edition, in the order of the form: title, six sections, signature."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from govreport import prose
from govreport.report import AnnualReport

from .markup import Element, element, keep_next, paragraph, run
from .page import CHARACTER, LINE, WIDTH
from .statutory_tables import statutory_table
from .styles import QUIET

_TITLE_CHARACTER = 440
_UNDATED = "　" * 6
"""The place of a date that is still to be written."""


@dataclass
class Body:
    """The paragraphs and tables of a text, and where in it each path of the record is shown; "" is the title."""

    parts: list[Element] = field(default_factory=list)
    anchors: dict[str, Element] = field(default_factory=dict)

    def add(self, part: Element, *paths: str) -> None:
        """Put `part` at the end; it shows `paths`, unless an earlier part does."""
        self.parts.append(part)
        for path in paths:
            self.anchors.setdefault(path, part)


def report_body(report: AnnualReport, *, draft: bool) -> Body:
    """The whole report, a draft with its mark above the title."""
    body = Body()
    if draft:
        body.add(paragraph("DraftMark", "送审稿"))
    for line in report.statutory_form.title(report.name, report.year):
        body.add(title_line(line), "")
    _add_passages(body, prose.passages(report, ""))
    _add_section(body, report, "overview", "published", draft=draft)
    for table in report.statutory_form.tables:
        _add_table(body, report, table.id)
    _add_section(body, report, "problems", "narrative.improvements", space=240, draft=draft)
    _add_section(body, report, "other_matters", "processing_fee", draft=draft)
    _add_signature(body, report)
    return body


def title_line(line: str) -> Element:
    """A title; one too long for a line is parted into lines about equally long."""
    spare = _spare(line, _TITLE_CHARACTER) // 2
    return paragraph("Title", line, properties=(element("ind", left=spare, right=spare),) if spare else ())


def _spare(text: str, character: float) -> int:
    """What a text too long for one line leaves of each, so that its lines are about equally long."""
    width = prose.text_width(text)
    lines = ceil(width * character / WIDTH)
    return max(0, WIDTH - int((ceil(width / lines) + 0.5) * character)) if lines > 1 else 0


def _add_section(
    body: Body, report: AnnualReport, section: str, *paths: str, draft: bool, space: int = 0
) -> None:  # fmt: skip
    body.add(_heading(report, section, before=space), f"narrative.{section}", *paths)
    passages = prose.passages(report, section)
    _add_passages(body, passages)
    if draft and not passages:
        body.add(paragraph("NormalIndent", run(prose.EMPTY, element("color", val=QUIET))))


def _add_passages(body: Body, passages: Iterable[prose.Passage]) -> None:
    for passage in passages:
        if passage.heading:
            body.add(paragraph("Heading2", passage.heading), passage.path)
        for line in passage.paragraphs:
            body.add(paragraph("NormalIndent", line), passage.path)


def _add_table(body: Body, report: AnnualReport, table: str) -> None:
    body.add(_heading(report, table, before=0 if table == "disclosure" else 240, after=120), table)
    drawn, cells = statutory_table(report, table)
    body.add(drawn)
    body.anchors |= cells


def _heading(report: AnnualReport, section: str, **space: int) -> Element:
    """A section's heading, with some space where a table stands beside it."""
    beside = (element("spacing", **space),) if any(space.values()) else ()
    return paragraph("Heading1", report.statutory_form.section_by_id[section].heading, properties=beside)


def _add_signature(body: Body, report: AnnualReport) -> None:
    """Name and date, on one page with the end of the text."""
    name, date = signature(prose.signature_lines(report, _UNDATED))
    keep_next(body.parts[-1])
    body.add(name)
    body.add(date, "dated")


def signature(lines: Sequence[tuple[float, str]]) -> tuple[Element, Element]:
    """The name and the date below a text, as `prose.placed_signature` places them."""
    (beside_name, name), (beside_date, date) = lines
    return _signature_line(name, beside_name, element("keepNext"), before=LINE), _signature_line(date, beside_date)


def _signature_line(text: str, beside: float, *properties: Element, before: int = 0) -> Element:
    indent = element("ind", left=_spare(text, CHARACTER), right=round(beside * CHARACTER))
    place = (element("spacing", before=before), indent)
    return paragraph("Signature", text, properties=(*properties, *place))
