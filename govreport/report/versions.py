"""Two people's versions of one report side by side, place by place, and the report they make together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .model import AnnualReport
from .numbers import show_number
from .paths import label_path

Side = Literal["mine", "theirs"]

_WHOLE = {
    "published": "主动公开数量",
    "narrative.overview.extra": "第一部分的其他方面",
    "waivers": "情况说明",
    "signoffs": "签审",
}
"""Lists are compared and taken as a whole: their entries have no place of their own."""

_NAMES = {"total": "合计", "channels": "渠道", "channel": "", "items": "类别", "heading": "", "text": ""}
_NAMES |= {"rule": "规则", "reason": "原因", "by": "", "date": "", "stage": "环节", "outcome": "结果"}


@dataclass(frozen=True)
class Difference:
    """A place where both versions differ, each as text; `choice` is None where both changed it."""

    path: str
    label: str
    opened: str
    mine: str
    theirs: str
    choice: Side | None


def differences(opened: AnnualReport, mine: AnnualReport, theirs: AnnualReport) -> list[Difference]:
    """Where `mine` and `theirs`, which both began from `opened`, differ.

    What only one side changed is that side's; what both changed differently is left to a person.
    """
    was, ours, other = units(opened), units(mine), units(theirs)
    found = []
    for path in dict.fromkeys([*ours, *other]):
        old, my, their = was.get(path), ours.get(path), other.get(path)
        if my == their:
            continue
        choice: Side | None = "theirs" if my == old else "mine" if their == old else None
        label = _WHOLE.get(path) or label_path(mine.statutory_form, path)
        found.append(Difference(path, label, _show(old), _show(my), _show(their), choice))
    return found


def merge(mine: AnnualReport, theirs: AnnualReport, choices: Mapping[str, Side]) -> AnnualReport:
    """`theirs` with `mine` at each path that `choices` gives to it."""
    ours = units(mine)
    return theirs.with_values({path: ours.get(path) for path, side in choices.items() if side == "mine"})


def units(report: AnnualReport) -> dict[str, Any]:
    """What a report states, by path; a list by the list's own path."""
    stated = {path: value for path, value in report.stated.items() if not _in_list(path)}
    record = report.record()
    extra = ((record.get("narrative") or {}).get("overview") or {}).get("extra")
    lists = {
        "published": record.get("published"),
        "narrative.overview.extra": extra or [],
        "waivers": record.get("waivers", []),
        "signoffs": record.get("signoffs", []),
    }
    return stated | lists


def _in_list(path: str) -> bool:
    return any(path == whole or path.startswith(f"{whole}.") for whole in _WHOLE)


def _show(value: Any) -> str:
    """A value as text; the parts of a list one a line."""
    if isinstance(value, dict):
        parts = [(_NAMES.get(key, key), item) for key, item in value.items() if item not in (None, [], {})]
        return "；".join(f"{name} {_show(item)}".strip() for name, item in parts)
    if isinstance(value, list):
        return "\n".join(_show(item) for item in value)
    return value if isinstance(value, str) else show_number(value)
