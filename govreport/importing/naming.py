"""What a file's name tells: a pattern such as `{name}{year}年报` read from it."""

from __future__ import annotations

import re
from pathlib import Path

from govreport.errors import BadRequest

_FIELDS = {"{agency}": "(?P<agency>.+?)", "{name}": "(?P<name>.+?)", "{year}": r"(?P<year>(?:19|20)\d\d)"}


class Naming:
    """A pattern of file names; `{agency}` is an id, `{name}` a printed name, `{year}` four digits.

    >>> Naming("{name}{year}年*").read(Path("示例县示例局2023年报最终版.pdf"))
    ('示例县示例局', 2023)

    Raises:
        BadRequest: it names none of these, or one twice.
    """

    def __init__(self, pattern: str) -> None:
        parts = re.split(r"(\{agency\}|\{name\}|\{year\}|\*)", pattern)
        fields = [part for part in parts if part in _FIELDS]
        if not fields or len(set(fields)) < len(fields):
            raise BadRequest(f"--pattern 应含 {'、'.join(_FIELDS)} 中的一个或几个，各一次，现为“{pattern}”")
        written = "".join(".*" if part == "*" else _FIELDS.get(part) or re.escape(part) for part in parts)
        self._pattern = re.compile(written)
        self._shown = pattern

    def read(self, path: Path) -> tuple[str | None, int | None]:
        """The agency's id or name, and the year, as the file's name tells them.

        Raises:
            BadRequest: the name does not follow the pattern.
        """
        match = self._pattern.fullmatch(path.stem)
        if not match:
            raise BadRequest(f"{path.name}：文件名与 --pattern “{self._shown}”不符，请改名或另行导入")
        told = match.groupdict()
        year = told.get("year")
        return told.get("agency") or told.get("name"), int(year) if year else None
