"""`Task` and `Outcome`: what a worker is asked for, and what became of it; both plain enough to travel as JSON."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from typing import Any

from govreport.rendering import own_mark

FORKS = hasattr(os, "fork")
"""Whether a worker can fork for every report."""

STATUSES = {
    "rendered": "已生成",
    "unchanged": "未变动",
    "blocked": "暂不能定稿",
    "failed": "未生成",
    "missing": "未报送",
    "gone": "已不在数据中",
}


@dataclass(frozen=True)
class Task:
    """One report to render in `formats`; folders and notebook are absolute paths.

    `label` stands for `values` in the names of an own notebook's files; `turn` is the batch's.
    """

    agency: str
    year: int
    edition: str
    charts: str
    params: str
    outputs: str
    formats: tuple[str, ...] = ("html",)
    engine: str = "govreport"
    notebook: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    label: str | None = None
    keep_notebook: bool = False
    turn: str | None = None

    @property
    def own(self) -> str:
        """What marks the files of a person's own notebook in their names; empty for the report's."""
        return own_mark(self.notebook, self.values, self.label)

    def record(self) -> dict[str, Any]:
        """The task as plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Outcome:
    """What became of one agency's report; `message` says in one Chinese sentence why it is not there.

    `status` is `rendered`, `unchanged`, `blocked` (errors stand against a final edition), `failed`, `missing`
    (expected to report, without a file), or `gone` (was reported once, and is no more). `input_digest` is over what
    the worker read. `errors` and `warnings` count findings. `bad_file` tells that the agency's own file could not be
    read, `crashed` that the work ended before it was done. `files` are the SHA-256 of its files by their kinds,
    `output_digest` that of the first.
    """

    agency: str
    year: int
    edition: str
    status: str
    input_digest: str | None = None
    output_digest: str | None = None
    seconds: float = 0.0
    attempts: int = 1
    errors: int = 0
    warnings: int = 0
    message: str = ""
    path: str | None = None
    files: dict[str, str] = field(default_factory=dict)
    bad_file: bool = False
    crashed: bool = False
