"""Every rule: what it says of a report that breaks it, its silence on one that does not, and its page in the docs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from material import AGENCY, ROOT, record

from govreport.checks import RULES, Context, check_report
from govreport.checks.rules_page import CHINESE_PARTS, END, chinese_page, explained, page
from govreport.report import AnnualReport, read_report
from govreport.store import Names, Recorded

NARRATIVE: dict[str, Any] = {
    "preamble": "本报告由示例县示例局根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为2023年1月1日至2023年12月31日。",
    "overview": {
        "lead": "2023年，示例县示例局围绕中心工作推进政府信息公开。",
        "proactive": "通过门户网站主动公开政府信息30条，其中工作动态21条、政策文件9条；制发行政规范性文件3件，废止2件，现行有效21件。",
        "on_request": "新收政府信息公开申请12件，上年结转2件，办结13件，结转下年度1件，其中予以公开10件、部分公开1件。",
        "management": "建立信息发布审核台账，定期清理失效文件。",
        "platforms": "改版门户网站的公开专栏，增设政策检索。",
        "supervision": "举办培训两期，把公开工作列入年度考核。",
    },
    "problems": "解读形式不多，群众参与的渠道偏少。",
    "improvements": "增加图解和短视频解读，开通意见征集栏目。",
    "other_matters": "本年度未发出信息处理费收费通知，未收取信息处理费。",
}
"""Of the invented bureau (示例): nothing in it is wrong."""
LAST_NARRATIVE = NARRATIVE | {
    "preamble": NARRATIVE["preamble"].replace("2023", "2022"),
    "overview": {"lead": "2022年，示例县示例局开展了政策公开季活动，召开新闻发布会两次。"},
    "problems": "公开目录更新不够及时。",
}
REPORT = read_report(record(2023) | {"narrative": NARRATIVE})
BEFORE = read_report(record(2022) | {"narrative": LAST_NARRATIVE})
IN_FORCE = "disclosure.normative_documents.in_force"
LEAD = "narrative.overview.lead"
ASKED = "narrative.overview.on_request"
SIX = "narrative.other_matters"

Change = Mapping[str, Any]
BREAKS: dict[str, Change | tuple[Change, Change]] = {
    "A1": {"requests.carried_in.research": 4},
    "A2": {"requests.granted.commercial": 9},
    "A3": {"requests.carried_out.commercial": 3},
    "A4": {"disputes.review.upheld": 7},
    "A5": (
        {f"requests.{row}.{column}": 0 for row in ("new_received", "carried_in") for column in ("total", "commercial")},
        {f"requests.{row}.total": 0 for row in ("new_received", "carried_in")},
    ),
    "A6": {"requests.other.overdue_fee.total": 2},
    "A7": {"requests.other.misc.total": 9},
    "I1": {"name": "示例县另一局"},
    "N1": {"narrative.overview.management": None},
    "N2": {"level": "county_government", "narrative.overview.supervision": "举办培训两期。"},
    "N3": {"narrative.problems": "无"},
    "N4": {SIX: "无其他需要报告的事项。"},
    "N5": {SIX: "全年共收取信息处理费1250元。", "disclosure.admin_fees.amount": Decimal("0.1")},
    "N6": {"narrative.overview.management": "建立台账，" * 300 + "定期清理。"},
    "N7": {LEAD: "2023年，示例县示例局开展工作，部分地区成效明显。"},
    "N9": {"narrative.preamble": "本报告由示例县示例局编制，统计期限为2023年1月1日至2023年11月30日。"},
    "N10": {LEAD: "2023年，示例县示例局召开会议××次。"},
    "N11": {"narrative.preamble": NARRATIVE["preamble"].replace("示例县示例局", "另一市样本委员会")},
    "N12": {LEAD: "2023年，示例县示例局公开热线联系人13912345678。"},
    "N13": {LEAD: "2023年，示例县示例局的的工作平稳."},
    "N19": {SIX: f"{NARRATIVE['other_matters']}\n示例县示例局\n2024年1月8日"},
    "P1": {"publication.date": datetime.date(2024, 2, 9)},
    "P2": {"dated": datetime.date(2023, 12, 30)},
    "P3": {"publication.digest": "0" * 64},
    "P4": {"signoffs": [{"stage": "first", "by": "示例甲", "date": "2024-01-09", "digest": "0" * 64}]},
    "P5": {
        "signoffs": [
            {"stage": stage, "by": "示例甲", "date": "2024-01-09", "digest": REPORT.digest}
            for stage in ("first", "second")
        ]
    },
    "P6": {"waivers": [{"rule": "Y2", "cells": [IN_FORCE], "expected": 1, "actual": 2, "reason": "示例"}]},
    "P9": {"dated": None},
    "P10": {"signoffs": [{"stage": "first", "by": "示例甲", "date": "2024-01-09", "digest": REPORT.digest}]},
    "P11": {"waivers": [{"rule": "Y2", "cells": [IN_FORCE], "expected": 1, "actual": 2, "reason": "x"}]},
    "S2": {"disputes": None},
    "T1": {ASKED: "新收政府信息公开申请15件。"},
    "T2": {ASKED: "因政府信息公开引起的行政复议5件。"},
    "T3": {ASKED: "收到的政府信息公开申请中，予以公开9件。"},
    "T4": {ASKED: "新收政府信息公开申请12件，办结13件，其中予以公开10件，占办结总数的35.0%。"},
    "T5": {"narrative.overview.proactive": "主动公开政府信息共30条，其中工作动态25条、政策文件9条。"},
    "T6": {ASKED: "本年度未收到政府信息公开申请。"},
    "T7": {ASKED: "全年收到的政府信息公开申请均已办结，没有结转。"},
    "T8": {"narrative.overview.proactive": "制发行政规范性文件8件。"},
    "V1": {"requests.granted.total": -1},
    "V2": {"requests.partial.research": None},
    "V3": {"disclosure.admin_fees.amount": Decimal("1.1234567")},
    "V4": {"disclosure.regulations.in_force": 7},
    "V5": {"disclosure.normative_documents.issued": 30},
    "V6": {"disclosure.licenses.decisions": 9000},
    "V7": {f"requests.partial.{column}": value for column, value in (("natural_person", 12), ("commercial", 1), ("research", 2))},
    "Y1": {"requests.carried_in.total": 9},
    "Y2": {IN_FORCE: 25},
    "Y3": {f"disputes.review.{column}": 0 for column in ("upheld", "corrected", "other_result", "pending", "total")},
    "Y4": (dict(BEFORE.cells), {}),
    "Y5": ({}, {"narrative.overview": NARRATIVE["overview"], "narrative.problems": NARRATIVE["problems"] * 4}),
    "Y6": {"narrative.overview.proactive": "2021年主动公开政府信息30条。"},
    "Y7": {ASKED: "新收政府信息公开申请12件，同比增长50%。"},
}  # fmt: skip
"""For each rule, values that break it in this year's report, or in this year's and the one before."""


NAMES = Names(AGENCY, (), {2022: "示例县示例局", 2023: "示例县示例局"}, lambda _: (), lambda _: ())
"""As the files say that stand in its folder, with nobody beside it."""


def fired(report: AnnualReport, before: AnnualReport) -> set[str]:
    return {finding.rule for finding in check_report(AGENCY, report, before, Context(names=NAMES, recorded=Recorded()))}


def test_nothing_is_said_of_a_report_in_which_nothing_is_wrong():
    assert fired(REPORT, BEFORE) == set()


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_speaks_where_it_is_broken(rule: str):
    change = BREAKS[rule]
    now, last = change if isinstance(change, tuple) else (change, {})
    assert rule in fired(REPORT.with_values(now), BEFORE.with_values(last))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_what_why_by_which_formula_whence_and_what_to_do(rule: str):
    said = explained(RULES[rule])
    assert all(len(part) > 3 for part in said.values())
    assert RULES[rule].title
    assert all(said[part].endswith("。") for part in CHINESE_PARTS)


def test_the_page_of_the_checks_is_what_the_rules_say():
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8").partition(END)[:2] == (page()[: -len(END)], END)
    assert (ROOT / "docs" / "checks.zh-CN.md").read_text(encoding="utf-8") == chinese_page()
