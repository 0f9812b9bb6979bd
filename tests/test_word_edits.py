"""What people do to a Word file before it comes back: read for what it says, or refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from material import AGENCY, record

from govreport.errors import InvalidFile
from govreport.exporting import word_document
from govreport.importing import Reading, read_word
from govreport.report import Finding, read_report

REPORT = read_report(record(2023))
FINDING = Finding(AGENCY, 2023, "A1", "error", ("requests.granted.total",), "合计应为13。")
FINAL = word_document(REPORT, AGENCY, "final")
DRAFT = word_document(REPORT, AGENCY, "draft", (FINDING,))
SENT = {"final": FINAL, "draft": DRAFT}
PROBLEMS = "五、存在的主要问题及改进情况"


def edited(change: Callable[[Any], object], sent: bytes = FINAL) -> Reading:
    document = Document(io.BytesIO(sent))
    change(document)
    saved = io.BytesIO()
    document.save(saved)
    return read_word(saved.getvalue(), "稿.docx")


def refused(change: Callable[[Any], object]) -> str:
    with pytest.raises(InvalidFile) as error:
        edited(change)
    return str(error.value)


def changes(reading: Reading) -> dict[str, Any]:
    now, then = reading.report.stated, REPORT.stated
    return {path: now.get(path) for path in [*now, *then] if now.get(path) != then.get(path)}


def paragraph(document: Any, text: str) -> Any:
    return next(one for one in document.paragraphs if one.text == text)


def rewrite(text: str, new: str) -> Callable[[Any], None]:
    """The paragraph that says `text` says `new`."""

    def change(document: Any) -> None:
        paragraph(document, text).runs[0].text = new

    return change


def add_before(document: Any, text: str, new: str, style: str = "Normal Indent") -> Any:
    return paragraph(document, text).insert_paragraph_before(new, style)


def set_cell(table: int, line: int, cell: int, text: str) -> Callable[[Any], None]:
    """The figure in a table's XML, by its line and its cell."""

    def change(document: Any) -> None:
        row = document.tables[table]._tbl.findall(qn("w:tr"))[line]
        found = row.findall(qn("w:tc"))[cell].find(qn("w:p"))
        for run in found.findall(qn("w:r")):
            found.remove(run)
        run, piece = OxmlElement("w:r"), OxmlElement("w:t")
        piece.text = text
        run.append(piece)
        found.append(run)

    return change


def tracked(kind: str, run: Any) -> None:
    """Mark a run as deleted or inserted under tracking."""
    mark = OxmlElement(f"w:{kind}")
    mark.set(qn("w:id"), "900")
    mark.set(qn("w:author"), "示例甲")
    run.addprevious(mark)
    mark.append(run)
    if kind == "del":
        for text in run.findall(qn("w:t")):
            text.tag = qn("w:delText")


# figures


@pytest.mark.parametrize("edition", SENT)
def test_a_changed_figure_is_that_figure_alone(edition: str):
    reading = edited(set_cell(1, 5, 3, "5"), SENT[edition])

    assert (reading.agency, reading.doubtful) == (AGENCY, ())
    assert changes(reading) == {"requests.granted.commercial": 5}


def test_changed_figures_in_every_table_are_read():
    def change(document: Any) -> None:
        set_cell(0, 2, 2, "2")(document)
        set_cell(1, 3, 7, "１３")(document)
        set_cell(2, 3, 5, "1")(document)

    assert changes(edited(change)) == {
        "disclosure.regulations.repealed": 2,
        "requests.new_received.total": 13,
        "disputes.litigation_direct.upheld": 1,
    }


@pytest.mark.parametrize("text", ["约5", "5件", "1e3", "5\n6"])
def test_a_figure_that_may_be_misread_is_doubtful(text: str):
    [doubt] = edited(set_cell(1, 5, 3, text)).doubtful

    assert (doubt.cell, doubt.where, doubt.text) == ("requests.granted.commercial", "第三部分表格第6行第5列", text)


def test_a_deleted_row_is_refused():
    def change(document: Any) -> None:
        rows = document.tables[1]._tbl.findall(qn("w:tr"))
        rows[8].getparent().remove(rows[8])

    assert "第三部分表格缺少“（三）不予公开2.其他法律行政法规禁止公开”一行" in refused(change)


def test_a_cell_taken_out_is_refused():
    def change(document: Any) -> None:
        row = document.tables[1]._tbl.findall(qn("w:tr"))[5]
        row.remove(row.findall(qn("w:tc"))[3])

    assert "第三部分表格第6行多了或少了单元格，请恢复原表的列" in refused(change)


def test_merged_figures_are_refused():
    def change(document: Any) -> None:
        table = document.tables[1]
        table.cell(5, 4).merge(table.cell(5, 5))

    assert "合并了，请取消合并后重填" in refused(change)


def test_figures_merged_downwards_are_refused():
    def change(document: Any) -> None:
        table = document.tables[1]
        table.cell(5, 4).merge(table.cell(6, 4))

    assert "合并了，请取消合并后重填" in refused(change)


def test_a_deleted_table_is_refused():
    def change(document: Any) -> None:
        table = document.tables[2]._tbl
        table.getparent().remove(table)

    assert refused(change) == "稿.docx：“四、政府信息公开行政复议、行政诉讼情况”下应有一张表，实有0张，请恢复原表"


def test_a_table_drawn_twice_is_refused():
    def change(document: Any) -> None:
        table = document.tables[0]._tbl
        table.addnext(deepcopy(table))

    assert "“二、主动公开政府信息情况”下应有一张表，实有2张" in refused(change)


# texts


def test_changed_texts_change_their_own_places():
    def change(document: Any) -> None:
        rewrite("本报告根据《中华人民共和国政府信息公开条例》编制。", "新的说明。")(document)
        rewrite("2023年工作平稳。", "工作平稳有序。")(document)
        rewrite("主动公开信息30条。", "公开30条。")(document)
        rewrite("未收取信息处理费。", "没有其他事项。")(document)

    assert changes(edited(change)) == {
        "narrative.preamble": "新的说明。",
        "narrative.overview.lead": "工作平稳有序。",
        "narrative.overview.proactive": "公开30条。",
        "narrative.other_matters": "没有其他事项。",
    }


def test_a_new_paragraph_belongs_to_the_aspect_above_it():
    reading = edited(lambda document: add_before(document, "（二）依申请公开", "另有图解。"))

    assert changes(reading) == {"narrative.overview.proactive": "主动公开信息30条。\n另有图解。"}


def test_an_aspect_of_the_form_is_added_by_its_heading():
    def change(document: Any) -> None:
        add_before(document, "二、主动公开政府信息情况", "（三）政府信息管理", "Heading 2")
        add_before(document, "二、主动公开政府信息情况", "管理规范。")

    assert changes(edited(change)) == {"narrative.overview.management": "管理规范。"}


def test_a_further_aspect_is_added_by_a_heading_of_its_own():
    def change(document: Any) -> None:
        add_before(document, "二、主动公开政府信息情况", "（六）创新", "Heading 2")
        add_before(document, "二、主动公开政府信息情况", "甲。")
        add_before(document, "二、主动公开政府信息情况", "乙。")

    assert changes(edited(change)) == {
        "narrative.overview.extra.0.heading": "（六）创新",
        "narrative.overview.extra.0.text": "甲。\n乙。",
    }


def test_an_aspect_that_stands_twice_is_refused():
    def change(document: Any) -> None:
        add_before(document, "二、主动公开政府信息情况", "（一）主动公开", "Heading 2")
        add_before(document, "二、主动公开政府信息情况", "又一段。")

    assert "标题“（一）主动公开”出现两次，请只保留一处" in refused(change)


def test_problems_changed_alone_leave_the_improvements():
    assert changes(edited(rewrite("解读形式不多。", "公开不及时。"))) == {"narrative.problems": "公开不及时。"}


def test_improvements_changed_alone_leave_the_problems():
    assert changes(edited(rewrite("增加图解。", "加强培训。"))) == {"narrative.improvements": "加强培训。"}


def test_problems_and_improvements_both_changed_are_doubtful():
    def change(document: Any) -> None:
        rewrite("解读形式不多。", "公开不及时。")(document)
        rewrite("增加图解。", "加强培训。")(document)

    [doubt] = edited(change).doubtful
    assert (doubt.cell, doubt.where) == ("narrative.problems", PROBLEMS)
    assert doubt.why == "“存在的主要问题”与“改进情况”都已修改，分不清界线"


def test_a_section_five_that_was_empty_is_taken_as_the_problems():
    data = record(2023)
    data["narrative"] |= {"problems": None, "improvements": None}
    sent = word_document(read_report(data), AGENCY, "draft")

    def change(document: Any) -> None:
        at = next(n for n, one in enumerate(document.paragraphs) if one.text == PROBLEMS)
        document.paragraphs[at + 1].runs[0].text = "解读形式不多。"

    narrative = edited(change, sent).report.narrative
    assert narrative
    assert (narrative.problems, narrative.improvements) == ("解读形式不多。", None)


def test_a_heading_that_is_gone_is_refused():
    assert "没有找到标题“六、其他需要报告的事项”，请恢复原文" in refused(rewrite("六、其他需要报告的事项", "六、其他"))


def test_a_heading_in_the_text_is_no_second_heading():
    reading = edited(lambda document: add_before(document, "未收取信息处理费。", "二、主动公开政府信息情况"))

    assert changes(reading) == {"narrative.other_matters": "二、主动公开政府信息情况\n未收取信息处理费。"}


# whose it is, and when


@pytest.mark.parametrize(
    ("text", "new"),
    [("示例县示例局", "示例县其他局"), ("2023年政府信息公开工作年度报告", "2022年政府信息公开工作年度报告")],
)
def test_another_title_is_refused(text: str, new: str):
    assert "文件的标题不是“示例县示例局2023年政府信息公开工作年度报告”，请用该单位该年度的原文件" in refused(
        rewrite(text, new)
    )


def test_a_signature_that_is_gone_is_refused():
    def change(document: Any) -> None:
        name = [one for one in document.paragraphs if one.text == "示例县示例局"][-1]
        name.runs[0].text = "示例县其他局"

    assert "落款中没有单位名称“示例县示例局”，请恢复原文" in refused(change)


@pytest.mark.parametrize("edition", SENT)
@pytest.mark.parametrize(
    "typed",
    [
        ("示例县示例局", "2024年2月9日"),
        ("2024年2月9日", "示例县示例局（盖章）"),
        ("示例县示例局　　2024年2月9日",),
        ("示例县示例局",),
    ],
)
def test_a_signature_that_was_typed_into_section_six_is_not_taken_into_it(edition: str, typed: tuple[str, ...]):
    def change(document: Any) -> None:
        rewrite("未收取信息处理费。", "未收取信息处理费，无其他事项。")(document)
        name = [one for one in document.paragraphs if one.text == "示例县示例局"][-1]
        for line in typed:
            name.insert_paragraph_before(line)

    assert changes(edited(change, SENT[edition])) == {"narrative.other_matters": "未收取信息处理费，无其他事项。"}


@pytest.mark.parametrize("edition", SENT)
@pytest.mark.parametrize("line", ["示例县示例局　　2024年2月9日", "2024年2月9日 示例县示例局（盖章）"])
def test_name_and_date_may_be_put_into_one_line(edition: str, line: str):
    def change(document: Any) -> None:
        name = [one for one in document.paragraphs if one.text == "示例县示例局"][-1]
        name.runs[0].text = line
        rewrite("2024年1月8日", "")(document)

    assert changes(edited(change, SENT[edition])) == {"dated": "2024-02-09"}


@pytest.mark.parametrize("edition", SENT)
@pytest.mark.parametrize(("text", "dated"), [("2024年2月9日", "2024-02-09"), ("2024-02-09", "2024-02-09"), ("", None)])
def test_a_changed_date_is_read(edition: str, text: str, dated: str | None):
    reading = edited(rewrite("2024年1月8日", text), SENT[edition])

    assert reading.doubtful == ()
    assert changes(reading) == {"dated": dated}


def test_what_is_no_date_is_doubtful():
    [doubt] = edited(rewrite("2024年1月8日", "2024年1月")).doubtful

    assert (doubt.cell, doubt.where, doubt.text) == ("dated", "落款", "2024年1月")


# tracking and comments


def test_what_was_deleted_under_tracking_is_gone_and_what_was_inserted_is_there():
    def change(document: Any) -> None:
        tracked("del", paragraph(document, "2023年工作平稳。").runs[0]._r)
        found = paragraph(document, "主动公开信息30条。")
        tracked("ins", found.add_run("其中图解3条。")._r)

    assert changes(edited(change)) == {
        "narrative.overview.lead": None,
        "narrative.overview.proactive": "主动公开信息30条。其中图解3条。",
    }


def test_a_figure_changed_under_tracking_is_the_new_one():
    def change(document: Any) -> None:
        cell = document.tables[1].cell(5, 4).paragraphs[0]
        new = cell.add_run("5")._r
        tracked("del", cell.runs[0]._r)
        tracked("ins", new)

    assert changes(edited(change)) == {"requests.granted.commercial": 5}


def test_comments_are_no_text():
    def change(document: Any) -> None:
        document.add_comment(paragraph(document, "增加图解。").runs[0], "请补充数字 12。")

    assert changes(edited(change)) == {}
    assert changes(edited(change, DRAFT)) == {}


def test_a_word_file_of_other_making_is_refused():
    saved = io.BytesIO()
    Document().save(saved)

    with pytest.raises(InvalidFile, match="不是 govreport 生成的 Word 稿"):
        read_word(saved.getvalue(), "稿.docx")
