"""Reading watched: the last resort, where a file makes a library work or grow without end.

What a report may hold is counted by the readers of each kind, and so refused alike on every machine.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from govreport.errors import InvalidFile, Problem

Read = TypeVar("Read")

_SECONDS = 60.0
"""Of the processor: ten times what the longest report takes, so that a slow machine reads no less."""
_MOST_BLOCKS = 2_000_000
_EVERY = 0.05
_TURNS = 100


class Overrun(BaseException):
    """Reading was given up; no reader's `except Exception` takes it for a damaged file."""


class _Slow(Overrun):
    """This machine was not done in time."""


def read_within_bounds(shown_as: str, read: Callable[[], Read]) -> Read:
    """What `read` makes of a file, if it is done within bounds.

    Raises:
        InvalidFile: it is not.
    """
    try:
        with within_bounds():
            return read()
    except _Slow:
        text = f"这台电脑在{_SECONDS:g}秒内没有读完，请关闭其他程序后重试，或换一台较快的电脑，或只保留正文后再导入"
    except Overrun:
        text = "内容过多或过于复杂，没有读完，请只保留正文后重试"
    raise InvalidFile(shown_as, [Problem(0, text)]) from None


@contextmanager
def within_bounds() -> Iterator[None]:
    """Read with no more objects of Python than a report needs, and not for ever.

    A thread looks on and raises `Overrun` in the reading one, wherever it is in Python's code: the libraries that read
    foreign files have no limits of their own. What runs in C without a break is bounded by the readers themselves.
    """
    reader, lock, reading = threading.get_ident(), threading.Lock(), threading.Lock()
    reading.acquire()
    # of what follows the reading only C is called, so that nothing is raised before the watcher knows that it is over
    over: list[bool] = []
    given_up: list[bool] = []
    worked, blocks = time.process_time() + _SECONDS, sys.getallocatedblocks() + _MOST_BLOCKS

    def look_on() -> None:
        while not reading.acquire(timeout=_EVERY):
            large = sys.getallocatedblocks() > blocks
            if large or time.process_time() > worked:
                with lock:
                    if not over:
                        given_up.append(True)
                        _raise_in(reader, Overrun if large else _Slow)

    watcher = threading.Thread(target=look_on, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with lock:
            over.append(True)
        reading.release()
        if given_up:
            _let_it_come()
        watcher.join()


def _raise_in(thread: int, error: type[BaseException]) -> None:
    """Raise `error` in a thread when it next runs Python's code."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


def _let_it_come() -> None:
    """Have what was not raised yet raised here: Python looks for it at each turn of a loop.

    Taken back instead (SetAsyncExc with NULL), Python 3.11 would look for it for ever: slowly, and under a debugger
    without end.
    """
    with suppress(Overrun):
        for _ in range(_TURNS):
            pass
