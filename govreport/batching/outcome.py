"""`Outcome`: what became of one report, plain enough to travel as JSON."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from govreport.rendering import Order

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

    @classmethod
    def crash(cls, order: Order, message: str) -> Outcome:
        """What became of an order whose work ended before it was done."""
        return cls(order.agency, order.year, order.edition, "failed", message=message, crashed=True)
