"""The models of the three statutory tables, made from the form so that no row is spelt twice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, Strict, WithJsonSchema, create_model

from govreport.form import FORMS, Form, Row, Table

from .numbers import Number

Cell = Annotated[
    Annotated[int, Strict()] | Annotated[Decimal, Strict()] | None,
    WithJsonSchema({"type": ["number", "null"]}),
]
"""A figure exactly as stated, or None for a blank cell; a float is refused, since it would drift."""

RowValues = tuple[Number | None, ...]
"""A row's figures in the order of its columns."""


class Figures(BaseModel):
    """A part of a statutory table: rows by name, or groups of rows; a row the print does not have is absent."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _row_field(row: Row) -> Any:
    width = len(row.columns)
    kind: Any = Cell if width == 1 else tuple[(Cell,) * width]  # type: ignore[misc]
    description = row.full + "：" + "，".join(column.label for column in row.columns)
    return Annotated[kind | None, Field(default=None, description=description)]


def _rows_of_other_editions(form: Form, table: Table) -> Iterator[str]:
    for other in FORMS.values():
        for row in other.table_by_id[table.id].rows:
            if row.id not in table.row_by_id:
                yield row.id


def table_model(form: Form, table: Table) -> type[Figures]:
    """The model of `table` in `form`: one field a row, one model a group of rows.

    Rows that only another edition has may be named as null: «this print does not have it».
    """
    fields: dict[str, dict[str, Any]] = {}
    for row in table.rows:
        group, _, name = row.id.rpartition(".")
        fields.setdefault(group or name, {})[name] = _row_field(row)
    for row_id in _rows_of_other_editions(form, table):
        group, _, name = row_id.rpartition(".")
        fields.setdefault(group or name, {})[name] = Annotated[None, Field(default=None, exclude=True)]
    stem = f"{table.id.title()}{form.edition}"
    flat: dict[str, Any] = {}
    for key, members in fields.items():
        if list(members) == [key]:
            flat.update(members)
        else:
            group_model = create_model(f"{stem}_{key}", __base__=Figures, **members)
            flat[key] = Annotated[group_model | None, Field(default=None)]
    return create_model(stem, __base__=Figures, __doc__=table.heading, **flat)


def read_row(figures: Figures | None, row: Row) -> RowValues | None:
    """The row's figures; None where the report does not have the row.

    A row of one cell is there when it is named, since its null is that cell left blank.
    """
    holder: Any = figures
    group, _, name = row.id.rpartition(".")
    if group:
        holder = getattr(holder, group, None)
    if holder is None:
        return None
    value = getattr(holder, name)
    if len(row.columns) == 1:
        return (value,) if name in holder.model_fields_set else None
    return value  # type: ignore[no-any-return]
