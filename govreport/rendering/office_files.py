"""The report as a Word file or a workbook, each held against the record by reading it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from govreport.errors import InvalidFile
from govreport.exporting import word_document, workbook, workbook_shape
from govreport.importing import Reading, read_own_workbook, read_word
from govreport.report import AnnualReport
from govreport.store import changes

from .page import Page

_ready: set[Any] = set()


def office_file(page: Page, kind: str) -> bytes:
    """The bytes of the page's `docx` or `xlsx`.

    Raises:
        BadRequest: a text does not fit into a workbook.
    """
    if kind == "docx":
        return word_document(page.report, page.agency, page.edition, page.findings, page.context.shown)
    return workbook(page.report, page.agency, _before(page), final=page.edition == "final")


def office_faults(written: bytes, page: Page, kind: str) -> Iterator[str]:
    """What is wrong with a written file, one Chinese sentence each: it is read as a stranger's would be."""
    try:
        reading = read_word(written, "成果文件") if kind == "docx" else read_own_workbook(written)
    except InvalidFile as error:
        yield error.brief
        return
    if reading.final != (page.edition == "final"):
        yield "文件标明的版本不符"
    yield from reading_faults(reading, page.agency, page.shown)


def reading_faults(reading: Reading, agency: str, report: AnnualReport) -> Iterator[str]:
    """Where what was read is not the agency's report."""
    if reading.agency != agency:
        yield "文件标识不是本单位的"
    yield from (f"{doubt.where}不能读回" for doubt in reading.doubtful)
    wrong = list(changes(report.stated, reading.report.stated))
    if wrong:
        yield f"有{len(wrong)}处与数据文件不符，如{report.statutory_form.label_of(wrong[0])}"
    elif reading.report != report:
        yield "所附数据与数据文件不符"


def prepare(page: Page, kind: str) -> None:
    """Do once, in this process, what all such files share, so that whoever is forked from it need not."""
    shape: Any = (page.edition, page.report.form)
    if kind == "xlsx":
        shape = workbook_shape(page.report, _before(page), final=page.edition == "final")
    if shape not in _ready:
        list(office_faults(office_file(page, kind), page, kind))
        _ready.add(shape)


def _before(page: Page) -> AnnualReport | None:
    return page.history.get(page.report.year - 1)
