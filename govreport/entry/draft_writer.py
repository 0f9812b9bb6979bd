"""Keeps the draft on disk while a person types: the newest state, within a second, without holding anyone up."""

from __future__ import annotations

import threading
from collections.abc import Callable

from govreport.errors import Locked
from govreport.store import Draft, Drafts

_PAUSE = 0.3
"""Seconds in which further changes go into the same writing."""


class DraftWriter:
    """A thread that writes the newest draft it was given.

    `told` hears of each writing: None when it went well, else in a Chinese line why it did not; and which draft it was.
    """

    def __init__(self, drafts: Drafts, told: Callable[[str | None, Draft], None]) -> None:
        self._drafts = drafts
        self._told = told
        self._wanted: Draft | None = None
        self._changed = threading.Condition()
        self._closed = False
        self._writing = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="govreport-draft", daemon=True)
        self._thread.start()

    def keep(self, draft: Draft) -> None:
        """Have `draft` written soon."""
        with self._changed:
            self._wanted = draft
            self._changed.notify()

    def discard(self, id: str) -> None:
        """Remove the draft: it was saved, or is not wanted."""
        with self._changed:
            self._wanted = None
        with self._writing:
            self._drafts.discard(id)

    def close(self) -> None:
        """Write what is waiting, and end."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        while self._wait():
            with self._writing:
                with self._changed:
                    draft, self._wanted = self._wanted, None
                if draft is not None:
                    self._write(draft)

    def _wait(self) -> bool:
        """Wait for a draft, and a moment for more; False when there is no more to come."""
        with self._changed:
            self._changed.wait_for(lambda: self._wanted is not None or self._closed)
            if not self._closed:
                self._changed.wait_for(lambda: self._closed, timeout=_PAUSE)
            return self._wanted is not None

    def _write(self, draft: Draft) -> None:
        try:
            self._drafts.keep(draft)
        except Locked as error:
            self._told(f"草稿没有写成，请尽快保存：{error}", draft)
        else:
            self._told(None, draft)
