"""All the ways to end the form: Ctrl+C, a signal, a closed window, the end of whoever began it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil

_LOOKS_EACH = 0.2
_ENDING = ("SIGTERM", "SIGHUP", "SIGBREAK")


@contextmanager
def leaving() -> Iterator[None]:
    """Whatever asks this process to end is taken for Ctrl+C, so that it ends in order."""
    before: dict[int, Any] = {}

    def stop(*_: Any) -> None:
        # a closed window may send two of them, and the second would disturb the end
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for name in _ENDING:
        # `nohup` has a command stay by ignoring the window's end; a thread may not ask at all
        with suppress(AttributeError, ValueError):
            number = getattr(signal, name)
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def until_over(process: subprocess.Popen[bytes]) -> bool:
    """Wait until we are asked to end, which is True, or the process ended by itself.

    Never for long at once, since on Windows a wait hears no Ctrl+C.
    """
    starter = _starter()
    try:
        while process.poll() is None:
            if starter and not _lives(starter):
                return True
            time.sleep(_LOOKS_EACH)
    except KeyboardInterrupt:
        return True
    return False


def _starter() -> psutil.Process | None:
    """Who began this command and waits for it; nobody where it was begun to stay, by `nohup` or a script's `&`."""
    if os.name != "posix":
        return None
    if signal.SIG_IGN in {signal.getsignal(signal.SIGHUP), signal.getsignal(signal.SIGINT)}:
        return None
    with suppress(psutil.Error):
        parent = psutil.Process().parent()
        return parent if parent and parent.pid > 1 else None
    return None


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False
