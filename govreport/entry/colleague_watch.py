"""Looks, by a thread, who else has the report open and whether its file was saved meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from govreport.store import Opened, Saving

_PAUSE = 2.0
"""Seconds between two looks; a presence is touched as often."""


@dataclass(frozen=True)
class Person:
    """Somebody who has the report open, and in how many places they have entered what is not saved."""

    opened: Opened
    unsaved: int


@dataclass(frozen=True)
class Changed:
    """The yearly file is no longer as it was opened: who saved it, if the journal tells, and how many places changed.

    `problem` says why it can no longer be read.
    """

    saving: Saving | None = None
    places: int = 0
    problem: str = ""


@dataclass(frozen=True)
class Others:
    """Who else has the report open, who left a draft while one looked on, and what became of the file."""

    people: tuple[Person, ...] = ()
    left: tuple[Person, ...] = ()
    changed: Changed | None = None


class Watch:
    """A thread that looks every two seconds, and tells what it sees."""

    def __init__(self, look: Callable[[], Others], told: Callable[[Others], None]) -> None:
        self._look = look
        self._told = told
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="govreport-watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End; a look that a share holds up is not waited for."""
        self._closed.set()
        self._thread.join(_PAUSE)

    def _work(self) -> None:
        while not self._closed.is_set():
            self._told(self._look())
            self._closed.wait(_PAUSE)
