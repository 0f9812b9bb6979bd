"""The habits of a spreadsheet in the form's tables: what people complain of in other grids, one test each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from entering import SUQIAN, cell, findings, open_form, paste, take_back
from playwright.sync_api import Page, expect
from serving import Served

from govreport.store import Store

COLUMNS = ("natural_person", "commercial", "research", "public_welfare", "legal_service", "other_org", "total")
GRANTED = [f"requests.granted.{column}" for column in COLUMNS]
PARTIAL = [f"requests.partial.{column}" for column in COLUMNS]
PERSON, FIRM, RESEARCH = GRANTED[:3]


@pytest.fixture(scope="module")
def opened(lasting_page: Page, in_lab: Served) -> Page:
    """The form, open on a report that nobody has worked on."""
    open_form(lasting_page, in_lab, SUQIAN, 2024)
    return lasting_page


@pytest.fixture
def sheet(opened: Page) -> Page:
    """The form with everything taken back that another test did."""
    take_back(opened)
    return opened


def shown(page: Page, paths: list[str]) -> list[str]:
    return [cell(page, path).input_value() for path in paths]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_second_click_keeps_the_cell_selected_and_only_f2_or_a_double_click_give_a_caret(sheet: Page):
    cell(sheet, PERSON).click()
    sheet.wait_for_timeout(600)  # longer than a double click
    cell(sheet, PERSON).click()
    sheet.keyboard.type("7")
    expect(cell(sheet, PERSON)).to_have_value("7")

    cell(sheet, FIRM).dblclick()
    sheet.keyboard.type("1")
    expect(cell(sheet, FIRM)).to_have_value("211")
    cell(sheet, RESEARCH).click()
    press(sheet, "F2")
    sheet.keyboard.type("5")
    expect(cell(sheet, RESEARCH)).to_have_value("05")


def test_enter_in_the_last_row_ends_the_typing_so_that_the_next_figure_replaces_it(sheet: Page):
    last = cell(sheet, "requests.carried_out.commercial")
    last.click()
    sheet.keyboard.type("5")
    press(sheet, "Enter")
    sheet.keyboard.type("6")

    expect(last).to_have_value("6")
    press(sheet, "Control+z")
    expect(last).to_have_value("5")


def test_a_click_into_what_is_being_typed_places_the_caret(sheet: Page):
    cell(sheet, PERSON).click()
    sheet.keyboard.type("123")
    box = cell(sheet, PERSON).bounding_box()
    cell(sheet, PERSON).click(position={"x": box["width"] - 3, "y": box["height"] / 2})
    press(sheet, "ArrowLeft")
    sheet.keyboard.type("9")

    expect(cell(sheet, PERSON)).to_have_value("1293")


def test_tab_skips_what_fills_itself_and_enter_returns_to_where_the_tabs_began(sheet: Page):
    cell(sheet, GRANTED[4]).click()
    for text in ("1", "2", "3"):
        sheet.keyboard.type(text)
        press(sheet, "Tab")
    expect(cell(sheet, PARTIAL[1])).to_be_focused()
    press(sheet, "Shift+Tab", "Shift+Tab")
    expect(cell(sheet, GRANTED[5])).to_be_focused()
    expect(cell(sheet, GRANTED[6])).to_have_value("1432")

    cell(sheet, GRANTED[1]).click()
    press(sheet, "Tab", "Tab", "Enter")
    expect(cell(sheet, PARTIAL[1])).to_be_focused()
    press(sheet, "Tab", "ArrowRight", "Enter")
    expect(cell(sheet, "requests.denied.state_secret.public_welfare")).to_be_focused()


def test_tab_leaves_the_table_at_its_end_and_stops_on_a_sum_that_was_stated(sheet: Page):
    cell(sheet, "disputes.litigation_after_review.pending").click()
    press(sheet, "Tab")
    assert sheet.evaluate("() => document.activeElement.closest('.disputes') === null")

    cell(sheet, "disputes.review.total").click()
    sheet.keyboard.type("99")
    expect(findings(sheet, "A4").first).to_be_visible()
    cell(sheet, "disputes.review.pending").click()
    press(sheet, "Tab")
    expect(cell(sheet, "disputes.review.total")).to_be_focused()


def test_the_selection_grows_and_the_cursor_stays(sheet: Page):
    cell(sheet, PERSON).click()
    press(sheet, "Shift+ArrowRight", "Shift+ArrowDown")
    expect(cell(sheet, PERSON)).to_be_focused()
    expect(sheet.locator("td.selected")).to_have_count(4)
    sheet.keyboard.type("8")
    assert shown(sheet, [PERSON, FIRM]) == ["8", "21"]

    cell(sheet, PERSON).click()
    cell(sheet, PARTIAL[2]).click(modifiers=["Shift"])
    expect(cell(sheet, PERSON)).to_be_focused()
    expect(sheet.locator("td.selected")).to_have_count(6)
    press(sheet, "Control+Shift+ArrowRight")
    expect(sheet.locator("td.selected")).to_have_count(14)
    press(sheet, "ArrowRight")
    expect(cell(sheet, FIRM)).to_be_focused()


def test_one_value_fills_many_cells_and_is_one_step_to_undo(sheet: Page):
    before = shown(sheet, [*GRANTED, *PARTIAL])
    cell(sheet, RESEARCH).click()
    press(sheet, "Control+c")
    cell(sheet, PERSON).click()
    press(sheet, "Shift+ArrowDown", "Shift+End", "Control+v")
    expect(sheet.locator(".notice.done")).to_contain_text("：12格，改动5格。")
    assert shown(sheet, [*GRANTED, *PARTIAL]) == ["0"] * 14
    sheet.locator(".notice.done").get_by_role("button", name="撤销").click()
    expect(cell(sheet, PERSON)).to_have_value("1408")
    assert shown(sheet, [*GRANTED, *PARTIAL]) == before


@pytest.mark.parametrize(("keys", "filled"), [(("4", "Control+Enter"), "4"), (("Control+d",), "3440")])
def test_keys_fill_what_is_selected_as_one_step(sheet: Page, keys: tuple[str, ...], filled: str):
    column = [f"requests.{row}.natural_person" for row in ("new_received", "carried_in", "granted", "partial")]
    before = shown(sheet, column)
    cell(sheet, column[0]).click()
    press(sheet, "Shift+ArrowDown", "Shift+ArrowDown", *keys)
    expect(cell(sheet, column[2])).to_have_value(filled)
    assert shown(sheet, column) == [filled, filled, filled, before[3]]
    press(sheet, "Control+z")
    expect(cell(sheet, column[1])).to_have_value("118")
    assert shown(sheet, column) == before


def test_ctrl_d_in_one_cell_copies_the_one_above_and_leaves_sums_to_themselves(sheet: Page):
    cell(sheet, PARTIAL[1]).click()
    press(sheet, "Shift+End", "Control+d")

    expect(cell(sheet, PARTIAL[6])).to_have_value("485")
    assert shown(sheet, PARTIAL) == ["462", "21", "0", "0", "2", "0", "485"]


def test_a_block_of_our_own_page_is_pasted_where_it_belongs(sheet: Page, rendered: Callable[..., Path]):
    source = sheet.context.new_page()
    source.goto(rendered("jiangsu/suqian", 2024, "draft").as_uri())
    source.evaluate("() => getSelection().selectAllChildren(document.querySelector('table.requests').parentNode)")
    source.keyboard.press("Control+c")
    source.close()
    cell(sheet, "requests.carried_out.total").click()
    press(sheet, "Control+a", "Delete")
    expect(cell(sheet, PERSON)).to_have_value("")
    press(sheet, "Control+v")

    expect(sheet.locator(".notice.done")).to_contain_text("按行名和栏名）：175格")
    assert shown(sheet, ["requests.new_received.total", *GRANTED]) == ["3525", "1408", "21", "0", "0", "2", "0", "1431"]
    assert findings(sheet, "V1").count() == 0


def test_a_block_with_merged_cells_keeps_its_figures_in_their_columns(sheet: Page):
    html = """<table><tr><td rowspan=2 colspan=2>项目</td><td rowspan=2>总计</td><td colspan=2>法人或其他组织</td></tr>
      <tr><td>商业企业</td><td>科研机构</td></tr>
      <tr><td rowspan=2>办理结果</td><td>予以公开</td><td>9</td><td>7</td><td>2</td></tr>
      <tr><td>部分公开</td><td>5</td><td colspan=2>4</td></tr></table>"""
    paste(sheet, "requests.carried_out.total", "", html)

    expect(sheet.locator(".notice.done")).to_contain_text("（按行名和栏名）：6格")
    assert shown(sheet, [FIRM, RESEARCH, GRANTED[6]]) == ["7", "2", "9"]
    assert shown(sheet, [PARTIAL[1], PARTIAL[2], PARTIAL[6]]) == ["4", "", "5"]


@pytest.mark.parametrize(
    ("text", "cells", "values", "said"),
    [
        ("总计\t自然人\n1500\t1408\n", [PERSON, GRANTED[6]], ["1408", "1500"], "（按栏名）：2格，改动1格。"),
        ("#REF!\t#N/A\t1\n", GRANTED[:3], ["1408", "21", "1"], "改动1格。有2处为 Excel 错误值，未填入。"),
        ('"1\n2"\t51件\n', GRANTED[:2], ["1 2", "51"], "从“予以公开”“自然人”起）：2格，改动2格。"),
        ("行政许可\t5\n行政处罚\t6\n", [PERSON, PARTIAL[0]], ["1408", "462"], "这些行名在“二、主动公开政府信息情况”中"),
        ("张三\t13800000000\n李四\t0812-3456789\n", [PERSON, FIRM], ["1408", "21"], "像电话号码"),
    ],
    ids=["headings", "errors", "two lines", "another table", "telephones"],
)
def test_a_block_says_where_it_belongs(sheet: Page, text: str, cells: list[str], values: list[str], said: str):
    paste(sheet, PERSON, text)

    expect(sheet.locator(".notice").last).to_contain_text(said)
    assert shown(sheet, cells) == values
    assert sheet.locator(".notice").last.bounding_box()["height"] < 60


def test_what_an_input_method_composes_moves_nothing_and_is_sent_when_it_is_done(sheet: Page):
    cell(sheet, PERSON).click()
    keys = sheet.context.new_cdp_session(sheet)
    keys.send("Input.imeSetComposition", {"text": "yi", "selectionStart": 2, "selectionEnd": 2})
    expect(cell(sheet, PERSON)).to_have_value("yi")
    cell(sheet, PERSON).dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    sheet.wait_for_timeout(500)
    expect(cell(sheet, PERSON)).to_be_focused()
    assert findings(sheet, "V1").count() == 0

    keys.send("Input.insertText", {"text": "一"})
    expect(findings(sheet, "V1").first).to_contain_text("填的是“一”")
    expect(cell(sheet, PERSON)).to_have_value("一")
    press(sheet, "Control+z")
    expect(cell(sheet, PERSON)).to_have_value("1408")


@pytest.mark.parametrize("leave", ["keys", "button", "table"])
def test_what_is_typed_counts_without_leaving_the_cell(sheet: Page, in_lab: Served, leave: str):
    number = {"keys": 4001, "button": 4002, "table": 4003}[leave]
    cell(sheet, "disclosure.penalties.decisions").click()
    sheet.keyboard.type(str(number))
    if leave == "button":
        sheet.get_by_role("button", name="保存", exact=True).click()
    elif leave == "table":
        cell(sheet, "disputes.review.upheld").click()
    press(sheet, "Control+s")

    for _ in range(300):
        if Store(in_lab.params).load("jiangsu/suqian", 2024).cell("disclosure.penalties.decisions") == number:
            break
        sheet.wait_for_timeout(100)
    else:
        pytest.fail(f"{number} was not saved")


def test_undo_goes_back_through_the_tables_and_shows_itself_in_the_cell_being_typed_in(sheet: Page):
    cell(sheet, "disclosure.licenses.decisions").click()
    sheet.keyboard.type("5")
    cell(sheet, PERSON).click()
    sheet.keyboard.type("6")
    cell(sheet, "disputes.review.upheld").click()
    sheet.keyboard.type("7")
    expect(cell(sheet, "disputes.review.total")).to_have_value("89")

    press(sheet, "Control+z")
    expect(cell(sheet, "disputes.review.upheld")).to_have_value("88")
    press(sheet, "Control+z")
    expect(cell(sheet, PERSON)).to_have_value("1408")
    press(sheet, "Control+z")
    expect(cell(sheet, "disclosure.licenses.decisions")).to_have_value("1573179")
    sheet.keyboard.type("8")
    expect(cell(sheet, "disputes.review.upheld")).to_have_value("8")


def test_the_notebooks_keys_do_nothing_to_the_notebook(sheet: Page):
    cells = sheet.locator(".jp-Cell")
    before = (cells.count(), sheet.locator(".jp-InputPrompt").all_inner_texts())
    cell(sheet, PERSON).click()
    for key in ("d", "d", "Escape", "a", "b", "x", "m", "Escape", "Escape", "d", "d", "Control+Enter", "Shift+Enter"):
        sheet.keyboard.press(key)
    cell(sheet, PERSON).click()
    press(sheet, "Control+Enter", "Escape", "Shift+Enter", "Control+d", "Escape")
    sheet.keyboard.type("12")
    press(sheet, "Tab", "Escape", "0", "0")
    sheet.wait_for_timeout(500)

    assert (cells.count(), sheet.locator(".jp-InputPrompt").all_inner_texts()) == before
    expect(sheet.get_by_role("heading", name=f"{SUQIAN}　2024年度")).to_be_visible()
    expect(cell(sheet, PERSON)).to_be_visible()
