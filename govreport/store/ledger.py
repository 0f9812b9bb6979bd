"""What a rectification ledger (整改台账) holds: items to be put right in an agency's reports, and how far each came."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from govreport.report import Cell, Finding
from govreport.report.parts import Date, Text, dump

Kind = Literal["数据", "表述", "错敏", "迟报"]
Action = Literal["修改", "撤销", "说明"]
StepName = Literal["done", "fed_back", "rechecked"]
KINDS: tuple[str, ...] = get_args(Kind)
ACTIONS: tuple[str, ...] = get_args(Action)
STATES = {"open": "待整改", "done": "已整改（未反馈）", "fed_back": "已反馈（待复核）", "rechecked": "已复核"}
"""How far an item has come: to be put right, put right, reported back, looked at again."""
STEPS = {"done": "整改", "fed_back": "反馈", "rechecked": "复核"}
"""What takes an item from one state to the next, in order."""


class Event(BaseModel):
    """A line of the ledger: which item, when, and by whom."""

    model_config = ConfigDict(frozen=True)

    item: Annotated[int, Field(strict=True, ge=1)]
    date: Date
    by: Annotated[Text, Field(min_length=1)]


class Raised(Event):
    """What is to be put right: a check's finding (`rule`, `cells` and both values) or a superior's remark."""

    event: Literal["raised"] = "raised"
    year: Annotated[int, Field(strict=True, ge=1990, le=2199)]
    where: Text
    kind: Kind
    text: Annotated[Text, Field(min_length=1)]
    deadline: Date | None = None
    rule: Text | None = None
    cells: tuple[Text, ...] = ()
    expected: Cell = None
    actual: Cell = None

    @property
    def of(self) -> tuple[Any, ...]:
        """What tells one finding from another: two about words, which hold no values, by what they say."""
        words = self.text if self.expected is None and self.actual is None else None
        return self.year, self.rule, self.cells, self.expected, self.actual, words


class Step(Event):
    """An item taken a step on; `action` says how it was put right."""

    event: StepName
    action: Action | None = None


@dataclass(frozen=True)
class Item:
    """One item of an agency's ledger, as its newest lines tell it."""

    agency: str
    raised: Raised
    steps: Mapping[str, Step]

    @property
    def number(self) -> int:
        """Its number, counted from 1 in each agency's ledger."""
        return self.raised.item

    @property
    def state(self) -> str:
        """The furthest step it has come to; see `STATES`."""
        return next((name for name in reversed(STEPS) if name in self.steps), "open")

    @property
    def is_open(self) -> bool:
        """Whether it has still to be put right, reported back or looked at again."""
        return self.state != "rechecked"

    @property
    def action(self) -> str | None:
        """How it was put right."""
        return self.steps["done"].action if "done" in self.steps else None

    def stepped(self, step: Step) -> Item:
        """The item a step on: what came after that step before, has yet to come again."""
        order = list(STEPS)
        stay = order[: order.index(step.event)]
        return replace(
            self, steps={**{name: self.steps[name] for name in stay if name in self.steps}, step.event: step}
        )

    def overdue(self, today: datetime.date) -> bool:
        """Whether its deadline has passed before it was put right."""
        return self.state == "open" and self.raised.deadline is not None and self.raised.deadline < today

    def about(self, finding: Finding) -> bool:
        """Whether it was raised for `finding`, with the same values."""
        return self.raised.of == raising_of(finding, "数据", "").of

    def record(self) -> dict[str, Any]:
        """The item as the plain data that `govreport ledger --json` prints."""
        raised = dump(self.raised, exclude={"event", "item", "date", "by"})
        begun = {"raised_on": self.raised.date.isoformat(), "raised_by": self.raised.by}
        steps = {name: self.steps.get(name) for name in STEPS}
        dates = {f"{name}_on": step.date.isoformat() if step else None for name, step in steps.items()}
        people = {f"{name}_by": step.by if step else None for name, step in steps.items()}
        return {
            **{"agency": self.agency, "item": self.number, "state": self.state},
            **{**begun, **raised, "action": self.action, **dates, **people},
        }


@dataclass(frozen=True)
class Ledger:
    """An agency's items in the order of their numbers; `broken` names the lines that tell nothing."""

    items: tuple[Item, ...] = ()
    broken: tuple[str, ...] = ()
    next: int = 1

    def item(self, number: int) -> Item | None:
        """The item of that number."""
        return next((item for item in self.items if item.number == number), None)


@dataclass(frozen=True)
class Raising:
    """An item to be raised: what `Raised` tells, without the number and the person."""

    year: int
    where: str
    kind: str
    text: str
    rule: str | None = None
    cells: tuple[str, ...] = ()
    expected: Any = None
    actual: Any = None

    def event(self, item: int, by: str, on: datetime.date, deadline: datetime.date | None) -> Raised:
        """The line that raises it."""
        return Raised.model_validate({**vars(self), "item": item, "by": by, "date": on, "deadline": deadline})

    @property
    def of(self) -> tuple[Any, ...]:
        """As `Raised.of`."""
        return self.event(1, "-", datetime.date.min, None).of


def raising_of(finding: Finding, kind: str, where: str) -> Raising:
    """The item that a finding asks for."""
    told = {"text": finding.message, "rule": finding.rule, "cells": finding.cells}
    return Raising(finding.year, where, kind, expected=finding.expected, actual=finding.actual, **told)  # type: ignore[arg-type]
