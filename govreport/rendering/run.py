"""The notebook run for one report, and its finished, sealed file."""

from __future__ import annotations

import govreport.light  # noqa: F401

import warnings
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Unpack

import nbformat
import papermill
import simplejson
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from govreport.errors import BadRequest, Conflict, GovreportError
from govreport.store import write_atomic

from .kinds import Kind
from .order import Order, Wish, spelt_out
from .output_files import NOTEBOOK
from .page import Page
from .page_comparison import hold
from .project import find_notebook, passed_over
from .turn import in_turn
from .values import check_values, read_notebook

_PYTHON = {"kernel_name": "python3", "language": "python"}
"""What a notebook that names no kernel is run with."""


@dataclass(frozen=True)
class Rendered:
    """A finished report: its first file, the SHA-256 of each by its kind, counts of errors and warnings, seconds.

    `basis` is the digest of what it was made of.
    """

    agency: str
    path: Path
    digests: dict[str, str]
    errors: int
    warnings: int
    seconds: float
    basis: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the first file."""
        return next(iter(self.digests.values()))


class RenderFailed(GovreportError):
    """The notebook did not run to its end; `notebook` is how far it came."""

    def __init__(self, text: str, notebook: str | None = None) -> None:
        self.notebook = notebook
        super().__init__(text)


@spelt_out
def render(
    agency: str,
    year: int,
    *,
    params: str | Path | None = None,
    outputs: str | Path | None = None,
    keep_notebook: bool = False,
    **wish: Unpack[Wish],
) -> Rendered:
    """Run `report.ipynb` for one agency and year, write the page, and seal it; the same as Word or workbook.

    `formats` are the kinds of files wanted: `html`, `docx` (the document to be signed and sealed), `xlsx` (the
    workbook). Only `html` runs the notebook.
    `engine` is `govreport` (in this process) or `jupyter` (a kernel); by default the first, where no
    kernel lives in this process. `notebook` runs a notebook of one's own in place of the report's, with
    `values` for the parameters it declares beside `agency` and `year`; its files carry `label`, or digits that stand
    for the values, in their names. `keep_notebook` keeps the executed notebook beside the page.

    Raises:
        BadRequest: an option is out of range (see `Order`), or as `fulfil`.
        NotFound, Blocked, InvalidFile, RenderFailed, SealBroken, Locked, Conflict, Outdated: as `fulfil`.
    """
    order = Order.of(agency, year, params=params, outputs=outputs, keep_notebook=keep_notebook, **wish)
    if not wish.get("engine") and InteractiveShell.initialized():
        order = replace(order, engine="jupyter")
    if order.runs_notebook and not order.notebook and (said := passed_over(Path(order.params))):
        warnings.warn(said, stacklevel=2)
    return fulfil(order)


def fulfil(order: Order) -> Rendered:
    """Make the files that are ordered.

    Raises:
        Blocked: error-level findings stand against the final edition; nothing is written.
        NotFound: no such agency or year.
        InvalidFile: a yearly file has not the structure of a report.
        BadRequest: a parameter that the notebook does not declare, or of another type, or a text that no workbook can
            hold.
        RenderFailed: the notebook did not run to its end.
        SealBroken: the page does not show what it should.
        Locked: the page is open in another program or may not be written.
        Conflict: what the report is made of was changed while it was made.
        Outdated: a later batch has begun.
    """
    started = perf_counter()
    page = Page.read(order)
    executed = _run(page) if order.runs_notebook else None
    contents = [(kind, kind.make(page, executed)) for kind in order.kinds]
    _check_unchanged(page)
    digests = {kind.name: _write(page, kind, content) for kind, content in contents}
    if order.keep_notebook:
        _put(page.order, NOTEBOOK, nbformat.writes(executed).encode("utf-8"))
    path = page.order.path(next(iter(digests)))
    return Rendered(page.agency, path, digests, *page.counts, perf_counter() - started, page.basis)


def _check_unchanged(page: Page) -> None:
    """Refuse to go on where what was read is no longer what is there: the notebook may have seen either."""
    if Page.read(page.order).basis != page.basis:
        raise Conflict(f"{page.report.name}：生成过程中数据有改动，未生成，请再次运行")


def _write(page: Page, kind: Kind, content: bytes) -> str:
    """Write its file of a kind, and give it its name when it has passed the seal; its SHA-256 comes back."""
    return _put(page.order, kind.name, content, lambda written: hold(page.report.name, kind.faults(written, page)))


def _put(order: Order, kind: str, content: bytes, check: Callable[[bytes], None] = lambda written: None) -> str:
    """Write a file that passes `check`, and give it its name if it is still this batch's turn."""
    with ExitStack() as held:

        def last(written: bytes) -> None:
            check(written)
            held.enter_context(in_turn(order.folder, order.turn))

        # the check comes right before the file takes its name, and the turn is held until it has it
        return write_atomic(order.path(kind), content, check=last)


def _given(order: Order) -> dict[str, Any]:
    """The parameters for the notebook; a person's own gets those of the usual ones that it declares, and its values."""
    if not order.notebook:
        return order.parameters
    declared = check_values(Path(order.notebook), order.values)
    return {**{name: value for name, value in order.parameters.items() if name in declared}, **order.values}


def _unnamed(notebook: Path) -> dict[str, str]:
    """The kernel and language to run a notebook with, where it names none itself."""
    try:
        metadata = simplejson.loads(notebook.read_bytes())["metadata"]
        kernel = metadata.get("kernelspec") or {}
        named = {
            "kernel_name": kernel.get("name"),
            "language": kernel.get("language") or (metadata.get("language_info") or {}).get("name"),
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        named = {}
    return {key: value for key, value in _PYTHON.items() if not named.get(key)}


def _run(page: Page) -> papermill.NotebookNode:
    order = page.order
    notebook = Path(order.notebook) if order.notebook else find_notebook(Path(order.params))
    given = _given(order)
    with TemporaryDirectory() as folder:
        kept: list[papermill.NotebookNode] = []
        executed = Path(folder) / "executed.ipynb"
        ours = order.engine == "govreport"
        options = {"into": kept} if ours else {"extra_arguments": ["--log-level=CRITICAL"]}
        try:
            return papermill.execute_notebook(
                str(notebook),
                None if ours else str(executed),
                parameters=given,
                engine_name="govreport" if ours else None,
                request_save_on_cell_execute=False,
                progress_bar=False,
                cwd=str(notebook.resolve().parent),
                **_unnamed(notebook),
                **options,
            )
        except PapermillExecutionError as error:
            # papermill's own parameters cell stands before the one that failed, and is not in the notebook
            reason = f"笔记本第{error.cell_index}格出错（{error.ename}：{error.evalue}）"
        except (DeadKernelError, CellTimeoutError) as error:
            reason = f"笔记本的内核意外停止（{type(error).__name__}）"
        except NoSuchKernel as error:
            raise BadRequest(f"{notebook}：没有安装这个笔记本所用的内核 {error.name}，请换用 Python 的笔记本") from None
        except Exception:
            read_notebook(notebook)
            raise
        failed = nbformat.writes(kept[0]) if kept else executed.read_text("utf-8") if executed.is_file() else None
    said = f"{page.report.name}：报告没有生成，{reason}，请在 JupyterLab 中打开 {notebook.name} 查看"
    raise RenderFailed(said, failed)
