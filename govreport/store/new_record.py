"""A year's record begun: blank, with what the year before hands on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from govreport.form import Form, in_force
from govreport.report import AnnualReport, Number, read_report


def blank_record(name: str, year: int, level: str | None = None) -> dict[str, Any]:
    """A record in the form that is in force for `year`: every cell, fact and passage there, and blank."""
    form = in_force(year)
    record: dict[str, Any] = {"name": name, "year": year, "form": form.edition, "level": level}
    for path in _order(form):
        *above, own = path.split(".")
        holder = record
        for key in above:
            holder = holder.setdefault(key, {})
        holder.setdefault(own, _blank_at(form, path))
    return record


def _order(form: Form) -> Iterator[str]:
    """The paths of a blank record in the order of a yearly file: what is known first, the written passages last."""
    facts = [path for path in form.fact_by_path if not path.startswith("publication.")]
    lists = [one.path for one in form.lists if form.section_of(one.path) in form.group_by_id]
    yield from (path for path in (*facts, *lists) if not path.startswith("processing_fee."))
    yield from form.paths
    yield from (path for path in facts if path.startswith("processing_fee."))
    yield from form.passage_by_path


def _blank_at(form: Form, path: str) -> Any:
    if any(one.path == path for one in form.lists):
        return []
    width = len(form.paths.get(path, ()))
    return [None] * width if width > 1 else None


def handed_on(before: AnnualReport) -> dict[str, Number]:
    """The cells of the next year's report that `before` hands on, each with its figure."""
    form = in_force(before.year + 1)
    values = {path: before.cells.get(source) for path, source in form.handed_on.items()}
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
