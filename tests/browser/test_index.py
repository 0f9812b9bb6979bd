"""The index of a year's reports in Chromium: found, sorted and followed without a server, also at 10,000 rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from govreport.exporting import IndexRow, index_page


def row(number: int, status: str = "rendered", **changes: object) -> IndexRow:
    shown = {"rendered": "已生成", "blocked": "暂不能定稿", "missing": "未报送"}[status]
    given = {
        "agency": f"shili/a{number:05d}",
        "name": f"示例第{number}局",
        "edition": "final",
        "status": status,
        "status_shown": shown,
        "errors": 0,
        "warnings": number % 7,
        "message": "",
        "page": f"shili/a{number:05d}.html" if status == "rendered" else None,
    } | changes
    return IndexRow(**given)  # type: ignore[arg-type]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    rows = [row(number) for number in range(1, 10_000)]
    rows += [
        row(10_000, "blocked", errors=3, message="A2 第三部分表格<b>前后不一致</b>"),
        row(10_001, "missing", name="示例迟报局"),
    ]
    path = tmp_path / "index.html"
    path.write_text(index_page(2024, rows, {row.agency for row in rows}), encoding="utf-8")
    (tmp_path / "shili").mkdir()
    (tmp_path / "shili" / "a00007.html").write_text("<title>seven</title>", encoding="utf-8")
    return path


def test_coverage_names_the_missing(page: Page, index: Path):
    page.goto(index.as_uri())

    expect(page.locator(".coverage")).to_have_text("应报送10001个单位，已生成正式稿9999份")
    expect(page.locator("details")).to_contain_text("未报送的单位（1个）")
    expect(page.locator("details p")).to_have_text("示例迟报局")


def test_ten_thousand_rows_are_searched_and_sorted_while_one_waits_for_nothing(page: Page, index: Path):
    page.goto(index.as_uri())
    expect(page.locator("#shown")).to_have_text("共10001份")

    page.get_by_label("查找").fill("暂不能")
    expect(page.locator("#shown")).to_have_text("共1份")
    expect(page.locator("tbody tr td").last).to_have_text("A2 第三部分表格<b>前后不一致</b>")

    page.get_by_label("查找").fill("")
    errors = page.get_by_role("button", name="应改正")
    errors.click()
    errors.click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("应改正")
    expect(page.locator("tbody tr").first).to_contain_text("示例第10000局")

    page.get_by_label("查找").fill("第7局")
    page.get_by_role("link", name="示例第7局").click()
    expect(page).to_have_title("seven")


def test_axe_finds_nothing_serious_in_the_index(browser: Browser, index: Path):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(index.as_uri())
    page.get_by_label("查找").fill("第7")

    found = Axe().run(page).response["violations"]
    context.close()

    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in ("serious", "critical")] == []
