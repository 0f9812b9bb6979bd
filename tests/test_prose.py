"""The written parts of a page."""

from __future__ import annotations

from material import record

from govreport import prose
from govreport.report import Finding, read_report


def test_section_one_has_its_aspects_under_their_headings():
    html = prose.section(read_report(record(2023)), "overview")

    assert html == (
        "<p>2023年工作平稳。</p><h3>（一）主动公开</h3><p>主动公开信息30条。</p>"
        "<h3>（二）依申请公开</h3><p>新收申请12件。</p>"
    )


def test_what_people_wrote_is_escaped():
    data = record(2023)
    data["narrative"]["overview"] = {"lead": "<script>alert(1)</script>", "extra": [{"heading": "<b>", "text": "&"}]}

    assert prose.section(read_report(data), "overview") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><h3>&lt;b&gt;</h3><p>&amp;</p>"
    )


def test_each_line_is_a_paragraph_and_an_empty_section_says_so():
    data = record(2023)
    data["narrative"] |= {"problems": "一是……\n\n  二是……", "other_matters": None}
    report = read_report(data)

    assert prose.section(report, "problems") == "<p>一是……</p><p>二是……</p><p>增加图解。</p>"
    assert "（未填写）" in prose.section(report, "other_matters", draft=True)
    assert prose.section(report, "other_matters") == ""


def test_the_name_is_centred_on_the_date_four_characters_from_the_right():
    html = prose.signature(read_report(record(2023)))

    assert html == (
        '<div class="signature"><p style="padding-right:4.0em">示例县示例局</p>'
        '<p style="padding-right:4em">2024年1月8日</p></div>'
    )


def test_a_long_name_reaches_no_further_than_the_margin():
    html = prose.signature(read_report(record(2023) | {"name": "示例" * 12}))

    assert '<p style="padding-right:0.0em">示例示例' in html


def test_an_undated_report_has_no_date():
    html = prose.signature(read_report(record(2022)))

    assert html.count("<p") == 1


def finding(severity: str, *, waived: bool = False) -> Finding:
    return Finding("a", 2023, "A1", severity, (), "", waived=waived)  # type: ignore[arg-type]


def test_findings_are_counted_by_severity_with_the_waived_apart():
    assert prose.findings_sentence([]) == "校核未发现问题。"
    assert (
        prose.findings_sentence([finding("error"), finding("error"), finding("hint"), finding("warning", waived=True)])
        == "校核发现：应改正问题2项，提示1项，已提交情况说明1项。"
    )
