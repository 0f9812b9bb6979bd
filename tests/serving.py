"""`govreport lab` and `govreport app` started on a project of their own, as a person would start them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from material import SAMPLES

PATIENCE = 60.0
"""Seconds after which what is waited for does not come any more."""


@dataclass
class Served:
    """A project that `govreport lab` or `govreport app` serves: its folder, the address, the command's process."""

    folder: Path
    address: str
    process: subprocess.Popen[str]
    told: str = ""

    @property
    def params(self) -> Path:
        return self.folder / "params"

    @property
    def token(self) -> str:
        return self.address.rpartition("token=")[2]

    @property
    def origin(self) -> str:
        return self.address.partition("://")[0] + "://" + self.address.split("/")[2]

    def ask(
        self, path: str, data: dict[str, Any] | None = None, token: bool = False, **headers: str
    ) -> tuple[int, str, bytes]:
        """The status of an answer, where it leads elsewhere, and its content."""
        given = {**headers, **({"Authorization": f"token {self.token}"} if token else {})}
        body = None if data is None else json.dumps(data).encode()
        request = urllib.request.Request(self.origin + path, body, given)
        try:
            with _OPENER.open(request, timeout=PATIENCE) as answer:
                return answer.status, "", answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Location") or "", error.read()

    def run_form(self) -> None:
        """Begin a kernel, as opening the address in a browser would."""
        if "/lab/" in self.address:
            path = re.search(r"/tree/([^?]+)", self.address)[1]
            kernel = {"path": path, "type": "notebook", "name": "entry", "kernel": {"name": "python3"}}
            assert self.ask("/api/sessions", kernel, token=True)[0] == 201
        else:
            assert self.ask("/", token=True)[0] == 200


class _NoFollowing(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *given: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoFollowing)


def home_of(folder: Path) -> dict[str, str]:
    """The environment of a person who has never used Jupyter."""
    names = {"HOME": "", "IPYTHONDIR": "ipython", "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data"}
    return {
        **os.environ,
        **{name: str(folder / inside) for name, inside in names.items()},
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "PYTHONIOENCODING": "utf-8",
    }


def serve(verb: str, place: Path, *, samples: bool = True) -> Iterator[Served]:
    """Start `govreport lab` or `govreport app` on a project of its own, as a person would."""
    folder = place / "我的 年报"
    if samples:
        shutil.copytree(SAMPLES, folder / "params")
    else:
        (folder / "params").mkdir(parents=True)
    with serving(verb, folder, place) as served:
        yield served


@contextmanager
def serving(
    verb: str, folder: Path, place: Path, options: Sequence[str] = ("--no-browser",), **begun: Any
) -> Iterator[Served]:
    """The command running in a folder; `begun` are further ways to begin it."""
    home = place / "home"
    home.mkdir(exist_ok=True)
    environment = {**home_of(home), **begun.pop("environment", {})}
    before = begun.pop("before", ())
    process = subprocess.Popen(
        [*before, sys.executable, "-m", "govreport", verb, *options],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **begun,
    )
    try:
        told = ""
        while not (address := re.search(r"http://127\.0\.0\.1:\S+", told)):
            line = process.stdout.readline()
            assert line, told
            told += line
        yield Served(folder, address[0], process, told)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """A process and all that it began, and that these began."""
    first = psutil.Process(process.pid)
    return [first, *first.children(recursive=True)]


def wait_for(look: Callable[[], Any], what: str) -> Any:
    """What `look` finds, once it finds something."""
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for {what}")


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
