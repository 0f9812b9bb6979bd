"""The form's address, and what its page keeps: a reload, a doubled tab and a sent address lead back to the same place."""

from __future__ import annotations

import pytest
from entering import AGENCY, COERCION, LICENSES, PENALTIES, PINGTAN, cell, enter, open_address, save, wait_for_draft
from playwright.sync_api import Dialog, Page, expect
from serving import Served

from govreport.store import Store


def test_a_page_loaded_anew_is_at_the_same_cell_with_what_was_typed(page: Page, served: Served):
    asked: list[str] = []

    def stay_or_go(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay_or_go)
    open_address(page, served.address, 2025)
    enter(page, LICENSES, "21")
    wait_for_draft(page)
    page.reload()

    assert asked == ["beforeunload"]
    expect(page.get_by_role("heading", name=f"{PINGTAN}　2025年度")).to_be_visible()
    expect(cell(page, LICENSES)).to_have_value("21")
    expect(cell(page, LICENSES)).to_be_focused()
    save(page)
    page.reload()
    assert asked == ["beforeunload"]


def test_an_address_opens_its_report_at_its_cell_or_says_why_not(page: Page, served: Served):
    page.goto(f"{served.address}#unit={AGENCY}&year=2020&cell={PENALTIES}")
    expect(cell(page, PENALTIES)).to_be_focused()
    expect(page.get_by_role("heading", name=f"{PINGTAN}　2020年度")).to_be_visible()

    page.evaluate("() => { window.location.hash = 'unit=jiangsu/suqian&year=2023'; }")
    expect(page.get_by_role("heading", name="宿迁市人民政府　2023年度")).to_be_visible()
    page.evaluate("() => { window.location.hash = 'unit=jiangsu/nowhere&year=2023'; }")
    expect(page.locator(".notice.refused")).to_contain_text("jiangsu/nowhere")


@pytest.mark.parametrize("served", ["lab"], indirect=True)
def test_a_doubled_tab_leaves_the_first_one_its_draft(page: Page, served: Served):
    open_address(page, served.address, 2021)
    enter(page, COERCION, "31")
    wait_for_draft(page)
    [draft] = served.params.rglob("2021.draft-*.json")

    with page.context.expect_page() as opened:
        page.evaluate("() => window.open(window.location.href)")
    second = opened.value
    expect(second.get_by_role("heading", name=f"{PINGTAN}　2021年度")).to_be_visible()
    expect(cell(second, COERCION)).not_to_have_value("31")

    assert draft.exists()
    second.close()
    save(page)
    assert Store(served.params).load(AGENCY, 2021).cell(COERCION) == 31
