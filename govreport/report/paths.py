"""Where things stand in a report: the path of each figure and text, and several changed at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from govreport.form import Form


def flatten(form: Form, record: Mapping[str, Any]) -> dict[str, Any]:
    """Every figure and text of a record that states something, by its path; entries of a list by their number."""
    tables = set(form.table_by_id)
    found: dict[str, Any] = {}
    for key, value in record.items():
        found.update(_cells(form, key, value) if key in tables else _leaves(key, value))
    return {path: value for path, value in found.items() if value is not None}


def _cells(form: Form, table: str, figures: Mapping[str, Any] | None) -> Iterator[tuple[str, Any]]:
    for row in form.table_by_id[table].rows:
        line: Any = figures
        for name in row.id.split("."):
            line = line.get(name) if line else None
        values = [line] if len(row.columns) == 1 else line or ()
        yield from (
            (f"{table}.{row.id}.{column.id}", value) for column, value in zip(row.columns, values, strict=False)
        )


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}", item)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(f"{path}.{number}", item)
    else:
        yield path, value


def place(form: Form, record: dict[str, Any], path: str, value: Any) -> None:
    """Put `value` at `path` in `record`: a cell in its row, begun blank where it was absent; all else by its keys."""
    spot = form.places.get(path)
    *groups, name = (f"{spot.table.id}.{spot.row.id}" if spot else path).split(".")
    holder = record
    for group in groups:
        holder[group] = holder.get(group) or {}
        holder = holder[group]
    if spot is None or len(spot.row.columns) == 1:
        holder[name] = value
    else:
        line = list(holder.get(name) or [None] * len(spot.row.columns))
        line[spot.row.columns.index(spot.column)] = value
        holder[name] = line
