"""A hostile record in the form: shown as the text that it is; nothing runs, no request leaves, no line is turned."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from material import AGENCY, record
from playwright.sync_api import Locator, Page, expect
from serving import Served

from govreport.report import AnnualReport, read_report, sign
from govreport.store import Draft, Store

OUT = "https://outside.example/"
RUN = "window.ran = 1"
MARKUP = f'<img src="{OUT}a.png" onerror="{RUN}"><script>{RUN}</script>'
TEMPLATE = "{{ 7 * 7 }}{% raw %}${" + RUN + "}"
LINK = f'<a href="javascript:{RUN}">甲</a>[乙](javascript:{RUN})'
FORMULA = f'=HYPERLINK("{OUT}","丙")'
TURN = "\u202e"
RIGHT_TO_LEFT = "שלום 123 עולם"
CLOSED = f"</script></textarea></style><svg onload='{RUN}'>"
NAME = f"示例{MARKUP}局{TURN}"
PERSON = f"{TURN}示例甲{RIGHT_TO_LEFT}\u2067"
LEAD = "narrative.overview.lead"
IN_FORCE = "disclosure.normative_documents.in_force"

IN_ORDER = """(element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const places = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest("bdi")) continue;
        for (let at = 0; at < node.length; at += 1) {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const { left, top, width } = range.getBoundingClientRect();
            if (width) places.push({ left, top, text: node.data[at] });
        }
    }
    const turned = places.filter((one, at) => at && Math.abs(one.top - places[at - 1].top) < 4 && one.left < places[at - 1].left);
    return { seen: places.length, turned: turned.map((one) => one.text).join("") };
}"""
"""Which of the characters stand left of the one before them in their line; what is set apart is left out."""


def hostile(year: int) -> AnnualReport:
    """The invented bureau's report with something hostile in every text it can hold."""
    data: dict[str, Any] = record(year)
    text = f"{CLOSED}{TEMPLATE}{LINK}{FORMULA}{MARKUP}{TURN}尾{RIGHT_TO_LEFT}。"
    data |= {
        "name": NAME,
        "contact": {"address": f"{TURN}{MARKUP}", "telephone": FORMULA, "email": f"javascript:{RUN}"},
        "publication": {"date": None, "url": f"javascript:{RUN}", "digest": None},
        "published": {"total": 9, "channels": [{"channel": MARKUP, "total": 9, "items": {f"{FORMULA}{TURN}": 4, CLOSED: 5}}]},
        "narrative": {
            "preamble": text,
            "overview": {"lead": text, "proactive": text, "extra": [{"heading": f"（六）{MARKUP}{TURN}", "text": text}]},
            "problems": text,
            "improvements": f"{text}第二句。",
            "other_matters": MARKUP,
        },
    }  # fmt: skip
    return read_report(data)


@pytest.fixture(scope="module")
def store(served: Served) -> Store:
    """The hostile bureau in the project that is served, signed and explained, with a journal, a draft, a roster."""
    store = Store(served.params)
    waiver = {
        "rule": "Y2",
        "cells": [IN_FORCE],
        "expected": 1,
        "actual": 2,
        "reason": MARKUP,
        "by": PERSON,
        "date": "2024-01-05",
    }
    store.save(hostile(2022), AGENCY, expected=None, by=PERSON, why=MARKUP)
    report = hostile(2023).with_values({"waivers": [waiver], "requests.granted.total": 11})
    day = datetime.date(2024, 1, 10)
    signed = sign(report, "first", f"{PERSON}{MARKUP}", day, outcome="return", opinion=f"{TURN}{MARKUP}")
    digest = store.save(report, AGENCY, expected=None, by=f"{PERSON}{MARKUP}", why=f"{MARKUP}{TURN}")
    store.save(signed, AGENCY, expected=digest, by=PERSON, why=MARKUP)
    roster = served.params / "example" / "roster.yaml"
    roster.write_text(f"- {{id: finance, name: '{NAME}二'}}\n- {{id: bureau, name: '{NAME}'}}\n", encoding="utf-8")
    draft = signed.with_values({"dated": "2024-01-09"})
    store.drafts(AGENCY, 2023).keep(
        Draft(by=PERSON, record=draft.record(), base=signed.record(), opened="0", unread={}, stated=(), id="feedfeed")
    )
    return Store(served.params)


def open_hostile(page: Page, served: Served) -> None:
    page.goto(served.address)
    page.get_by_role("searchbox", name="查找单位").fill(AGENCY)
    option = page.get_by_role("option")
    expect(option).to_have_text(f"{NAME}　{AGENCY}")
    option.click()
    page.get_by_role("button", name="打开2023年度").click()
    expect(page.locator(".bar h1")).to_have_text(f"{NAME}　2023年度")


def nothing_ran(page: Page) -> None:
    """Nothing of the record is an element or an address of the form, and none of its scripts ran in any frame."""
    made = page.locator(".govreport-entry").locator("img, script, svg, a, style, object, embed, form")
    expect(made).to_have_count(0)
    assert [frame.evaluate("window.ran") for frame in page.frames] == [None] * len(page.frames)


def in_order(line: Locator) -> None:
    """The characters of our own sentence stand from left to right."""
    line.scroll_into_view_if_needed()
    found = line.evaluate(IN_ORDER)
    assert found["seen"] > 5
    assert found["turned"] == ""


def test_a_hostile_record_is_text_in_the_chooser_the_fields_and_the_findings(page: Page, served: Served, store: Store):
    page.goto(served.address)
    page.get_by_role("searchbox", name="查找单位").fill("example")
    expect(page.get_by_role("option")).to_have_text([f"{NAME}　{AGENCY}", f"{NAME}二　example/finance"])
    for at in range(2):
        in_order(page.get_by_role("option").nth(at))
    nothing_ran(page)
    open_hostile(page, served)

    report = store.load(AGENCY, 2023)
    for path in (
        LEAD,
        "narrative.preamble",
        "narrative.problems",
        "contact.address",
        "contact.email",
        "publication.url",
        "name",
    ):
        expect(page.locator(f'[data-cell="{path}"]')).to_have_value(str(report.stated[path]))
    expect(page.get_by_label("其他方面1：标题")).to_have_value(f"（六）{MARKUP}{TURN}")
    expect(page.get_by_label("渠道1名称")).to_have_value(MARKUP)
    expect(page.get_by_label("类别名称").first).to_have_value(f"{FORMULA}{TURN}")
    page.get_by_text("显示上年").click()
    expect(page.get_by_role("region", name="上年文字").first).to_contain_text(CLOSED)
    expect(page.locator(".kept").first).to_contain_text(MARKUP)
    in_order(page.locator(".bar h1"))
    for line in page.locator(".findings .message, .bar .status, .kept:visible, .offer").all():
        in_order(line) if line.text_content() else None
    nothing_ran(page)


def test_hostile_names_are_text_in_notices_signing_journal_and_comparison(page: Page, served: Served, store: Store):
    open_hostile(page, served)
    draft = page.locator(".notice.ask > p").first
    expect(draft).to_contain_text(f"有一份没有保存的草稿：{PERSON}，")
    in_order(draft)
    expect(page.locator(".signing .stage").first).to_contain_text(f"初审：{PERSON}{MARKUP}，2024-01-10，退回")
    page.locator(".signing summary").click()
    in_order(page.locator(".signing .stage").first)

    page.get_by_role("button", name="录入记录", exact=True).click()
    expect(page.locator("table.journal")).to_contain_text(f"{PERSON}{MARKUP}")
    expect(page.locator("table.journal")).to_contain_text(f"{MARKUP}{TURN}")
    nothing_ran(page)
    page.get_by_role("button", name="返回录入").click()

    page.locator('[data-cell="narrative.other_matters"]').fill(f"我的{MARKUP}{TURN}")
    theirs, digest = store.read(AGENCY, 2023)
    store.save(
        theirs.with_values({"narrative.other_matters": f"他人的{CLOSED}{TURN}"}), AGENCY, expected=digest, by=PERSON
    )
    page.keyboard.press("Control+s")
    differing = page.locator("table.differences")
    expect(differing).to_contain_text(f"我的{MARKUP}{TURN}")
    expect(differing).to_contain_text(f"他人的{CLOSED}{TURN}")
    nothing_ran(page)


def test_a_hostile_record_is_text_in_the_page_that_is_looked_at(page: Page, served: Served, store: Store):
    open_hostile(page, served)
    page.get_by_role("button", name="预览送审稿").click()

    shown = page.frame_locator(".viewer iframe")
    expect(shown.locator("h1 span").first).to_have_text(NAME)
    expect(shown.locator("aside.review")).to_contain_text(f"{PERSON}{MARKUP}")
    expect(shown.locator("main")).to_contain_text(TEMPLATE)
    expect(shown.locator("main").locator("img, script:not([type]), iframe, a[href^='javascript']")).to_have_count(0)
    nothing_ran(page)
