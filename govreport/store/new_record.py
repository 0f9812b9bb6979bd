"""A year's record begun: blank, with what the year before hands on."""

from __future__ import annotations

from typing import Any

from govreport.form import CURRENT, FORMS
from govreport.report import AnnualReport, Number, read_report

_IN_FORCE = ("disclosure.regulations.in_force", "disclosure.normative_documents.in_force")
_HANDED_ON = {
    **{
        f"requests.carried_in.{column.id}": f"requests.carried_out.{column.id}"
        for column in FORMS[CURRENT].table_by_id["requests"].row_by_id["carried_in"].columns
    },
    **{path: path for path in _IN_FORCE},
}
"""Cells that begin with a figure of the year before, and where it stood there."""


def blank_record(name: str, year: int, level: str | None = None) -> dict[str, Any]:
    """A record in the form in force, every cell of it blank, every section there to be written."""
    form = FORMS[CURRENT]
    record: dict[str, Any] = {
        "name": name,
        "year": year,
        "form": CURRENT,
        "level": level,
        "dated": None,
        "contact": {"address": None, "telephone": None, "email": None},
        "published": {"total": None, "channels": []},
    }
    for table in form.tables:
        for row in table.rows:
            holder = record.setdefault(table.id, {})
            *groups, own = row.id.split(".")
            for group in groups:
                holder = holder.setdefault(group, {})
            holder[own] = None if len(row.columns) == 1 else [None] * len(row.columns)
    record["processing_fee"] = {"notices": None, "billed": None, "received": None}
    record["narrative"] = {
        "preamble": None,
        "overview": {"lead": None, **dict.fromkeys(form.aspects)},
        "problems": None,
        "improvements": None,
        "other_matters": None,
    }
    return record


def handed_on(before: AnnualReport) -> dict[str, Number]:
    """The cells of the next year's report that `before` hands on, each with its figure."""
    values = {path: before.cells.get(source) for path, source in _HANDED_ON.items()}
    return {path: value for path, value in values.items() if value is not None}


def begin(name: str, year: int, before: AnnualReport | None, level: str | None) -> tuple[AnnualReport, list[str]]:
    """The record of `year` begun, and the rows that came from `before`, the report of the year before.

    What was carried out is carried in, and the documents in force are those of last year, to be
    brought up to date; nothing else is known yet.
    """
    record = blank_record(name, year, level or (before.level if before else None))
    if before and before.contact:
        record["contact"] = before.contact.model_dump()
    brought = handed_on(before) if before else {}
    report = read_report(record).with_values(brought)
    return report, list(dict.fromkeys(path.rpartition(".")[0] for path in brought))
