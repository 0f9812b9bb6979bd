"""The entry form as a person meets it, in JupyterLab and through Voilà; where the two cannot differ, in one of them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from entering import SUQIAN, cell, choose, findings, open_form, paste, save
from material import SAMPLES
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from serving import Served, serve

from govreport.exporting import workbook
from govreport.report import AnnualReport
from govreport.store import Store


def stated(report: AnnualReport) -> dict[str, object]:
    """Everything that a report states, by path."""
    return dict(report.stated)


def test_the_draft_is_offered_again_after_the_kernel_was_killed(page: Page, served: Served):
    open_form(page, served, "平潭综合实验区管委会", 2024)
    cell(page, "disclosure.licenses.decisions").click()
    page.keyboard.type("4321")
    expect(page.locator(".status")).to_contain_text("草稿已存")
    for child in psutil.Process(served.process.pid).children(recursive=True):
        if "ipykernel_launcher" in " ".join(child.cmdline()):
            child.kill()

    page.evaluate("() => sessionStorage.clear()")
    page.goto(served.address)
    choose(page, "平潭综合实验区管委会", 2024)

    expect(page.locator(".notice")).to_contain_text("有一份没有保存的草稿")
    page.get_by_role("button", name="恢复草稿").click()
    expect(cell(page, "disclosure.licenses.decisions")).to_have_value("4321")
    save(page)
    assert Store(served.params).load("fujian/pingtan", 2024).cell("disclosure.licenses.decisions") == 4321
    assert list(served.params.rglob("*draft*")) == []


@pytest.mark.parametrize("served", ["lab"], indirect=True)
def test_someone_elses_change_is_shown_and_merged(page: Page, served: Served):
    open_form(page, served, SUQIAN, 2023)
    store = Store(served.params)
    theirs, digest = store.read("jiangsu/suqian", 2023)
    cell(page, "disclosure.penalties.decisions").click()
    page.keyboard.type("7")
    cell(page, "disclosure.coercion.decisions").click()
    page.keyboard.type("8")
    expect(page.locator(".status")).to_contain_text("草稿已存")
    changed = theirs.with_values({"disclosure.coercion.decisions": 9, "disclosure.licenses.decisions": 10})
    store.save(changed, "jiangsu/suqian", expected=digest)

    page.keyboard.press("Control+s")
    notice = page.locator(".notice.ask")
    expect(notice).to_contain_text("数据文件已被他人修改，有3处不同，其中1处双方都改过")
    assert Store(served.params).load("jiangsu/suqian", 2023).cell("disclosure.penalties.decisions") != 7
    notice.locator('[data-path="disclosure.coercion.decisions"][value="theirs"]').check()
    notice.get_by_role("button", name="按所选合并").click()
    expect(cell(page, "disclosure.licenses.decisions")).to_have_value("10")
    save(page)

    merged = Store(served.params).load("jiangsu/suqian", 2023)
    assert [merged.cell(f"disclosure.{row}.decisions") for row in ("licenses", "penalties", "coercion")] == [10, 7, 9]


def test_a_final_edition_with_errors_is_refused_and_a_draft_is_shown_and_exported(page: Page, served: Served):
    open_form(page, served, SUQIAN, 2024)
    cell(page, "requests.granted.total").click()
    page.keyboard.type("1")
    expect(findings(page, "A1")).to_have_count(2)

    page.get_by_role("button", name="预览正式稿").click()
    expect(page.locator(".notice.refused")).to_contain_text("暂不能定稿")
    page.locator(".notice.refused").get_by_role("button", name="A1").first.click()
    expect(cell(page, "requests.granted.total")).to_be_focused()
    page.get_by_role("button", name="预览送审稿").click()
    shown = page.frame_locator("iframe")
    expect(shown.locator('td[data-cell="requests.granted.total"]')).to_contain_text("1")
    expect(shown.locator(".js-plotly-plot").first).to_be_visible()
    page.get_by_role("button", name="返回录入").click()
    page.get_by_role("button", name="导出送审稿").click()

    expect(page.locator(".notice.done")).to_contain_text("已生成送审稿")
    exported = served.folder / "outputs" / "2024" / "jiangsu" / "suqian.draft.html"
    assert '<td data-cell="requests.granted.total"' in exported.read_text(encoding="utf-8")
    page.get_by_role("button", name="Word 送审稿").click()
    expect(page.locator(".notice.done")).to_contain_text("suqian.draft.docx")
    [text] = [one.text for one in Document(exported.with_suffix(".docx")).paragraphs if one.style.name == "Title"][:1]
    assert text == SUQIAN
    page.get_by_role("button", name="录入记录").click()
    expect(page.locator("table.journal")).to_contain_text("导出前保存")


@pytest.mark.parametrize("served", ["app"], indirect=True)
def test_a_file_is_read_into_the_form_and_its_doubt_settled(page: Page, served: Served, tmp_path: Path):
    report = Store(served.folder / "params").load("jiangsu/suqian", 2024)
    book = load_workbook(BytesIO(workbook(report, "jiangsu/suqian")))
    [figure] = [one for line in book["三张表"].iter_rows() for one in line if one.value == 1573179]
    figure.value = "约157万"
    book.save(tmp_path / "填报表.xlsx")
    open_form(page, served, SUQIAN, 2024)

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="导入文件").click()
    chooser.value.set_files(tmp_path / "填报表.xlsx")

    expect(page.locator(".notice.ask")).to_contain_text("已读入 填报表.xlsx：改动1处，待核1处")
    page.locator(".notice.ask").get_by_role("button", name="约157万").click()
    expect(cell(page, "disclosure.licenses.decisions")).to_be_focused()
    expect(cell(page, "disclosure.licenses.decisions")).to_have_value("待核：约157万")
    expect(findings(page, "V1")).to_have_count(1)
    page.keyboard.type("1573179")
    page.keyboard.press("Enter")
    expect(findings(page, "V1")).to_have_count(0)
    expect(cell(page, "disclosure.licenses.decisions")).to_have_value("1573179")


@pytest.mark.parametrize("served", ["lab"], indirect=True)
def test_what_is_doubtful_is_settled_beside_the_files_text(page: Page, served: Served, tmp_path: Path):
    text = (
        f"{SUQIAN}2024年政府信息公开工作年度报告\n" + "第一行\n" * 60 + "二、主动公开政府信息情况\n第二十条第（五）项\n"
        "信息内容  本年处理决定数量\n行政许可  约157万\n第二十条第（六）项\n信息内容  本年处理决定数量\n"
        "行政处罚  2676474\n行政强制  29351\n"
    )
    (tmp_path / "年报.txt").write_text(text, encoding="utf-8")
    open_form(page, served, SUQIAN, 2024)

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="导入文件").click()
    chooser.value.set_files(tmp_path / "年报.txt")

    source = page.get_by_role("region", name="原文")
    expect(source).to_contain_text("行政许可 约157万")
    page.locator(".notice.ask").get_by_role("button", name="第二部分表格“行政许可”行").click()
    expect(source.locator(".here")).to_have_text("行政许可 约157万")
    expect(source.locator(".here")).to_be_in_viewport()
    expect(cell(page, "disclosure.licenses.decisions")).to_be_focused()


@pytest.mark.parametrize("served", ["app"], indirect=True)
def test_whoever_is_next_signs_and_a_finding_is_explained(page: Page, served: Served):
    open_form(page, served, "平潭综合实验区管委会", 2024)
    page.get_by_text("审签：尚未审签").click()
    page.get_by_label("审签人").fill("示例甲")
    page.get_by_role("button", name="初审通过").click()

    expect(page.get_by_text("审签：等待复审")).to_be_visible()
    expect(page.get_by_role("button", name="复审通过")).to_be_visible()
    saved = Store(served.params).load("fujian/pingtan", 2024)
    assert [(one.stage, one.by) for one in saved.signoffs][-1:] == [("first", "示例甲")]
    findings(page, "Y2").get_by_text("提交情况说明", exact=True).click()
    findings(page, "Y2").get_by_label("情况说明的原因").fill("年内集中清理")
    findings(page, "Y2").get_by_role("button", name="记录", exact=True).click()
    expect(findings(page, "Y2")).to_contain_text("已提交情况说明")
    expect(page.get_by_text("初审后内容已修改，须重新审签；等待初审")).to_be_visible()


@pytest.mark.parametrize("served", ["app"], indirect=True)
def test_the_next_year_is_begun_with_what_this_year_hands_on(page: Page, served: Served):
    page.goto(served.address)
    page.get_by_role("option", name=SUQIAN).click()
    page.get_by_role("button", name="新建2025年度（由2024年度带入）").click()

    expect(cell(page, "requests.carried_in.natural_person")).to_have_value("118")
    expect(page.locator("td.brought")).to_have_count(9)
    cell(page, "requests.carried_in.natural_person").click()
    expect(page.locator(".requests .strip")).to_contain_text("由上年带入，请核对")
    page.get_by_label("显示上年").check()
    expect(page.locator('td:has([data-cell="requests.granted.natural_person"]) .before')).to_have_text("上年1408")
    assert Store(served.params).load("jiangsu/suqian", 2025).cell("disclosure.regulations.in_force") == 12


def test_nothing_serious_for_those_who_use_a_screen_reader(page: Page, served: Served):
    page.goto(served.address)
    expect(page.get_by_role("searchbox", name="查找单位")).to_be_visible()
    chooser = Axe().run(page, context=".govreport-entry")
    choose(page, "攀枝花市西区司法局", 2024)
    page.get_by_label("显示上年").check()
    cell(page, "requests.granted.natural_person").click()
    page.keyboard.type("x")
    expect(findings(page, "V1")).to_be_visible()
    form = Axe().run(page, context=".govreport-entry")

    for result in (chooser, form):
        grave = [one for one in result.response["violations"] if one["impact"] in ("serious", "critical")]
        assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in grave] == []


def test_by_keyboard_alone_from_the_choice_to_the_saved_file(page: Page, served: Served):
    page.goto(served.address)
    search = page.get_by_role("searchbox", name="查找单位")
    expect(search).to_be_visible()
    search.focus()
    page.keyboard.type("平潭")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="打开2025年度")).to_be_focused()
    for _ in range(5):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="平潭综合实验区管委会　2020年度")).to_be_visible()

    for _ in range(20):
        page.keyboard.press("F6")
        if page.evaluate("() => document.activeElement.dataset.cell") == "disputes.review.upheld":
            break
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    save(page)

    assert Store(served.params).load("fujian/pingtan", 2020).cell("disputes.review.upheld") == 3


def test_a_report_is_entered_from_nothing_and_equals_the_sample_of_the_seed_bureau(page: Page, tmp_path: Path):
    sample = Store(SAMPLES).load("panzhihua/xiqu/justice", 2024)
    for served in serve("lab", tmp_path, samples=False):
        begin(page, served, "panzhihua/xiqu/justice", sample.name)
        enter_identity(page, sample)
        page.get_by_role("button", name="第二部分表格空白处填0").click()
        page.get_by_role("button", name="本年未收到申请，第三部分表格填0").click()
        page.get_by_role("button", name="未发生复议诉讼，第四部分表格填0").click()
        page.get_by_role("button", name="增加渠道").click()
        page.get_by_label("渠道1名称").fill("各门户网站、平台")
        for number, (name, count) in enumerate(sample.published.channels[0].items.items()):
            page.get_by_role("button", name="增加类别").click()
            page.get_by_label("类别名称").nth(number).fill(name)
            page.get_by_label("条数").nth(number).fill(str(count))
        expect(cell(page, "published.total")).to_have_value("116")
        for part in ("notices", "billed", "received"):
            cell(page, f"processing_fee.{part}").fill("0")
        enter_texts(page, sample)
        save(page)

        entered = Store(served.params).load("panzhihua/xiqu/justice", 2024)
        assert stated(entered) == stated(sample)


def test_a_report_is_entered_by_typing_and_one_paste_and_equals_the_sample_of_suqian(page: Page, tmp_path: Path):
    sample = Store(SAMPLES).load("jiangsu/suqian", 2024)
    for served in serve("app", tmp_path, samples=False):
        begin(page, served, "jiangsu/suqian", SUQIAN)
        enter_identity(page, sample)
        for table in ("disclosure", "disputes"):
            for path, value in sample.cells.items():
                if path.startswith(table) and path not in sample.statutory_form.sums:
                    cell(page, path).click()
                    page.keyboard.type(str(value))
                    page.keyboard.press("Tab")
        rows = [line for row, line in sample.rows.items() if row.startswith("requests.")]
        paste(page, "requests.new_received.natural_person", "\r\n".join("\t".join(map(str, line)) for line in rows))
        expect(cell(page, "requests.carried_out.total")).to_have_value("125")
        enter_texts(page, sample)
        save(page)

        entered = Store(served.params).load("jiangsu/suqian", 2024)
        assert stated(entered) == stated(sample)


def begin(page: Page, served: Served, agency: str, name: str) -> None:
    page.goto(served.address)
    page.get_by_label("单位编号（文件夹路径）").fill(agency)
    page.get_by_label("单位全称").fill(name)
    page.locator(".new").get_by_label("年度").fill("2024")
    page.get_by_role("button", name="新建空白报告").click()
    expect(page.get_by_role("heading", name=f"{name}　2024年度")).to_be_visible()


def enter_identity(page: Page, sample: AnnualReport) -> None:
    cell(page, "level").select_option(sample.level)
    if sample.dated:
        cell(page, "dated").fill(sample.dated.isoformat())


def enter_texts(page: Page, sample: AnnualReport) -> None:
    for path, text in sample.stated.items():
        if path.startswith("narrative.overview.extra.") and path.endswith(".heading"):
            number = int(path.split(".")[3]) + 1
            page.get_by_role("button", name="增加一个方面").click()
            page.get_by_label(f"其他方面{number}：标题").fill(text)
        elif path.startswith("narrative."):
            cell(page, path).fill(text)
