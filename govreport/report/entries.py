"""Lists of a report taken apart for two people's versions: a place for each entry, by what it is and not by its number.

Where both people changed counts, these have a place by channel and category, if every channel has a name of its own;
else they are one place. An aspect of section one is known by its heading; a waiver and a sign-off by all that it says,
so that what both people added is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from govreport.form import Form

from . import published_counts as counts
from .model import AnnualReport
from .numbers import from_json, to_json

_BESIDE = {"waivers": "情况说明", "signoffs": "审签"}
"""Lists of a record that its form knows nothing of, and what each is called."""

Units = dict[str, Any]


class _Absent:
    """What stands at a place that a version does not have; a category without a count has one."""


ABSENT = _Absent()


def lists_of(form: Form) -> dict[str, str]:
    """The lists of a record by their path, and what each is called; facts with a list are one as a whole."""
    groups = form.group_by_id
    named = ((groups[one.section].id, groups[one.section].heading) if one.section in groups else (one.path, one.label)
             for one in form.lists)  # fmt: skip
    return dict(named) | _BESIDE


def stated_at(record: Mapping[str, Any], path: str) -> Any:
    """What a record states at a path of keys; None where it has no such key."""
    found: Any = record
    for key in path.split("."):
        found = (found or {}).get(key)
    return found


def is_listed(path: str, lists: Collection[str]) -> bool:
    """Whether a path is of one of the lists, or of an entry of one."""
    return any(path == one or path.startswith((f"{one}.", f"{one}:")) for one in lists)


def label(path: str, lists: Mapping[str, str]) -> str:
    """What an entry is called; empty where the path is of none."""
    name, _, key = path.partition(":")
    if name == counts.PLACE:
        return counts.label(path, lists[counts.PLACE])
    known = from_json(key)[0] if key else ""
    return lists.get(name, "") + (f"“{known}”" if known and isinstance(known, str) else "")


class Entries:
    """The entries of three versions, of which two began from the first.

    `unread` is what stands in `mine` and is no figure, by path.
    """

    def __init__(
        self, opened: AnnualReport, mine: AnnualReport, theirs: AnnualReport, unread: Mapping[str, str]
    ) -> None:
        self._lists = lists_of(mine.statutory_form)
        self._parts = [one.published for one in (opened, mine, theirs)]
        typed = {path: text for path, text in unread.items() if path.startswith(f"{counts.PLACE}.")}
        self._named = all(map(counts.has_names, self._parts)) and self._both_changed(bool(typed))
        self._free = counts.free_totals(*self._parts[1:])
        self._typed = {self.place_of(path): text for path, text in typed.items()}
        self._free -= self._typed.keys()
        self.opened, self._mine, self.theirs = (self._counts(one) | _listed(one) for one in (opened, mine, theirs))
        self.mine = self._mine | self._typed
        if typed and not self._named:
            self.mine[counts.PLACE] = {
                **(self._mine[counts.PLACE] or {}),
                "unread": "、".join(typed.values()),
            }

    def _both_changed(self, typed: bool) -> bool:
        opened, mine, theirs = self._parts
        return (mine != opened or typed) and theirs != opened

    def place_of(self, path: str) -> str:
        """Which place what stands in the form of `mine` at `path` belongs to."""
        mine = self._parts[1]
        if mine is None or not path.startswith(f"{counts.PLACE}."):
            return path
        return counts.place_of(mine, path) if self._named else counts.PLACE

    def path_of(self, after: AnnualReport, path: str) -> str | None:
        """Where what stood in the form of `mine` at `path` stands in `after`; None where it has no place there."""
        place = self.place_of(path)
        return path if place in (path, counts.PLACE) else counts.path_of(after.published, place)

    def merge(self, chose_mine: Collection[str]) -> Units:
        """The lists that are other than in `theirs`, by path."""
        merged = dict(self.theirs)
        for place in chose_mine:
            if not is_listed(place, self._lists):
                continue
            if place in self._mine:
                merged[place] = self._mine[place]
            else:
                merged.pop(place, None)
        others = self._lists.keys() - {counts.PLACE}
        found = {one: _entries(merged, one) for one in others if _entries(merged, one) != _entries(self.theirs, one)}
        return found | self._merge_counts(merged, chose_mine)

    def _counts(self, report: AnnualReport) -> Units:
        if self._named:
            return counts.take_apart(report.published, self._free)
        return {counts.PLACE: report.record().get(counts.PLACE)}

    def _merge_counts(self, merged: Units, chose_mine: Collection[str]) -> Units:
        _, mine, theirs = self._parts
        if mine == theirs:
            return {}
        if not self._named:
            return {counts.PLACE: merged[counts.PLACE]} if counts.PLACE in chose_mine else {}
        units = {place: value for place, value in merged.items() if place.startswith(f"{counts.PLACE}:")}
        chosen = {*chose_mine}
        stands = (counts.stated_otherwise(mine) | self._typed.keys()) & chosen
        record = counts.put_together(units, mine, theirs, stands | counts.stated_otherwise(theirs) - chosen)
        return {counts.PLACE: record} if record != counts.as_record(theirs) else {}


def _listed(report: AnnualReport) -> Units:
    """Every entry of the other lists, by place; of those that say the same, each has its own."""
    record = report.record()
    found: Units = {}
    for name in lists_of(report.statutory_form):
        for entry in stated_at(record, name) or [] if name != counts.PLACE else []:
            known = entry.get("heading") or entry
            place, number = _place(name, known, 0), 0
            while place in found:
                number += 1
                place = _place(name, known, number)
            found[place] = entry
    return found


def _place(name: str, known: Any, number: int) -> str:
    return f"{name}:{to_json([known, number], canonical=True)}"


def _entries(units: Units, name: str) -> list[Any]:
    return [entry for place, entry in units.items() if place.startswith(f"{name}:")]
