"""Warm workers lent to one batch after another, so that not every test pays for their start."""

from __future__ import annotations

import threading
from pathlib import Path

from govreport.batching import Outcome
from govreport.batching.supervisor import Supervisor
from govreport.rendering import Order


class Pool:
    """The workers, and what the folders that they have read looked like then."""

    def __init__(self) -> None:
        self.workers = Supervisor()
        self._seen: dict[str, frozenset[tuple[str, int, int]]] = {}
        self._lock = threading.Lock()

    def knows(self, params: str) -> bool:
        """Whether what a worker remembers of a folder, such as its names, still stands there."""
        files = (path for path in Path(params).rglob("*") if path.is_file())
        now = frozenset((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
        with self._lock:
            return self._seen.setdefault(params, now) == now


class Lent:
    """A batch's supervisor: the pool's workers, or some of its own on a folder that has changed since they read it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._own: Supervisor | None = None
        self._lock = threading.Lock()

    def run(self, order: Order, *, timeout: float | None, retries: int) -> Outcome:
        """What became of an order."""
        with self._lock:
            if self._own is None and not self._pool.knows(order.params):
                self._own = Supervisor()
        return (self._own or self._pool.workers).run(order, timeout=timeout, retries=retries)

    def close(self) -> None:
        """End what was begun for this batch alone."""
        if self._own:
            self._own.close()
