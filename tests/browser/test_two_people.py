"""Two people at one report, each in a browser of their own: seen before one saves, merged by clicking, right in sum."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from serving import Served, serve

from govreport.store import Store

NAME = "宿迁市人民政府"
AGENCY = "jiangsu/suqian"
GRANTED = "requests.granted"
TOTAL = "1542"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The samples, served by Voilà: a kernel for each page."""
    yield from serve("app", tmp_path_factory.mktemp("app"))


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """Another person's browser."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield context.new_page()
    context.close()


def open_form(page: Page, served: Served, by: str) -> None:
    page.goto(served.address)
    page.get_by_role("searchbox", name="查找单位").fill(NAME)
    page.get_by_role("option", name=NAME).click()
    page.get_by_role("button", name="打开2024年度").click()
    page.get_by_label("录入人").fill(by)


def cell(page: Page, path: str) -> Locator:
    return page.locator(f'[data-cell="{path}"]')


def enter(page: Page, path: str, text: str) -> None:
    cell(page, path).click()
    page.keyboard.type(text)
    page.keyboard.press("Tab")


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator(".status")).to_contain_text("已保存")


def test_two_people_who_type_in_one_row_see_each_other_and_merge_into_the_right_totals(
    page: Page, other: Page, app: Served
):
    open_form(page, app, "示例甲")
    enter(page, f"{GRANTED}.natural_person", "1500")
    open_form(other, app, "示例乙")
    enter(other, f"{GRANTED}.commercial", "40")
    enter(other, "disclosure.coercion.decisions", "7")

    line = page.locator(".others")
    expect(line).to_contain_text(re.compile(r"示例乙正在录入（\d\d:\d\d起），有未保存的改动2处"))
    expect(other.locator(".others")).to_contain_text("示例甲正在录入")
    expect(page.locator(".notice")).to_have_count(0)
    expect(other.locator(".notice")).to_have_count(0)
    save(other)
    expect(line).to_contain_text(re.compile(r"数据文件已由示例乙于\d\d:\d\d保存，改动2处"))
    line.get_by_role("button", name="查看并合并").click()
    table = page.locator("table.differences tbody tr")
    expect(table).to_have_count(3)
    page.get_by_role("button", name="按所选合并").click()

    expect(cell(page, f"{GRANTED}.total")).to_have_value(TOTAL)
    expect(page.locator(".notice")).to_have_count(0)
    expect(line).not_to_contain_text("数据文件已由")
    save(page)
    report = Store(app.params).load(AGENCY, 2024)
    assert report.cell(f"{GRANTED}.natural_person") == 1500
    assert report.cell(f"{GRANTED}.commercial") == 40
    assert str(report.cell(f"{GRANTED}.total")) == TOTAL
    assert report.cell("disclosure.coercion.decisions") == 7
    journal = Store(app.params).journal(AGENCY)
    who = dict(zip(journal["cell"], journal["by"], strict=True))
    assert (who[f"{GRANTED}.natural_person"], who[f"{GRANTED}.commercial"]) == ("示例甲", "示例乙")

    expect(other.locator(".others")).to_contain_text("数据文件已由示例甲于")
    other.get_by_role("button", name="载入最新内容").click()
    expect(cell(other, f"{GRANTED}.natural_person")).to_have_value("1500")
    expect(cell(other, f"{GRANTED}.total")).to_have_value(TOTAL)
