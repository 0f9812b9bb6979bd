"""Two people and more on one report: what each changed is kept, and totals are made from the parts of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from material import AGENCY

from govreport.checks import check_report
from govreport.entry.session import Session
from govreport.errors import BadRequest, Conflict
from govreport.store import Store

GRANTED = "requests.granted"
LICENSES = "disclosure.licenses.decisions"
PENALTIES = "disclosure.penalties.decisions"
WEB = "门户网站"

Open = Callable[[], Session]


@pytest.fixture
def opened(bureau: Store) -> Iterator[Open]:
    """Opens the invented bureau's 2023 once more, as another person does."""
    sessions: list[Session] = []

    def one() -> Session:
        sessions.append(Session(Store(bureau.folder), AGENCY, 2023, lambda _: None))
        return sessions[-1]

    yield one
    for session in sessions:
        session.close()


def merge(session: Session) -> None:
    """Merge as the table of both versions comes, without a choice of one's own."""
    session.settle({one.path: one.choice for one in session.compare() if one.choice})


def publish(session: Session, *channels: tuple[str, str, dict[str, str]], total: str = "") -> None:
    session.sheet.enter_published(
        {
            "total": total,
            "channels": [
                {"channel": name, "total": subtotal, "items": [[*one] for one in items.items()]}
                for name, subtotal, items in channels
            ],
        }
    )


# Sums


def test_different_cells_of_one_row_are_merged_into_the_right_totals(bureau: Store, opened: Open):
    mine, theirs = opened(), opened()
    mine.sheet.enter({f"{GRANTED}.natural_person": "303"})
    theirs.sheet.enter({f"{GRANTED}.commercial": "73"})
    theirs.save("示例乙")

    with pytest.raises(Conflict):
        mine.save("示例甲")
    assert {one.path: one.choice for one in mine.compare()} == {
        f"{GRANTED}.natural_person": "mine",
        f"{GRANTED}.commercial": "theirs",
    }
    merge(mine)
    mine.save("示例甲")

    report = bureau.load(AGENCY, 2023)
    assert report.rows[GRANTED] == (303, 73, 0, 0, 0, 0, 376)
    assert report.rows["requests.handled_total"] == (305, 74, 0, 0, 0, 0, 379)
    assert mine.sheet.state.stated == frozenset()
    assert {"A1", "A2"} & {finding.rule for finding in check_report(AGENCY, report)} == set()


def test_a_total_that_one_person_states_otherwise_is_a_place_of_its_own(opened: Open):
    mine, theirs = opened(), opened()
    mine.sheet.enter({f"{GRANTED}.total": "12"})
    theirs.sheet.enter({f"{GRANTED}.commercial": "5"})
    theirs.save("示例乙")

    [total] = [one for one in mine.compare() if one.choice is None]
    assert (total.path, total.opened, total.mine, total.theirs) == (f"{GRANTED}.total", "10", "12", "13")
    mine.settle({f"{GRANTED}.total": "mine"})

    assert mine.sheet.report.cell(f"{GRANTED}.total") == 12
    assert mine.sheet.state.stated == {f"{GRANTED}.total"}
    mine.sheet.enter({f"{GRANTED}.natural_person": "9"})
    assert mine.sheet.report.cell(f"{GRANTED}.total") == 12


def test_where_the_total_that_was_computed_is_chosen_it_follows_the_parts_of_both(opened: Open):
    mine, theirs = opened(), opened()
    mine.sheet.enter({f"{GRANTED}.total": "12", f"{GRANTED}.natural_person": "9"})
    theirs.sheet.enter({f"{GRANTED}.commercial": "5"})
    theirs.save("示例乙")

    mine.compare()
    mine.settle({f"{GRANTED}.total": "theirs"})

    assert mine.sheet.report.cell(f"{GRANTED}.total") == 14
    assert mine.sheet.state.stated == frozenset()


def test_counts_by_channel_and_category_are_merged_and_their_totals_follow(bureau: Store, opened: Open):
    mine, theirs = opened(), opened()
    publish(mine, (WEB, "", {"工作动态": "121", "政策文件": "9"}))
    publish(theirs, (WEB, "", {"工作动态": "21", "政策文件": "39", "解读": "4"}), ("公报", "6", {}))
    theirs.save("示例乙")

    merge(mine)

    published = mine.sheet.report.published
    assert [(one.channel, one.total, one.items) for one in published.channels] == [
        (WEB, 164, {"工作动态": 121, "政策文件": 39, "解读": 4}),
        ("公报", 6, {}),
    ]
    assert published.total == 170


def test_a_count_that_both_changed_is_asked_and_a_channel_that_both_added_is_one(opened: Open):
    mine, theirs = opened(), opened()
    publish(mine, (WEB, "", {"工作动态": "22", "政策文件": "9"}), ("公报", "", {"通知": "5"}))
    publish(theirs, ("公报", "", {"公告": "7"}), (WEB, "", {"工作动态": "23", "政策文件": "9"}))
    theirs.save("示例乙")

    [asked] = [one for one in mine.compare() if one.choice is None]
    assert (asked.label, asked.opened, asked.mine, asked.theirs) == (
        f"主动公开数量：渠道“{WEB}”“工作动态”",
        "21",
        "22",
        "23",
    )
    mine.settle({asked.path: "theirs"})

    published = mine.sheet.report.published
    assert {one.channel: one.items for one in published.channels} == {
        "公报": {"公告": 7, "通知": 5},
        WEB: {"工作动态": 23, "政策文件": 9},
    }
    assert (published.total, [one.total for one in published.channels]) == (44, [12, 32])


def test_a_channels_total_that_was_stated_stays_as_stated(opened: Open):
    mine, theirs = opened(), opened()
    publish(mine, (WEB, "40", {"工作动态": "21", "政策文件": "9"}))
    publish(theirs, (WEB, "", {"工作动态": "25", "政策文件": "9"}))
    theirs.save("示例乙")

    [asked] = [one for one in mine.compare() if one.choice is None]
    assert (asked.label, asked.mine, asked.theirs) == (f"主动公开数量：渠道“{WEB}”小计", "40", "34")
    mine.settle({asked.path: "mine"})

    assert mine.sheet.report.published.channels[0].total == 40
    assert mine.sheet.report.published.total == 40


def test_of_channels_without_a_name_one_version_is_chosen_as_a_whole(opened: Open):
    mine, theirs = opened(), opened()
    publish(mine, ("", "", {"工作动态": "22"}))
    publish(theirs, ("", "", {"工作动态": "23"}))
    theirs.save("示例乙")

    [asked] = mine.compare()
    assert (asked.path, asked.choice) == ("published", None)
    mine.settle({"published": "mine"})

    assert mine.sheet.report.published.channels[0].items == {"工作动态": 22}


# Lists and texts


def test_reasons_and_aspects_that_both_added_are_both_kept(opened: Open):
    mine, theirs = opened(), opened()
    for session, by in ((mine, "示例甲"), (theirs, "示例乙")):
        session.sheet.enter({"disclosure.normative_documents.in_force": "25"})
        [found] = [one for one in session.sheet.findings() if one.rule == "Y2"]
        session.sheet.explain(found, f"{by}：年内清理", by, session.sheet.context.today)
        session.sheet.enter_extra([{"heading": f"（六）{by}", "text": "示例。"}])
    theirs.save("示例乙")

    merge(mine)

    assert {one.by for one in mine.sheet.report.waivers} == {"示例甲", "示例乙"}
    assert [one.heading for one in mine.sheet.report.narrative.overview.extra] == ["（六）示例乙", "（六）示例甲"]


def test_a_reason_that_one_person_withdrew_does_not_come_back(opened: Open):
    first = opened()
    first.sheet.enter({"disclosure.normative_documents.in_force": "25"})
    [found] = [one for one in first.sheet.findings() if one.rule == "Y2"]
    first.sheet.explain(found, "年内清理", "示例甲", first.sheet.context.today)
    first.save("示例甲")
    mine, theirs = opened(), opened()
    mine.sheet.enter({LICENSES: "300"})
    theirs.sheet.withdraw(found)
    theirs.save("示例乙")

    merge(mine)

    assert mine.sheet.report.waivers == ()
    assert mine.sheet.report.cell(LICENSES) == 300


def test_fees_and_texts_that_different_people_wrote_stand_side_by_side(opened: Open):
    mine, theirs = opened(), opened()
    mine.sheet.enter({"processing_fee.notices": "2", "narrative.problems": "我的文字。"})
    theirs.sheet.enter({"processing_fee.billed": "1,200", "narrative.improvements": "对方的文字。"})
    theirs.save("示例乙")

    merge(mine)

    stated = mine.sheet.report.stated
    assert (stated["processing_fee.notices"], stated["processing_fee.billed"]) == (2, 1200)
    assert (stated["narrative.problems"], stated["narrative.improvements"]) == ("我的文字。", "对方的文字。")


# What was typed and is no figure


def test_what_is_no_figure_is_shown_as_typed_and_goes_where_the_other_figure_is_chosen(opened: Open):
    mine, theirs = opened(), opened()
    mine.sheet.enter({LICENSES: "三百", PENALTIES: "约9"})
    theirs.sheet.enter({LICENSES: "301"})
    theirs.save("示例乙")

    assert {one.path: (one.mine, one.choice) for one in mine.compare()} == {
        LICENSES: ("三百", None),
        PENALTIES: ("约9", "mine"),
    }
    mine.settle({LICENSES: "theirs"})

    assert mine.sheet.text(LICENSES) == "301"
    assert mine.sheet.text(PENALTIES) == "约9"


def test_a_count_that_is_no_figure_stays_with_its_category(opened: Open):
    mine, theirs = opened(), opened()
    publish(mine, (WEB, "", {"工作动态": "21", "政策文件": "许多"}))
    publish(theirs, ("公报", "6", {}), (WEB, "", {"工作动态": "25", "政策文件": "9"}))
    theirs.save("示例乙")

    merge(mine)

    assert mine.sheet.state.unread == {"published.channels.1.items.政策文件": "许多"}
    assert mine.sheet.report.published.channels[1].items["工作动态"] == 25


# Meanwhile, and afterwards


def test_what_changed_again_after_it_was_shown_is_asked_again_or_taken(opened: Open):
    mine, theirs = opened(), opened()
    mine.sheet.enter({LICENSES: "300"})
    theirs.sheet.enter({LICENSES: "301", PENALTIES: "5"})
    theirs.save("示例乙")
    shown = {one.path: one.choice or "mine" for one in mine.compare()}

    theirs.sheet.enter({LICENSES: "302", "disclosure.coercion.decisions": "4"})
    theirs.save("示例乙")
    mine.sheet.enter({"disputes.review.upheld": "3"})
    with pytest.raises(BadRequest, match="还有1处没有选择用哪一个：第二部分表格“行政许可”行"):
        mine.settle(shown)
    assert {one.path: one.theirs for one in mine.compare() if one.choice is None} == {LICENSES: "302"}
    mine.settle({LICENSES: "mine"})

    report = mine.sheet.report
    assert [report.cell(f"disclosure.{row}.decisions") for row in ("licenses", "penalties", "coercion")] == [300, 5, 4]
    assert report.rows["disputes.review"] == (3, 0, 0, 1, 4)


def test_choices_that_were_made_are_kept_when_the_rest_is_asked(opened: Open):
    mine, theirs = opened(), opened()
    mine.sheet.enter({LICENSES: "300", PENALTIES: "1"})
    theirs.sheet.enter({LICENSES: "301", PENALTIES: "2"})
    theirs.save("示例乙")
    mine.compare()

    assert {one.path: one.choice for one in mine.compare({LICENSES: "theirs"})} == {
        LICENSES: "theirs",
        PENALTIES: None,
    }


def test_a_merge_that_is_taken_back_does_not_write_over_the_other_person(bureau: Store, opened: Open):
    mine, theirs = opened(), opened()
    mine.sheet.enter({LICENSES: "300"})
    theirs.sheet.enter({PENALTIES: "5"})
    theirs.save("示例乙")
    merge(mine)

    assert mine.sheet.undo()

    assert (mine.sheet.report.cell(LICENSES), mine.sheet.report.cell(PENALTIES)) == (300, 9)
    with pytest.raises(Conflict):
        mine.save("示例甲")
    assert bureau.load(AGENCY, 2023).cell(PENALTIES) == 5
    assert mine.sheet.redo()
    mine.save("示例甲")
    assert bureau.load(AGENCY, 2023).cell(PENALTIES) == 5
    assert not mine.edited


def test_an_older_draft_that_is_restored_and_taken_back_writes_over_nobody(bureau: Store, opened: Open):
    mine, theirs = opened(), opened()
    mine.sheet.enter({LICENSES: "300"})
    mine.keep("示例甲")
    mine.close()
    theirs.sheet.enter({LICENSES: "301", PENALTIES: "5"})
    theirs.save("示例乙")
    again = opened()

    asked = [one.path for one in again.restore(mine.id) if one.choice is None]
    assert asked == [LICENSES]
    with pytest.raises(BadRequest, match="还有1处没有选择"):
        again.settle({})
    with pytest.raises(Conflict):
        again.save("示例甲")
    again.sheet.undo()

    assert not again.edited
    assert bureau.load(AGENCY, 2023).cell(LICENSES) == 301


def test_three_people_who_save_one_after_the_other_all_stand_by_name(bureau: Store, opened: Open):
    people = {"示例甲": ("natural_person", "100"), "示例乙": ("commercial", "20"), "示例丙": ("research", "3")}
    sessions = {by: opened() for by in people}
    for by, (column, figure) in people.items():
        sessions[by].sheet.enter({f"{GRANTED}.{column}": figure})

    for by, session in sessions.items():
        if by != "示例甲":
            merge(session)
        session.save(by)

    assert bureau.load(AGENCY, 2023).rows[GRANTED] == (100, 20, 3, 0, 0, 0, 123)
    journal = bureau.journal(AGENCY)
    by_cell = journal[journal["cell"].isin([f"{GRANTED}.{column}" for column, _ in people.values()])]
    assert list(zip(by_cell["by"], by_cell["cell"], by_cell["after"], strict=True)) == [
        ("示例甲", f"{GRANTED}.natural_person", 100),
        ("示例乙", f"{GRANTED}.commercial", 20),
        ("示例丙", f"{GRANTED}.research", 3),
    ]


def test_another_comment_in_the_file_is_no_other_report(bureau: Store, opened: Open):
    session = opened()
    session.sheet.enter({LICENSES: "300"})
    path = bureau.path(AGENCY, 2023)
    path.write_text("# 已与业务科核对\n" + path.read_text(encoding="utf-8"), encoding="utf-8")

    session.save("示例甲")

    assert path.read_text(encoding="utf-8").startswith("# 已与业务科核对\n")
    assert Store(bureau.folder).load(AGENCY, 2023).cell(LICENSES) == 300


def test_a_file_that_is_of_another_form_now_is_not_merged(bureau: Store, opened: Open):
    session = opened()
    session.sheet.enter({LICENSES: "300"})
    path = bureau.path(AGENCY, 2023)
    path.write_text("name: 示例县示例局\nyear: 2023\nform: 2019\n", encoding="utf-8")

    with pytest.raises(BadRequest, match="数据文件已改为2019格式，与打开的不同，不能合并"):
        session.compare()
    assert session.sheet.report.cell(LICENSES) == 300
