"""A file that carries its record, held against the record by reading it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govreport.errors import InvalidFile
from govreport.importing import Reading
from govreport.report import AnnualReport
from govreport.store import changes

from .page import Page


def faults_of_reading(read: Callable[[], Reading], page: Page) -> Iterator[str]:
    """What is wrong with a file of the page's that `read` reads, one Chinese sentence each."""
    try:
        reading = read()
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
