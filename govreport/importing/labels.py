"""Labels as people write them, brought to one spelling, so that a row is found by its name and not by its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from govreport.form import Row, Table

_NUMBERING = re.compile(r"^(?:第?[一二三四五六七八九十]+[、.．]|[(][一二三四五六七八九十]+[)]|\d+[.、．])")
_IN_BRACKETS = re.compile(r"（.*?）")


@lru_cache(maxsize=4096)
def plain_label(text: str) -> str:
    """The label without spaces, numbering, brackets and punctuation, in plain width.

    >>> plain_label("3.危及“三安全一稳定”") == plain_label("3、 危及三安全 一稳定")
    True
    """
    return bare_label(_NUMBERING.sub("", "".join(unicodedata.normalize("NFKC", text).split())))


@lru_cache(maxsize=4096)
def bare_label(text: str) -> str:
    """As `plain_label`, but with its numbering: what tells a heading from a label of the same words."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


@lru_cache(maxsize=32)
def rows_by_label(table: Table) -> dict[str, Row]:
    """The table's rows by each label that names just one of them."""
    named: dict[str, set[Row]] = {}
    for row in table.rows:
        for label in (row.label, row.full, row.short):
            named.setdefault(plain_label(label), set()).add(row)
    return {label: rows.pop() for label, rows in named.items() if len(rows) == 1}


WORDINGS = {
    "normative_documents": ("行政规范性文件", "规范性文件"),
    "other.overdue_correction": ("逾期不补正", "申请人无正当理由逾期不补正"),
    "other.overdue_fee": ("逾期不缴费", "申请人逾期未按收费通知要求缴纳费用"),
}
"""What rows are called elsewhere, beside their own labels."""


FORMER = {"lead": ("开头",)}
"""What passages were called, by their keys, in workbooks that went out before."""


def paths_by_label(labels: Mapping[str, str]) -> dict[str, str]:
    """The paths by what each is labelled; with another numbering or as it was called only where that names no other."""
    bare = {bare_label(label): path for path, label in labels.items()}
    plain = {plain_label(label): path for path, label in labels.items()}
    former = {bare_label(word): path for path in labels for word in FORMER.get(path.rpartition(".")[2], ())}
    return former | plain | bare


@lru_cache(maxsize=32)
def rows_by_wording(table: Table) -> dict[str, Row]:
    """As `rows_by_label`, with what offices call the rows."""
    worded = {plain_label(word): row for row in table.rows for word in WORDINGS.get(row.id, ())}
    return worded | rows_by_label(table)


@lru_cache(maxsize=32)
def columns_by_label(table: Table) -> dict[str, str]:
    """The ids of the table's columns by what a heading says, with or without the unit in brackets."""
    columns = [column for row in table.rows for column in row.columns]
    without = {bare_label(_IN_BRACKETS.sub("", column.label)): column.id for column in columns}
    return without | {bare_label(column.label): column.id for column in columns}
