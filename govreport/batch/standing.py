"""What of an earlier batch still stands, and what no longer does and moves away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from govreport.render import FORMATS, file_digest, output_path

from .task import Outcome, Task

SUPERSEDED = "superseded"
_DONE = ("rendered", "unchanged")


@dataclass(frozen=True)
class Standing:
    """Reports that need not be rendered, those that must be (each in the formats still to be made), and what is kept.

    `kept` are the digests of the files, by agency, that an agency has already and that are not made again.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    kept: dict[str, dict[str, str]] = field(default_factory=dict)

    def whole(self, outcome: Outcome) -> Outcome:
        """The outcome of a report with the files that it had already."""
        if outcome.status != "rendered":
            return outcome
        return _with_files(outcome, {**self.kept.get(outcome.agency, {}), **outcome.files})


def find_standing(
    tasks: Sequence[Task],
    digests: Mapping[str, str],
    known: Mapping[tuple[str, str], Mapping[str, Any]],
    *,
    fresh: bool,
) -> Standing:
    """What stands: made from the same input, and the file still the one that was written; or still blocked.

    With `fresh`, what is asked for is made again, and only files of other kinds stand.
    """
    standing = Standing()
    entries = {task.agency: known.get((task.agency, task.edition), {}) for task in tasks}
    same = {task.agency for task in tasks if entries[task.agency].get("input_digest") == digests[task.agency]}
    whole = _whole_files([task for task in tasks if task.agency in same], entries)
    for task in tasks:
        entry, files = entries[task.agency], whole.get(task.agency, {})
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


def _whole_files(tasks: Sequence[Task], entries: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Of each agency, the files that are still as they were written, by kind with their digests."""
    wanted = [
        (task, kind, digest)
        for task in tasks
        if entries[task.agency]["status"] in _DONE
        for kind, digest in _known_files(entries[task.agency]).items()
    ]
    whole: dict[str, dict[str, str]] = {}
    with ThreadPoolExecutor() as readers:
        found = readers.map(lambda one: file_digest(_path(one[0], one[1])), wanted)
        for (task, kind, digest), now in zip(wanted, found, strict=True):
            if now == digest:
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


def supersede(outcome: Outcome, outputs: Path) -> None:
    """Move what no longer stands away, so that none lies where a good one should.

    That is a final edition which is now blocked or failed, and files of other kinds that tell older figures than
    what was just made.
    """
    for path in _stale(outcome, outputs):
        if path.is_file():
            moved = outputs / str(outcome.year) / SUPERSEDED / path.relative_to(outputs / str(outcome.year))
            moved.parent.mkdir(parents=True, exist_ok=True)
            path.replace(moved)


def _stale(outcome: Outcome, outputs: Path) -> Iterator[Path]:
    fallen = outcome.edition == "final" and outcome.status in ("blocked", "failed")
    for kind in FORMATS:
        if fallen or (outcome.status == "rendered" and kind not in outcome.files):
            yield output_path(outputs, outcome.agency, outcome.year, outcome.edition, kind)
