"""The orders of a batch carried out: by warm children of this process, or by the workers of a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager

from govreport.errors import BadRequest
from govreport.rendering import Order

from .outcome import Outcome
from .supervisor import Supervisor, run_shared


def execute(
    orders: Sequence[Order], jobs: int | None, cluster: str | None, timeout: float | None, retries: int, workers: str
) -> Iterator[Outcome]:
    """The outcomes as they come."""
    if not orders:
        return
    if cluster:
        with _dask(cluster) as executor:
            yield from _submit(executor, lambda pool, order: pool.submit(run_shared, order, timeout, retries), orders)
        return
    supervisor = Supervisor(workers)
    with ThreadPoolExecutor(min(jobs or os.cpu_count() or 1, len(orders))) as executor:
        try:
            yield from _submit(
                executor,
                lambda pool, order: pool.submit(supervisor.run, order, timeout=timeout, retries=retries),
                orders,
            )
        finally:
            supervisor.close()


def _submit(
    executor: Executor, send: Callable[[Executor, Order], Future[Outcome]], orders: Sequence[Order]
) -> Iterator[Outcome]:
    futures = {send(executor, order): order for order in orders}
    try:
        for future in as_completed(futures):
            try:
                yield future.result()
            except Exception as error:
                yield Outcome.crash(futures[future], f"工作进程未能完成（{type(error).__name__}）")
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
