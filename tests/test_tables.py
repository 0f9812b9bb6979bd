"""The statutory tables as HTML."""

from __future__ import annotations

import re

from material import record

from govreport.report import Finding, read_report
from govreport.tables import Notes, data_table, finding_list, signoff_table, statutory_table

REPORT = read_report(record(2023))
BEFORE = read_report(record(2022))
CELL = re.compile(r'<td data-cell="([^"]+)"[^>]*>(.*?)</td>')


def shown(html: str) -> dict[str, str]:
    """The text of each figure's cell, without its marks."""
    return {cell: re.sub(r"<[^>]+>", " ", text).strip() for cell, text in CELL.findall(html)}


def test_the_part_of_table_two_for_documents_looks_like_the_printed_one():
    html = statutory_table(REPORT, "disclosure")

    assert html.startswith(
        '<table class="statutory disclosure"><caption>主动公开政府信息情况（2023年）</caption>'
        '<colgroup><col style="width:34%"><col style="width:22.0%"><col style="width:22.0%"><col style="width:22.0%">'
        '</colgroup><tbody><tr><th scope="colgroup" class="caption" colspan="4">第二十条第（一）项</th></tr>'
        '<tr><th scope="col" class="column">信息内容</th><th scope="col" class="column">本年制发件数</th>'
        '<th scope="col" class="column">本年废止件数</th><th scope="col" class="column">现行有效件数</th></tr>'
        '<tr><th scope="row" class="row">规章</th><td data-cell="disclosure.regulations.issued">0</td>'
    )


def test_every_cell_of_the_form_stands_once_and_shows_its_figure():
    for table in REPORT.statutory_form.tables:
        figures = shown(statutory_table(REPORT, table.id))

        assert list(figures) == [path for path in figures if path in table.cells]
        assert figures == {path: str(REPORT.cell(path)) for path in table.cells}


def test_a_blank_cell_of_a_final_edition_is_empty():
    report = REPORT.with_cell("requests.granted.research", None)

    assert shown(statutory_table(report, "requests"))["requests.granted.research"] == ""
    assert shown(statutory_table(report, "requests", Notes()))["requests.granted.research"] == "／"


def test_a_draft_shows_last_years_figure_and_the_change_beside_each_cell():
    cells = shown(statutory_table(REPORT, "requests", Notes(BEFORE)))

    assert cells["requests.new_received.natural_person"].split() == ["9", "上年7", "+2"]
    assert cells["requests.partial.total"].split() == ["1", "上年1", "持平"]
    assert cells["requests.granted.legal_service"].split() == ["0", "上年1", "-1"]
    assert cells["requests.denied.state_secret.total"] == "0"


def test_a_draft_marks_the_cell_to_look_at_and_tints_the_others_that_were_read():
    finding = Finding("a", 2023, "A1", "error", ("requests.granted.total", "requests.granted.research"), "说明")
    html = statutory_table(REPORT, "requests", Notes(None, [finding]))

    assert '<td data-cell="requests.granted.total" class="error">10<a class="mark" href="#finding-1"' in html
    assert '<td data-cell="requests.granted.research" class="part">0</td>' in html


def test_findings_carry_their_rule_and_cells_and_are_escaped():
    finding = Finding("a", 2023, "A1", "error", ("x.y.z", "u.v.w"), "<b>说明</b>", waived=True)
    html = finding_list([(3, finding)])

    assert 'id="finding-3" class="error" data-rule="A1" data-cells="x.y.z u.v.w"' in html
    assert "[3] 应改正　A1" in html
    assert "已提交情况说明" in html
    assert "&lt;b&gt;说明&lt;/b&gt;" in html
    assert finding_list([]) == ""


def test_a_data_table_escapes_what_people_wrote():
    html = data_table("<标题>", ("类别", "条"), [("<i>甲</i>", "3")])

    assert "<i>" not in html
    assert "<caption>&lt;标题&gt;</caption>" in html
    assert '<th scope="row">&lt;i&gt;甲&lt;/i&gt;</th><td>3</td>' in html


def test_a_signoff_over_changed_content_is_told():
    signed = {"stage": "first", "by": "示例甲", "date": "2024-01-05", "checked": ["content", "form"]}
    valid = signatures(signed | {"digest": REPORT.digest})
    stale = signatures(signed | {"digest": "0" * 64})

    assert "示例甲</td><td>2024-01-05</td><td>通过</td><td>内容、形式</td><td></td><td>有效" in valid
    assert "审签后内容已修改，须重新审签" in stale
    assert valid.count("未审签") == 2


def signatures(*signoffs: dict[str, object]) -> str:
    return signoff_table(read_report(record(2023) | {"signoffs": list(signoffs)}))
