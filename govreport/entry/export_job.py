"""A finished file made from the form: the batch's own command for one report, in a process beside the kernel."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

from govreport.rendering import Order
from govreport.starting import python

_ENDED_WELL = 0
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows a console of its own would open."""


class Job:
    """`govreport batch` for one order; `done` hears whether it went well, else why not."""

    def __init__(self, order: Order, done: Callable[[bool, str], None]) -> None:
        words = ["batch", str(order.year), order.agency, "--only"]
        for name in ("edition", "charts", "params", "outputs"):
            words += [f"--{name}", getattr(order, name)]
        words += ["--formats", ",".join(order.formats)]
        self._done = done
        self._stopped = False
        self._process = subprocess.Popen(
            python("-m", "govreport", *words),
            cwd=Path(order.params).parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=_NO_WINDOW,
        )
        self._thread = threading.Thread(target=self._follow, name="govreport-export", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it before it is done."""
        self._stopped = True
        self._process.terminate()

    def wait(self) -> None:
        """Until it is done and `done` has heard."""
        self._thread.join()

    def _follow(self) -> None:
        _, said = self._process.communicate()
        lines = [line.strip() for line in said.decode("utf-8", "replace").split("\n") if line.strip()]
        reason = "已停止，没有生成" if self._stopped else lines[-1] if lines else "没有生成"
        self._done(self._process.returncode == _ENDED_WELL, reason)
