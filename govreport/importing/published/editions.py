"""Which edition of the form a print follows, by the labels that not every edition has."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from govreport.form import FORMS, Form, Table, in_force

from .match import core, normal_text

_SHORTEST = 4


def fitting_editions(text: str, year: int | None) -> tuple[Form, ...]:
    """The edition that a print fits best; several that it fits alike, unless one of them is in force for its `year`.

    >>> [form.edition for form in fitting_editions("本年新制作数量 其他对外管理服务事项", 2023)]
    [2019]
    """
    labels = {edition: frozenset().union(*map(_labels, form.tables)) for edition, form in FORMS.items()}
    telling = frozenset().union(*labels.values()) - frozenset.intersection(*labels.values())
    # what is written speaks of last edition's rows too, so it counts only where no label stands outside a sentence
    unsaid = "\n".join(line.rpartition("。")[2] for line in text.split("\n"))
    seen = (_seen(unsaid, labels.values()) & telling) or (_seen(text, labels.values()) & telling)
    scores = {edition: 2 * len(seen & own) - len(seen) for edition, own in labels.items()}
    best = tuple(FORMS[edition] for edition, score in scores.items() if score == max(scores.values()))
    due = in_force(year) if year is not None else None
    return (due,) if due in best else best


@lru_cache(maxsize=32)
def _labels(table: Table) -> frozenset[str]:
    """The labels of rows and columns that a print has; a short one may stand anywhere."""
    boxes = (box for line in (*table.head, *table.body) for box in line if box.role in ("row", "column", "group"))
    return frozenset(label for box in boxes if len(label := core(box.text)) >= _SHORTEST)


def _seen(text: str, labels: Iterable[frozenset[str]]) -> frozenset[str]:
    """The labels that stand in a text by themselves; the longest first, as one may be a part of another."""
    plain = "".join(one for one in normal_text(text) if one.isalnum())
    found: set[str] = set()
    for label in sorted(frozenset().union(*labels), key=lambda one: (-len(one), one)):
        if label in plain:
            found.add(label)
            plain = plain.replace(label, " ")
    return frozenset(found)
