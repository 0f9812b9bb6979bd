"""The cells that a report's page charts over the years, and so shows of the years before its own."""

from __future__ import annotations

from .model import Form

REQUESTS_BY_YEAR = {
    "本年新收": "requests.new_received.total",
    "本年办结": "requests.handled_total.total",
    "结转下年度": "requests.carried_out.total",
}
DOCUMENTS_BY_YEAR = {
    "现行有效": "disclosure.normative_documents.in_force",
    "本年制发": "disclosure.normative_documents.issued",
    "本年废止": "disclosure.normative_documents.repealed",
}
"""Each series of a chart by its name; only an edition that has all of a chart's cells is in it."""


def outcomes_by_year(form: Form) -> dict[str, list[str]]:
    """The six outcomes of requests by their names, each with the cells that it sums."""
    found: dict[str, list[str]] = {}
    for row in form.table_by_id["requests"].rows[2:-2]:
        name = row.group.short if row.group else row.short
        found.setdefault(name, []).append(f"requests.{row.id}.total")
    return found


def counts_documents(form: Form) -> bool:
    """Whether the edition counts documents as the chart of them does."""
    return all(path in form.places for path in DOCUMENTS_BY_YEAR.values())


def charted(form: Form) -> tuple[str, ...]:
    """Every cell that is charted of a year in this edition, each once."""
    outcomes = (path for paths in outcomes_by_year(form).values() for path in paths)
    documents = DOCUMENTS_BY_YEAR.values() if counts_documents(form) else ()
    return (*REQUESTS_BY_YEAR.values(), *outcomes, *documents)
