"""A page, a text, a workbook and a Word file of every edition, and of one that is made up, are read as that edition."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import editions
import material
import pytest
from bs4 import BeautifulSoup
from docx import Document
from openpyxl import load_workbook

from govreport.errors import InvalidFile
from govreport.exporting import word_document, workbook
from govreport.form import FORMS
from govreport.form.workbook import NOTES
from govreport.importing import Hints, read_file
from govreport.rendering import Page
from govreport.report import EDITIONS, AnnualReport, Number, read_report
from govreport.report.model import edition_model
from govreport.store import Store

AGENCY = material.AGENCY
RECORDS = {2019: material.record(2020), 2021: material.record(2023), 2027: editions.record(2027)}
"""A report in each edition, typed by hand."""
FIGURES: dict[int, dict[str, Number]] = {
    2019: {"disclosure.procurement.amount": 251000, "disclosure.licenses.change": -1, "requests.other.misc.total": 0},
    2021: {"disclosure.normative_documents.in_force": 21, "requests.granted.total": 10, "disputes.review.pending": 1},
    2027: {"disclosure.normative_documents.left_in_force": 20, "requests.denied.invented.total": 2},
}
"""A few of their figures, which stand where the editions differ."""
Making = Callable[[AnnualReport, Path], Path]


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    editions.register(monkeypatch)


@pytest.fixture(params=[*FORMS, editions.MADE_UP.edition])
def report(request: pytest.FixtureRequest) -> AnnualReport:
    """A report in every edition, and in the one that is made up."""
    return read_report(RECORDS[request.param])


def as_page(report: AnnualReport, folder: Path) -> Path:
    """The report's page as another office would publish it, without the record in it and the names of its cells."""
    (folder / "params").mkdir()
    Store(folder / "params").save(report, AGENCY, expected=None)
    page = Page.open(AGENCY, report.year, "draft", "none", folder / "params")
    shown = BeautifulSoup(page.html(), "lxml")
    for ours in shown.select("#govreport-record, meta, script"):
        ours.decompose()
    path = folder / "年报.html"
    path.write_text(re.sub(r' data-cell="[^"]*"', "", str(shown)), encoding="utf-8")
    return path


def as_text(report: AnnualReport, folder: Path) -> Path:
    """What the page says, a cell or paragraph a line, as somebody copies it."""
    shown = BeautifulSoup(as_page(report, folder).read_text(encoding="utf-8"), "lxml")
    for line in shown.select("tr"):
        line.replace_with("\n" + " ".join(cell.get_text(" ", strip=True) for cell in line.select("td, th")) + "\n")
    path = folder / "年报.txt"
    path.write_text(shown.body.get_text("\n", strip=True) if shown.body else "", encoding="utf-8")
    return path


def as_workbook(report: AnnualReport, folder: Path) -> Path:
    """The workbook as another office would make it, without the sheet that says whose it is."""
    book = load_workbook(io.BytesIO(workbook(report, AGENCY, final=True)), data_only=True)
    del book[NOTES]
    path = folder / "年报.xlsx"
    book.save(path)
    return path


def as_word(report: AnnualReport, folder: Path) -> Path:
    """The Word file as another office would make it, without the record in it."""
    document = Document(io.BytesIO(word_document(report, AGENCY, "final")))
    for part in document.part.package.iter_parts():
        if "/customXml/" in str(part.partname):
            part._blob = b"<none/>"
    path = folder / "年报.docx"
    document.save(str(path))
    return path


def stated(report: AnnualReport) -> dict[str, Number]:
    return {path: value for path, value in report.cells.items() if value is not None}


@pytest.mark.parametrize("made", [as_page, as_text, as_word, as_workbook])
def test_a_print_is_read_as_the_edition_that_it_is_in(report: AnnualReport, made: Making, tmp_path: Path):
    reading = read_file(made(report, tmp_path))

    doubtful = {doubt.cell for doubt in reading.doubtful}
    read = reading.report.cells
    assert reading.agency is None
    assert (reading.report.form, reading.report.year) == (report.form, report.year)
    assert {path: read[path] for path in FIGURES[report.form]} == FIGURES[report.form]
    assert {
        path: value for path, value in stated(report).items() if path not in doubtful and read.get(path) != value
    } == {}
    assert reading.report.rows.keys() == report.rows.keys()
    assert len(doubtful) <= len(read) / 100


def wording(report: AnnualReport, folder: Path, year: int) -> Path:
    """The report's text as that of another year."""
    path = as_text(report, folder)
    path.write_text(path.read_text(encoding="utf-8").replace(str(report.year), str(year)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("edition", "year", "told"),
    [
        (2019, 2023, "S5 2023年度报告用了2019年的试行格式，应改用2021年起执行的格式"),
        (2021, 2027, "S5 2027年度报告用了2021年的格式，应改用2027年起执行的格式"),
        (2021, 2020, "S5 2020年度报告用了2021年的格式，应改用2019年起执行的格式"),
        (2027, 2023, "S5 2023年度报告用了2027年的格式，应改用2021年起执行的格式"),
    ],
)
def test_a_print_in_another_edition_than_its_years_is_read_as_it_is_and_told(
    edition: int, year: int, told: str, tmp_path: Path
):
    reading = read_file(wording(read_report(RECORDS[edition]), tmp_path, year))

    assert (reading.report.form, reading.report.year) == (edition, year)
    assert {path: reading.report.cell(path) for path in FIGURES[edition]} == FIGURES[edition]
    assert [note for note in reading.notes if note.startswith("S5")] == [told]


def test_nothing_is_said_of_the_edition_that_is_in_force(report: AnnualReport, tmp_path: Path):
    assert [note for note in read_file(as_text(report, tmp_path)).notes if note.startswith("S5")] == []


@pytest.fixture
def alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition of 2030 whose tables are those of 2021."""
    monkeypatch.setitem(FORMS, 2030, replace(FORMS[2021], edition=2030, since=2030))
    monkeypatch.setitem(EDITIONS, 2030, edition_model(FORMS[2030]))


@pytest.mark.parametrize(("year", "edition"), [(2023, 2021), (2031, 2030)])
def test_the_year_tells_between_editions_that_a_print_fits_alike(alike: None, year: int, edition: int, tmp_path: Path):
    assert read_file(wording(read_report(RECORDS[2021]), tmp_path, year)).report.form == edition


def test_a_print_that_fits_two_editions_of_which_none_is_its_years_is_refused(alike: None, tmp_path: Path):
    path = wording(read_report(RECORDS[2021]), tmp_path, 2020)

    with pytest.raises(InvalidFile) as error:
        read_file(path, Hints("示例县示例局", 2020))
    assert str(error.value) == (
        "年报.txt：文中的表格同样符合2021年、2030年起执行的格式，不能确定用的是哪一种，请核对年度和表格后再导入"
    )
