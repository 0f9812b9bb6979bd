"""The report as a workbook."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from govreport.exporting import workbook, workbook_shape
from govreport.importing import read_own_workbook

from .page import Page
from .reading_back import faults_of_reading


def make(page: Page, _: object = None) -> bytes:
    """The workbook of the page.

    Raises:
        BadRequest: a text does not fit into a workbook.
    """
    return workbook(page.report, page.agency, page.before, final=page.edition == "final")


def faults(written: bytes, page: Page) -> Iterator[str]:
    """What is wrong with a written workbook."""
    return faults_of_reading(lambda: read_own_workbook(written), page)


def shape(page: Page) -> Hashable:
    """What decides on the parts that its files share."""
    return workbook_shape(page.report, page.before, final=page.edition == "final")
