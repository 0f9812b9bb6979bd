"""What people write beside the tables of a workbook: texts, dates, the fee, further aspects, what was published."""

from __future__ import annotations

import io
from typing import Any

import pytest
from material import AGENCY, record
from openpyxl import load_workbook
from sheets import Sent

from govreport.errors import InvalidFile
from govreport.exporting import workbook
from govreport.importing import Reading, read_workbook
from govreport.report import read_report

REPORT, BEFORE = read_report(record(2023)), read_report(record(2022))
SENT = Sent(workbook(REPORT, AGENCY, BEFORE))
OVERVIEW, TABLES, REST = "总体情况", "三张表", "问题改进及其他"


def put(sheet: str, values: dict[str, Any], sent: Sent = SENT) -> Reading:
    return read_workbook(sent.put(sheet, values), "表.xlsx")


def refused(sheet: str, values: dict[str, Any]) -> str:
    with pytest.raises(InvalidFile) as error:
        put(sheet, values)
    return str(error.value)


def changes(reading: Reading) -> dict[str, Any]:
    now, then = reading.report.stated, REPORT.stated
    return {path: now.get(path) for path in [*now, *then] if now.get(path) != then.get(path)}


def channels(reading: Reading) -> list[tuple[str | None, Any, dict[str, Any]]]:
    assert reading.report.published
    return [(one.channel, one.total, one.items) for one in reading.report.published.channels]


# texts


def test_changed_texts_change_their_own_places():
    assert changes(put(OVERVIEW, {"B3": "新的说明。", "B6": "甲。\n乙。", "B9": " 平台稳定。 ", "B5": None})) == {
        "narrative.preamble": "新的说明。",
        "narrative.overview.proactive": "甲。\n乙。",
        "narrative.overview.platforms": "平台稳定。",
        "narrative.overview.lead": None,
    }
    assert changes(put(REST, {"B4": "问题。", "B5": "改进。", "B7": "其他。"})) == {
        "narrative.problems": "问题。",
        "narrative.improvements": "改进。",
        "narrative.other_matters": "其他。",
    }


def test_a_workbook_that_went_out_with_the_former_name_of_a_passage_is_read():
    sheet = load_workbook(io.BytesIO(SENT.content))[OVERVIEW]

    assert sheet["A5"].value == "引言"
    assert changes(put(OVERVIEW, {"A5": "开头"})) == {}
    assert changes(put(OVERVIEW, {"A5": "开头", "B5": "工作有新进展。"})) == {
        "narrative.overview.lead": "工作有新进展。"
    }


def test_a_passage_under_both_its_names_is_refused():
    assert "“总体情况”A6：“引言”出现两次，请只保留一处" in refused(OVERVIEW, {"A6": "开头"})


def test_line_ends_that_excel_writes_as_escapes_are_line_ends():
    assert changes(put(OVERVIEW, {"B3": "甲。_x000D_\n乙。"})) == {"narrative.preamble": "甲。\n乙。"}


def test_contact_and_fee_are_read():
    assert changes(put(REST, {"B9": 3, "B10": "1,200.50", "B14": "示例路1号", "B15": 12345, "B16": "a@b"})) == {
        "processing_fee.notices": 3,
        "processing_fee.billed": 1200.5,
        "contact.address": "示例路1号",
        "contact.telephone": "12345",
        "contact.email": "a@b",
    }


def test_last_years_fee_is_not_read():
    assert changes(put(REST, {"C9": 5, "C10": 6, "C11": 7})) == {}


@pytest.mark.parametrize("typed", ["2025-01-08", "2025年1月8日", "2025/1/8", "2025.1.8", " 2025 年 01 月 08 日 "])
def test_a_date_is_read_in_the_spellings_in_use(typed: str):
    assert changes(put(REST, {"B13": typed})) == {"dated": "2025-01-08"}


@pytest.mark.parametrize("typed", ["2025年1月", "1月8日", "2025-02-30", 45665, "二〇二五年一月八日"])
def test_what_is_no_date_is_doubtful(typed: Any):
    reading = put(REST, {"B13": typed})

    assert [(doubt.cell, doubt.where) for doubt in reading.doubtful] == [("dated", "“问题改进及其他”B13")]
    assert changes(reading) == {"dated": None}


def test_a_date_may_be_removed():
    assert changes(put(REST, {"B13": None})) == {"dated": None}


def test_a_formula_in_a_text_is_doubtful():
    assert [(doubt.cell, doubt.text) for doubt in put(OVERVIEW, {"B6": "=A1"}).doubtful] == [
        ("narrative.overview.proactive", "=A1")
    ]


@pytest.mark.parametrize(
    ("sheet", "values", "said"),
    [
        (OVERVIEW, {"B5": None, "C5": "移到右边的话"}, "“总体情况”C5的“移到右边的话”不在填写的格内，请移到填写的格内，或清除"),
        (OVERVIEW, {"A6": "（一）公开"}, "“总体情况”A6：没有可识别的项目名称"),
        (OVERVIEW, {"A6": "（二）依申请公开"}, "“（二）依申请公开”出现两次，请只保留一处"),
        (OVERVIEW, {"A11": "标题"}, "没有找到“其他方面的标题、其他方面的内容”一行"),
        (OVERVIEW, {"C18": "数"}, "没有找到“渠道（平台）、类别、条数”一行"),
        (OVERVIEW, {"B13": "没有标题的话"}, "“总体情况”B13：这一段没有标题，请在左侧补上"),
        (REST, {"B18": "写在下面的话"}, "“问题改进及其他”B18：没有可识别的项目名称"),
        (REST, {"A9": "收费通知"}, "没有找到“发出收费通知（件）”一行"),
        (REST, {"A13": "日期"}, "没有找到“落款日期”一行，请恢复该行（名称须与原表一致）"),
    ],
)  # fmt: skip
def test_what_has_no_place_is_refused(sheet: str, values: dict[str, Any], said: str):
    assert said in refused(sheet, values)


def test_a_remark_beside_a_text_is_noted():
    reading = put(REST, {"D4": "请领导审阅"})

    assert (changes(reading), reading.notes) == ({}, ("“问题改进及其他”D4的“请领导审阅”不在填写的格内，没有读取",))


def test_a_number_beside_the_counts_or_the_tables_is_noted_or_refused():
    assert put(OVERVIEW, {"E21": 5}).notes == ("“总体情况”E21的“5”不在填写的格内，没有读取",)
    assert put(TABLES, {"S54": 7}).notes == ("“三张表”S54的“7”不在表内，没有读取",)
    assert "“总体情况”E21的“5”不在填写的格内，请移到填写的格内，或清除" in refused(OVERVIEW, {"C21": None, "E21": 5})


def test_further_aspects_are_added_in_their_order():
    reading = put(OVERVIEW, {"A12": "（六）创新", "B12": "甲。\n乙。", "A14": "（七）培训", "B14": "丙。"})

    assert reading.report.narrative
    assert reading.report.narrative.overview
    assert [(one.heading, one.text) for one in reading.report.narrative.overview.extra] == [
        ("（六）创新", "甲。\n乙。"), ("（七）培训", "丙。"),
    ]  # fmt: skip


# what was published


def test_a_changed_count_changes_its_sums():
    reading = put(OVERVIEW, {"C21": 40})

    assert channels(reading) == [("门户网站", 49, {"工作动态": 40, "政策文件": 9})]
    assert reading.report.stated["published.total"] == 49


def test_a_category_and_a_channel_are_added():
    reading = put(
        OVERVIEW, {"B23": "通知公告", "C23": 5, "A25": "政务微博", "B25": "小计", "C25": 7, "B26": "图解", "C26": 7}
    )

    assert channels(reading) == [
        ("门户网站", 35, {"工作动态": 21, "政策文件": 9, "通知公告": 5}), ("政务微博", 7, {"图解": 7}),
    ]  # fmt: skip
    assert reading.report.stated["published.total"] == 42


def test_a_channel_and_a_category_are_renamed():
    assert channels(put(OVERVIEW, {"A20": "政府网站", "B21": "要闻"})) == [
        ("政府网站", 30, {"要闻": 21, "政策文件": 9})
    ]


def test_a_category_is_removed():
    assert channels(put(OVERVIEW, {"B22": None, "C22": None})) == [("门户网站", 21, {"工作动态": 21})]


def test_everything_published_may_be_removed():
    reading = put(OVERVIEW, {f"{column}{row}": None for column in "ABC" for row in range(20, 25)})

    assert channels(reading) == []
    assert "published.total" not in reading.report.stated


def test_sums_may_be_typed():
    reading = put(OVERVIEW, {"C19": 50, "C20": 31})

    assert channels(reading) == [("门户网站", 31, {"工作动态": 21, "政策文件": 9})]
    assert reading.report.stated["published.total"] == 50


def test_a_category_below_the_reach_of_its_sum_makes_the_sum_doubtful():
    reading = put(
        OVERVIEW, {f"B{row}": f"类别{row}" for row in range(23, 27)} | {f"C{row}": 1 for row in range(23, 27)}
    )

    assert [(doubt.cell, doubt.where) for doubt in reading.doubtful] == [
        ("published.channels.0.total", "“总体情况”C20")
    ]


@pytest.mark.parametrize("formula", ["=SUM(C21:C21)", "=C21*2", "=SUM(C19:C22)"])
def test_a_formula_of_something_else_in_a_subtotal_is_doubtful(formula: str):
    assert [doubt.cell for doubt in put(OVERVIEW, {"C20": formula}).doubtful] == ["published.channels.0.total"]


@pytest.mark.parametrize(
    "formula", ["=SUM(C20:C22)", '=IF(COUNT($C$20:$C$39)=0,"",SUMIF($B$20:$B$39,"工作动态",$C$20:$C$39))']
)
def test_a_formula_of_something_else_in_the_total_is_doubtful(formula: str):
    assert [doubt.cell for doubt in put(OVERVIEW, {"C19": formula}).doubtful] == ["published.total"]


def test_a_doubtful_count_leaves_its_sums_blank():
    reading = put(OVERVIEW, {"C21": "约21"})

    assert [(doubt.cell, doubt.where) for doubt in reading.doubtful] == [
        ("published.channels.0.items.工作动态", "“总体情况”C21")
    ]
    assert channels(reading) == [("门户网站", None, {"工作动态": None, "政策文件": 9})]
    assert "published.total" not in reading.report.stated


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"B22": "工作动态"}, "“总体情况”C22：“工作动态”在同一渠道（平台）下出现两次，请合并或改名"),
        ({"B22": None}, "“总体情况”C22：这一行没有“类别”，请在左侧补上，或清除这一行"),
        ({"B22": "=A1"}, "“总体情况”C22：这一行的名称是公式或错误值，请改为文字"),
    ],
)
def test_a_line_that_cannot_be_placed_is_refused(values: dict[str, Any], said: str):
    assert said in refused(OVERVIEW, values)


def test_last_years_counts_are_not_read():
    assert changes(put(OVERVIEW, {f"D{row}": 777 for row in range(19, 30)})) == {}


def test_channels_handed_on_that_state_nothing_stay_out():
    blank = read_report(
        {"name": "示例县示例局", "year": 2024, "form": 2021, "published": {"total": None, "channels": []}}
    )
    sent = workbook(blank, AGENCY, REPORT)
    reading = put(OVERVIEW, {"C21": 4}, Sent(sent))

    assert read_workbook(sent, "表.xlsx").report == blank
    assert channels(reading) == [("门户网站", 4, {"工作动态": 4, "政策文件": None})]
    assert reading.report.stated["published.total"] == 4
