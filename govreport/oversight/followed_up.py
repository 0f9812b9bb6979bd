"""What became of findings since an earlier check: resolved, new, or still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from govreport.errors import InvalidFile, Problem
from govreport.report import SEVERITIES, Finding, from_json

SINCE = {"resolved": "已解决", "new": "新增", "open": "仍存在"}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_findings(path: Path) -> list[Finding]:
    """The findings that `govreport check --json` printed into the file at `path`.

    Raises:
        InvalidFile: the file cannot be read, or a line is no finding; every such line is named.
    """
    found, problems = [], []
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = from_json(line)
            if record.get("since") != "resolved":
                found.append(_finding(record))
        except (ValueError, KeyError, TypeError, AttributeError):
            problems.append(Problem(number, "不是 govreport check --json 的输出，请重新生成这个文件"))
    if problems:
        raise InvalidFile(str(path), problems)
    return found


def _text(path: Path) -> str:
    """The file's text, also where a console of Windows wrote it."""
    try:
        content = path.read_bytes()
        return content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except OSError as error:
        raise InvalidFile(str(path), [Problem(0, f"无法读取（{error.strerror}），请检查文件及其权限")]) from None
    except UnicodeDecodeError:
        raise InvalidFile(str(path), [Problem(0, "不是 UTF-8 文本，应是 govreport check --json 的输出")]) from None


def _finding(record: dict[str, Any]) -> Finding:
    cells = record["cells"]
    kinds = (("agency", str), ("year", int), ("rule", str), ("message", str))
    if any(type(record[name]) is not kind for name, kind in kinds) or not isinstance(cells, list):
        raise ValueError("not a finding")
    if record["severity"] not in SEVERITIES or not all(isinstance(cell, str) for cell in cells):
        raise ValueError("not a finding")
    told = {name: record[name] for name in ("agency", "year", "rule", "severity", "message")}
    values = (record.get("expected"), record.get("actual"))
    return Finding(
        **told, cells=tuple(cells), expected=values[0], actual=values[1], waived=record.get("waived") is True
    )


class Since:
    """Findings of an earlier check beside those of now, report by report.

    One is the same as before where agency, year, rule and cells are; its values may have changed.
    """

    def __init__(self, earlier: Sequence[Finding]) -> None:
        self.counted: Counter[str] = Counter()
        self._earlier: dict[tuple[str, int], list[Finding]] = {}
        for finding in earlier:
            self._earlier.setdefault((finding.agency, finding.year), []).append(finding)

    def of(self, agency: str, year: int, findings: Sequence[Finding]) -> list[tuple[str, Finding]]:
        """Each finding of now on a report as `new` or `open`, then those `resolved`, as they were then."""
        then = self._earlier.pop((agency, year), [])
        left = Counter(map(_same, then))
        told = []
        for finding in findings:
            key = _same(finding)
            told.append(("open" if left[key] else "new", finding))
            left[key] -= bool(left[key])
        for finding in reversed(then):
            key = _same(finding)
            if left[key]:
                left[key] -= 1
                told.insert(len(findings), ("resolved", finding))
        self.counted.update(state for state, _ in told)
        return told

    @property
    def outside(self) -> int:
        """How many findings of then are on reports that nobody has asked `of` yet."""
        return sum(map(len, self._earlier.values()))

    @property
    def sentence(self) -> str:
        """How many there are of each."""
        parts = "，".join(f"{label}{self.counted[state]}项" for state, label in SINCE.items())
        outside = f"；另有{self.outside}项所在的报告不在本次校核范围" if self.outside else ""
        return f"与上次校核相比：{parts}{outside}。"


def _same(finding: Finding) -> tuple[str, tuple[str, ...]]:
    return finding.rule, finding.cells
