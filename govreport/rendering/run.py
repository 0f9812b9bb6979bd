"""The notebook run for one report, and its finished, sealed file."""

from __future__ import annotations

import govreport.light  # noqa: F401

import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import nbformat
import papermill
import simplejson
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from govreport.errors import BadRequest, Conflict, GovreportError
from govreport.exporting import html_page
from govreport.store import find_params, write_atomic

from .office_files import office_faults, office_file
from .options import ENGINES, FORMATS, check_options, output_path, own_mark
from .page import Page
from .page_comparison import hold
from .project import find_notebook, find_outputs, passed_over
from .seal import faults, faults_of_own_notebook
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


def render(
    agency: str,
    year: int,
    *,
    edition: str = "final",
    charts: str = "interactive",
    formats: Collection[str] = ("html",),
    params: str | Path | None = None,
    outputs: str | Path | None = None,
    engine: str | None = None,
    notebook: str | Path | None = None,
    values: Mapping[str, Any] | None = None,
    label: str | None = None,
    keep_notebook: bool = False,
    turn: str | None = None,
) -> Rendered:
    """Run `report.ipynb` for one agency and year, write the page, and seal it; the same as Word or workbook.

    `formats` are the kinds of files wanted: `html`, `docx` (the document to be signed and sealed), `xlsx` (the
    workbook). Only `html` runs the notebook.
    `engine` is `govreport` (in this process) or `jupyter` (a kernel); by default the first, where no
    kernel lives in this process. `notebook` runs a notebook of one's own in place of the report's, with
    `values` for the parameters it declares beside `agency` and `year`; its files carry `label`, or digits that stand
    for the values, in their names. `keep_notebook` keeps the executed notebook beside the page. `turn` is a batch's:
    its files take their names only while no later batch has begun.

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
    check_options(edition, charts, formats)
    folder = find_params(params).resolve()
    page = Page.open(agency, year, edition, charts, folder)
    source = Path(notebook) if notebook else find_notebook(folder)
    own = own_mark(notebook, values or {}, label)
    job = _Job(page, find_outputs(outputs, params), own, turn)
    if job.own and {*formats} != {"html"}:
        raise BadRequest("自己的笔记本只能生成 HTML，请去掉 --formats")
    executed = None
    if "html" in formats or keep_notebook:
        if not notebook and turn is None and (said := passed_over(folder)):
            warnings.warn(said, stacklevel=2)
        standard = {
            "agency": page.agency,
            "year": page.report.year,
            "edition": edition,
            "charts": charts,
            "params": str(folder),
        }
        given = _given(source, standard, values or {}) if notebook else standard
        executed = _run(source, given, page, engine or _usual_engine())
    contents = {kind: job.content(kind, executed) for kind in FORMATS if kind in formats}
    _check_unchanged(page, folder)
    digests = {kind: job.write(kind, content) for kind, content in contents.items()}
    if keep_notebook:
        job.put("ipynb", nbformat.writes(executed).encode("utf-8"))
    seconds = perf_counter() - started
    return Rendered(page.agency, job.path(next(iter(digests))), digests, *page.counts, seconds, page.basis)


def _check_unchanged(page: Page, params: Path) -> None:
    """Refuse to go on where what was read is no longer what is there: the notebook may have seen either."""
    now = Page.open(page.agency, page.report.year, page.edition, page.charts_wanted, params)
    if now.basis != page.basis:
        raise Conflict(f"{page.report.name}：生成过程中数据有改动，未生成，请再次运行")


@dataclass(frozen=True)
class _Job:
    """The files of one page; `own` marks those of a person's own notebook that is run for it."""

    page: Page
    outputs: Path
    own: str
    turn: str | None

    def path(self, kind: str) -> Path:
        """Where its file of a kind lies."""
        return output_path(self.outputs, self.page.agency, self.page.report.year, self.page.edition, kind, self.own)

    def content(self, kind: str, executed: nbformat.NotebookNode | None) -> bytes:
        """Its file of a kind, as it is to be written."""
        if kind == "html" and executed is not None:
            return html_page(executed, self.page.facts).encode("utf-8")
        return office_file(self.page, kind)

    def write(self, kind: str, content: bytes) -> str:
        """Write its file of a kind, and give it its name when it has passed the seal; its SHA-256 comes back."""
        return self.put(kind, content, lambda written: self._seal(written, kind))

    def put(self, kind: str, content: bytes, check: Callable[[bytes], None] = lambda written: None) -> str:
        """Write a file that passes `check`, and give it its name if it is still this batch's turn."""
        with ExitStack() as held:

            def last(written: bytes) -> None:
                check(written)
                held.enter_context(in_turn(self.outputs / str(self.page.report.year), self.turn))

            # the check comes right before the file takes its name, and the turn is held until it has it
            return write_atomic(self.path(kind), content, check=last)

    def _seal(self, written: bytes, kind: str) -> None:
        hold(self.page.report.name, self._faults(written, kind))

    def _faults(self, written: bytes, kind: str) -> Iterator[str]:
        if kind != "html":
            return office_faults(written, self.page, kind)
        return (faults_of_own_notebook if self.own else faults)(written, self.page)


def _usual_engine() -> str:
    return "jupyter" if InteractiveShell.initialized() else "govreport"


def _given(notebook: Path, standard: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters for a person's own notebook: of the standard ones, those that it declares."""
    declared = check_values(notebook, values)
    return {**{name: value for name, value in standard.items() if name in declared}, **values}


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


def _run(notebook: Path, values: Mapping[str, Any], page: Page, engine: str) -> papermill.NotebookNode:
    if engine not in ENGINES:
        raise BadRequest(f"引擎应为 {'、'.join(ENGINES)}，现为“{engine}”")
    with TemporaryDirectory() as folder:
        kept: list[papermill.NotebookNode] = []
        executed = Path(folder) / "executed.ipynb"
        ours = engine == "govreport"
        options = {"into": kept} if ours else {"extra_arguments": ["--log-level=CRITICAL"]}
        try:
            return papermill.execute_notebook(
                str(notebook),
                None if ours else str(executed),
                parameters=dict(values),
                engine_name=ENGINES[engine],
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
