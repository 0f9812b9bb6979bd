"""Processes killed at random moments: who saves, the form, and a batch; nothing is half, lost or claimed.

python tests/trials/kills.py --seconds 3600 --seed 1
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from hashlib import sha256
from pathlib import Path
from random import Random

import psutil
from trial import AGENCY, COUNTER, YEAR, begin, check_journal, run, work

from govreport.batching import make_district, read_manifest

UNITS = 5
_undisturbed: dict[str, str] = {}


def killed(process: subprocess.Popen[bytes], dice: Random, after: int, most: float) -> bytes:
    """Kill a process a random while after it told `after` lines, with its children or without; what it told."""
    told = b"".join(process.stdout.readline() for _ in range(after)) if process.stdout else b""
    with_children = dice.random() < 0.5
    threading.Event().wait(dice.uniform(0, most))
    children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    for one_of in [process, *children] if with_children else [process]:
        try:
            one_of.kill()
        except psutil.NoSuchProcess:
            continue
    told += process.stdout.read() if process.stdout else b""
    process.wait()
    # Its children see that it is gone and end; until then they may write.
    psutil.wait_procs(children, timeout=120)
    return told


def form(dice: Random, params: Path) -> None:
    """As `saver`, in the form."""
    saver(dice, params, "form")


def saver(dice: Random, params: Path, what: str = "save") -> None:
    """Kill one who saves again and again; what it was told is done stands, and the next save goes on."""
    store = begin(params)
    begun = store.load(AGENCY, YEAR)
    told = killed(work(what, params, dice), dice, 1, 0.6).count(b"done")

    saved = int(store.load(AGENCY, YEAR).cell(COUNTER) or 0) - int(begun.cell(COUNTER) or 0)
    assert told <= saved <= told + 1, (saved, told)
    check_journal(store, begun.stated)
    found = store.drafts(AGENCY, YEAR)
    for id in found.ids():
        found.read(id)
    after = work("save", params, dice, 1)
    assert after.communicate()[0].count(b"done") == 1
    check_journal(store, begun.stated)
    assert not list(params.rglob("*.part"))


def batch(dice: Random, folder: Path) -> None:
    """Kill a batch; the next one makes the same pages as one that nobody disturbed, and leaves nothing half."""
    make_district(folder / "params", UNITS, 1, 5, progress=False)
    if not _undisturbed:
        command(folder, "undisturbed").communicate()
        _undisturbed.update(pages(folder / "undisturbed"))
        assert len(_undisturbed) == UNITS
    for _ in range(dice.randint(1, 2)):
        killed(command(folder, "out"), dice, 0, 8)
        for path in (folder / "out").rglob("*.html"):
            assert path.name == "index.html" or path.read_bytes().endswith(b"</html>\n"), path
    again = command(folder, "out")
    again.communicate()
    assert again.returncode == 0
    assert pages(folder / "out") == _undisturbed
    assert not list(folder.rglob("*.part"))
    manifest = folder / "out" / "2024" / "manifest.jsonl"
    assert all(isinstance(json.loads(line), dict) for line in manifest.read_bytes().split(b"\n")[:-1])
    entries = read_manifest(manifest.parent)
    assert {entry["status"] for entry in entries.values()} <= {"rendered", "unchanged"}
    assert len(entries) == UNITS


def command(folder: Path, outputs: str) -> subprocess.Popen[bytes]:
    """The batch, as a person starts it."""
    words = ["batch", "2024", "--params", "params", "--outputs", outputs, "--charts", "none", "--jobs", "2"]
    return subprocess.Popen([sys.executable, "-m", "govreport", *words], cwd=folder,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip


def pages(outputs: Path) -> dict[str, str]:
    """The pages of the bureaus, by their place, with their digests."""
    found = (path for path in (outputs / "2024").rglob("*.html") if path.name != "index.html")
    return {path.relative_to(outputs).as_posix(): sha256(path.read_bytes()).hexdigest() for path in found}


if __name__ == "__main__":
    run(__doc__, saver, batch, form)
