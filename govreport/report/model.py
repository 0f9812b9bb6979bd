"""`AnnualReport`: one agency's report of one year, figures as stated and blank distinct from zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, create_model

from govreport.form import FORMS, LEVELS, Form, newest

from .figures import Figures, RowValues, read_row, table_model
from .numbers import Number, to_json
from .parts import (
    Contact,
    Date,
    Narrative,
    ProcessingFee,
    Publication,
    Published,
    Signoff,
    Text,
    Waiver,
    dump,
)
from .paths import flatten, place
from .public import public_part

if TYPE_CHECKING:
    Level = str
else:
    Level = Literal[tuple(LEVELS)]


_EDITIONS_SAID = "报告格式：" + "，".join(f"{edition} 为{form.standing}" for edition, form in FORMS.items())


class AnnualReport(BaseModel):
    """One agency's 政府信息公开工作年度报告 of one year, in the layout of its YAML file.

    Build one with `read_report`; the edition named by `form` decides its tables.
    Counts are items; `disclosure.admin_fees.amount` is in 万元; fees are in 元.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Text, Field(min_length=1, description="单位全称")]
    year: Annotated[int, Field(strict=True, ge=1990, le=2199, description="年度：数据所属的年份")]
    form: Annotated[int, Field(description=_EDITIONS_SAID)]
    level: Level | None = None
    dated: Date | None = None
    publication: Publication | None = None
    contact: Contact | None = None
    published: Published | None = None
    disclosure: Figures | None = None
    requests: Figures | None = None
    disputes: Figures | None = None
    processing_fee: ProcessingFee | None = None
    narrative: Narrative | None = None
    waivers: tuple[Waiver, ...] = ()
    signoffs: tuple[Signoff, ...] = ()

    @property
    def statutory_form(self) -> Form:
        """The edition of the form that this report is in."""
        return FORMS[self.form]

    @cached_property
    def rows(self) -> dict[str, RowValues]:
        """The figures of every row that the report has, by `table.row`."""
        found = {}
        for table in self.statutory_form.tables:
            figures = getattr(self, table.id)
            for row in table.rows:
                line = read_row(figures, row)
                if line is not None:
                    found[f"{table.id}.{row.id}"] = line
        return found

    @cached_property
    def cells(self) -> dict[str, Number | None]:
        """Every cell of the rows that the report has, by `table.row.column`; a blank is None."""
        rows = self.rows
        found: dict[str, Number | None] = {}
        for row, paths in self.statutory_form.paths.items():
            line = rows.get(row)
            if line is not None:
                found |= zip(paths, line, strict=True)
        return found

    def cell(self, path: str) -> Number | None:
        """The figure at `table.row.column`; None where it is blank or the report does not have the row."""
        if path not in self.statutory_form.places:
            raise KeyError(path)
        return self.cells.get(path)

    def with_cell(self, path: str, value: Number | None) -> Self:
        """A copy in which the cell at `path` is `value`; a row that was absent begins blank."""
        return self.with_values({path: value})

    def with_values(self, values: Mapping[str, Any]) -> Self:
        """A copy in which each path holds its value: a cell by `table.row.column`, anything else by its YAML keys.

        Raises:
            pydantic.ValidationError: a value cannot stand where it is put.
        """
        record = self.record()
        for path, value in values.items():
            place(self.statutory_form, record, path, value)
        return type(self).model_validate(record)

    @cached_property
    def stated(self) -> dict[str, Any]:
        """Every figure and text that the report states, by its path; see `Form.label_of` for what each is called."""
        return flatten(self.statutory_form, self.record())

    def frame(self, table: str) -> pd.DataFrame:
        """`table` as a DataFrame: rows and columns by their ids; blanks, and cells it does not have, missing.

        A column of whole numbers is `Int64`; one that states a decimal holds exact numbers as objects.
        """
        rows = self.statutory_form.table_by_id[table].rows
        columns = list(dict.fromkeys(column.id for row in rows for column in row.columns))
        data = [[self.cells.get(f"{table}.{row.id}.{column}") for column in columns] for row in rows]
        index = pd.Index([row.id for row in rows], name="row")
        frame = pd.DataFrame(data, index=index, columns=pd.Index(columns, name="column"), dtype=object)
        counts = {column: "Int64" for column in columns if _all_whole(frame[column])}
        return frame.astype(counts)

    def record(self) -> dict[str, Any]:
        """The report as plain data in the YAML file's layout: what was stated, and no more."""
        return dump(self, exclude_unset=True)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON without sign-offs and publication; what a sign-off is over."""
        content = dump(self, exclude_none=True, exclude={"signoffs", "publication"})
        return sha256(to_json(content, canonical=True).encode()).hexdigest()

    def public(self) -> Self:
        """The report without what is internal: all that a final edition may hold."""
        return type(self).model_validate(public_part(self.record()))

    @cached_property
    def public_digest(self) -> str:
        """SHA-256 of the canonical JSON of the public part without publication; what is published is known by it."""
        content = public_part(dump(self, exclude_none=True, exclude={"publication"}))
        return sha256(to_json(content, canonical=True).encode()).hexdigest()

    def digest_of(self, paths: Iterable[str]) -> str:
        """Twelve digits of the SHA-256 of what the report states at `paths`; what a waiver is over."""
        stated = [[path, self.stated.get(path)] for path in sorted(paths)]
        return sha256(to_json(stated, canonical=True).encode()).hexdigest()[:12]


def _all_whole(values: pd.Series[Any]) -> bool:
    return all(value is None or isinstance(value, int) for value in values)


def edition_model(form: Form) -> type[AnnualReport]:
    """The model of a report in that edition."""
    tables: dict[str, Any] = {
        table.id: Annotated[table_model(form, table) | None, Field(default=None, description=table.heading)]
        for table in form.tables
    }
    fields: dict[str, Any] = {"form": Annotated[Literal[form.edition], Field()], **tables}
    return create_model(f"AnnualReport{form.edition}", __base__=AnnualReport, **fields)


EDITIONS: dict[int, type[AnnualReport]] = {edition: edition_model(form) for edition, form in FORMS.items()}
"""The model of each edition of the form."""


def read_report(record: dict[str, Any]) -> AnnualReport:
    """The report that `record`, plain data in the YAML file's layout, holds.

    Raises:
        pydantic.ValidationError: the record has not the structure of a report of its edition.
    """
    edition = record.get("form")
    model = EDITIONS.get(edition) if isinstance(edition, int) else None
    return (model or EDITIONS[newest().edition]).model_validate(record)
