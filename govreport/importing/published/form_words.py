"""The form's own words as a print has them around its figures: names of groups, letters beside rows."""

from __future__ import annotations

import re
from functools import lru_cache

from govreport.form import Table

from .match import core, normal

NUMERALS = "一二三四五六七八九十"
_NUMERAL = re.compile(rf"\(?([{NUMERALS}]+)[)、]")
_LETTER = re.compile("[\u4e00-\u9fff]")


def letters(text: str) -> str:
    """The ideographs of a text without all else."""
    return "".join(_LETTER.findall(text))


def leading_numeral(label: str) -> str:
    """The numeral that a label begins with, however it is set apart; empty where there is none.

    >>> leading_numeral("（七）总计"), leading_numeral("七、总计"), leading_numeral("总计")
    ('七', '七', '')
    """
    found = _NUMERAL.match(normal(label))
    return found[1] if found else ""


@lru_cache(maxsize=32)
def ambiguous(table: Table) -> frozenset[str]:
    """What a row and a column of the table are both called: it names a row only in its place."""
    columns = {core(column.label) for row in table.rows for column in row.columns}
    return frozenset(columns & {core(row.label) for row in table.rows})


@lru_cache(maxsize=32)
def group_names(table: Table) -> frozenset[str]:
    """What groups of rows are called, and the rest of the outcomes where it is undivided."""
    named = {core(row.group.label) for row in table.rows if row.group}
    return frozenset(named | ({rest_name(table)} if table.rest else set()))


@lru_cache(maxsize=32)
def rest_name(table: Table) -> str:
    """What the rest of the outcomes is called as a whole; empty in a table without outcomes.

    >>> from govreport.form import FORMS
    >>> {rest_name(form.table_by_id["requests"]) for form in FORMS.values()}
    {'其他处理'}
    """
    return core((table.rest[-1].group or table.rest[-1]).label) if table.rest else ""


@lru_cache(maxsize=32)
def upright(table: Table) -> str:
    """The letters of the heading that stands upright beside most rows: a text has them anywhere among their labels."""
    groups = [box for line in table.body for box in line if box.role == "group"]
    return letters(max(groups, key=lambda box: box.height).text) if groups else ""


@lru_cache(maxsize=32)
def heading_letters(table: Table) -> frozenset[str]:
    """Every letter of what stands above and beside the rows."""
    boxes = (box for line in (*table.head, *table.body) for box in line if box.role in ("caption", "group", "column"))
    return frozenset(NUMERALS).union(*(letters(box.text) for box in boxes))
