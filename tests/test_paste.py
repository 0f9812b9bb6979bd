"""A block from the clipboard lands where it belongs, or is refused in words."""

from __future__ import annotations

import pytest

from govreport.errors import BadRequest
from govreport.form import FORMS
from govreport.importing import lay_block, read_block

DISCLOSURE, REQUESTS, DISPUTES = FORMS[2021].tables


def test_a_block_of_excel_goes_right_and_down_from_the_cursor():
    block = read_block("1,234\t２\r\n\t/\r\n")

    assert lay_block(REQUESTS, block, "requests.granted.commercial") == {
        "requests.granted.commercial": "1,234",
        "requests.granted.research": "２",
        "requests.partial.commercial": "",
        "requests.partial.research": "/",
    }


def test_a_single_cell_goes_where_the_cursor_is_whatever_it_says():
    assert lay_block(REQUESTS, read_block("约12件"), "requests.granted.total") == {"requests.granted.total": "约12件"}


def test_a_header_line_is_skipped():
    block = read_block("自然人\t商业企业\n5\t6\n")

    assert lay_block(REQUESTS, block, "requests.new_received.natural_person") == {
        "requests.new_received.natural_person": "5",
        "requests.new_received.commercial": "6",
    }


def test_lines_with_the_forms_labels_find_their_rows_wherever_the_cursor_is():
    text = (
        "三、本年度办理结果\t（一）予以公开\t\t8\t2\t0\t0\t0\t0\t10\n"
        "\t（三）不予公开\t4. 保护第三方合法权益\t1\t0\t0\t0\t0\t0\t1\n"
    )

    texts = lay_block(REQUESTS, read_block(text), "requests.carried_out.total")

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

    assert lay_block(DISCLOSURE, read_block("ignored", html), "disclosure.regulations.issued") == {
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

    texts = lay_block(REQUESTS, read_block("", html), "requests.new_received.natural_person")

    assert texts["requests.unable.not_held.natural_person"] == "9"
    assert texts["requests.unable.needs_creation.total"] == "7"


def test_the_printed_line_of_table_four_is_pasted_across_its_three_parts():
    texts = lay_block(DISPUTES, read_block("1\t0\t0\t1\t2\t0\t0\t0\t0\t0\t3"), "disputes.review.upheld")

    assert texts["disputes.review.total"] == "2"
    assert texts["disputes.litigation_after_review.upheld"] == "3"


def test_a_word_that_is_no_figure_is_kept_so_that_it_can_be_seen():
    block = read_block("1\t约2\t3")

    assert lay_block(REQUESTS, block, "requests.granted.natural_person")["requests.granted.commercial"] == "约2"


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("1\t2\n3\t4", "requests.carried_out.natural_person", "粘贴的内容有2行2列，从这里起放不下，没有粘贴"),
        ("1\t2", "requests.granted.total", "粘贴的内容有1行2列，从这里起放不下，没有粘贴"),
        ("自然人\t商业企业", "requests.granted.total", "粘贴的内容里没有数字，没有粘贴"),
        ("（一）予以公开\t1\t2\n小计\t3\t4", "requests.granted.total", "“（一）予以公开”一行有2个数，第三表该行为7个"),
        (
            "（一）予以公开\t1\t0\t0\t0\t0\t0\t1\n小计\t1\t0\t0\t0\t0\t0\t1",
            "requests.granted.natural_person",
            "“小计”一行在第三表中没有",
        ),
        ("甲街道\t\t\n乙街道\t5\t6", "requests.granted.natural_person", "粘贴的第一行“甲街道”没有数字"),
        ("1" * 4_000_001, "requests.granted.natural_person", "粘贴的内容过大"),
    ],
)
def test_a_block_that_cannot_be_placed_is_refused_in_words(text: str, at: str, said: str):
    with pytest.raises(BadRequest, match=said):
        lay_block(REQUESTS, read_block(text), at)


def test_blank_cells_beyond_the_last_column_do_not_count():
    texts = lay_block(DISCLOSURE, read_block("5\t\t\n6\t\t\n"), "disclosure.penalties.decisions")

    assert texts == {"disclosure.penalties.decisions": "5", "disclosure.coercion.decisions": "6"}


def test_a_span_of_absurd_size_is_no_trap():
    block = read_block("", '<table><tr><td colspan="999999999" rowspan="99999999">1</td><td>2</td></tr></table>')

    assert len(block[0]) < 100
