"""Labels as people write them, brought to one spelling, so that a row is found by its name and not by its place."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from govreport.form import Row, Table

_NUMBERING = re.compile(r"^(?:第?[一二三四五六七八九十]+[、.．]|[(][一二三四五六七八九十]+[)]|\d+[.、．])")


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


@lru_cache(maxsize=16)
def rows_by_label(table: Table) -> dict[str, Row]:
    """The table's rows by each label that names just one of them."""
    named: dict[str, set[Row]] = {}
    for row in table.rows:
        for label in (row.label, row.full, row.short):
            named.setdefault(plain_label(label), set()).add(row)
    return {label: rows.pop() for label, rows in named.items() if len(rows) == 1}
