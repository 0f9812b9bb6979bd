"""The statutory form as data: both editions, every table, row, column and label as printed.

The 2021 edition is in force (国办公开办函〔2021〕30号); the 2019 edition was the trial form
(国办公开办函〔2019〕60号). Every other part of the package derives its labels from here.
"""

from __future__ import annotations

from .charted import DOCUMENTS_BY_YEAR, REQUESTS_BY_YEAR, charted, counts_documents, outcomes_by_year
from .disclosure import DISCLOSURE_2019, DISCLOSURE_2021
from .disputes import DISPUTE_OUTCOMES, DISPUTES
from .levels import LEVELS, REGULATION_MAKERS
from .model import Box, Column, Form, Group, Place, PrintedLine, Row, Table, place_boxes
from .requests import APPLICANTS, REQUESTS_2019, REQUESTS_2021

__all__ = [
    "APPLICANTS",
    "CURRENT",
    "DISPUTE_OUTCOMES",
    "DOCUMENTS_BY_YEAR",
    "FORMS",
    "LEVELS",
    "REGULATION_MAKERS",
    "REQUESTS_BY_YEAR",
    "Box",
    "Column",
    "Form",
    "Group",
    "Place",
    "PrintedLine",
    "Row",
    "Table",
    "charted",
    "counts_documents",
    "outcomes_by_year",
    "place_boxes",
]

_ASPECTS = {
    "proactive": "（一）主动公开",
    "on_request": "（二）依申请公开",
    "management": "（三）政府信息管理",
    "platforms": "（四）政府信息公开平台建设",
    "supervision": "（五）监督保障",
}


def _form(edition: int, *tables: Table) -> Form:
    disclosure, requests, disputes = tables
    headings = {
        "overview": "一、总体情况",
        "disclosure": disclosure.heading,
        "requests": requests.heading,
        "disputes": disputes.heading,
        "problems": "五、存在的主要问题及改进情况",
        "other_matters": "六、其他需要报告的事项",
    }
    return Form(edition, tables, headings, _ASPECTS)


FORMS: dict[int, Form] = {
    2021: _form(2021, DISCLOSURE_2021, REQUESTS_2021, DISPUTES),
    2019: _form(2019, DISCLOSURE_2019, REQUESTS_2019, DISPUTES),
}
CURRENT = 2021
"""The edition in force."""
