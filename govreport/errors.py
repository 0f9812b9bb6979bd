"""The few exceptions of the package: each says in one Chinese line where, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class GovreportError(Exception):
    """Something a person can put right; its text is one Chinese line and is shown without a traceback."""

    @property
    def brief(self) -> str:
        """The whole as one line, for a table."""
        return str(self)

    @property
    def lines(self) -> tuple[str, ...]:
        """The whole, a line for each thing that is wrong."""
        return (str(self),)

    def _render_traceback_(self) -> list[str]:
        """What IPython prints in place of a traceback."""
        return str(self).split("\n")


class BadRequest(GovreportError):
    """The request itself cannot be carried out as it stands: a wrong option, id, year or folder."""


class NotFound(BadRequest):
    """No such agency, year or file; the nearest names are offered."""


class Conflict(GovreportError):
    """The file changed on disk since it was read, so that writing would lose someone's work."""


class Locked(GovreportError):
    """The file to be written is open in another program, or may not be written."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file: its line (0: the file as a whole) and a Chinese sentence."""

    line: int
    text: str


class InvalidFile(GovreportError):
    """A file that cannot be read as what it should be; every problem in it is collected."""

    def __init__(self, path: str, problems: Iterable[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> tuple[str, ...]:
        """Each problem with the file and the line."""
        return tuple(map(self._line, self.problems))

    def _line(self, problem: Problem) -> str:
        where = f"第{problem.line}行：" if problem.line else ""
        return f"{self.path}：{where}{problem.text}"

    @property
    def brief(self) -> str:
        """The first problem, and how many more there are, as one line."""
        more = f"（另有{len(self.problems) - 1}处）" if len(self.problems) > 1 else ""
        return self._line(self.problems[0]) + more


class Blocked(GovreportError):
    """A final edition is refused because error-level findings stand against it; how many of each there are.

    `basis` is the digest of what was read.
    """

    def __init__(self, text: str, errors: int, warnings: int, basis: str | None = None) -> None:
        self.errors = errors
        self.warnings = warnings
        self.basis = basis
        super().__init__(text)
