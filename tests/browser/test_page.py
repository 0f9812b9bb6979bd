"""The finished page in Chromium: charts without a network, no barrier to readers, and the printed sheet."""

from __future__ import annotations

import io
import logging
import unicodedata
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

Rendered = Callable[..., Path]
logging.getLogger("pdfminer").setLevel(logging.ERROR)

MM = 72 / 25.4
PINGTAN = ("fujian/pingtan", 2024)
JUSTICE = ("panzhihua/xiqu/justice", 2024)
DRAFT = ("jiangsu/suqian", 2024, "draft")


def test_every_chart_is_drawn_with_the_network_off(page: Page, rendered: Rendered):
    page.context.set_offline(True)
    page.goto(rendered(*PINGTAN).as_uri())

    expect(page.locator("html[data-charts=drawn]")).to_be_attached()
    assert page.locator("figure.chart").count() == 5
    assert page.locator("figure.chart .js-plotly-plot .main-svg .bars .point").count() > 40
    assert page.locator("figure.chart .modebar").count() == 0
    for figure in page.locator("figure.chart").all():
        drawn = figure.locator(".plot").bounding_box()
        assert drawn is not None
        assert drawn["height"] > 150
        assert drawn["width"] > 400


def test_without_unpacking_captions_and_data_stand(page: Page, rendered: Rendered):
    page.add_init_script("delete globalThis.DecompressionStream")
    page.goto(rendered(*PINGTAN).as_uri())

    for figure in page.locator("figure.chart").all():
        expect(figure.locator("figcaption")).to_be_visible()
        expect(figure.locator("table")).to_be_visible()
        expect(figure.locator(".plot")).to_be_hidden()


def test_a_script_that_is_not_the_pages_own_does_not_run(page: Page, rendered: Rendered, tmp_path: Path):
    html = rendered(*PINGTAN).read_text(encoding="utf-8")
    planted = tmp_path / "planted.html"
    script = "<script>document.title = 'planted'</script>"
    planted.write_text(
        html.replace("</main>", f"{script}<img src=x onerror=\"document.title = 'planted'\"></main>"), encoding="utf-8"
    )

    page.goto(planted.as_uri())
    expect(page.locator("html[data-charts=drawn]")).to_be_attached()

    assert page.title() == "平潭综合实验区管委会2024年政府信息公开工作年度报告"


@pytest.mark.parametrize("wanted", [PINGTAN, JUSTICE, DRAFT], ids=["charts", "text", "draft"])
def test_axe_finds_nothing_serious(browser: Browser, rendered: Rendered, wanted: tuple[str, int]):
    context = browser.new_context(bypass_csp=True, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(rendered(*wanted).as_uri())
    page.wait_for_function("document.documentElement.dataset.charts || !document.querySelector('.chart')")

    found = Axe().run(page).response["violations"]
    context.close()

    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in ("serious", "critical")] == []


def test_a_narrow_screen_scrolls_the_wide_table_and_not_the_page(page: Page, rendered: Rendered):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(rendered(*PINGTAN).as_uri())
    expect(page.locator("html[data-charts=drawn]")).to_be_attached()

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('.table-scroll:has(.requests)').scrollWidth") > 390


def sheets(page: Page, path: Path) -> list[pdfplumber.page.Page]:
    """The page as Chromium prints it on paper."""
    page.goto(path.as_uri())
    page.wait_for_function("document.documentElement.dataset.charts || !document.querySelector('.chart')")
    return pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages


def text_of(sheet: pdfplumber.page.Page) -> str:
    """The sheet's characters without breaks; PDF fonts give some characters as their radicals' look-alikes."""
    return unicodedata.normalize("NFKC", "".join((sheet.extract_text() or "").split()))


def test_printed_on_a4_the_text_has_22_lines_of_28_characters_within_the_margins(page: Page, rendered: Rendered):
    text_page = sheets(page, rendered(*JUSTICE))[1]
    body = [char for char in text_page.chars if abs(char["size"] - 16) < 0.1]
    lines = Counter(round(char["top"]) for char in body if char["text"].strip())
    tops = sorted(lines)
    steps = [round(below - above, 1) for above, below in pairwise(tops)]

    assert (round(text_page.width / MM), round(text_page.height / MM)) == (210, 297)
    assert max(lines.values()) == 28
    assert len(lines) >= 20
    assert all(28 <= step <= 30 for step in steps)
    assert (tops[-1] - tops[0]) / (len(tops) - 1) == pytest.approx(28.95, abs=0.05)
    assert min(char["x0"] for char in body) >= 28 * MM - 1
    assert max(char["x1"] for char in body) <= (210 - 26) * MM + 1
    assert min(char["top"] for char in body) >= 37 * MM - 1
    assert max(char["bottom"] for char in body) <= (297 - 35) * MM + 1


def test_printed_pages_are_numbered_outside_odd_right_and_even_left(page: Page, rendered: Rendered):
    first, second = sheets(page, rendered(*JUSTICE))[:2]

    for sheet, number, side in ((first, "1", "right"), (second, "2", "left")):
        footer = sheet.crop((0, 262 * MM, sheet.width, sheet.height))
        assert text_of(footer) == f"—{number}—"
        middle = sum(char["x0"] for char in footer.chars) / len(footer.chars)
        assert (middle > sheet.width / 2) is (side == "right")
        assert {round(char["size"]) for char in footer.chars} == {14}


def test_the_wide_table_is_printed_whole_and_legibly(page: Page, rendered: Rendered):
    printed = sheets(page, rendered(*PINGTAN))
    [sheet] = [each for each in printed if "申请人情况" in text_of(each)]
    table = max(sheet.find_tables(), key=lambda found: found.bbox[3] - found.bbox[1])
    small = [char for char in sheet.crop(table.bbox).chars if char["text"].strip()]
    last_row = [cell for cell in table.rows[-1].cells if cell]

    assert "四、结转下年度继续办理" in text_of(sheet)
    assert table.bbox[0] >= 28 * MM - 1
    assert table.bbox[2] <= (210 - 26) * MM + 1
    assert {round(char["size"], 1) for char in small} == {9.0}
    assert len(last_row) == 8
    eight_digits = 8 * 9 / 2
    assert min(right - left for left, _, right, _ in last_row) > eight_digits


def test_a_table_that_runs_over_a_page_repeats_its_header(page: Page, rendered: Rendered):
    assert sum("申请人情况" in text_of(sheet) for sheet in sheets(page, rendered(*DRAFT))) == 2
