"""What of a record a final edition may show: every key is decided here, and one that is not decided stays inside."""

from __future__ import annotations

from typing import Any

PUBLIC = frozenset({
    "name",
    "year",
    "form",
    "level",
    "dated",
    "publication.date",
    "publication.url",
    "publication.digest",
    "contact.address",
    "contact.telephone",
    "contact.email",
    "published.total",
    "published.channels.channel",
    "published.channels.total",
    "published.channels.items",
    "disclosure",
    "requests",
    "disputes",
    "processing_fee.notices",
    "processing_fee.billed",
    "processing_fee.received",
    "narrative.preamble",
    "narrative.overview.lead",
    "narrative.overview.proactive",
    "narrative.overview.on_request",
    "narrative.overview.management",
    "narrative.overview.platforms",
    "narrative.overview.supervision",
    "narrative.overview.extra.heading",
    "narrative.overview.extra.text",
    "narrative.problems",
    "narrative.improvements",
    "narrative.other_matters",
})  # fmt: skip
"""What may stand in a final edition, by its keys; with all that lies below it."""

INTERNAL = frozenset({"waivers", "signoffs"})
"""What stays in the office, with all that lies below it."""

_ABOVE = frozenset(path[:at] for path in PUBLIC for at, one in enumerate(path) if one == ".")
_KEYS = frozenset(path.partition(".")[0] for path in PUBLIC)


def public_part(record: dict[str, Any], above: str = "") -> dict[str, Any]:
    """What of `record`, plain data in the YAML file's layout, a final edition may hold; `above` is where it stands."""
    shown = {}
    for key, value in record.items():
        path = f"{above}{key}"
        if path in PUBLIC:
            shown[key] = value
        elif path in _ABOVE:
            shown[key] = _within(value, f"{path}.")
    return shown


def _within(value: Any, above: str) -> Any:
    if isinstance(value, list):
        return [_within(item, above) for item in value]
    return public_part(value, above) if isinstance(value, dict) else None


def is_kept(path: str) -> bool:
    """Whether a record on file keeps what it has at `path` when a final edition is read over it."""
    key = path.partition(".")[0]
    return key == "publication" or key not in _KEYS
