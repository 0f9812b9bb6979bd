"""Each chart draws its figures, and says of them only what its cells say."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from material import AGENCY, SAMPLES, record

from govreport.charts import Chart, appendix
from govreport.report import AnnualReport, read_report, to_json
from govreport.store import Store


def charts(history: dict[int, AnnualReport]) -> dict[str, Chart]:
    return {chart.id: chart for chart in appendix(history)}


@pytest.fixture
def bureau_charts(bureau: Store) -> dict[str, Chart]:
    return charts(bureau.history(AGENCY, 2023))


SUQIAN = charts(Store(SAMPLES).history("jiangsu/suqian", 2024))
JUSTICE = charts(Store(SAMPLES).history("panzhihua/xiqu/justice", 2024))


def test_the_appendix_has_its_six_charts_in_order():
    assert list(SUQIAN) == ["published", "requests", "outcomes", "applicants", "documents", "disputes"]


def test_requests_by_year_shows_received_and_concluded():
    chart = SUQIAN["requests"]
    received, handled, carried = chart.figure().data

    assert (received.name, list(received.x), list(received.y)) == ("本年新收", ["2023年", "2024年"], [3511, 3525])
    assert list(handled.y) == [3486, 3521]
    assert list(carried.y) == [121, 125]
    assert chart.caption == "2024年新收申请3525件，比上年增加14件，增长0.4%；办结申请3521件，比上年增加35件，增长1.0%。"
    assert chart.lines == [("2023年", "3511", "3486", "121"), ("2024年", "3525", "3521", "125")]


def test_outcomes_are_stacked_from_their_rows():
    chart = SUQIAN["outcomes"]

    assert chart.figure().layout.barmode == "stack"
    assert {bar.name: list(bar.y) for bar in chart.figure().data} == {
        "予以公开": [1191, 1431],
        "部分公开": [328, 471],
        "不予公开": [142, 92],
        "无法提供": [1078, 941],
        "不予处理": [406, 117],
        "其他处理": [341, 469],
    }


def test_the_trial_forms_outcomes_stand_beside_those_of_the_form_in_force(bureau_charts: dict[str, Chart]):
    header, lines = bureau_charts["outcomes"].header, bureau_charts["outcomes"].lines

    assert header == ("年度", "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理")
    assert lines == [
        ("2020年", "6", "1", "1", "1", "0", "0"),
        ("2022年", "6", "1", "1", "1", "0", "0"),
        ("2023年", "10", "1", "1", "1", "0", "0"),
    ]


def test_published_items_by_category_of_the_seed_bureau():
    chart = JUSTICE["published"]
    [bar] = chart.figure().data

    assert list(bar.y) == ["工作动态", "司法县区动态", "法治信息", "规范性文件", "部门预决算", "政务数据"]
    assert list(bar.x) == [41, 33, 24, 3, 3, 12]
    assert chart.caption == (
        "2024年通过各门户网站、平台主动公开信息共116条："
        "工作动态41条、司法县区动态33条、法治信息24条、规范性文件3条、部门预决算3条、政务数据12条。"
    )


def test_disputes_of_the_year_by_outcome():
    chart = SUQIAN["disputes"]

    assert {bar.name: list(bar.x) for bar in chart.figure().data} == {
        "结果维持": [88, 7, 33],
        "结果纠正": [18, 0, 0],
        "其他结果": [28, 11, 6],
        "尚未审结": [36, 7, 13],
    }
    assert chart.caption == (
        "2024年行政复议170件、行政诉讼（未经复议直接起诉）25件、行政诉讼（复议后起诉）52件；"
        "按结果分：结果维持128件、结果纠正18件、其他结果45件、尚未审结56件。"
    )


def test_documents_in_force_leave_out_years_in_the_trial_form(bureau_charts: dict[str, Chart]):
    assert bureau_charts["documents"].lines == [("2022年", "20", "4", "1"), ("2023年", "21", "3", "2")]
    assert bureau_charts["documents"].caption == "2023年行政规范性文件现行有效21件，比上年增加1件，增长5.0%。"


@pytest.mark.parametrize(
    ("chart", "sentence"),
    [
        ("requests", "2024年未收到政府信息公开申请。"),
        ("outcomes", "2024年没有办结的政府信息公开申请。"),
        ("applicants", "2024年未收到政府信息公开申请。"),
        ("documents", "2024年没有行政规范性文件。"),
        ("disputes", "2024年未发生政府信息公开行政复议、行政诉讼。"),
    ],
)
def test_where_all_is_zero_a_sentence_stands_in_place_of_axes(chart: str, sentence: str):
    assert not JUSTICE[chart].drawn
    assert JUSTICE[chart].caption == sentence


def test_with_one_year_only_a_sentence_states_it():
    history = {2023: read_report(record(2023))}

    assert charts(history)["requests"].caption == "2023年新收申请12件、办结申请13件、结转下年度1件。"


def test_a_blank_is_neither_a_bar_nor_a_zero():
    data = record(2023)
    data["requests"]["new_received"] = [9, None, 0, 0, 0, 0, None]
    data["requests"]["denied"]["state_secret"] = [0, 0, 0, 0, 0, 0, None]
    shown = charts({2022: read_report(record(2022)), 2023: read_report(data)})

    assert list(shown["requests"].figure().data[0].y) == [10, None]
    assert shown["requests"].caption.startswith("2023年新收申请未填报；")
    assert shown["requests"].lines[1] == ("2023年", "", "13", "1")
    assert shown["outcomes"].lines[1] == ("2023年", "10", "1", "", "1", "0", "0")


def test_a_report_left_blank_makes_no_claim():
    blank = dict.fromkeys(("disclosure", "requests", "disputes"))
    shown = charts({2023: read_report(record(2023) | blank)})

    assert [chart.caption for chart in shown.values() if chart.id not in ("published",)] == [
        "2023年的相应数据未填报齐全。",
        "2023年的相应数据未填报齐全。",
        "2023年的新收申请数量未填报齐全。",
        "2023年的相应数据未填报齐全。",
        "2023年的行政复议、行政诉讼数据未填报齐全。",
    ]


def test_nothing_in_a_chart_calls_out_or_offers_to():
    spec = SUQIAN["requests"].spec

    assert spec["config"] == {
        "displaylogo": False,
        "displayModeBar": False,
        "showSendToCloud": False,
        "plotlyServerURL": "",
        "responsive": True,
    }
    assert "http" not in to_json(spec)
    assert len(json.dumps(spec)) < 3000


def test_neighbouring_colours_differ_for_readers_who_cannot_tell_red_from_green():
    from govreport.charts.theme import COLOURS

    def seen(colour: str) -> tuple[float, float]:
        """Brightness, and blue against yellow: what remains without red and green (Viénot's deuteranopia)."""
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return 0.7 * green + 0.3 * red, blue - (0.3 * red + 0.7 * green)

    pairs = pairwise(COLOURS)
    assert all(sum(abs(a - b) for a, b in zip(seen(one), seen(other), strict=True)) > 0.15 for one, other in pairs)


def test_ticks_are_whole_and_in_chinese_units():
    data = record(2023)
    data["requests"]["new_received"] = [2676474, 0, 0, 0, 0, 0, 2676474]
    shown = charts({2022: read_report(record(2022)), 2023: read_report(data)})
    upright, across = (shown[id].figure().layout for id in ("requests", "applicants"))

    assert upright.yaxis.ticktext == ("0", "100万", "200万", "300万")
    assert upright.yaxis.tickvals == (0, 1_000_000, 2_000_000, 3_000_000)
    assert across.xaxis.ticktext == ("0", "100万", "200万")
    assert charts({2023: read_report(record(2023))})["published"].figure().layout.xaxis.ticktext == ("0", "10", "20")


def test_a_figure_behind_a_bar_has_room_and_keeps_its_digits():
    data = record(2023)
    data["published"] = {"total": None, "channels": [{"items": {"甲": 10**12, "乙": 7}}]}
    figure = charts({2023: read_report(data)})["published"].figure()
    [bar] = figure.data
    low, high = figure.layout.xaxis.range

    assert bar.text == bar.customdata == ("1000000000000", "7")
    assert (low, high > 1.9 * 10**12) == (0, True)
    assert "customdata" in bar.hovertemplate


def test_a_long_name_stands_in_three_lines_and_is_no_markup():
    data = record(2023)
    long, bold = "很长的类别名称" * 8, "<b>甲</b>&乙"
    data["published"] = {"total": None, "channels": [{"items": {long: 3, bold: 4, "乙": 5}}]}
    chart = charts({2023: read_report(data)})["published"]
    names = chart.figure().layout.yaxis.ticktext

    assert names[0] == "很长的类别名称很长<br>的类别名称很长的类<br>别名称很长的类别…"
    assert names[1] == "&lt;b&gt;甲&lt;/b&gt;&amp;乙"
    assert [line[0] for line in chart.lines] == [long, bold, "乙"]
    assert chart.figure().layout.height == 84 + 3 * (3 * 15 + 6)


def test_categories_of_one_name_have_bars_of_their_own():
    data = record(2023)
    twice = [{"channel": None, "items": {"甲": 3}}, {"channel": None, "items": {"甲": 4}}]
    data["published"] = {
        "total": 19,
        "channels": [*twice, {"channel": "网站", "total": 5}, {"channel": "网站", "total": 7}],
    }
    chart = charts({2023: read_report(data)})["published"]

    assert chart.lines == [("渠道1：甲", "3"), ("渠道2：甲", "4"), ("网站", "5"), ("网站（2）", "7")]


def test_forty_categories_fit_a_printed_page():
    data = record(2023)
    data["published"] = {
        "total": None,
        "channels": [{"items": {f"{number}{'很长的名称' * 12}": number for number in range(40)}}],
    }
    figure = charts({2023: read_report(data)})["published"].figure()

    assert figure.layout.height == 84 + 40 * 15
    assert not any("<br>" in name for name in figure.layout.yaxis.ticktext)
