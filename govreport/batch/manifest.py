"""`manifest.jsonl`: one line a report of a batch; the last line of an agency and edition counts."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import simplejson

from govreport.errors import Locked
from govreport.store import write_atomic

from .task import Outcome

FILE = "manifest.jsonl"
KEYS = (
    "agency",
    "year",
    "edition",
    "status",
    "input_digest",
    "output_digest",
    "seconds",
    "attempts",
    "errors",
    "warnings",
    "message",
)
_TOO_MANY = 4

Entry = dict[str, Any]


def read_manifest(folder: Path, own: str = "") -> dict[tuple[str, str], Entry]:
    """The entry that counts for each agency and edition; a line cut off in the middle does not.

    `own` is the name of a person's own notebook, whose batches keep a manifest of their own.
    """
    entries: dict[tuple[str, str], Entry] = {}
    for entry in _lines(_path(folder, own)):
        entries[entry["agency"], entry["edition"]] = entry
    return entries


def _path(folder: Path, own: str) -> Path:
    return folder / (f"manifest.{own}.jsonl" if own else FILE)


def _lines(path: Path) -> Iterable[Entry]:
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = simplejson.loads(line)
        except simplejson.JSONDecodeError:
            continue
        if isinstance(entry, dict) and set(KEYS) <= set(entry):
            yield entry


class Manifest:
    """The manifest while a batch writes it: its one writer appends a line as each report ends."""

    def __init__(self, folder: Path, own: str = "") -> None:
        self.path = _path(folder, own)
        self.entries = read_manifest(folder, own)
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        self._tidy()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = self.path.open("ab")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._stream is not None:
            with suppress(OSError):
                self._stream.close()

    def append(self, outcome: Outcome) -> None:
        """Write what became of a report, so that it stands whatever happens next.

        Raises:
            Locked: the disk takes no more.
        """
        entry = {key: getattr(outcome, key) for key in KEYS}
        if outcome.files.keys() - {"html"}:
            entry["files"] = outcome.files
        entry["seconds"] = round(outcome.seconds, 3)
        self.entries[outcome.agency, outcome.edition] = entry
        if self._stream is not None:
            try:
                self._stream.write(simplejson.dumps(entry, ensure_ascii=False).encode("utf-8") + b"\n")
                self._stream.flush()
            except OSError as error:
                raise Locked(
                    f"{self.path}：无法写入（{error.strerror}），请检查磁盘空间后再次运行，已生成的不会重做"
                ) from None

    def _tidy(self) -> None:
        """Leave one line an entry where there are many, and no line cut off at the end."""
        if not self.path.is_file():
            return
        content = self.path.read_bytes()
        if not content.endswith(b"\n") or content.count(b"\n") > _TOO_MANY * len(self.entries):
            lines = (simplejson.dumps(entry, ensure_ascii=False) + "\n" for entry in self.entries.values())
            write_atomic(self.path, "".join(lines).encode("utf-8"))
