"""Sections 一, 五 and 六: what was written, part by part, and the same as HTML in which all of it is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from govreport.report import UNWRITTEN, AnnualReport, date_text, says_nothing

EMPTY = UNWRITTEN
"""What stands in a draft's section that nobody wrote."""

_DATE_FROM_RIGHT = 4
_EMPTY = Markup('<p class="empty">{}</p>').format(EMPTY)


@dataclass(frozen=True)
class Passage:
    """What a person wrote in one place: its path in the record, its heading if it has one, its paragraphs."""

    path: str
    heading: str
    paragraphs: tuple[str, ...]


def passages(report: AnnualReport, section: str) -> list[Passage]:
    """The passages of a section that were written, in their order; of "" what stands before section one."""
    return [
        Passage(path, heading, _paragraphs(text))
        for path, heading, text in _stated(report, section)
        if text and not says_nothing(text)
    ]


def _stated(report: AnnualReport, section: str) -> Iterator[tuple[str, str, str | None]]:
    """The path, heading and text of each passage of a section, in the order of the form; then those of its list."""
    form, stated = report.statutory_form, report.stated
    for passage in form.passages_of(section):
        yield passage.path, passage.label if passage.headed else "", stated.get(passage.path)
    overview = report.narrative.overview if report.narrative else None
    for one in form.lists:
        if one.section == section and overview:
            yield from ((one.path, part.heading, part.text) for part in overview.extra)


def _paragraphs(text: str) -> tuple[str, ...]:
    """The lines of `text` that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def signature_lines(report: AnnualReport, undated: str = "") -> list[tuple[float, str]]:
    """The lines below the report, each with its distance from the right in characters: the name, then the date.

    The date stands four characters from the right, the name is centred on it; `undated` is what takes the
    date's place where there is none.

    Source: GB/T 9704-2012, 7.3.5.1, a document that is sealed.
    """
    return placed_signature(report.name, date_text(report.dated) if report.dated else undated)


def placed_signature(name: str, date: str) -> list[tuple[float, str]]:
    """A name centred on the date below it, each with its distance from the right in characters."""
    beside = max(0.0, _DATE_FROM_RIGHT + (text_width(date) - text_width(name)) / 2)
    return [(beside, name), (_DATE_FROM_RIGHT, date)]


def text_width(text: str) -> float:
    """The width of `text` in characters: a digit or Latin letter takes half of one."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def section(report: AnnualReport, id: str, *, draft: bool = False) -> Markup:
    """What was written in a section, as HTML; a `draft` marks one in which nothing is.

    A final edition shows no mark, and is refused before.
    """
    return _html(report, id) or (_EMPTY if draft else Markup())


def preamble(report: AnnualReport) -> Markup:
    """What stands before section one; nothing where there is none."""
    return _html(report, "")


def signature(report: AnnualReport) -> Markup:
    """Name and date below the report, as `signature_lines` places them."""
    return Markup('<div class="signature">{}</div>').format(
        Markup().join(
            Markup('<p style="padding-right:{}em">{}</p>').format(*line) for line in signature_lines(report) if line[1]
        )
    )


def _html(report: AnnualReport, section: str) -> Markup:
    """The section's passages, each line of what was written as a paragraph."""
    html = Markup()
    for passage in passages(report, section):
        html += Markup("<h3>{}</h3>").format(passage.heading) if passage.heading else Markup()
        html += Markup().join(Markup("<p>{}</p>").format(line) for line in passage.paragraphs)
    return html
