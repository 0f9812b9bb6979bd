"""A warm worker: a process that has imported everything and rendered once, before the first report is asked of it.

It reads orders as lines of JSON and answers each with a line. Where the system can, it forks for every
report, so that none sees another's state; elsewhere it renders in its own process, puts back what a
report can change, and ends itself after some reports or a notebook that is not ours, to be begun anew.
"""

from __future__ import annotations

import gc
import os
import random
import signal
import sys
import traceback
from collections.abc import Iterable
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, BinaryIO

import simplejson

from govreport.checks import context_of
from govreport.errors import Blocked, GovreportError, InvalidFile
from govreport.rendering import Order, Page, RenderFailed, fulfil, in_turn, render
from govreport.rendering.project import packaged
from govreport.store import Store, write_atomic
from govreport.visible import visible

from .fingerprint import input_digest, kit_digest, notebook_digest
from .orphan import Watch, lines_until_alone
from .outcome import FORKS, Outcome
from .superseded import FAILED

RECYCLED_AFTER = 50
_SAMPLE = ("panzhihua/xiqu/justice", 2024)


def perform(order: Order) -> Outcome:
    """Render one report; whatever goes wrong becomes its outcome, a bug with its traceback on stderr."""
    started = perf_counter()
    outcome = partial(Outcome, order.agency, order.year, order.edition)
    notebook = notebook_digest(order)

    def read(basis: str | None) -> str | None:
        """The digest of what was read; none where the notebook was changed meanwhile."""
        return input_digest(order, basis, notebook) if notebook_digest(order) == notebook else None

    try:
        done = fulfil(order)
    except Blocked as blocked:
        return outcome(
            "blocked",
            input_digest=read(blocked.basis),
            seconds=perf_counter() - started,
            errors=blocked.errors,
            warnings=blocked.warnings,
            message=str(blocked),
        )
    except GovreportError as error:
        if isinstance(error, RenderFailed) and error.notebook:
            _keep_failed(order, error.notebook)
        bad_file = isinstance(error, InvalidFile)
        return outcome("failed", seconds=perf_counter() - started, message=error.brief, bad_file=bad_file)
    except Exception as error:
        for line in traceback.format_exc().splitlines():
            print(visible(line), file=sys.stderr)  # noqa: T201
        said = f"程序内部错误（{type(error).__name__}），请将上方信息反馈给维护人员"
        return outcome("failed", seconds=perf_counter() - started, message=said)
    with suppress(OSError):
        order.path(FAILED).unlink(missing_ok=True)
    return outcome(
        "rendered",
        input_digest=read(done.basis),
        output_digest=done.digest,
        files=done.digests,
        seconds=done.seconds,
        errors=done.errors,
        warnings=done.warnings,
        path=str(done.path),
    )


def _keep_failed(order: Order, notebook: str) -> None:
    """Keep how far the notebook came; where it cannot be kept, what failed is said all the same."""
    with suppress(GovreportError), in_turn(order.folder, order.turn):
        write_atomic(order.path(FAILED), notebook.encode("utf-8"))


def warm() -> None:
    """Pay for imports and first times: one real run, with a real figure, into a folder that goes away.

    Where even that cannot be written, the reports will say so; a cold start costs time alone.
    """
    with suppress(GovreportError), TemporaryDirectory() as folder:
        render(*_SAMPLE, params=packaged("params"), outputs=folder, engine="govreport")
    kit_digest()
    gc.collect()
    gc.freeze()


def serve(orders: Iterable[bytes], answers: BinaryIO, *, watch: Watch | None = None) -> None:
    """Answer orders until there are no more, or it is time to begin anew; with a `watch`, fork for each."""
    served = 0
    for line in orders:
        order = Order.read(simplejson.loads(line))
        if watch:
            _perform_in_a_fork(order, answers, watch)
            continue
        served += 1
        last = served >= RECYCLED_AFTER or bool(order.notebook)
        with _as_before():
            _answer(answers, {"outcome": asdict(perform(order)), "last": last})
        if last:
            return


def _perform_in_a_fork(order: Order, answers: BinaryIO, watch: Watch) -> None:
    _prepare(order)
    child = os.fork()
    if child == 0:
        watch.leave()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        status = 1
        try:
            gc.disable()
            random.seed()
            _answer(answers, {"outcome": asdict(perform(order))})
            status = 0
        finally:
            sys.stderr.flush()
            os._exit(status)
    status = watch.wait(child)
    if status:
        _answer(answers, {"died": os.waitstatus_to_exitcode(status)})


def _prepare(order: Order) -> None:
    """Read and build before the fork what all reports share; what is wrong with this one, its own process says."""
    with suppress(GovreportError):
        context_of(Store(order.params), order.agency, order.year)
    office = [kind for kind in order.kinds if not kind.of_notebook]
    if office:
        with suppress(GovreportError):
            page = Page.read(order)
            for kind in office:
                kind.prepare(page)


@contextmanager
def _as_before() -> Any:
    """Working folder, environment, import path and random numbers are as they were afterwards."""
    folder, environment, path = Path.cwd(), dict(os.environ), list(sys.path)
    try:
        yield
    finally:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        sys.path[:] = path
        random.seed()


def _answer(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(simplejson.dumps(answer).encode() + b"\n")
    answers.flush()


def main(how: str) -> None:
    """Serve on standard input and output; what a notebook prints there goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm()
    _answer(answers, {"ready": os.getpid()})
    if how == "fork" and FORKS:
        serve(sys.stdin.buffer, answers, watch=Watch(sys.stdin.fileno()))
    else:
        serve(lines_until_alone(sys.stdin.fileno()), answers)
