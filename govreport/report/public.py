"""What of a record a final edition may show: what the form knows; a key that it does not know stays inside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from govreport.form import FORMS, Form


def _public_of(form: Form) -> Iterator[str]:
    """What the form has of a report, and which report it is; lists by the parts of an entry."""
    yield from ("year", "form")
    yield from form.table_by_id
    yield from (*form.fact_by_path, *form.passage_by_path)
    yield from (f"{one.path}.{part}" for one in form.lists for part in one.parts)


PUBLIC = frozenset(path for form in FORMS.values() for path in _public_of(form))
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
