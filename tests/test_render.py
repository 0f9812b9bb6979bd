"""The finished page: the statutory document, its marks, and nothing from outside."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from material import AGENCY, ROOT, SAMPLES, record, write

from govreport.checks import check_report
from govreport.errors import BadRequest, Blocked
from govreport.form import FORMS
from govreport.rendering import Order, Page, render
from govreport.rendering.own_projects import keep_own
from govreport.rendering.project import find_notebook
from govreport.rendering.run import RenderFailed
from govreport.report import from_json, read_report
from govreport.store import Store

Rendered = Callable[..., Path]
JUSTICE = ("panzhihua/xiqu/justice", 2024)
SUQIAN = ("jiangsu/suqian", 2024)
DRAFT = ("fujian/pingtan", 2020, "draft")


class Parsed(HTMLParser):
    """What a program that relies on the page's marks would read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: dict[str, str] = {}
        self.metas: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.rules: list[tuple[str, str]] = []
        self.opened: list[str] = []
        self.record = ""
        self._cell: str | None = None
        self._element = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.opened.append(tag)
        if tag == "td":
            self._cell = named.get("data-cell")
            if self._cell:
                assert self._cell not in self.cells
                self.cells[self._cell] = ""
        if tag == "meta" and (named.get("name") or "").startswith("govreport:"):
            self.metas[str(named["name"])] = str(named["content"])
        if "data-rule" in named:
            self.rules.append((str(named["data-rule"]), str(named.get("data-cells"))))
        self._element = "record" if named.get("id") == "govreport-record" else tag

    def handle_endtag(self, tag: str) -> None:
        self._cell = None if tag == "td" else self._cell
        self._element = ""

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.cells[self._cell] += data
        if self._element == "record":
            self.record += data
        self.texts[self._element] = self.texts.get(self._element, "") + data


def parsed(path: Path) -> Parsed:
    return Parsed(path.read_text(encoding="utf-8"))


def test_the_seed_bureaus_page_has_its_200_cells_its_six_sections_and_its_116_items(rendered: Rendered):
    html = rendered(*JUSTICE).read_text(encoding="utf-8")
    page = Parsed(html)

    assert page.cells == dict.fromkeys(FORMS[2021].places, "0")
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", html)
    assert headings == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
        "附：数据图解",
    ]
    assert (
        "主动公开信息116条，其中工作动态41条、司法县区动态33条、法治信息24条、规范性文件3条、部门预决算3条、政务数据12条"
        in html
    )
    assert "2025年1月2日" in html


@pytest.mark.parametrize("wanted", [JUSTICE, SUQIAN, DRAFT], ids=lambda wanted: wanted[0])
def test_the_page_says_whose_it_is_in_every_place(rendered: Rendered, wanted: tuple[str, int]):
    page = parsed(rendered(*wanted))
    report = Store(SAMPLES).load(*wanted[:2])
    title = f"{report.name}{report.year}年政府信息公开工作年度报告"

    assert page.metas == {
        "govreport:agency": wanted[0],
        "govreport:year": str(wanted[1]),
        "govreport:edition": "draft" if wanted is DRAFT else "final",
        "govreport:digest": report.digest,
        **({} if wanted is DRAFT else {"govreport:public-digest": report.public_digest}),
    }
    assert page.texts["title"] == title
    assert page.opened.count("h1") == 1
    assert read_report(from_json(page.record)) == report


def test_every_figure_of_a_busy_city_stands_in_its_cell(rendered: Rendered):
    report = Store(SAMPLES).load(*SUQIAN)

    assert parsed(rendered(*SUQIAN)).cells == {path: str(value) for path, value in report.cells.items()}


def test_a_final_edition_without_charts_stays_small_and_runs_nothing(rendered: Rendered):
    path = rendered(*SUQIAN, charts="none")
    html = path.read_text(encoding="utf-8")

    assert path.stat().st_size < 100_000
    assert re.findall(r"<script[^>]*>", html) == ['<script type="application/json" id="govreport-record">']
    assert "script-src 'none'" in html


def test_a_final_edition_with_charts_stays_under_2_2_megabytes(rendered: Rendered):
    assert 1_000_000 < rendered("fujian/pingtan", 2024).stat().st_size < 2_200_000


def test_a_page_without_a_drawn_chart_carries_no_plotly(bureau: Store, tmp_path: Path):
    data = record(2022) | {"year": 2020, "narrative": record(2020)["narrative"]}
    digest = bureau.read(AGENCY, 2020)[1]
    zero = json.loads(json.dumps(data["requests"]), parse_int=lambda _: 0)
    empty = data | {"requests": zero, "disputes": dict.fromkeys(data["disputes"], [0] * 5)}
    empty["disclosure"]["normative_documents"] = [0, 0, 0]
    bureau.save(read_report(empty), AGENCY, expected=digest)

    path = render(AGENCY, 2020, params=bureau.folder, outputs=tmp_path).path

    assert path.stat().st_size < 100_000
    assert "plotly" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "wanted", [JUSTICE, SUQIAN, (*SUQIAN, "final", "none"), DRAFT], ids=lambda wanted: "-".join(map(str, wanted))
)
def test_no_address_outside_no_code_no_parameters_no_traceback(rendered: Rendered, wanted: tuple[str, int]):
    html = rendered(*wanted).read_text(encoding="utf-8")
    without_scripts = re.sub(r'<script type="text/plain".*?</script>', "", html, flags=re.S)

    assert re.findall(r"(?:https?:)?//[a-z]", without_scripts) == ["//"] * 0
    assert '<a href="http' not in html
    for trace in ("Page.open", "import ", "papermill", "Traceback", "In [", str(SAMPLES)):
        assert trace not in without_scripts


def test_the_draft_marks_what_is_wrong_beside_last_years_figures(rendered: Rendered):
    html = rendered(*DRAFT).read_text(encoding="utf-8")
    page = Parsed(html)

    assert '<p class="draft-mark">送审稿</p>' in html
    assert [rule for rule, _ in page.rules] == ["P9", "T5", "V4", "A2", "A2"]
    assert page.rules[2][1] == "disclosure.regulations.published_total"
    assert page.rules[3][1].startswith("requests.handled_total.natural_person requests.granted.natural_person ")
    assert page.cells["requests.handled_total.natural_person"] == "20[1]上年23-3"
    assert page.cells["disclosure.licenses.previous"] == "／"
    assert "校核发现：应改正问题3项，须核实问题2项。" in html
    assert html.count("未审签") == 3


def test_a_final_edition_shows_no_findings_and_no_last_year(rendered: Rendered):
    html = rendered("fujian/pingtan", 2024).read_text(encoding="utf-8")
    body = html.partition("<main")[2]

    assert "data-rule" not in html
    assert "上年20" not in body
    assert "送审稿" not in body


def test_of_a_report_without_texts_a_draft_marks_the_blanks_and_a_final_is_refused_whatever_was_explained(
    tmp_path: Path,
):
    unwritten = read_report(record(2022))
    missing = [one for one in check_report("example", unwritten) if one.blocks]
    waivers = [
        {
            "rule": one.rule,
            "cells": list(one.cells),
            "digest": unwritten.digest_of(one.cells),
            "reason": "示例",
            "by": "示例甲",
        }
        for one in missing
    ]
    explained = unwritten.with_values({"waivers": waivers})

    assert (
        Page.of(Order("example", 2022, edition="draft", charts="none"), {2022: explained}).html().count("（未填写）")
        == 3
    )
    with pytest.raises(Blocked) as refused:
        Page.of(Order("example", 2022, charts="none"), {2022: explained})
    assert [rule for rule in ("N1", "N3", "N4") if f"{rule} 第" in str(refused.value)] == ["N1", "N3", "N4"]


@pytest.mark.parametrize(
    ("agency", "year"), [("jiangsu/suqian", 2024), ("fujian/pingtan", 2024), ("panzhihua/xiqu/justice", 2024)]
)
def test_no_final_of_a_sample_has_a_blank_mark(rendered: Rendered, agency: str, year: int):
    assert "（未填写）" not in rendered(agency, year).read_text(encoding="utf-8")


def test_the_first_sample_says_on_its_page_that_it_is_retold(rendered: Rendered):
    text = rendered("jiangsu/suqian", 2024).read_text(encoding="utf-8")

    assert "<p>示例：据公开报告改写。" in text.partition("一、总体情况")[0]


def test_every_chart_is_a_figure_with_a_sentence_and_its_data(rendered: Rendered):
    html = rendered("fujian/pingtan", 2024).read_text(encoding="utf-8")
    figures = re.findall(r'<figure class="chart".*?</figure>', html, flags=re.S)

    assert len(figures) == 5
    for figure in figures:
        assert re.search(r"<figcaption>2024年[^<]+。</figcaption>", figure)
        assert re.search(r'<table class="data"><caption>[^<]+：数据</caption>', figure)
        assert "data-cell" not in figure
        spec = json.loads(re.search(r'<script type="application/json">(.*?)</script>', figure, re.S)[1])  # type: ignore[index]
        assert any(value for trace in spec["data"] for value in (*trace["x"], *trace["y"]))


def test_a_chart_shows_no_later_year(rendered: Rendered):
    assert "2025年" not in rendered("fujian/pingtan", 2024).read_text(encoding="utf-8")


def test_a_final_edition_with_errors_is_refused_with_the_reasons_and_nothing_is_written(tmp_path: Path):
    with pytest.raises(Blocked, match=r"暂不能定稿，有3项应改正：A2 .*自然人”栏为 20.*；V4 "):
        render("fujian/pingtan", 2020, params=SAMPLES, outputs=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_names_and_texts_with_markup_are_shown_escaped(tmp_path: Path):
    params = tmp_path / "params"
    name = "示例<img src=x onerror=alert(1)>\"局'"
    data = record(2023) | {"name": name}
    data["narrative"]["other_matters"] = "</script><script>alert(2)</script>"
    data["published"]["channels"][0]["items"] = {"<svg onload=alert(3)>": 30}
    params.mkdir()
    Store(params).save(read_report(data), "a'b&c", expected=None)

    path = render("a'b&c", 2023, params=params, outputs=tmp_path / "o").path
    html = path.read_text(encoding="utf-8")
    page = Parsed(html)

    assert "<img" not in html
    assert "<svg" not in html
    assert "alert(2)</script>" not in html
    assert page.metas["govreport:agency"] == "a'b&c"
    assert page.texts["title"].startswith(name)
    assert from_json(page.record)["narrative"]["other_matters"] == "</script><script>alert(2)</script>"


def test_the_projects_own_notebook_runs_where_there_is_one(project: Path):
    assert find_notebook(project / "params") == ROOT / "notebooks" / "report.ipynb"

    (project / "notebooks").mkdir()
    keep_own(project)
    notebook = nbformat.read(ROOT / "notebooks" / "report.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("print('自定的一格')", metadata={"tags": ["note"]}))
    nbformat.write(notebook, project / "notebooks" / "report.ipynb")

    html = render(*JUSTICE, charts="none", keep_notebook=True).path

    assert "自定的一格\\n" in html.with_suffix(".ipynb").read_text(encoding="utf-8")
    assert "自定的一格" not in html.read_text(encoding="utf-8")
    assert (project / "outputs" / "2024" / "panzhihua" / "xiqu" / "justice.html").is_file()


@pytest.mark.parametrize(
    ("code", "engine", "said"),
    [
        ("1 / 0", "govreport", "笔记本第22格出错（ZeroDivisionError"),
        ("1 / 0", "jupyter", "笔记本第22格出错（ZeroDivisionError"),
        ("import os; os._exit(1)", "jupyter", "内核意外停止"),
    ],
)
def test_a_notebook_that_fails_is_one_chinese_line(project: Path, code: str, engine: str, said: str):
    (project / "notebooks").mkdir()
    keep_own(project)
    notebook = nbformat.read(ROOT / "notebooks" / "report.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(code))
    nbformat.write(notebook, project / "notebooks" / "report.ipynb")

    with pytest.raises(RenderFailed, match=said):
        render(*JUSTICE, charts="none", engine=engine)
    assert not (project / "outputs").exists()


@pytest.mark.parametrize(("edition", "charts"), [("finl", "none"), ("final", "some")])
def test_an_unknown_edition_or_kind_of_charts_is_refused(edition: str, charts: str):
    with pytest.raises(BadRequest):
        Page.open(*JUSTICE, edition, charts, SAMPLES)


def test_stock_papermill_runs_the_notebook(project: Path):
    shutil.copytree(ROOT / "notebooks", project / "notebooks")
    command = [sys.executable, "-m", "papermill", "notebooks/report.ipynb", "out.ipynb"]
    subprocess.run([*command, "-p", "agency", "jiangsu/suqian", "-p", "year", "2023"], check=True, cwd=project)

    text = (project / "out.ipynb").read_text(encoding="utf-8")

    assert "宿迁市人民政府" in text
    assert "application/vnd.plotly.v1+json" in text


def test_in_a_notebook_a_refusal_is_one_line_without_a_traceback(project: Path):
    shutil.copytree(ROOT / "notebooks", project / "notebooks")
    command = [sys.executable, "-m", "papermill", "notebooks/report.ipynb", "out.ipynb"]
    subprocess.run([*command, "-p", "agency", "fujian/pingtan", "-p", "year", "2020"], check=False, cwd=project)

    notebook = nbformat.read(project / "out.ipynb", as_version=4)
    [error] = [
        output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error"
    ]

    assert len(error.traceback) == 1
    assert error.traceback[0].startswith("平潭综合实验区管委会2020年度报告暂不能定稿")


def test_a_broken_earlier_year_is_named(tmp_path: Path):
    params = tmp_path / "params"
    write(params, "a", 2023, "name: 示例局\nyear: 2023\nform: 2021\nyera: 1\n")
    write(params, "a", 2024, "name: 示例局\nyear: 2024\nform: 2021\n")

    with pytest.raises(Exception, match=r"params/a/2023\.yaml：第4行：未知字段 yera"):
        render("a", 2024, edition="draft", params=params, outputs=tmp_path / "o")
