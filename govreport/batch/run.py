"""The batch: every report that is due, in warm workers, none twice, none lost, and all accounted for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from tqdm.auto import tqdm

from govreport.errors import BadRequest, Locked
from govreport.exporting import IndexRow, index_page
from govreport.render import ENGINES, FORMATS, check_options, output_path
from govreport.render.holding import hold
from govreport.render.project import find_outputs
from govreport.store import Store, sweep, write_atomic

from .fingerprint import input_digest
from .indexed import index_faults
from .manifest import Manifest
from .standing import find_standing, supersede
from .supervisor import Supervisor, run_shared
from .task import STATUSES, Outcome, Task

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
    keep_notebooks: bool = False,
    params: str | Path | None = None,
    outputs: str | Path | None = None,
    progress: bool = True,
    each: Callable[[Outcome], None] | None = None,
    workers: str = "fork",
) -> list[Outcome]:
    """Render the report of every agency (all that have a file of `year` where none are named).

    `formats` are the kinds of files wanted of each: `html`, `docx`, `xlsx`. A parent's name stands for what is
    below it too, unless `only`. What would come out as it did is left as it is (`unchanged`), unless `fresh`. `jobs`
    reports are rendered at once, by default as many as there are processors; `cluster` is the address of a Dask
    scheduler whose workers render instead.
    `timeout` is seconds a report; `retries` is how often a report is tried again whose worker crashed.
    `notebook`, with `values` for its parameters, is run in place of the report's. `each` is told every
    outcome as it comes. `workers` is `fork` or `reset`, for systems that cannot fork.

    Where no agency is named, who should report and has no file is `missing`.

    Raises:
        NotFound: no such agency or year, or no reports at all.
        BadRequest: an option is out of range, an agency's or parameter's name is unknown, the cluster
            does not answer, or another batch writes into the same folder.
        Locked: the outputs folder may not be written.
    """
    _check(jobs, edition, charts, formats, engine, timeout, retries)
    store = Store(params)
    chosen = store.select(year, agencies, only=only)
    own = Path(notebook).resolve() if notebook else None
    if own and {*formats} != {"html"}:
        raise BadRequest("--notebook 指定的笔记本只能生成 HTML，请去掉 --formats")
    if own or values:
        _check_values(own, values or {})
    target = find_outputs(outputs, params).resolve()
    tasks = [
        Task(
            agency=agency,
            year=year,
            edition=edition,
            charts=charts,
            params=str(store.folder.resolve()),
            outputs=str(target),
            formats=tuple(kind for kind in FORMATS if kind in formats),
            engine=engine,
            notebook=str(own) if own else None,
            values=dict(values or {}),
            keep_notebook=keep_notebooks,
        )
        for agency in chosen
    ]
    folder = target / str(year)
    with _alone(folder), Manifest(folder, own.stem if own else "") as manifest:
        for said in manifest.broken:
            tqdm.write(said, file=sys.stderr)
        digests = {task.agency: input_digest(store, task) for task in tasks}
        standing = find_standing(tasks, digests, manifest.entries, fresh=fresh)
        done: list[Outcome] = []

        def settle(outcome: Outcome) -> None:
            manifest.append(outcome)
            done.append(outcome)
            if each:
                each(outcome)

        for outcome in (*standing.outcomes, *([] if agencies else _missing(store, year, edition, chosen))):
            settle(outcome)
        with tqdm(
            total=len(tasks), initial=len(standing.outcomes), desc="生成报告", unit="份", disable=not progress
        ) as bar:
            for outcome in map(standing.whole, _run_all(standing.tasks, jobs, cluster, timeout, retries, workers)):
                if not own:
                    supersede(outcome, target)
                settle(replace(outcome, input_digest=digests[outcome.agency]))
                bar.update()
        if not own:
            _write_index(folder, manifest, store, year)
    return sorted(done, key=lambda outcome: outcome.agency)


def _check(
    jobs: int | None,
    edition: str,
    charts: str,
    formats: Sequence[str],
    engine: str,
    timeout: float | None,
    retries: int,
) -> None:
    check_options(edition, charts, formats)
    if not formats:
        raise BadRequest(f"没有写明成品格式 --formats，可写：{'、'.join(FORMATS)}")
    if jobs is not None and jobs < 1:
        raise BadRequest(f"并行数 --jobs 应不小于 1，现为 {jobs}")
    if engine not in ENGINES:
        raise BadRequest(f"引擎 --engine 应为 {'、'.join(ENGINES)}，现为“{engine}”")
    if timeout is not None and timeout <= 0:
        raise BadRequest(f"限时 --timeout 应大于 0 秒，现为 {timeout:g}")
    if retries < 0:
        raise BadRequest(f"重试次数 --retries 应不小于 0，现为 {retries}")


def _check_values(notebook: Path | None, values: Mapping[str, Any]) -> None:
    if notebook is None:
        raise BadRequest("参数 -p 只用于 --notebook 指定的笔记本，请写明 --notebook")
    from govreport.render import check_values

    check_values(notebook, values)


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
        sweep(folder, below=True)
        yield
    finally:
        sweep(folder, below=True)
        lock.release()


def _missing(store: Store, year: int, edition: str, chosen: Sequence[str]) -> Iterator[Outcome]:
    for id, name in store.expected(year).items():
        if id not in chosen:
            yield Outcome(id, year, edition, "missing", attempts=0, message=f"{name}：{year}年度未报送数据")


def _run_all(
    tasks: Sequence[Task], jobs: int | None, cluster: str | None, timeout: float | None, retries: int, workers: str
) -> Iterator[Outcome]:
    """The outcomes as they come."""
    if not tasks:
        return
    if cluster:
        with _dask(cluster) as executor:
            yield from _submit(executor, lambda pool, task: pool.submit(run_shared, task, timeout, retries), tasks)
        return
    supervisor = Supervisor(workers)
    with ThreadPoolExecutor(min(jobs or os.cpu_count() or 1, len(tasks))) as executor:
        try:
            yield from _submit(
                executor,
                lambda pool, task: pool.submit(supervisor.run, task, timeout=timeout, retries=retries),
                tasks,
            )
        finally:
            supervisor.close()


def _submit(
    executor: Executor, send: Callable[[Executor, Task], Future[Outcome]], tasks: Sequence[Task]
) -> Iterator[Outcome]:
    futures = {send(executor, task): task for task in tasks}
    try:
        for future in as_completed(futures):
            task = futures[future]
            try:
                yield future.result()
            except Exception as error:
                said = f"工作进程未能完成（{type(error).__name__}）"
                yield Outcome(task.agency, task.year, task.edition, "failed", message=said, crashed=True)
    except BaseException:
        for future in futures:
            future.cancel()
        raise


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    """A Dask cluster's workers as an executor."""
    try:
        from distributed import Client
    except ImportError:
        raise BadRequest("使用 --cluster 需先安装扩展：pip install govreport[cluster]") from None
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError, TimeoutError):
        raise BadRequest(f"连接不上集群 {address}，请检查地址和调度器是否在运行") from None
    try:
        yield client.get_executor(pure=False)
    finally:
        client.close()


def _write_index(folder: Path, manifest: Manifest, store: Store, year: int) -> None:
    """`index.html`: who has reported and what became of it; who need not report any more is not missing."""
    expected = store.expected(year)
    rows = [
        IndexRow(
            agency=entry["agency"],
            name=store.name(entry["agency"]),
            edition=entry["edition"],
            status=entry["status"],
            status_shown=STATUSES[entry["status"]],
            errors=entry["errors"],
            warnings=entry["warnings"],
            message=entry["message"],
            page=_link(folder, entry),
        )
        for entry in manifest.entries.values()
        if entry["status"] != "missing" or entry["agency"] in expected
    ]
    path = folder / "index.html"
    page = index_page(year, rows, expected).encode("utf-8")
    write_atomic(path, page, check=lambda written: hold(str(path), index_faults(written, year, rows, expected)))


def _link(folder: Path, entry: Mapping[str, Any]) -> str | None:
    page = output_path(folder.parent, entry["agency"], entry["year"], entry["edition"])
    return page.relative_to(folder).as_posix() if page.is_file() else None
