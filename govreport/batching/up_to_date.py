"""What of an earlier batch still stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from govreport.rendering import KINDS, Order, look_at

from .fingerprint import Now
from .manifest import Entry
from .outcome import Outcome

DONE = ("rendered", "unchanged")
"""What a line of the manifest says of a report that lies there."""


@dataclass(frozen=True)
class Standing:
    """Reports that need not be rendered, those that must be (each in the formats still to be made), and what is kept.

    `kept` are the digests of the files, by agency, that an agency has already and that are not made again.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    kept: dict[str, dict[str, str]] = field(default_factory=dict)

    def whole(self, outcome: Outcome, now: Now) -> Outcome:
        """The outcome of a report with the files that it had already, if it was made of the same."""
        if outcome.status != "rendered" or outcome.input_digest != now.input:
            return outcome
        return _with_files(outcome, {**self.kept.get(outcome.agency, {}), **outcome.files})


def find_standing(
    orders: Sequence[Order],
    now: Mapping[str, Now],
    known: Mapping[str, Entry],
    *,
    fresh: bool,
) -> Standing:
    """What stands: made of the same, the file still the one that was written, and of this record; or still blocked.

    With `fresh`, what is asked for is made again, and only files of other kinds stand.
    """
    standing = Standing()
    same = {
        order.agency
        for order in orders
        if (digest := now[order.agency].input) and known[order.agency].get("input_digest") == digest
    }
    whole = _whole_files([order for order in orders if order.agency in same], now, known)
    for order in orders:
        entry, files = known[order.agency], whole.get(order.agency, {})
        left = tuple(kind.name for kind in order.kinds if fresh or kind.name not in files)
        if order.agency in same and entry["status"] == "blocked" and not fresh:
            again = {key: entry[key] for key in ("input_digest", "errors", "warnings", "message")}
            standing.outcomes.append(Outcome(order.agency, order.year, order.edition, "blocked", attempts=0, **again))
        elif left:
            standing.orders.append(replace(order, formats=left))
            standing.kept[order.agency] = files
        else:
            standing.outcomes.append(_unchanged(order, entry, files))
    return standing


def _whole_files(
    orders: Sequence[Order], now: Mapping[str, Now], known: Mapping[str, Entry]
) -> dict[str, dict[str, str]]:  # fmt: skip
    """Of each agency, the files that are still as they were written and are of this record, by kind with digests."""
    wanted = [
        (order, kind, digest)
        for order in orders
        if known[order.agency]["status"] in DONE
        for kind, digest in _known_files(known[order.agency]).items()
    ]
    whole: dict[str, dict[str, str]] = {}
    with ThreadPoolExecutor() as readers:
        found = readers.map(lambda one: look_at(one[0].path(one[1])), wanted)
        for (order, kind, digest), (written, shows) in zip(wanted, found, strict=True):
            if written == digest and (not KINDS[kind].states_digest or shows == now[order.agency].record):
                whole.setdefault(order.agency, {})[kind] = digest
    return whole


def _known_files(entry: Mapping[str, Any]) -> dict[str, str]:
    """The files that a line of the manifest tells of, by kind with their digests."""
    return entry.get("files") or ({"html": entry["output_digest"]} if entry["output_digest"] else {})


def _unchanged(order: Order, entry: Mapping[str, Any], files: dict[str, str]) -> Outcome:
    outcome = Outcome(
        order.agency,
        order.year,
        order.edition,
        "unchanged",
        input_digest=entry["input_digest"],
        attempts=0,
        errors=entry["errors"],
        warnings=entry["warnings"],
        path=str(order.path(order.kinds[0].name)),
    )
    return _with_files(outcome, files)


def _with_files(outcome: Outcome, files: Mapping[str, str]) -> Outcome:
    ordered = {kind: files[kind] for kind in KINDS if kind in files}
    return replace(outcome, files=ordered, output_digest=next(iter(ordered.values())))
