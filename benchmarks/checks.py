"""Checking many reports: `govreport check` beside one process, and what of it is loading and what rules.

    python benchmarks/checks.py [AGENCY_YEARS]

Invents a district of AGENCY_YEARS (default 10,000) reports over four years with a contradiction in every
fiftieth, and checks them all: by the command's own processes and by one, in turns; then, for a part, what
loading takes and what the rules take.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from machine import machine

from govreport.batching import make_district
from govreport.checks import check_report, context_of
from govreport.checks.parallel import check_many
from govreport.store import Store

YEARS = 4
RUNS = 3
PART = 400


def check_all(params: Path, jobs: int | None) -> tuple[float, float, int]:
    """The seconds and the processors' seconds to check everything, the folder read anew; how many findings."""
    started, busy = perf_counter(), processors()
    store = Store(params)
    wanted = [(agency, year) for agency, years in store.agencies.items() for year in years]
    found = sum(len(each.findings) for each in check_many(store, wanted, jobs=jobs))
    return perf_counter() - started, processors() - busy, found


def processors() -> float:
    """What this process and those it began and ended have used of the processors, in seconds."""
    return sum(os.times()[:4])


def busy(work: Callable[[], object]) -> float:
    """The median of what `work` uses of the processor, in seconds, whatever else the machine does."""
    times = []
    for _ in range(RUNS):
        started = process_time()
        work()
        times.append(process_time() - started)
    return median(times)


def main() -> None:
    """Measure and print a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with TemporaryDirectory() as folder:
        params = Path(folder) / "params"
        make_district(params, count // YEARS, YEARS, 1, count // 50, progress=False)
        ways: dict[str, list[tuple[float, float]]] = {"`govreport check`": [], "one process": []}
        for _ in range(RUNS):
            for name, jobs in (("`govreport check`", None), ("one process", 1)):
                *taken, found = check_all(params, jobs)
                ways[name].append((taken[0], taken[1]))
        store = Store(params)
        wanted = [(agency, year) for agency, years in store.agencies.items() for year in years][:PART]
        loading = busy(lambda: [store.load(*each) for each in wanted])
        cases = [
            (agency, store.load(agency, year), store.before(agency, year), context_of(store, agency, year))
            for agency, year in wanted
        ]
        rules = busy(lambda: [check_report(*case) for case in cases])
    print(machine())
    print(f"\n{count} agency-years, {found} findings; the median of {RUNS} runs in turns\n")
    print("| loading and checking all | s | ms a report | beside `govreport check` | s of processors |")
    print("|---|---|---|---|---|")
    base = median(taken for taken, _ in ways["`govreport check`"])
    for name, times in ways.items():
        whole, used = (median(one) for one in zip(*times, strict=True))
        print(f"| {name} | {whole:.1f} | {whole / count * 1000:.2f} | {whole / base:.2f} | {used:.1f} |")
    loaded, checked = (taken / PART * 1000 for taken in (loading, rules))
    print(f"\none report, of a processor: loaded in {loaded:.2f} ms, all rules in {checked:.2f} ms")


if __name__ == "__main__":
    main()
