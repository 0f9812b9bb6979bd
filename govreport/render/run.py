"""The notebook run for one report, and its finished file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from govreport.errors import GovreportError
from govreport.exporting import html_page
from govreport.store import find_params, write_atomic

from .page import Page
from .project import find_notebook, find_outputs


@dataclass(frozen=True)
class Rendered:
    """A finished report: its file, how many errors and warnings it has, and how many seconds it took."""

    agency: str
    path: Path
    errors: int
    warnings: int
    seconds: float


class RenderFailed(GovreportError):
    """The notebook did not run to its end."""


def output_path(outputs: Path, agency: str, year: int, edition: str) -> Path:
    """Where the page lies: `<year>/<agency>.html`, a draft's `<agency>.draft.html`."""
    suffix = ".html" if edition == "final" else ".draft.html"
    *folders, name = agency.split("/")
    return outputs.joinpath(str(year), *folders, name + suffix)


def render(
    agency: str,
    year: int,
    *,
    edition: str = "final",
    charts: str = "interactive",
    params: str | Path | None = None,
    outputs: str | Path | None = None,
) -> Rendered:
    """Run `report.ipynb` for one agency and year, and write the page.

    Raises:
        Blocked: error-level findings stand against the final edition; nothing is written.
        NotFound: no such agency or year.
        InvalidFile: a yearly file has not the structure of a report.
        RenderFailed: the notebook did not run to its end.
        Locked: the page is open in another program or may not be written.
    """
    started = perf_counter()
    folder = find_params(params).resolve()
    page = Page.open(agency, year, edition, charts, folder)
    values = {
        "agency": page.agency,
        "year": page.report.year,
        "edition": edition,
        "charts": charts,
        "params": str(folder),
    }
    html = html_page(_run(find_notebook(folder), values, page), page.facts)
    path = output_path(find_outputs(outputs, params), page.agency, page.report.year, edition)
    write_atomic(path, html.encode("utf-8"))
    return Rendered(page.agency, path, *page.counts, perf_counter() - started)


def _run(notebook: Path, values: dict[str, object], page: Page) -> papermill.NotebookNode:
    try:
        return papermill.execute_notebook(
            str(notebook),
            None,
            parameters=values,
            progress_bar=False,
            cwd=str(notebook.parent),
            extra_arguments=["--log-level=CRITICAL"],
        )
    except PapermillExecutionError as error:
        # papermill's own parameters cell stands before the one that failed, and is not in the notebook
        reason = f"笔记本第{error.cell_index}格出错（{error.ename}：{error.evalue}）"
    except (DeadKernelError, CellTimeoutError) as error:
        reason = f"笔记本的内核意外停止（{type(error).__name__}）"
    raise RenderFailed(f"{page.report.name}：报告没有生成，{reason}，请在 JupyterLab 中打开 {notebook.name} 查看")
