"""A page that this kit made: its record is inside, and its tables must say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from pydantic import ValidationError

from govreport.errors import InvalidFile, Problem
from govreport.report import AnnualReport, from_json, read_report, show_number

from ..reading import Doubt, Reading
from .html import page_text

_RECORD = "govreport-record"


def is_own_page(content: bytes) -> bool:
    """Whether a page holds a record of ours."""
    return f'id="{_RECORD}"'.encode() in content


def read_own_page(content: bytes, shown_as: str) -> Reading:
    """The record of a page of ours; a cell that shows another figure than the record is doubtful.

    Raises:
        InvalidFile: the record inside is damaged, or the page is far larger than any of ours.
    """
    page = BeautifulSoup(page_text(content, shown_as), "lxml")
    try:
        report = read_report(from_json(page.find(id=_RECORD).get_text()))  # type: ignore[union-attr]
        agency = str(_meta(page, "agency")["content"])
    except (ValueError, ValidationError, AttributeError, TypeError, KeyError, RecursionError):
        text = "页面所附的数据已损坏，请用原文件导入"
        raise InvalidFile(shown_as, [Problem(0, text)]) from None
    edition = _meta(page, "edition")
    final = edition is not None and edition.get("content") == "final"
    return Reading(agency, report, doubtful=tuple(_differing(page, report)), final=final)


def _meta(page: BeautifulSoup, name: str) -> Any:
    return page.find("meta", {"name": f"govreport:{name}"})


def _differing(page: BeautifulSoup, report: AnnualReport) -> Iterator[Doubt]:
    """Cells whose shown figure is not the record's: somebody changed the page."""
    for cell in page.select("td[data-cell]"):
        path, shown = str(cell["data-cell"]), next(iter(cell.stripped_strings), "")
        value = report.cells.get(path)
        if path in report.statutory_form.places and shown not in (show_number(value), "／" if value is None else ""):
            label = report.statutory_form.places[path].label
            yield Doubt(path, label, shown, f"页面所附数据为 {show_number(value) or '空白'}，请核对是哪一个")
