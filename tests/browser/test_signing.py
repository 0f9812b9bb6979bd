"""Signing by a person in the form: errors that stand are shown before a stage is passed."""

from __future__ import annotations

import pytest
from material import AGENCY, record
from playwright.sync_api import Page, expect
from serving import Served

from govreport.report import read_report
from govreport.store import Store

GRANTED = "requests.granted.total"


@pytest.fixture(scope="module")
def store(served: Served) -> Store:
    """The invented bureau in the project that is served, with a total that is wrong."""
    store = Store(served.params)
    store.save(read_report(record(2022)), AGENCY, expected=None)
    store.save(read_report(record(2023)).with_cell(GRANTED, 11), AGENCY, expected=None)
    return store


def test_passing_with_errors_asks_leads_to_them_and_records_only_then(page: Page, served: Served, store: Store):
    page.goto(served.address)
    page.get_by_role("searchbox", name="查找单位").fill(AGENCY)
    page.get_by_role("option").click()
    page.get_by_role("button", name="打开2023年度").click()
    page.get_by_text("审签：尚未审签").click()
    page.get_by_label("审签人").fill("示例甲")
    page.get_by_role("button", name="初审通过").click()

    asked = page.locator(".notice.ask")
    expect(asked).to_contain_text("还有2项应改正，初审尚未记录")
    asked.get_by_role("button", name="A1 第三部分表格“（一）予以公开”行").click()
    expect(page.locator(f'[data-cell="{GRANTED}"]')).to_be_focused()
    asked.get_by_role("button", name="暂不审签").click()
    expect(asked).to_have_count(0)
    assert store.load(AGENCY, 2023).signoffs == ()
    expect(page.get_by_label("审签人")).to_have_value("示例甲")

    page.get_by_role("button", name="初审通过").click()
    page.get_by_role("button", name="仍然通过").click()
    expect(page.get_by_text("审签：等待复审")).to_be_visible()
    assert [(one.stage, one.by) for one in store.load(AGENCY, 2023).signoffs] == [("first", "示例甲")]
    expect(page.locator('.findings [data-rule="P10"]')).to_have_count(0)


def test_a_reason_that_is_none_is_refused_and_stays_to_be_mended(page: Page, served: Served, store: Store):
    page.goto(served.address)
    page.get_by_role("searchbox", name="查找单位").fill(AGENCY)
    page.get_by_role("option").click()
    page.get_by_role("button", name="打开2023年度").click()
    page.get_by_label("录入人").fill("示例甲")
    late = page.locator('.findings [data-rule="N9"]')
    late.get_by_text("提交情况说明", exact=True).click()
    reason = late.get_by_label("情况说明的原因")
    reason.fill("见附件")
    late.get_by_role("button", name="记录", exact=True).click()

    expect(page.locator(".notice.refused")).to_contain_text("“见附件”没有说明具体原因")
    expect(reason).to_have_value("见附件")
    reason.fill("统计期限按上级通知另行公布")
    late.get_by_role("button", name="记录", exact=True).click()
    expect(late).to_contain_text("已提交情况说明")
