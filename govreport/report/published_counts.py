"""Counts by channel and category taken apart by their names, and put together from two people's versions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from .numbers import Number, add_stated, from_json, to_json
from .parts import Published, dump

PLACE = "published"

Units = dict[str, Any]


def has_names(part: Published | None) -> bool:
    """Whether each channel can be known by its name."""
    names = [channel.channel or "" for channel in part.channels] if part else []
    return len({*names, ""}) == len(names) + 1


def label(place: str, whole: str) -> str:
    """What the count at a place is called; `whole` is what the counts are."""
    names = from_json(place.partition(":")[2] or "[null]")
    if not names:
        return f"{whole}合计"
    channel = f"：渠道“{names[0]}”" if names[0] else ""
    return whole + channel + ("".join(f"“{name}”" if name is not None else "小计" for name in names[1:]))


def place_of(part: Published, path: str) -> str:
    """The place of what stands in the form at `path`, where channels are numbered."""
    _, kind, *rest = path.split(".", 4)
    if kind != "channels":
        return _place()
    number, what, *category = rest
    return _place(part.channels[int(number)].channel, category[0] if what == "items" else None)


def path_of(part: Published | None, place: str) -> str | None:
    """Where in the form a place stands; None where there is no such channel."""
    names = from_json(place.partition(":")[2])
    if not names:
        return f"{PLACE}.total"
    for number, channel in enumerate(part.channels if part else ()):
        if channel.channel == names[0]:
            what = "total" if names[1] is None else f"items.{names[1]}"
            return f"{PLACE}.channels.{number}.{what}"
    return None


def take_apart(part: Published | None, free: Collection[str]) -> Units:
    """What is stated, by place, without the totals that are `free`; a channel has a place for its being there."""
    part = part or Published()
    found: Units = {_place(): part.total}
    for channel in part.channels:
        found |= {_place(channel.channel): channel.channel, _place(channel.channel, None): channel.total}
        found |= {_place(channel.channel, name): count for name, count in channel.items.items()}
    return {place: value for place, value in found.items() if place not in free}


def stated_otherwise(part: Published | None) -> set[str]:
    """The totals that are neither blank nor what their parts add up to."""
    return {place for place, total, parts in _totals(part) if total is not None and total != add_stated(parts)}


def free_totals(mine: Published | None, theirs: Published | None) -> set[str]:
    """The totals that neither version states otherwise than its parts say."""
    every = {place for part in (mine, theirs) for place, _, _ in _totals(part)}
    return every - stated_otherwise(mine) - stated_otherwise(theirs)


def put_together(units: Units, mine: Published | None, theirs: Published | None, stands: Collection[str]) -> Units:
    """The counts of a record that has `units`; a total that is none of `stands` is made anew where its parts moved."""
    channels: dict[str, dict[str, Any]] = {}
    for place in units:
        if names := from_json(place.partition(":")[2]):
            channel = channels.setdefault(names[0], {"channel": names[0], "total": None, "items": {}})
            if names[1:] not in ([], [None]):
                channel["items"][names[1]] = units[place]
    before = {place: (total, parts) for place, total, parts in _totals(theirs)}
    other = {place: total for place, total, _ in _totals(mine)}

    def total(place: str, parts: list[Number | None]) -> Number | None:
        was, had = before.get(place, (None, []))
        if place in stands:
            return units.get(place)
        return was if parts == had and other.get(place, was) == was else add_stated(parts)

    for name, channel in channels.items():
        channel["total"] = total(_place(name, None), [*channel["items"].values()])
    return {
        "total": total(_place(), [channel["total"] for channel in channels.values()]),
        "channels": list(channels.values()),
    }


def as_record(part: Published | None) -> Units:
    """The counts as `put_together` writes them."""
    return dump(part or Published())


def _place(*names: str | None) -> str:
    return f"{PLACE}:{to_json(names)}"


def _totals(part: Published | None) -> Iterator[tuple[str, Number | None, list[Number | None]]]:
    """Each total by place, with its parts."""
    part = part or Published()
    yield _place(), part.total, [channel.total for channel in part.channels]
    for channel in part.channels:
        yield _place(channel.channel, None), channel.total, [*channel.items.values()]
