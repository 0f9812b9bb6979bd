"""Sections 一, 五 and 六: what was written, part by part, and the same as HTML in which all of it is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from govreport.report import UNWRITTEN, AnnualReport, Narrative, Overview, date_text, says_nothing

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
    """The passages of `preamble`, `overview`, `problems` or `other_matters` that were written, in their order."""
    narrative = report.narrative or Narrative()
    if section == "overview":
        stated = list(_aspects(report, narrative.overview or Overview()))
    else:
        names = ("problems", "improvements") if section == "problems" else (section,)
        stated = [(f"narrative.{name}", "", getattr(narrative, name)) for name in names]
    return [
        Passage(path, heading, _paragraphs(text)) for path, heading, text in stated if text and not says_nothing(text)
    ]


def _aspects(report: AnnualReport, overview: Overview) -> Iterator[tuple[str, str, str | None]]:
    """The path, heading and text of each part of section one, in the order of the form."""
    yield "narrative.overview.lead", "", overview.lead
    for name, heading in report.statutory_form.aspects.items():
        yield f"narrative.overview.{name}", heading, getattr(overview, name)
    for part in overview.extra:
        yield "narrative.overview.extra", part.heading, part.text


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


def preamble(report: AnnualReport) -> Markup:
    """What stands before section one; nothing where there is none."""
    return _html(report, "preamble")


def overview(report: AnnualReport, *, draft: bool = False) -> Markup:
    """Section one: the lead, the five aspects with their headings, and any beyond them; a `draft` marks a blank one."""
    return _html(report, "overview") or _blank(draft)


def problems(report: AnnualReport, *, draft: bool = False) -> Markup:
    """Section five: the problems, then the improvements; a `draft` marks a blank one."""
    return _html(report, "problems") or _blank(draft)


def other_matters(report: AnnualReport, *, draft: bool = False) -> Markup:
    """Section six; a `draft` marks a blank one."""
    return _html(report, "other_matters") or _blank(draft)


def signature(report: AnnualReport) -> Markup:
    """Name and date below the report, as `signature_lines` places them."""
    return Markup('<div class="signature">{}</div>').format(
        Markup().join(
            Markup('<p style="padding-right:{}em">{}</p>').format(*line) for line in signature_lines(report) if line[1]
        )
    )


def _blank(draft: bool) -> Markup:
    """What stands for a section that nobody wrote: a final edition shows no mark, and is refused before."""
    return _EMPTY if draft else Markup()


def _html(report: AnnualReport, section: str) -> Markup:
    """The section's passages, each line of what was written as a paragraph."""
    html = Markup()
    for passage in passages(report, section):
        html += Markup("<h3>{}</h3>").format(passage.heading) if passage.heading else Markup()
        html += Markup().join(Markup("<p>{}</p>").format(line) for line in passage.paragraphs)
    return html
