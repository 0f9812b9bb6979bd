"""What a published report says beside its tables: whose it is, its sections, its counts, what its shape tells."""

from __future__ import annotations

import datetime
import re
import textwrap
from pathlib import Path

import pytest
from docx import Document
from material import record
from openpyxl import Workbook

from govreport.checks import check_report
from govreport.errors import BadRequest, InvalidFile
from govreport.form import FORMS
from govreport.importing import Doubt, Hints, import_files, questions, read_file
from govreport.importing.naming import Naming
from govreport.importing.published.counts import counts_in
from govreport.importing.published.editions import fitting_editions
from govreport.importing.published.identity import identify
from govreport.importing.published.match import match_row, simplified
from govreport.importing.published.paragraphs import paragraphs, width_of
from govreport.importing.published.sections import part_aspects, part_problems, part_sections
from govreport.importing.published.shape_notes import notes_on
from govreport.rendering import Order, Page
from govreport.report import read_report
from govreport.store import Store
from govreport.tables import statutory_table

FORM = FORMS[2021]
TEXT = """示例县示例局2023年政府信息公开工作年度报告
发布日期：2024-01-18 来源：示例局
本报告包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六部分。统计期限自2023年1月1日至2023年12月31日。
一、总体情况
2023年示例局工作平稳。
（一）主动公开。主动公开信息30条，其中工作动态21条、政策文件9条。
（二）依申请公开情况
新收申请12件。
（三）政府信息公开平台建设情况。平台稳定。
（四）培训。办班一期。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
解读形式不多。针对上述问题，增加图解。
六、其他需要报告的事项
未收取信息处理费。
示例县示例局
2024年1月8日
"""


def notes(text: str, year: int = 2023, edition: int = 2021) -> list[str]:
    found = notes_on(part_sections(text, FORM), identify(text.splitlines()), FORMS[edition], year)
    return [note.rule for note in found]


# several years in one file


def tables(year: int, most: int) -> str:
    """The tables of an invented bureau (示例), licences counted with `most`."""
    report = read_report(record(2023)).with_values({"year": year, "disclosure.licenses.decisions": most})
    return "".join(str(statutory_table(report, table.id)) for table in FORM.tables)


def two_years(folder: Path) -> Path:
    path = folder / "两年.html"
    parts = [f"<h1>示例县示例局{year}年政府信息公开工作年度报告</h1>{tables(year, most)}<p>六、其他需要报告的事项</p><p>{year}年的工作。</p>"
             for year, most in ((2022, 71), (2023, 72))]  # fmt: skip
    path.write_text("".join(parts), encoding="utf-8")
    return path


def test_a_page_with_two_years_asks_which(tmp_path: Path):
    with pytest.raises(InvalidFile, match="文件中有2022、2023几个年度的数据，请用 --year 指明其中一个年度后再导入"):
        read_file(two_years(tmp_path))
    with pytest.raises(InvalidFile, match="文件中有2022、2023"):
        read_file(two_years(tmp_path), Hints(year=2021))


@pytest.mark.parametrize(("year", "licenses"), [(2022, 71), (2023, 72)])
def test_of_two_years_the_one_that_is_asked_for_is_read(tmp_path: Path, year: int, licenses: int):
    reading = read_file(two_years(tmp_path), Hints(year=year))

    assert not reading.doubtful
    assert (reading.report.year, reading.report.cell("disclosure.licenses.decisions")) == (year, licenses)
    assert reading.report.narrative.other_matters == f"{year}年的工作。"


def test_of_a_workbook_with_a_sheet_a_year_one_is_read(tmp_path: Path):
    book = Workbook()
    book.remove(book.worksheets[0])
    for year, most in ((2022, 71), (2023, 72)):
        sheet = book.create_sheet(f"{year}年")
        sheet.append(["信息内容", "本年处理决定数量"])
        sheet.append(["行政许可", most])
    book.save(tmp_path / "历年.xlsx")

    with pytest.raises(InvalidFile, match="文件中有2022、2023"):
        read_file(tmp_path / "历年.xlsx", Hints("示例县示例局"))
    reading = read_file(tmp_path / "历年.xlsx", Hints("示例县示例局", 2022))
    assert reading.report.cell("disclosure.licenses.decisions") == 71


def test_titles_of_other_years_in_a_list_of_links_are_no_second_report(tmp_path: Path):
    path = tmp_path / "页.html"
    links = "".join(f"<li>示例县示例局{year}年政府信息公开工作年度报告</li>" for year in (2020, 2021, 2022))
    title = "<h1>示例县示例局2023年政府信息公开工作年度报告</h1>"
    path.write_text(f"{title}{tables(2023, 72)}<ul>{links}</ul>", encoding="utf-8")

    reading = read_file(path)
    assert (reading.report.year, reading.report.cell("disclosure.licenses.decisions")) == (2023, 72)
    assert not reading.doubtful


# tables that could not be read


@pytest.mark.parametrize("lost", ["disclosure", "requests", "disputes"])
def test_a_table_that_the_page_has_and_that_was_not_read_is_doubtful(tmp_path: Path, lost: str):
    path = tmp_path / "页.html"
    report = read_report(record(2023))
    whole = {table.id: str(statutory_table(report, table.id)) for table in FORM.tables}
    labels = re.sub(r"<[^>]+>|\d", " ", whole[lost])
    body = "".join(labels if table == lost else html for table, html in whole.items())
    path.write_text(f"<h1>示例县示例局2023年政府信息公开工作年度报告</h1>{body}", encoding="utf-8")

    reading = read_file(path)

    doubtful = {doubt.cell for doubt in reading.doubtful}
    assert {cell for cell in FORM.places if cell.startswith(f"{lost}.")} - doubtful <= {
        cell for cell in FORM.places if ".other." in cell
    }
    assert {cell: value for cell, value in reading.report.cells.items() if not cell.startswith(f"{lost}.")} == {
        cell: value for cell, value in report.cells.items() if not cell.startswith(f"{lost}.")
    }


# lines that a page's width broke


def test_lines_broken_by_a_pages_width_come_back_as_paragraphs():
    first = "示例县示例局坚持以公开为常态、不公开为例外，全年通过门户网站主动公开政府信息1136条，" * 3 + "工作平稳。"
    second = "（二）依申请公开情况。" + "进一步规范流程，全年受理申请21件，均在法定期限内答复，" * 4 + "没有超期。"
    broken = "\n".join(line for text in (first, second) for line in textwrap.wrap(text, 28))
    width = width_of(broken)

    assert paragraphs(broken.replace("1136", " 1136 "), width) == f"{first}\n{second}"
    assert paragraphs(broken.replace("\n", "\n- 3 -\n", 1), width) == f"{first}\n{second}"


def test_paragraphs_that_nothing_broke_stay_as_they_are():
    text = "\n".join(
        f"示例局第{number}项工作：全年开展培训，提高公开质量，持续做好解读回应，成效明显。" for number in range(8)
    )
    assert width_of(text) is None
    assert paragraphs(text, width_of(text)) == text


# what a person is asked


def test_the_doubts_of_a_row_are_one_question_with_its_place_and_what_it_may_be():
    cells = [f"requests.granted.{column.id}" for column in FORM.table_by_id["requests"].rows[0].columns]
    doubts = [
        Doubt(cell, "第3行", "4000004", "连在一起", (number,))
        for cell, number in zip(cells, (4, 0, 0, 0, 0, 0, 4), strict=True)
    ]
    single = Doubt("disclosure.licenses.decisions", "第1个表格第2行第2列", "约300", "不是数字", (300, 30))

    asked = questions([*doubts, single], FORM, "甲\n行政许可 约300\n（一）予以公开 4000004")

    assert [one.text for one in asked] == [
        "待核：第三部分表格“（一）予以公开”行各栏，第3行“4000004”，连在一起；可能依次是 4、0、0、0、0、0、4",
        "待核：第二部分表格“行政许可”行，第1个表格第2行第2列“约300”，不是数字；可能是 300、30",
    ]
    assert [one.line for one in asked] == [2, 1]
    assert asked[0].cell == "requests.granted.natural_person"


# whose and when


def test_a_text_says_whose_it_is_and_when_it_was_signed_and_published():
    said = identify(TEXT.splitlines())

    assert (said.name, said.year) == ("示例县示例局", 2023)
    assert said.dated == datetime.date(2024, 1, 8)
    assert said.published == datetime.date(2024, 1, 18)


@pytest.mark.parametrize(
    ("lines", "name", "year"),
    [
        (["示例县人民政府", "2023 年政府信息公开工作年度报告"], "示例县人民政府", 2023),
        (["2019年示例市人民政府办公厅政府信息公开工作年度报告"], "示例市人民政府办公厅", 2019),
        (["标题: 示例区2020年度政府信息公开工作年度报告"], "示例区", 2020),
        (["2022年度示例镇政府信息公开工作", "年度报告"], "示例镇", 2022),
        (["首页 > 年报", "示例镇人民政府2019年信息公开年度报告"], "示例镇人民政府", 2019),
        (["本报告数据自2021年1月1日至2021年12月31日。"], None, 2021),
        (["示例局工作总结"], None, None),
    ],
)
def test_titles_are_printed_in_many_ways(lines: list[str], name: str | None, year: int | None):
    said = identify(lines)

    assert (said.name, said.year) == (name, year)


# the signature below the text

SIX = "未收取信息处理费。"
UNSIGNED = TEXT[: TEXT.index("示例县示例局\n2024年1月8日")]
SIGNED = datetime.date(2024, 1, 8)
CLOSINGS = {
    "name, date": ["示例县示例局", "2024年1月8日"],
    "date, name": ["2024年1月8日", "示例县示例局"],
    "sealed, set to the right": ["　　　　　　示例县示例局（盖章）", "　　　　　　　2024 年 1 月 8 日"],
    "one line": ["示例县示例局　　　2024年1月8日"],
    "one line, the date first": ["2024年1月8日　示例县示例局"],
    "the date alone": ["2024年1月8日"],
    "in Chinese digits": ["示例县示例局", "二〇二四年一月八日"],
    "labelled": ["单位（公章）：示例县示例局", "日期：2024年1月8日"],
    "before an annex": ["示例县示例局", "2024年1月8日", "附件：清单"],
}


def as_text(path: Path, lines: list[str]) -> Path:
    path.write_text(UNSIGNED + "\n".join(lines), encoding="utf-8")
    return path


def as_page(path: Path, lines: list[str]) -> Path:
    marked = "".join(f"<p style='text-align:right'>{line}</p>" for line in lines)
    body = "".join(f"<p>{line}</p>" for line in UNSIGNED.splitlines())
    path.write_text(f"<html><body>{body}{marked}</body></html>", encoding="utf-8")
    return path


def as_word(path: Path, lines: list[str]) -> Path:
    document = Document()
    for line in [*UNSIGNED.splitlines(), *lines]:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def as_word_table(path: Path, lines: list[str]) -> Path:
    document = Document()
    for line in UNSIGNED.splitlines():
        document.add_paragraph(line)
    table = document.add_table(len(lines), 2)
    for row, line in zip(table.rows, lines, strict=True):
        row.cells[1].text = line
    document.save(str(path))
    return path


def as_markdown_table(path: Path, lines: list[str]) -> Path:
    path.write_text(
        UNSIGNED + "\n".join(["| | |", "|---|---|", *(f"| | {line} |" for line in lines)]), encoding="utf-8"
    )
    return path


KINDS = {
    as_text: "报告.txt",
    as_page: "报告.html",
    as_word: "报告.docx",
    as_word_table: "报告.docx",
    as_markdown_table: "报告.md",
}


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize("made", KINDS, ids=lambda made: made.__name__)
def test_a_signature_is_no_text_of_section_six_and_its_date_is_read(tmp_path: Path, made, closing: str):
    report = read_file(made(tmp_path / KINDS[made], CLOSINGS[closing])).report

    assert report.narrative
    assert report.dated == SIGNED
    left = (report.narrative.other_matters or "").replace("附件：清单", "").replace("| |  |", "").strip("| \n-")
    assert left == SIX
    assert [one for one in check_report("example", report) if one.rule == "N19"] == []
    assert (
        Page.of(Order("example", 2023, edition="draft", charts="none"), {2023: report}).html().count("<p>2024年1月8日")
        == 0
    )


def test_a_name_that_stands_alone_is_taken_off_and_no_date_made_up(tmp_path: Path):
    reading = read_file(as_text(tmp_path / "报告.txt", ["示例县示例局"]))

    assert reading.report.narrative
    assert reading.report.narrative.other_matters == SIX
    assert reading.report.dated is None
    assert "文末落款“示例县示例局”没有完整的日期，请补填落款日期" in reading.notes


def test_anothers_name_over_the_date_is_taken_off_and_told(tmp_path: Path):
    reading = read_file(as_text(tmp_path / "报告.txt", ["示例县人民政府办公室", "2024年1月8日"]))

    assert reading.report.narrative
    assert reading.report.narrative.other_matters == SIX
    assert any("“示例县人民政府办公室 2024年1月8日”与单位名称“示例县示例局”不同" in note for note in reading.notes)


def test_a_signature_below_the_title_is_no_preamble(tmp_path: Path):
    first, rest = UNSIGNED.split("\n", 1)
    path = tmp_path / "报告.txt"
    path.write_text(f"{first}\n示例县示例局\n2024年1月8日\n{rest}", encoding="utf-8")
    report = read_file(path).report

    assert report.narrative
    assert report.narrative.preamble
    assert report.narrative.preamble.startswith("本报告包括")
    assert report.dated == SIGNED


def test_lines_that_a_pages_width_broke_do_not_run_into_the_signature():
    told = (
        "未收取信息处理费，各单位严格执行有关规定，没有其他需要报告的事项，全年工作平稳有序开展，公众总体评价良好。" * 6
    )
    lines = textwrap.wrap(told, 36)
    text = "六、其他需要报告的事项\n" + "\n".join([*lines, "示例县示例局", "2024年1月8日", "", "- 5 -"])
    sections = part_sections(text, FORM, ["示例县示例局"])

    assert sections.width
    assert sections.found["other_matters"].text == told
    assert sections.signature
    assert sections.signature.date == SIGNED


@pytest.mark.parametrize("line", ["本报告自2024年1月8日起公布。", "联系电话：12345678", "2024-01-18", "监督单位"])
def test_what_is_no_signature_stays_in_the_text(tmp_path: Path, line: str):
    report = read_file(as_text(tmp_path / "报告.txt", [line])).report

    assert report.narrative
    assert report.narrative.other_matters == f"{SIX}\n{line}"
    assert report.dated is None


# sections


def test_the_six_sections_and_their_numbers_are_found():
    found = part_sections(TEXT, FORM).found

    assert [(id, section.numeral) for id, section in found.items()] == [
        ("overview", "一"), ("disclosure", "二"), ("requests", "三"), ("disputes", "四"), ("problems", "五"),
        ("other_matters", "六"),
    ]  # fmt: skip


def test_a_text_in_one_line_is_parted_at_its_numbers():
    text = "前言。一、总体情况甲。二、主动公开政府信息情况 乙五、存在的主要问题及改进情况丙。六、其他需要报告的事项 丁"

    assert {id: section.text for id, section in part_sections(text, FORM).found.items()} == {
        "overview": "甲。",
        "disclosure": "乙",
        "problems": "丙。",
        "other_matters": "丁",
    }


def test_section_one_is_given_to_its_aspects_and_the_rest_stays_beside():
    aspects = part_aspects(part_sections(TEXT, FORM).found["overview"].text, FORM.passages_of("overview"))

    assert [(one.path.removeprefix("narrative.overview."), one.heading, one.text) for one in aspects] == [
        ("lead", "", "2023年示例局工作平稳。"),
        ("proactive", "（一）主动公开", "主动公开信息30条，其中工作动态21条、政策文件9条。"),
        ("on_request", "（二）依申请公开情况", "新收申请12件。"),
        ("platforms", "（三）政府信息公开平台建设情况", "平台稳定。"),
        ("", "（四）培训", "办班一期。"),
    ]


@pytest.mark.parametrize(
    ("text", "problems", "improvements"),
    [
        ("解读不多。针对上述问题，增加图解。", "解读不多。", "针对上述问题，增加图解。"),
        ("一是不足。\n下一步，我局将改进。", "一是不足。", "下一步，我局将改进。"),
        ("形式不多。", "形式不多。", ""),
    ],
)
def test_section_five_is_parted_at_the_first_word_of_remedy(text: str, problems: str, improvements: str):
    assert part_problems(text) == (problems, improvements)


def test_counts_by_category_are_taken_only_where_each_part_is_plain():
    assert counts_in("主动公开信息30条，其中工作动态21条、政策文件9条。") == {
        "total": 30,
        "channels": [{"channel": None, "total": None, "items": {"工作动态": 21, "政策文件": 9}}],
    }
    assert counts_in("公开信息30条，其中工作动态占七成。") is None
    assert counts_in("公开信息30条。") is None


# labels


@pytest.mark.parametrize(
    ("label", "row"),
    [
        ("2.其他法律行政止公开", "denied.prohibited_by_law"),
        ("１、 屬於國家秘密", "denied.state_secret"),
        ("1.逾期不补正", "other.overdue_correction"),
        ("（七）总计", "handled_total"),
        ("三、本年度办理结果", None),
        ("（三）不予公开", None),
        ("合计", None),
    ],
)
def test_a_label_is_matched_whatever_its_width_characters_and_small_damage(label: str, row: str | None):
    match = match_row(FORM.table_by_id["requests"], label)

    assert (match.row.id if match else None) == row


def test_terms_change_only_where_the_text_was_traditional():
    assert simplified("規範性檔案") == "规范性文件"
    assert simplified("政策、规范性文件类信息") == "政策、规范性文件类信息"


@pytest.mark.parametrize(
    ("text", "year", "fitting"),
    [
        ("本年新制作数量 其他对外管理服务事项", 2023, [2019]),
        ("本年制发件数 行政规范性文件", 2020, [2021]),
        ("本年制发件数 行政规范性文件\n还完成政府集中采购和其他对外管理服务事项。", 2020, [2021]),
        ("行政复议 结果维持 结果纠正", 2019, [2019]),
        ("行政复议 结果维持 结果纠正", 2023, [2021]),
        ("行政复议 结果维持 结果纠正", None, [2021, 2019]),
    ],
)
def test_the_edition_is_told_by_its_labels_and_by_the_year_only_where_these_tell_nothing(
    text: str, year: int | None, fitting: list[int]
):
    assert [form.edition for form in fitting_editions(text, year)] == fitting


# what the shape tells


def test_a_good_report_has_no_reading_notes():
    assert notes(TEXT) == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("五、存在的主要问题及改进情况", "四、存在的主要问题及改进情况", "S1"),
        ("六、其他需要报告的事项", "其他", "S1"),
        ("事项六部分", "事项七部分", "S7"),
        ("新收申请12件。", "新收申请12件。\n一、做法", "S6"),
        ("政府信息公开工作年度报告\n", "政务公开工作年度报告\n", "N8"),
        ("未收取信息处理费。", "特此报告，请审阅。", "N14"),
    ],
)
def test_each_fault_of_shape_is_noted_under_its_rule(old: str, new: str, rule: str):
    assert notes(TEXT.replace(old, new, 1)) == [rule]


def test_the_trial_form_in_a_later_year_is_noted():
    assert notes(TEXT, edition=2019) == ["S5"]


# pages of our own


def test_a_page_of_ours_is_its_record(tmp_path: Path):
    for edition in ("final", "draft"):
        page = Page.open("jiangsu/suqian", 2024, edition, "none")
        path = tmp_path / f"{edition}.html"
        path.write_text(page.html(), encoding="utf-8")

        reading = read_file(path)
        assert (reading.agency, reading.report, reading.doubtful) == ("jiangsu/suqian", page.report, ())


def test_a_figure_changed_in_a_page_of_ours_is_doubtful(tmp_path: Path):
    html = Page.open("jiangsu/suqian", 2024, charts="none").html()
    path = tmp_path / "页.html"
    shown = 'data-cell="disclosure.licenses.decisions" colspan="3">1573179'
    assert shown in html
    path.write_text(html.replace(shown, shown.replace("1573179", "1573178")), encoding="utf-8")

    [doubt] = read_file(path).doubtful
    assert (doubt.cell, doubt.text) == ("disclosure.licenses.decisions", "1573178")


# naming, and what a file leaves out


@pytest.mark.parametrize(
    ("pattern", "name", "told"),
    [
        ("{name}{year}年*", "示例局2023年报最终版2", ("示例局", 2023)),
        ("{year}-{agency}", "2022-justice", ("justice", 2022)),
        ("*_{year}", "a_b_2021", (None, 2021)),
    ],
)
def test_a_pattern_tells_agency_and_year(pattern: str, name: str, told: tuple[str | None, int | None]):
    assert Naming(pattern).read(Path(f"{name}.pdf")) == told


def test_a_name_or_a_pattern_that_does_not_fit_is_said():
    with pytest.raises(BadRequest, match=r"文件名与 --pattern “\{name\}\{year\}”不符"):
        Naming("{name}{year}").read(Path("年报.pdf"))
    with pytest.raises(BadRequest, match="--pattern 应含"):
        Naming("年报")


def test_a_page_that_is_no_report_is_refused(tmp_path: Path):
    path = tmp_path / "新闻.html"
    path.write_text("<p>示例县召开会议</p>", encoding="utf-8")

    with pytest.raises(InvalidFile, match="不是政府信息公开工作年度报告"):
        read_file(path)


def test_a_text_without_its_name_asks_for_it(tmp_path: Path):
    path = tmp_path / "年报.txt"
    path.write_text(TEXT.partition("\n")[2].replace("2023", "去"), encoding="gb18030")

    with pytest.raises(InvalidFile, match="没有写明单位（--agency）、年度（--year），请指明后再导入"):
        read_file(path)
    assert read_file(path, Hints("示例县示例局", 2023)).report.name == "示例县示例局"


def test_a_printed_name_that_nobody_has_asks_for_the_agency(tmp_path: Path):
    params = tmp_path / "params"
    params.mkdir()
    path = tmp_path / "年报.txt"
    path.write_text(TEXT, encoding="utf-8")

    [done] = import_files([path], params=params, progress=False)
    assert "“示例县示例局”不在数据中，请用 --agency 指明编号" in done.message
    [done] = import_files([path], agency="example/bureau", params=params, progress=False)
    assert (done.outcome, Store(params).load("example/bureau", 2023).name) == ("imported", "示例县示例局")
