"""The batch: every report that is due, in warm workers, none twice, none lost, and all accounted for."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from tqdm.auto import tqdm

from govreport.errors import BadRequest, Locked
from govreport.rendering import ENGINES, FORMATS, begin_turn, check_options
from govreport.rendering.project import find_outputs, passed_over
from govreport.store import Store, is_id
from govreport.store import sweep as sweep_parts
from govreport.visible import visible

from .executing import execute
from .fingerprint import Now, look_now, notebook_digest
from .index import write_index
from .manifest import Entry, Manifest
from .own_notebook import check_own, own_name
from .superseded import close, find_leaving, supersede
from .task import Outcome, Task
from .up_to_date import Standing, find_standing

_LOCK = ".batch.lock"


def batch(
    year: int,
    agencies: Sequence[str] = (),
    *,
    edition: str = "final",
    charts: str = "interactive",
    formats: Sequence[str] = ("html",),
    only: bool = False,
    jobs: int | None = None,
    cluster: str | None = None,
    fresh: bool = False,
    timeout: float | None = 300.0,
    retries: int = 1,
    engine: str = "govreport",
    notebook: str | Path | None = None,
    values: Mapping[str, Any] | None = None,
    label: str | None = None,
    keep_notebooks: bool = False,
    params: str | Path | None = None,
    outputs: str | Path | None = None,
    sweep: bool = False,
    progress: bool = True,
    tell: Callable[[str], None] | None = None,
    each: Callable[[Outcome], None] | None = None,
    workers: str = "fork",
) -> list[Outcome]:
    """Render the report of every agency (all that have a file of `year` where none are named).

    `formats` are the kinds of files wanted of each: `html`, `docx`, `xlsx`. A parent's name stands for what is
    below it too, unless `only`. What would come out as it did is left as it is (`unchanged`), unless `fresh`. `jobs`
    reports are rendered at once, by default as many as there are processors; `cluster` is the address of a Dask
    scheduler whose workers render instead.
    `timeout` is seconds a report; `retries` is how often a report is tried again whose worker crashed.
    `notebook`, with `values` for its parameters, is run in place of the report's; its files carry `label`, or digits
    that stand for the values. `each` is told every outcome as it comes. `workers` is `fork` or `reset`, for systems
    that cannot fork.

    Where no agency is named, who should report and has no file is `missing`. A folder that cannot be read, or whose
    name cannot be an id, is `failed`. Whose data are there no longer (among those named, where some are) is `gone`,
    and its files move to `superseded/`. Where many would move, or the manifest is of another params folder, none does:
    `tell` is told so in one line (without it, a warning), and `sweep` moves them.

    Raises:
        NotFound: no such agency or year, or no reports at all.
        BadRequest: an option is out of range, an agency's or parameter's name is unknown, the cluster
            does not answer, or another batch writes into the same folder.
        Locked: the outputs folder may not be written.
    """
    check_options(edition, charts, formats)
    _check(jobs, formats, engine, timeout, retries)
    store = Store(params)
    named = [store.resolve(agency) for agency in agencies]
    chosen = store.select(year, named, only=only)
    target = find_outputs(outputs, params).resolve()
    pattern = Task(
        agency="",
        year=year,
        edition=edition,
        charts=charts,
        params=str(store.folder.resolve()),
        outputs=str(target),
        formats=tuple(kind for kind in FORMATS if kind in formats),
        engine=engine,
        notebook=str(Path(notebook).resolve()) if notebook else None,
        values=dict(values or {}),
        label=label,
        keep_notebook=keep_notebooks,
    )
    about = check_own(pattern, chosen)
    if not notebook and (said := passed_over(store.folder.resolve())):
        (tell or _warn)(said)
    folder = target / str(year)
    with _alone(folder), Manifest(folder, own_name(pattern), about) as manifest:
        for said in manifest.broken:
            tqdm.write(visible(said), file=sys.stderr)
        work = _Work(store, replace(pattern, turn=begin_turn(folder)), named, only, manifest, each)
        work.fail_what_cannot_be_read()
        work.close_what_left(sweep=sweep, tell=tell or _warn)
        standing = work.find_standing(chosen, fresh=fresh)
        with tqdm(
            total=len(chosen), initial=len(standing.outcomes), desc="生成报告", unit="份", disable=not progress
        ) as bar:
            for outcome in execute(standing.tasks, jobs, cluster, timeout, retries, workers):
                work.settle_made(standing.whole(outcome, work.now[outcome.agency]))
                bar.update()
        if not pattern.notebook:
            staying = {agency for agency, years in store.agencies.items() if year in years}
            write_index(folder, manifest.entries.values(), store, year, staying)
    return sorted(work.done, key=lambda outcome: outcome.agency)


def _warn(text: str) -> None:
    warnings.warn(text, stacklevel=3)


@dataclass
class _Work:
    """A batch while it runs: what it is about, and what became of each report so far."""

    store: Store
    pattern: Task
    named: Sequence[str]
    only: bool
    manifest: Manifest
    each: Callable[[Outcome], None] | None
    done: list[Outcome] = field(default_factory=list)
    now: dict[str, Now] = field(default_factory=dict)

    @cached_property
    def faulty(self) -> dict[str, str]:
        """Who has data that cannot be read or taken for anybody's, and why: all known below a folder, or the folder."""
        known = {*(entry["agency"] for entry in self.manifest.entries.values()), *self.expected}
        found: dict[str, str] = {}
        for place, reason in self.store.troubles(self.pattern.year, self.named, only=self.only).items():
            below = [id for id in known - self.store.agencies.keys() if f"{id}/".startswith(f"{place}/")]
            found |= dict.fromkeys(sorted(below) or [place], reason)
        return found

    @cached_property
    def expected(self) -> dict[str, str]:
        """Who must report, by id with the name."""
        return self.store.expected(self.pattern.year)

    def settle(self, outcome: Outcome, old: Entry | None = None) -> None:
        """Keep what became of a report, in the manifest first."""
        self.manifest.append(outcome, old)
        self._tell(outcome)

    def settle_made(self, outcome: Outcome) -> None:
        """As `settle`, after what the report leaves behind was moved away."""
        task = replace(self.pattern, agency=outcome.agency)
        self.settle(supersede(outcome, task, self.manifest.known(outcome.agency, outcome.edition)))

    def _tell(self, outcome: Outcome) -> None:
        self.done.append(outcome)
        if self.each:
            self.each(outcome)

    def fail_what_cannot_be_read(self) -> None:
        """Whoever cannot be read has failed, and no page of theirs stays."""
        for agency, reason in self.faulty.items():
            outcome = self._without("failed", agency, f"{agency}：{reason}")
            self.settle_made(outcome) if is_id(agency) else self.settle(outcome)

    def close_what_left(self, *, sweep: bool, tell: Callable[[str], None]) -> None:
        """Whose data are no longer there: their files move away, unless so many do that somebody should look first."""
        leaving = find_leaving(
            self.manifest.entries.values(),
            {*self._having, *self.faulty},
            self.pattern,
            self.manifest.about["params"],
            inside=self.named,
            only=self.only,
            sweep=sweep,
        )
        told = set()
        for outcome, entry, moved in close(leaving, self.expected, Path(self.pattern.outputs)):
            self.manifest.append(outcome, entry)
            if (moved or outcome.status == "missing") and outcome.agency not in told:
                told.add(outcome.agency)
                self._tell(outcome)
        for outcome in self._missing(told):
            self._tell(outcome) if leaving.held and outcome.agency in leaving.agencies else self.settle(outcome)
        if leaving.held:
            tell(leaving.held)

    @cached_property
    def _having(self) -> list[str]:
        return [agency for agency, years in self.store.agencies.items() if self.pattern.year in years]

    def _missing(self, told: Collection[str]) -> Iterator[Outcome]:
        """Who must report and has no data, where nobody is named."""
        for agency, name in self.expected.items():
            if not (self.named or agency in told or agency in self._having or agency in self.faulty):
                yield self._without("missing", agency, f"{name}：{self.pattern.year}年度未报送数据")

    def _without(self, status: str, agency: str, message: str) -> Outcome:
        bad = status == "failed"
        return Outcome(
            agency, self.pattern.year, self.pattern.edition, status, attempts=0, message=message, bad_file=bad
        )  # fmt: skip

    def find_standing(self, chosen: Sequence[str], *, fresh: bool) -> Standing:
        """What stands of the chosen reports, settled, and what is to be made."""
        tasks = [replace(self.pattern, agency=agency) for agency in chosen]
        notebook = notebook_digest(self.pattern)
        self.now = {task.agency: look_now(self.store, task, notebook) for task in tasks}
        known = {task.agency: self.manifest.known(task.agency, task.edition) for task in tasks}
        standing = find_standing(tasks, self.now, known, fresh=fresh)
        for outcome in standing.outcomes:
            self.settle_made(outcome)
        return standing


def _check(
    jobs: int | None, formats: Sequence[str], engine: str, timeout: float | None, retries: int
) -> None:  # fmt: skip
    if not formats:
        raise BadRequest(f"没有写明成果文件的格式 --formats，可写：{'、'.join(FORMATS)}")
    if jobs is not None and jobs < 1:
        raise BadRequest(f"并行数 --jobs 应不小于 1，现为 {jobs}")
    if engine not in ENGINES:
        raise BadRequest(f"引擎 --engine 应为 {'、'.join(ENGINES)}，现为“{engine}”")
    if timeout is not None and timeout <= 0:
        raise BadRequest(f"限时 --timeout 应大于 0 秒，现为 {timeout:g}")
    if retries < 0:
        raise BadRequest(f"重试次数 --retries 应不小于 0，现为 {retries}")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the outputs folder of a year; a second batch is refused."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK)
        lock.acquire(timeout=0)
    except Timeout:
        raise BadRequest(
            f"{folder}：另一个 govreport batch 正在写入这个文件夹，请等它结束，或用 --outputs 另指文件夹"
        ) from None
    except OSError as error:
        raise Locked(f"{folder}：无法写入（{error.strerror}），请检查权限，或用 --outputs 另指文件夹") from None
    try:
        sweep_parts(folder, below=True)
        yield
    finally:
        sweep_parts(folder, below=True)
        lock.release()
