"""An edition that nobody decreed: in force from 2027 on, with one more reason to deny and one column called otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import material
import pytest

from govreport.form import FORMS, Column, Row, make_form
from govreport.form.disclosure import PARTS_2021, disclosure_table
from govreport.form.disputes import DISPUTES
from govreport.form.requests import COLUMNS, REQUESTS_2021, requests_table
from govreport.report import EDITIONS
from govreport.report.model import edition_model

_STOCK = Column("left_in_force", "年末有效件数", flow="stock")
_OUTCOMES = [*REQUESTS_2021.rows_of("outcome")]
_LAST = REQUESTS_2021.row_by_id["denied.admin_inquiry"]
_OUTCOMES.insert(_OUTCOMES.index(_LAST) + 1, Row("denied.invented", "9.示例不予公开情形", COLUMNS, _LAST.group))
_DOCUMENTS, *_OTHER_PARTS = PARTS_2021
MADE_UP = make_form(
    2027,
    disclosure_table([replace(_DOCUMENTS, columns=(*_DOCUMENTS.columns[:2], _STOCK)), *_OTHER_PARTS]),
    requests_table(_OUTCOMES),
    DISPUTES,
)


def register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the house know the edition, for the time of a test."""
    monkeypatch.setitem(FORMS, MADE_UP.edition, MADE_UP)
    monkeypatch.setitem(EDITIONS, MADE_UP.edition, edition_model(MADE_UP))


def record(year: int) -> dict[str, Any]:
    """The invented bureau's record of 2027 or 2028, as those of 2022 and 2023, with two denied for the new reason."""
    data = material.record(year - 5) | {"year": year, "form": 2027, "dated": f"{year + 1}-01-08"}
    data["requests"]["denied"]["invented"] = [1, 1, 0, 0, 0, 0, 2]
    data["requests"]["new_received"] = {2027: [8, 3, 0, 0, 1, 0, 12], 2028: [10, 4, 0, 0, 0, 0, 14]}[year]
    data["requests"]["handled_total"] = {2027: [7, 3, 0, 0, 1, 0, 11], 2028: [11, 4, 0, 0, 0, 0, 15]}[year]
    if year == 2028:
        data["narrative"]["overview"] |= {"lead": "2028年工作平稳。", "on_request": "新收申请14件。"}
    return data
