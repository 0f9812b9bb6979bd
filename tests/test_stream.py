"""Plain text in every layout: each figure read right or named as doubtful, none silently wrong."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govreport.form import FORMS, Form, Row
from govreport.importing.published.figures_found import FiguresFound
from govreport.importing.published.solve import splits
from govreport.importing.published.stream import read_stream

NOW, TRIAL = FORMS[2021], FORMS[2019]
HEAD_TWO = "二、主动公开政府信息情况\n第二十条第（一）项\n信息内容  本年制发件数  本年废止件数  现行有效件数\n"
HEAD_THREE = (
    "三、收到和处理政府信息公开申请情况\n"
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）  申请人情况\n"
    "自然人  法人或其他组织  总计\n商业企业  科研机构  社会公益组织  法律服务机构  其他\n"
)
HEAD_FOUR = (
    "四、政府信息公开行政复议、行政诉讼情况\n行政复议  行政诉讼\n未经复议直接起诉  复议后起诉\n"
    + "结果维持 结果纠正 其他结果 尚未审结 总计 " * 3
    + "\n"
)
TAIL = "\n五、存在的主要问题及改进情况\n示例。2024年收到5件。\n"


def row(taken: FiguresFound, path: str, form: Form = NOW) -> list[object]:
    """A row's values; a doubtful cell is "?", an absent one "-"."""
    table, id = path.split(".", 1)
    columns = form.table_by_id[table].row_by_id[id].columns
    cells = [f"{path}.{column.id}" for column in columns]
    return ["?" if cell in taken.doubts else taken.values.get(cell, "-") for cell in cells]


def three(body: str, form: Form = NOW) -> FiguresFound:
    return read_stream(HEAD_THREE + body + TAIL, form)


def test_columns_by_spaces() -> None:
    taken = three("一、本年新收政府信息公开申请数量      21    0    0    0    0    3    24\n")
    assert row(taken, "requests.new_received") == [21, 0, 0, 0, 0, 3, 24]
    assert row(taken, "requests.carried_in") == ["-"] * 7
    assert not taken.doubts


def test_a_printed_total_that_is_wrong_stays_as_printed() -> None:
    taken = three("（一）予以公开      10    1    0    0    0    0    0\n（二）部分公开  0 0 0 0 0 0 0\n")
    assert row(taken, "requests.granted") == [10, 1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("page", ["          -3-", "— 3 —", "     3", "第 3 页 共 9 页", "－３－"])
def test_page_numbers_are_no_figures(page: str) -> None:
    body = f"（一）予以公开    1  0  0  0  0  0  1\n\n{page}\n\f（二）部分公开    0  0  0  0  0  0  0\n"
    assert row(three(body), "requests.granted") == [1, 0, 0, 0, 0, 0, 1]


def test_headers_repeated_after_a_page_break() -> None:
    body = (
        "（一）予以公开  1 0 0 0 0 0 1\n"
        + HEAD_THREE.split("\n", 1)[1]
        + "三、本年度办理结果\n（二）部分公开  2 0 0 0 0 0 2\n"
    )
    taken = three(body)
    assert row(taken, "requests.granted") == [1, 0, 0, 0, 0, 0, 1]
    assert row(taken, "requests.partial") == [2, 0, 0, 0, 0, 0, 2]


def test_labels_wrapped_around_their_figures_beside_an_upright_heading() -> None:
    body = (
        "三   （一）予以公开                 4     0    0   0    0     0    4\n、\n"
        "本            2.其他法律行政法规禁止公\n"
        "年            开                    27     0    0   0    0     0   27\n度\n"
        "             5.要求行政机关确认或重新\n"
        "                                     4     0    0   0    0     0    4\n"
        "             出具已获取信息\n"
        "     （六）   1.逾期不补正              40     0    0   0    0     0   40\n"
        "     其他     2.逾期不缴费              10     0    0   0    0     0   10\n"
        "     处理     3.其他                    87     3    0   0    1     0   91\n"
        "    （七）总计                         172     3    0   0    1     0  176\n"
        "四、结转下年度继续办理                   8     0    0   0    0     0    8\n"
    )
    taken = three(body)
    assert not taken.doubts
    assert row(taken, "requests.denied.prohibited_by_law") == [27, 0, 0, 0, 0, 0, 27]
    assert row(taken, "requests.not_processed.reconfirm") == [4, 0, 0, 0, 0, 0, 4]
    assert row(taken, "requests.other.overdue_correction") == [40, 0, 0, 0, 0, 0, 40]
    assert row(taken, "requests.other.misc") == [87, 3, 0, 0, 1, 0, 91]
    assert row(taken, "requests.handled_total") == [172, 3, 0, 0, 1, 0, 176]


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        ("（二）部分公     0 2 0 0 0 0 2\n三    开（区分处理的，只计这一情形，不计其他情形）\n", "partial"),
        ("度    （一）予以     0 2 0 0 0 0 2\n理    公开\n", "granted"),
    ],
)
def test_a_short_label_that_a_letter_of_the_upright_heading_cuts(lines: str, path: str) -> None:
    taken = three("二、上年结转政府信息公开申请数量  0 0 0 0 0 0 0\n" + lines + "1.属于国家秘密  0 0 0 0 0 0 0\n")
    assert row(taken, f"requests.{path}") == [0, 2, 0, 0, 0, 0, 2]
    assert not taken.doubts


@pytest.mark.parametrize(
    ("strange", "candidates"), [("1 0 0 0 0 0 1", {0: (1,), 1: (0,)}), ("1 0 0 0 0 0 1 4", {0: (), 1: ()})]
)
def test_a_row_that_a_strange_row_may_be_is_doubtful(strange: str, candidates: dict[int, tuple[int, ...]]) -> None:
    taken = three(f"（一）予以公开  2 0 0 0 0 0 2\n（二）酌情告知  {strange}\n1.属于国家秘密  0 0 0 0 0 0 0\n")
    assert row(taken, "requests.partial") == ["?"] * 7
    cells = [f"requests.partial.{one.id}" for one in NOW.table_by_id["requests"].row_by_id["partial"].columns]
    assert {at: taken.doubts[cells[at]].candidates for at in candidates} == candidates
    assert row(taken, "requests.granted") == [2, 0, 0, 0, 0, 0, 2]
    assert row(taken, "requests.denied.prohibited_by_law") == ["-"] * 7


def test_undivided_other_goes_to_the_last_of_its_rows() -> None:
    taken = three("（六）其他处理   4 0 0 0 0 0 4\n（七）总计  9 0 0 0 0 0 9\n四、结转下年度继续办理 0 0 0 0 0 0 0\n")
    assert row(taken, "requests.other.misc") == [4, 0, 0, 0, 0, 0, 4]
    assert row(taken, "requests.other.overdue_fee") == ["-"] * 7


def test_one_cell_a_line_and_cells_ended_by_bars() -> None:
    plain = three(
        "一、本年新收政府信息公开申请数量\n\n3\n\n0\n\n0\n\n0\n\n0\n\n0\n\n3\n\n二、上年结转政府信息公开申请数量\n\n"
        + "0\n" * 7
    )
    assert row(plain, "requests.new_received") == [3, 0, 0, 0, 0, 0, 3]
    barred = three(
        "一、本年新收政府信息公开申请数量 |\n"
        + "|\n" * 6
        + "0 |\n||\n三、本年度办理结果 |\n(一)予以公开 |\n"
        + "|\n" * 9
    )
    assert row(barred, "requests.new_received") == [None] * 6 + [0]
    assert row(barred, "requests.granted") == [None] * 7


def test_a_row_with_too_few_figures_is_doubtful() -> None:
    taken = three("（一）予以公开\n1\n0\n1\n（二）部分公开\n" + "0\n" * 7)
    assert row(taken, "requests.granted") == ["?"] * 7
    doubt = taken.doubts["requests.granted.total"]
    assert doubt.where == "第5行"
    assert "对照原文" in doubt.why


RUN_TOGETHER = (
    "一、本年新收政府信息公开申请数量640020470二、上年结转政府信息公开申请数量0000000三、本年度办理结果（一）予以公开270020130"
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）500000 5（三）不予公开1.属于国家秘密0000000"
    "2.其他法律行政法规禁止公开0000000（四）无法提供1.本机关不掌握相关政府信息2200003252.没有现成信息需要另行制作0000000"
    "（五）不予处理2.重复申请30000033.要求提供公开出版物0000000"
)


def test_digits_that_run_together_are_split_by_the_totals() -> None:
    taken = three(RUN_TOGETHER)
    assert row(taken, "requests.new_received") == [64, 0, 0, 2, 0, 4, 70]
    assert row(taken, "requests.partial") == [5, 0, 0, 0, 0, 0, 5]
    assert row(taken, "requests.not_processed.duplicate") == [3, 0, 0, 0, 0, 0, 3]
    assert row(taken, "requests.unable.not_held") == ["?"] * 7
    assert 22 in taken.doubts["requests.unable.not_held.natural_person"].candidates


def test_digits_of_table_two_that_run_together_are_doubtful_unless_zeros_force_them() -> None:
    taken = read_stream(
        HEAD_TWO + "规章007行政规范性文件8855698第二十条第（五）项信息内容本年处理决定数量行政许可10690" + TAIL, NOW
    )
    assert row(taken, "disclosure.regulations") == [0, 0, 7]
    assert row(taken, "disclosure.normative_documents") == ["?"] * 3
    assert 88 in taken.doubts["disclosure.normative_documents.issued"].candidates
    assert row(taken, "disclosure.licenses") == [10690]


def test_splits_respect_separators_and_refuse_leading_zeros() -> None:
    assert splits(["230", "000023"], 7, 7) == [(23, 0, 0, 0, 0, 0, 23)]
    assert splits(["010"], 2) == [(0, 10)]
    assert splits(["1" * 31], 7, 7) == []


def test_signs_units_remarks_and_blanks() -> None:
    body = (
        "第二十条第（一）项\n信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |\n规章 | / | 无 | — |\n"
        "规范性文件 | 2 | 2 | 22（其中修订16件） |\n第二十条第（五）项\n信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n"
        "行政许可 | 2 | +2 | 1,114 |\n其他对外管理服务事项 | 25 | -1 | 0 |\n行政处罚 | 106 | 2939 | |\n"
        "第二十条第（九）项\n信息内容 | 采购项目数量 | 采购总金额 |\n政府集中采购 | 2 | 70487元 |\n三、收到和处理政府信息公开申请情况\n"
    )
    taken = read_stream(body, TRIAL)
    assert row(taken, "disclosure.regulations", TRIAL) == [None] * 3
    assert row(taken, "disclosure.normative_documents", TRIAL) == [2, 2, 22]
    assert row(taken, "disclosure.licenses", TRIAL) == [2, 2, 1114]
    assert row(taken, "disclosure.other_services", TRIAL) == [25, -1, 0]
    assert row(taken, "disclosure.penalties", TRIAL) == ["?"] * 3
    assert row(taken, "disclosure.procurement", TRIAL) == [2, 70487]


@pytest.mark.parametrize("figure", ["1.2万件", "约5", "5余件", "21①", "0/0", "３ 293", "12,5 0"])
def test_a_figure_that_is_not_what_its_digits_say_is_doubtful(figure: str) -> None:
    taken = read_stream(
        HEAD_TWO + f"第二十条第（五）项\n信息内容  本年处理决定数量\n行政许可    {figure}\n行政处罚    4\n" + TAIL, NOW
    )
    assert row(taken, "disclosure.licenses") == ["?"]
    assert row(taken, "disclosure.penalties") == [4]


def test_fees_in_yuan_are_told() -> None:
    taken = read_stream(HEAD_TWO + "规章 0 0 0\n第二十条第（八）项\n行政事业性收费   251000元\n" + TAIL, NOW)
    assert str(taken.values["disclosure.admin_fees.amount"]) == "25.1"
    assert any("折算" in note.text for note in taken.notes)


def test_extra_rows_and_columns_are_told_and_not_squeezed_in() -> None:
    taken = three("（一）予以公开  1 0 0 0 0 0 1\n公开小计  9 0 0 0 0 0 9\n（二）部分公开  0 0 0 0 0 0 0\n")
    assert row(taken, "requests.granted") == [1, 0, 0, 0, 0, 0, 1]
    assert [note.rule for note in taken.notes] == ["S4"]
    wide = three("（一）予以公开  1 2 0 0 0 0 2 3 9\n")
    assert row(wide, "requests.granted") == ["?"] * 7


def test_traditional_characters_and_damaged_labels() -> None:
    body = "一、本年新收政府信息公開申請數量 | 3 | 0 | 0 | 0 | 0 | 0 | 3 | ||\n2.其他法律行政止公開 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
    taken = three(body)
    assert row(taken, "requests.new_received") == [3, 0, 0, 0, 0, 0, 3]
    assert row(taken, "requests.denied.prohibited_by_law") == [1, 0, 0, 0, 0, 0, 1]


def test_labels_apart_from_their_figures_are_doubtful() -> None:
    apart = (
        "1.属于国家秘密\n2.其他法律行政法规禁止公开\n"
        + "1 0 0 0 0 0 1\n0 0 0 0 0 0 0\n"
        + "4.保护第三方合法权益\n7 0 0 0 0 0 7\n"
    )
    assert not {value for path, value in three(apart).values.items() if "state_secret" in path or "third_party" in path}
    before = "21 0 0 0 0 0 21\n一、本年新收政府信息公开申请数量\n5 0 0 0 0 0 5\n二、上年结转政府信息公开申请数量\n"
    assert not three(before).values


BALANCED = {
    "new_received": [4, 1, 0, 0, 0, 0, 5],
    "granted": [3, 0, 0, 0, 0, 0, 3],
    "partial": [0, 1, 0, 0, 0, 0, 1],
    "handled_total": [3, 1, 0, 0, 0, 0, 4],
    "carried_out": [1, 0, 0, 0, 0, 0, 1],
}
LABELS = [one.label for one in NOW.table_by_id["requests"].rows]
FIGURES = [BALANCED.get(one.id, [0] * 7) for one in NOW.table_by_id["requests"].rows]


@pytest.mark.parametrize("down", [False, True])
def test_figures_behind_all_labels_follow_their_order_if_every_sum_agrees(down: bool) -> None:
    figures = [list(one) for one in zip(*FIGURES, strict=True)] if down else FIGURES
    body = "\n".join(LABELS) + "\n\n" + "\n\n".join("\n".join(map(str, one)) for one in figures) + "\n"
    taken = three(body)
    assert not taken.doubts
    assert [row(taken, f"requests.{one.id}") for one in NOW.table_by_id["requests"].rows] == FIGURES
    wrong = three(body.replace("\n3\n", "\n6\n", 1))
    assert not {path for path in wrong.values if path.startswith("requests.granted")}


def test_figures_behind_labels_out_of_order_are_candidates() -> None:
    labels = [*LABELS[:2], LABELS[3], LABELS[2], *LABELS[4:]]
    taken = three("\n".join(labels) + "\n" + "\n".join(" ".join(map(str, one)) for one in FIGURES) + "\n")
    assert taken.doubts["requests.granted.total"].candidates == (3,)


def test_a_subtotal_beside_a_heading_goes_to_no_row() -> None:
    taken = three("8.属于行政查询事项\n（四）无法提供  4 0 0 0 0 0 4\n1.本机关不掌握相关政府信息  4 0 0 0 0 0 4\n")
    assert row(taken, "requests.denied.admin_inquiry") == ["?"] * 7


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("10 1 0 0 0  0 0 0 0 0  5 0 0 0 0", [[10, 1, 0, 0, 0], [0] * 5, [5, 0, 0, 0, 0]]),
        ("1\n" * 15, [[1] * 5] * 3),
        ("0 1 1 0 2 1 0 0 0 1", [["?"] * 5] * 3),
    ],
)
def test_table_four(line: str, expected: list[list[object]]) -> None:
    taken = read_stream(HEAD_FOUR + line + TAIL, NOW)
    assert [row(taken, f"disputes.{one.id}") for one in NOW.table_by_id["disputes"].rows] == expected


def test_table_four_run_together_is_split_by_its_totals() -> None:
    taken = read_stream(HEAD_THREE + RUN_TOGETHER + HEAD_FOUR.replace("\n", "") + "10203120001200000" + TAIL, NOW)
    assert row(taken, "disputes.review") == [1, 0, 2, 0, 3]
    assert row(taken, "disputes.litigation_direct") == [12, 0, 0, 0, 12]
    assert row(taken, "disputes.litigation_after_review") == [0, 0, 0, 0, 0]


def test_two_years_in_one_text_are_asked_about() -> None:
    body = "一、本年新收政府信息公开申请数量  1 0 0 0 0 0 1\n"
    taken = read_stream(HEAD_THREE + body + TAIL + HEAD_THREE + body.replace("1", "2") + TAIL, NOW)
    assert not taken.values
    assert any("年度" in note.text for note in taken.notes)


COUNTS = st.integers(0, 3).flatmap(lambda size: st.integers(0, 10**size - 1))


@st.composite
def reports(draw: st.DrawFn) -> dict[str, list[int]]:
    """The figures of a consistent report, row by row."""
    rows: dict[str, list[int]] = {}
    for one in NOW.table_by_id["disclosure"].rows:
        rows[f"disclosure.{one.id}"] = [draw(st.integers(0, 99999)) for _ in one.columns]
    table = NOW.table_by_id["requests"].rows
    sparse = st.lists(st.one_of(st.just(0), st.just(0), COUNTS), min_size=6, max_size=6)
    outcomes = {one.id: draw(sparse) for one in table[2:-2]}
    handled = [sum(column) for column in zip(*outcomes.values(), strict=True)]
    out = draw(sparse)
    carried = [draw(st.integers(0, a + b)) for a, b in zip(handled, out, strict=True)]
    new = [a + b - c for a, b, c in zip(handled, out, carried, strict=True)]
    all_rows = {"new_received": new, "carried_in": carried, **outcomes, "handled_total": handled, "carried_out": out}
    rows |= {f"requests.{one.id}": [*all_rows[one.id], sum(all_rows[one.id])] for one in table}
    for one in NOW.table_by_id["disputes"].rows:
        parts = draw(st.lists(COUNTS, min_size=4, max_size=4))
        rows[f"disputes.{one.id}"] = [*parts, sum(parts)]
    return rows


def _wrapped(label: str, values: list[int], draw: st.DrawFn) -> str:
    line = "   ".join(map(str, values))
    if len(label) < 9:
        return f"   {label}     {line}\n"
    cut = draw(st.integers(6, len(label) - 2))
    upright = draw(st.sampled_from(["", "三", "年", "办"]))
    style = draw(st.integers(0, 2))
    first, second = label[:cut], label[cut:]
    if style == 0:
        return f"   {first}     {line}\n{upright}    {second}\n"
    if style == 1:
        return f"{upright}   {first}\n          {line}\n     {second}\n"
    return f"   {first}\n{upright}  {second}    {line}\n"


def _line(layout: str, label: str, values: list[int], draw: st.DrawFn) -> str:
    if layout == "wrapped":
        return _wrapped(label, values, draw)
    gap = {"spaces": "    ", "lines": "\n", "bars": " | ", "run": ""}[layout]
    end = {"spaces": "\n", "lines": "\n", "bars": " |\n", "run": ""}[layout]
    first = "" if layout == "run" else gap
    return label + first + gap.join(map(str, values)) + end


def _noise(layout: str, draw: st.DrawFn) -> str:
    if layout == "run":
        return draw(st.sampled_from(["", "", " "]))
    return draw(st.sampled_from(["", "", "", "\n          -3-\n\f", "\n— 12 —\n", "\n" + HEAD_THREE.split("\n", 1)[1]]))


@st.composite
def printed(draw: st.DrawFn) -> tuple[str, dict[str, list[int]], str]:
    """A report's text, its figures, and the layout."""
    rows, layout = draw(reports()), draw(st.sampled_from(["spaces", "lines", "bars", "run", "wrapped"]))
    text = HEAD_TWO
    text += "".join(
        _line(layout, one.label, rows[f"disclosure.{one.id}"], draw) for one in NOW.table_by_id["disclosure"].rows
    )
    text += HEAD_THREE
    group = None
    for one in NOW.table_by_id["requests"].rows:
        if one.group and one.group != group:
            text += one.group.label + ("" if layout == "run" else "\n")
        group = one.group
        text += _line(layout, one.label, rows[f"requests.{one.id}"], draw) + _noise(layout, draw)
    all_cases = [value for one in NOW.table_by_id["disputes"].rows for value in rows[f"disputes.{one.id}"]]
    text += HEAD_FOUR + _line(layout if layout != "wrapped" else "spaces", "", all_cases, draw)
    if layout == "run":
        text = text.replace("\n", "")
    return text + TAIL, rows, layout


def _cells(rows: dict[str, list[int]]) -> dict[str, int]:
    named: dict[str, Row] = {f"{table.id}.{one.id}": one for table in NOW.tables for one in table.rows}
    return {
        f"{path}.{column.id}": value
        for path, values in rows.items()
        for column, value in zip(named[path].columns, values, strict=True)
    }


@settings(
    derandomize=True,
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(printed())
def test_in_every_layout_each_cell_is_right_or_doubtful(case: tuple[str, dict[str, list[int]], str]) -> None:
    text, rows, layout = case
    taken = read_stream(text, NOW)
    expected = _cells(rows)
    wrong = {path: value for path, value in taken.values.items() if expected[path] != value}
    assert not wrong
    assert set(taken.values) | set(taken.doubts) == set(expected)
    if layout != "run":
        assert not taken.doubts


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.text(
        st.sampled_from("第二十条一项信息内容规章行政许可申请人情况予以公开总计其他0123456789 |/-—（）().、,\n元年②"),
        max_size=300,
    )
)
def test_any_text_gives_a_taken(text: str) -> None:
    for form in (NOW, TRIAL):
        for body in (text, HEAD_TWO + text, HEAD_THREE + text, HEAD_FOUR + text):
            assert isinstance(read_stream(body, form), FiguresFound)


@pytest.mark.parametrize(
    "piece",
    ["予以公开 0 0 1 ", "1", "(", "（一）予以公开|", "0 ", "第二十条第一项", "结果维持", "行政复议", "\n", "- 3"],
)
def test_long_texts_are_read_quickly(piece: str) -> None:
    began = time.process_time()
    for head in (HEAD_TWO, HEAD_THREE, HEAD_FOUR):
        read_stream(head + piece * (300_000 // len(piece)), NOW)
    assert time.process_time() - began < 5


def test_splitting_stays_bounded() -> None:
    for one, other in pairwise(("123456789" * 3, "1" * 30, "10" * 15)):
        assert isinstance(splits([one], 15, 5) + splits([other], 7), list)
