"""Every check of a report, as findings: what the figures of one report, and of two years, must satisfy."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from govreport.errors import InvalidFile, NotFound
from govreport.report import AnnualReport, Finding
from govreport.store import Store

from . import (  # noqa: F401 - each registers its rules
    agency_name,
    arithmetic,
    copied_text,
    identity_rules,
    journal_signoffs,
    narrative,
    process,
    signature,
    structure,
    values,
    wording,
    written,
    years,
)
from .rule import PLAIN, RULES, Case, Context, Rule, excuses, needs_digest, put_in_order
from .screening import Remark, screen_text
from .signature import Signature, find_signature
from .waivers import explain, may_be_waived, withdraw
from .words import FILE as WORDS
from .words import STARTER, Word, WordList, read_words, words_in
from .words import STARTER_FILE as STARTER_WORDS

__all__ = [
    "PLAIN",
    "RULES",
    "STARTER",
    "STARTER_WORDS",
    "WORDS",
    "Context",
    "Remark",
    "Rule",
    "Signature",
    "Word",
    "WordList",
    "check",
    "check_history",
    "check_report",
    "check_year",
    "context_of",
    "excuses",
    "explain",
    "find_signature",
    "may_be_waived",
    "needs_digest",
    "read_words",
    "screen_text",
    "with_signatures",
    "withdraw",
    "words_in",
]

_ORDER = {"error": 0, "warning": 1, "hint": 2}
put_in_order()


def check_report(
    agency: str, report: AnnualReport, before: AnnualReport | None = None, context: Context = PLAIN
) -> list[Finding]:
    """What all rules say of one report; `before` is the agency's report of the year before.

    Errors come first, then warnings, then hints, each in the order of the rules.
    """
    case = Case(agency, report, before, context)
    findings = [finding for each in RULES.values() for finding in each(case)]
    return sorted(findings, key=lambda finding: _ORDER[finding.severity])


def check_history(agency: str, history: dict[int, AnnualReport], context: Context = PLAIN) -> list[Finding]:
    """What all rules say of the newest report in `history`."""
    year = max(history)
    return check_report(agency, history[year], history.get(year - 1), context)


def context_of(store: Store, agency: str, year: int, today: datetime.date | None = None) -> Context:
    """What stands around an agency's report in `store`.

    Raises:
        InvalidFile: the settings or the word list cannot be read.
    """
    entry = store.entry(agency)
    deadline = entry.deadline if entry and entry.deadline and entry.deadline.year == year + 1 else None
    others = store.names_beside(agency)
    if entry and len(entry.names) > 1:
        others -= {*entry.names}
    context = Context(store.settings, words_in(store.folder), deadline, others, today, store.named(agency))
    return with_signatures(context, store, agency, year)


def with_signatures(context: Context, store: Store, agency: str, year: int) -> Context:
    """The context with what the sign-offs of the agency's report are now held against."""
    return replace(context, shown=_shown(store, agency, year), recorded=store.signed(agency, year))


def _shown(store: Store, agency: str, year: int) -> str | None:
    """The digest of what the report shows of earlier years, where a sign-off is over it: few reports ask for it.

    Years that can no longer be read are not what was signed.
    """
    try:
        if not any(signoff.shown for signoff in store.load(agency, year).signoffs):
            return None
    except NotFound:
        return None
    try:
        return store.shown_before(agency, year)
    except InvalidFile:
        return ""


def check(year: int | None = None, agencies: Sequence[str] = (), params: str | Path | None = None) -> Iterator[Finding]:
    """The findings on the reports of `agencies` (all where none are named) for `year` (all where None).

    Raises:
        NotFound: no such agency or year.
        InvalidFile: a file has not the structure of a report.
    """
    store = Store(params)
    for agency in store.select(year, agencies):
        for each in store.agencies[agency] if year is None else [year]:
            yield from check_year(store, agency, each)


def check_year(store: Store, agency: str, year: int, today: datetime.date | None = None) -> list[Finding]:
    """The findings on one report in `store`; with `today`, also what is due by a day."""
    report = store.load(agency, year)
    return check_report(agency, report, store.before(agency, year), context_of(store, agency, year, today))
