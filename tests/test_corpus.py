"""Every published report of the corpus, where it lies beside the project: each cell read right, or named as doubtful."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from material import ROOT, SAMPLES, corpus

from govreport.errors import GovreportError
from govreport.form import FORMS
from govreport.importing import Hints, Reading, read_file
from govreport.report import AnnualReport
from govreport.store import Store
from govreport.store.yaml_reading import parse_document
from govreport.tables import statutory_table

UNDECIDABLE = {
    "hongze-district-2023/source-raworder.txt": 186,
    "shanghai-stc-2024/source.md": 77,
    **dict.fromkeys((f"pingtan-{year}/source.txt" for year in range(2019, 2026)), 3),
}
"""Cells that a source does not state separably: labels and figures apart, or digits run together in more than one way."""
CORPUS = ROOT.parent / "shared" / "corpus"
SOURCES = sorted(CORPUS.glob("*/source*"))
READABLE = (".html", ".pdf", ".txt", ".md", ".docx", ".xlsx")


def printed(truth: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each cell of a truth file with what is printed in it; rows that the print does not have are left out."""
    for table in FORMS[truth["form"]].tables:
        for row in table.rows:
            line: Any = truth.get(table.id)
            for name in row.id.split("."):
                line = (line or {}).get(name, "") if isinstance(line, dict) else ""
            figures = line if isinstance(line, list) else [line]
            if len(figures) == len(row.columns) and not (len(figures) > 1 and line is None):
                for column, value in zip(row.columns, figures, strict=True):
                    if not isinstance(value, str):
                        yield f"{table.id}.{row.id}.{column.id}", value
                    elif value.endswith("元"):
                        yield f"{table.id}.{row.id}.{column.id}", Decimal(value.removesuffix("元"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_cell_of_a_published_report_is_silently_wrong(source: Path, capsys: pytest.CaptureFixture[str]):
    content = (source.parent / "truth.yaml").read_bytes()
    truth = parse_document(content.replace(b"\xe5\x85\x83]", b"]"), "truth.yaml").data
    cells = dict(printed(truth))

    reading = read_file(source, Hints(str(truth["name"]), int(truth["year"])))

    doubtful = {doubt.cell for doubt in reading.doubtful}
    read = {path: value for path, value in reading.report.cells.items() if path in cells and path not in doubtful}
    wrong = {path: (value, cells[path]) for path, value in read.items() if value != cells[path]}
    with capsys.disabled():
        told = f"{len(read) - len(wrong)} right, {len(doubtful & cells.keys())} doubtful, {len(wrong)} wrong"
        sys.stdout.write(f"\n{source.parent.name}/{source.name}: {told} of {len(cells)} printed ")
    assert wrong == {}
    separable = len(cells) - UNDECIDABLE.get(f"{source.parent.name}/{source.name}", 0)
    assert len(read) >= separable * 0.995
    assert reading.report.form == truth["form"]
    assert read.keys() | doubtful >= cells.keys()


# the same figures in pages made here


def pages() -> dict[str, AnnualReport]:
    store = Store(SAMPLES)
    named = {f"{agency} {year}": store.load(agency, year) for agency, years in store.agencies.items() for year in years}
    return named | corpus()


@pytest.mark.parametrize(("name", "report"), pages().items(), ids=lambda one: one if isinstance(one, str) else "")
def test_real_figures_in_a_plain_page_are_read_as_printed(name: str, report: AnnualReport, tmp_path: Path):
    tables = "".join(
        f"<h2>{table.heading}</h2>{statutory_table(report, table.id)}" for table in report.statutory_form.tables
    )
    path = tmp_path / "年报.html"
    path.write_text(f"<h1>{report.name}{report.year}年政府信息公开工作年度报告</h1>{tables}", encoding="utf-8")

    reading = read_file(path)

    wanted = {cell: value for cell, value in report.cells.items() if value is not None}
    doubtful = {doubt.cell for doubt in reading.doubtful}
    read = {cell: value for cell, value in reading.report.cells.items() if value is not None}
    assert {cell: value for cell, value in read.items() if value != wanted.get(cell)} == {}
    assert wanted.keys() - read.keys() <= doubtful
    assert len(doubtful) <= len(wanted) * 0.005


# anything at all


def answer(path: Path) -> Reading | str:
    """What reading a file comes to: the reading, or the one line of refusal."""
    try:
        return read_file(path)
    except GovreportError as error:
        return str(error)


@settings(derandomize=True, max_examples=30, deadline=None)
@given(content=st.binary(max_size=400), kind=st.sampled_from(READABLE))
def test_any_bytes_are_read_doubted_or_refused(content: bytes, kind: str, tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.getbasetemp() / f"来稿{kind}"
    path.write_bytes(content)

    said = answer(path)

    assert isinstance(said, Reading) or (said.startswith(path.name) and "\n" not in said)
