"""`govreport lab` and `govreport app` started on a project of their own, as a person would start them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from material import SAMPLES


@dataclass
class Served:
    """A project that `govreport lab` or `govreport app` serves: its folder, the address, the server's process."""

    folder: Path
    address: str
    process: subprocess.Popen[str]

    @property
    def params(self) -> Path:
        return self.folder / "params"


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
    home = place / "home"
    home.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "govreport", verb, "--no-browser"],
        cwd=folder,
        env=home_of(home),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        said = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\S+", said)
        assert address, said
        yield Served(folder, address[0], process)
    finally:
        process.terminate()
        process.wait(30)
