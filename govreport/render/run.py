"""The notebook run for one report, and its finished, sealed file."""

from __future__ import annotations

import govreport.light  # noqa: F401

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import nbformat
import papermill
from IPython.core.interactiveshell import InteractiveShell
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from govreport.errors import BadRequest, GovreportError
from govreport.exporting import html_page
from govreport.store import find_params, write_atomic

from .holding import hold
from .office import office_faults, office_file
from .options import ENGINES, FORMATS, check_options, output_path
from .page import Page
from .project import find_notebook, find_outputs
from .seal import faults, faults_of_own_notebook

_TAKEN = frozenset({"draft", "failed"})


@dataclass(frozen=True)
class Rendered:
    """A finished report: its first file, the SHA-256 of each by its kind, counts of errors and warnings, seconds."""

    agency: str
    path: Path
    digests: dict[str, str]
    errors: int
    warnings: int
    seconds: float

    @property
    def digest(self) -> str:
        """The SHA-256 of the first file."""
        return next(iter(self.digests.values()))


class RenderFailed(GovreportError):
    """The notebook did not run to its end; `notebook` is how far it came."""

    def __init__(self, text: str, notebook: str | None = None) -> None:
        self.notebook = notebook
        super().__init__(text)


def check_values(notebook: Path, values: Mapping[str, Any]) -> set[str]:
    """The parameters that a person's own notebook declares, if `values` names no others.

    papermill would run an undeclared name as code.

    Raises:
        BadRequest: there is no such notebook, it has no `parameters` cell, does not declare one of `values`, or
            has a name that marks files of the report's own.
    """
    try:
        cells = nbformat.read(notebook, as_version=4).cells
        declared = set(papermill.inspect_notebook(str(notebook)))
    except (OSError, nbformat.reader.NotJSONError, nbformat.ValidationError):
        raise BadRequest(f"{notebook}：没有这个笔记本，或不是笔记本文件，请检查 --notebook") from None
    if not any("parameters" in cell.metadata.get("tags", []) for cell in cells):
        raise BadRequest(f"{notebook}：没有标为 parameters 的参数单元格，请先添加")
    if notebook.stem in _TAKEN:
        raise BadRequest(f"{notebook}：成品会与送审稿等重名，请把笔记本改名")
    unknown = [name for name in values if name not in declared]
    if unknown:
        raise BadRequest(f"{notebook}：没有声明参数 {'、'.join(unknown)}，可用：{'、'.join(sorted(declared))}")
    return declared


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
    keep_notebook: bool = False,
) -> Rendered:
    """Run `report.ipynb` for one agency and year, write the page, and seal it; the same as Word or workbook.

    `formats` are the kinds of files wanted: `html`, `docx` (the document to be signed and sealed), `xlsx` (the
    workbook). Only `html` runs the notebook.
    `engine` is `govreport` (in this process) or `jupyter` (a kernel); by default the first, where no
    kernel lives in this process. `notebook` runs a notebook of one's own in place of the report's, with
    `values` for the parameters it declares beside `agency` and `year`. `keep_notebook` keeps the executed
    notebook beside the page.

    Raises:
        Blocked: error-level findings stand against the final edition; nothing is written.
        NotFound: no such agency or year.
        InvalidFile: a yearly file has not the structure of a report.
        BadRequest: a parameter that the notebook does not declare, or a text that no workbook can hold.
        RenderFailed: the notebook did not run to its end.
        SealBroken: the page does not show what it should.
        Locked: the page is open in another program or may not be written.
    """
    started = perf_counter()
    check_options(edition, charts, formats)
    folder = find_params(params).resolve()
    page = Page.open(agency, year, edition, charts, folder)
    source = Path(notebook) if notebook else find_notebook(folder)
    job = _Job(page, find_outputs(outputs, params), source.stem if notebook else "")
    if job.own and {*formats} != {"html"}:
        raise BadRequest("自己的笔记本只能生成 HTML，请去掉 --formats")
    executed = None
    if "html" in formats or keep_notebook:
        standard = {
            "agency": page.agency,
            "year": page.report.year,
            "edition": edition,
            "charts": charts,
            "params": str(folder),
        }
        given = _given(source, standard, values or {}) if notebook else standard
        executed = _run(source, given, page, engine or _usual_engine())
    digests = {kind: job.write(kind, executed) for kind in FORMATS if kind in formats}
    if keep_notebook:
        write_atomic(job.path("ipynb"), nbformat.writes(executed).encode("utf-8"))
    return Rendered(page.agency, job.path(next(iter(digests))), digests, *page.counts, perf_counter() - started)


@dataclass(frozen=True)
class _Job:
    """The files of one page; `own` is the name of a person's own notebook that is run for it."""

    page: Page
    outputs: Path
    own: str

    def path(self, kind: str) -> Path:
        """Where its file of a kind lies."""
        return output_path(self.outputs, self.page.agency, self.page.report.year, self.page.edition, kind, self.own)

    def write(self, kind: str, executed: nbformat.NotebookNode | None) -> str:
        """Make the file of a kind, and give it its name when it has passed the seal; its SHA-256 comes back."""
        if kind == "html" and executed is not None:
            content = html_page(executed, self.page.facts).encode("utf-8")
        else:
            content = office_file(self.page, kind)
        return write_atomic(self.path(kind), content, check=lambda written: self._seal(written, kind))

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
                **options,
            )
        except PapermillExecutionError as error:
            # papermill's own parameters cell stands before the one that failed, and is not in the notebook
            reason = f"笔记本第{error.cell_index}格出错（{error.ename}：{error.evalue}）"
        except (DeadKernelError, CellTimeoutError) as error:
            reason = f"笔记本的内核意外停止（{type(error).__name__}）"
        failed = nbformat.writes(kept[0]) if kept else executed.read_text("utf-8") if executed.is_file() else None
    said = f"{page.report.name}：报告没有生成，{reason}，请在 JupyterLab 中打开 {notebook.name} 查看"
    raise RenderFailed(said, failed)
