"""Several processes write to one bureau's files at once; nothing is lost, and the journal tells it line by line.

python tests/trials/writers.py --seconds 3600 --seed 1
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from trial import AGENCY, COUNTER, YEAR, begin, check_journal, run, work

from govreport.store import Store

TIMES = 8


def one(dice: Random, folder: Path) -> None:
    """Set three or four processes on a folder, and hold what they were told against what is there."""
    begun = begin(folder).load(AGENCY, YEAR).stated
    counted = begun[COUNTER]
    wanted = ["save", *dice.choices(["save", "form", "bring_in", "ledger"], k=dice.choice([2, 3]))]
    running = [work(what, folder, dice, TIMES) for what in wanted]
    for what, process in zip(wanted, running, strict=True):
        told, _ = process.communicate()
        assert (process.returncode, told.count(b"done")) == (0, TIMES), what
    store = Store(folder)
    check_journal(store, begun)
    saves = TIMES * (wanted.count("save") + wanted.count("form"))
    assert store.load(AGENCY, YEAR).cell(COUNTER) == counted + saves
    items = store.ledger(AGENCY)
    assert (len(items.items), items.broken) == (TIMES * wanted.count("ledger"), ())
    assert [item.number for item in items.items] == list(range(1, len(items.items) + 1))
    assert not list(folder.rglob("*.part"))


if __name__ == "__main__":
    run(__doc__, one)
