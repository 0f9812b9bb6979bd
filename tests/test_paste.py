"""A block from the clipboard lands where it belongs, or is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from material import SAMPLES
from openpyxl import load_workbook

from govreport.errors import BadRequest
from govreport.exporting import workbook
from govreport.form import FORMS
from govreport.importing import Target, lay_block, read_block, read_figure
from govreport.store import Store

FORM = FORMS[2021]


def laid(text: str, at: str, html: str = "") -> dict[str, str]:
    """What a paste fills."""
    return lay_block(Target(FORM, at), read_block(text, html)).texts


def test_a_block_of_excel_goes_right_and_down_from_the_cursor():
    assert laid("1,234\t２\r\n\t/\r\n", "requests.granted.commercial") == {
        "requests.granted.commercial": "1,234",
        "requests.granted.research": "２",
        "requests.partial.commercial": "",
        "requests.partial.research": "/",
    }


def test_a_single_cell_goes_where_the_cursor_is_whatever_it_says():
    assert laid("约12件", "requests.granted.total") == {"requests.granted.total": "约12件"}


def test_a_header_line_is_skipped():
    assert laid("自然人\t商业企业\n5\t6\n", "requests.new_received.natural_person") == {
        "requests.new_received.natural_person": "5",
        "requests.new_received.commercial": "6",
    }


def test_lines_with_the_forms_labels_find_their_rows_wherever_the_cursor_is():
    text = (
        "三、本年度办理结果\t（一）予以公开\t\t8\t2\t0\t0\t0\t0\t10\n"
        "\t（三）不予公开\t4. 保护第三方合法权益\t1\t0\t0\t0\t0\t0\t1\n"
    )

    texts = laid(text, "requests.carried_out.total")

    assert texts["requests.granted.natural_person"] == "8"
    assert texts["requests.granted.total"] == "10"
    assert texts["requests.denied.third_party_rights.natural_person"] == "1"
    assert len(texts) == 14


def test_merged_cells_of_a_web_table_do_not_shift_figures():
    html = """<table>
      <tr><td colspan="4">第二十条第（一）项</td></tr>
      <tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
      <tr><td>规章</td><td>2</td><td>1</td><td>12</td></tr>
      <tr><td>行政规范性文件</td><td>50</td><td>227</td><td>420</td></tr>
      <tr><td>信息内容</td><td colspan="3">本年处理决定数量</td></tr>
      <tr><td>行政许可</td><td colspan="3">1573179</td></tr>
    </table>"""

    assert laid("ignored", "disclosure.regulations.issued", html) == {
        "disclosure.regulations.issued": "2",
        "disclosure.regulations.repealed": "1",
        "disclosure.regulations.in_force": "12",
        "disclosure.normative_documents.issued": "50",
        "disclosure.normative_documents.repealed": "227",
        "disclosure.normative_documents.in_force": "420",
        "disclosure.licenses.decisions": "1573179",
    }


def test_a_label_that_spans_rows_does_not_shift_the_rows_below():
    html = """<table>
      <tr><td rowspan="2">（四）无法提供</td><td>1.本机关不掌握相关政府信息</td>
          <td>9</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>9</td></tr>
      <tr><td>2.没有现成信息需要另行制作</td>
          <td>7</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>7</td></tr>
    </table>"""

    texts = laid("", "requests.new_received.natural_person", html)

    assert texts["requests.unable.not_held.natural_person"] == "9"
    assert texts["requests.unable.needs_creation.total"] == "7"


def test_the_printed_line_of_table_four_is_pasted_across_its_three_parts():
    texts = laid("1\t0\t0\t1\t2\t0\t0\t0\t0\t0\t3", "disputes.review.upheld")

    assert texts["disputes.review.total"] == "2"
    assert texts["disputes.litigation_after_review.upheld"] == "3"


def test_a_word_that_is_no_figure_is_kept_so_that_it_can_be_seen():
    assert laid("1\t约2\t3", "requests.granted.natural_person")["requests.granted.commercial"] == "约2"


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("1\t2\n3\t4", "requests.carried_out.natural_person", "粘贴的内容有2行2列，从此处起超出表格范围，没有粘贴"),
        ("1\t2", "requests.granted.total", "粘贴的内容有1行2列，从此处起超出表格范围，没有粘贴"),
        ("自然人\t商业企业", "requests.granted.total", "粘贴的内容里没有数字，没有粘贴"),
        ("（一）予以公开\t1\t2", "requests.granted.total", "“（一）予以公开”一行有2个数，“三、收到和处理.*”该行为7个"),
        (
            "（一）予以公开\t1\t0\t0\t0\t0\t0\t1\n小计\t1\t0\t0\t0\t0\t0\t1",
            "requests.granted.natural_person",
            "中没有这样的行：“小计”，没有粘贴",
        ),
        ("甲街道\t\t\n乙街道\t5\t6", "requests.granted.natural_person", "中没有这样的行：“乙街道”，没有粘贴"),
        ("1" * 4_000_001, "requests.granted.natural_person", "粘贴的内容过大"),
    ],
)
def test_a_block_that_cannot_be_placed_is_refused_in_words(text: str, at: str, said: str):
    with pytest.raises(BadRequest, match=said):
        laid(text, at)


def test_blank_cells_beyond_the_last_column_do_not_count():
    texts = laid("5\t\t\n6\t\t\n", "disclosure.penalties.decisions")

    assert texts == {"disclosure.penalties.decisions": "5", "disclosure.coercion.decisions": "6"}


def test_a_span_of_absurd_size_is_no_trap():
    block = read_block("", '<table><tr><td colspan="999999999" rowspan="99999999">1</td><td>2</td></tr></table>')

    assert len(block[0]) < 100


TOTAL, PERSON, FIRM = (f"requests.granted.{column}" for column in ("total", "natural_person", "commercial"))


def test_headings_lead_each_figure_to_its_column_in_the_cursors_row():
    assert laid("总计\t自然人\n1500\t1408\n22\t9\n", FIRM) == {
        TOTAL: "1500",
        PERSON: "1408",
        "requests.partial.total": "22",
        "requests.partial.natural_person": "9",
    }


def test_headings_and_labels_together_name_each_cell():
    text = "2024年情况\t\t\n项目\t总计\t其它\n部分公开\t22\t9\n（一）予以公开\t1500\t3\n"

    assert laid(text, "requests.carried_out.total") == {
        "requests.partial.total": "22",
        "requests.partial.other_org": "9",
        TOTAL: "1500",
        "requests.granted.other_org": "3",
    }


def test_the_kind_of_case_stands_above_the_outcome():
    text = "\t行政复议\t\t行政诉讼\t\n\t\t\t复议后起诉\t\n\t总计\t结果维持\t结果维持\t总计\n本年\t3\t1\t2\t4\n上年\t5\t5\t5\t5\n"

    assert laid(text, "disputes.litigation_direct.upheld") == {
        "disputes.review.total": "3",
        "disputes.review.upheld": "1",
        "disputes.litigation_after_review.upheld": "2",
        "disputes.litigation_after_review.total": "4",
    }


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("行政许可\t5\n行政处罚\t6", PERSON, "这些行名在“二、主动公开政府信息情况”中：“行政许可”“行政处罚”，没有粘贴"),
        ("复议后起诉\t1\t0\t0\t0\t1", PERSON, "这些行名在“四、政府信息公开行政复议、行政诉讼情况”中：“复议后起诉”"),
        ("部分公开\t1\t0\t0\t0\t0\t0\t1", "disclosure.licenses.decisions", "这些行名在“三、.*”中：“部分公开”"),
        ("本年制发件数\t本年废止件数\n1\t2", PERSON, "这些栏名在“二、主动公开政府信息情况”中：“本年制发件数”"),
        ("总计\t自然人\t备注\n5\t4\t3", PERSON, "中没有这样的栏：“备注”，没有粘贴"),
        ("2023年\t2024年\n5\t4", PERSON, "中没有这样的栏：“2023年”“2024年”"),
        ("自然人\t自然人\n5\t4", PERSON, "同名的栏出现不止一次"),
        ("本年处理决定数量\n5", "disclosure.regulations.issued", "“规章”一行没有“本年处理决定数量”一栏"),
        ("自然人\t总计\n部分公开\t5\t4", PERSON, "标题和数字没有上下对齐"),
        ("部分公开\t1\t0\t0\t0\t0\t0\t1\n部分公开\t2\t0\t0\t0\t0\t0\t2", PERSON, "“（二）部分公开.*”出现不止一次"),
        ("部分公开\t1\t0\t0\t0\t0\t0\t1\n\t2\t0\t0\t0\t0\t0\t2", PERSON, "有的行没有行名"),
        ("1\t部分公开\t5", PERSON, "数字中间有一列文字（“部分公开”）"),
        ("3\t张三\n4\t李四", PERSON, "数字中间有一列文字（“张三”）"),
        ("张三\t3\n李四\t4", PERSON, "中没有这样的行：“张三”“李四”"),
        ("张三\t13800000000\n李四\t13900000000", PERSON, "“13800000000”像电话号码、日期或编号，不是件数"),
        ("0812-3456789\n3", PERSON, "“0812-3456789”像电话号码、日期或编号"),
        ("13800000000", PERSON, "“13800000000”像电话号码、日期或编号"),
        ("007\t5", PERSON, "“007”像电话号码、日期或编号"),
        ("2024-01-02\t5", PERSON, "“2024-01-02”像电话号码、日期或编号"),
        ("#REF!\t#N/A", PERSON, "粘贴的是 Excel 错误值（#REF!），没有粘贴"),
    ],
)  # fmt: skip
def test_what_belongs_elsewhere_or_counts_nothing_is_refused(text: str, at: str, said: str):
    with pytest.raises(BadRequest, match=said):
        laid(text, at)


@pytest.mark.parametrize(
    "error", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "####"]
)
def test_an_error_of_excel_takes_its_column_and_leaves_the_cell_as_it_is(error: str):
    done = lay_block(Target(FORM, PERSON), read_block(f"{error}\t{error}\t1\n2\t3\t4\n"))

    assert done.texts == {
        "requests.granted.research": "1",
        "requests.partial.natural_person": "2",
        "requests.partial.commercial": "3",
        "requests.partial.research": "4",
    }
    assert done.left_out == ("有2处为 Excel 错误值，未填入",)


def test_an_error_behind_a_label_does_not_move_the_figures():
    assert laid("部分公开\t#N/A\t2\t0\t0\t0\t0\t9\n", TOTAL)["requests.partial.total"] == "9"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('"1\n2"\t3\r\n', ""),
        ("", "<table><tr><td>1<br>2</td><td>3</td></tr></table>"),
        ("", "<table><tr><td><p>1</p><p>2</p></td><td>3</td></tr></table>"),
        ("", "<table><tr><td><div>1</div>2</td><td>\n  3\n</td></tr></table>"),
    ],
)
def test_two_lines_in_a_cell_are_two_figures_and_never_one(text: str, html: str):
    assert laid(text, PERSON, html) == {PERSON: "1 2", FIRM: "3"}


def test_three_digits_in_the_second_line_of_a_cell_are_no_thousands():
    assert laid('"1\n234"\r\n', PERSON) == {PERSON: "1；234"}


@pytest.mark.parametrize("block", ["约8\n不涉及\n3\n", "8\n约7\n3\n", "/\n不涉及\n3\n"])
def test_what_is_no_figure_keeps_its_line_so_that_none_below_moves_up(block: str):
    assert laid(block, PERSON)["requests.denied.state_secret.natural_person"] == "3"


def test_a_merged_figure_takes_as_many_cells_as_it_is_wide():
    html = "<table><tr><td colspan=2>5</td><td>3</td><td>4</td></tr></table>"

    assert laid("", PERSON, html) == {
        PERSON: "5",
        FIRM: "",
        "requests.granted.research": "3",
        "requests.granted.public_welfare": "4",
    }


def test_rows_selected_from_the_middle_of_a_group_have_a_label_less():
    html = """<table><tr><td>2.重复申请</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td></tr>
      <tr><td rowspan=3>（六）其他处理</td><td>3.其他</td><td>7</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td>
      <td>7</td></tr></table>"""

    texts = laid("", PERSON, html)

    assert texts["requests.not_processed.duplicate.natural_person"] == "1"
    assert texts["requests.other.misc.natural_person"] == "7"


@pytest.mark.parametrize("text", ["5[1][7]\n上年1191\n-1186", "5 上年1191 -1186", "5\n上年5\n持平"])
def test_one_cell_of_our_draft_is_pasted_without_what_stands_beside_its_figure(text: str):
    assert laid(text, PERSON) == {PERSON: "5"}


def test_hidden_cells_of_a_page_are_not_pasted():
    html = '<table><tr><td style="display:none">9</td><td>5</td><td>6<span hidden>7</span></td></tr></table>'

    assert laid("", PERSON, html) == {PERSON: "5", FIRM: "6"}


def pasted_over(text: str, to: str) -> dict[str, str]:
    """What a paste fills where the cells from `PERSON` to `to` are selected and the totals fill themselves."""
    computed = {TOTAL, "requests.partial.total"}
    return lay_block(Target(FORM, PERSON, to, computed=computed), read_block(text)).texts


def test_one_value_fills_what_is_selected_but_for_computed_sums():
    texts = pasted_over("0\n", "requests.partial.total")

    assert len(texts) == 12
    assert set(texts.values()) == {"0"}
    assert "requests.partial.other_org" in texts
    assert pasted_over("3\n", PERSON) == {PERSON: "3"}
    with pytest.raises(BadRequest, match="选定的都是自动合计"):
        lay_block(Target(FORM, TOTAL, "requests.partial.total", computed={TOTAL, "requests.partial.total"}), [["3"]])


def test_a_block_is_repeated_where_the_selection_is_a_whole_multiple_of_it():
    twice = pasted_over("1\t2\n", "requests.partial.public_welfare")

    assert list(twice.values()) == ["1", "2", "1", "2"] * 2
    assert list(pasted_over("1\n2\n", "requests.partial.research").values()) == ["1", "1", "1", "2", "2", "2"]
    assert pasted_over("1\t2\n", "requests.partial.natural_person")["requests.partial.commercial"] == "2"
    assert pasted_over("1\t2\n", "requests.partial.research") == {PERSON: "1", FIRM: "2"}


@pytest.mark.parametrize(("year", "edition"), [(2024, "draft"), (2024, "final"), (2023, "draft")])
def test_a_table_of_our_own_page_goes_where_it_belongs(rendered: Callable[..., Path], year: int, edition: str):
    report = Store(SAMPLES).load("jiangsu/suqian", year)
    page = BeautifulSoup(rendered("jiangsu/suqian", year, edition).read_text(encoding="utf-8"), "html.parser")

    for table in FORM.tables:
        done = lay_block(Target(FORM, table.cells[-1]), read_block("", str(page.select_one(f"table.{table.id}"))))
        assert {path: read_figure(text) for path, text in done.texts.items()} == {
            path: report.cell(path) for path in table.cells
        }


def test_tables_of_our_own_workbook_go_where_they_belong_without_last_year():
    store = Store(SAMPLES)
    report, before = store.load("jiangsu/suqian", 2024), store.load("jiangsu/suqian", 2023)
    [*lines] = load_workbook(BytesIO(workbook(report, "jiangsu/suqian", before)))["三张表"].values
    lines = [["" if cell is None or str(cell).startswith("=") else str(cell) for cell in line] for line in lines]
    begins = [number for number, line in enumerate(lines) if line[0] in [table.heading for table in FORM.tables]]

    for table, begin, end in zip(FORM.tables, begins, [*begins[1:], len(lines)], strict=True):
        block = read_block("\r\n".join("\t".join(line) for line in lines[begin:end]))
        done = lay_block(Target(FORM, table.cells[-1]), block)
        assert all(read_figure(text) in (None, report.cell(path)) for path, text in done.texts.items())
        assert {path for path, text in done.texts.items() if text} == set(table.cells) - FORM.sums.keys()
        assert "上年的" in done.left_out[0]
