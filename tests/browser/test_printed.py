"""Reports printed to PDF by a browser, with the noise of real prints: each figure is read right, or doubtful."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pytest
from drawing import Lines, drawn, split, typed, undivided
from hypothesis import given, settings
from hypothesis import strategies as st
from material import corpus
from playwright.sync_api import Browser

from govreport.errors import InvalidFile
from govreport.form import FORMS, Box, Form, Table, place_boxes
from govreport.importing import Hints, Reading, read_file
from govreport.report import AnnualReport

NAME = "示例县示例局"
FIGURES: dict[str, AnnualReport | int] = {**corpus(), "no two rows alike": 2021, "no two rows alike, of 2019": 2019}
"""Real reports, and editions of the form that are filled with figures that cannot be taken for each other's."""

Print = Callable[..., Path]


@pytest.fixture(scope="session")
def printer(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Print]:
    """Prints HTML to a PDF file, as a person does from the browser's menu."""
    page = browser.new_page()
    path = tmp_path_factory.mktemp("printed") / "年报.pdf"

    def print_page(html: str, **options: Any) -> Path:
        page.set_content(html)
        page.pdf(
            path=path, **{"format": "A4", "margin": dict.fromkeys(("top", "bottom", "left", "right"), "16mm")} | options
        )
        return path

    yield print_page
    page.close()


@dataclass(frozen=True)
class Look:
    """How a report is laid out on paper; as it stands here, plainly."""

    size: str = "A4"
    landscape: bool = False
    font: float = 10.5
    padding: int = 3
    labels: float = 1.0
    border: str = "1px solid"
    zero: str = "0"
    space: str = ""
    undivided: bool = False
    breaks: tuple[int, ...] = ()
    at_breaks: str = "goes on"
    whole_rows: bool = True
    numbered: bool = False

    @property
    def style(self) -> str:
        rows = "avoid" if self.whole_rows else "auto"
        return (
            f"body {{ font: {self.font}pt 'Noto Serif CJK SC'; line-height: 1.4 }} p {{ text-indent: 2em }}"
            f"table {{ border-collapse: collapse; width: 100%; table-layout: fixed }} tr {{ break-inside: {rows} }}"
            f"td {{ border: {self.border} #000; padding: {self.padding}px; text-align: center }}"
            ".break { break-before: page }"
        )

    @property
    def options(self) -> dict[str, Any]:
        footer = "<p style='font-size:9pt;width:100%;text-align:center'>- <span class=pageNumber></span> -</p>"
        return {
            "format": self.size,
            "landscape": self.landscape,
            "display_header_footer": self.numbered,
            "header_template": "<span></span>",
            "footer_template": footer,
        }


LOOKS = st.builds(
    Look,
    size=st.sampled_from(["A4", "A3", "Letter"]),
    landscape=st.booleans(),
    font=st.sampled_from([8, 9, 10.5, 12]),
    padding=st.integers(0, 6),
    labels=st.sampled_from([1.0, 0.7, 0.5]),
    border=st.sampled_from(["0.5pt solid", "1px solid", "2px solid", "3px double"]),
    zero=st.sampled_from(["0", "/", "", "-"]),
    space=st.sampled_from(["", " ", "　"]),
    undivided=st.booleans(),
    breaks=st.lists(st.integers(1, 31), max_size=3, unique=True).map(lambda rows: tuple(sorted(rows))),
    at_breaks=st.sampled_from(["goes on", "repeats its headings", "begins anew"]),
    whole_rows=st.booleans(),
    numbered=st.booleans(),
)


def poured(figures: AnnualReport | int, look: Look) -> tuple[Form, dict[str, str], dict[str, Any]]:
    """The form, what is printed in each cell, and what that states: a zero that is printed as a stroke is none."""
    form = FORMS[figures] if isinstance(figures, int) else figures.statutory_form
    values = typed(form, figures) if isinstance(figures, int) else figures.cells
    if look.undivided or "requests.other.overdue_fee.total" not in values:
        values = {path: value for path, value in values.items() if ".overdue_" not in path}
    stated = {path: value for path, value in values.items() if value or (value == 0 and look.zero == "0")}
    return (
        form,
        {path: look.zero if value == 0 else str(value) for path, value in values.items() if value is not None},
        stated,
    )


def tables(form: Form, printed: dict[str, str], look: Look) -> Iterator[str]:
    """Each table below its heading."""
    for table in form.tables:
        lines = drawn(form, table.id, printed)
        if "requests.other.overdue_fee.total" not in printed:
            lines = undivided(lines)
        yield f"<h3>{table.heading}</h3>{''.join(table_html(table, lines, look))}"


def table_html(table: Table, lines: Lines, look: Look) -> Iterator[str]:
    """The table, in parts where a new one begins on the next page."""
    breaks = [at for at in look.breaks if len(table.head) < at < len(lines)]
    if look.at_breaks != "begins anew":
        yield one_table(table, lines, breaks, look)
        return
    begun = 0
    for at in breaks:
        above, lines = split(lines, at - begun)
        yield f"{one_table(table, above, [], look)}<p>- {at} -</p><p class=break></p>"
        begun = at
    yield one_table(table, lines, [], look)


def one_table(table: Table, lines: Lines, breaks: Sequence[int], look: Look) -> str:
    stubs = {
        column
        for line in place_boxes([*table.head, *table.body])
        for column, box in line
        if box.role in ("row", "group")
    }
    widths = [width * look.labels if at in stubs else width for at, width in enumerate(table.widths)]
    head = len(table.head) if look.at_breaks == "repeats its headings" else 0
    columns = "".join(f"<col style='width:{100 * width / sum(widths):.2f}%'>" for width in widths)
    rows = [
        f"<tr{' class=break' * (number in breaks)}>{''.join(cell_html(box, look) for box in line)}</tr>"
        for number, line in enumerate(lines)
    ]
    return f"<table><colgroup>{columns}</colgroup><thead>{''.join(rows[:head])}</thead><tbody>{''.join(rows[head:])}</tbody></table>"


def cell_html(box: Box, look: Look) -> str:
    text = escape(box.text if box.cell else look.space.join(box.text))
    return f"<td colspan={box.width} rowspan={box.height}>{text}</td>"


def document(*parts: str, style: str) -> str:
    return f"<html lang=zh><head><style>{style}</style></head><body>{''.join(parts)}</body></html>"


def printed_and_read(figures: AnnualReport | int, look: Look, printer: Print) -> tuple[dict[str, Any], Reading]:
    """What the printed report states, and how it is read."""
    form, printed, stated = poured(figures, look)
    title = f"<h1>{NAME}2023年政府信息公开工作年度报告</h1>"
    path = printer(document(title, *tables(form, printed, look), style=look.style), **look.options)
    return stated, read_file(path, Hints(NAME, 2023))


def wrong(stated: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """The cells that were read as something else than is stated, or as nothing where something is, without a doubt."""
    doubtful = {doubt.cell for doubt in reading.doubtful}
    read = reading.report.cells
    return {path: (stated.get(path), read.get(path)) for path in {*stated, *read} - doubtful
            if stated.get(path) != read.get(path)}  # fmt: skip


@settings(derandomize=True, max_examples=15, deadline=None)
@given(figures=st.sampled_from(sorted(FIGURES)), look=LOOKS)
def test_no_figure_of_a_print_is_read_wrong_however_it_is_laid_out(figures: str, look: Look, printer: Print) -> None:
    stated, reading = printed_and_read(FIGURES[figures], look, printer)

    assert wrong(stated, reading) == {}


@pytest.mark.parametrize("figures", FIGURES)
def test_of_a_plain_print_nearly_every_figure_is_read(figures: str, printer: Print) -> None:
    stated, reading = printed_and_read(FIGURES[figures], Look(), printer)

    assert wrong(stated, reading) == {}
    assert len(reading.doubtful) <= 0.005 * len(stated)


# the text, and two years

PARAGRAPHS = {
    "preamble": "本报告根据《中华人民共和国政府信息公开条例》和示例县的有关要求编制，由示例局办公室汇总各科室的材料后形成，经会议讨论通过。\n"
    "报告中的数据由示例局各科室分别登记，统计口径与上一年度相同，如对报告有疑问，可以与示例局办公室联系，联系的方式见示例局的门户网站。",
    "lead": "示例局全年工作平稳，各科室按照分工登记公开的事项，没有出现重大的差错，也没有收到群众对公开工作提出的投诉，工作的流程比上一年度更加清楚。",
    "proactive": "示例局主动公开的内容包括工作动态、政策文件和办事指南三类，全部在门户网站的专栏中发布，并在发布之前由专人核对。\n"
    "对群众关心的事项，示例局还编写了问答形式的说明，放在专栏最前面的位置，群众打开页面就能看到，并且可以下载后打印出来查看。",
    "on_request": "示例局收到的申请都在规定的期限之内办理完毕，办理的结果以书面形式答复申请人，并且把答复的文书装订成册，存放在档案室中备查。",
    "problems": "示例局公开的形式还不够丰富，图解和视频类的说明比较少，个别科室的登记也不够及时，需要办公室多次提醒才能够补充完整，影响了汇总的进度。",
    "improvements": "针对上述问题，示例局将增加图解类的说明，并且把登记的要求写进各科室的工作制度，由办公室每个季度检查一次，检查的结果在全局范围内通报。",
    "other_matters": "示例局没有收取信息处理费，也没有其他需要报告的事项，下一年度示例局将继续按照规定做好公开工作，并且接受社会各界和群众的监督。",
}  # fmt: skip
"""Paragraphs longer than a line, none with a figure."""


def narrative(texts: dict[str, str]) -> dict[str, Any]:
    overview = {key: texts[key] for key in ("lead", "proactive", "on_request")}
    return {"overview": overview, **{key: text for key, text in texts.items() if key not in overview}}


def written(report: str, year: int, texts: dict[str, str], look: Look, form: Form, printed: dict[str, str]) -> str:
    """A whole report: title, paragraphs and tables, each section below its heading."""

    def text(key: str) -> str:
        return "".join(f"<p>{line}</p>" for line in texts[key].split("\n"))

    disclosure, requests, disputes = tables(form, printed, look)
    heading = {section.id: section.heading for section in form.sections}
    aspect = {key: passage.label for key, passage in form.aspects.items()}
    return (
        f"<h2>{report}{year}年政府信息公开工作年度报告</h2>{text('preamble')}<h3>{heading['overview']}</h3>{text('lead')}"
        f"<p>{aspect['proactive']}。</p>{text('proactive')}<p>{aspect['on_request']}。</p>{text('on_request')}"
        f"{disclosure}{requests}{disputes}<h3>{heading['problems']}</h3>{text('problems')}{text('improvements')}"
        f"<h3>{heading['other_matters']}</h3>{text('other_matters')}"
    )


@pytest.mark.parametrize("padding", [0, 250, 500, 750], ids=lambda pixels: f"{pixels} pixels down")
@pytest.mark.parametrize("font", [10.5, 14])
def test_paragraphs_that_lines_and_pages_break_come_back_whole(padding: int, font: float, printer: Print) -> None:
    look = Look(font=font, numbered=True)
    form, printed, stated = poured(2021, look)
    html = document(
        f"<div style='height:{padding}px'></div>",
        written(NAME, 2023, PARAGRAPHS, look, form, printed),
        style=look.style,
    )

    reading = read_file(printer(html, **look.options))

    assert wrong(stated, reading) == {}
    assert reading.report.record()["narrative"] == narrative(PARAGRAPHS)


YEARS = {2023: 5, 2024: 6}
"""The years of one file, with what their figures are drawn from."""


def of_year(year: int) -> dict[str, str]:
    """The paragraphs of a year, which name it and no other."""
    return {key: f"{text[:-1]}，以上是{year}年的情况。" for key, text in PARAGRAPHS.items()}


def side_by_side(look: Look) -> str:
    form = FORMS[2021]
    columns = [written(NAME, year, of_year(year), look, form, {path: str(value) for path, value in typed(form, seed).items()})
               for year, seed in YEARS.items()]  # fmt: skip
    captions = "".join(f"<div class=half><h2>{year} 年报告</h2></div>" for year in YEARS)
    halves = "".join(f"<div class=half>{column}</div>" for column in columns)
    style = ".half { width: 48%; float: left; margin-right: 2% }"
    return document(f"<div>{captions}</div><div style='clear:both'>{halves}</div>", style=look.style + style)


def one_behind_the_other(look: Look) -> str:
    form = FORMS[2021]
    reports = [
        written(NAME, year, of_year(year), look, form, {path: str(value) for path, value in typed(form, seed).items()})
        for year, seed in YEARS.items()
    ]
    return document("<p class=break></p>".join(reports), style=look.style)


TWO_YEARS = {
    "side by side": (side_by_side, Look(size="A3", landscape=True, font=8, padding=1)),
    "one behind the other": (one_behind_the_other, Look(numbered=True)),
}


@pytest.mark.parametrize("places", TWO_YEARS)
def test_of_two_years_in_one_print_the_one_that_is_asked_for_is_read(places: str, printer: Print) -> None:
    html, look = TWO_YEARS[places]
    path = printer(html(look), **look.options)

    with pytest.raises(InvalidFile, match=r"2023、2024.*--year"):
        read_file(path)
    for year, seed in YEARS.items():
        reading = read_file(path, Hints(year=year))
        assert (reading.report.name, reading.report.year, reading.doubtful) == (NAME, year, ())
        assert reading.report.cells == typed(FORMS[2021], seed)
        assert reading.report.record()["narrative"] == narrative(of_year(year))
