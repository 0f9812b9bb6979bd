"""The rectification ledger on disk: an append-only file an agency, `rectification.jsonl`.

A line raises an item or takes one a step on; nothing is rewritten, and of two lines on the same step the newer counts.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from govreport.errors import BadRequest, Locked
from govreport.report.parts import dump

from .jsonlines import append_lines, read_lines
from .ledger import ACTIONS, KINDS, STATES, STEPS, Event, Item, Ledger, Raised, Raising, Step
from .saving import locked

FILE = "rectification.jsonl"
_NUMBER = re.compile(rb'"item":\s*(\d{1,9})')


def read_ledger(path: Path, agency: str, shown: str) -> Ledger:
    """The ledger at `path`; a line that cannot be read, or fits no item, is named and left out.

    Raises:
        Locked: the file may not be read.
    """
    try:
        lines = list(read_lines(path))
    except OSError as error:
        raise Locked(f"{path}：整改台账无法读取（{error.strerror}），请检查权限后重试") from None
    items: dict[int, Item] = {}
    broken, last = [], 0
    for number, raw, told in lines:
        last = max(last, *map(int, _NUMBER.findall(raw)), 0)
        try:
            _take_in(items, agency, told)
        except (ValueError, KeyError, TypeError):
            broken.append(f"{shown}：第{number}行无法读取，已略过，请对照原件核对")
    return Ledger(tuple(items[number] for number in sorted(items)), tuple(broken), last + 1)


def _take_in(items: dict[int, Item], agency: str, data: Any) -> None:
    """Put an event where it belongs; raises `ValueError` or `KeyError` where it belongs nowhere."""
    if data["event"] == "raised":
        raised = Raised.model_validate(data)
        if raised.item in items:
            raise ValueError("the number is another item's")
        items[raised.item] = Item(agency, raised, {})
        return
    step = Step.model_validate(data)
    items[step.item] = items[step.item].stepped(step)


def raise_items(
    path: Path,
    agency: str,
    shown: str,
    wanted: Iterable[Raising],
    *,
    by: str,
    on: datetime.date,
    deadline: datetime.date | None,
) -> list[Item]:
    """Raise items at the end of the ledger; a finding that an open item is about is not raised again.

    Raises:
        BadRequest: something is missing, or the kind is none.
        Locked: the file is open in another program or may not be written.
    """
    new: list[Raised] = []

    def made(ledger: Ledger) -> list[Raised]:
        known = {item.raised.of for item in ledger.items if item.is_open and item.raised.rule}
        fresh = [one for one in wanted if not (one.rule and one.of in known)]
        new.extend(one.event(number, by, on, deadline) for number, one in enumerate(fresh, start=ledger.next))
        return new

    if not by.strip():
        raise BadRequest("请写明由谁提出（--by）")
    try:
        _append(path, agency, shown, made)
    except ValidationError as error:
        raise BadRequest(_wrong(error)) from None
    return [Item(agency, raised, {}) for raised in new]


def settle_item(
    path: Path, agency: str, shown: str, number: int, step: str, *, by: str, on: datetime.date, action: str | None
) -> Item:
    """Take an item a step on: `done`, then `fed_back`, then `rechecked`.

    Raises:
        BadRequest: there is no such item, another step comes first, or something is missing.
        Locked: the file is open in another program or may not be written.
    """
    found: list[Item] = []

    def made(ledger: Ledger) -> list[Step]:
        item = ledger.item(number)
        if item is None:
            raise BadRequest(f"{shown}：没有第{number}项；{_numbers(ledger.items)}")
        _check_step(item, step, by, on, action)
        taken = Step.model_validate({"item": number, "event": step, "date": on, "by": by, "action": action})
        found.append(item.stepped(taken))
        return [taken]

    _append(path, agency, shown, made)
    return found[0]


def _check_step(item: Item, step: str, by: str, on: datetime.date, action: str | None) -> None:
    order = list(STEPS)
    at = order.index(step)
    name = f"第{item.number}项"
    if not by.strip():
        raise BadRequest(f"请写明由谁{STEPS[step]}（--by）")
    if not item.is_open:
        raise BadRequest(f"{name}已复核，不能再改；仍有问题的，请另提一项")
    if at and order[at - 1] not in item.steps:
        raise BadRequest(f"{name}现为“{STATES[item.state]}”，应先记{STEPS[order[at - 1]]}，再记{STEPS[step]}")
    if step == "done" and action not in ACTIONS:
        raise BadRequest(f"请写明处理方式（--action），可选：{'、'.join(ACTIONS)}")
    if step != "done" and action is not None:
        raise BadRequest(f"--action 只用于整改，不用于{STEPS[step]}")
    if at and on < (earlier := item.steps[order[at - 1]]).date:
        raise BadRequest(f"{name}{STEPS[step]}日期 {on} 早于{STEPS[order[at - 1]]}日期 {earlier.date}，请核对")


def _numbers(items: Sequence[Item]) -> str:
    return f"现有第1至{items[-1].number}项" if items else "台账暂无事项"


def _wrong(error: ValidationError) -> str:
    place = str(error.errors()[0]["loc"][0])
    names = {"kind": f"类别只能是 {'、'.join(KINDS)}", "text": "事项内容不能为空", "year": "年度应为四位数字"}
    return names.get(place, f"整改事项的 {place} 写法有误") + "，请改正"


def _append(path: Path, agency: str, shown: str, made: Callable[[Ledger], Sequence[Event]]) -> None:
    """Add the events that `made` gives for the ledger as it is, in one write, while nobody else writes."""
    with locked(path.parent):
        events = made(read_ledger(path, agency, shown))
        try:
            if events:
                append_lines(path, (dump(event, exclude_none=True) for event in events))
        except OSError as error:
            said = f"{path}：整改台账无法写入（{error.strerror}），请关闭正在打开它的程序（或检查权限）"
            raise Locked(said) from None
