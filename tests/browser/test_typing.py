"""Typing into the form, in JupyterLab and through Voilà: keys, the clipboard, and what stays in view."""

from __future__ import annotations

import pytest
from entering import SUQIAN, cell, findings, open_form, paste, take_back
from playwright.sync_api import Locator, Page, expect
from serving import Served


@pytest.fixture(scope="module")
def opened(lasting_page: Page, served: Served) -> Page:
    """The form, open on a report that nobody has worked on."""
    open_form(lasting_page, served, SUQIAN, 2024)
    return lasting_page


@pytest.fixture
def sheet(opened: Page) -> Page:
    """The form on an office screen, with everything taken back that another test did."""
    opened.set_viewport_size({"width": 1366, "height": 768})
    take_back(opened)
    return opened


def test_a_figure_is_typed_found_wrong_followed_and_taken_back(sheet: Page):
    cell(sheet, "requests.granted.natural_person").click()
    sheet.keyboard.type("1409")
    sheet.keyboard.press("Tab")

    expect(cell(sheet, "requests.granted.commercial")).to_be_focused()
    expect(cell(sheet, "requests.granted.total")).to_have_value("1432")
    expect(cell(sheet, "requests.handled_total.total")).to_have_value("3522")
    expect(findings(sheet, "A3")).to_have_count(2)
    findings(sheet, "A3").first.get_by_role("button").click()
    expect(cell(sheet, "requests.new_received.natural_person")).to_be_focused()
    expect(sheet.locator(".requests .strip")).to_contain_text("新收加上年结转为 3558")

    sheet.keyboard.press("Control+z")
    expect(findings(sheet, "A3")).to_have_count(0)
    expect(cell(sheet, "requests.granted.natural_person")).to_have_value("1408")
    sheet.keyboard.press("Control+y")
    expect(findings(sheet, "A3")).to_have_count(2)
    sheet.keyboard.press("Control+z")
    expect(sheet.get_by_role("button", name="撤销")).to_be_disabled()


def test_the_keys_of_a_sheet_move_select_edit_and_copy(sheet: Page):
    start = cell(sheet, "requests.new_received.natural_person")
    start.click()

    for key, there in [
        ("ArrowRight", "requests.new_received.commercial"),
        ("ArrowDown", "requests.carried_in.commercial"),
        ("End", "requests.carried_in.total"),
        ("Home", "requests.carried_in.natural_person"),
        ("Enter", "requests.granted.natural_person"),
        ("Shift+Enter", "requests.carried_in.natural_person"),
        ("Control+End", "requests.carried_out.total"),
        ("Control+Home", "requests.new_received.natural_person"),
        ("Shift+Tab", "disclosure.admin_fees.amount"),
    ]:
        sheet.keyboard.press(key)
        if key == "Shift+Tab":
            sheet.keyboard.press("Shift+Tab")
        expect(cell(sheet, there)).to_be_focused()

    start.click()
    sheet.keyboard.press("F2")
    sheet.keyboard.press("ArrowLeft")
    sheet.keyboard.type("9")
    expect(start).to_have_value("34490")
    sheet.keyboard.press("Escape")
    expect(start).to_have_value("3440")

    sheet.keyboard.press("Shift+ArrowRight")
    sheet.keyboard.press("Shift+ArrowDown")
    sheet.keyboard.press("Control+c")
    assert sheet.evaluate("() => navigator.clipboard.readText()") == "3440\t75\r\n118\t3"
    sheet.keyboard.press("Delete")
    expect(start).to_have_value("")
    expect(cell(sheet, "requests.carried_in.commercial")).to_have_value("")
    expect(cell(sheet, "requests.new_received.total")).to_have_value("10")
    sheet.keyboard.press("Control+z")
    expect(cell(sheet, "requests.new_received.total")).to_have_value("3525")


def test_a_block_is_pasted_with_the_real_clipboard_and_a_wrong_one_refused(sheet: Page):
    sheet.evaluate("() => navigator.clipboard.writeText('1,500\\t２２\\n/\\t \\n')")
    cell(sheet, "requests.granted.natural_person").click()
    sheet.keyboard.press("Control+v")
    expect(cell(sheet, "requests.granted.natural_person")).to_have_value("1500")
    expect(cell(sheet, "requests.granted.commercial")).to_have_value("22")
    expect(cell(sheet, "requests.partial.natural_person")).to_have_value("")
    expect(findings(sheet, "V2")).to_contain_text(["（二）部分公开"])
    sheet.keyboard.press("Control+z")
    expect(cell(sheet, "requests.partial.commercial")).to_have_value("9")

    paste(sheet, "requests.carried_out.other_org", "1\t2\t3\n4\t5\t6\n")
    expect(sheet.locator(".notice.refused")).to_contain_text("粘贴的内容有2行3列，从此处起超出表格范围，没有粘贴")
    expect(cell(sheet, "requests.carried_out.other_org")).to_have_value("1")


@pytest.mark.parametrize("served", ["lab"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abc", "填的是“abc”，不是数字"),
        ("-3", "不应小于 0，现为 -3"),
        ("2.5", "应为整数，现为 2.5"),
        ("9" * 30, "位数过多"),
        ("<b>1</b>", "填的是“<b>1</b>”，不是数字"),
    ],
)
def test_what_is_no_count_is_kept_and_named(sheet: Page, typed: str, said: str):
    cell(sheet, "requests.granted.natural_person").click()
    sheet.keyboard.type(typed)

    expect(findings(sheet, "V1").first).to_contain_text(said)
    sheet.keyboard.press("Tab")
    expect(cell(sheet, "requests.granted.natural_person")).to_have_value(typed)
    expect(cell(sheet, "requests.granted.natural_person")).to_have_attribute("aria-invalid", "")


def test_on_an_office_screen_headers_labels_and_findings_stay_in_view(sheet: Page):
    cell(sheet, "requests.carried_out.natural_person").click()

    def box(locator: Locator) -> dict[str, float]:
        found = locator.bounding_box()
        assert found
        return found

    last = box(cell(sheet, "requests.carried_out.natural_person"))
    head = box(sheet.locator(".requests thead th", has_text="自然人"))
    assert 0 <= head["y"] < last["y"] < 768
    assert box(sheet.locator(".requests tbody th", has_text="四、结转下年度继续办理"))["x"] >= 0
    assert box(sheet.locator(".found h2"))["x"] > box(cell(sheet, "requests.carried_out.total"))["x"]
    assert sheet.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_at_twice_the_size_the_first_column_and_the_findings_can_be_reached(sheet: Page):
    sheet.set_viewport_size({"width": 683, "height": 384})
    cell(sheet, "requests.granted.total").click()
    sheet.keyboard.type("5")

    expect(cell(sheet, "requests.granted.total")).to_be_in_viewport()
    expect(sheet.locator(".requests tbody th", has_text="（一）予以公开")).to_be_in_viewport()
    findings(sheet, "A1").first.get_by_role("button").click()
    expect(cell(sheet, "requests.granted.total")).to_be_focused()
