"""One order travels: what is wished of a report is said once, checked once, and counts in its fingerprint."""

from __future__ import annotations

import inspect
import json
import sys
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest
from material import ROOT

from govreport import Page, batch, render
from govreport.batching.fingerprint import input_digest
from govreport.cli.batch import batch as command
from govreport.entry import views
from govreport.errors import BadRequest
from govreport.rendering import KINDS, Kind, Order, Wish
from govreport.rendering.page_comparison import SealBroken

ORDER = Order("jiangsu/suqian", 2024)
OTHERWISE: dict[str, Any] = {
    "agency": "fujian/pingtan",
    "year": 2023,
    "edition": "draft",
    "charts": "none",
    "engine": "jupyter",
    "notebook": "/a/mine.ipynb",
    "values": {"times": 2},
    "label": "甲",
}
ELSEWHERE: dict[str, Any] = {
    "formats": ("html", "docx"),
    "keep_notebook": True,
    "turn": "feed",
    "params": "/elsewhere/params",
    "outputs": "/elsewhere/outputs",
}
OWN = replace(ORDER, notebook="/a/own.ipynb", values={"times": 1}, label="乙")


def fingerprint(order: Order) -> str | None:
    return input_digest(order, "basis", "notebook")


def test_every_wish_is_looked_at_here():
    assert {one.name for one in fields(Order)} == OTHERWISE.keys() | ELSEWHERE.keys()


@pytest.mark.parametrize("name", OTHERWISE)
def test_a_report_that_is_wished_otherwise_is_made_again(name: str):
    assert fingerprint(replace(OWN, **{name: OTHERWISE[name]})) != fingerprint(OWN)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_where_a_report_lies_and_in_which_files_makes_it_no_other(name: str):
    assert fingerprint(replace(ORDER, **{name: ELSEWHERE[name]})) == fingerprint(ORDER)


def test_a_notebook_of_ones_own_may_move_with_its_folder():
    assert fingerprint(replace(OWN, notebook="/b/own.ipynb")) == fingerprint(OWN)


def test_a_new_wish_counts_without_being_named_anywhere():
    @dataclass(frozen=True)
    class Larger(Order):
        paper: str = "A4"

    larger = Larger("jiangsu/suqian", 2024)

    assert fingerprint(replace(larger, paper="A3")) != fingerprint(larger)


def test_an_order_travels_as_json():
    order = replace(OWN, turn="feed", keep_notebook=True, params="/p", outputs="/o")

    assert Order.read(json.loads(json.dumps(order.record()))) == order


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"edition": "finl"}, "版本应为 final（正式稿）、draft（送审稿）之一，现为“finl”"),
        ({"charts": "some"}, "图解应为 interactive（附数据图解）、none（不附）之一，现为“some”"),
        ({"engine": "papermill"}, "引擎应为 govreport（"),
        ({"formats": ("pdf",)}, "成果文件格式应为 html（网页）、docx（Word 稿）、xlsx（工作簿）之一，现为“pdf”"),
        ({"formats": ()}, "没有写明成果文件格式 --formats，可写：html、docx、xlsx"),
        ({"year": "二〇二四"}, "年度 year 应为四位数字，现为“二〇二四”"),
        ({"values": {"a": 1}}, "参数 -p 只用于 --notebook 指定的笔记本"),
        ({"label": "甲"}, "标签 --label 只用于 --notebook 指定的笔记本"),
        ({"notebook": "mine.ipynb", "formats": ("docx",)}, "--notebook 指定的笔记本只能生成 HTML，请去掉 --formats"),
        ({"notebook": "mine.ipynb", "label": "draft"}, "标签 --label “draft”不可用"),
    ],
)
def test_what_cannot_be_made_is_refused_where_the_order_is_made(wish: dict[str, Any], said: str):
    with pytest.raises(BadRequest) as refused:
        replace(ORDER, **wish)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("name", "default"), {"edition": "final", "charts": "interactive", "engine": "govreport"}.items()
)
def test_functions_and_the_command_begin_from_the_same_default(name: str, default: str):
    assert getattr(Order, name) == default
    assert inspect.signature(render).parameters[name].default == default
    assert inspect.signature(batch).parameters[name].default == default
    assert next(option.default for option in command.params if option.name == name) == default


def test_functions_and_the_command_take_every_wish():
    own = {"agency", "year", "params", "outputs", "keep_notebook"}
    options = {option.name for option in command.params}

    assert Wish.__annotations__.keys() == {one.name for one in fields(Order)} - own - {"turn"}
    assert inspect.signature(render).parameters.keys() == Wish.__annotations__.keys() | own
    assert inspect.signature(batch).parameters.keys() > Wish.__annotations__.keys()
    assert {"pairs" if name == "values" else name for name in Wish.__annotations__} < options


def test_the_notebook_declares_what_it_is_told():
    told = Order.of("jiangsu/suqian", 2024, params=ROOT / "params").parameters
    notebook = nbformat.read(ROOT / "notebooks" / "report.ipynb", as_version=4)
    [cell] = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]

    assert list(told) == ["agency", "year", "edition", "charts", "params"]
    assert list(told) == [line.split(":")[0] for line in cell.source.splitlines()]
    assert list(told)[:4] == list(inspect.signature(Page.open).parameters)[:4]


def test_command_and_form_offer_the_kinds_of_the_table():
    [formats] = [option for option in command.params if option.name == "formats"]

    assert "html 网页（默认），docx Word 稿，xlsx 工作簿" in formats.help
    assert [(one["edition"], one["kind"], one["label"]) for one in views.exports()] == [
        ("draft", "html", "导出送审稿"),
        ("final", "html", "导出正式稿"),
        ("draft", "docx", "Word 送审稿"),
        ("final", "docx", "Word 正式稿"),
    ]


@pytest.fixture
def plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of file that nothing but the table knows: the name of the unit, as text."""
    module = ModuleType("govreport.rendering.text_file")
    module.make = lambda page, _: page.report.name.encode()
    module.faults = lambda written, page: [] if written.decode() == page.report.name else ["单位名称不符"]
    module.shape = lambda page: page.edition
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(KINDS, "txt", Kind("txt", "文本", "text_file", button="文本"))


@pytest.mark.usefixtures("plain_text")
def test_a_new_kind_of_file_is_one_entry(project: Path):
    done = render("jiangsu/suqian", 2024, formats=["txt", "docx"])

    assert list(done.digests) == ["docx", "txt"]
    text = project / "outputs" / "2024" / "jiangsu" / "suqian.txt"
    assert text.read_text(encoding="utf-8") == "宿迁市人民政府"
    assert [one["label"] for one in views.exports()][-2:] == ["文本送审稿", "文本正式稿"]
    with pytest.raises(BadRequest, match=r"html（网页）、docx（Word 稿）、xlsx（工作簿）、txt（文本）之一"):
        Order("jiangsu/suqian", 2024, formats=("pdf",))


@pytest.mark.usefixtures("plain_text")
def test_a_file_of_a_new_kind_is_read_back_before_it_gets_its_name(project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys.modules["govreport.rendering.text_file"], "make", lambda page, _: "某局".encode())

    with pytest.raises(SealBroken, match="单位名称不符"):
        render("jiangsu/suqian", 2024, formats=["txt"])
    assert list(project.rglob("*.txt")) == []


def test_files_lie_where_the_order_says(tmp_path: Path):
    order = Order("a/b", 2024, edition="draft", outputs=str(tmp_path))

    assert order.path("docx") == tmp_path / "2024" / "a" / "b.draft.docx"
    assert replace(OWN, outputs=str(tmp_path)).path("html") == tmp_path / "2024" / "jiangsu" / "suqian.own.乙.html"
