"""What the processes do that the trials set on one folder: `python work.py WHAT PARAMS SEED [TIMES]`.

Each prints a line for everything that it was told is done.
"""

from __future__ import annotations

import datetime
import itertools
import sys
from collections.abc import Callable
from random import Random

from trial import AGENCY, CELLS, COUNTER, TEXTS, WORDS, YEAR, sent

from govreport.entry.session import Session
from govreport.errors import Conflict
from govreport.importing import import_files
from govreport.report import AnnualReport
from govreport.store import Raising, Store

DAY = datetime.date(2025, 2, 10)


def other(report: AnnualReport, dice: Random) -> AnnualReport:
    """The report with some places changed; one figure counts how often."""
    figures = {cell: int(report.cell(cell) or 0) + 1 for cell in (COUNTER, dice.choice(CELLS))}
    text = dice.choice(TEXTS)
    words = (
        {} if dice.random() < 0.5 else {text: dice.choice([word for word in WORDS if word != report.stated.get(text)])}
    )
    return report.with_values({**figures, **words})


def save(store: Store, dice: Random) -> None:
    """Save, beginning anew where another process was quicker."""
    while True:
        report, digest = store.read(AGENCY, YEAR)
        try:
            store.save(other(report, dice), AGENCY, expected=digest, by="甲", why=dice.choice(WORDS))
        except Conflict:
            continue
        return


def form(store: Store, dice: Random) -> None:
    """Enter, have a draft kept, save; where another process was quicker, take its figures."""
    session = Session(store, AGENCY, YEAR, lambda _: None)
    while True:
        after = other(session.sheet.report, dice)
        session.sheet.enter({cell: str(after.cell(cell)) for cell in (COUNTER, *CELLS)})
        session.keep("乙")
        try:
            session.save("乙", "表单")
        except Conflict:
            session.settle({difference.path: "theirs" for difference in session.compare()})
            continue
        break
    session.close()


def bring_in(store: Store, dice: Random) -> None:
    """Import a workbook in which a bureau wrote another count of licences."""
    path = store.folder / f"{dice.getrandbits(32)}.xlsx"
    outcome = ""
    while outcome != "imported":
        report = store.load(AGENCY, YEAR)
        path.write_bytes(sent(report, AGENCY).put("三张表", {"D11": int(report.cell(CELLS[0]) or 0) + 1}))
        [done] = import_files([path], replace=True, params=store.folder, progress=False)
        outcome = done.outcome
    path.unlink()


def ledger(store: Store, dice: Random) -> None:
    """Raise an item and put it right."""
    [item] = store.raise_items(AGENCY, [Raising(YEAR, "第五部分", "表述", dice.choice(WORDS))], by="丙", on=DAY)
    store.settle_item(AGENCY, item.number, "done", by="丁", on=DAY, action="修改")


WHAT: dict[str, Callable[[Store, Random], None]] = {"save": save, "form": form, "bring_in": bring_in, "ledger": ledger}

if __name__ == "__main__":
    what, params, seed, *times = sys.argv[1:]
    dice = Random(seed)
    for _ in range(int(times[0])) if times else itertools.count():
        WHAT[what](Store(params), dice)
        print("done", flush=True)
