"""Pages of bodies with very long names and very large figures, in Chromium: nothing is cut off, on any screen or paper."""

from __future__ import annotations

import io
import logging
import unicodedata
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from material import AGENCY, record
from playwright.sync_api import Page, expect

from govreport.cli.main import run
from govreport.exporting import IndexRow, Letter, Part, index_page, letter_page
from govreport.exporting.letter import Entry
from govreport.rendering import Order
from govreport.rendering import Page as Report
from govreport.report import read_report
from govreport.store import Store

logging.getLogger("pdfminer").setLevel(logging.ERROR)

MM = 72 / 25.4
NAME = "示例省示例自治州示例哈萨克自治县示例经济技术开发区示例国际物流保税产业园区管理委员会综合行政执法与政务服务联合办公室"
CHANNEL = "示例市人民政府门户网站（含移动客户端、政务新媒体矩阵和无障碍浏览版）"
ADDRESS = f"https://www.example.gov.cn/{'a' * 150}"
YEARS = range(2017, 2024)
TEXTS_OUTSIDE = """() => [...document.querySelectorAll('figure.chart svg.main-svg')].flatMap((svg) => {
  const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter((text) => {
    const b = text.getBoundingClientRect();
    return b.width && (b.left < box.left - .5 || b.right > box.right + .5 || b.top < box.top - .5 || b.bottom > box.bottom + .5);
  }).map((text) => text.textContent);
})"""
"""What of the texts in charts does not lie within the picture."""
TOO_CLOSE = """() => [...document.querySelectorAll('figure.chart')].flatMap((figure) =>
  ['.xaxislayer-above text', '.yaxislayer-above text', '.bartext'].flatMap((kind) => {
    const boxes = [...figure.querySelectorAll(kind)].map((text) => [text.textContent, text.getBoundingClientRect()]);
    return boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
      .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4)
      .map(([other]) => [one, other]));
  }))"""
"""Ticks, or figures behind bars, that lie over each other; a line's box is some 4 px higher than its letters."""

LINES = """() => [...document.querySelectorAll('td')].map((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return [cell.textContent, range.getClientRects().length];
})"""
"""Each entry of a table, and on how many lines it stands."""


def lines_of_figures(page: Page) -> dict[str, int]:
    """The figures in the tables of a page, and on how many lines each stands."""
    page.emulate_media(media="print")
    return {text: count for text, count in page.evaluate(LINES) if text.lstrip("+-").isdigit()}


def times(value: Any, size: int) -> Any:
    """Every figure of a table, so many times as large."""
    if isinstance(value, dict):
        return {key: times(one, size) for key, one in value.items()}
    return [times(one, size) for one in value] if isinstance(value, list) else value * size


def report(size: int, categories: int, edition: str) -> Report:
    """Seven years of a body with a very long name."""
    history = {}
    for year in YEARS:
        data = record(2023) | {"year": year, "name": NAME, "dated": f"{year + 1}-01-28"}
        names = {
            f"第{number}类{'很长的名称' * 12 if number % 5 == 0 else ''}": number * size for number in range(categories)
        }
        data["published"] = {
            "total": sum(names.values()),
            "channels": [{"channel": CHANNEL, "total": None, "items": names}],
        }
        data["requests"] = times(data["requests"], size)
        data["requests"] |= {
            "carried_out": data["requests"]["carried_in"],
            "new_received": data["requests"]["handled_total"],
        }
        data["disputes"] = times(data["disputes"], size)
        data["disclosure"]["normative_documents"] = [3 * size, 3 * size, 21 * size]
        data["narrative"] |= {"preamble": f"本报告可在 {ADDRESS} 下载。"}
        history[year] = read_report(data)
    return Report.of(Order("example/bureau", max(YEARS), edition=edition), history)


EXTREMES = {"one": (1, 1), "seven digits": (267_647, 12), "many": (10_000, 40), "trillions": (10**12, 5)}


@pytest.fixture(params=EXTREMES)
def extreme(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    edition = "draft" if request.param == "many" else "final"
    path = tmp_path / "page.html"
    path.write_text(report(*EXTREMES[request.param], edition).html(), encoding="utf-8")
    return path


def test_every_text_of_a_chart_lies_inside_the_picture(page: Page, extreme: Path):
    for width in (390, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(extreme.as_uri())
        expect(page.locator("html[data-charts=drawn]")).to_be_attached()

        assert page.locator("figure.chart svg.main-svg text").count() > 40
        assert page.evaluate(TEXTS_OUTSIDE) == []
        assert page.evaluate(TOO_CLOSE) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_figure_in_a_chart_is_read_back_whole(page: Page, tmp_path: Path):
    path = tmp_path / "page.html"
    path.write_text(report(2_676_474, 3, "final").html(), encoding="utf-8")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(path.as_uri())
    expect(page.locator("html[data-charts=drawn]")).to_be_attached()

    assert page.locator("#chart-published .bartext").all_text_contents() == ["0", "2676474", "5352948"]
    ticks = page.locator("#chart-requests .yaxislayer-above text").all_text_contents()
    assert ticks == ["0", "1000万", "2000万", "3000万", "4000万"]


def text_of(sheet: pdfplumber.page.Page) -> str:
    """The sheet's characters without breaks; PDF fonts give some characters as their radicals' look-alikes."""
    return unicodedata.normalize("NFKC", "".join((sheet.extract_text() or "").split()))


def test_a_long_name_leaves_the_print_as_large_as_any_and_the_signature_whole(page: Page, tmp_path: Path):
    path = tmp_path / "page.html"
    path.write_text(report(1, 3, "final").html(), encoding="utf-8")
    page.goto(path.as_uri())
    page.wait_for_function("document.documentElement.dataset.charts")
    printed = pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages

    assert {round(char["size"], 1) for char in printed[0].chars if char["text"].strip()} == {14.0, 16.0, 22.0}
    [signed] = [sheet for sheet in printed if "2024年1月28日" in text_of(sheet)]
    assert NAME in text_of(signed)
    assert max(char["x1"] for char in signed.chars) <= (210 - 26) * MM + 1
    assert min(char["x0"] for char in signed.chars) >= 28 * MM - 1


WIDE = 390, 1366, 2560


def test_other_sheets_hold_long_names_and_break_no_figure(page: Page, tmp_path: Path):
    entries = (Entry(("1", "数据", NAME, NAME, "2676474", "26764740", "请核对")),)
    header = ("编号", "类别", "位置", "问题", "应为", "现为", "整改要求和时限")
    part = Part("一、整改事项", (ADDRESS,), header, (11, 11, 25, 40, 19, 19, 31), entries)
    letter = letter_page(Letter((NAME,), NAME, ADDRESS, [part], NAME, "2025年1月28日"))
    row = IndexRow(f"{'长' * 60}/{'x' * 60}", NAME, "final", "blocked", "暂不能定稿", 2676474, 7, ADDRESS, None)
    for name, html in (("letter", letter), ("index", index_page(2024, [row], {row.agency}))):
        path = tmp_path / f"{name}.html"
        path.write_text(html, encoding="utf-8")
        for width in WIDE:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") == width
    page.goto((tmp_path / "letter.html").as_uri())

    assert lines_of_figures(page) == {"2676474": 1, "26764740": 1}


def test_no_figure_of_the_quality_record_is_broken(page: Page, tmp_path: Path):
    history = report(2_676_474, 3, "draft").history
    store = Store(tmp_path)
    for year in (2022, 2023):
        store.add(history[year].with_values({"requests.granted.total": year * 10_000}), AGENCY)
    path = tmp_path / "quality.html"
    assert run(["check", "2023", "--params", str(tmp_path), "--report", str(path)]) == 1
    page.set_viewport_size({"width": 590, "height": 800})
    page.goto(path.as_uri())
    lines = lines_of_figures(page)

    assert {"20220000", "20230000", "+10000"} <= lines.keys()
    assert set(lines.values()) == {1}
    assert page.evaluate("document.documentElement.scrollWidth") == 590
