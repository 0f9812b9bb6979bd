"""What the checks say of every published report that is whole, where the corpus lies beside the project.

The lists are written down from the notes on the printed reports, not from what the checks said.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from test_corpus import CORPUS, printed

from govreport.checks import check_report
from govreport.report import AnnualReport, Number, read_report
from govreport.store.yaml_reading import parse_document

Told = tuple[str, str, Number | None, Number | None]
IN_FORCE = "disclosure.normative_documents.in_force"

ERRORS: dict[str, list[Told]] = {
    # 复议 10+1+0+0 with total 0, 复议后起诉 5+0+0+0 with total 0 in the print; 其他处理 is one row instead of three
    "hongze-district-2023": [
        ("A4", "disputes.review.total", 11, 0),
        ("A4", "disputes.litigation_after_review.total", 5, 0),
        ("S2", "requests.other.overdue_correction.natural_person", 175, 161),
    ],
    "pingtan-2019": [],
    # outcome rows 26 and 27 against totals 20 and 21
    "pingtan-2020": [
        ("A2", "requests.handled_total.natural_person", 26, 20),
        ("A2", "requests.handled_total.total", 27, 21),
    ],
    "pingtan-2021": [],
    "pingtan-2022": [],
    "pingtan-2023": [],
    "pingtan-2024": [],
    "pingtan-2025": [],
    "shanghai-office-2019": [],
    "shanghai-stc-2024": [],
    "shuyang-drc-2023": [],
    "suqian-city-2023": [],
    "suqian-city-2024": [],
}
FOLLOW: dict[str, list[Told]] = {
    # documents in force do not follow: 698+77-132, 470+62-33, 440+58-45
    "pingtan-2023": [("Y2", IN_FORCE, 643, 470)],
    "pingtan-2024": [("Y2", IN_FORCE, 499, 440)],
    "pingtan-2025": [("Y2", IN_FORCE, 453, 546)],
}
THERE = [name for name in ERRORS if (CORPUS / name / "truth.yaml").is_file()]


def true_report(folder: Path) -> AnnualReport:
    """The figures of a report as printed."""
    content = (folder / "truth.yaml").read_bytes()
    truth = parse_document(content.replace("元]".encode(), b"]"), "truth.yaml").data
    report = read_report({"name": str(truth["name"]), "year": int(truth["year"]), "form": truth["form"]})
    return report.with_values(dict(printed(truth)))


@pytest.mark.parametrize("name", THERE)
def test_a_published_report_is_told_what_is_wrong_with_it_and_no_more(name: str):
    report = true_report(CORPUS / name)
    place, _, year = name.rpartition("-")
    before = CORPUS / f"{place}-{int(year) - 1}"

    findings = check_report(name, report, true_report(before) if before.is_dir() else None)

    told = [(one.rule, one.cells[0], one.expected, one.actual) for one in findings if one.severity == "error"]
    figures = [one for one in told if not one[1].startswith("narrative.")]
    assert figures == ERRORS[name]
    # these are the figures alone: of the sections, each that is not there is named, once
    assert [one[0] for one in told if one not in figures] == ["N1", "N3", "N4"]
    follow = [(one.rule, one.cells[0], one.expected, one.actual) for one in findings if one.rule[0] == "Y"]
    assert [one for one in follow if one[0] not in ("Y3", "Y5")] == FOLLOW.get(name, [])
