"""The text of the Word edition, in the order of the form: title, six sections, signature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil

from govreport import prose
from govreport.form import Form, Section
from govreport.report import AnnualReport

from .markup import Element, element, keep_next, paragraph, run
from .page import CHARACTER, LINE, WIDTH
from .statutory_tables import statutory_table
from .styles import QUIET

_TITLE_CHARACTER = 440
_BELOW_A_TABLE = 240
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
    space = 0
    for section in report.statutory_form.sections:
        if section.id in report.statutory_form.table_by_id:
            _add_table(body, report, section, space)
            space = _BELOW_A_TABLE
        else:
            _add_section(body, report, section, space, draft=draft)
            space = 0
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


def _add_section(body: Body, report: AnnualReport, section: Section, space: int, *, draft: bool) -> None:
    heading, own = _heading(section, before=space), report.statutory_form.passages_of(section.id)
    # where passages have no headings of their own, the section's is what a reader looks for
    body.add(heading, *(() if any(one.headed for one in own) else (one.path for one in own)))
    passages = prose.passages(report, section.id)
    _add_passages(body, passages)
    if draft and not passages:
        body.add(paragraph("NormalIndent", run(prose.EMPTY, element("color", val=QUIET))))
    for path in _spoken_of(report.statutory_form, section):
        body.anchors.setdefault(path, heading)


def _spoken_of(form: Form, section: Section) -> Iterator[str]:
    """What has its place in a section, also where nothing of it is written: passages, and what they tell."""
    told = {id for passage in form.passages_of(section.id) for id in passage.tells}
    told |= {one.section for one in form.lists if one.section in form.group_by_id}
    yield from (passage.path for passage in form.passages_of(section.id))
    yield from (one.path for one in form.lists_of(section.id))
    for group in form.fact_groups:
        if group.after == section.id and group.id in told:
            yield from (fact.path.partition(".")[0] for fact in group.facts)


def _add_passages(body: Body, passages: Iterable[prose.Passage]) -> None:
    for passage in passages:
        if passage.heading:
            body.add(paragraph("Heading2", passage.heading), passage.path)
        for line in passage.paragraphs:
            body.add(paragraph("NormalIndent", line), passage.path)


def _add_table(body: Body, report: AnnualReport, section: Section, space: int) -> None:
    body.add(_heading(section, before=space, after=120), section.id)
    drawn, cells = statutory_table(report, section.id)
    body.add(drawn)
    body.anchors |= cells


def _heading(section: Section, **space: int) -> Element:
    """A section's heading, with some space where a table stands beside it."""
    beside = (element("spacing", **space),) if any(space.values()) else ()
    return paragraph("Heading1", section.heading, properties=beside)


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
