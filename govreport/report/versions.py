"""Two people's versions of one report side by side, place by place, and the report they make together.

A sum that nobody stated otherwise has no place of its own: it follows the parts that both versions come to. Entries of
lists have a place each, so that what both people added is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from .entries import ABSENT, Entries, is_listed, label, lists_of
from .model import AnnualReport
from .numbers import show_number
from .sums import stated_otherwise, with_sums

Side = Literal["mine", "theirs"]
Units = Mapping[str, Any]

_NAMES = {"total": "合计", "channels": "渠道", "channel": "", "items": "类别", "heading": "", "text": ""}
_NAMES |= {
    "rule": "规则",
    "reason": "原因",
    "by": "",
    "date": "",
    "stage": "环节",
    "outcome": "结果",
    "unread": "未能识别",
}


@dataclass(frozen=True)
class Difference:
    """A place where both versions differ, each as text; `choice` is None where both changed it."""

    path: str
    label: str
    opened: str
    mine: str
    theirs: str
    choice: Side | None


def compare(was: Units, ours: Units, other: Units, label: Callable[[str], str]) -> list[Difference]:
    """Where two versions differ, place by place: what only one side changed is that side's."""
    found = []
    for path in dict.fromkeys([*ours, *other]):
        old, my, their = was.get(path, ABSENT), ours.get(path, ABSENT), other.get(path, ABSENT)
        if my == their:
            continue
        choice: Side | None = "theirs" if my == old else "mine" if their == old else None
        found.append(Difference(path, label(path), _show(old), _show(my), _show(their), choice))
    return found


class Versions:
    """What two people made of a report, `mine` and `theirs`, which both began from `opened`.

    `unread` is what stands in `mine` and is no figure, by path.
    """

    def __init__(
        self,
        opened: AnnualReport,
        mine: AnnualReport,
        theirs: AnnualReport,
        unread: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._opened, self._mine, self._theirs, self._unread = opened, mine, theirs, unread
        self._lists = lists_of(mine.statutory_form)
        self._entries = Entries(opened, mine, theirs, unread)
        stated = {total for one in (mine, theirs) for total in stated_otherwise(one)}
        self._free = mine.statutory_form.sums.keys() - stated - unread.keys()

    def differences(self) -> list[Difference]:
        """Where both versions differ; what both changed differently is left to a person."""
        typed = {path: text for path, text in self._unread.items() if not is_listed(path, self._lists)}
        return compare(
            self._stated(self._opened) | self._entries.opened,
            self._stated(self._mine) | typed | self._entries.mine,
            self._stated(self._theirs) | self._entries.theirs,
            self._label,
        )

    def merge(self, choices: Mapping[str, Side]) -> AnnualReport:
        """`theirs` with `mine` at each place that `choices` gives to it, and the sums that follow."""
        chosen = [path for path, side in choices.items() if side == "mine"]
        values = {path: self._mine.stated.get(path) for path in chosen if not is_listed(path, self._lists)}
        after = self._theirs.with_values(values | self._entries.merge(chosen))
        moved = {total for total in self._free if self._mine.cells.get(total) != self._theirs.cells.get(total)}
        kept = {*stated_otherwise(self._mine)} & {*chosen} | {*stated_otherwise(self._theirs)} - {*chosen}
        return with_sums(after, {*choices, *moved}, kept | (self._unread.keys() & {*chosen}))

    def unread_after(self, after: AnnualReport, choices: Mapping[str, Side]) -> dict[str, str]:
        """What of `unread` still stands where a merge came to `after`, by its path there."""
        mine = {
            self._entries.path_of(after, path): text
            for path, text in self._unread.items()
            if choices.get(self._entries.place_of(path)) != "theirs"
        }
        return {path: text for path, text in mine.items() if path is not None}

    def _stated(self, report: AnnualReport) -> dict[str, Any]:
        """What a version states outside lists, by path, without the sums that nobody stated otherwise."""
        return {
            path: value
            for path, value in report.stated.items()
            if path not in self._free and not is_listed(path, self._lists)
        }

    def _label(self, path: str) -> str:
        return label(path, self._lists) if is_listed(path, self._lists) else self._mine.statutory_form.label_of(path)


def differences(opened: AnnualReport, mine: AnnualReport, theirs: AnnualReport) -> list[Difference]:
    """Where `mine` and `theirs`, which both began from `opened`, differ; see `Versions`."""
    return Versions(opened, mine, theirs).differences()


def merge(opened: AnnualReport, mine: AnnualReport, theirs: AnnualReport, choices: Mapping[str, Side]) -> AnnualReport:
    """`theirs` with `mine` at each path that `choices` gives to it; see `Versions`."""
    return Versions(opened, mine, theirs).merge(choices)


def _show(value: Any) -> str:
    """A value as text; the parts of a list one a line."""
    if value is ABSENT:
        return ""
    if isinstance(value, dict):
        parts = [(_NAMES.get(key, key), item) for key, item in value.items() if item not in (None, [], {})]
        return "；".join(f"{name} {_show(item)}".strip() for name, item in parts)
    if isinstance(value, list):
        return "\n".join(_show(item) for item in value)
    return value if isinstance(value, str) else show_number(value)
