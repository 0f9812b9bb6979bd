"""Counts by channel and category (`published`): between the record and what a person types in the form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypedDict

from govreport.importing import COUNTING, Unreadable, in_one_line, read_figure
from govreport.report import AnnualReport, Channel, Number, add, show_number
from govreport.report import Published as PublishedPart

Counts = Iterable[Number | None]


class ChannelTexts(TypedDict):
    """One channel as it stands in the form: its name, the stated total, and each category with its count."""

    channel: str
    total: str
    items: list[list[str]]


class Published(TypedDict):
    """All channels as they stand in the form, and the stated total of all."""

    total: str
    channels: list[ChannelTexts]


def show_published(part: PublishedPart | None, unread: Mapping[str, str]) -> Published:
    """The counts as they stand in the form; `unread` is what was typed and is no figure, by path."""
    part = part or PublishedPart()

    def text(path: str, value: Number | None) -> str:
        return unread.get(path, show_number(value))

    return {
        "total": text("published.total", part.total),
        "channels": [
            {
                "channel": channel.channel or "",
                "total": text(f"{at}.total", channel.total),
                "items": [[name, text(f"{at}.items.{name}", count)] for name, count in channel.items.items()],
            }
            for at, channel in ((f"published.channels.{number}", one) for number, one in enumerate(part.channels))
        ],
    }


def read_published(
    texts: Published, before: PublishedPart | None, typed: Collection[str] | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """The counts as a record, and by path what is no figure.

    `typed` are the totals that a person typed, by path; None takes each that is not blank. Any other total follows
    its parts if it was blank or agreed with them in `before`, and else stays as it was stated.
    """
    unread: dict[str, str] = {}

    def read(path: str, text: str) -> Number | None:
        try:
            return read_figure(text, COUNTING)
        except Unreadable:
            unread[path] = in_one_line(text)
            return None

    def total(path: str, text: str, old: Number | None, old_parts: Counts, parts: Counts) -> Number | None:
        stated = read(path, text)
        if path in unread:
            return None
        if path in typed if typed is not None else stated is not None:
            return _sum(parts) if stated is None else stated
        return _sum(parts) if old is None or old == _sum(old_parts) else old

    old = before or PublishedPart()
    channels: list[dict[str, Any]] = []
    for number, channel in enumerate(texts["channels"]):
        at, was = f"published.channels.{number}", _earlier(old, number, channel["channel"])
        items = {name.strip(): read(f"{at}.items.{name.strip()}", count) for name, count in channel["items"]}
        if items.get("") is not None:
            unread[f"{at}.items."] = show_number(items[""])
        counted = total(f"{at}.total", channel["total"], was.total, was.items.values(), items.values())
        channels.append({"channel": channel["channel"].strip() or None, "total": counted, "items": items})
    whole = total(
        "published.total",
        texts["total"],
        old.total,
        [channel.total for channel in old.channels],
        [channel["total"] for channel in channels],
    )
    return {"total": whole, "channels": channels}, unread


def _earlier(old: PublishedPart, number: int, name: str) -> Channel:
    """The channel as it was: the one of that name, else the one in that place."""
    named = [channel for channel in old.channels if (channel.channel or "") == name.strip()]
    return (named or list(old.channels[number : number + 1]) or [Channel()])[0]


def _sum(values: Counts) -> Number | None:
    """What the counts that are not blank add up to; None where all are."""
    stated = [value for value in values if value is not None]
    return add(stated) if stated else None


def without_blanks(report: AnnualReport) -> AnnualReport:
    """The report without categories and channels that say nothing: rows that were added and left blank."""
    if report.published is None:
        return report
    part = report.record()["published"]
    channels = [
        {**channel, "items": {name: count for name, count in channel.get("items", {}).items() if name or count}}
        for channel in part.get("channels", [])
    ]
    kept = [channel for channel in channels if any(value is not None and value != {} for value in channel.values())]
    return report if kept == part.get("channels", []) else report.with_values({"published": {**part, "channels": kept}})
