"""How processes of Python are begun and ended: none takes code from the folder it is begun in, none outlives its own.

`python -m` and `python -c` look for modules in the working folder first. That is often a project's, and the project may
come from elsewhere: a `pandas.py` beside its figures would run.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psutil

SAFE = {"PYTHONSAFEPATH": "1"}
"""What tells every Python below, by its environment, to leave the working folder alone."""


def python(*words: str) -> list[str]:
    """The command that runs this Python with `words`."""
    return [sys.executable, "-P", *words]


@contextmanager
def spawning_safely() -> Iterator[None]:
    """While processes are begun whose command another library writes."""
    before = {name: os.environ.get(name) for name in SAFE}
    os.environ.update(SAFE)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def follow(pipe: int, hear: Callable[[bytes], None], alone: Callable[[], None]) -> None:
    """Hear each line written to `pipe`; when nobody is left who could write, call `alone`. Both from a thread."""

    def read() -> None:
        # unbuffered, since a buffer's lock that a thread holds would stop the process from ending in order
        with open(pipe, "rb", buffering=0, closefd=False) as stream:
            for line in stream:
                hear(line)
        alone()

    threading.Thread(target=read, name="govreport-parent", daemon=True).start()


def end_family(pid: int) -> None:
    """End a process and all that it began, at once."""
    with suppress(psutil.Error):
        first = psutil.Process(pid)
        for each in (*first.children(recursive=True), first):
            with suppress(psutil.Error):
                each.kill()
