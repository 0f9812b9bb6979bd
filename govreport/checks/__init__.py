"""Every check of a report, as findings: what the figures of one report, and of two years, must satisfy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from govreport.report import AnnualReport, Finding
from govreport.store import Store

from . import arithmetic, structure, text, values, years
from .rule import RULES, Case, Rule

__all__ = ["RULES", "Rule", "arithmetic", "check", "check_report", "structure", "text", "values", "years"]

_ORDER = {"error": 0, "warning": 1, "hint": 2}


def check_report(agency: str, report: AnnualReport, before: AnnualReport | None = None) -> list[Finding]:
    """What all rules say of one report; `before` is the agency's report of the year before.

    Errors come first, then warnings, then hints, each in the order of the rules.
    """
    case = Case(agency, report, before)
    findings = [finding for each in RULES.values() for finding in each(case)]
    return sorted(findings, key=lambda finding: _ORDER[finding.severity])


def check_history(agency: str, history: dict[int, AnnualReport]) -> list[Finding]:
    """What all rules say of the newest report in `history`."""
    year = max(history)
    return check_report(agency, history[year], history.get(year - 1))


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


def check_year(store: Store, agency: str, year: int) -> list[Finding]:
    """The findings on one report in `store`."""
    report = store.load(agency, year)
    return check_report(agency, report, store.before(agency, year))
