"""The sheet behind the form: sums fill themselves, what was stated stays, everything can be taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from material import AGENCY, record

from govreport.entry.sheet import Sheet, State
from govreport.report import read_report
from govreport.store.new_record import blank_record

ROW = "requests.granted"


@pytest.fixture
def blank() -> Sheet:
    """The invented bureau's year with nothing filled in."""
    return Sheet(AGENCY, read_report(blank_record("示例县示例局", 2024)))


@pytest.fixture
def filled() -> Sheet:
    """The invented bureau's consistent 2023."""
    return Sheet(AGENCY, read_report(record(2023)))


def rules(sheet: Sheet) -> set[str]:
    return {finding.rule for finding in sheet.findings()}


def test_a_sum_fills_itself_while_its_parts_are_typed_and_blanks_stay_blank(blank: Sheet):
    blank.enter({f"{ROW}.natural_person": "8"})
    blank.enter({f"{ROW}.commercial": "2"})

    assert blank.report.cell(f"{ROW}.total") == 10
    assert blank.report.cell(f"{ROW}.research") is None
    assert blank.report.cell("requests.handled_total.natural_person") == 8
    assert blank.report.cell("requests.handled_total.total") == 10
    assert blank.report.cell("requests.carried_out.total") is None


def test_a_sum_that_was_stated_otherwise_stays_and_is_a_finding(filled: Sheet):
    filled.enter({f"{ROW}.total": "11"})
    filled.enter({f"{ROW}.natural_person": "7"})

    assert filled.report.cell(f"{ROW}.total") == 11
    assert f"{ROW}.total" in filled.state.stated
    assert "A1" in rules(filled)

    filled.enter({f"{ROW}.total": ""})

    assert filled.report.cell(f"{ROW}.total") == 9
    assert filled.state.stated == frozenset()


def test_a_stated_sum_that_parts_pass_by_chance_stays_as_stated(blank: Sheet):
    blank.enter({f"{ROW}.total": "9"})
    blank.enter({f"{ROW}.natural_person": "9"})
    blank.enter({f"{ROW}.commercial": "1"})

    assert blank.report.cell(f"{ROW}.total") == 9


def test_a_file_that_contradicts_itself_is_opened_as_it_is():
    stated = record(2023)
    stated["requests"]["granted"] = [8, 2, 0, 0, 0, 0, 12]
    stated["requests"]["partial"] = [1, None, None, None, None, None, None]
    sheet = Sheet(AGENCY, read_report(stated))

    assert sheet.report.record() == read_report(stated).record()
    assert f"{ROW}.total" in sheet.state.stated

    sheet.enter({"requests.partial.commercial": "1"})

    assert sheet.report.cell("requests.partial.total") == 2
    assert sheet.report.cell(f"{ROW}.total") == 12


def test_a_pasted_line_keeps_the_total_that_it_brings(blank: Sheet):
    columns = ("natural_person", "commercial", "research", "public_welfare", "legal_service", "other_org", "total")
    blank.enter(
        {f"{ROW}.{column}": text for column, text in zip(columns, ["1", "2", "3", "0", "0", "0", "7"], strict=True)}
    )
    assert blank.report.cell(f"{ROW}.total") == 7
    assert blank.report.cell("requests.handled_total.total") == 7

    blank.enter(
        {f"{ROW}.{column}": text for column, text in zip(columns, ["1", "2", "3", "0", "0", "0", "6"], strict=True)}
    )
    assert blank.state.stated == frozenset()


def test_what_is_no_figure_is_kept_as_typed_named_and_blank_in_the_report(filled: Sheet):
    filled.enter({f"{ROW}.natural_person": "八件"})

    assert filled.text(f"{ROW}.natural_person") == "八件"
    assert filled.report.cell(f"{ROW}.natural_person") is None
    first = filled.findings()[0]
    assert (first.rule, first.severity, first.cells) == ("V1", "error", (f"{ROW}.natural_person",))
    assert (
        first.message == "第三部分表格“（一）予以公开”行“自然人”栏填的是“八件”，不是数字，请改为 12、1,234 这样的写法"
    )

    filled.enter({f"{ROW}.natural_person": " 8 "})
    assert "V1" not in rules(filled)
    assert filled.report.record() == read_report(record(2023)).record()


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1,234", 1234), ("１２", 12), ("12 345", 12345), ("/", None), ("－", None), ("", None), ("+3", 3), ("-3", -3)],
)
def test_figures_are_read_as_people_write_them(blank: Sheet, typed: str, value: int | None):
    blank.enter({"disclosure.licenses.decisions": typed})

    assert blank.report.cell("disclosure.licenses.decisions") == value
    assert blank.state.unread == {}


@pytest.mark.parametrize(
    "typed", ["51件", "51 条", "５１宗", "\u200b51\u200e", "\u202a51\u202c项", "5\u00ad1\ufeff", "51份"]
)
def test_a_counting_word_and_what_cannot_be_seen_change_no_count(blank: Sheet, typed: str):
    blank.enter({f"{ROW}.natural_person": typed})

    assert blank.report.cell(f"{ROW}.natural_person") == 51
    assert blank.text(f"{ROW}.natural_person") == "51"


def test_a_channels_count_may_have_its_word_and_an_amount_only_the_unit_of_its_column(blank: Sheet):
    channel = {"channel": "门户网站", "total": "", "items": [["工作动态", "116条"]]}
    blank.enter_published({"total": "", "channels": [channel]})
    blank.enter({"disclosure.admin_fees.amount": "1.5万元"})

    assert blank.report.published.total == 116
    assert blank.report.cell("disclosure.admin_fees.amount") == Decimal("1.5")
    blank.enter({"disclosure.admin_fees.amount": "15000元"})
    assert blank.report.cell("disclosure.admin_fees.amount") is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("约51件", "约51件"),
        ("51元", "51元"),
        ("51人", "51人"),
        ("\u202e51", "\u202e51"),
        ("1\n2", "1 2"),
        ("1\n234", "1；234"),
    ],
)
def test_what_may_be_another_figure_is_kept_in_one_line_and_named(blank: Sheet, typed: str, kept: str):
    blank.enter({f"{ROW}.natural_person": typed})

    assert blank.report.cell(f"{ROW}.natural_person") is None
    assert blank.text(f"{ROW}.natural_person") == kept
    assert f"填的是“{kept}”，不是数字" in blank.findings()[0].message


def test_two_lines_that_a_file_has_in_a_cell_never_run_together(filled: Sheet):
    filled.bring_in(filled.report, {f"{ROW}.natural_person": "1\n2"})

    assert filled.text(f"{ROW}.natural_person") == "待核：1 2"


def test_what_an_old_draft_could_not_read_is_asked_for_again(filled: Sheet):
    filled.take(State(filled.report, {f"{ROW}.natural_person": "51件"}))

    assert filled.findings()[0].message == "第三部分表格“（一）予以公开”行“自然人”栏填的是“51件”，请重新填写"


def test_an_amount_keeps_its_digits(blank: Sheet):
    blank.enter({"disclosure.admin_fees.amount": "72,701.2578"})

    assert blank.report.cell("disclosure.admin_fees.amount") == Decimal("72701.2578")
    assert blank.text("disclosure.admin_fees.amount") == "72701.2578"


def test_one_stay_in_a_cell_is_one_step_to_undo_across_tables(filled: Sheet):
    before = filled.state
    filled.enter({f"{ROW}.natural_person": "1"}, visit="a")
    filled.enter({f"{ROW}.natural_person": "12"}, visit="a")
    filled.enter({"disputes.review.upheld": "5"}, visit="b")
    filled.enter({"narrative.problems": "有不足。"}, visit="c")

    assert filled.undo()
    assert filled.report.narrative.problems == "解读形式不多。"
    assert filled.undo()
    assert filled.report.cell("disputes.review.total") == 2
    assert filled.undo()
    assert filled.state is before
    assert not filled.undo()

    assert filled.redo()
    assert filled.report.cell(f"{ROW}.natural_person") == 12
    assert filled.redo()
    assert filled.report.cell("disputes.review.total") == 6
    filled.enter({"disputes.review.upheld": "1"})
    assert not filled.redo()


def test_a_table_filled_with_zero_keeps_what_stands_in_it(blank: Sheet):
    blank.enter({"requests.carried_in.natural_person": "2"})

    filled = blank.fill_zero("requests")

    assert filled == 25 * 7 - 2
    assert blank.report.cell("requests.carried_in.total") == 2
    assert blank.report.cell("requests.carried_out.other_org") == 0
    assert "A3" in rules(blank)
    assert blank.undo()
    assert blank.report.cell("requests.carried_out.other_org") is None


def test_texts_and_facts_are_entered_by_their_paths(blank: Sheet):
    blank.enter(
        {
            "narrative.overview.proactive": "第一段。\r\n第二段。\n",
            "contact.telephone": " 0812-5555678 ",
            "dated": "2025年1月2日",
            "level": "county_department",
            "processing_fee.received": "1,200",
        }
    )

    report = blank.report
    assert report.narrative.overview.proactive == "第一段。\n第二段。"
    assert report.contact.telephone == "0812-5555678"
    assert report.dated.isoformat() == "2025-01-02"
    assert report.level == "county_department"
    assert report.processing_fee.received == 1200


@pytest.mark.parametrize(
    ("path", "typed", "said"),
    [
        ("dated", "2025-02-30", "落款日期填的是“2025-02-30”，不是日期，请写成 2025-01-02"),
        ("dated", "明年", "落款日期填的是“明年”，不是日期"),
        ("name", "  ", "单位名称填的是“  ”，不能空白，请填写单位全称"),
        ("level", "县", "单位级别填的是“县”，不在可选的级别中"),
    ],
)
def test_a_fact_that_cannot_stand_is_kept_and_named(filled: Sheet, path: str, typed: str, said: str):
    filled.enter({path: typed})

    assert filled.text(path) == typed
    assert filled.findings()[0].message.startswith(said)
    assert filled.report.name == "示例县示例局"


def test_published_totals_follow_their_categories_unless_stated_otherwise(filled: Sheet):
    def publish(total: str, subtotal: str, *items: list[str], typed: tuple[str, ...] = ()) -> tuple[int, int]:
        channel = {"channel": "门户网站", "total": subtotal, "items": list(items)}
        filled.enter_published({"total": total, "channels": [channel]}, typed)
        return filled.report.published.total, filled.report.published.channels[0].total

    assert publish("30", "30", ["工作动态", "25"], ["政策文件", "9"]) == (34, 34)
    assert publish("30", "30", ["工作动态", "26"], ["政策文件", "9"]) == (35, 35)  # the page had not heard of 34 yet

    typed = ("published.channels.0.total",)
    assert publish("35", "40", ["工作动态", "26"], ["政策文件", "9"], typed=typed) == (40, 40)
    assert publish("40", "40", ["工作动态", "26"], ["解读", "10"]) == (40, 40)
    assert list(filled.report.published.channels[0].items) == ["工作动态", "解读"]
    assert publish("40", "", ["工作动态", "26"], ["解读", "10"], typed=typed) == (36, 36)


def test_published_totals_given_by_code_stand_and_blank_ones_are_sums(filled: Sheet):
    channels = [
        {"channel": "门户网站", "total": "", "items": [["工作动态", "25"], ["政策文件", "9"]]},
        {"channel": "公报", "total": "6", "items": []},
    ]
    filled.enter_published({"total": "41", "channels": channels})

    assert [channel.total for channel in filled.report.published.channels] == [34, 6]
    assert filled.report.published.total == 41


def test_published_counts_that_cannot_stand_are_named(filled: Sheet):
    channel = {"channel": "门户网站", "total": "30", "items": [["工作动态", "许多"], ["", "4"]]}
    filled.enter_published({"total": "30", "channels": [channel]})

    messages = [finding.message for finding in filled.findings() if finding.rule == "V1"]
    assert messages[0].startswith("主动公开数量：渠道1")
    assert "类别没有名称（4条）" in messages[0] + messages[1]
    assert "填的是“许多”，不是数字" in messages[0] + messages[1]
