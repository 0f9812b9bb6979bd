"""Labels as others print them, matched to the form: other widths, characters, wordings, and some damage."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from opencc import OpenCC
from rapidfuzz import fuzz

from govreport.form import Row, Table

from ..labels import WORDINGS

_CHARACTERS, _TERMS = OpenCC("t2s"), OpenCC("tw2sp")
_SAME = {"钩稽": "勾稽", "档案": "文件", "文档": "文件", "訊": "讯", "数额": "金额"}
_REMARK = re.compile(r"\([^()]*\)")
_NUMBERING = re.compile(r"^(?:第?[一二三四五六七八九十]+[、.,:]|\([一二三四五六七八九十\d]+\)|\d+[.、,])")
# of five characters one may be wrong, if no other row is nearly as like
_ALIKE = 80
_APART = 6
_SHORTEST = 4


def simplified(text: str) -> str:
    """Text in simplified characters and, where it was not, in mainland terms.

    >>> simplified("規範性檔案")
    '规范性文件'
    """
    return str(_TERMS.convert(text)) if _CHARACTERS.convert(text) != text else text


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """A label in simplified characters and plain width, without spaces.

    >>> normal("（三）　不 予公開")
    '(三)不予公开'
    """
    return normal_text(text)


def normal_text(text: str) -> str:
    """As `normal`, for a whole text, which is not remembered."""
    plain = simplified(text)
    # a character at a time: Unicode's ordering of marks takes the square of how many follow each other
    plain = "".join(plain.translate({ord(one): unicodedata.normalize("NFKC", one) for one in set(plain)}).split())
    for printed, meant in _SAME.items():
        plain = plain.replace(printed, meant)
    return plain


@lru_cache(maxsize=8192)
def core(text: str) -> str:
    """A normal label without its numbering, its remarks in brackets, and punctuation."""
    plain = _NUMBERING.sub("", normal(text))
    bare = "".join(one for one in _REMARK.sub("", plain) if one.isalnum())
    return bare or "".join(one for one in plain if one.isalnum())


@dataclass(frozen=True)
class Match:
    """The row that a label means; `exact` tells that it is printed as the form or a known wording has it."""

    row: Row
    exact: bool


@lru_cache(maxsize=32)
def names_of(table: Table) -> dict[str, Row]:
    """Every wording of the table's rows, as `core` has it."""
    names: dict[str, Row] = {}
    for row in table.rows:
        for label in (row.label, row.short, row.full, *WORDINGS.get(row.id, ())):
            names.setdefault(core(label), row)
    return names


@lru_cache(maxsize=32)
def _headings(table: Table) -> frozenset[str]:
    """What stands beside or above the table's rows."""
    boxes = (box for line in (*table.head, *table.body) for box in line if box.role in ("group", "column"))
    return frozenset(core(box.text) for box in boxes)


@lru_cache(maxsize=8192)
def match_row(table: Table, text: str) -> Match | None:
    """The row of `table` that a printed label means; None where it means none, or could mean several.

    >>> from govreport.form import FORMS
    >>> match_row(FORMS[2021].table_by_id["requests"], "2.其他法律行政止公开").row.id
    'denied.prohibited_by_law'
    """
    names, label = names_of(table), core(text)
    if label in names:
        return Match(names[label], exact=True)
    if len(label) < _SHORTEST or label in _headings(table):
        return None
    scored: dict[str, tuple[float, Row]] = {}
    for name, row in names.items():
        score = fuzz.ratio(label, name)
        if score >= scored.get(row.id, (0.0, row))[0]:
            scored[row.id] = (score, row)
    (best, row), (second, _) = sorted(scored.values(), key=lambda one: -one[0])[:2]
    return Match(row, exact=False) if best >= _ALIKE and best - second >= _APART else None
