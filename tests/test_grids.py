"""Published tables read by their grids: right in every shape, doubtful where anything is uncertain."""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from drawing import Lines, drawn, page, split, table_html, typed, undivided
from hypothesis import given, settings
from hypothesis import strategies as st
from material import record
from office import convert

from govreport.errors import InvalidFile
from govreport.form import FORMS, Box, Form
from govreport.importing.published.docx import read_docx
from govreport.importing.published.figures_found import FiguresFound
from govreport.importing.published.grid import Grid, Piece, Text
from govreport.importing.published.grids import read_grids
from govreport.importing.published.html import read_html
from govreport.importing.published.pdf import pdf_text, read_pdf
from govreport.importing.published.xlsx import read_xlsx
from govreport.report import read_report

FORM = FORMS[2021]
TRIAL = FORMS[2019]
FIGURES: dict[str, Any] = dict(read_report(record(2023)).stated)
"""Of the invented bureau, every cell of the form."""


def tables(form: Form, values: dict[str, Any], wrap: Callable[[str], str] = str) -> list[str]:
    return [table_html(drawn(form, table.id, values), wrap) for table in form.tables]


def taken(content: bytes, form: Form = FORM) -> FiguresFound:
    return read_grids(read_html(content, "页.html"), form)


def assert_all(found: FiguresFound, values: dict[str, Any], form: Form = FORM) -> None:
    assert not found.doubts
    assert found.values == {path: values[path] for path in form.places if path in values}


def assert_none_wrong(found: FiguresFound, values: dict[str, Any]) -> None:
    assert {path: value for path, value in found.values.items() if values.get(path, "absent") != value} == {}


@pytest.mark.parametrize("form", [FORM, TRIAL], ids=["2021", "2019"])
def test_a_plain_page_is_read_whole_in_both_editions(form: Form) -> None:
    values = typed(form, 1)
    assert_all(taken(page(*tables(form, values)), form), values, form)


def in_spans(text: str) -> str:
    return "<p><span>" + "</span><span>".join(text) + "</span><o:p></o:p></p>" if text else "<p>&nbsp;</p>"


def in_lines(text: str) -> str:
    return "<br>".join(re.findall(".{1,4}", text)) if len(text) > 5 else f" {text}\n"


SHAPES: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "letters in pieces, as Word exports them": lambda values: page(*tables(FORM, values, in_spans)),
    "labels broken into lines": lambda values: page(*tables(FORM, values, in_lines)),
    "inside a layout table": lambda values: page(
        f"<table><tr><td>导航</td><td>{'<p>一、总体情况</p>'.join(tables(FORM, values))}</td></tr></table>"
    ),
    "in GBK": lambda values: ("<meta charset=gb2312>" + "".join(tables(FORM, values))).encode("gbk"),
    "in GBK that nothing states": lambda values: "".join(tables(FORM, values)).encode("gbk"),
    "in UTF-16": lambda values: ("".join(tables(FORM, values))).encode("utf-16"),
    "in traditional characters": lambda values: page(*tables(FORM, values)).replace("规章".encode(), "規章".encode()),
    "beside hidden tables": lambda values: page(
        "<style>.off{display:none} @media print{table{display:none}}</style>",
        f"<div class=off>{''.join(tables(FORM, typed(FORM, 9)))}</div>",
        f"<div style='display: none'>{''.join(tables(FORM, typed(FORM, 8)))}</div><!-- <table> -->",
        *tables(FORM, values),
    ),
    "beside a table about the page": lambda values: page(
        "<table><tr><td>索引号</td><td>014/2024-2</td><td>分类</td><td>3</td></tr></table>", *tables(FORM, values)
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_is_read_whole_in_every_shape(shape: str) -> None:
    values = typed(FORM, 2)
    assert_all(taken(SHAPES[shape](values)), values)


def test_what_stands_around_tables_is_text_and_layout_is_no_grid() -> None:
    content = page(
        "<script>var a = '<p>假</p>'</script><table><tr><td><h1>标题</h1>甲<br>乙",
        *tables(FORM, FIGURES),
        "</td></tr></table>丙",
    )
    pieces = read_html(content, "页.html")
    assert [piece.text for piece in pieces if isinstance(piece, Text)] == ["标题", "甲", "乙", "丙"]
    assert [piece.name for piece in pieces if isinstance(piece, Grid)] == ["第1个表格", "第2个表格", "第3个表格"]


@pytest.mark.parametrize("at", range(6, 27, 4))
def test_a_table_in_two_parts_is_read_by_its_sums(at: int) -> None:
    values = typed(FORM, 3)
    disclosure, requests, disputes = (drawn(FORM, table.id, values) for table in FORM.tables)
    content = page(*map(table_html, [disclosure, *split(requests, at), disputes]))
    assert_all(taken(content), values)


def test_a_table_in_two_parts_whose_rows_do_not_add_up_is_doubtful_below() -> None:
    values = typed(FORM, 3) | {"requests.carried_out.total": 1}
    requests = drawn(FORM, "requests", values)
    found = taken(page(*map(table_html, split(requests, 20))))
    assert "requests.carried_out.total" in found.doubts
    assert_none_wrong(found, values)


def with_subtotals(lines: Lines) -> Lines:
    """A column 小计 behind 其他, with a figure of its own."""
    wide = [[replace(box, width=box.width + 1) if box.text in ("申请人情况", "法人或其他组织") else box for box in line]
            for line in lines]  # fmt: skip
    for number, line in enumerate(wide):
        behind = [at for at, box in enumerate(line) if box.text == "其他" and box.role == "column"]
        if behind:
            line.insert(behind[0] + 1, Box("小计", "column"))
        elif number > 2:
            line.insert(len(line) - 1, Box("555", "figure"))
    return wide


def test_a_column_too_many_is_noted_and_not_squeezed_in() -> None:
    values = typed(FORM, 4)
    found = taken(page(table_html(with_subtotals(drawn(FORM, "requests", values)))))
    assert {path: values[path] for path in FORM.table_by_id["requests"].cells} == found.values
    assert [note.rule for note in found.notes] == ["S4"]


def test_rows_too_many_are_noted_and_not_squeezed_in() -> None:
    values = typed(FORM, 4)
    lines = drawn(FORM, "requests", values)
    extra = [Box("小计", "row", 2), *(Box("99", "figure") for _ in range(7))]
    at = next(number for number, line in enumerate(lines) if line[0].text == "（四）无法提供")
    content = table_html([*lines[:at], extra, *lines[at:]]).replace('rowspan="22"', 'rowspan="23"')
    found = taken(page(content))
    assert {path: values[path] for path in FORM.table_by_id["requests"].cells} == found.values
    assert [note.rule for note in found.notes] == ["S4"]


def test_columns_in_another_order_are_read_by_their_headings() -> None:
    values = typed(FORM, 5)
    lines = drawn(FORM, "requests", values)
    leaves = lines[2]
    leaves[0], leaves[3] = leaves[3], leaves[0]
    for line in lines[3:]:
        line[-6], line[-3] = line[-3], line[-6]
    assert_none_wrong(found := taken(page(table_html(lines))), values)
    assert len(found.values) == 175


@dataclass(frozen=True)
class Damage:
    """What somebody did to the table."""

    name: str
    do: Callable[[Lines], Any]


DAMAGES = [
    Damage("a figure is missing", lambda lines: lines[7].pop(-4)),
    Damage("a figure too many", lambda lines: lines[7].insert(len(lines[7]) - 4, Box("5", "figure"))),
    Damage("two figures in one cell", lambda lines: lines[8].__setitem__(
        slice(-3, -1), [Box(f"{lines[8][-3].text} {lines[8][-2].text}", "figure", 2)])),
    Damage("figures merged downwards", lambda lines: (
        lines[8].__setitem__(-3, replace(lines[8][-3], height=2)), lines[9].pop(-3))),
    Damage("the label's cells are one too few", lambda lines: lines[4].__setitem__(0, replace(lines[4][0], width=2))),
    Damage("the label's cells are one too many", lambda lines: lines[4].__setitem__(0, replace(lines[4][0], width=4))),
    Damage("the part reaches too far down", lambda lines: lines[5].__setitem__(0, replace(lines[5][0], height=23))),
    Damage("the part ends too early", lambda lines: lines[5].__setitem__(0, replace(lines[5][0], height=18))),
    Damage("the header is gone", lambda lines: lines.__delitem__(slice(0, 3))),
    Damage("the lowest headings are gone", lambda lines: lines.__delitem__(2)),
    Damage("one heading is blank", lambda lines: lines[2].__setitem__(1, replace(lines[2][1], text=""))),
    Damage("the corner is too narrow", lambda lines: lines[0].__setitem__(0, replace(lines[0][0], width=2))),
    Damage("the corner is too wide", lambda lines: lines[0].__setitem__(0, replace(lines[0][0], width=4))),
    Damage("a label is lost", lambda lines: lines[12].__setitem__(0, replace(lines[12][0], text=""))),
    Damage("two labels in one cell", lambda lines: lines[12].__setitem__(
        0, replace(lines[12][0], text=lines[12][0].text + lines[13][0].text))),
    Damage("figures raised as footnotes", lambda lines: lines[9].__setitem__(
        -2, replace(lines[9][-2], text=lines[9][-2].text + "<sup>1</sup>"))),
    Damage("figures struck out", lambda lines: lines[9].__setitem__(
        -2, replace(lines[9][-2], text="<s>12</s>" + lines[9][-2].text))),
    Damage("a line of column numbers", lambda lines: lines.insert(
        3, [Box("栏次", "row", 3), *(Box(str(one), "figure") for one in range(1, 8))])),
    Damage("every heading twice, for two years", lambda lines: [
        line.extend(box for box in list(line) if box.role in ("figure", "column")) for line in lines]),
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=[damage.name for damage in DAMAGES])
def test_a_damaged_table_gives_no_wrong_figure(damage: Damage) -> None:
    values = typed(FORM, 6)
    lines = drawn(FORM, "requests", values)
    damage.do(lines)
    found = taken(page(table_html(lines)))
    assert_none_wrong(found, values)
    named = {*found.values, *found.doubts}
    assert named >= set(FORM.table_by_id["requests"].cells)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    st.sampled_from([FORM, TRIAL]),
    st.sampled_from(["disclosure", "requests", "disputes"]),
    st.integers(0, 10_000),
    st.lists(st.integers(0, 10_000), min_size=1, max_size=3),
)
def test_no_damage_to_a_table_gives_a_wrong_figure(form: Form, table: str, seed: int, hits: list[int]) -> None:
    values = typed(form, seed)
    lines = drawn(form, table, values)
    for hit, line in zip(hits, random.Random(seed).sample([line for line in lines if line], len(hits)), strict=True):
        dice = random.Random(hit)
        at = dice.randrange(len(line))
        dice.choice([
            lambda line=line, at=at: line.pop(at),
            lambda line=line, at=at: line.__setitem__(at, replace(line[at], width=line[at].width + 1)),
            lambda line=line, at=at: line.__setitem__(at, replace(line[at], height=line[at].height + 1)),
            lambda line=line, at=at: line.insert(at, Box("", "row")),
            lambda line=line, at=at: line.__setitem__(at, replace(line[at], text="")) if not line[at].cell else None,
        ])()  # fmt: skip
    assert_none_wrong(taken(page(table_html(lines)), form), values)


def test_a_figure_is_not_given_to_the_label_of_another_line() -> None:
    """A row that lost its label stands above one that lost its figure: neither is the other's."""
    values = typed(FORM, 1)
    lines = drawn(FORM, "disclosure", values)
    unnamed = next(number for number, line in enumerate(lines) if line[0].text == "行政处罚")
    lines[unnamed][0] = replace(lines[unnamed][0], text="")
    lines[unnamed + 1].pop()
    found = taken(page(table_html(lines)))
    assert {"disclosure.penalties.decisions", "disclosure.coercion.decisions"} <= found.doubts.keys()


def test_a_row_that_moved_beside_a_blank_is_doubtful() -> None:
    values = typed(FORM, 1)
    lines = drawn(FORM, "requests", values)
    lines[7].insert(5, Box("", "figure"))
    lines[7].pop(-7)
    found = taken(page(table_html(lines)))
    assert len([path for path in found.doubts if path.startswith("requests.denied.state_secret.")]) == 7
    assert_none_wrong(found, values)


def test_undivided_other_handling_is_its_last_row() -> None:
    values = typed(FORM, 7)
    found = taken(page(table_html(undivided(drawn(FORM, "requests", values)))))
    gone = {path for path in values if ".overdue_" in path}
    assert found.values == {path: values[path] for path in FORM.table_by_id["requests"].cells if path not in gone}
    assert not found.doubts


@pytest.mark.parametrize(
    ("printed", "number", "doubtful"),
    [("/", None, False), ("-", None, False), ("—", None, False), ("无", None, False), ("&nbsp;", None, False),
     ("１，２３４", 1234, False), ("+2", 2, False), ("-1", -1, False), ("22（其中修订16件）", 22, False),
     ("30件", 30, False), ("3<span>上年2</span><span>+1</span>", 3, False), ("12 13", None, True), ("12<br>13", None, True), ("22（应为23）", None, True),
     ("O", None, True), ("1.234.5", None, True), ("007", None, True), ("3人", None, True)],
)  # fmt: skip
def test_a_value_is_read_as_printed_or_doubtful(printed: str, number: Any, doubtful: bool) -> None:
    path = "disclosure.normative_documents.in_force"
    found = taken(page(table_html(drawn(FORM, "disclosure", FIGURES | {path: printed}))))
    assert (path in found.doubts) is doubtful
    assert found.values.get(path) == number
    assert len(found.values) + len(found.doubts) == 10


@pytest.mark.parametrize(
    ("heading", "printed", "number"),
    [("本年收费金额（单位：万元）", "72701.2578", Decimal("72701.2578")), ("本年收费金额（单位：元）", "251000", Decimal("25.1")),
     ("本年收费金额", "3万元", 3), ("本年收费金额（单位：元）", "3万元", None)],
)  # fmt: skip
def test_fees_come_in_ten_thousands(heading: str, printed: str, number: Any) -> None:
    path = "disclosure.admin_fees.amount"
    content = table_html(drawn(FORM, "disclosure", FIGURES | {path: printed}))
    found = taken(page(content.replace("本年收费金额（单位：万元）", heading)))
    assert found.values.get(path) == number
    assert (path in found.doubts) is (number is None)


def test_purchases_come_in_single_yuan() -> None:
    values = typed(TRIAL, 1) | {"disclosure.procurement.amount": "251000元"}
    assert taken(page(*tables(TRIAL, values)), TRIAL).values["disclosure.procurement.amount"] == 251000


def test_two_years_in_one_document_are_asked_about() -> None:
    found = taken(page(*tables(FORM, typed(FORM, 1)), *tables(FORM, typed(FORM, 2))))
    assert not found.values
    assert set(found.doubts) == set(FORM.places)
    assert any("两个年度" in note.text for note in found.notes)


def test_the_same_page_twice_is_no_doubt() -> None:
    assert_all(taken(page(*tables(FORM, FIGURES), *tables(FORM, FIGURES))), FIGURES)


def test_a_doubt_says_where_what_and_why() -> None:
    found = taken(page(table_html(drawn(FORM, "disputes", FIGURES | {"disputes.review.upheld": "1 2"}))))
    doubt = found.doubts["disputes.review.upheld"]
    assert doubt.where == "第1个表格第4行第1列"
    assert doubt.text == "1 2"
    assert doubt.candidates == (12,)
    assert "核对" in doubt.why


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same page as LibreOffice prints and saves it."""
    folder = tmp_path_factory.mktemp("grids")
    source = folder / "页.html"
    source.write_bytes(page("<p>示例局2023年政府信息公开工作年度报告</p>", *tables(FORM, typed(FORM, 1))))
    (pdf,) = convert([source], "pdf", folder)
    (odt,) = convert([source], "odt", folder)
    (docx,) = convert([odt], "docx", folder)
    return {path.suffix: path.read_bytes() for path in (pdf, docx)}


def test_a_pdf_is_read_whole(printed: dict[str, bytes]) -> None:
    pieces = read_pdf(printed[".pdf"], "页.pdf")
    assert_all(read_grids(pieces, FORM), typed(FORM, 1))
    assert "行政规范性文件" in pdf_text(printed[".pdf"], "页.pdf")


def test_a_word_file_is_read_whole(printed: dict[str, bytes]) -> None:
    assert_all(read_grids(read_docx(printed[".docx"], "页.docx"), FORM), typed(FORM, 1))


ANY: list[tuple[str, Callable[[bytes, str], list[Piece]]]] = [
    ("a.html", read_html),
    ("a.pdf", read_pdf),
    ("a.docx", read_docx),
    ("a.xlsx", read_xlsx),
]


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.sampled_from(ANY), st.binary(max_size=2000), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<table>"]))
def test_any_bytes_give_pieces_or_one_refusal(reader: Any, content: bytes, start: bytes) -> None:
    name, read = reader
    with contextlib.suppress(InvalidFile):
        read_grids(read(start + content, name), FORM)


def test_a_pdf_without_text_or_with_a_password_is_refused(tmp_path: Path) -> None:
    blank = (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\ntrailer\n<</Root 1 0 R>>\n"
    )
    with pytest.raises(InvalidFile, match="扫描图片"):
        read_pdf(blank, "扫描.pdf")
    locked = blank.replace(b"/Root 1 0 R", b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4"
                           b"/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">>>")  # fmt: skip
    with pytest.raises(InvalidFile, match="密码"):
        read_pdf(locked, "密码.pdf")
