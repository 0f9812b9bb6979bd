"""What the written sections must say, and must not: each rule where it speaks, and where it is silent."""

from __future__ import annotations

import datetime
import time
from pathlib import Path
from typing import Any

import pytest
from material import AGENCY, record

from govreport.checks import Context, check_report, context_of, explain, may_be_waived
from govreport.errors import BadRequest
from govreport.report import AnnualReport, Finding, Number, read_report
from govreport.store import Settings, Store

RULES = ("N1", "N2", "N3", "N4", "N5", "N6", "N7", "N9", "N10", "N11", "N12", "N13", "N19", "Y5")
PLAIN = Context()
LEAD = "narrative.overview.lead"
WRITTEN: dict[str, Any] = {
    "narrative.preamble": (
        "本报告由示例县示例局根据《中华人民共和国政府信息公开条例》编制。所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
        "联系电话：13800001111。"
    ),
    LEAD: "2023年，我局认真落实《条例》，按时完成了各项工作。",
    "narrative.overview.proactive": "通过门户网站（www.example.gov.cn/xxgk/）主动公开信息30条，发布公文标题〔2023〕5号等文件。",
    "narrative.overview.on_request": "新收申请12件，均按期答复，为申请人了解情况提供便利。",
    "narrative.overview.management": "信息发布执行“三审三校”，做到一事一审；对审核通过的，当日上网。",
    "narrative.overview.platforms": "由县文化广电和旅游局协助，改版门户网站，检查帐篷等救灾物资信息栏目。",
    "narrative.overview.supervision": "年度考核结果已通报，社会评议满意度较高，没有责任追究情形。",
    "narrative.problems": "一是解读形式不多；二是个别栏目更新不及时。",
    "narrative.improvements": "增加图解，明确各栏目的更新时限。",
    "narrative.other_matters": "本年度未收取信息处理费。",
}


def report(changes: dict[str, Any] | None = None, **more: Any) -> AnnualReport:
    """A complete report of an ordinary office, changed."""
    data = record(2023) | more
    del data["narrative"]
    return read_report(data).with_values(WRITTEN | (changes or {}))


def found(
    given: AnnualReport, *rules: str, before: AnnualReport | None = None, context: Context = PLAIN
) -> list[Finding]:
    return [one for one in check_report(AGENCY, given, before, context) if one.rule in (rules or RULES)]


def told(changes: dict[str, Any], *rules: str, **more: Any) -> list[tuple[str, str, str]]:
    """Which rules speak, how severely, and of which passage first."""
    return [(one.rule, one.severity, one.cells[0]) for one in found(report(changes, **more), *rules)]


@pytest.mark.parametrize("level", ["county_department", "county_government", "township", None])
def test_a_complete_report_of_an_ordinary_office_is_left_alone(level: str | None):
    assert found(report(level=level)) == []


# N1


@pytest.mark.parametrize("year", [2020, 2023])
def test_a_report_without_any_text_lacks_its_three_sections_each_named_once(year: int):
    data = record(year)
    data.pop("narrative", None)

    assert [(one.rule, one.severity, one.cells[0]) for one in found(read_report(data))] == [
        ("N1", "error", LEAD),
        ("N3", "error", "narrative.problems"),
        ("N4", "error", "narrative.other_matters"),
    ]


@pytest.mark.parametrize("blank", [None, "", " \n\u3000", "\u200b\ufeff", "（未填写）", " （未填写）\n"])
@pytest.mark.parametrize(
    ("section", "rule"),
    [("narrative.overview", "N1"), ("narrative.problems", "N3"), ("narrative.other_matters", "N4")],
)
def test_a_section_in_which_nothing_is_to_be_read_is_missing_and_no_reason_lets_it_stand(section, rule, blank):
    paths = ("narrative.problems", "narrative.improvements") if rule == "N3" else (section,)
    given = report({path: blank for path in WRITTEN if path.startswith(paths)})
    [finding] = [one for one in found(given) if one.severity == "error"]

    assert (finding.rule, finding.firm, may_be_waived(finding)) == (rule, True, False)
    with pytest.raises(BadRequest, match="不得以情况说明代替改正"):
        explain(given, finding, "示例", "示例甲", datetime.date(2024, 1, 9))
    waiver = {"rule": rule, "cells": list(finding.cells), "digest": given.digest_of(finding.cells), "reason": "示例"}
    forged = given.with_values({"waivers": [waiver]})
    assert [one.rule for one in check_report(AGENCY, forged) if one.blocks] == [rule]
    assert any(one.rule == "P6" and "不得以情况说明代替改正" in one.message for one in check_report(AGENCY, forged))


def test_a_five_that_says_wu_is_an_error_that_may_be_explained():
    [finding] = found(report({"narrative.problems": "无", "narrative.improvements": None}), "N3")

    assert (finding.severity, may_be_waived(finding)) == ("error", True)


def test_a_blank_mark_left_in_a_text_is_a_placeholder_that_no_reason_lets_stand():
    [finding] = found(report({"narrative.improvements": "增加图解。\n（未填写）"}), "N10")

    assert (finding.severity, finding.cells, may_be_waived(finding)) == ("error", ("narrative.improvements",), False)


def test_n1_the_same_sentence_in_every_section_is_no_text():
    said = "只收录数据，未收录这一部分的文字。"

    assert told(dict.fromkeys(WRITTEN, said)) == [("N1", "warning", LEAD)]


def test_n1_names_the_aspects_that_are_missing():
    [finding] = found(report({"narrative.overview.management": None, "narrative.overview.platforms": " \n"}), "N1")

    assert finding.cells == ("narrative.overview.management", "narrative.overview.platforms")
    assert finding.message == "第一部分没有政府信息管理、政府信息公开平台建设方面的内容，请补写"


def test_n1_aspects_may_be_told_in_one_passage():
    aspects = {f"narrative.overview.{name}": None for name in ("proactive", "on_request", "management", "platforms")}
    lead = "（一）主动公开。公开信息30条。（二）依申请公开。新收12件。（三）政府信息管理。先审后发。（四）平台建设。改版网站。"

    assert told({**aspects, LEAD: lead}, "N1") == []


def test_n1_a_heading_of_its_own_will_do():
    extra = [{"heading": "（三）信息管理方面", "text": "先审后发。"}]

    assert told({"narrative.overview.management": None, "narrative.overview.extra": extra}, "N1") == []


def test_n1_a_section_one_that_is_not_there():
    nothing = {path: None for path in WRITTEN if path.startswith("narrative.overview.")}

    assert told(nothing, "N1", "N7") == [("N1", "error", LEAD)]


# N2


def test_n2_a_government_tells_the_three_results():
    without = {"narrative.overview.supervision": "年度考核结果已通报。"}
    [finding] = found(report(without, level="county_government"), "N2")

    assert finding.cells == ("narrative.overview.supervision",)
    assert "社会评议、责任追究结果" in finding.message
    assert told(without, "N2", level="county_department") == []


# N3


@pytest.mark.parametrize(
    ("problems", "improvements", "expected"),
    [
        (None, None, [("N3", "error", "narrative.problems")]),
        ("无。", None, [("N3", "error", "narrative.problems")]),
        ("无", "无", [("N3", "error", "narrative.problems")]),
        ("本年度不存在问题。", None, [("N3", "error", "narrative.problems")]),
        ("——", None, [("N3", "error", "narrative.problems")]),
        ("解读形式不多。", None, [("N3", "warning", "narrative.improvements")]),
        (None, "增加图解。", [("N3", "warning", "narrative.problems")]),
        ("无。", "增加图解。", [("N3", "warning", "narrative.problems")]),
        ("解读形式不多，下一步增加图解。", None, []),
        (None, "针对解读不足的问题，增加图解。", []),
        ("没有专职人员，无法及时更新。", "配备专人。", []),
    ],
)
def test_n3_section_five_names_problems_and_improvements(problems, improvements, expected):
    assert told({"narrative.problems": problems, "narrative.improvements": improvements}, "N3") == expected


# N4, N5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("无其他需要报告的事项。", True),
        ("2023年，无收取信息处理费情况。", False),
        ("未发生政府信息公开收费事项。", False),
        ("收取费用0元。", False),
    ],
)
def test_n4_section_six_speaks_of_the_fee(text: str | None, expected: bool):
    assert bool(told({"narrative.other_matters": text}, "N4")) is expected


@pytest.mark.parametrize(
    ("text", "received", "expected"),
    [
        ("对25件申请收取了信息处理费2950元。其中，示例所收取420元。", None, (10000, None)),
        ("收取信息处理费1.2万元。", None, (10000, 12000)),
        ("实收信息处理费10,001元。", None, (10000, 10001)),
        ("实收信息处理费10000元。", None, (10000, None)),
        ("应收取信息处理费20000元，减免后实收300元。", None, (10000, None)),
        ("本年度未收取信息处理费。", 10000.5, (10000, None)),
        ("本年度收取了信息处理费。", 10001, (10000, 10001)),
    ],
)
def test_n5_the_fee_received_is_part_of_all_fees(text: str, received: Number | None, expected: tuple):
    values: dict[str, Any] = {"narrative.other_matters": text, "disclosure.admin_fees.amount": 1}
    if isinstance(received, int):
        values["processing_fee.received"] = received
    findings = found(report(values), "N5")

    assert [(one.severity, one.expected, one.actual) for one in findings] == (
        [("warning", *expected)] if expected[1] else []
    )


def test_n5_is_silent_where_the_fees_are_blank():
    assert told({"narrative.other_matters": "收取信息处理费9万元。", "disclosure.admin_fees.amount": None}, "N5") == []


# N6


def test_n6_counts_the_characters_of_section_one():
    context = Context(settings=Settings(overview_characters=100))
    only = {path: None for path in WRITTEN if path.startswith("narrative.overview.")}
    long = report({**only, LEAD: "我局公开信息 30 条。\n" * 20})
    [finding] = found(long, "N6", context=context)

    assert (finding.severity, finding.expected, finding.actual) == ("hint", 100, 200)
    assert found(long, "N6") == []


# N7


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("全面落实要求，公开信息30条。", "没有提到本单位"),
        ("2023年，我局于12月31日前完成各项工作。", "没有写任何数据"),
        ("我局公开信息30条，部分地区进展较快。", "说的不是本单位"),
        ("示例县示例局公开信息30条。", ""),
        ("全县公开信息三十条。", ""),
    ],
)
def test_n7_section_one_speaks_of_this_body(section: str, words: str):
    only = {path: None for path in WRITTEN if path.startswith("narrative.overview.")}
    findings = found(report({**only, LEAD: section}), "N7")

    assert [one.severity for one in findings] == (["warning"] if words else [])
    assert all(words in one.message for one in findings)


# N9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("统计期限自2023年1月1日起至2023年12月31日止。", ""),
        ("统计期限从 2023 年 1 月 1 日 到 12 月 31 日 止。", ""),
        ("数据统计期限为２０２３年１月１日—１２月３１日。", ""),
        ("数据期间为2023年1月至12月。", ""),
        ("数据时间：2023.01.01—2023.12.31。", ""),
        ("本报告所列数据为2023年度数据。", ""),
        ("统计期限自2022年1月1日起至2022年12月31日止。", "应为2023年1月1日至2023年12月31日"),
        ("统计期限自2023年1月1日起至2023年11月30日止。", "应为2023年1月1日至2023年12月31日"),
        ("本报告根据《条例》编制。", "没有写明数据的统计期限"),
        ("2023年3月1日至5月1日开展了专项行动。", "没有写明数据的统计期限"),
    ],
)
def test_n9_the_period_is_the_whole_year(text: str, expected: str):
    findings = found(report({"narrative.preamble": text}), "N9")

    assert [(one.severity, one.cells) for one in findings] == (
        [("warning", ("narrative.preamble",))] if expected else []
    )
    assert all(expected in one.message for one in findings)


# N10


@pytest.mark.parametrize(
    "text", ["共公开××条", "XX局", "公开信息____条", "示例发〔 〕5号", "公开??条", "公开\ufffd条", "xx县"]
)
def test_n10_what_was_to_be_filled_in(text: str):
    [finding] = found(report({"narrative.problems": f"解读不够，{text}。"}), "N10")

    assert (finding.severity, finding.cells) == ("error", ("narrative.problems",))
    assert text[:2] in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "www.example.gov.cn/xxgk/xx",
        "a__b@example.cn",
        "3×5米",
        "第XXL号",
        "公开了吗？是",
        "index.php?a=1",
        "二〇二三年",
        "MAXX系统",
    ],
)
def test_n10_leaves_addresses_and_ordinary_signs_alone(text: str):
    assert told({"narrative.problems": f"解读不够，{text}。"}, "N10") == []


# N11


@pytest.mark.parametrize(
    ("preamble", "name", "foreign"),
    [
        ("本报告由样板市样板局根据《条例》编制。", "示例县示例局", "样板市样板局"),
        ("样板市交通局根据《中华人民共和国政府信息公开条例》编制本报告。", "示例县交通局", "样板市交通局"),
        ("本报告由示例县人民政府办公室编制。", "示例县人民政府", ""),
        ("本报告由县政府办公室编制。", "示例县人民政府", ""),
        ("本报告由局办公室根据《条例》编制。", "示例县示例局", ""),
        ("现根据《条例》编制本报告。", "示例县示例局", ""),
        ("我局根据《条例》编制本报告。", "示例县示例局", ""),
        ("工作人员根据《条例》答复申请，并编制报告。", "示例县示例局", ""),
    ],
)
def test_n11_the_body_that_made_the_report(preamble: str, name: str, foreign: str):
    findings = found(report({"narrative.preamble": preamble}, name=name), "N11")

    assert [one.severity for one in findings] == (["warning"] if foreign else [])
    assert all(f"写的是“{foreign}”，不是{name}" in one.message for one in findings)


def test_n11_knows_the_other_agencies_of_the_folder():
    given = report({"narrative.preamble": "本报告由示例县财政局编制。"})

    assert found(given, "N11") == []
    assert len(found(given, "N11", context=Context(others=frozenset({"示例县财政局"})))) == 1


# N12, N13


def test_n12_private_numbers_are_told_without_being_repeated():
    text = "联系人身份证号360426199101010071，手机 139 1234 5678；360426199101010072不是证号，文号13912345678901。"
    findings = found(report({"narrative.problems": f"问题：{text}"}), "N12")

    assert [(one.severity, one.cells) for one in findings] == [
        ("error", ("narrative.problems",)),
        ("warning", ("narrative.problems",)),
    ]
    assert "3604**********0071" in findings[0].message
    assert "139****5678" in findings[1].message


def test_n12_the_bodys_own_telephone_may_stand_anywhere():
    given = report(
        {"narrative.improvements": "增加图解，热线13800001111、13900002222。"}, contact={"telephone": "13900002222"}
    )

    assert found(given, "N12") == []


def test_n12_words_of_the_list_have_their_own_severity():
    text = "及时布署，完善台帐，请工商局、台湾政府核实。"

    assert told({"narrative.improvements": text}, "N12") == [
        ("N12", "error", "narrative.improvements"),
        ("N12", "error", "narrative.improvements"),
        ("N12", "warning", "narrative.improvements"),
        ("N12", "hint", "narrative.improvements"),
    ]
    [first, *_] = found(report({"narrative.improvements": "完善台帐。"}), "N12")
    assert first.message == "改进情况“完善台帐。”用了“台帐”：错别字，请改为“台账”"


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("公开的的信息", "重复"),
        ("进行进行整改", "重复"),
        ("增加图解。。", "重复"),
        ("增加图解,明确时限", "半角"),
        ("增加\x01图解", "控制字符"),
        ("增加\u200b图解", "控制字符"),
    ],
)
def test_n13_slips_are_one_hint_a_kind(text: str, slip: str):
    [finding] = found(
        report({"narrative.improvements": f"增加图解，{text}。{text}。", "narrative.problems": f"问题{text}"}), "N13"
    )

    assert (finding.severity, finding.cells) == ("hint", ("narrative.problems", "narrative.improvements"))
    assert slip in finding.message
    assert "共3处" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "为了了解情况", "以便民为目的的服务", "不了了之", "的的确确", "示例市人民政府政府信息公开指南", "规范规范性文件管理",
        "2023年度年度报告", "网址http://a.cn", "上午9:30", "公众参与与监督", "拍卖标的的公告",
    ],
)  # fmt: skip
def test_n13_leaves_good_wording_alone(text: str):
    assert told({"narrative.improvements": f"增加图解，{text}。"}, "N13") == []


# N19


@pytest.mark.parametrize(
    "path", ["narrative.other_matters", "narrative.improvements", "narrative.overview.supervision"]
)
@pytest.mark.parametrize(
    "closing",
    [
        "示例县示例局\n2024年1月8日",
        "2024年1月8日\n\n示例县示例局",
        "　　　　　示例县示例局（盖章）\n　　　　　2024 年 1 月 8 日",
        "示例县示例局　2024年1月8日",
        "2024年1月8日  示例县示例局",
        "示例县示例局",
        "二〇二四年一月八日",
        "单位（公章）：示例县示例局\n日期：2024-01-08",
        "县政府办公室\n2024年1月8日",
        "示例县示例局\n2024年1月8日\n附件：清单",
    ],
)
def test_n19_a_signature_inside_a_text(path: str, closing: str):
    [finding] = found(report({path: f"{WRITTEN[path]}\n{closing}"}), "N19")

    assert (finding.severity, finding.cells) == ("warning", (path,))
    assert closing.split()[0] in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "本年度未收取信息处理费。\n联系单位：示例县示例局办公室，电话12345678。",
        "本年度未收取信息处理费。\n本报告自2024年1月8日起公布",
        "本年度未收取信息处理费，数据截至\n2023年12月31日。",
        "未收取信息处理费。\n主管单位\n示例县示例局办公室",
        "未收取信息处理费。\n2024-01-08",
        "2024年1月8日起施行的办法由示例县示例局解释，未收取信息处理费。",
    ],
)
def test_n19_leaves_names_and_dates_in_sentences_alone(text: str):
    assert told({"narrative.other_matters": text}, "N19") == []


def test_n19_knows_a_short_name_of_the_roster(tmp_path: Path):
    folder = tmp_path / "params"
    (folder / "example" / "bureau").mkdir(parents=True)
    roster = "- {id: bureau, name: 示例县示例局, short_name: 县示例局}\n"
    (folder / "example" / "roster.yaml").write_text(roster, encoding="utf-8")
    store = Store(folder)
    given = report({"narrative.other_matters": "未收取信息处理费。\n县示例局"})

    assert found(given, "N19") == []
    assert len(found(given, "N19", context=context_of(store, AGENCY, 2023))) == 1


# Y5

LONG = (
    "一是完善工作机制，明确由办公室牵头，各股室分工负责，每月核对公开目录，遗漏的当月补齐；"
    "二是加强政策解读，重要文件同步发布图解和问答，组织业务人员走进社区当面讲解；三是改版网站，增设检索和无障碍功能。"
)
OTHER = (
    "全年举办两期培训，覆盖全部经办人员；修订答复文书样式，疑难申请先行会商，答复质量有所提高。"
    "对公众留言逐条回复，平均用时不到三天，并将高频问题整理成册，在政务大厅免费发放。"
)


@pytest.mark.parametrize(
    ("now", "then", "severity"),
    [
        (LONG.replace("一是", "1.").replace("社区", "学校"), LONG, "warning"),
        (LONG[:70] + OTHER[:25], LONG, "hint"),
        (OTHER, LONG, None),
        (LONG[:40], LONG[:40], None),
        (LONG, None, None),
    ],
)
def test_y5_texts_of_last_year(now: str, then: str | None, severity: str | None):
    before = report(dict.fromkeys(WRITTEN) | {"narrative.problems": then}, year=2022)
    findings = found(report({"narrative.problems": now, "narrative.improvements": "增加。"}), "Y5", before=before)

    assert [(one.severity, one.cells) for one in findings] == (
        [(severity, ("narrative.problems",))] if severity else []
    )


def test_y5_short_passages_count_together():
    parts = [LONG[at : at + 25] for at in range(0, 125, 25)]
    names = ("proactive", "on_request", "management", "platforms", "supervision")
    texts = {f"narrative.overview.{name}": part for name, part in zip(names, parts, strict=True)}

    assert [one.severity for one in found(report(texts), "Y5", before=report(texts, year=2022))] == ["warning"]


# Whatever stands there


@pytest.mark.parametrize(
    "unit",
    ["政", "国", "×", "X", "_", "?", "1", "〔 ", "根据《", "根据《条例》", "2023年1月1日至", "处理费1,", "13812345678 ",
     "360426199101010071 ", "国税局", "<b>x</b>", "主動公開", "\x01", "的", "本报告由", "\U0001f600", "，",
     "\n", "示例县示例局\n2024年1月8日\n甲\n", "示例县示例局\n\n\n", "2024年1月8日 "],
)  # fmt: skip
def test_in_a_megabyte_of_anything_no_rule_gets_lost(unit: str):
    text = (unit * (1_000_000 // len(unit) + 1))[:1_000_000]
    given = report({LEAD: text, "narrative.other_matters": text[:200_000]})
    began = time.process_time()

    found(given, before=given)

    assert time.process_time() - began < 8


def test_hostile_texts_are_quoted_and_break_nothing():
    text = "<script>alert(1)</script>\x00\x1f主動公開資訊30條，XX部門台帐"
    findings = found(report({path: text + path for path in WRITTEN}))

    assert {one.rule for one in findings} >= {"N10", "N12", "N13"}
    assert all("\x00" not in one.message and "\n" not in one.message for one in findings)
