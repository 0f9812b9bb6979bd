"""What can be entered beside the cells of the tables, and how each kind of text is read."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any, Literal

from govreport.form import LEVELS, FactKind, Form
from govreport.importing import Unreadable, read_figure, words_behind

Kind = FactKind | Literal["text"]

_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")


@dataclass(frozen=True)
class Field:
    """One thing to enter: its path in the YAML file, what it is called, what kind of text it takes.

    `words` may stand behind a figure: «51件».
    """

    path: str
    label: str
    kind: Kind
    words: frozenset[str] = frozenset()


def field_at(form: Form, path: str) -> Field:
    """The field at `path`: a cell, a passage or a fact.

    Raises:
        KeyError: nothing can be entered there.
    """
    if path in form.places:
        place = form.places[path]
        return Field(path, place.label, "figure", words_behind(place.column))
    if path in form.passage_by_path:
        return Field(path, form.label_of(path), "text")
    return Field(path, form.label_of(path), form.fact_by_path[path].kind)


def read_text(field: Field, text: str) -> Any:
    """What `text`, as a person typed it, states at `field`; None for a blank.

    Raises:
        Unreadable: it states nothing that can stand there.
    """
    if field.kind == "figure":
        return read_figure(text, field.words)
    plain = text.replace("\r\n", "\n").strip() if field.kind == "text" else " ".join(text.split())
    if field.kind == "name" and not plain:
        raise Unreadable("不能空白，请填写单位全称")
    if field.kind == "choice" and plain and plain not in LEVELS:
        raise Unreadable("不在可选的级别中，请重新选择")
    return (_read_date(plain) if field.kind == "date" else plain) if plain else None


def _read_date(text: str) -> str:
    match = _DATE.fullmatch(text)
    try:
        return datetime.date(*map(int, match.groups())).isoformat() if match else _no_date()
    except ValueError:
        return _no_date()


def _no_date() -> str:
    raise Unreadable("不是日期，请写成 2025-01-02")
