"""A district's reports: the batch beside what a user would run instead, in one run.

    pip install ploomber-engine
    python benchmarks/district.py [AGENCIES]

Invents a district of AGENCIES (default 300) and renders its last year four ways: the stock commands
`papermill` and `jupyter nbconvert` in a loop; papermill's Python call with one nbconvert exporter for all;
ploomber-engine with one exporter for all; and `govreport batch`. The first two run a few reports only,
as their time a report does not depend on how many there are. Then one report beside a plain function
that makes the same page, and the memory of a batch of ten times as many.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from machine import machine, seconds

from govreport.batching import make_district
from govreport.rendering import Page, render
from govreport.store import write_atomic

ROOT = Path(__file__).parent.parent
FEW = 4
RUNS = 3
YEARS = 3

PYTHON_CALLS = """
import sys
from nbconvert import HTMLExporter
{imports}
exporter = HTMLExporter()
for agency in sys.argv[1:]:
    parameters = {{"agency": agency, "year": 2024, "params": "params"}}
    notebook = {call}
    open("page.html", "w", encoding="utf-8").write(exporter.from_notebook_node(notebook)[0])
"""
PAPERMILL = PYTHON_CALLS.format(
    imports="import papermill",
    call="papermill.execute_notebook('report.ipynb', 'out.ipynb', parameters, progress_bar=False)",
)
PLOOMBER = PYTHON_CALLS.format(
    imports="from ploomber_engine import execute_notebook",
    call="execute_notebook('report.ipynb', 'out.ipynb', parameters=parameters, progress_bar=False)",
)


def main() -> None:
    """Measure and print the tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with TemporaryDirectory() as folder:
        project = Path(folder)
        shutil.copy(ROOT / "notebooks" / "report.ipynb", project)
        make_district(project / "params", count, YEARS, seed=1, progress=False)
        agencies = [f"shili/a{number + 1:05d}" for number in range(count)]
        ways = {
            "`papermill` and `jupyter nbconvert` in a loop": _loop(project, agencies[:FEW]) / FEW,
            "papermill's Python call, one exporter": _python(project, PAPERMILL, agencies[:FEW]) / FEW,
            "ploomber-engine, one exporter": _python(project, PLOOMBER, agencies) / count,
            "`govreport batch`": median(_batch(project) for _ in range(RUNS)) / count,
        }
        again = seconds(lambda: _run(project, "-m", "govreport", "batch", "2024", "--params", "params"), RUNS)
        start = seconds(lambda: _run(project, "-m", "govreport", "--version"), RUNS)
        notebook = seconds(lambda: render(agencies[0], 2024, params=project / "params", outputs=project / "a"), 30)
        plain = seconds(lambda: _plain(agencies[0], project / "params", project / "b.html"), 30)
        small = _memory(project, count)
        large = _memory(project, 10 * count)
    ours = ways["`govreport batch`"]
    print(machine())
    print(f"\n{count} reports with charts, start-up included; medians of {RUNS} runs for `govreport batch`\n")
    print("| way | s a report | beside `govreport batch` |\n|---|---|---|")
    for name, taken in ways.items():
        print(f"| {name} | {taken:.3f} | {taken / ours:.1f} |")
    print(f"\nAgain with nothing changed: {again:.2f} s, {start:.2f} s of them the command's start.")
    beside = notebook / plain
    print(f"One report: {notebook * 1000:.0f} ms; by a plain function, {plain * 1000:.0f} ms: {beside:.1f} times.")
    print(f"Largest process: {small:.0f} MB with {count} reports, {large:.0f} MB with {10 * count}.")


def _run(folder: Path, *words: str) -> None:
    subprocess.run(
        [sys.executable, *words], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _loop(folder: Path, agencies: list[str]) -> float:
    started = perf_counter()
    for agency in agencies:
        given = ("-p", "agency", agency, "-p", "year", "2024", "-p", "params", "params")
        _run(folder, "-m", "papermill", "report.ipynb", "out.ipynb", *given)
        _run(folder, "-m", "nbconvert", "--to", "html", "out.ipynb")
    return perf_counter() - started


def _python(folder: Path, script: str, agencies: list[str]) -> float:
    started = perf_counter()
    _run(folder, "-c", script, *agencies)
    return perf_counter() - started


def _batch(folder: Path) -> float:
    started = perf_counter()
    _run(folder, "-m", "govreport", "batch", "2024", "--params", "params", "--fresh")
    return perf_counter() - started


def _plain(agency: str, params: Path, path: Path) -> None:
    """The same page with no notebook: its sections one after another, written and put in place."""
    write_atomic(path, Page.open(agency, 2024, params=params).html().encode("utf-8"))


def _memory(folder: Path, count: int) -> float:
    """The largest process's peak in MB while a district of `count` is rendered."""
    params = folder / f"params{count}"
    make_district(params, count, YEARS, seed=1, progress=False)
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-m', 'govreport', *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL,"
        " stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    words = ("batch", "2024", "--params", str(params), "--outputs", str(folder / f"out{count}"))
    done = subprocess.run([sys.executable, "-c", script, *words], check=True, capture_output=True, text=True)
    shutil.rmtree(folder / f"out{count}")
    return float(done.stdout)


if __name__ == "__main__":
    main()
