"""The entry journal: who changed what in an agency's reports, when and why; one append-only file an agency."""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from govreport.errors import Locked
from govreport.report import AnnualReport

from .commit import JOURNAL, unsaved
from .jsonlines import JsonLine, read_lines

COLUMNS = {
    "time": "时间",
    "by": "录入人",
    "year": "年度",
    "cell": "位置",
    "label": "名称",
    "before": "改动前",
    "after": "改动后",
    "why": "原因",
}
"""What a line of the journal tells, and what a person's table calls it."""


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Where two reports' figures and texts, by path, differ: before and after; None where nothing was stated."""
    paths = dict.fromkeys([*after, *before])
    return {path: (before.get(path), after.get(path)) for path in paths if before.get(path) != after.get(path)}


def entries(before: AnnualReport | None, after: AnnualReport, by: str | None, why: str | None) -> list[dict[str, Any]]:
    """A line for each figure and text that differs; without a name, whoever is signed in on this machine changed it."""
    now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    changed = changes(before.stated if before else {}, after.stated)
    who = by or _account()
    return [
        {"time": now, "by": who, "year": after.year, "cell": path, "before": old, "after": new, "why": why}
        for path, (old, new) in changed.items()
    ]


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, ImportError, KeyError):
        return "未署名"


class Change(BaseModel):
    """A line that tells of one place; `save` is the mark of the save that wrote it."""

    model_config = ConfigDict(frozen=True, strict=True)

    time: str
    by: str | None = None
    year: int
    cell: str
    before: Any = None
    after: Any = None
    why: str | None = None
    save: str | None = None


class Void(BaseModel):
    """A line that takes back those of a save that was not done."""

    model_config = ConfigDict(frozen=True, strict=True)

    void: str


_LINE: TypeAdapter[Void | Change] = TypeAdapter(Void | Change)


def read_journal(folder: Path, shown: str, labels: Mapping[int, AnnualReport]) -> pd.DataFrame:
    """The journal in `folder` as a table, its newest line last; `labels` are reports by year, which name the cells.

    What was never saved is left out; see `commit`. So is a line that is no longer readable, which is named in
    `DataFrame.attrs["broken"]`.

    Raises:
        Locked: the file may not be read.
    """
    told, void = _read(folder, shown)
    found, broken = [], []
    for number, line in told:
        try:
            if line is None:
                raise ValueError("not a line of the journal")
            if isinstance(line, Change) and line.save not in void:
                found.append(_row(line, labels.get(line.year)))
        except ValueError:
            broken.append(f"{shown}：第{number}行无法读取")
    table = pd.DataFrame(found, columns=list(COLUMNS), dtype=object)
    table.attrs["broken"] = broken
    return table


@dataclass(frozen=True)
class Saving:
    """Who saved, the latest last, and when that was done last."""

    by: tuple[str, ...]
    time: datetime.datetime


def who_saved(folder: Path, shown: str, year: int, changed: Mapping[str, Any]) -> Saving | None:
    """Who made a yearly file state what `changed` says, by the newest line of each path.

    None where nothing changed, or where some of it was never journalled: somebody wrote it by hand.

    Raises:
        Locked: the file may not be read.
    """
    told, void = _read(folder, shown)
    lines = (line for _, line in told if isinstance(line, Change) and line.save not in void and line.year == year)
    newest = {line.cell: (number, line) for number, line in enumerate(lines)}
    if not changed or any(path not in newest or newest[path][1].after != value for path, value in changed.items()):
        return None
    saved = [line for _, line in sorted((newest[path] for path in changed), key=lambda one: one[0])]
    try:
        time = datetime.datetime.fromisoformat(saved[-1].time)
    except ValueError:
        return None
    return Saving(tuple(dict.fromkeys(line.by or "未署名" for line in saved)), time)


def _read(folder: Path, shown: str) -> tuple[list[tuple[int, Void | Change | None]], set[str]]:
    """The lines by their number, None for one that tells nothing, and the marks of what was never saved."""
    try:
        told = [(line.number, told_by(line)) for line in read_lines(folder / JOURNAL)]
    except OSError as error:
        raise Locked(f"{shown}：录入记录无法读取（{error.strerror}），请检查权限后重试") from None
    return told, unsaved(folder) | {line.void for _, line in told if isinstance(line, Void)}


def told_by(line: JsonLine) -> Void | Change | None:
    """What a line tells; None where it can no longer be read."""
    try:
        return _LINE.validate_python(line.told)
    except ValidationError:
        return None


def _row(line: Change, report: AnnualReport | None) -> dict[str, Any]:
    """The line with what its cell is called; raises `ValueError` where the cell is no place of a report."""
    name = report.statutory_form.label_of(line.cell) if report else line.cell
    return {**vars(line), "label": name}
