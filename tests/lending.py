"""Warm workers lent to one batch after another, so that not every test pays for their start."""

from __future__ import annotations

import threading
from pathlib import Path

from govreport.batching import Outcome
from govreport.batching.supervisor import Supervisor
from govreport.rendering import Order

State = frozenset[tuple[str, int, int]]
_MOST = 4
"""Sets of workers that are kept warm at once."""


class Pool:
    """Sets of workers, each with what the folders that it has read looked like then."""

    def __init__(self) -> None:
        self._sets: list[tuple[Supervisor, dict[str, State]]] = []
        self._lock = threading.Lock()

    def workers(self, params: str) -> Supervisor | None:
        """Workers that remember nothing of a folder, such as its names, that no longer stands there."""
        files = (path for path in Path(params).rglob("*") if path.is_file())
        now = frozenset((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
        with self._lock:
            for supervisor, seen in self._sets:
                if seen.setdefault(params, now) == now:
                    return supervisor
            if len(self._sets) == _MOST:
                return None
            self._sets.append((Supervisor(), {params: now}))
            return self._sets[-1][0]

    def close(self) -> None:
        """End all workers."""
        for supervisor, _ in self._sets:
            supervisor.close()


class Lent:
    """A batch's supervisor: the pool's workers, or where all have read the folder as it was once, some of its own."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._own: Supervisor | None = None
        self._lock = threading.Lock()

    def run(self, order: Order, *, timeout: float | None, retries: int) -> Outcome:
        """What became of an order."""
        workers = self._pool.workers(order.params)
        with self._lock:
            if workers is None:
                workers = self._own = self._own or Supervisor()
        return workers.run(order, timeout=timeout, retries=retries)

    def close(self) -> None:
        """End what was begun for this batch alone."""
        if self._own:
            self._own.close()
