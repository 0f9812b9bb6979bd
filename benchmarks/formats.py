"""Word and workbook beside the page: what they add to a batch, and beside the libraries' own way.

    python benchmarks/formats.py [AGENCIES]

Invents a district of AGENCIES (default 300) and renders its last year as HTML, then as HTML, Word and workbook, in
turns. Then one report: our Word file and workbook beside the same figures put, cell by cell, into a prepared file
opened with python-docx and openpyxl.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from docx import Document
from machine import machine, seconds
from openpyxl import load_workbook

from govreport.batching import make_district
from govreport.exporting import word_document, workbook
from govreport.importing import read_own_workbook, read_word
from govreport.report import AnnualReport
from govreport.store import Store

RUNS = 5
YEARS = 3
AGENCY = "shili/a00001"


def main() -> None:
    """Measure and print the tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with TemporaryDirectory() as folder:
        project = Path(folder)
        make_district(project / "params", count, YEARS, seed=1, progress=False)
        html, all_three = [], []
        for _ in range(RUNS):
            html.append(_batch(project, "html"))
            all_three.append(_batch(project, "html,docx,xlsx"))
        store = Store(project / "params")
        report, before = store.load(AGENCY, 2024), store.load(AGENCY, 2023)
        ways = _single(report, before)
    page, whole = median(html) / count, median(all_three) / count
    print(machine())
    print(f"\n{count} reports with charts, start-up included; medians of {RUNS} runs, in turns\n")
    print("| formats | s a report | beside HTML alone |\n|---|---|---|")
    print(f"| HTML | {page:.3f} | 1.00 |\n| HTML, Word and workbook | {whole:.3f} | {whole / page:.2f} |")
    print(f"\nWord and workbook together add {(whole - page) / page:.0%} of the HTML's time.\n")
    print("| one report | ms | beside ours |\n|---|---|---|")
    for name, taken, ours in ways:
        print(f"| {name} | {taken * 1000:.1f} | {taken / ours:.1f} |")


def _batch(folder: Path, formats: str) -> float:
    started = perf_counter()
    words = ("batch", "2024", "--params", "params", "--fresh", "--formats", formats)
    subprocess.run(
        [sys.executable, "-m", "govreport", *words],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return perf_counter() - started


def _single(report: AnnualReport, before: AnnualReport) -> list[tuple[str, float, float]]:
    """Each way with its seconds, and those of ours."""
    word, book = word_document(report, AGENCY, "final"), workbook(report, AGENCY, before)
    word_sealed = seconds(lambda: read_word(word_document(report, AGENCY, "final"), "x.docx"), 30)
    book_sealed = seconds(lambda: read_own_workbook(workbook(report, AGENCY, before)), 30)
    return [
        ("Word, written and read back", word_sealed, word_sealed),
        ("python-docx: open, fill, save, open again", seconds(lambda: _by_docx(word), 5), word_sealed),
        ("workbook, written and read back", book_sealed, book_sealed),
        ("openpyxl: open, fill, save, open again", seconds(lambda: _by_openpyxl(book), 5), book_sealed),
    ]


def _by_docx(prepared: bytes) -> None:
    document = Document(io.BytesIO(prepared))
    for table in document.tables:
        for line in table.rows:
            for cell in line.cells:
                if cell.text.isdigit():
                    cell.paragraphs[0].runs[0].text = cell.text
    written = io.BytesIO()
    document.save(written)
    Document(io.BytesIO(written.getvalue()))


def _by_openpyxl(prepared: bytes) -> None:
    book = load_workbook(io.BytesIO(prepared))
    for line in book["三张表"].iter_rows():
        for cell in line:
            if isinstance(cell.value, int):
                cell.value = cell.value + 0
    written = io.BytesIO()
    book.save(written)
    load_workbook(io.BytesIO(written.getvalue()))


if __name__ == "__main__":
    main()
