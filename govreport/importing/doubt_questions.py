"""What a person is asked about doubtful places: those of one row with one reason together, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from govreport.form import Form
from govreport.report import show_number

from .reading import Doubt

_FEW = 4
_SHOWN = 60
_LINE = re.compile(r"第(\d+)行")


@dataclass(frozen=True)
class Question:
    """One thing to settle: the sentence, the first of its cells, and the line of the source's text (from 0), if any."""

    text: str
    cell: str
    line: int | None = None


def questions(doubtful: Sequence[Doubt], form: Form, source: str = "") -> list[Question]:
    """The doubtful places as questions, in their order; `source` is the text in which to look for each."""
    lines = [_bare(line) for line in source.split("\n")]
    asked = []
    for _, same in groupby(doubtful, key=lambda doubt: (_row(doubt, form), doubt.where, doubt.text, doubt.why)):
        group = list(same)
        asked.append(Question(_sentence(group, form), group[0].cell, _line(group[0], form, lines)))
    return asked


def _row(doubt: Doubt, form: Form) -> str:
    place = form.places.get(doubt.cell)
    return f"{place.table.id}.{place.row.id}" if place else doubt.cell


def _sentence(group: Sequence[Doubt], form: Form) -> str:
    first = group[0]
    text = " ".join(first.text.split())
    shown = f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”" if text else ""
    return f"待核：{_label(group, form)}，{first.where}{shown}，{first.why}{_perhaps(group)}"


def _label(group: Sequence[Doubt], form: Form) -> str:
    place = form.places.get(group[0].cell)
    if place is None or len(group) == 1:
        return form.label_of(group[0].cell)
    row = f"{place.table.name}“{place.row.full}”行"
    if len(group) == len(place.row.columns):
        return f"{row}各栏"
    return row + "、".join(f"“{form.places[doubt.cell].column.label}”" for doubt in group)


def _perhaps(group: Sequence[Doubt]) -> str:
    """What the places may be: of several, in their order, where each has one value."""
    if len(group) > 1:
        single = [doubt.candidates[0] for doubt in group if len(doubt.candidates) == 1]
        return f"；可能依次是 {'、'.join(map(show_number, single))}" if len(single) == len(group) else ""
    candidates = "、".join(map(show_number, group[0].candidates[:_FEW]))
    return f"；可能是 {candidates}" if candidates else ""


def _line(doubt: Doubt, form: Form, lines: Sequence[str]) -> int | None:
    """The line of the source that a doubt is about: the one it names, else the first that has its row's label."""
    named = _LINE.fullmatch(doubt.where)
    if named:
        return int(named[1]) - 1 if int(named[1]) <= len(lines) else None
    place = form.places.get(doubt.cell)
    wanted = _bare(place.row.short) if place else ""
    return next((number for number, line in enumerate(lines) if wanted and wanted in line), None)


def _bare(text: str) -> str:
    return "".join(one for one in text if one.isalnum())
