"""Sections 一, 五 and 六 as HTML paragraphs; everything a person wrote is escaped."""

from __future__ import annotations

from markupsafe import Markup

from govreport.report import AnnualReport, Narrative, Overview

from .sentences import date_text

_DATE_FROM_RIGHT = 4
_EMPTY = Markup('<p class="empty">（未填写）</p>')


def preamble(report: AnnualReport) -> Markup:
    """What stands before section one; nothing where there is none."""
    return _paragraphs(_narrative(report).preamble)


def overview(report: AnnualReport) -> Markup:
    """Section one: the lead, the five aspects with their headings, and any beyond them."""
    stated = _narrative(report).overview or Overview()
    aspects = [(heading, getattr(stated, name)) for name, heading in report.statutory_form.aspects.items()]
    extra = [(part.heading, part.text) for part in stated.extra]
    parts = [_paragraphs(stated.lead)]
    parts += [Markup("<h3>{}</h3>{}").format(heading, _paragraphs(text)) for heading, text in aspects + extra if text]
    return Markup().join(parts) or _EMPTY


def problems(report: AnnualReport) -> Markup:
    """Section five: the problems, then the improvements."""
    narrative = _narrative(report)
    return _paragraphs(narrative.problems) + _paragraphs(narrative.improvements) or _EMPTY


def other_matters(report: AnnualReport) -> Markup:
    """Section six."""
    return _paragraphs(_narrative(report).other_matters) or _EMPTY


def signature(report: AnnualReport) -> Markup:
    """Name and date below the report: the date four characters from the right, the name centred on it.

    Source: GB/T 9704-2012, 7.3.5.1, a document that is sealed.
    """
    date = date_text(report.dated) if report.dated else ""
    beside = max(0.0, _DATE_FROM_RIGHT + (_width(date) - _width(report.name)) / 2)
    lines = [(beside, report.name), (_DATE_FROM_RIGHT, date)]
    return Markup('<div class="signature">{}</div>').format(
        Markup().join(Markup('<p style="padding-right:{}em">{}</p>').format(*line) for line in lines if line[1])
    )


def _width(text: str) -> float:
    """The width of `text` in characters: a digit or Latin letter takes half of one."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def _narrative(report: AnnualReport) -> Narrative:
    return report.narrative or Narrative()


def _paragraphs(text: str | None) -> Markup:
    """Each line of `text` as a paragraph."""
    lines = (line.strip() for line in (text or "").splitlines())
    return Markup().join(Markup("<p>{}</p>").format(line) for line in lines if line)
