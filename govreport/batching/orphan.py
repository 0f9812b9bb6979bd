"""A worker whose batch is gone ends itself: whatever it would still make is nobody's."""

from __future__ import annotations

import os
import queue
import select
import signal
from collections.abc import Iterator

from govreport.starting import follow

_MOST_BYTES = 512


def end_all() -> None:
    """End this process and, where it leads a group of its own, all that it started."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


class Watch:
    """Waits for a forked child while it watches that whoever writes to `tasks`, a pipe, is still there.

    No thread does it, since a process with threads should not fork.
    """

    def __init__(self, tasks: int) -> None:
        self._woken, self._wake = os.pipe()
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        self._tasks = tasks
        self._poll = select.poll()
        # of the pipe of orders only its hanging up is told: another order waits until this one is done
        self._poll.register(tasks, 0)
        self._poll.register(self._woken, select.POLLIN)

    def wait(self, child: int) -> int:
        """The status with which the child ended; this process ends instead where its batch is gone."""
        while True:
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                return status
            for end, _ in self._poll.poll():
                if end == self._tasks:
                    end_all()
                os.read(self._woken, _MOST_BYTES)

    def leave(self) -> None:
        """Take the watch off in a child, which may have children of its own."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(self._woken)
        os.close(self._wake)


def lines_until_alone(tasks: int) -> Iterator[bytes]:
    """The lines that are written to `tasks`, a pipe; when its writer is gone, this process ends, whatever it does."""
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    follow(tasks, waiting.put, end_all)
    while True:
        yield waiting.get()
