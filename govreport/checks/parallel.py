"""Many reports checked, in their order: beyond a few hundred by several processes."""

from __future__ import annotations

import datetime
import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from typing import Any

from govreport.errors import GovreportError, InvalidFile, Problem
from govreport.report import AnnualReport, Finding
from govreport.starting import spawning_safely
from govreport.store import Store

from . import Context, check_report, context_of
from .words import words_in

FEWEST = 300
"""From how many reports on several processes are begun: to begin them takes as long as to check so many."""

_CHUNK = 50

Look = Callable[[AnnualReport, AnnualReport | None, Sequence[Finding], Context], Any]
"""What else is wanted of a report, the year before, the findings, and what is around.

It is a function of a module, so that it can travel.
"""


@dataclass(frozen=True)
class Checked:
    """What came of one report: its findings and what else was looked at, or what is wrong with its file."""

    agency: str
    year: int
    findings: tuple[Finding, ...] = ()
    seen: Any = None
    problems: tuple[str, tuple[Problem, ...]] | None = None

    @property
    def error(self) -> InvalidFile | None:
        """Why the report could not be checked."""
        return InvalidFile(*self.problems) if self.problems else None


def faulty(agency: str, year: int, error: GovreportError) -> Checked:
    """What came of a report that `error` kept from being checked."""
    if isinstance(error, InvalidFile):
        return Checked(agency, year, problems=(error.path, error.problems))
    return Checked(agency, year, problems=(f"{agency}/{year}.yaml", (Problem(0, str(error)),)))


@dataclass(frozen=True)
class _Work:
    """What every process does with a report; `look` is taken along by its name."""

    store: Store
    today: datetime.date | None
    look: Look | None

    def check(self, chunk: Sequence[tuple[str, int]]) -> Iterator[Checked]:
        """What comes of each report; one is at hand for the year after it, where that comes next."""
        last: dict[tuple[str, int], AnnualReport] = {}
        for agency, year in chunk:
            try:
                report = self.store.load(agency, year)
                before = last.get((agency, year - 1)) or self.store.before(agency, year)
                context = context_of(self.store, agency, year, self.today)
            except GovreportError as error:
                yield faulty(agency, year, error)
                continue
            last = {(agency, year): report}
            findings = tuple(check_report(agency, report, before, context))
            yield Checked(agency, year, findings, self.look(report, before, findings, context) if self.look else None)


def check_many(
    store: Store,
    wanted: Sequence[tuple[str, int]],
    *,
    today: datetime.date | None = None,
    look: Look | None = None,
    jobs: int | None = None,
) -> Iterator[Checked]:
    """What comes of each of `wanted`, agency and year, in that order.

    A faulty report is told with what is wrong with it; faulty settings or words are refused at once.

    Args:
        store: the reports.
        wanted: agencies by id, each with a year it has a file of; an agency's years side by side are read once.
        today: with it, also what is due by a day.
        look: what else is wanted of each report.
        jobs: how many processes; None: one for few reports, else as many as there are processors. A script that
            asks for several must be guarded by `if __name__ == "__main__"`, since they begin by importing it.

    Raises:
        InvalidFile: the settings or the word list cannot be read.
    """
    _look_around(store)
    work = _Work(store, today, look)
    chunks = [wanted[at : at + _CHUNK] for at in range(0, len(wanted), _CHUNK)]
    count = jobs or (1 if len(wanted) < FEWEST else os.cpu_count() or 1)
    done = 0
    if min(count, len(chunks)) > 1:
        try:
            for found in _by_processes(work, chunks, min(count, len(chunks))):
                yield from found
                done += 1
        except BrokenProcessPool:
            pass
    for chunk in islice(chunks, done, None):
        yield from work.check(chunk)


def _by_processes(work: _Work, chunks: Sequence[Sequence[tuple[str, int]]], count: int) -> Iterator[list[Checked]]:
    """Each chunk's outcome, by `count` processes that share nothing with this one."""
    with spawning_safely():
        pool = ProcessPoolExecutor(count, get_context("spawn"), _begin, (work,))
        found = pool.map(_check_chunk, chunks)
    try:
        yield from found
    finally:
        pool.shutdown(cancel_futures=True)


def _look_around(store: Store) -> None:
    """Read what stands around all reports, once and before any: it travels with `store`."""
    _ = store.settings, words_in(store.folder)
    for agency in store.agencies:
        if store.entry(agency) is None:
            store.bearers(agency.rpartition("/")[0])


_work: list[_Work] = []


def _begin(work: _Work) -> None:
    """Keep the work at hand; whoever stops the command by Ctrl+C stops it here by way of the first process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _work[:] = [work]
    gc.freeze()


def _check_chunk(chunk: Sequence[tuple[str, int]]) -> list[Checked]:
    return list(_work[0].check(chunk))
