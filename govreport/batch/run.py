"""The batch: a plain pool of processes, each running the notebook through papermill for one agency at a time."""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter

from tqdm.auto import tqdm

from govreport.errors import BadRequest, Blocked, GovreportError, InvalidFile
from govreport.render import check_options, render
from govreport.render.project import find_outputs
from govreport.store import Store

Work = partial["Outcome"]

STATUSES = {"rendered": "已生成", "blocked": "暂不能定稿", "failed": "未生成", "missing": "未报送"}


@dataclass(frozen=True)
class Outcome:
    """What became of one agency's report; `message` says in one Chinese sentence why it is not there.

    `status` is `rendered`, `blocked` (errors stand against a final edition), `failed`, or
    `missing` (expected to report, without a file). `errors` and `warnings` count findings;
    `bad_file` tells that the agency's own file could not be read.
    """

    agency: str
    year: int
    edition: str
    status: str
    seconds: float = 0.0
    errors: int = 0
    warnings: int = 0
    message: str = ""
    path: Path | None = None
    bad_file: bool = False


def batch(
    year: int,
    agencies: Sequence[str] = (),
    *,
    edition: str = "final",
    charts: str = "interactive",
    only: bool = False,
    jobs: int | None = None,
    params: str | Path | None = None,
    outputs: str | Path | None = None,
    progress: bool = True,
) -> list[Outcome]:
    """Render the report of every agency (all that have a file of `year` where none are named).

    A parent's name stands for what is below it too, unless `only`. `jobs` defaults to the number
    of processors. Where none are named, who should report and has no file is `missing`.

    Raises:
        NotFound: no such agency or year, or no reports at all.
        BadRequest: an option is out of range.
    """
    if jobs is not None and jobs < 1:
        raise BadRequest(f"并行数 --jobs 应不小于 1，现为 {jobs}")
    check_options(edition, charts)
    store = Store(params)
    chosen = store.select(year, agencies, only=only)
    work = partial(
        render_one,
        year=year,
        edition=edition,
        charts=charts,
        params=store.folder.resolve(),
        outputs=find_outputs(outputs, params).resolve(),
    )
    missing = [] if agencies else [id for id in store.expected(year) if id not in chosen]
    running = _run_all(chosen, work, jobs or os.cpu_count() or 1)
    done = list(tqdm(running, total=len(chosen), desc="生成报告", unit="份", disable=not progress))
    done += [Outcome(id, year, edition, "missing", message=f"{store.name(id)}：{year}年度未报送数据") for id in missing]
    return sorted(done, key=lambda outcome: outcome.agency)


def render_one(agency: str, *, year: int, edition: str, charts: str, params: Path, outputs: Path) -> Outcome:
    """Render one report; whatever goes wrong becomes its outcome, a bug with its traceback on stderr."""
    started = perf_counter()
    outcome = partial(Outcome, agency, year, edition)
    try:
        done = render(agency, year, edition=edition, charts=charts, params=params, outputs=outputs)
    except Blocked as blocked:
        seconds = perf_counter() - started
        return outcome("blocked", seconds, blocked.errors, blocked.warnings, str(blocked))
    except GovreportError as error:
        bad_file = isinstance(error, InvalidFile)
        return outcome("failed", perf_counter() - started, message=error.brief, bad_file=bad_file)
    except Exception as error:
        traceback.print_exc()
        said = f"程序内部错误（{type(error).__name__}），请将上方信息反馈给维护人员"
        return outcome("failed", perf_counter() - started, message=said)
    return outcome("rendered", done.seconds, done.errors, done.warnings, path=done.path)


def _run_all(chosen: Sequence[str], work: Work, jobs: int) -> Iterator[Outcome]:
    """The outcomes as they come; what a dying worker took with it is run again, each alone."""
    lost = []
    for agency, future in _submit(chosen, work, min(jobs, len(chosen))):
        try:
            yield future.result()
        except BrokenProcessPool:
            lost.append(agency)
    for agency in lost:
        for _, future in _submit([agency], work, 1):
            try:
                yield future.result()
            except BrokenProcessPool:
                year, edition = work.keywords["year"], work.keywords["edition"]
                yield Outcome(
                    agency, year, edition, "failed", message="工作进程意外退出，请重试；如仍出现，请减小 --jobs"
                )


def _submit(chosen: Sequence[str], work: Work, jobs: int) -> Iterator[tuple[str, Future[Outcome]]]:
    """Each agency with its future, as they finish; leaving early cancels what has not begun."""
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
    try:
        agencies = {pool.submit(work, agency): agency for agency in chosen}
        for future in as_completed(agencies):
            yield agencies[future], future
    finally:
        pool.shutdown(cancel_futures=True)
