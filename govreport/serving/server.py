"""The server's own process, `python -m govreport.serving.server lab|app FOLDER …`: it ends when its parent does.

Its standard input is a pipe that its parent holds and never writes to. FOLDER is the private one it runs in, so that no
configuration that lies in a project is taken for its own.
"""

from __future__ import annotations

import govreport.light  # noqa: F401

import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

from govreport.starting import end_family, follow

_ORDERLY = 8.0
"""Seconds for Jupyter to end its kernels."""


def main(which: str, folder: str, words: list[str]) -> None:
    """Serve until ended, then take the private folder away: the parent may have died without doing so."""
    follow(_parent(), lambda line: None, _end)
    try:
        if which == "lab":
            from jupyterlab.labapp import LabApp

            LabApp.launch_instance(words)
        else:
            from .page import FormPage

            FormPage.launch_instance(words)
    finally:
        os.chdir(Path(folder).parent)
        shutil.rmtree(folder, ignore_errors=True)


def _parent() -> int:
    """The pipe to the parent, moved from standard input, which kernels and Jupyter's question would share."""
    pipe = os.dup(sys.stdin.fileno())
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, sys.stdin.fileno())
    os.close(nothing)
    return pipe


def _end() -> None:
    """End in Jupyter's own way, which ends its kernels first; if that takes too long, all at once."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
    else:
        signal.raise_signal(signal.SIGTERM)
    time.sleep(_ORDERLY)
    end_family(os.getpid())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
