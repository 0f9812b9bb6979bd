"""Reading within bounds: what takes longer, or holds more, than any report does is given up."""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from govreport.errors import InvalidFile, Problem

Read = TypeVar("Read")

_SECONDS = 8.0
"""Of the processor: a machine that is busy with other things reads no less."""
_MOST_WAITING = 30.0
_MOST_BLOCKS = 2_000_000
_EVERY = 0.05


class Overrun(BaseException):
    """Reading was given up; no reader's `except Exception` takes it for a damaged file."""


def read_within_bounds(shown_as: str, read: Callable[[], Read]) -> Read:
    """What `read` makes of a file, if it is done within bounds.

    Raises:
        InvalidFile: it is not.
    """
    try:
        with within_bounds():
            return read()
    except Overrun:
        text = "内容过多或过于复杂，没有读完，请只保留正文后重试"
        raise InvalidFile(shown_as, [Problem(0, text)]) from None


@contextmanager
def within_bounds(seconds: float = _SECONDS) -> Iterator[None]:
    """Read for no more than `seconds` of the processor, and with no more objects of Python than a report needs.

    A thread looks on and raises `Overrun` in the reading one, wherever it is in Python's code: the libraries that read
    foreign files have no limits of their own. What runs in C without a break is bounded by the readers themselves.
    """
    reader, done, lock, given_up = threading.get_ident(), threading.Event(), threading.Lock(), threading.Event()
    worked, waited = time.process_time() + seconds, time.monotonic() + _MOST_WAITING
    blocks = sys.getallocatedblocks() + _MOST_BLOCKS

    def look_on() -> None:
        while not done.wait(_EVERY):
            late = time.process_time() > worked or time.monotonic() > waited
            if late or sys.getallocatedblocks() > blocks:
                with lock:
                    if not done.is_set():
                        given_up.set()
                        _raise_in(reader, Overrun)

    watcher = threading.Thread(target=look_on, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with lock:
            done.set()
            if given_up.is_set():
                _raise_in(reader, None)
        watcher.join()


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raise `error` in a thread when it next runs Python's code; None takes back what was not raised yet."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error) if error else None)
