"""The report as a web page: the executed notebook, set and sealed."""

from __future__ import annotations

from collections.abc import Iterator

from nbformat import NotebookNode

from govreport.exporting import html_page

from .page import Page
from .seal import faults as seal_faults
from .seal import faults_of_own_notebook


def make(page: Page, executed: NotebookNode) -> bytes:
    """The page with all that it needs."""
    return html_page(executed, page.facts).encode("utf-8")


def faults(written: bytes, page: Page) -> Iterator[str]:
    """What is wrong with a written page; of one that a person's own notebook made, in what is not theirs to choose."""
    return (faults_of_own_notebook if page.order.own else seal_faults)(written, page)
