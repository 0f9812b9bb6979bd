"""Who has a yearly file open for entry: each leaves a small file beside it, and touches it while they are there.

On one machine somebody is there while their process lives. Of another machine's process nobody can tell, so there the
file must have been touched within a minute, by the folder's own clock or before one's eyes.
"""

from __future__ import annotations

import atexit
import datetime
import os
import platform
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govreport.report import from_json, to_json

from .places import year_file
from .saving import ABANDONED, lives, part_of

_GONE = 60
"""Seconds without a touch after which somebody on another machine is gone."""
_SECOND = 1_000_000_000


@dataclass(frozen=True)
class Opened:
    """One opening of a yearly file: by whom, on which machine in which process, and since when."""

    session: str
    by: str
    host: str
    pid: int
    since: datetime.datetime


class Presence:
    """Who has the agency's file of one year open: a file each, `<year>.open-<session>.json`.

    Where the folder cannot be written one is simply not seen by others; nothing here raises for it.
    """

    def __init__(self, folder: Path, agency: str, year: int) -> None:
        self._file = year_file(folder, agency, year)
        self._own: Opened | None = None
        self._written: bytes | None = None
        self._touched: dict[str, tuple[int, bool, float]] = {}
        self._lock = threading.Lock()

    def path(self, session: str) -> Path:
        """Where an opening is told."""
        return self._file.with_name(f"{self._file.stem}.open-{session}.json")

    def enter(self, session: str, by: str) -> None:
        """Say that this process has the file open; said again with another name, it changes the name."""
        with self._lock:
            since = self._own.since if self._own else datetime.datetime.now().astimezone().replace(microsecond=0)
            self._own = Opened(session, by, platform.node(), os.getpid(), since)
            self._touch()
        atexit.register(self.leave)

    def leave(self) -> None:
        """Say no more that this process has the file open."""
        atexit.unregister(self.leave)
        with self._lock:
            own, self._own = self._own, None
            if own:
                with suppress(OSError):
                    self.path(own.session).unlink(missing_ok=True)

    def others(self) -> list[Opened]:
        """Which other processes have it open, the first first; what is left of those that ended is swept.

        This opening's own file is touched by it. Another form of this process is no other person's.
        """
        with self._lock:
            now = self._touch()
            mine = self._own.session if self._own else None
            found = [one for path in self._paths() if (one := self._look(path, mine, now))]
        elsewhere = (one for one in found if not (_is_here(one) and one.pid == os.getpid()))
        return sorted(elsewhere, key=lambda one: (one.since, one.session))

    def _paths(self) -> list[Path]:
        try:
            return sorted(self._file.parent.glob(f"{self._file.stem}.open-*.json"))
        except OSError:
            return []

    def _look(self, path: Path, mine: str | None, now: int | None) -> Opened | None:
        """Who left the file, if they are there; else it is removed."""
        session = path.stem.rpartition("-")[2]
        if session == mine:
            return None
        try:
            touched = path.stat().st_mtime_ns
            one = _read(path, session)
        except OSError:
            return None
        quiet = None if now is None else abs(now - touched) / _SECOND
        moved, watched = self._watched(session, touched)
        recent = (moved and watched < _GONE) or (quiet is not None and quiet < _GONE)
        if one and _is_there(one, recent):
            return one
        if (one and _is_here(one)) or watched > _GONE or (quiet or 0) > ABANDONED:
            with suppress(OSError):
                path.unlink()
        return None

    def _watched(self, session: str, touched: int) -> tuple[bool, float]:
        """Whether the file changed before our eyes, whatever the clocks say, and the seconds since it did."""
        now = time.monotonic()
        before, moved, since = self._touched.get(session, (touched, False, now))
        if before != touched:
            moved, since = True, now
        self._touched[session] = (touched, moved, since)
        return moved, now - since

    def _touch(self) -> int | None:
        """Write this process's own file, and tell when that was by the folder's clock; None where it cannot be."""
        if self._own is None:
            return None
        path = self.path(self._own.session)
        content = to_json(_told(self._own)).encode("utf-8", "backslashreplace")
        try:
            if content != self._written or not path.exists():
                _put(path, content)
            else:
                # written again, not only marked: of marking, the machine's own clock would give the time
                with path.open("r+b") as stream:
                    stream.write(content)
            self._written = content
            return path.stat().st_mtime_ns
        except OSError:
            return None


def _is_here(one: Opened) -> bool:
    return one.host == platform.node()


def _is_there(one: Opened, recent: bool) -> bool:
    """Whether somebody is still there; `recent` is whether they touched their file within a minute."""
    if not _is_here(one):
        return recent
    # after a restart of the machine the number may be another process's, and after a change of its clock the time wrong
    return lives(one.pid, None if recent else one.since.timestamp())


def _put(path: Path, content: bytes) -> None:
    """As `write_atomic`, without a folder made anew, or a wait for the disk."""
    part = part_of(path)
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _told(one: Opened) -> dict[str, Any]:
    return {"by": one.by, "host": one.host, "pid": one.pid, "since": one.since.isoformat()}


def _read(path: Path, session: str) -> Opened | None:
    try:
        told = from_json(path.read_text(encoding="utf-8"))
        since = datetime.datetime.fromisoformat(told["since"]).astimezone()
        return Opened(session, str(told["by"]), str(told["host"]), int(told["pid"]), since)
    except (ValueError, KeyError, TypeError):
        return None
