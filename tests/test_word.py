"""The Word edition: the standard's page, the form's tables, a draft's comments, and the record inside."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree
from material import AGENCY, SAMPLES, record
from office import convert

from govreport.checks import check_history
from govreport.exporting import word_document
from govreport.report import AnnualReport, Finding, read_report, unpack_report
from govreport.store import Store

LONG_NAME = "示例" * 30
EIGHT = 12345678


def made(data: dict[str, Any], edition: str = "final", findings: tuple[Finding, ...] = ()) -> bytes:
    return word_document(read_report(data), AGENCY, edition, findings)


def opened(content: bytes) -> Any:
    return Document(io.BytesIO(content))


@pytest.fixture(scope="module")
def final() -> Any:
    return opened(made(record(2023)))


def texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def finding(*cells: str, waived: bool = False) -> Finding:
    return Finding(AGENCY, 2023, "A1", "error", cells, "合计应为13。", waived=waived)


def full_of(value: Any, figure: int) -> Any:
    if isinstance(value, dict):
        return {key: full_of(part, figure) for key, part in value.items()}
    return [figure] * len(value) if isinstance(value, list) else figure


def large_record() -> dict[str, Any]:
    data = record(2023) | {"name": LONG_NAME, "narrative": None}
    return data | {table: full_of(data[table], EIGHT) for table in ("disclosure", "requests", "disputes")}


def plain_record() -> dict[str, Any]:
    data = record(2023)
    data["narrative"]["overview"] = {"lead": "国" * 28 * 70}
    return data


@pytest.fixture(scope="session")
def saved_by_office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """The files that LibreOffice makes of a plain, a large and a draft report: both kinds in one call each."""
    folder = tmp_path_factory.mktemp("word")
    sources = {
        "plain": made(plain_record()),
        "large": made(large_record()),
        "draft": made(record(2023), "draft", (finding("requests.granted.total"),)),
    }
    for name, content in sources.items():
        (folder / f"{name}.docx").write_bytes(content)
    convert([folder / "plain.docx", folder / "large.docx"], "pdf", folder / "saved")
    convert([folder / "draft.docx"], "docx", folder / "saved")
    return lambda name, kind: folder / "saved" / f"{name}.{kind}"


def test_the_page_is_that_of_the_standard(final: Any):
    section = final.sections[0]

    assert section.orientation == WD_ORIENT.PORTRAIT
    sizes = (section.page_width, section.page_height, section.top_margin, section.right_margin)
    others = (section.bottom_margin, section.left_margin, section.footer_distance)
    for length, millimetres in zip((*sizes, *others), (210, 297, 37, 26, 35, 28, 25), strict=True):
        assert abs(length - Mm(millimetres)) < Mm(0.05)


@pytest.mark.parametrize(
    ("style", "font", "points", "alignment"),
    [
        ("Normal Indent", "仿宋_GB2312", 16, WD_ALIGN_PARAGRAPH.JUSTIFY),
        ("Title", "方正小标宋简体", 22, WD_ALIGN_PARAGRAPH.CENTER),
        ("Heading 1", "黑体", 16, WD_ALIGN_PARAGRAPH.JUSTIFY),
        ("Heading 2", "楷体_GB2312", 16, WD_ALIGN_PARAGRAPH.JUSTIFY),
    ],
)
def test_each_style_has_the_font_of_the_standard_for_every_script(
    final: Any, style: str, font: str, points: int, alignment: Any
):
    look = final.styles[style]
    fonts = look.element.rPr.rFonts

    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia")} == {font}
    assert not [name for name in fonts.attrib if "Theme" in name]
    assert look.font.size == Pt(points)
    assert not look.font.bold
    assert look.paragraph_format.alignment == alignment
    assert str(look.font.color.rgb) == "000000"


def test_the_body_has_exact_lines_and_an_indent_of_two_characters(final: Any):
    look = final.styles["Normal Indent"].paragraph_format

    assert look.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert look.line_spacing == Pt(28.95)
    assert look.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_the_title_stands_in_its_two_lines_and_the_sections_in_their_order(final: Any):
    styled = [(paragraph.style.name, paragraph.text) for paragraph in final.paragraphs]

    assert styled[:2] == [("Title", "示例县示例局"), ("Title", "2023年政府信息公开工作年度报告")]
    assert [text for style, text in styled if style == "Heading 1"] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert [text for style, text in styled if style == "Heading 2"] == ["（一）主动公开", "（二）依申请公开"]


def test_what_was_written_stands_below_its_heading(final: Any):
    shown = texts(final)

    assert shown[2] == "本报告根据《中华人民共和国政府信息公开条例》编制。"
    assert shown[shown.index("五、存在的主要问题及改进情况") + 1 :][:2] == ["解读形式不多。", "增加图解。"]


def test_an_empty_section_says_so_in_a_draft_and_never_in_a_final():
    shown = texts(opened(made(record(2022), "draft")))

    for heading in ("一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"):
        assert shown[shown.index(heading) + 1] == "（未填写）"
    assert "（未填写）" not in texts(opened(made(record(2022))))


def test_page_numbers_stand_at_the_outer_side_one_character_in(final: Any):
    section = final.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]

    assert final.settings.odd_and_even_pages_header_footer
    assert (odd.alignment, odd.paragraph_format.right_indent) == (WD_ALIGN_PARAGRAPH.RIGHT, Pt(14))
    assert (even.alignment, even.paragraph_format.left_indent) == (WD_ALIGN_PARAGRAPH.LEFT, Pt(14))
    for footer in (odd, even):
        assert "".join(part.text for part in footer._p.iter(qn("w:t"))) == "— 1 —"
        assert footer._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
        assert (footer.style.font.name, footer.style.font.size) == ("宋体", Pt(14))


def test_the_name_is_centred_on_the_date_four_characters_from_the_right(final: Any):
    name, date = final.paragraphs[-2:]

    assert (name.text, date.text) == ("示例县示例局", "2024年1月8日")
    assert abs(date.paragraph_format.right_indent - Pt(4 * 15.79)) < Pt(0.1)
    assert abs(name.paragraph_format.right_indent - Pt(4 * 15.79)) < Pt(0.1)


def test_an_undated_report_leaves_the_place_of_its_date():
    name, date = opened(made(record(2022))).paragraphs[-2:]

    assert (name.text, date.text.strip()) == ("示例县示例局", "")
    assert abs(name.paragraph_format.right_indent - Pt(4 * 15.79)) < Pt(0.1)


def spans(document: Any, table: int, row: int) -> list[tuple[int, str | None]]:
    """The columns that each cell of a row spans, and how it is merged with those above and below."""
    found = []
    for cell in document.tables[table]._tbl.tr_lst[row].tc_lst:
        merge = cell.tcPr.find(qn("w:vMerge"))
        found.append((cell.grid_span, None if merge is None else merge.get(qn("w:val"))))
    return found


def test_table_two_has_the_spans_of_the_form(final: Any):
    assert len(final.tables[0].rows) == 14
    assert spans(final, 0, 0) == [(4, None)]
    assert spans(final, 0, 2) == [(1, None)] * 4
    assert spans(final, 0, 6) == [(1, None), (3, None)]
    assert [cell.text for cell in final.tables[0].rows[3].cells] == ["行政规范性文件", "3", "2", "21"]


def test_table_three_has_the_spans_of_the_form(final: Any):
    down, on = "restart", "continue"

    assert len(final.tables[1].rows) == 28
    assert spans(final, 1, 0) == [(3, down), (7, None)]
    assert spans(final, 1, 1) == [(3, on), (1, down), (5, None), (1, down)]
    assert spans(final, 1, 2) == [(3, on), (1, on), *[(1, None)] * 5, (1, on)]
    assert spans(final, 1, 3) == [(3, None), *[(1, None)] * 7]
    assert spans(final, 1, 5) == [(1, down), (2, None), *[(1, None)] * 7]
    assert spans(final, 1, 7) == [(1, on), (1, down), (1, None), *[(1, None)] * 7]
    assert spans(final, 1, 27) == [(3, None), *[(1, None)] * 7]
    assert [cell.text for cell in final.tables[1].rows[5].cells][-7:] == ["8", "2", "0", "0", "0", "0", "10"]


def test_table_four_has_the_spans_of_the_form(final: Any):
    assert len(final.tables[2].rows) == 4
    assert spans(final, 2, 0) == [(5, "restart"), (10, None)]
    assert spans(final, 2, 1) == [(5, "continue"), (5, None), (5, None)]
    assert spans(final, 2, 3) == [(1, None)] * 15
    assert [cell.text for cell in final.tables[2].rows[3].cells][:5] == ["1", "0", "0", "1", "2"]


def test_tables_are_as_wide_as_the_text_and_ruled_at_half_a_point(final: Any):
    for table in final.tables:
        properties = table._tbl.tblPr
        assert sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) == 8844
        assert {rule.get(qn("w:sz")) for rule in properties.find(qn("w:tblBorders"))} == {"4"}


def test_header_lines_repeat_and_no_row_breaks_over_pages(final: Any):
    repeated = []
    for table in final.tables:
        rows = [row.trPr for row in table._tbl.tr_lst]
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
        repeated.append([number for number, row in enumerate(rows) if row.find(qn("w:tblHeader")) is not None])

    assert repeated == [[], [0, 1, 2], [0, 1, 2]]


def test_tables_have_single_lines_without_indent(final: Any):
    for table in final.tables:
        for cell in table._cells:
            look = cell.paragraphs[0].style.paragraph_format
            assert look.line_spacing_rule == WD_LINE_SPACING.SINGLE
            assert look.first_line_indent is None


def test_a_blank_cell_stays_empty_and_an_absent_row_is_left_out():
    data = record(2020)
    data["disclosure"]["licenses"] = [5, None, 300]
    table = opened(made(data)).tables[0]
    lines = [[cell.text for cell in row.cells] for row in table.rows]

    assert "其他主动公开文件" not in [line[0] for line in lines]
    assert ["行政许可", "5", "5", "", "", "300", "300"] in lines


def test_the_row_that_some_prints_have_is_shown_where_the_report_has_it():
    data = record(2020)
    data["disclosure"]["other_documents"] = [1, 2, 3]
    table = opened(made(data)).tables[0]

    assert ["其他主动公开文件", "1", "2", "3"] in [
        list(dict.fromkeys(cell.text for cell in row.cells)) for row in table.rows
    ]


def anchored(document: Any) -> dict[str, str]:
    """The text of each comment, by the text that it is anchored at."""
    notes = {comment.comment_id: comment for comment in document.comments}
    found = {}
    for paragraph in document.element.body.iter(qn("w:p")):
        for start in paragraph.findall(qn("w:commentRangeStart")):
            text = "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
            note = notes[int(start.get(qn("w:id")))]
            assert note.author == "校核"
            found[note.text] = text
    return found


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        (("requests.handled_total.total", "requests.granted.total"), "13"),
        (("narrative.overview.proactive",), "（一）主动公开"),
        (("narrative.problems",), "五、存在的主要问题及改进情况"),
        (("published.total",), "一、总体情况"),
        ((), "示例县示例局"),
    ],
)
def test_a_finding_is_a_comment_where_a_reader_would_look_first(cells: tuple[str, ...], place: str):
    document = opened(made(record(2023), "draft", (finding(*cells),)))

    assert anchored(document) == {"[应改正] A1 合计应为13。": place}


def test_a_waived_finding_says_so():
    document = opened(made(record(2023), "draft", (finding("disclosure.licenses.decisions", waived=True),)))

    assert anchored(document) == {"[应改正] A1 合计应为13。（已提交情况说明）": "298"}


def test_only_a_draft_has_its_mark_its_comments_and_the_approval_table(final: Any):
    draft = opened(made(record(2023), "draft", (finding("requests.granted.total"),)))

    assert texts(draft)[0] == "送审稿"
    assert "送审稿" in draft.sections[0].header.paragraphs[0].text
    assert "送审稿" in draft.sections[0].even_page_header.paragraphs[0].text
    assert "政府信息公开工作年度报告审批表" in texts(draft)
    assert (len(draft.tables), len(final.tables)) == (4, 3)

    finished = made(record(2023), "final", (finding("requests.granted.total"),))
    with zipfile.ZipFile(io.BytesIO(finished)) as file:
        assert not [name for name in file.namelist() if "comment" in name or "header" in name]
        assert "送审稿" not in file.read("word/document.xml").decode()


def test_the_approval_table_is_filled_in_where_a_stage_is_signed():
    unsigned = read_report(record(2023))
    signoff = {"stage": "first", "by": "示例张三", "date": "2024-01-09", "checked": ["content"], "opinion": "同意。"}
    data = record(2023) | {"signoffs": [signoff | {"digest": unsigned.digest}]}
    lines = [[cell.text for cell in row.cells] for row in opened(made(data, "draft")).tables[3].rows]
    shown = [list(dict.fromkeys(line)) for line in lines]

    assert shown[0] == ["单位名称", "示例县示例局", "年度", "2023"]
    assert shown[1][0] == "拟稿人"
    assert shown[2] == ["校核情况", "校核未发现问题。"]
    assert shown[3] == ["初审", "审核内容", "■内容　　□形式　　□纪律"]
    assert shown[4] == ["初审", "意见", "■通过　　□退回\n同意。"]
    assert shown[5] == ["初审", "签名", "示例张三", "日期", "2024年1月9日"]
    assert shown[6] == ["复审", "审核内容", "□内容　　□形式　　□纪律"]
    assert len(shown) == 12


def test_a_sign_off_over_other_content_says_that_it_must_be_renewed():
    signoff = {"stage": "final", "by": "示例李四", "date": "2024-01-09", "digest": "0" * 64}
    table = opened(made(record(2023) | {"signoffs": [signoff]}, "draft")).tables[3]

    assert "审签后内容已修改，须重新审签" in table.rows[10].cells[4].text


def packed_in(path: Path | io.BytesIO) -> tuple[str, str]:
    """The edition and the packed record in a file, found as a reader finds them."""
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.startswith("customXml/item") and name.endswith(".xml"):
                root = etree.fromstring(file.read(name))
                if root.tag == "{urn:govreport:record}record":
                    return root.get("edition"), root.text
    raise AssertionError("no record")


def test_the_record_travels_inside():
    data = record(2023)
    data["narrative"]["problems"] = "一\x0b二\x00𠮷<b>"
    edition, packed = packed_in(io.BytesIO(made(data)))

    assert edition == "final"
    assert unpack_report(packed) == (AGENCY, read_report(data))


def test_the_record_and_the_comments_survive_another_program(saved_by_office: Callable[[str, str], Path]):
    path = saved_by_office("draft", "docx")
    edition, packed = packed_in(path)

    assert edition == "draft"
    assert unpack_report(packed) == (AGENCY, read_report(record(2023)))
    assert anchored(Document(str(path))) == {"[应改正] A1 合计应为13。": "10"}


def test_characters_that_no_file_can_hold_are_left_out_and_others_kept():
    data = record(2023) | {"name": "示例\x01局𠮷"}
    data["narrative"]["problems"] = "a\x00\x08b\ufffe\uffff𠮷\t<w:p/>&amp;"
    document = opened(made(data))

    assert texts(document)[0] == "示例局𠮷"
    assert "ab𠮷\t<w:p/>&amp;" in texts(document)
    assert document.core_properties.author == "示例局𠮷"


def test_the_file_says_what_it_is_and_not_when_it_was_made(final: Any):
    properties = final.core_properties

    assert properties.title == "示例县示例局2023年政府信息公开工作年度报告"
    assert properties.author == "示例县示例局"
    assert properties.language == "zh-CN"
    assert properties.modified is None


def test_equal_reports_give_equal_bytes_whatever_was_made_between():
    findings = (finding("requests.granted.total"), finding())
    first = made(record(2023), "draft", findings)
    others = [made(record(2022), "draft", findings), made(record(2020)), made(large_record(), "draft")]

    assert made(record(2023), "draft", findings) == first
    assert first not in others
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {datetime.datetime(*entry.date_time).year for entry in file.infolist()} == {1980}


def test_every_sample_becomes_a_file_that_word_can_open():
    store = Store(SAMPLES)
    history = store.history("fujian/pingtan", 2020)
    findings = check_history("fujian/pingtan", history)
    document = opened(word_document(history[2020], "fujian/pingtan", "draft", findings))

    assert len(list(document.comments)) == len(findings) == 5
    assert document.tables[0].rows[3].cells[1].text == "77"


def lines_of(page: Any) -> dict[float, list[Any]]:
    """The characters of a page's text by the height at which they stand."""
    lines: dict[float, list[Any]] = {}
    for character in page.chars:
        if character["size"] == pytest.approx(16, abs=0.1) and character["text"].strip():
            lines.setdefault(round(character["top"]), []).append(character)
    return lines


def test_a_page_takes_22_lines_of_28_characters(saved_by_office: Callable[[str, str], Path]):
    with pdfplumber.open(saved_by_office("plain", "pdf")) as file:
        lines = lines_of(file.pages[1])

    assert [len(line) for line in lines.values()] == [28] * 22
    tops = sorted(lines)
    assert (tops[-1] - tops[0]) / 21 == pytest.approx(28.95, abs=0.1)


def test_eight_digits_stay_on_one_line_in_every_table(saved_by_office: Callable[[str, str], Path]):
    with pdfplumber.open(saved_by_office("large", "pdf")) as file:
        found = [cell for page in file.pages for table in page.extract_tables() for line in table for cell in line]

    assert found.count("12345678") == 10 + 175 + 15


def test_a_long_name_stays_on_the_page(saved_by_office: Callable[[str, str], Path]):
    with pdfplumber.open(saved_by_office("large", "pdf")) as file:
        names = [character for page in file.pages for character in page.chars if character["text"] in "示例"]

    assert len(names) == 120
    assert min(name["x0"] for name in names) >= 28 / 25.4 * 72 - 1
    assert max(name["x1"] for name in names) <= (210 - 26) / 25.4 * 72 + 1


def test_no_heading_stands_apart_from_its_table(saved_by_office: Callable[[str, str], Path]):
    with pdfplumber.open(saved_by_office("large", "pdf")) as file:
        pages = [page.extract_text() for page in file.pages]

    for heading, label in (
        ("二、主动公开", "第二十条第（八）项"),
        ("三、收到", "四、结转"),
        ("四、政府信息", "复议后起诉"),
    ):
        assert [heading in page for page in pages] == [label in page for page in pages]


def test_the_report_is_not_changed_by_being_written():
    report: AnnualReport = read_report(record(2023))
    before = report.record()
    word_document(report, AGENCY, "final")

    assert report.record() == before
