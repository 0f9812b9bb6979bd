"""Drafts: what was entered and not yet saved, beside the yearly file, so that no stop of the machine loses it."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from govreport.errors import InvalidFile, Locked, Problem
from govreport.report import from_json, to_json

from .places import year_file
from .saving import write_atomic


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone().replace(microsecond=0)


@dataclass(frozen=True)
class Draft:
    """What one person has entered in one form.

    `record` is the report in the YAML file's layout; `unread` holds what was typed and is no figure, by path;
    `stated` the sums that were typed and not computed. `base` is the record that the yearly file held when it was
    opened, `opened` the digest of that file. `heard` tells which messages of a page are in it: the number of the
    newest, by page.
    """

    by: str
    record: dict[str, Any]
    base: dict[str, Any]
    opened: str
    unread: dict[str, str] = field(default_factory=dict)
    stated: tuple[str, ...] = ()
    heard: dict[str, int] = field(default_factory=dict)
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    time: datetime.datetime = field(default_factory=_now)


class Drafts:
    """The drafts of one agency and year: a file each, `<year>.draft-<id>.json`."""

    def __init__(self, folder: Path, agency: str, year: int) -> None:
        self._file = year_file(folder, agency, year)

    def path(self, id: str) -> Path:
        """Where the draft lies."""
        return self._file.with_name(f"{self._file.stem}.draft-{id}.json")

    def keep(self, draft: Draft) -> None:
        """Write the draft in place of its earlier self.

        Raises:
            Locked: the folder may not be written.
        """
        kept = to_json({**vars(draft), "time": draft.time.isoformat()})
        write_atomic(self.path(draft.id), kept.encode("utf-8", "backslashreplace"))

    def discard(self, id: str) -> None:
        """Remove the draft, if it is still there.

        Raises:
            Locked: the file is open in another program, or the folder may not be written.
        """
        try:
            self.path(id).unlink(missing_ok=True)
        except OSError as error:
            raise Locked(f"{self.path(id).name}：草稿无法删除（{error.strerror}），请手动删除") from None

    def ids(self) -> list[str]:
        """The ids of the drafts that lie beside the yearly file, the newest first."""
        found = list(self._file.parent.glob(f"{self._file.stem}.draft-*.json"))
        found.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
        return [path.stem.rpartition("-")[2] for path in found]

    def read(self, id: str) -> Draft:
        """The draft with the id.

        Raises:
            InvalidFile: the file is gone or is no draft any more.
        """
        path = self.path(id)
        try:
            kept = from_json(path.read_text(encoding="utf-8"))
            return Draft(
                **{
                    **kept,
                    "stated": tuple(kept["stated"]),
                    "time": datetime.datetime.fromisoformat(kept["time"]),
                }
            )
        except (OSError, ValueError, KeyError, TypeError):
            raise InvalidFile(path.name, [Problem(0, "草稿文件已损坏或已被删除，无法恢复")]) from None
