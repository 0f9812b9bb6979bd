"""The entry journal: who changed what in an agency's reports, when and why; one append-only file an agency."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from govreport.errors import Locked
from govreport.report import AnnualReport, from_json, label_path, to_json

FILE = "journal.jsonl"
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


def append_journal(
    folder: Path, before: AnnualReport | None, after: AnnualReport, by: str, why: str | None = None
) -> None:
    """Add a line for each figure and text that differs to the journal in `folder`.

    Raises:
        Locked: the journal is open in another program or may not be written.
    """
    now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    changed = changes(before.stated if before else {}, after.stated)
    lines = [
        {"time": now, "by": by, "year": after.year, "cell": path, "before": old, "after": new, "why": why}
        for path, (old, new) in changed.items()
    ]
    if not lines:
        return
    path = folder / FILE
    try:
        with path.open("ab") as stream:
            stream.write("".join(f"{to_json(line)}\n" for line in lines).encode("utf-8"))
    except OSError as error:
        raise Locked(f"{path}：录入记录无法写入（{error.strerror}），请关闭正在打开它的程序（或检查权限）") from None


def read_journal(folder: Path, shown: str, labels: Mapping[int, AnnualReport]) -> pd.DataFrame:
    """The journal in `folder` as a table, its newest line last; `labels` are reports by year, which name the cells.

    A line that is no longer readable is left out of the table and named in `DataFrame.attrs["broken"]`.
    """
    path = folder / FILE
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    found, broken = [], []
    for number, text in enumerate(lines, start=1):
        try:
            line = from_json(text)
            report = labels.get(line["year"])
            name = label_path(report.statutory_form, line["cell"]) if report else line["cell"]
            found.append({**{key: line.get(key) for key in COLUMNS}, "label": name})
        except (ValueError, KeyError, TypeError):
            broken.append(f"{shown}：第{number}行无法读取")
    table = pd.DataFrame(found, columns=list(COLUMNS), dtype=object)
    table.attrs["broken"] = broken
    return table
