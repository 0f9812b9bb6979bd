"""The workbook that goes out: what of it may be changed, what its formulas say, and that Excel 2007 can say it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from lxml import etree
from material import AGENCY, SAMPLES, record
from office import convert
from openpyxl import load_workbook

from govreport.checks import check_report
from govreport.errors import BadRequest
from govreport.exporting import workbook
from govreport.report import AnnualReport, read_report
from govreport.store import Store

REPORT, BEFORE = read_report(record(2023)), read_report(record(2022))
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEETS = ["填报说明", "总体情况", "三张表", "问题改进及其他", "校核结果"]
RULES = ("A1", "A2", "A3", "A4", "P9", "Y1", "Y2", "V1", "V5")

Case = tuple[AnnualReport, AnnualReport | None]


@pytest.fixture(scope="module")
def content() -> bytes:
    return workbook(REPORT, AGENCY, BEFORE)


@pytest.fixture(scope="module")
def book(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def cells(content: bytes) -> list[Any]:
    return [cell for name, part in parts(content).items() if "worksheets/sheet" in name and name.endswith(".xml")
            for cell in etree.fromstring(part).iter(f"{MAIN}c")]  # fmt: skip


def formulas(content: bytes) -> list[str]:
    """Also those of the colours and of what may be typed."""
    tags = [f"{MAIN}{name}" for name in ("f", "formula", "formula1", "formula2")]
    sheets = [
        etree.fromstring(part) for name, part in parts(content).items() if re.match(r"xl/worksheets/\w+\.xml", name)
    ]
    return [one.text for sheet in sheets for one in sheet.iter(*tags)]


# the sheets and what may be typed


def test_there_are_five_sheets_in_their_order(book: Any):
    assert book.sheetnames == SHEETS


def test_every_sheet_is_protected_and_the_structure_locked(book: Any):
    assert all(sheet.protection.sheet for sheet in book)
    assert not any(sheet.protection.password for sheet in book)
    assert book.security.lockStructure


def unlocked(book: Any, name: str) -> set[str]:
    return {cell.coordinate for line in book[name].iter_rows() for cell in line if not cell.protection.locked}


def test_only_what_is_to_be_filled_in_is_unlocked(book: Any):
    tables = unlocked(book, "三张表")
    inputs = {f"{column}{row}" for row in range(24, 47) for column in "DEFGHI"}

    assert inputs <= tables
    assert {"D7", "F7", "H8", "D11", "D14", "D15", "D18", "D48", "I48", "D54", "Q54"} <= tables
    assert not tables & {"J24", "J47", "D47", "H54", "R54", "A24", "D22", "L24", "L7", "D55", "A1", "K24"}
    assert unlocked(book, "填报说明") == set()
    assert unlocked(book, "校核结果") == set()
    assert {"B3", "B5", "A12", "B12", "C19", "A20", "B21", "C22"} <= unlocked(book, "总体情况")
    assert not unlocked(book, "总体情况") & {"A3", "A11", "D20", "A19", "B19"}
    assert {"B4", "B5", "B7", "B9", "B13", "B16"} <= unlocked(book, "问题改进及其他")
    assert not unlocked(book, "问题改进及其他") & {"A4", "C9", "A13"}


def test_a_total_that_is_not_its_sum_is_open_to_be_corrected():
    data = record(2023)
    data["requests"]["granted"] = [8, 2, 0, 0, 0, 0, 11]
    book = load_workbook(io.BytesIO(workbook(read_report(data), AGENCY)))

    assert book["三张表"]["J26"].value == 11
    assert not book["三张表"]["J26"].protection.locked
    assert book["三张表"]["J27"].protection.locked


def validated(book: Any, name: str) -> dict[str, tuple[str, str]]:
    rules = book[name].data_validations.dataValidation
    return {one.coord: (rule.type, rule.formula1) for rule in rules for one in rule.sqref.ranges}


def test_every_figure_takes_only_what_it_can_be(book: Any):
    tables = book["三张表"].data_validations.dataValidation
    kinds = {(rule.type, rule.operator, rule.formula1) for rule in tables}
    held = lambda kind: {spot for rule in tables if rule.type == kind for area in rule.sqref.ranges  # noqa: E731
                         for row in area.rows for spot in row}  # fmt: skip

    assert kinds == {("whole", "greaterThanOrEqual", "0"), ("decimal", "greaterThanOrEqual", "0")}
    assert {(row, column) for row in range(24, 49) for column in range(4, 11)} <= held("whole")
    assert {(54, column) for column in range(4, 19)} <= held("whole")
    assert held("decimal") == {(18, 4)}
    assert all(rule.showErrorMessage and rule.allow_blank for rule in tables)


def test_the_trial_form_takes_negative_changes():
    book = load_workbook(io.BytesIO(workbook(read_report(record(2020)), AGENCY)))
    kinds = {(rule.type, rule.formula1) for rule in book["三张表"].data_validations.dataValidation}

    assert kinds == {("whole", "0"), ("whole", "-99999999"), ("decimal", "0")}


def test_it_prints_on_a4_as_wide_as_the_page(book: Any):
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
    assert [sheet.page_setup.orientation for sheet in book] == [
        "portrait",
        "portrait",
        "landscape",
        "portrait",
        "landscape",
    ]


def test_sheets_bear_the_title_of_the_report(book: Any):
    for name in ("总体情况", "三张表", "问题改进及其他"):
        assert book[name]["A1"].value == "示例县示例局2023年政府信息公开工作年度报告"


def test_last_years_figures_stand_in_grey_beside_this_years(book: Any):
    tables = book["三张表"]

    assert [tables[spot].value for spot in ("L7", "L8", "N8", "P8", "L11", "L24", "R24", "R48", "D55", "H55")] == [
        0, 4, 1, 20, 310, 7, 10, 2, 1, 2,
    ]  # fmt: skip
    assert tables["L24"].font.color.rgb == "00808080"
    assert [tables[spot].value for spot in ("L22", "R22", "L6", "A55")] == [
        "上年自然人",
        "上年总计",
        "上年制发件数",
        "上年",
    ]


# what Excel makes of it


def test_functions_are_those_of_excel_2007(content: bytes):
    trial = workbook(read_report(record(2020)), AGENCY, read_report(record(2020)))
    used = {name for text in formulas(content) + formulas(trial) for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", text)}

    assert used == {"ABS", "AND", "COUNT", "COUNTIF", "IF", "INT", "ISNUMBER", "LEFT", "OR", "ROUND", "SUM", "SUMIF"}


def test_no_formula_is_an_array(content: bytes):
    assert not [cell.get("r") for cell in cells(content) if cell.get("cm") or cell.get("vm")]
    assert not [f.text for cell in cells(content) for f in cell.iter(f"{MAIN}f") if f.get("t")]


def test_what_looks_like_a_formula_is_a_text():
    data = record(2023)
    data["narrative"] |= {"preamble": "=1+1", "problems": "+2", "improvements": "-3", "other_matters": "@sum"}
    data["published"] = {"total": 1, "channels": [{"channel": "=网站", "total": 1, "items": {"-动态": 1}}]}
    found = {cell.findtext(f"{MAIN}is/{MAIN}t"): cell for cell in cells(workbook(read_report(data), AGENCY))}

    for text in ("=1+1", "+2", "-3", "@sum", "=网站", "-动态"):
        assert found[text].get("t") == "inlineStr"
        assert found[text].find(f"{MAIN}f") is None


def test_equal_reports_give_equal_bytes(content: bytes):
    assert workbook(read_report(record(2023)), AGENCY, read_report(record(2022))) == content
    assert b"<dcterms:" not in parts(content)["docProps/core.xml"]


def test_a_text_that_no_cell_holds_is_refused_with_what_to_do():
    data = record(2023)
    data["narrative"]["problems"] = "长" * 32768

    with pytest.raises(BadRequest) as refused:
        workbook(read_report(data), AGENCY)
    assert str(refused.value) == (
        "示例县示例局：“存在的主要问题”有32768字，超过 Excel 单元格的上限 32767，超出填报表的范围，"
        "请改用 Word 稿（govreport batch --formats docx）"
    )


def test_a_text_that_a_cell_just_holds_is_written():
    data = record(2023)
    data["narrative"]["problems"] = "长" * 32767

    assert load_workbook(io.BytesIO(workbook(read_report(data), AGENCY)))["问题改进及其他"]["B4"].value == "长" * 32767


# what its formulas say

TOTALS = "requests.handled_total.total"
PLANTED: dict[str, tuple[dict[str, Any], set[tuple[str, str]]]] = {
    "nothing": ({}, set()),
    "A1": (
        {"requests.denied.state_secret.research": 4, "requests.denied.state_secret.total": 0,
         "requests.handled_total.research": 4, "requests.carried_in.research": 4, "requests.carried_in.total": 2},
        {("A1", "requests.denied.state_secret.total"), ("A1", "requests.carried_in.total"),
         ("A1", TOTALS), ("Y1", "requests.carried_in.research")},
    ),
    "A2": (
        {"requests.handled_total.total": 14, "requests.handled_total.commercial": 4,
         "requests.carried_out.total": 0, "requests.carried_out.natural_person": 0, "requests.new_received.commercial": 4,
         "requests.carried_in.natural_person": 1, "requests.new_received.total": 13, "requests.carried_in.total": 1},
        {("A2", TOTALS), ("A2", "requests.handled_total.commercial"), ("Y1", "requests.carried_in.total"),
         ("Y1", "requests.carried_in.natural_person")},
    ),
    "A3": (
        {"requests.carried_out.natural_person": 5, "requests.carried_out.total": 5},
        {("A3", "requests.new_received.natural_person"), ("A3", "requests.new_received.total")},
    ),
    "A4": (
        {"disputes.review.pending": 3, "disputes.litigation_direct.total": 1},
        {("A4", "disputes.review.total"), ("A4", "disputes.litigation_direct.total")},
    ),
    "Y1 total": (
        {"requests.carried_in.total": 3, "requests.carried_in.natural_person": 2, "requests.carried_in.other_org": 1,
         "requests.carried_out.other_org": 1, "requests.carried_out.total": 2},
        {("Y1", "requests.carried_in.total"), ("Y1", "requests.carried_in.other_org")},
    ),
    "Y2": (
        {"disclosure.normative_documents.in_force": 25, "disclosure.regulations.in_force": 1},
        {("Y2", "disclosure.normative_documents.in_force"), ("Y2", "disclosure.regulations.in_force")},
    ),
    "V5": (
        {"disclosure.normative_documents.issued": 30, "disclosure.normative_documents.in_force": 27},
        {("V5", "disclosure.normative_documents.in_force"), ("Y2", "disclosure.normative_documents.in_force")},
    ),
    "V1": (
        {"disclosure.licenses.decisions": -1, "disclosure.penalties.decisions": Decimal("0.5")},
        {("V1", "disclosure.licenses.decisions"), ("V1", "disclosure.penalties.decisions")},
    ),
    "an amount may have decimals": ({"disclosure.admin_fees.amount": Decimal("12.3456")}, set()),
    "blanks that can be filled in": (
        {"requests.granted.commercial": None, "requests.carried_in.total": None, "disputes.review.upheld": None,
         "disclosure.normative_documents.issued": None, "requests.handled_total.commercial": None},
        set(),
    ),
    "a blank total": ({"requests.carried_out.total": None, "requests.carried_out.natural_person": 1}, set()),
    "more than a total beside blanks": (
        {"requests.granted.commercial": None, "requests.granted.natural_person": 11, "disputes.review.upheld": None,
         "disputes.review.pending": 3},
        {("A1", "requests.granted.total"), ("A4", "disputes.review.total"),
         ("A2", "requests.handled_total.natural_person")},
    ),
    "no date under the signature": ({"dated": None}, {("P9", "dated")}),
    "several at once": (
        {"requests.granted.total": 9, "disputes.review.total": 0, "disclosure.normative_documents.in_force": 0},
        {("A1", "requests.granted.total"), ("A2", TOTALS), ("A4", "disputes.review.total"),
         ("Y2", "disclosure.normative_documents.in_force"), ("V5", "disclosure.normative_documents.in_force")},
    ),
}  # fmt: skip
"""What is changed in the consistent report of 2023, and the rules that must speak at which cell."""

SAMPLED = [
    ("fujian/pingtan", 2020), ("fujian/pingtan", 2021), ("fujian/pingtan", 2022), ("fujian/pingtan", 2025),
    ("jiangsu/suqian", 2024), ("panzhihua/xiqu/justice", 2024),
]  # fmt: skip


def sampled(agency: str, year: int) -> Case:
    store = Store(SAMPLES)
    return store.load(agency, year), store.load(agency, year - 1) if store.path(agency, year - 1).exists() else None


@cache
def cases() -> dict[str, Case]:
    planted = {name: (REPORT.with_values(values), BEFORE) for name, (values, _) in PLANTED.items()}
    blank = {
        "blank": (read_report({"name": "示例", "year": 2023, "form": 2021}), BEFORE),
        "trial": (read_report(record(2020)), None),
    }
    return planted | blank | {f"{agency} {year}": sampled(agency, year) for agency, year in SAMPLED}


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """Each case's workbook with the values that LibreOffice computes; one call for all."""
    folder = tmp_path_factory.mktemp("computed")
    names = {name: folder / f"c{number}.xlsx" for number, name in enumerate(cases())}
    for name, (report, before) in cases().items():
        names[name].write_bytes(without_results(workbook(report, AGENCY, before)))
    convert(names.values(), "xlsx", folder / "saved")
    return cache(lambda name: load_workbook(folder / "saved" / names[name].name, data_only=True))


def without_results(content: bytes) -> bytes:
    """The workbook without the results beside its formulas, which LibreOffice would believe."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, part in parts(content).items():
            package.writestr(name, re.sub(rb"</f>\s*<v>[^<]*</v>", b"</f>", part))
    return written.getvalue()


def said(book: Any) -> set[tuple[str, str]]:
    """Rule and place of each line of 校核结果 that speaks."""
    lines = book["校核结果"].iter_rows(min_row=5, values_only=True)
    return {(line[0], line[1]) for line in lines if str(line[5] or "").startswith(("应改正", "请核实"))}


def labelled(report: AnnualReport, found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(rule, report.statutory_form.label_of(path)) for rule, path in found}


def one_a_row(found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """V1 has a line for each row of a table, called by its first cell."""
    firsts = {"requests": "natural_person", "disputes": "upheld"}
    return {
        (
            rule,
            path
            if rule != "V1" or path.split(".")[0] not in firsts
            else f"{path.rpartition('.')[0]}.{firsts[path.split('.')[0]]}",
        )
        for rule, path in found
    }


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_contradiction_is_named_where_it_is(recalculated: Callable[[str], Any], name: str):
    report = REPORT.with_values(PLANTED[name][0])

    assert said(recalculated(name)) == labelled(report, PLANTED[name][1])


def by_rules(case: Case) -> set[tuple[str, str]]:
    report, before = case
    found = check_report(AGENCY, report, before)
    return one_a_row({(one.rule, one.cells[0]) for one in found if one.rule in RULES})


@pytest.mark.parametrize("name", cases())
def test_the_workbook_says_what_the_rules_say(recalculated: Callable[[str], Any], name: str):
    report, before = cases()[name]

    assert said(recalculated(name)) == labelled(report, by_rules((report, before)))


def test_pingtan_2020_is_told_that_its_outcomes_do_not_add_up(recalculated: Callable[[str], Any]):
    told = said(recalculated("fujian/pingtan 2020"))

    assert {rule for rule, _ in told} >= {"A2"}


def test_the_number_of_findings_stands_above_the_tables(recalculated: Callable[[str], Any]):
    for name, text in (
        ("nothing", "应改正0项　请核实0项　"),
        ("A4", "应改正2项　请核实0项　"),
        ("Y2", "应改正0项　请核实2项　"),
    ):
        assert recalculated(name)["三张表"]["A2"].value == text
        assert recalculated(name)["校核结果"]["A2"].value == text


def test_no_formula_ends_in_an_error(recalculated: Callable[[str], Any]):
    for name in cases():
        for sheet in recalculated(name):
            bad = [cell.coordinate for line in sheet.iter_rows() for cell in line
                   if cell.data_type == "e" or re.match(r"#|Err:", str(cell.value))]  # fmt: skip
            assert bad == [], (name, sheet.title)


def test_sums_were_written_with_the_results_that_they_have(recalculated: Callable[[str], Any]):
    for name, (report, before) in cases().items():
        ours = load_workbook(io.BytesIO(workbook(report, AGENCY, before)), data_only=True)
        theirs = recalculated(name)
        for sheet in ("三张表", "总体情况"):
            for line in ours[sheet].iter_rows(min_row=3):
                for cell in line:
                    assert (theirs[sheet][cell.coordinate].value or "") == (cell.value or ""), (name, sheet, cell)
