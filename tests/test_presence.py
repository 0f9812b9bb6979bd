"""Who else has a report open, and that its file was saved meanwhile, is seen before one saves oneself."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from colleague import Colleague
from material import AGENCY

from govreport.entry import EntryForm
from govreport.store import Store

LICENSES = "disclosure.licenses.decisions"
PENALTIES = "disclosure.penalties.decisions"
THREE = {LICENSES: "300", PENALTIES: "8", "disclosure.coercion.decisions": "2"}
THREE_HOURS = 3 * 3600

Come = Callable[[str], Colleague]


@pytest.fixture
def come(bureau: Store) -> Iterator[Come]:
    """Sets another person, in a process of their own, at the invented bureau's 2023."""
    there: list[Colleague] = []

    def one(by: str) -> Colleague:
        there.append(Colleague(bureau.folder, by))
        return there[-1]

    yield one
    for colleague in there:
        if colleague.process.poll() is None:
            colleague.is_killed()


def lines(form: EntryForm, wanted: Callable[[str], bool]) -> list[str]:
    """What the bar says of others, as soon as it is as wanted."""
    ended = time.monotonic() + 30
    while time.monotonic() < ended:
        said = [one["text"] for one in form._panel.bar.others]
        if wanted("\n".join(said)):
            return said
        time.sleep(0.05)
    raise AssertionError(said)


def click(form: EntryForm, label: str) -> None:
    """Press a button of the line about others."""
    [action] = [one for line in form._panel.bar.others for one in line["actions"] if one["label"] == label]
    form._dialogue.hear({"do": action["do"]})


def answer(form: EntryForm, label: str) -> None:
    """Press a button of the only notice, with its choices as they come."""
    [notice] = form._dialogue.notices.items
    [action] = [one for one in notice["actions"] if one["label"] == label]
    choices = {one["path"]: one["choice"] for one in notice.get("differences", []) if one["choice"]}
    form._dialogue.hear({**action, "notice": notice["id"], "choices": choices})


def leave_file(store: Store, session: str, **told: object) -> Path:
    """Put a file as another opening would have left it, touched three hours ago."""
    path = store.presence(AGENCY, 2023).path(session)
    told = {"by": "示例乙", "host": "another", "pid": 1, "since": "2026-01-05T10:31:00+08:00"} | told
    path.write_text(json.dumps(told), encoding="utf-8")
    os.utime(path, (time.time() - THREE_HOURS,) * 2)
    return path


# Who is there


def test_another_person_is_seen_until_they_close(bureau: Store, come: Come):
    other = come("示例乙")
    mine = bureau.presence(AGENCY, 2023)

    [seen] = mine.others()
    assert (seen.by, seen.session, seen.pid) == ("示例乙", other.session, other.process.pid)
    assert bureau.presence(AGENCY, 2022).others() == []
    other.closes()
    assert mine.others() == []
    assert list(bureau.folder.rglob("*.open-*")) == []


def test_who_was_killed_is_gone_at_once_and_swept(bureau: Store, come: Come):
    other = come("示例乙")
    other.is_killed()

    assert list(bureau.folder.rglob("*.open-*")) != []
    assert bureau.presence(AGENCY, 2023).others() == []
    assert list(bureau.folder.rglob("*.open-*")) == []


def test_after_a_restart_another_process_of_that_number_is_nobody(bureau: Store):
    path = leave_file(bureau, "00000001", host=platform.node(), pid=os.getppid(), since="2001-01-05T10:31:00+08:00")

    assert bureau.presence(AGENCY, 2023).others() == []
    assert not path.exists()


def test_somebody_on_another_machine_is_there_while_their_file_is_touched(bureau: Store):
    fresh, stale = leave_file(bureau, "00000001"), leave_file(bureau, "00000002")
    os.utime(fresh)
    mine = bureau.presence(AGENCY, 2023)
    mine.enter("00000003", "示例甲")

    assert [one.session for one in mine.others()] == ["00000001"]
    os.utime(stale, (time.time() - THREE_HOURS + 2,) * 2)
    assert [one.session for one in mine.others()] == ["00000001", "00000002"]
    mine.leave()


def test_without_a_folder_to_write_to_nobody_is_seen_and_nothing_fails(bureau: Store):
    mine = bureau.presence(AGENCY, 2023)
    shutil.rmtree(bureau.folder / AGENCY)

    mine.enter("00000001", "示例甲")

    assert mine.others() == []
    assert not (bureau.folder / AGENCY).exists()
    mine.leave()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"by": "示例乙", "pid": "x"}'])
def test_what_is_no_presence_is_nobody_and_stays_for_a_day(bureau: Store, content: str):
    path = bureau.presence(AGENCY, 2023).path("00000001")
    path.write_text(content, encoding="utf-8")
    mine = bureau.presence(AGENCY, 2023)
    mine.enter("00000002", "示例甲")

    assert mine.others() == []
    assert path.exists()
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert mine.others() == []
    assert not path.exists()
    mine.leave()


def test_an_open_form_is_no_agency_and_no_trouble_of_the_folder(bureau: Store, form: EntryForm):
    assert len(list(bureau.folder.rglob("2023.open-*.json"))) == 1

    store = Store(bureau.folder)
    assert store.troubles() == {}
    assert store.agencies == {AGENCY: [2020, 2022, 2023]}
    form.close()
    assert list(bureau.folder.rglob("*.open-*")) == []


# What the form says of them


def test_who_else_is_entering_is_said_and_their_draft_is_not_offered(bureau: Store, come: Come):
    other = come("示例乙")
    other.does(enter=THREE)
    form = EntryForm(AGENCY, 2023, bureau.folder, by="示例甲")

    [line] = lines(form, lambda said: "3处" in said)
    assert re.fullmatch(r"示例乙正在录入（\d\d:\d\d起），有未保存的改动3处", line)
    assert form._dialogue.notices.items == []
    assert bureau.drafts(AGENCY, 2023).ids() == [other.session]
    other.closes()
    form.close()


def test_the_draft_of_who_was_killed_is_offered_where_it_was_seen(bureau: Store, form: EntryForm, come: Come):
    other = come("示例乙")
    other.does(enter=THREE)
    lines(form, lambda said: "正在录入" in said)
    other.is_killed()

    assert lines(form, lambda said: "已关闭" in said) == ["示例乙的表单已关闭，留有未保存的改动3处"]
    click(form, "查看草稿")
    click(form, "查看草稿")
    answer(form, "恢复草稿")

    assert form.report.cell(LICENSES) == 300
    lines(form, lambda said: said == "")


def test_what_was_saved_meanwhile_is_said_before_saving_and_merged_from_there(form: EntryForm, come: Come):
    form.enter({"requests.granted.natural_person": "303"})
    other = come("示例乙")
    other.does(enter={"requests.granted.commercial": "73", LICENSES: "300"})
    other.does(save=True)
    other.closes()

    [line] = lines(form, lambda said: "保存，改动" in said and "正在录入" not in said)
    assert re.fullmatch(r"数据文件已由示例乙于\d\d:\d\d保存，改动2处", line)
    assert form.report.cell(LICENSES) == 298
    click(form, "查看并合并")
    [notice] = form._dialogue.notices.items
    assert notice["text"] == "数据文件已被他人修改，有3处不同，已按各自的改动选好。"
    answer(form, "按所选合并")

    assert form._panel.bar.others == []
    assert form.report.rows["requests.granted"] == (303, 73, 0, 0, 0, 0, 376)
    form.save()
    assert Store(form.store.folder).load(AGENCY, 2023).cell(LICENSES) == 300


def test_where_nothing_is_entered_the_newest_is_taken_only_when_asked_for(form: EntryForm, come: Come):
    other = come("示例乙")
    other.does(enter={LICENSES: "300"})
    other.does(save=True)
    lines(form, lambda said: "保存，改动1处" in said)
    assert form.report.cell(LICENSES) == 298

    click(form, "载入最新内容")

    assert form.report.cell(LICENSES) == 300
    assert not form.edited
    assert form._dialogue.notices.items == []


def test_a_change_that_no_journal_tells_has_no_name(form: EntryForm, bureau: Store):
    report, digest = bureau.read(AGENCY, 2023)
    bureau.save(report.with_cell(LICENSES, 300), AGENCY, expected=digest, by="示例乙")
    path = bureau.path(AGENCY, 2023)
    path.write_text(path.read_text(encoding="utf-8").replace("penalties: 9", "penalties: 8"), encoding="utf-8")

    assert lines(form, lambda said: "改动2处" in said) == ["数据文件已被他人修改（录入记录中没有记载），改动2处"]


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (lambda path: path.unlink(), "数据文件已被他人删除，保存时可以重新写入"),
        (
            lambda path: path.write_text("name: 示例\nyear: 2023\nform: 2021\nyera: 1\n", encoding="utf-8"),
            "数据文件已被他人修改，现在不能读取：",
        ),
    ],
)
def test_a_file_that_is_gone_or_broken_is_said(form: EntryForm, bureau: Store, done: Callable[[Path], None], said: str):
    done(bureau.path(AGENCY, 2023))

    [line] = lines(form, lambda text: said in text)
    assert line.startswith(said)


def test_ones_own_saving_and_another_comment_are_no_news(form: EntryForm, bureau: Store):
    form.enter({LICENSES: "300"})
    form.save()
    path = bureau.path(AGENCY, 2023)
    path.write_text("# 已核对\n" + path.read_text(encoding="utf-8"), encoding="utf-8")

    assert form.session._look().changed is None


# Notices about the file


def test_a_conflict_is_shown_once_however_often_one_saves_and_goes_with_the_merge(form: EntryForm, bureau: Store):
    form.enter({LICENSES: "300"})
    report, digest = bureau.read(AGENCY, 2023)
    bureau.save(report.with_values({LICENSES: 301, PENALTIES: 8}), AGENCY, expected=digest, by="示例乙")
    for _ in range(2):
        form._dialogue.hear({"do": "save", "why": ""})

    answer(form, "按所选合并")
    [notice] = form._dialogue.notices.items
    assert notice["text"].startswith("没有合并：还有1处没有选择用哪一个：第二部分表格“行政许可”行。")
    form._dialogue.hear({"do": "merge", "notice": notice["id"], "choices": {LICENSES: "mine"}})

    assert form._dialogue.notices.items == []
    assert (form.report.cell(LICENSES), form.report.cell(PENALTIES)) == (300, 8)


def test_an_export_or_a_signature_over_anothers_change_shows_it_in_the_same_way(form: EntryForm, bureau: Store):
    report, digest = bureau.read(AGENCY, 2023)
    bureau.save(report.with_cell(PENALTIES, 8), AGENCY, expected=digest, by="示例乙")
    signature = {"do": "sign", "stage": "first", "by": "示例甲", "outcome": "pass", "checked": [], "opinion": ""}

    form._dialogue.hear(signature)
    assert [one["path"] for one in form._dialogue.notices.items[0]["differences"]] == [PENALTIES]
    form.enter({LICENSES: "300"})
    form._dialogue.hear({"do": "export", "edition": "draft", "kind": "html"})

    [notice] = form._dialogue.notices.items
    assert {one["path"] for one in notice["differences"]} == {LICENSES, PENALTIES}
    answer(form, "按所选合并")
    form.save()
    assert Store(bureau.folder).load(AGENCY, 2023).cell(PENALTIES) == 8


def test_what_both_entered_alike_needs_no_question(form: EntryForm, bureau: Store):
    form.enter({LICENSES: "300"})
    report, digest = bureau.read(AGENCY, 2023)
    bureau.save(report.with_cell(LICENSES, 300), AGENCY, expected=digest, by="示例乙")

    form._dialogue.hear({"do": "save", "why": ""})

    assert form._dialogue.notices.items == []
    assert form._panel.bar.status == "已与数据文件一致"
    assert not form.edited
