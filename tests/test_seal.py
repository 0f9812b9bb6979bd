"""The seal lets a true page pass, and no page with a fault planted in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from material import ROOT, SAMPLES

from govreport.render import Page, render
from govreport.render.run import agency_names
from govreport.render.seal import SealBroken, faults

Rendered = Callable[..., Path]
PINGTAN = ("fujian/pingtan", 2024)
OTHERS = ["宿迁市人民政府", "攀枝花市西区司法局", "平潭综合实验区"]


def found(html: str, wanted: tuple[str, int] = PINGTAN) -> str:
    """What the seal says of a page that should be the wanted agency's."""
    page = Page.open(*wanted, params=SAMPLES)
    return "；".join(faults(html, page.facts, page.report, page.appendix, OTHERS))


def test_a_true_page_passes(rendered: Rendered):
    assert found(rendered(*PINGTAN).read_text(encoding="utf-8")) == ""


def test_another_agencys_or_years_page_does_not(rendered: Rendered):
    other = found(rendered("jiangsu/suqian", 2024).read_text(encoding="utf-8"))
    earlier = found(rendered("fujian/pingtan", 2023).read_text(encoding="utf-8"))

    for said in ("页面标识不符", "页面名称不是", "标题不是", "数据项与数据文件不符", "页面所附数据与数据文件不符"):
        assert said in other
        assert said in earlier
    assert "出现了其他单位的名称“宿迁市人民政府”" in other
    assert "落款中没有单位名称" in other


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('data-cell="requests.granted.total">71<', 'data-cell="requests.granted.total">72<', "有1个数据项与数据文件不符，如 requests.granted.total"),
        ('data-cell="requests.granted.total">71<', ">71<", "有1个数据项与数据文件不符"),
        ('data-cell="requests.granted.total">71<', 'data-cell="requests.granted.total"><', "有1个数据项与数据文件不符"),
        ('"granted":[71,', '"granted":[72,', "页面所附数据与数据文件不符"),
        ('"name":"平潭', '"name:"平潭', "页面所附数据无法读取"),
        ("<span>平潭综合实验区管委会</span>", "<span>宿迁市人民政府</span>", "标题不是本单位本年度的；出现了其他单位的名称“宿迁市人民政府”"),
        ("<title>平潭综合实验区管委会2024年", "<title>平潭综合实验区管委会2023年", "页面名称不是本单位本年度的"),
        ('content="fujian/pingtan"', 'content="jiangsu/suqian"', "页面标识不符（agency）"),
        ("<figcaption>2024年本年新收218件", "<figcaption>2024年本年新收219件", "图表的说明与数据不符"),
        ("<figcaption>2024年本年新收218件", "<figcaption>宿迁市人民政府2024年本年新收218件", "出现了其他单位的名称"),
        ('<figure class="chart" id="chart-requests">', "<div>", "图表应有5个，实有4个"),
        ('<script type="text/plain" id="plotly-packed">', '<script type="text/plain" id="packed">', "图表的绘图程序缺失或多余"),
        ("</main>", '<img src="https://example.org/x.png"></main>', "引用了外部地址 https://example.org/x.png"),
        ("</main>", '<p style="background:url(//example.org)"></p></main>', "引用了外部地址"),
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
        ("agency = 'jiangsu/suqian'", "页面所附数据|数据项与数据文件不符"),
        ("year = 2023", "数据项与数据文件不符"),
        ("from govreport import Page as P\nP.charts = lambda self: None", "图表应有5个，实有0个"),
        (
            "from govreport.render import page as module\n"
            "real = module.chart_figure\n"
            "module.chart_figure = lambda chart: real(chart) if chart.id != 'outcomes' else 1 / 0",
            "报告没有生成",
        ),
    ],
    ids=["swapped agency", "stale year", "charts missing", "a chart that raised"],
)  # fmt: skip
def test_a_faulty_notebook_gives_no_page(project: Path, cell: str, said: str):
    notebook = nbformat.read(ROOT / "notebooks" / "report.ipynb", as_version=4)
    notebook.cells.insert(2, nbformat.v4.new_code_cell(cell))
    (project / "notebooks").mkdir()
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
    nbformat.write(notebook, project / "notebooks" / "report.ipynb")

    with pytest.raises(SealBroken, match="成品核验未通过，未生成"):
        render(*PINGTAN, charts="none")
    assert path.read_bytes() == old


def test_the_names_that_are_looked_for_are_the_other_agencies():
    assert agency_names(SAMPLES) == {
        "fujian/pingtan": "平潭综合实验区管委会",
        "jiangsu/suqian": "宿迁市人民政府",
        "panzhihua/xiqu/justice": "攀枝花市西区司法局",
    }
