"""Whatever edition of the form a report is in, it is begun, kept, checked, shown and written alike."""

from __future__ import annotations

from pathlib import Path

import editions
import material
import pytest

from govreport.form import FORMS, Form
from govreport.report import AnnualReport, read_report
from govreport.store import Store

RECORDS = {2019: material.record(2020), 2021: material.record(2023), 2027: editions.record(2028)}
"""A report in each edition, typed by hand."""


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    editions.register(monkeypatch)


@pytest.fixture(params=[*FORMS, editions.MADE_UP.edition])
def edition(request: pytest.FixtureRequest) -> Form:
    """Every edition, and the one that is made up."""
    return FORMS[request.param]


@pytest.fixture
def report(edition: Form) -> AnnualReport:
    """A report in it."""
    return read_report(RECORDS[edition.edition])


def test_a_record_comes_back_from_its_file(report: AnnualReport, tmp_path: Path):
    store = Store(tmp_path)
    store.save(report, material.AGENCY, expected=None)

    assert Store(tmp_path).load(material.AGENCY, report.year) == report
    assert report.form == report.statutory_form.edition
    assert set(report.cells) >= {
        path for path in report.statutory_form.places if not path.startswith("disclosure.other_documents.")
    }
