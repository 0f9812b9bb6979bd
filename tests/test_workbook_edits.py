"""What people do to a workbook before it comes back: read for what it says, or refused; never silently another figure."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from material import AGENCY, record
from openpyxl import Workbook
from sheets import Sent

from govreport.checks import check_report
from govreport.errors import InvalidFile
from govreport.exporting import workbook
from govreport.importing import Reading, read_workbook
from govreport.report import pack_report, read_report

REPORT, BEFORE = read_report(record(2023)), read_report(record(2022))
SENT = Sent(workbook(REPORT, AGENCY, BEFORE))
TABLES, OVERVIEW, REST, NOTES = "三张表", "总体情况", "问题改进及其他", "填报说明"


def edited(change: Callable[[Any], object]) -> Reading:
    return read_workbook(SENT.edited(change), "表.xlsx")


def put(values: dict[str, Any], sheet: str = TABLES) -> Reading:
    """The workbook with cells overwritten."""
    return read_workbook(SENT.put(sheet, values), "表.xlsx")


def refused(change: Callable[[Any], object]) -> str:
    with pytest.raises(InvalidFile) as error:
        edited(change)
    return str(error.value)


def refused_with(values: dict[str, Any], sheet: str = TABLES) -> str:
    with pytest.raises(InvalidFile) as error:
        put(values, sheet)
    return str(error.value)


def changes(reading: Reading) -> dict[str, Any]:
    """The paths that differ from what went out, with what they are now."""
    now, then = reading.report.stated, REPORT.stated
    return {path: now.get(path) for path in [*now, *then] if now.get(path) != then.get(path)}


def insert_row(sheet: Any, at: int) -> None:
    """A row inserted as Excel does it: formulas and merged cells move along."""
    for area in list(sheet.merged_cells.ranges):
        if area.min_row >= at:
            area.shift(0, 1)
        elif area.max_row >= at:
            area.expand(down=1)
    sheet.insert_rows(at)
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.value = re.sub(
                    r"\$([A-Z]+)\$(\d+)", lambda m: f"${m[1]}${int(m[2]) + (int(m[2]) >= at)}", cell.value
                )


# figures


def test_a_changed_figure_changes_itself_and_its_sums():
    reading = put({"E26": 5})

    assert reading.doubtful == ()
    assert changes(reading) == {
        "requests.granted.commercial": 5,
        "requests.granted.total": 13,
        "requests.handled_total.commercial": 6,
        "requests.handled_total.total": 16,
    }


def test_a_figure_outside_the_sums_changes_alone():
    assert changes(put({"D11": 301, "D18": 12.3456, "D8": 4})) == {
        "disclosure.licenses.decisions": 301,
        "disclosure.admin_fees.amount": Decimal("12.3456"),
        "disclosure.normative_documents.issued": 4,
    }


def test_a_change_in_table_four_goes_to_its_own_part():
    assert changes(put({"I54": 2, "Q54": 1})) == {
        "disputes.litigation_direct.upheld": 2,
        "disputes.litigation_direct.total": 2,
        "disputes.litigation_after_review.pending": 1,
        "disputes.litigation_after_review.total": 1,
    }


def test_the_result_that_a_file_claims_for_a_sum_is_not_believed():
    with zipfile.ZipFile(io.BytesIO(SENT.content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    lying = io.BytesIO()
    with zipfile.ZipFile(lying, "w") as package:
        for name, part in parts.items():
            package.writestr(name, re.sub(rb"(</f>\s*<v>)[^<]*(</v>)", rb"\g<1>777\g<2>", part))

    assert lying.getvalue().count(b"<v>777</v>") > 30
    assert changes(read_workbook(lying.getvalue(), "表.xlsx")) == {}


ROWS = [
    "granted", "partial", "denied.state_secret", "denied.prohibited_by_law", "denied.security_stability",
    "denied.third_party_rights", "denied.internal_affairs", "denied.process_info", "denied.enforcement_files",
    "denied.admin_inquiry", "unable.not_held", "unable.needs_creation", "unable.still_unclear",
    "not_processed.petition_complaint", "not_processed.duplicate", "not_processed.publication",
    "not_processed.excessive", "not_processed.reconfirm",
]  # fmt: skip
"""Rows 26 to 43."""
TYPED = {
    "12": 12, "１２": 12, " 12 ": 12, "1,234": 1234, "1，234": 1234, "+7": 7, "=12+3": 15, "= 12 - 3": 9, 12.0: 12,
    0.1 + 0.2: Decimal("0.3"), -3: -3, 0.5: Decimal("0.5"), 0: 0, "0": 0,
}  # fmt: skip


def test_a_figure_is_read_however_it_was_typed():
    reading = put({f"D{row}": typed for row, typed in enumerate(TYPED, start=26)})

    assert reading.doubtful == ()
    for row, (typed, figure) in zip(ROWS, TYPED.items(), strict=False):
        assert reading.report.cell(f"requests.{row}.natural_person") == figure, typed


def test_what_states_nothing_is_blank_and_not_zero():
    typed = ["/", "无", "—", "-", "  ", None]
    reading = put({f"E{row}": text for row, text in enumerate(typed, start=26)})

    assert reading.doubtful == ()
    assert [reading.report.cell(f"requests.{row}.commercial") for row in ROWS[:7]] == [None] * 6 + [0]


UNCLEAR = [
    "约12", "12件", "1e3", "12 13", "1,2,3", "十二", True, "#REF!", "=SUM(A1:A3)", "=D27", "=12*3", datetime.date(2024, 1, 2),
    datetime.time(1, 30), 1e15, 1e300, 1e-30, "1234567890123456", "#DIV/0!",
]  # fmt: skip


def test_what_may_be_misread_is_doubtful_and_names_its_place():
    reading = put({f"D{row}": typed for row, typed in enumerate(UNCLEAR, start=26)})

    assert [(doubt.cell, doubt.where) for doubt in reading.doubtful] == [
        (f"requests.{row}.natural_person", f"“三张表”D{number}") for number, row in enumerate(ROWS, start=26)
    ]
    assert all(doubt.why for doubt in reading.doubtful)
    assert {reading.report.cell(doubt.cell) for doubt in reading.doubtful} == {None}


def test_sums_of_a_doubtful_figure_are_blank_too():
    reading = put({"E26": "约5"})

    assert [doubt.cell for doubt in reading.doubtful] == ["requests.granted.commercial"]
    assert changes(reading) == dict.fromkeys(
        ("requests.granted.commercial", "requests.granted.total", "requests.handled_total.commercial",
         "requests.handled_total.total")
    )  # fmt: skip


def test_an_impossible_figure_is_loaded_and_found():
    found = check_report(AGENCY, put({"D11": -3, "D14": 0.5}).report, None)

    assert {finding.cells for finding in found if finding.rule == "V1"} == {
        ("disclosure.licenses.decisions",), ("disclosure.penalties.decisions",),
    }  # fmt: skip


# sums written over


def test_a_total_typed_over_its_formula_is_what_was_stated():
    reading = put({"J26": 99})

    assert changes(reading) == {"requests.granted.total": 99, "requests.handled_total.total": 102}


def test_a_total_that_was_emptied_is_blank():
    assert changes(put({"J26": None}))["requests.granted.total"] is None


def test_another_formula_of_the_same_sum_is_as_good():
    typed = {"J26": "=SUM(D26:I26)", "J27": "=SUM(D27,E27,F27:I27)", "J28": "= D28+E28+F28+G28+H28+$I$28",
             "J29": f"=SUM({TABLES}!D29:I29)"}  # fmt: skip

    assert changes(put(typed)) == {}


FORMULAS = [
    "=SUM(D26:H26)", "=SUM(D27:I28)", "=SUM(D28:I28,E28)", "=SUM(D29:I29)+5", "=D30*2", "=SUM(L31:Q31)", "=Sheet9!D32",
    '=IF(COUNT($D$26:$I$26)=0,"",SUM($D$26:$I$26))', '=IF(COUNT($D$34:$I$34)=0,"",SUM($D$26:$I$26))', "=SUM(A:XFD)",
    '=IF(COUNT($D$36:$I$36)=0,0,SUM($D$36:$I$36))',
]  # fmt: skip


def test_a_formula_of_something_else_in_a_total_is_doubtful():
    reading = put({f"J{row}": formula for row, formula in enumerate(FORMULAS, start=26)})

    assert [(doubt.cell, doubt.text) for doubt in reading.doubtful] == [
        (f"requests.{row}.total", formula) for row, formula in zip(ROWS, FORMULAS, strict=False)
    ]
    assert reading.report.cell("requests.handled_total.total") is None


def test_a_plain_addition_in_a_total_is_what_was_stated():
    assert changes(put({"J26": "=8+3"}))["requests.granted.total"] == 11


def test_a_figure_moved_by_cutting_takes_the_sum_along_and_is_doubtful():
    def change(book: Any) -> None:
        sheet = book[TABLES]
        sheet["E26"], sheet["D26"] = 8, None
        sheet["J26"] = '=IF(COUNT($E$26:$I$26)=0,"",SUM($E$26:$I$26))'

    assert [doubt.cell for doubt in edited(change).doubtful] == ["requests.granted.total"]


# rows and columns


@pytest.mark.parametrize("at", [1, 8, 24, 30, 47, 54])
def test_a_row_inserted_anywhere_changes_nothing(at: int):
    reading = edited(lambda book: insert_row(book[TABLES], at))

    assert (changes(reading), reading.doubtful) == ({}, ())


def test_a_figure_in_a_row_that_moved_is_still_its_own():
    def change(book: Any) -> None:
        insert_row(book[TABLES], 10)
        book[TABLES]["D12"] = 300

    assert changes(edited(change)) == {"disclosure.licenses.decisions": 300}


def test_rows_that_changed_places_are_read_by_their_names():
    def change(book: Any) -> None:
        for column in "CDEFGHI":
            first, second = book[TABLES][f"{column}30"], book[TABLES][f"{column}31"]
            first.value, second.value = second.value, first.value

    assert changes(edited(change)) == {}


@pytest.mark.parametrize(
    ("spot", "label", "said"),
    [
        ("C30", "3.危及三安全", "“三张表”第30行“3.危及三安全”不是第三部分表格的行（是否为“3.危及“三安全一稳定””？），请把项目名称改回原文"),
        ("C30", "完全不同", "“三张表”第30行“完全不同”不是第三部分表格的行，请把项目名称改回原文；如为多余的行，请删去"),
        ("C30", None, "不是第三部分表格的行"),
        ("C30", "4.保护第三方合法权益", "“三张表”D31：第三部分表格“（三）不予公开4.保护第三方合法权益”行出现两次，请只保留一行"),
        ("A11", "行政处罚", "第二部分表格“行政处罚”行出现两次"),
        ("A54", "今年", "第四部分表格应有一行“本年”"),
        ("A55", "本年", "第四部分表格应有一行“本年”，实有2行"),
        ("A20", "三、申请情况", "第三部分表格的标题“三、收到和处理政府信息公开申请情况”没有找到，请恢复标题行，或从原表重填"),
        ("E23", "企业", "上方没有“商业企业”一列，请恢复该列，或从原表重填"),
        ("E23", "科研机构", "“三张表”F23：“科研机构”一列出现两次，请只保留一列"),
        ("D10", None, "第二部分表格“行政许可”行上方没有“本年处理决定数量”一列"),
        ("J53", "结果维持", "第四部分表格的列与报告格式不符"),
        ("I52", "行政复议", "第四部分表格的列与报告格式不符"),
    ],
)  # fmt: skip
def test_a_changed_name_is_refused_with_its_place(spot: str, label: str | None, said: str):
    assert said in refused_with({spot: label})


def test_a_name_spelt_a_little_otherwise_is_known():
    values = {
        "C30": "3、 危及三安全 一稳定",
        "A24": "一、 本年新收政府信息公开申请数量",
        "B26": "予以公开",
        "D22": " 自然人 ",
    }

    assert changes(put(values)) == {}


def test_a_deleted_row_is_refused():
    assert "第三部分表格缺少“（三）不予公开3.危及“三安全一稳定””一行，请恢复该行" in refused(
        lambda book: book[TABLES].delete_rows(30)
    )


def test_an_unknown_row_with_figures_is_refused():
    def change(book: Any) -> None:
        insert_row(book[TABLES], 30)
        book[TABLES]["C30"], book[TABLES]["D30"] = "9.示例事项", 4

    assert "第30行“9.示例事项”不是第三部分表格的行" in refused(change)


@pytest.mark.parametrize("column", [4, 9, 10])
def test_a_deleted_column_is_refused(column: int):
    refused(lambda book: book[TABLES].delete_cols(column))


def test_figures_pushed_one_cell_left_are_not_read_as_their_neighbours():
    """Delete, shift cells left: the formula of the total comes to stand in a column of figures."""
    reading = edited(lambda book: book[TABLES].move_range("E26:J26", cols=-1))

    assert [(doubt.cell, doubt.where) for doubt in reading.doubtful] == [("requests.granted.other_org", "“三张表”I26")]
    assert "不在任何一栏之下" in refused(lambda book: book[TABLES].move_range("E23:R48", cols=-1))


def test_a_figure_between_the_columns_of_table_two_is_refused():
    def change(book: Any) -> None:
        book[TABLES].unmerge_cells("D8:E8")
        book[TABLES]["E8"], book[TABLES]["D8"] = 3, None

    assert "“三张表”E8的“3”不在任何一栏之下，请移回所属的栏，或清除" in refused(change)


def test_a_remark_beside_the_table_is_noted_and_not_read():
    reading = put({"T26": "已核"})

    assert changes(reading) == {}
    assert reading.notes == ("“三张表”T26的“已核”不在表内，没有读取",)


@pytest.mark.parametrize("area", ["D26:E26", "D26:D27", "C30:D30", "I26:J26", "D54:E54"])
def test_merged_figures_are_refused(area: str):
    assert "合并了，请取消合并后重填" in refused(lambda book: book[TABLES].merge_cells(area))


def test_last_years_figures_are_never_read():
    grey = {f"{column}{row}": 777 for column in "LMNOPQR" for row in range(24, 49)} | {
        "L11": 777,
        "D55": 777,
        "P8": 777,
    }

    assert changes(put(grey)) == {}


def test_hidden_rows_and_columns_are_read():
    def change(book: Any) -> None:
        book[TABLES].row_dimensions[26].hidden = True
        book[TABLES].column_dimensions["E"].hidden = True
        book[TABLES]["E26"] = 3

    assert changes(edited(change))["requests.granted.commercial"] == 3


# sheets


def test_sheets_may_be_renamed_reordered_and_unprotected():
    def change(book: Any) -> None:
        for sheet, name in zip(book.worksheets, "甲乙丙丁戊", strict=True):
            sheet.title, sheet.protection.sheet = name, False
        book.move_sheet("甲", 4)
        book["丙"]["D11"] = 300

    reading = edited(change)
    assert changes(reading) == {"disclosure.licenses.decisions": 300}


def test_the_sheet_with_the_findings_is_not_needed():
    assert changes(edited(lambda book: book.remove(book["校核结果"]))) == {}


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (NOTES, "不是 govreport workbook 发出的填报表"), (OVERVIEW, "没有找到“（一）主动公开”一行"),
        (TABLES, "第三部分表格的标题"), (REST, "没有找到“存在的主要问题”一行"),
    ],
)  # fmt: skip
def test_a_sheet_that_is_gone_is_refused(sheet: str, said: str):
    assert said in refused(lambda book: book.remove(book[sheet]))


@pytest.mark.parametrize(
    ("sheet", "said"),
    [(NOTES, "附带数据已损坏"), (OVERVIEW, "出现两次，请只保留一处"), (TABLES, "有2处，请只保留一处"), (REST, "出现两次，请只保留一处")],
)  # fmt: skip
def test_a_sheet_that_was_copied_is_refused(sheet: str, said: str):
    assert said in refused(lambda book: book.copy_worksheet(book[sheet]))


def test_a_sheet_of_another_agency_is_refused():
    other = "示例县其他局2023年政府信息公开工作年度报告"

    assert refused_with({"A1": other}) == (
        f"表.xlsx：“三张表”的标题是“{other}”，不是“示例县示例局2023年政府信息公开工作年度报告”，请用该单位该年度的原表"
    )


# whose it is


@pytest.mark.parametrize(
    ("spot", "value", "label", "was"),
    [
        ("B3", "other/bureau", "单位编号", AGENCY), ("B4", "其他局", "单位名称", "示例县示例局"), ("B6", "2022", "年度", "2023"),
        ("B6", None, "年度", "2023"), ("B7", "2019", "报告格式", "2021"),
    ],
)  # fmt: skip
def test_a_changed_stamp_is_refused(spot: str, value: Any, label: str, was: str):
    assert (
        refused_with({spot: value}, NOTES)
        == f"表.xlsx：“{label}”为“{value or ''}”，与发出时的“{was}”不符，请用该单位该年度的原表"
    )


@pytest.mark.parametrize(
    "damage", [lambda text: text[:-9], lambda text: "A" + text[1:], lambda text: text[::-1], lambda _: None]
)
def test_a_damaged_record_is_refused(damage: Callable[[str], Any]):
    packed = pack_report(REPORT, AGENCY)

    assert "附带数据已损坏，请用原表重填" in refused_with({"B16": damage(packed)}, NOTES)


def test_a_workbook_of_other_making_is_refused():
    other = io.BytesIO()
    Workbook().save(other)

    with pytest.raises(InvalidFile, match="不是 govreport workbook 发出的填报表"):
        read_workbook(other.getvalue(), "表.xlsx")


def test_every_problem_is_told_at_once():
    def change(book: Any) -> None:
        book[TABLES]["C30"], book[TABLES]["A11"], book[REST]["A4"] = "甲", "乙", "丙"

    said = refused(change)
    assert all(word in said for word in ("第30行“甲”", "第11行“乙”", "没有找到“存在的主要问题”一行"))
