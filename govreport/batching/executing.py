"""The tasks of a batch carried out: by warm children of this process, or by the workers of a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager

from govreport.errors import BadRequest

from .supervisor import Supervisor, run_shared
from .task import Outcome, Task


def execute(
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
        raise BadRequest(f"无法连接集群 {address}，请检查地址和调度器是否在运行") from None
    try:
        yield client.get_executor(pure=False)
    finally:
        client.close()
