"""LibreOffice without a window, as a reader of what was exported: one call converts several files."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

TIMEOUT = 180


def convert(paths: Iterable[Path], kind: str, folder: Path) -> list[Path]:
    """The files as LibreOffice saves them as `kind` (pdf, docx, xlsx, …) into `folder`, in their order."""
    wanted, said = _convert(paths, kind, folder)
    missing = [path.name for path in wanted if not path.exists()]
    assert not missing, f"LibreOffice left out {missing}: {said}"
    return wanted


def savable(paths: Iterable[Path], kind: str, folder: Path) -> list[Path]:
    """As `convert`, without the files that LibreOffice cannot open or save as `kind`."""
    return [path for path in _convert(paths, kind, folder)[0] if path.exists()]


def _convert(paths: Iterable[Path], kind: str, folder: Path) -> tuple[list[Path], str]:
    """Where LibreOffice puts what it makes of the files, and what it says."""
    sources = [path.resolve() for path in paths]
    wanted = [folder / f"{path.stem}.{kind}" for path in sources]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        said = _run(
            "soffice",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            *("--headless", "--norestore", "--convert-to", kind, "--outdir", str(folder)),
            *map(str, sources),
        )
    return wanted, said


def _run(*command: str) -> str:
    """What the command says; past the time limit it ends with all that it started."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        return process.communicate(timeout=TIMEOUT)[0]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
