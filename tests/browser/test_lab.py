"""`report.ipynb` run by hand in JupyterLab."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_run_by_hand_the_notebook_shows_the_report_and_its_charts(page: Page, lab: Callable[[str], str]):
    page.goto(lab("notebooks/report.ipynb"))
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=60_000)
    page.evaluate("() => window.jupyterapp.commands.execute('runmenu:run-all')")

    expect(page.locator("h1", has_text="攀枝花市西区司法局")).to_be_visible()
    expect(page.locator('td[data-cell="requests.new_received.total"]')).to_have_text("0")
    expect(page.locator(".js-plotly-plot .bars .point")).to_have_count(6)
    expect(page.locator("figcaption")).to_contain_text("2024年通过各门户网站、平台主动公开信息共116条")
    assert page.locator(".jp-RenderedText[data-mime-type*=stderr]").count() == 0


def test_in_a_persons_own_jupyterlab_the_form_shows_below_its_folded_code(page: Page, lab: Callable[[str], str]):
    page.goto(lab("notebooks/entry.ipynb"))
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=60_000)
    page.evaluate("() => window.jupyterapp.commands.execute('runmenu:run-all')")

    page.get_by_role("searchbox", name="查找单位").fill("宿迁")
    page.get_by_role("option", name="宿迁市人民政府").click()
    page.get_by_role("button", name="打开2024年度").click()
    cell = page.locator('[data-cell="requests.granted.natural_person"]')
    cell.fill("1409")

    expect(page.locator('.findings [data-rule="A3"]')).to_have_count(2)
    expect(page.locator(".jp-CodeCell .jp-InputArea-editor")).to_have_count(0)
    cell.press("Control+s")
    expect(page.locator(".status")).to_contain_text("已保存")
    assert page.locator(".jp-RenderedText[data-mime-type*=stderr]").count() == 0
