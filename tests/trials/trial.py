"""What the trials share: rounds until the time is over, each from a seed of its own, and what must hold after each."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests"))

from layouts import Layout  # noqa: E402
from material import AGENCY, record, write  # noqa: E402
from sheets import sent  # noqa: E402

from govreport.report import read_report  # noqa: E402
from govreport.store import Store, yaml_text  # noqa: E402

__all__ = [
    "AGENCY",
    "COUNTER",
    "ROOT",
    "YEAR",
    "Layout",
    "begin",
    "check_journal",
    "record",
    "run",
    "sent",
    "work",
    "write",
]

YEAR = 2023
COUNTER = "requests.granted.total"
CELLS = ("disclosure.licenses.decisions", "disclosure.penalties.decisions", "disclosure.coercion.decisions")
TEXTS = ("narrative.problems", "narrative.improvements", "narrative.overview.lead")
WORDS = ("解读形式不多。", "一是。\n二是。", "一\u2028二\x85三\x1c四", "a: b # c", " ", "“引”'号'", "-", "一\t二\r\n三")


def run(about: str, *rounds: Callable[[Random, Path], None]) -> None:
    """Do `rounds` in turn, each at least once, until `--seconds` are over; of one that fails, say how to repeat it."""
    asked = argparse.ArgumentParser(description=about)
    asked.add_argument("--seconds", type=float, default=20)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--round", type=int, help="do this round alone")
    chosen = asked.parse_args()
    end = time.monotonic() + chosen.seconds
    number = first = chosen.round or 0
    while number == first or (chosen.round is None and (number < len(rounds) or time.monotonic() < end)):
        with TemporaryDirectory() as folder:
            try:
                rounds[number % len(rounds)](Random(f"{chosen.seed}/{number}"), Path(folder))
            except BaseException:
                traceback.print_exc()
                print(f"failed: --seed {chosen.seed} --round {number}", flush=True)
                raise SystemExit(1) from None
        number += 1
    print(f"{Path(sys.argv[0]).stem}: {number - first} rounds well, seed {chosen.seed}")


def begin(folder: Path) -> Store:
    """A params folder with the invented bureau's report."""
    write(folder, AGENCY, YEAR, yaml_text(read_report(record(YEAR))))
    return Store(folder)


def work(what: str, params: Path, dice: Random, *more: object) -> subprocess.Popen[bytes]:
    """A process that does what `work.py` calls `what`, with a seed of its own."""
    script = Path(__file__).with_name("work.py")
    command = [sys.executable, str(script), what, str(params), str(dice.getrandbits(32)), *map(str, more)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)


def check_journal(store: Store, begun: Mapping[str, Any]) -> None:
    """Hold the journal against the file: every line begins where the one before ended, and the last is the file."""
    journal = store.journal(AGENCY)
    assert not journal.attrs["broken"], journal.attrs["broken"]
    now = dict(begun)
    for line in journal[journal["year"] == YEAR].to_dict("records"):
        assert now.get(line["cell"]) == line["before"], (line, now.get(line["cell"]))
        now[line["cell"]] = line["after"]
    stated = {path: value for path, value in now.items() if value is not None}
    assert stated == store.load(AGENCY, YEAR).stated
