"""Supervision: each thread that carries out orders keeps one warm child, times it, and replaces it when it dies."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
from contextlib import suppress
from dataclasses import replace
from time import perf_counter
from typing import Any

import simplejson

from govreport.rendering import Order
from govreport.starting import end_family, python

from .outcome import FORKS, Outcome

_WARMING = 120.0
_GRACE = 5.0


class _Silent(Exception):
    """The child did not answer: it died, or took longer than it may."""

    def __init__(self, *, late: bool) -> None:
        self.late = late
        super().__init__()


class Child:
    """A warm worker process, spoken to in lines of JSON."""

    def __init__(self, how: str) -> None:
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(
            python("-c", f"from govreport.batching.worker import main; main({how!r})"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=FORKS,
        )
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        try:
            self._receive(_WARMING)
        except _Silent:
            self.end()
            raise

    def ask(self, order: Order, timeout: float | None) -> dict[str, Any]:
        """The answer to `order`; raises `_Silent` where none comes within `timeout` seconds."""
        if self._process.stdin is None or self._process.poll() is not None:
            raise _Silent(late=False)
        try:
            self._process.stdin.write(simplejson.dumps(order.record()).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise _Silent(late=False) from None
        return self._receive(timeout)

    def end(self) -> None:
        """End the process, and whatever it started."""
        if FORKS:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        elif self._process.poll() is None:
            end_family(self._process.pid)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._process.wait(_GRACE)

    def _read(self) -> None:
        """Hand on each line of the child's; an empty one when there are no more, or the pipe was closed here."""
        with suppress(ValueError):
            for line in self._process.stdout or ():
                self._lines.put(line)
        self._lines.put(b"")

    def _receive(self, timeout: float | None) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            raise _Silent(late=True) from None
        if not line:
            raise _Silent(late=False)
        answer: dict[str, Any] = simplejson.loads(line)
        return answer


class Supervisor:
    """Carries out orders in warm children, as many at once as there are callers."""

    def __init__(self, how: str = "fork") -> None:
        self._how = how
        self._idle: list[Child] = []
        self._all: list[Child] = []
        self._lock = threading.Lock()
        self._closed = False

    def run(self, order: Order, *, timeout: float | None, retries: int) -> Outcome:
        """What becomes of `order`; a child that dies or takes too long is ended, and it is tried again."""
        started = perf_counter()
        attempts = 0
        while True:
            attempts += 1
            outcome = self._attempt(order, timeout)
            if not outcome.crashed or attempts > retries or self._closed:
                return replace(outcome, attempts=attempts, seconds=outcome.seconds or perf_counter() - started)

    def close(self) -> None:
        """End every child, so that no caller waits for one any more."""
        self._closed = True
        with self._lock:
            children, self._all, self._idle = self._all, [], []
        for child in children:
            child.end()

    def _attempt(self, order: Order, timeout: float | None) -> Outcome:
        child = None
        try:
            child = self._take()
            answer = child.ask(order, timeout)
        except _Silent as silent:
            self._drop(child)
            said = f"超过{timeout:g}秒未完成，已终止" if silent.late and timeout else "工作进程意外退出"
            return Outcome.crash(order, said)
        if answer.get("last"):
            self._drop(child)
        else:
            self._give_back(child)
        if "died" in answer:
            said = f"工作进程意外退出（{answer['died']}）"
            return Outcome.crash(order, said)
        return Outcome(**answer["outcome"])

    def _take(self) -> Child:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        child = Child(self._how)
        with self._lock:
            if not self._closed:
                self._all.append(child)
                return child
        child.end()
        raise _Silent(late=False)

    def _give_back(self, child: Child) -> None:
        with self._lock:
            self._idle.append(child)

    def _drop(self, child: Child | None) -> None:
        if child is None:
            return
        with self._lock:
            if child in self._all:
                self._all.remove(child)
        child.end()


_shared: Supervisor | None = None
_shared_lock = threading.Lock()


def run_shared(order: Order, timeout: float | None, retries: int) -> Outcome:
    """Carry out an order in this process's own warm children; what a cluster's worker is sent."""
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = Supervisor()
    return _shared.run(order, timeout=timeout, retries=retries)
