"""The seal lets a true page pass, and no page with a fault planted in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from material import ROOT, SAMPLES, record

from govreport.rendering import Page, render
from govreport.rendering.own_projects import keep_own
from govreport.rendering.seal import SealBroken, faults
from govreport.report import read_report
from govreport.store import Store

Rendered = Callable[..., Path]
PINGTAN = ("fujian/pingtan", 2024)
OFFICE = ("example/office", 2023)


def found(html: str, wanted: tuple[str, int] = PINGTAN) -> str:
    """What the seal says of a page that should be the wanted agency's."""
    return "；".join(faults(html.encode("utf-8"), Page.open(*wanted, params=SAMPLES)))


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Page]]:
    """An invented office's page in each edition, with what it should show; the draft has a fault, a reason, a return."""
    pages = {}
    for edition in ("final", "draft"):
        folder = tmp_path_factory.mktemp(edition)
        (folder / "params").mkdir()
        store = Store(folder / "params")
        store.save(read_report(record(2022)), OFFICE[0], expected=None)
        report = record(2023)
        report["narrative"]["overview"]["extra"] = [{"heading": "（六）其他工作", "text": "示例第一行。\n示例第二行。"}]
        if edition == "draft":
            report |= {"waivers": [WAIVER], "signoffs": [RETURN]}
            report["disclosure"]["normative_documents"] = [3, 2, 30]
        store.save(read_report(report), OFFICE[0], expected=None)
        page = Page.open(*OFFICE, edition=edition, params=folder / "params")
        made = render(*OFFICE, edition=edition, params=folder / "params", outputs=folder / "outputs")
        pages[edition] = made.path.read_text(encoding="utf-8"), page
    return pages


WAIVER = {
    "rule": "Y2",
    "cells": ["disclosure.normative_documents.in_force"],
    "expected": 21,
    "actual": 30,
    "reason": "清理后重新统计",
    "by": "示例甲",
    "date": "2024-01-05",
}
RETURN = {
    "stage": "first",
    "by": "示例乙",
    "date": "2024-01-06",
    "outcome": "return",
    "checked": ["content"],
    "opinion": "请核对第三部分表格",
    "digest": "0",
}


def test_a_true_page_passes(rendered: Rendered, offices: dict[str, tuple[str, Page]]):
    assert found(rendered(*PINGTAN).read_text(encoding="utf-8")) == ""
    for html, page in offices.values():
        assert list(faults(html.encode("utf-8"), page)) == []


def test_another_agencys_or_years_page_does_not(rendered: Rendered):
    other = found(rendered("jiangsu/suqian", 2024).read_text(encoding="utf-8"))
    earlier = found(rendered("fujian/pingtan", 2023).read_text(encoding="utf-8"))

    for said in ("页面标识不符", "页面名称不是", "标题应为", "页面所附数据与数据文件不符"):
        assert said in other
        assert said in earlier
    assert "实为“宿迁市人民政府 2024年政府信息公开工作年度报告”" in other


BOTH = [
    ("<p>解读形式不多。</p>", "<p>收到申请999件，全部败诉。</p>", "“五、存在的主要问题及改进情况”之下应为“解读形式不多。”，实为“收到申请999件，全部败诉。”"),
    ("<p>解读形式不多。</p><p>增加图解。</p>", "<p>增加图解。</p><p>解读形式不多。</p>", "“五、存在的主要问题及改进情况”之下应为“解读形式不多。”，实为“增加图解。”"),
    ("<p>解读形式不多。</p><p>增加图解。</p>", "", "“五、存在的主要问题及改进情况”之下缺少“解读形式不多。”"),
    ("<p>示例第二行。</p>", "", "“（六）其他工作”之下缺少“示例第二行。”"),
    ("<p>增加图解。</p>", "<p>增加图解。</p><p>全部败诉。</p>", "“五、存在的主要问题及改进情况”之下多出“全部败诉。”"),
    ("<p>增加图解。</p>", "<p>增加图解。</p>全部败诉", "多出“全部败诉”"),
    ("<h3>（六）其他工作</h3>", "<h3>（六）监督保障</h3>", "应为“（六）其他工作”，实为“（六）监督保障”"),
    ("<p>主动公开信息30条。</p><h3>（二）依申请公开</h3>", "<h3>（二）依申请公开</h3><p>主动公开信息30条。</p>", "“（一）主动公开”之下"),
    ("五、存在的主要问题及改进情况</h2>", "五、其他</h2>", "应为“五、存在的主要问题及改进情况”，实为“五、其他”"),
    ("<p>增加图解。</p>", '<p hidden>增加图解。</p>', "“增加图解。”的格式不符"),
    ("<p>增加图解。</p>", '<div class="plot">增加图解。</div>', "“增加图解。”的格式不符"),
    ("<p>增加图解。</p>", "<p>增加图解。</p><!-- 全部败诉 -->", "多出“全部败诉”"),
    ('"y":[10,12]', '"y":[10,13]', "“历年收到和办结政府信息公开申请数量（单位：件）”之下所附数据不符"),
    ('"y":[10,12]', '"y":[10,12.0]', "所附数据不符"),
    ("<td>12</td><td>13</td><td>1</td>", "<td>12</td><td>31</td><td>1</td>", "“历年收到和办结政府信息公开申请数量（单位：件）”之下应为“13”，实为“31”"),
    ("（单位：件）：数据</caption><thead><tr><th scope=\"col\">案件", "：数据</caption><thead><tr><th scope=\"col\">案件", "“2023年行政复议、行政诉讼案件及结果（单位：件）”之下应为"),
    ("<figcaption>2023年新收申请12件", "<figcaption>2023年新收申请21件", "应为“2023年新收申请12件"),
    ("<figcaption>2023年新收申请12件", "<figcaption>示例市财政局2023年新收申请12件", "实为“示例市财政局2023年"),
    (">历年收到和办结政府信息公开申请数量（单位：件）</h3>", ">历年收到政府信息公开申请数量（单位：件）</h3>", "应为“历年收到和办结政府信息公开申请数量（单位：件）”"),
    ('<figure class="chart" id="chart-requests">', '<figure class="chart" id="chart-disputes">', "“历年收到和办结政府信息公开申请数量（单位：件）”之下图表的格式不符"),
    ('class="row">行政许可</th>', 'class="row">行政处罚</th>', "“二、主动公开政府信息情况”之下应为“行政许可”，实为“行政处罚”"),
    ('data-cell="disclosure.licenses.decisions" colspan="3">298', 'data-cell="disclosure.licenses.decisions" colspan="2">298', "“行政许可”行“298 上年310 -12”的格式不符|“行政许可”行“298”的格式不符"),
    ('data-cell="disclosure.licenses.decisions" colspan="3">298', 'data-cell="disclosure.licenses.decisions" colspan="3">299', "“行政许可”行应为“298"),
    ("<p style=\"padding-right:4em\">2024年1月8日</p>", "<p style=\"padding-right:4em\">2024年1月9日</p>", "落款应为“2024年1月8日”，实为“2024年1月9日”"),
    ("<p style=\"padding-right:4em\">2024年1月8日</p>", "", "落款缺少“2024年1月8日”"),
    (">示例县示例局</p>", ">示例县示例局（代章）</p>", "落款应为“示例县示例局”，实为“示例县示例局（代章）”"),
    ("</main>", "<h1>示例县示例局</h1></main>", "多出“示例县示例局”"),
    ("</main>", '</main><script type="application/json" id="govreport-record">{}</script>', "页面所附数据应有1份，实有2份"),
    ("</body>", "<script>location='/'</script></body>", "多出页面程序"),
    ("script-src 'sha256-", "script-src 'unsafe-inline' 'sha256-", "页面的安全设置或样式不符"),
    ("</style>", ".govreport p { display: none; }</style>", "页面的安全设置或样式不符"),
    ('<meta name="referrer"', '<meta name="govreport:agency" content="other"><meta name="referrer"', "页面标识不符（agency）"),
    ('<h2 id="problems"', '<h2 onclick="x()" id="problems"', "的格式不符"),
]  # fmt: skip


@pytest.mark.parametrize("edition", ["final", "draft"])
@pytest.mark.parametrize(("was", "becomes", "said"), BOTH)
def test_each_fault_of_words_charts_and_tables_is_told_with_its_place(
    offices: dict[str, tuple[str, Page]], edition: str, was: str, becomes: str, said: str
):
    html, page = offices[edition]
    assert html.count(was) == 1

    told = "；".join(faults(html.replace(was, becomes).encode("utf-8"), page))

    assert re.search("|".join(map(re.escape, said.split("|"))), told), told


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('<p class="draft-mark">送审稿</p>', "", "缺少“送审稿”"),
        ('<main class="sheet draft">', '<main class="sheet final">', "的格式不符|应为"),
        (">清理后重新统计<", ">已核对<", "校核与审签中应为“清理后重新统计”，实为“已核对”"),
        ("<td>示例甲</td>", "<td>示例丙</td>", "校核与审签中应为“示例甲”，实为“示例丙”"),
        ("<td>示例乙</td>", "<td>示例丙</td>", "校核与审签中应为“示例乙”，实为“示例丙”"),
        ("<td>请核对第三部分表格</td>", "<td></td>", "校核与审签中应为“请核对第三部分表格”，实为空白"),
        ("<td>退回</td>", "<td>通过</td>", "校核与审签中应为“退回”，实为“通过”"),
        ('<span class="waived">已提交情况说明</span>', "", "“二、主动公开政府信息情况”之下应为"),
        ("上年310", "上年300", "“行政许可”行应为“298 上年310 -12”，实为“298 上年300 -12”"),
        ('<span class="before">-12</span>', "", "“行政许可”行应为"),
        ('decisions" colspan="3">298<', 'decisions" class="error" colspan="3">298<', "的格式不符"),
    ],
)  # fmt: skip
def test_each_fault_of_a_drafts_review_is_told(offices: dict[str, tuple[str, Page]], was: str, becomes: str, said: str):
    html, page = offices["draft"]
    assert html.count(was) == 1

    told = "；".join(faults(html.replace(was, becomes).encode("utf-8"), page))

    assert re.search("|".join(map(re.escape, said.split("|"))), told), told


def test_a_finding_that_a_draft_leaves_out_or_words_otherwise_is_a_fault(offices: dict[str, tuple[str, Page]]):
    html, page = offices["draft"]
    [finding] = re.findall(r'<li id="finding-\d+" class="\w+" data-rule="Y2".*?</li>', html)
    [mark] = re.findall(r'<a class="mark" href="#finding-\d+" aria-label="校核问题\d+">\[\d+\]</a>', html)[:1]

    for changed in (
        html.replace(finding, ""),
        html.replace(finding, finding * 2),
        html.replace(finding, finding.replace("30", "31")),
        html.replace(finding, finding.replace('class="warning"', 'class="hint"')),
    ):
        assert changed != html
        assert any("“二、主动公开政府信息情况”之下" in fault for fault in faults(changed.encode("utf-8"), page))
    assert list(faults(html.replace(mark, "").encode("utf-8"), page))


@pytest.mark.parametrize("edition", ["final", "draft"])
def test_no_word_of_a_page_changes_unseen(offices: dict[str, tuple[str, Page]], edition: str):
    """Every eleventh text of the page, from its title to the last box, and every eleventh attribute in turn."""
    html, page = offices[edition]
    begin, end = html.index("<title>"), html.index("</main>")
    spots = [
        *re.finditer(r">([^<>]*\S[^<>]*)<", html),
        *re.finditer(r' (?:class|id|colspan|data-cell)="([^"]+)"', html),
    ]
    spots = [spot for spot in spots if begin < spot.start() < end and "govreport h1" not in spot[1]][::11]
    assert len(spots) > 60

    for spot in spots:
        changed = f"{html[: spot.start(1)]}改{html[spot.start(1) + 1 :]}"
        assert list(faults(changed.encode("utf-8"), page)), spot[0]


def test_what_a_name_or_a_text_may_hold_is_no_fault(tmp_path: Path):
    (tmp_path / "params").mkdir()
    report = record(2023) | {"name": "示例<b>&amp;\u00a0局"}
    report["narrative"]["problems"] = "甲\u2028乙<script>x</script>\r\n  丙\x01\tTraceback\u0085丁"
    report["published"]["channels"] = [{"channel": "门户\r网站\n二", "total": 30, "items": {"</script>": 30}}]
    store = Store(tmp_path / "params")
    store.save(read_report(report), "a", expected=None)

    for charts in ("interactive", "none"):
        page = Page.open("a", 2023, charts=charts, edition="draft", params=tmp_path / "params")
        assert list(faults(page.html().encode("utf-8"), page)) == []


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('data-cell="requests.granted.total">71<', 'data-cell="requests.granted.total">72<', "“（一）予以公开”行“总计”栏应为“71”，实为“72”"),
        ('data-cell="requests.granted.total">71<', ">71<", "“（一）予以公开”行“总计”栏“71”的格式不符"),
        ('data-cell="requests.granted.total">71<', 'data-cell="requests.granted.total"><', "“（一）予以公开”行“总计”栏应为“71”，实为空白"),
        ('data-cell="requests.granted.total">71<', 'data-cell="requests.granted.total"><span>71</span><', "“（一）予以公开”行“总计”栏应为“71”，实为"),
        ('"granted":[71,', '"granted":[72,', "页面所附数据与数据文件不符"),
        ('"name":"平潭', '"name:"平潭', "页面所附数据无法读取"),
        ("<span>平潭综合实验区管委会</span>", "<span>宿迁市人民政府</span>", "标题应为“平潭综合实验区管委会 2024年政府信息公开工作年度报告”，实为“宿迁市人民政府 2024年"),
        ("<title>平潭综合实验区管委会2024年", "<title>平潭综合实验区管委会2023年", "页面名称不是本单位本年度的"),
        ('content="fujian/pingtan"', 'content="jiangsu/suqian"', "页面标识不符（agency）"),
        ('<script type="text/plain" id="plotly-packed">', '<script type="text/plain" id="packed">', "图表的绘图程序缺失、多余或不符"),
        ('<script type="text/plain" id="plotly-packed">', '<script type="text/plain" id="plotly-packed">AAAA', "图表的绘图程序缺失、多余或不符"),
        ("</main>", '<img src="https://example.org/x.png"></main>', "引用了外部地址 https://example.org/x.png"),
        ("</main>", '<svg><use xlink:href="https://example.org/x"/></svg></main>', "引用了外部地址 https://example.org/x"),
        ("</main>", '<p style="background:url(//example.org)"></p></main>', "样式引用了外部地址"),
        ("</style>", "@import 'x.css';</style>", "样式引用了外部地址"),
        ("</main>", "<pre>Traceback (most recent call last):</pre></main>", "含有程序错误信息"),
        ("</main>", "<p>" + "长" * 200_000 + "</p></main>", "文件大小超过"),
    ],
)  # fmt: skip
def test_each_planted_fault_is_found(rendered: Rendered, was: str, becomes: str, said: str):
    html = rendered(*PINGTAN).read_text(encoding="utf-8")
    assert html.count(was) == 1

    assert said in found(html.replace(was, becomes))


def test_an_address_in_a_persons_text_is_no_fault(tmp_path: Path):
    params = tmp_path / "params" / "a"
    params.mkdir(parents=True)
    text = (SAMPLES / "panzhihua" / "xiqu" / "justice" / "2024.yaml").read_text(encoding="utf-8")
    said = "请登录 https://www.example.gov.cn/ 查询。"
    (params / "2024.yaml").write_text(re.sub(r"other_matters: .*", f"other_matters: {said}", text), encoding="utf-8")

    path = render("a", 2024, params=tmp_path / "params", outputs=tmp_path / "o", charts="none").path

    assert said in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("agency = 'jiangsu/suqian'", "标题应为“平潭综合实验区管委会"),
        ("year = 2023", "标题应为“…综合实验区管委会 2024年"),
        ("from govreport import Page as P\nP.charts = lambda self: None", "缺少“附：数据图解”"),
        ("print('自己加的一格')", "页面开头多出“自己加的一格”"),
        ("from govreport import Page as P\nP.problems = lambda self: None", "缺少“五、存在的主要问题及改进情况”"),
        (
            "from govreport.rendering import page_section as module\n"
            "real = module.chart_figure\n"
            "module.chart_figure = lambda chart: real(chart) if chart.id != 'outcomes' else 1 / 0",
            "报告没有生成",
        ),
    ],
    ids=["swapped agency", "stale year", "charts missing", "a cell that shows something", "section five missing", "a chart that raised"],
)  # fmt: skip
def test_a_faulty_notebook_gives_no_page(project: Path, cell: str, said: str):
    notebook = nbformat.read(ROOT / "notebooks" / "report.ipynb", as_version=4)
    notebook.cells.insert(2, nbformat.v4.new_code_cell(cell))
    (project / "notebooks").mkdir()
    keep_own(project)
    nbformat.write(notebook, project / "notebooks" / "report.ipynb")

    with pytest.raises(Exception, match=said):
        render(*PINGTAN, engine="jupyter")
    assert not list(project.rglob("*.html"))


def test_a_seal_that_breaks_leaves_the_old_page(project: Path):
    path = render(*PINGTAN, charts="none").path
    old = path.read_bytes()
    notebook = nbformat.read(ROOT / "notebooks" / "report.ipynb", as_version=4)
    notebook.cells.insert(2, nbformat.v4.new_code_cell("year = 2022"))
    (project / "notebooks").mkdir()
    keep_own(project)
    nbformat.write(notebook, project / "notebooks" / "report.ipynb")

    with pytest.raises(SealBroken, match="成果核验未通过，未生成"):
        render(*PINGTAN, charts="none")
    assert path.read_bytes() == old
