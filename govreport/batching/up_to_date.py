"""What of an earlier batch still stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from govreport.rendering import FORMATS, look_at, output_path

from .fingerprint import Now
from .manifest import Entry
from .task import Outcome, Task

DONE = ("rendered", "unchanged")
"""What a line of the manifest says of a report that lies there."""


@dataclass(frozen=True)
class Standing:
    """Reports that need not be rendered, those that must be (each in the formats still to be made), and what is kept.

    `kept` are the digests of the files, by agency, that an agency has already and that are not made again.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    kept: dict[str, dict[str, str]] = field(default_factory=dict)

    def whole(self, outcome: Outcome, now: Now) -> Outcome:
        """The outcome of a report with the files that it had already, if it was made of the same."""
        if outcome.status != "rendered" or outcome.input_digest != now.input:
            return outcome
        return _with_files(outcome, {**self.kept.get(outcome.agency, {}), **outcome.files})


def find_standing(
    tasks: Sequence[Task],
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
        task.agency
        for task in tasks
        if (digest := now[task.agency].input) and known[task.agency].get("input_digest") == digest
    }
    whole = _whole_files([task for task in tasks if task.agency in same], now, known)
    for task in tasks:
        entry, files = known[task.agency], whole.get(task.agency, {})
        left = tuple(kind for kind in task.formats if fresh or kind not in files)
        if task.agency in same and entry["status"] == "blocked" and not fresh:
            again = {key: entry[key] for key in ("input_digest", "errors", "warnings", "message")}
            standing.outcomes.append(Outcome(task.agency, task.year, task.edition, "blocked", attempts=0, **again))
        elif left:
            standing.tasks.append(replace(task, formats=left))
            standing.kept[task.agency] = files
        else:
            standing.outcomes.append(_unchanged(task, entry, files))
    return standing


def _whole_files(
    tasks: Sequence[Task], now: Mapping[str, Now], known: Mapping[str, Entry]
) -> dict[str, dict[str, str]]:  # fmt: skip
    """Of each agency, the files that are still as they were written and are of this record, by kind with digests."""
    wanted = [
        (task, kind, digest)
        for task in tasks
        if known[task.agency]["status"] in DONE
        for kind, digest in _known_files(known[task.agency]).items()
    ]
    whole: dict[str, dict[str, str]] = {}
    with ThreadPoolExecutor() as readers:
        found = readers.map(lambda one: look_at(_path(one[0], one[1])), wanted)
        for (task, kind, digest), (written, shows) in zip(wanted, found, strict=True):
            if written == digest and (kind != "html" or shows == now[task.agency].record):
                whole.setdefault(task.agency, {})[kind] = digest
    return whole


def _known_files(entry: Mapping[str, Any]) -> dict[str, str]:
    """The files that a line of the manifest tells of, by kind with their digests."""
    return entry.get("files") or ({"html": entry["output_digest"]} if entry["output_digest"] else {})


def _path(task: Task, kind: str) -> Path:
    return output_path(Path(task.outputs), task.agency, task.year, task.edition, kind, task.own)


def _unchanged(task: Task, entry: Mapping[str, Any], files: dict[str, str]) -> Outcome:
    outcome = Outcome(
        task.agency,
        task.year,
        task.edition,
        "unchanged",
        input_digest=entry["input_digest"],
        attempts=0,
        errors=entry["errors"],
        warnings=entry["warnings"],
        path=str(_path(task, task.formats[0])),
    )
    return _with_files(outcome, files)


def _with_files(outcome: Outcome, files: Mapping[str, str]) -> Outcome:
    ordered = {kind: files[kind] for kind in FORMATS if kind in files}
    return replace(outcome, files=ordered, output_digest=next(iter(ordered.values())))
