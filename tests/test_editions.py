"""Whatever edition of the form a report is in, it is begun, kept, checked, shown and written alike.

Each test runs over every edition of the form, and over one that is made up.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import editions
import jsonschema
import material
import pytest
from docx import Document
from openpyxl import load_workbook
from sheets import Sent

from govreport.batching import make_district
from govreport.charts import appendix
from govreport.checks import check_report
from govreport.exporting import word_document, workbook
from govreport.form import FORMS, Form, documents_by_year, in_force, newest
from govreport.importing import read_word, read_workbook
from govreport.prose import offers
from govreport.rendering import render
from govreport.report import AnnualReport, Finding, read_report, to_json
from govreport.report.schema import json_schema
from govreport.store import Store
from govreport.store.new_record import blank_record, handed_on
from govreport.tables import statutory_table

AGENCY = material.AGENCY
RECORDS = {2021: material.record(2023), 2019: material.record(2020), 2027: editions.record(2028)}
"""A report in each edition, typed by hand."""
STOCK = "disclosure.normative_documents.left_in_force"
INVENTED = "requests.denied.invented"


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


def invented(year: int = 2028, **changes: Any) -> AnnualReport:
    """A report in the edition that is made up, with other figures by path."""
    return read_report(editions.record(year)).with_values(changes)


def found(rule: str, report: AnnualReport, before: AnnualReport | None = None) -> list[Finding]:
    return [finding for finding in check_report(AGENCY, report, before) if finding.rule == rule]


# every edition


def test_each_year_has_the_edition_that_is_in_force():
    assert [in_force(year).edition for year in (2008, 2019, 2020, 2021, 2026, 2027, 2035)] == [
        2019, 2019, 2019, 2021, 2021, 2027, 2027,
    ]  # fmt: skip
    assert newest() == editions.MADE_UP


def test_a_record_comes_back_from_its_file(report: AnnualReport, tmp_path: Path):
    Store(tmp_path).save(report, AGENCY, expected=None)

    assert Store(tmp_path).load(AGENCY, report.year) == report
    assert len(report.cells) == {2019: 198, 2021: 200, 2027: 207}[report.form]


def test_a_new_record_has_every_cell_and_passage_blank(edition: Form):
    blank = blank_record("示例县示例局", edition.since)
    begun = read_report(blank)

    assert begun.form == edition.edition
    assert set(begun.cells) == set(edition.places)
    assert set(begun.cells.values()) == {None}
    assert list(blank["narrative"]) == ["preamble", "overview", "problems", "improvements", "other_matters"]


def test_every_cell_stands_in_the_table_that_is_shown(report: AnnualReport):
    html = "".join(statutory_table(report, table.id) for table in report.statutory_form.tables)
    shown = dict(re.findall(r'<td data-cell="([^"]+)"[^>]*>([^<]*)', html))

    assert shown == {path: str(value) for path, value in report.cells.items()}


def test_a_page_is_rendered(report: AnnualReport, tmp_path: Path):
    Store(tmp_path).save(report, AGENCY, expected=None)
    page = render(AGENCY, report.year, edition="draft", charts="none", params=tmp_path, outputs=tmp_path / "o").path
    text = page.read_text(encoding="utf-8")

    assert [heading for heading in re.findall(r"<h2[^>]*>([^<]*)</h2>", text) if heading[1] == "、"] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert set(re.findall(r'data-cell="([^"]+)"', text)) == set(report.cells)


def test_what_went_out_comes_back(report: AnnualReport):
    sheet, document = workbook(report, AGENCY), word_document(report, AGENCY, "draft")

    assert read_workbook(sheet, "表.xlsx").report == report
    assert read_word(document, "稿.docx").report == report


def test_a_figure_typed_into_the_workbook_is_read_where_it_stands(report: AnnualReport):
    sent = Sent(workbook(report, AGENCY))
    last = report.statutory_form.rows_of("outcome")[-1].label
    [line] = [line for line in load_workbook(io.BytesIO(sent.content))["三张表"] if last in [one.value for one in line]]
    spot = next(cell.coordinate for cell in line if isinstance(cell.value, int))
    typed = sent.put("三张表", {spot: 7})

    assert read_workbook(typed, "表.xlsx").report.cell("requests.other.misc.natural_person") == 7


def test_word_has_a_table_for_each_of_the_form(report: AnnualReport):
    tables = Document(io.BytesIO(word_document(report, AGENCY, "final"))).tables
    texts = [{cell.text for row in table.rows for cell in row.cells} for table in tables]

    for labels, table in zip(texts, report.statutory_form.tables, strict=True):
        assert labels >= {row.label for row in table.rows if f"{table.id}.{row.id}" in report.rows}


def test_the_schema_takes_a_report_of_every_edition(report: AnnualReport):
    schema, data = json_schema(), RECORDS[report.form]
    jsonschema.validate(data, schema)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data | {"form": 2020}, schema)


def test_outcomes_are_charted_by_their_groups(report: AnnualReport):
    charts = {chart.id: chart for chart in appendix({report.year: report})}

    assert charts["outcomes"].caption.endswith(
        {
            2019: "予以公开6件、部分公开1件、不予公开1件、无法提供1件。",
            2021: "予以公开10件、部分公开1件、不予公开1件、无法提供1件。",
            2027: "予以公开10件、部分公开1件、不予公开3件、无法提供1件。",
        }[report.form]
    )
    assert charts["documents"].title == "历年行政规范性文件数量（单位：件）"
    assert bool(documents_by_year(report.statutory_form)) == (report.form != 2019)


def test_sentences_are_offered(report: AnnualReport):
    offered = offers(report)["narrative.overview.on_request"]

    assert any(sentence.startswith("办理结果为：予以公开") for sentence in offered)


def test_arithmetic_that_holds_is_not_spoken_of_and_a_wrong_total_is(report: AnnualReport):
    assert [one for rule in ("A1", "A2", "A3", "A4", "V5") for one in found(rule, report)] == []

    for rule in ("A1", "A2", "A3", "A4"):
        cell = report.statutory_form.equations_by(rule)[0].cells[0]
        assert found(rule, report.with_cell(cell, 99))[0].cells[0] == cell


# from the trial edition on


def test_the_year_after_the_trial_begins_with_what_was_carried_out_alone():
    trial = read_report(material.record(2020))

    assert handed_on(trial) == {
        "requests.carried_in.natural_person": 2,
        "requests.carried_in.commercial": 0,
        "requests.carried_in.research": 0,
        "requests.carried_in.public_welfare": 0,
        "requests.carried_in.legal_service": 0,
        "requests.carried_in.other_org": 0,
        "requests.carried_in.total": 2,
    }


# the one that is made up


def test_a_row_that_is_left_out_is_missed():
    data = editions.record(2028)
    del data["requests"]["denied"]["invented"]
    [finding] = found("S2", read_report(data))

    assert finding.message.startswith(
        "第三部分表格应有182个数据项，缺少7个，自第三部分表格“（三）不予公开9.示例不予公开情形”行“自然人”栏起"
    )


def test_documents_are_followed_from_one_year_to_the_next_by_the_column_that_they_have():
    report, before = invented(2028, **{STOCK: 25}), invented(2027)
    [finding] = found("Y2", report, before)

    assert finding.message.startswith(
        "第二部分表格“行政规范性文件”行“年末有效件数”栏为 25，按2027年的 20 件加制发 3 件、减废止 2 件应为 21，"
    )
    assert found("Y2", invented(2028), before) == []


def test_documents_are_not_followed_from_an_edition_that_counts_them_otherwise():
    before = read_report(material.record(2022) | {"year": 2027})

    assert found("Y2", invented(2028, **{STOCK: 25}), before) == []


def test_aspects_that_are_not_written_are_missed():
    [finding] = found("N1", invented())

    assert finding.message == "第一部分没有政府信息管理、政府信息公开平台建设、监督保障方面的内容，请补写"


def test_a_fee_that_is_not_spoken_of_is_missed():
    [finding] = found("N4", invented(**{"narrative.other_matters": "没有其他需要报告的事项。"}))

    assert finding.message.startswith("第六部分没有写信息处理费")


def test_the_new_outcome_is_added_up():
    [finding] = found("A2", invented(**{f"{INVENTED}.research": 1, f"{INVENTED}.total": 3}))[:1]

    assert "（一）至（六）各行合计为 1，" in finding.message


def test_the_schema_names_the_edition_and_its_row():
    text = to_json(json_schema())

    assert "AnnualReport2027" in text
    assert "（三）不予公开9.示例不予公开情形：自然人" in text


def test_the_chart_of_documents_follows_the_column():
    [chart] = [one for one in appendix({2027: invented(2027), 2028: invented()}) if one.id == "documents"]

    assert chart.lines == [("2027年", "20", "4", "1"), ("2028年", "21", "3", "2")]


def test_the_workbook_checks_the_row_and_the_column():
    book = load_workbook(io.BytesIO(workbook(invented(), AGENCY, invented(2027))))
    sheet, tables = book["校核结果"], book["三张表"]
    [row] = [cell.row for line in tables.iter_rows() for cell in line if cell.value == "9.示例不予公开情形"]
    outcomes = [line for line in sheet.iter_rows(min_row=5, values_only=True) if line[0] == "A2"]
    documents = [line for line in sheet.iter_rows(min_row=5, values_only=True) if line[0] == "Y2"]
    first, last = (int(part) for part in re.search(r"\$D\$(\d+):\$D\$(\d+)", outcomes[0][3]).groups())

    assert (first < row < last, last - first) == (True, 21)
    assert [line[1] for line in documents] == [
        "第二部分表格“规章”行“年末有效件数”栏",
        "第二部分表格“行政规范性文件”行“年末有效件数”栏",
    ]


def test_beside_last_years_figures_in_another_edition_only_what_both_have_is_checked():
    before = read_report(material.record(2022) | {"year": 2026})
    sheet = load_workbook(io.BytesIO(workbook(invented(2027), AGENCY, before)))["校核结果"]
    rules = [line[0] for line in sheet.iter_rows(min_row=5, values_only=True)]

    assert (rules.count("Y1"), rules.count("Y2"), rules.count("V5")) == (7, 0, 2)


def test_an_invented_district_agrees_with_itself(tmp_path: Path):
    make_district(tmp_path / "p", 3, 2, 7, progress=False)
    store = Store(tmp_path / "p")
    findings = [
        finding
        for agency in store.agencies
        for finding in check_report(agency, store.load(agency, 2024), store.before(agency, 2024))
    ]

    assert {store.load(agency, 2024).form for agency in store.agencies} == {2027}
    assert [one for one in findings if one.rule[0] in "ASY" or one.severity == "error"] == []
