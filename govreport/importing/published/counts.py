"""What a text says was published, by category: «主动公开信息116条，其中工作动态41条、…»."""

from __future__ import annotations

import re
from typing import Any

from .match import normal

_STATED = re.compile(
    r"(?:公开|发布|公布)[^。;\d]{0,24}?(?P<total>\d[\d,]*)条[,，(（:：]*其中[:：]?(?P<parts>[^。;]{4,600}?)(?:[)）。;]|$)"
)
_PART = re.compile(r"(?:^|[,、;])?(?P<name>[^,、;:\d()]{2,20}(?:、[^,、;:\d()]{2,20})?)(?:信息)?(?P<count>\d[\d,]*)条")


def counts_in(text: str) -> dict[str, Any] | None:
    """The counts by category as a record holds them, of a channel without a name; None where the text has none."""
    match = _STATED.search(normal(text))
    if not match:
        return None
    parts = list(_PART.finditer(match["parts"]))
    names = [part["name"].strip("、,") for part in parts]
    if len(parts) < 2 or len(set(names)) < len(names) or match["parts"].count("条") != len(parts):
        return None
    items = {name: _number(part["count"]) for name, part in zip(names, parts, strict=True)}
    return {"total": _number(match["total"]), "channels": [{"channel": None, "total": None, "items": items}]}


def _number(digits: str) -> int:
    return int(digits.replace(",", ""))
