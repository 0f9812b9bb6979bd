"""`govreport ledger`: the rectification ledger, listed and kept."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govreport.errors import BadRequest

from . import options
from .chinese import Command, Day
from .output import say, say_json, say_table

if TYPE_CHECKING:
    from govreport.store import Item, Store

_ACTIONS = ("修改", "撤销", "说明")
_KINDS = ("数据", "表述", "错敏", "迟报")
_STEPS = {"done": "--done", "fed_back": "--fed-back", "rechecked": "--rechecked"}
_WIDTHS = [20, None, None, None, 18, 36, 12, None, None]


def _numbers(name: str, text: str) -> options.Decorator:
    return click.option(name, type=click.IntRange(min=1), multiple=True, metavar="编号", help=text)


@click.command(cls=Command)
@click.argument("words", nargs=-1, metavar="[年度] [单位]...")
@click.option("--add", metavar="问题", help="记入一项上级提出的问题，写明问题内容。")
@click.option("--where", metavar="位置", help="问题的位置：数据项、部分名称或网址；与 --add 同用。")
@click.option("--kind", type=click.Choice(_KINDS), help="问题的类别：数据、表述、错敏、迟报；与 --add 同用。")
@click.option("--deadline", type=Day(), metavar="日期", help="整改时限，如 2025-02-14；与 --add 同用。")
@_numbers("--done", "该编号的事项已整改，用 --action 写明处理方式；可写多个。")
@_numbers("--fed-back", "该编号的事项已反馈整改情况；可写多个。")
@_numbers("--rechecked", "该编号的事项已复核；可写多个。")
@click.option("--action", type=click.Choice(_ACTIONS), help="处理方式：修改、撤销、说明；与 --done 同用。")
@click.option("--by", metavar="姓名", help="提出、整改、反馈或复核的人员或单位；登记时必填。")
@click.option("--on", type=Day(), metavar="日期", help="日期，如 2025-02-10；默认为今天。")
@click.option("--open", "open_only", is_flag=True, help="只列出尚未复核的。")
@click.option("--json", "as_json", is_flag=True, help="每行输出一个 JSON 对象，供程序读取。")
@options.only
@options.params
def ledger(words: Sequence[str], params: Path | None, **chosen: Any) -> int:
    """整改台账：列出整改事项，记入上级提出的问题，登记整改、反馈和复核。

    校核问题由 govreport notice 记入，上级提出的问题用 --add 记入，同在一本台账中。已整改和已反馈是两种状态：先整改，
    再反馈，后复核。记入时须写明年度（登记时可不写）和一个单位；台账只增不改，登记有误的再登记一次，以后一次为准。

    \b
    示例：
      govreport ledger 2024
      govreport ledger 2024 宿迁市人民政府 --add 第五部分过于笼统 --where 第五部分 --kind 表述 --by 省政府办公厅
      govreport ledger 2024 宿迁市人民政府 --done 1 --action 修改 --by 张某 --on 2025-02-10

    \b
    退出码：0 正常；1 台账中有无法读取的行；2 命令格式有误。
    """
    from govreport.store import Store

    year, agencies = options.split_year(words)
    store = Store(params)
    steps = [(name, number) for name in _STEPS for number in chosen[name]]
    _check(chosen, steps)
    if chosen["add"] is None and not steps:
        return _list(store, year, agencies, chosen)
    if len(agencies) != 1:
        raise BadRequest("记入台账时请写明一个单位，如 govreport ledger 2024 单位编号 …")
    agency = store.resolve(agencies[0])
    _add(store, agency, year, chosen) if chosen["add"] is not None else _settle(store, agency, year, steps, chosen)
    return 0


def _check(chosen: dict[str, Any], steps: Sequence[tuple[str, int]]) -> None:
    """Refuse what does not go together."""
    changing = [*(["--add"] if chosen["add"] is not None else []), *dict.fromkeys(_STEPS[name] for name, _ in steps)]
    if len(changing) > 1:
        raise BadRequest(f"{'、'.join(changing)} 请分开登记，一次只写一种")
    given = {name for name in ("where", "kind", "deadline") if chosen[name] is not None}
    if given and changing != ["--add"]:
        raise BadRequest(f"--{min(given)} 只与 --add 同用")
    if chosen["action"] and changing != ["--done"]:
        raise BadRequest("--action 只与 --done 同用")
    if changing and not (chosen["by"] or "").strip():
        raise BadRequest(f"{changing[0]} 须用 --by 写明登记人的姓名或单位")


def _add(store: Store, agency: str, year: int | None, chosen: dict[str, Any]) -> None:
    from govreport.oversight import remark

    if year is None:
        raise BadRequest("--add 须写明年度，如 govreport ledger 2024 单位编号 --add …")
    missing = [f"--{name}" for name in ("where", "kind") if not chosen[name]]
    if missing:
        raise BadRequest(f"--add 须同时写明 {'、'.join(missing)}")
    raising = remark(store, agency, year, chosen["add"], chosen["where"], chosen["kind"])
    [item] = store.raise_items(agency, [raising], by=chosen["by"], on=_day(chosen), deadline=chosen["deadline"])
    say(f"{store.name(agency)}：已记入第{item.number}项（{item.raised.kind}）。")


def _settle(
    store: Store, agency: str, year: int | None, steps: Sequence[tuple[str, int]], chosen: dict[str, Any]
) -> None:
    from govreport.store import ITEM_STATES

    for step, number in steps:
        item = store.ledger(agency).item(number)
        if item and year not in (None, item.raised.year):
            raise BadRequest(f"第{number}项是{item.raised.year}年度的，不是{year}年度的，请核对")
        settled = store.settle_item(agency, number, step, by=chosen["by"], on=_day(chosen), action=chosen["action"])
        say(f"{store.name(agency)}：第{number}项{ITEM_STATES[settled.state]}。")


def _day(chosen: dict[str, Any]) -> datetime.date:
    day: datetime.date = chosen["on"] or datetime.date.today()
    return day


def _list(store: Store, year: int | None, agencies: Sequence[str], chosen: dict[str, Any]) -> int:
    from govreport.report import to_json

    known = store.known(agencies, only=chosen["only"])
    items: list[Item] = []
    status = 0
    for agency in known:
        found = store.ledger(agency)
        for line in found.broken:
            say(line, err=True)
            status = 1
        items += [
            item
            for item in found.items
            if year in (None, item.raised.year) and (item.is_open or not chosen["open_only"])
        ]
    if chosen["as_json"]:
        for item in items:
            say_json(to_json(item.record()))
    else:
        _print(items, known)
    return status


def _print(items: Sequence[Item], names: dict[str, str]) -> None:
    from govreport.store import ITEM_STATES

    if not items:
        say("暂无整改事项。")
        return
    today = datetime.date.today()
    rows = [
        (
            names[item.agency],
            item.number,
            item.raised.year,
            item.raised.kind,
            item.raised.where,
            item.raised.text,
            item.raised.by,
            item.raised.deadline or "",
            ITEM_STATES[item.state] + ("，已逾期" if item.overdue(today) else ""),
        )
        for item in items
    ]
    headers = ("单位", "编号", "年度", "类别", "位置", "问题", "提出", "时限", "状态")
    say_table(rows, headers, maxcolwidths=_WIDTHS)
    counted = Counter(item.state for item in items)
    parts = "，".join(f"{label}{counted[state]}项" for state, label in ITEM_STATES.items() if counted[state])
    late = sum(item.overdue(today) for item in items)
    say(f"共{len(items)}项：{parts}{f'；已逾期{late}项' if late else ''}。")
