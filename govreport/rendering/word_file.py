"""The report as a Word file."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from govreport.exporting import word_document
from govreport.importing import read_word

from .page import Page
from .reading_back import faults_of_reading


def make(page: Page, _: object = None) -> bytes:
    """The Word file of the page."""
    return word_document(page.report, page.agency, page.edition, page.findings, page.context.shown)


def faults(written: bytes, page: Page) -> Iterator[str]:
    """What is wrong with a written file."""
    return faults_of_reading(lambda: read_word(written, "成果文件"), page)


def shape(page: Page) -> Hashable:
    """What decides on the parts that its files share."""
    return page.edition, page.report.form
