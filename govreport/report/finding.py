"""`Finding`: what a check says of a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .numbers import Number

Severity = Literal["error", "warning", "hint"]
SEVERITIES: dict[Severity, str] = {"error": "应改正", "warning": "请核实", "hint": "提示"}
PROBLEMS: dict[Severity, str] = {"error": "应改正问题", "warning": "须核实问题", "hint": "提示"}
"""What a count of findings is called."""


@dataclass(frozen=True)
class Finding:
    """A rule's word on one report: the cells it read, both values, and a Chinese sentence that says what to do.

    `cells[0]` is the cell to look at first. `expected` and `actual` are None where the rule
    compares no two numbers. `firm` is one that no reason lets stand.
    """

    agency: str
    year: int
    rule: str
    severity: Severity
    cells: tuple[str, ...]
    message: str
    expected: Number | None = None
    actual: Number | None = None
    waived: bool = False
    firm: bool = False

    @property
    def blocks(self) -> bool:
        """Whether it stands against a final edition."""
        return self.severity == "error" and not self.waived

    def record(self) -> dict[str, Any]:
        """The finding as the plain data that `govreport check --json` prints."""
        stated = {**vars(self), "cells": list(self.cells)}
        del stated["firm"]
        return stated
