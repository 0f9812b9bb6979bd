"""What was published, as lines: a channel's own with its sum, then one a category."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govreport.form.workbook import SUBTOTAL
from govreport.report import AnnualReport, Channel, Number, Published

_BLANK_CHANNELS = 2
_BLANK_CATEGORIES = 6
_NEW_CATEGORIES = 2


@dataclass(frozen=True)
class CountLine:
    """A line: `category` is 小计 on a channel's own, whose `parts` are its categories' lines; `last` is last year's."""

    channel: str
    category: str
    count: Number | None
    last: Number | None = None
    parts: tuple[int, ...] = ()


def count_lines(report: AnnualReport, before: AnnualReport | None) -> list[CountLine]:
    """The lines of a report; where it states nothing yet, last year's channels and categories, or blank ones."""
    last = dict(_counts_by_name(before.published if before else None))
    lines: list[CountLine] = []
    for channel in _channels(report.published) or _handed_on(before) or _blank():
        name = channel.channel or ""
        first = len(lines) + 1
        parts = tuple(range(first, first + len(channel.items) + _room(channel)))
        lines.append(CountLine(name, SUBTOTAL, channel.total, last.get((name, SUBTOTAL)), parts))
        lines += [CountLine("", item, count, last.get((name, item))) for item, count in channel.items.items()]
        lines += [CountLine("", "", None)] * _room(channel)
    return lines


def _room(channel: Channel) -> int:
    """Lines for categories that are new; a channel without a name and categories is one to be filled in."""
    filled = channel.channel or channel.items or channel.total is not None
    return _NEW_CATEGORIES if filled else _BLANK_CATEGORIES


def _channels(published: Published | None) -> Sequence[Channel]:
    return published.channels if published else ()


def _handed_on(before: AnnualReport | None) -> list[Channel]:
    channels = _channels(before.published if before else None)
    return [Channel(channel=one.channel, items=dict.fromkeys(one.items)) for one in channels]


def _blank() -> list[Channel]:
    return [Channel()] * _BLANK_CHANNELS


def _counts_by_name(published: Published | None) -> Iterator[tuple[tuple[str, str], Number | None]]:
    for channel in _channels(published):
        name = channel.channel or ""
        yield (name, SUBTOTAL), channel.total
        yield from (((name, item), count) for item, count in channel.items.items())
