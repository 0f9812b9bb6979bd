"""The cells that a report's page charts over the years, and so shows of the years before its own."""

from __future__ import annotations

from .edition import Form
from .model import Flow, RowRole

_REQUESTS: dict[str, RowRole] = {
    "本年新收": "came_in",
    "本年办结": "outcomes_total",
    "结转下年度": "left_over",
}
_DOCUMENTS: dict[str, Flow] = {"现行有效": "stock", "本年制发": "in", "本年废止": "out"}
"""Each series of a chart by its name."""


def requests_by_year(form: Form) -> dict[str, str]:
    """The series of the chart of requests, each with its cell."""
    return {name: path for name, role in _REQUESTS.items() for path in form.totals_of(role)}


def outcomes_by_year(form: Form) -> dict[str, list[str]]:
    """The outcomes of requests by their names, those of a group together, each with the cells that it sums."""
    found: dict[str, list[str]] = {}
    for table in form.tables:
        for row in table.rows_of("outcome"):
            name = row.group.short if row.group else row.short
            found.setdefault(name, []).extend(path for path in table.cells_of(row) if path in table.across)
    return found


def documents_by_year(form: Form) -> dict[str, str]:
    """The series of the chart of normative documents, each with its cell; none where the edition counts otherwise."""
    cells = form.flows_of("documents")
    if not cells.keys() >= {*_DOCUMENTS.values()}:
        return {}
    return {name: cells[flow] for name, flow in _DOCUMENTS.items()}


def charted(form: Form) -> tuple[str, ...]:
    """Every cell that is charted of a year in this edition, each once."""
    outcomes = (path for paths in outcomes_by_year(form).values() for path in paths)
    return (*requests_by_year(form).values(), *outcomes, *documents_by_year(form).values())
