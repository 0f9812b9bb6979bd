"""When a report is published, who signed it, and what was explained: P, sign-offs and waivers."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from material import AGENCY, record

from govreport.checks import Context, check_report, check_year, explain
from govreport.checks.parallel import check_many
from govreport.errors import BadRequest, Blocked, InvalidFile
from govreport.oversight import facts_of
from govreport.rendering import Page
from govreport.report import AnnualReport, Finding, read_report, sign, signing_of
from govreport.store import Settings, Store

DAY = datetime.date(2024, 1, 10)
PLAIN = Context()


def report(**more: Any) -> AnnualReport:
    return read_report(record(2023) | more)


def found(report: AnnualReport, rule: str, context: Context = PLAIN) -> list[Finding]:
    return [one for one in check_report(AGENCY, report, None, context) if one.rule == rule]


def signed(report: AnnualReport, *people: str) -> AnnualReport:
    """The report with as many stages passed as there are names."""
    for stage, person in zip(("first", "second", "final"), people, strict=False):
        report = sign(report, stage, person, DAY)
    return report


# P1, P2, P3


@pytest.mark.parametrize(
    ("level", "published", "late"),
    [
        ("county_department", "2024-01-31", None),
        ("county_department", "2024-02-01", 1),
        ("ministry", "2024-02-01", 1),
        ("county_government", "2024-03-31", None),
        ("county_government", "2024-04-02", 2),
        ("township", "2024-12-31", None),
        (None, "2024-12-31", None),
    ],
)
def test_p1_the_day_of_the_law(level: str | None, published: str, late: int | None):
    one = found(report(level=level, publication={"date": published}), "P1")
    assert [(it.severity, it.expected, it.actual) for it in one] == ([("error", 0, late)] if late else [])


def test_p1_an_earlier_day_of_the_offices_own_or_of_the_roster():
    late = report(publication={"date": "2024-01-21"})

    assert found(late, "P1") == []
    assert found(late, "P1", Context(settings=Settings(deadlines={"county_department": "01-20"})))[0].actual == 1
    assert found(late, "P1", Context(deadline=datetime.date(2024, 1, 18)))[0].actual == 3


@pytest.mark.parametrize(
    ("today", "said"),
    [(None, None), ("2024-01-23", None), ("2024-01-24", "还有7天"), ("2024-02-02", "已过2天"), ("2025-01-01", None)],
)
def test_p1_reminds_from_a_week_before(today: str | None, said: str | None):
    day = datetime.date.fromisoformat(today) if today else None
    one = found(report(), "P1", Context(today=day))

    assert [it.severity for it in one] == (["hint"] if said else [])
    assert said is None or said in one[0].message


@pytest.mark.parametrize(
    ("dated", "published", "fires"),
    [("2024-01-08", None, False), ("2023-12-30", None, True), ("2025-01-08", None, True),
     ("2024-01-08", "2024-01-08", False), ("2024-01-09", "2024-01-08", True), (None, "2024-01-08", False)],
)  # fmt: skip
def test_p2_the_date_under_the_signature(dated: str | None, published: str | None, fires: bool):
    assert bool(found(report(dated=dated, publication={"date": published}), "P2")) is fires


def test_p9_a_report_without_a_date_is_asked_for_one():
    [finding] = found(report(dated=None), "P9")

    assert (finding.severity, finding.cells) == ("warning", ("dated",))
    assert finding.message == "没有写落款日期，请填写（应在2024年）"
    assert found(report(), "P9") == []


def test_p3_what_was_published_is_what_it_says():
    published = report()
    published = published.with_values({"publication.digest": published.public_digest})

    assert found(published, "P3") == []
    assert found(published.with_values({"publication.date": "2024-01-20"}), "P3") == []
    assert found(published.with_cell("disclosure.licenses.decisions", 299), "P3")


def test_p3_what_is_explained_and_signed_after_publication_changes_nothing_published():
    published = report()
    published = published.with_values({"publication.digest": published.public_digest})
    waiver = {"rule": "Y2", "cells": ["disclosure.normative_documents.in_force"], "reason": "清理", "by": "示例甲"}

    later = signed(published.with_values({"waivers": [waiver]}), "示例甲")

    assert later.digest != published.digest
    assert found(later, "P3") == []
    assert found(later.with_values({"narrative.problems": "另有问题。"}), "P3")


# sign-offs


def test_three_stages_in_order_are_complete():
    one = report()
    assert signing_of(one).next == "first"
    one = signed(one, "示例甲", "示例乙")
    assert (signing_of(one).next, signing_of(one).sentence) == ("final", "等待终审")
    one = sign(one, "final", "示例丙", DAY, checked=("content", "form", "discipline"))

    assert signing_of(one).next is None
    assert [stage.state for stage in signing_of(one).stages] == ["valid"] * 3
    assert found(one, "P4") == found(one, "P5") == []


def test_an_edit_voids_what_was_signed_and_says_so():
    one = signed(report(), "示例甲", "示例乙", "示例丙").with_cell("disclosure.licenses.decisions", 299)

    assert [stage.state for stage in signing_of(one).stages] == ["void"] * 3
    assert signing_of(one).next == "first"
    assert "初审、复审、终审后内容已修改，审签失效" in found(one, "P4")[0].message
    again = signed(one, "示例甲")
    assert [stage.state for stage in signing_of(again).stages] == ["valid", "void", "void"]
    assert signing_of(again).next == "second"


def test_what_was_published_voids_no_sign_off():
    one = signed(report(), "示例甲").with_values({"publication.date": "2024-01-12"})
    assert signing_of(one).next == "second"


def test_a_return_begins_anew():
    one = sign(signed(report(), "示例甲"), "second", "示例乙", DAY, outcome="return", opinion="核对第三部分表格")

    assert signing_of(one).next == "first"
    assert [stage.state for stage in signing_of(one).stages] == ["returned", "returned", "open"]
    assert "已退回" in signing_of(one).sentence


@pytest.mark.parametrize(
    ("stage", "by", "outcome", "said"),
    [("second", "示例甲", "pass", "现在应进行初审，不能先进行复审"), ("first", " ", "pass", "请写明审签人"),
     ("first", "\u200b\u202e", "pass", "请写明审签人"),
     ("first", "示例甲", "return", "退回须写明意见")],
)  # fmt: skip
def test_a_sign_off_out_of_order_or_without_a_name_is_refused(stage: str, by: str, outcome: str, said: str):
    with pytest.raises(BadRequest, match=said):
        sign(report(), stage, by, DAY, outcome=outcome)


def test_a_sign_off_with_a_wrong_digest_or_out_of_order_in_the_file_does_not_count():
    one = report()
    line = {"by": "示例甲", "date": "2024-01-10", "outcome": "pass"}
    wrong = one.with_values({"signoffs": [{"stage": "first", **line, "digest": "0" * 64}]})
    assert signing_of(wrong).next == "first"
    assert found(wrong, "P4")
    early = one.with_values({"signoffs": [{"stage": "final", **line, "digest": one.digest}]})
    assert signing_of(early).next == "first"
    assert "终审的前一环节未通过，本环节审签无效" in found(early, "P4")[0].message


def test_p5_one_person_twice_is_a_warning_that_small_offices_may_allow():
    one = signed(report(), "示例甲", "示例甲")

    assert "初审、复审均由示例甲审签" in found(one, "P5")[0].message
    assert found(one, "P5", Context(settings=Settings(one_person_may_sign_twice=True))) == []


# waivers


def waived(**changes: Any) -> AnnualReport:
    waiver = {
        "rule": "V2",
        "cells": ["requests.partial.total"],
        "reason": "原文空白",
        "by": "示例甲",
        "date": "2024-01-10",
    }
    return report(waivers=[waiver | changes]).with_cell("requests.partial.total", None)


def test_p6_a_reason_about_something_is_silent():
    assert found(waived(), "P6") == []
    assert [one.waived for one in found(waived(), "V2")] == [True]


def test_a_reason_for_one_blank_excuses_no_other():
    report = waived().with_cell("requests.partial.research", None)
    assert [one.waived for one in found(report, "V2")] == [False]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [({"publication": {"date": "2024-02-03"}}, "P1"), ({"dated": None}, "P9"), ({"dated": "2023-12-30"}, "P2")],
)
def test_a_reason_may_be_about_a_date(changes: dict[str, Any], rule: str):
    [finding] = found(report(**changes), rule)
    explained = explain(report(**changes), finding, "示例：已向上级报告", "示例甲", DAY)

    assert [one.waived for one in found(explained, rule)] == [True]
    assert found(explained, "P6") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rule": "Z9"}, "规则“Z9”不存在"),
        ({"rule": "V1"}, "不得以情况说明代替改正"),
        ({"cells": ["requests.nothing.total"]}, "数据项“requests.nothing.total”不存在"),
        ({"cells": ["requests.granted.total"]}, "已失效"),
    ],
)
def test_p6_a_reason_about_nothing_is_named(changes: dict[str, Any], said: str):
    [one] = found(waived(**changes), "P6")
    assert said in one.message


NO_REASONS = [
    "", " 　", "x", "xxxx", "1234", "。。。。", "无", "略", "同上", "见附件。", "情况说明", "情况说明：无", "待补充",
    "测试测试", "啊啊啊啊", "ＸＸ", "______", "原因为××", "\u200b\u200b\u200b\u200b", "TEST", "n/a", "清理",
]  # fmt: skip
"""What fills the place of a reason."""


@pytest.mark.parametrize("reason", NO_REASONS)
def test_p11_what_only_fills_the_place_of_a_reason_excuses_nothing(reason: str):
    one = waived(reason=reason)

    assert [it.waived for it in found(one, "V2")] == [False]
    [told] = found(one, "P11")
    assert told.message.startswith(
        "V2的情况说明（第三部分表格“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”行“总计”栏）"
    )
    assert "没有写明具体原因，不起作用" in told.message
    assert found(one, "P6") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"by": None}, "没有写明说明人，"),
        ({"by": "　"}, "没有写明说明人，"),
        ({"by": "\u202e"}, "没有写明说明人，"),
        ({"by": "××"}, "没有写明说明人，"),
        ({"by": "未署名"}, "没有写明说明人，"),
        ({"date": None}, "没有写明日期，"),
        ({"by": None, "date": None, "reason": "x"}, "没有写明说明人、日期、具体原因，"),
    ],
)
def test_p11_a_reason_that_nobody_gave_or_on_no_day_excuses_nothing(changes: dict[str, Any], said: str):
    one = waived(**changes)

    assert [it.waived for it in found(one, "V2")] == [False]
    assert said in found(one, "P11")[0].message


@pytest.mark.parametrize(
    "reason", ["原文空白", "年内清理", "确无问题", "经核实，上年统计口径有误。", "typo in last year's report"]
)
def test_a_reason_that_says_why_excuses(reason: str):
    assert [it.waived for it in found(waived(reason=reason), "V2")] == [True]
    assert found(waived(reason=reason), "P11") == []


def test_an_error_whose_reason_nobody_gave_stands_against_a_final(bureau: Store):
    late, digest = bureau.read(AGENCY, 2023)
    late = late.with_values({"publication.date": "2024-02-03"})
    [finding] = found(late, "P1")
    whole = explain(late, finding, "网站改版，迟三天发布", "示例甲", DAY)
    record = [{key: value for key, value in whole.record()["waivers"][0].items() if key != "by"}]

    digest = bureau.save(whole, AGENCY, expected=digest)
    assert Page.open(AGENCY, 2023, params=bureau.folder).counts[0] == 0
    bureau.save(whole.with_values({"waivers": record}), AGENCY, expected=digest)
    with pytest.raises(Blocked, match="P1 发布日期为2024年2月3日"):
        Page.open(AGENCY, 2023, params=bureau.folder)
    [checked] = check_many(Store(bureau.folder), [(AGENCY, 2023)], look=facts_of)
    assert [one.stands for one in checked.seen.waivers] == [False]


@pytest.mark.parametrize("reason", [one for one in NO_REASONS if one.strip()])
def test_what_only_fills_the_place_is_refused_in_one_line(reason: str):
    late = report(publication={"date": "2024-02-03"})
    [finding] = found(late, "P1")

    with pytest.raises(BadRequest) as refused:
        explain(late, finding, reason, "示例甲", DAY)
    assert "没有说明具体原因，请写明具体原因（不少于4个字）" in str(refused.value)
    assert "\n" not in str(refused.value)
    with pytest.raises(BadRequest, match="“未署名”不是说明人的姓名"):
        explain(late, finding, "网站改版，迟三天发布", "未署名", DAY)


def test_a_reason_given_anew_takes_the_place_of_one_that_said_nothing():
    one = waived(reason="x")
    [finding] = found(one, "V2")

    again = explain(one, finding, "原文空白", "示例乙", DAY)

    assert [(it.reason, it.by) for it in again.waivers] == [("原文空白", "示例乙")]
    assert found(again, "P11") == []


# settings


def test_settings_are_read_and_wrong_ones_named(tmp_path: Path):
    folder = tmp_path / "params"
    folder.mkdir()
    assert Store(folder).settings == Settings()
    file = folder / "settings.yaml"
    file.write_text("deadlines: {county_department: 01-20}\noverview_characters: 800\n", encoding="utf-8")
    assert Store(folder).settings.deadline("county_department", 2024) == datetime.date(2025, 1, 20)
    for wrong, line, name in (
        ("overview_characters: 800\ndeadlines: {county_department: 02-30}\n", 2, "deadlines.county_department"),
        ("deadlines: {nobody: 01-20}\n", 1, "deadlines.nobody"),
        ("overview_caracters: 800\n", 1, "overview_caracters"),
        ("- 1\n", 0, "内容"),
    ):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(InvalidFile) as error:
            _ = Store(folder).settings
        assert str(error.value).startswith(f"params/settings.yaml：{f'第{line}行：' if line else ''}设置“{name}”")


def test_another_body_of_the_roster_is_known_by_its_name(tmp_path: Path):
    folder = tmp_path / "params"
    (folder / "example" / "bureau").mkdir(parents=True)
    roster = "- {id: bureau, name: 示例县示例局}\n- {id: finance, name: 示例县财政局}\n"
    (folder / "example" / "roster.yaml").write_text(roster, encoding="utf-8")
    told = []
    for maker in ("示例县示例局", "示例县财政局"):
        preamble = f"本报告由{maker}编制，统计期限为2023年1月1日至2023年12月31日。"
        one = report(narrative={"preamble": preamble, "problems": "解读不多。", "improvements": "增加图解。"})
        (folder / "example" / "bureau" / "2023.yaml").unlink(missing_ok=True)
        Store(folder).add(one, AGENCY)
        told.append([it.rule for it in check_year(Store(folder), AGENCY, 2023) if it.rule == "N11"])
    assert told == [[], ["N11"]]


def test_the_nearest_roster_above_a_body_says_its_deadline(tmp_path: Path):
    folder = tmp_path / "params"
    (folder / "example" / "bureau").mkdir(parents=True)
    (folder / "roster.yaml").write_text(
        "- {id: example/bureau, name: 示例县示例局, deadline: 2024-01-25}\n- {id: other, name: 另一县}\n",
        encoding="utf-8",
    )
    Store(folder).add(report(publication={"date": "2024-01-26"}), AGENCY)
    assert [one.actual for one in check_year(Store(folder), AGENCY, 2023) if one.rule == "P1"] == [1]
    (folder / "example" / "roster.yaml").write_text(
        "- {id: bureau, name: 示例县示例局, deadline: 2024-01-20}\n", encoding="utf-8"
    )
    assert [one.actual for one in check_year(Store(folder), AGENCY, 2023) if one.rule == "P1"] == [6]
    assert Store(folder).names_beside(AGENCY) == {"示例县示例局", "另一县"}


def test_a_folders_settings_and_word_list_are_used(tmp_path: Path):
    folder = tmp_path / "params"
    home = folder / "example" / "bureau"
    home.mkdir(parents=True)
    store = Store(folder)
    store.add(report(publication={"date": "2024-01-25"}), AGENCY)
    (folder / "settings.yaml").write_text("deadlines: {county_department: 01-20}\n", encoding="utf-8")

    assert [one.actual for one in check_year(Store(folder), AGENCY, 2023) if one.rule == "P1"] == [5]
