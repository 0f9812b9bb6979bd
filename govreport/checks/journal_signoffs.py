"""P10: who signed, held against what the journal tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govreport.report import SIGNOFF_OUTCOMES, STAGES, to_json
from govreport.store import Leaves, Recorded, signoffs_in

from .rule import Case, Hit, rule

_KEYS = {
    "stage": "环节",
    "by": "审签人",
    "date": "日期",
    "outcome": "结果",
    "opinion": "意见",
    "digest": "内容摘要",
    "shown": "往年数据摘要",
    "checked": "审核内容",
}
_SHOWN = frozenset({"by", "date"})
"""What is short enough to be told in both versions."""
_NO_JOURNAL = {
    "missing": "录入记录（journal.jsonl）不存在",
    "locked": "录入记录（journal.jsonl）无法读取",
}

_MEND = "按录入记录改回，或重新审签"
_ASK = f"请向审签人核实，{_MEND}"
_UNKNOWN = "没有录入记录，可能是直接写入数据文件的，请向审签人核实，不属实的删去后重新审签"


@rule("P10", "warning", "审签应与录入记录一致", waivable=False)
def signed_as_recorded(case: Case) -> Iterator[Hit]:
    """The sign-offs in the file are those that the journal tells of.

    Why: a sign-off is a line of a file that anybody can edit; the journal is where the kit wrote down who signed.
    Formula: each sign-off in the file (stage, name, date, outcome, opinion, digests) is one that the journal recorded,
    none that it recorded is lost, and they stand in the same order; what the kit itself took away is recorded, too.
    Where there is no journal at all, no sign-off can be held against it.
    Source: 三审制; this kit.
    Remedy: ask the person who is named; put back the file or the journal from a copy, or have the report signed anew.
    为何：审签只是文件中的一行，任何人都可以改动；录入记录载明由谁审签。
    算式：数据文件中的每次审签（环节、审签人、日期、结果、意见、摘要）在录入记录中都有，录入记录中的没有缺失，次序相
    同；由本工具作废的，录入记录中有记载。没有录入记录的，审签无从核实。
    依据：三审制；本工具的规定。
    办法：向所列审签人核实；从备份恢复数据文件或录入记录，或者重新审签。
    """
    recorded = case.context.recorded
    if recorded is None:
        return
    signed = list(map(_whole, signoffs_in(case.report.stated)))
    if recorded.trouble:
        if signed:
            named = "、".join(map(_named, signed))
            yield Hit([], f"{_NO_JOURNAL[recorded.trouble]}，无法核实审签：{named}，请找回录入记录，或重新审签")
        return
    yield from _compared(signed, recorded)


def _compared(signed: Sequence[Leaves], recorded: Recorded) -> Iterator[Hit]:
    """What differs between the file and the journal."""
    told = list(map(_whole, recorded.signoffs))
    places = _places(signed, told, recorded.broken)
    lost = [one for at, one in enumerate(told) if at not in places]
    for one in (one for one, place in zip(signed, places, strict=True) if place is None):
        was = next((other for other in lost if other.get("stage") == one.get("stage")), None)
        if was is None:
            yield Hit([], f"{_named(one)}{_UNKNOWN}")
        else:
            lost.remove(was)
            yield Hit([], f"{_named(one)}与录入记录不符：{_changes(was, one)}，{_ASK}")
    yield from (Hit([], f"录入记录中有{_named(one)}，数据文件中没有，请核实由谁删去，{_MEND}") for one in lost)
    known = [place for place in places if place is not None]
    if known != sorted(known):
        yield Hit([], f"审签的先后次序与录入记录不符，{_ASK}")


def _places(signed: Sequence[Leaves], told: Sequence[Leaves], broken: int) -> list[int | None]:
    """For each sign-off in the file, which one of the journal it is; None where it is none."""
    free: dict[str, list[int]] = {}
    for number, one in enumerate(told):
        free.setdefault(to_json(one, canonical=True), []).append(number)
    equal = (free.get(to_json(one, canonical=True)) for one in signed)
    found = [numbers.pop(0) if numbers else None for numbers in equal]
    left = [number for numbers in free.values() for number in numbers] if broken else []
    for at, one in enumerate(signed):
        if found[at] is None:
            found[at] = next((number for number in left if _same(one, told[number], broken)), None)
            left = [number for number in left if number != found[at]]
    return found


def _whole(signoff: Leaves) -> Leaves:
    """A sign-off with the outcome that it has where none is written."""
    return {"outcome": "pass", **signoff}


def _same(one: Leaves, told: Leaves, broken: int) -> bool:
    """Whether the journal tells of this sign-off, but for what stood in lines that can no longer be read."""
    if any(one.get(key) != value for key, value in told.items()):
        return False
    return len(one) - len(told) <= broken


def _named(signoff: Leaves) -> str:
    """Which stage, by whom and when."""
    stage, outcome = signoff.get("stage", ""), signoff.get("outcome", "")
    done = STAGES.get(stage, str(stage)) + SIGNOFF_OUTCOMES.get(outcome, str(outcome))
    return f"{done}（{signoff.get('by', '')}，{signoff.get('date', '')}）"


def _changes(told: Leaves, one: Leaves) -> str:
    """What the journal tells otherwise."""
    changed = [key for key in {**told, **one} if told.get(key) != one.get(key)]
    said = []
    for key in dict.fromkeys(key.partition(".")[0] for key in changed):
        both = f"记录为“{told.get(key, '')}”，现为“{one.get(key, '')}”" if key in _SHOWN else "已改动"
        said.append(f"{_KEYS.get(key, key)}{both}")
    return "；".join(said)
