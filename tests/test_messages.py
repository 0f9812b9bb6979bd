"""What a page sends to the form: each thing once, in order, and again after the program that heard it has died."""

from __future__ import annotations

import time
from typing import Any

import pytest
from material import AGENCY

from govreport.entry import EntryForm
from govreport.entry.messages import standing
from govreport.store import Store

LICENSES, PENALTIES, COERCION = (f"disclosure.{row}.decisions" for row in ("licenses", "penalties", "coercion"))


def typed(number: int, path: str, text: str) -> dict[str, Any]:
    """A message as a page sends it."""
    return {"do": "enter", "texts": {path: text}, "visit": path, "piece": "disclosure", "number": number}


def receive(form: EntryForm, *messages: dict[str, Any], queue: str = "page") -> None:
    for message in messages:
        form._dialogue.receive({**message, "queue": queue})


def wait_until_kept(form: EntryForm, number: int, queue: str = "page") -> None:
    ended = time.monotonic() + 5
    while form._dialogue.link.kept.get(queue, 0) < number and time.monotonic() < ended:
        time.sleep(0.02)
    assert form._dialogue.link.kept.get(queue) == number


def test_what_comes_twice_is_taken_in_once(form: EntryForm):
    receive(form, typed(1, LICENSES, "5"), typed(2, LICENSES, "6"), typed(1, LICENSES, "5"), typed(2, LICENSES, "6"))

    assert form.report.cell(LICENSES) == 6
    assert form._dialogue.link.heard == {"page": 2}


def test_what_came_before_its_time_waits_for_what_was_lost_on_the_way(form: EntryForm, monkeypatch: pytest.MonkeyPatch):
    said: list[dict[str, Any]] = []
    monkeypatch.setattr(form._dialogue.link, "say", said.append)
    before = form.report.cell(COERCION)

    receive(form, typed(1, LICENSES, "5"), typed(3, COERCION, "7"))
    assert said == [{"heard": 1}]
    assert form.report.cell(COERCION) == before
    receive(form, typed(2, PENALTIES, "6"), typed(3, COERCION, "7"))

    assert [form.report.cell(path) for path in (LICENSES, PENALTIES, COERCION)] == [5, 6, 7]


def test_two_pages_of_one_form_are_numbered_apart(form: EntryForm):
    receive(form, typed(1, LICENSES, "5"))
    receive(form, typed(1, PENALTIES, "6"), queue="other")

    assert (form.report.cell(LICENSES), form.report.cell(PENALTIES)) == (5, 6)
    assert form._dialogue.link.heard == {"page": 1, "other": 1}


def test_a_page_may_forget_only_what_lies_on_the_disk(form: EntryForm, bureau: Store, monkeypatch: pytest.MonkeyPatch):
    receive(form, typed(1, LICENSES, "5"))
    wait_until_kept(form, 1)
    [id] = bureau.drafts(AGENCY, 2023).ids()
    assert bureau.drafts(AGENCY, 2023).read(id).heard == {"page": 1}

    folder = bureau.folder / AGENCY
    folder.rename(folder.with_name("moved"))
    folder.write_bytes(b"")
    receive(form, typed(2, PENALTIES, "6"))
    ended = time.monotonic() + 5
    while "草稿没有写成" not in form._panel.bar.status and time.monotonic() < ended:
        time.sleep(0.02)
    assert form._dialogue.link.kept == {"page": 1}

    folder.unlink()
    folder.with_name("moved").rename(folder)
    form.save()
    assert form._dialogue.link.kept == {"page": 2}


def test_what_changes_nothing_need_not_be_kept(form: EntryForm):
    receive(form, typed(1, LICENSES, "5"), {"do": "undo", "piece": "bar", "number": 2})

    assert not form.edited
    assert form._dialogue.link.kept == {"page": 2}


def test_a_program_begun_anew_goes_on_with_draft_and_what_came_after_it(form: EntryForm, bureau: Store):
    receive(form, typed(1, LICENSES, "5"))
    wait_until_kept(form, 1)
    session = form.session.id
    again = EntryForm(AGENCY, 2023, bureau.folder, by="示例甲")
    told = [typed(1, LICENSES, "4"), typed(2, PENALTIES, "6"), typed(3, COERCION, "7"), {"do": "undo", "number": 4}]

    receive(
        again, {"do": "resume", "left": [{"session": session, "queue": "page", "told": told}], "number": 1}, queue="new"
    )

    assert (again.report.cell(LICENSES), again.report.cell(PENALTIES)) == (5, 6)
    assert again.report.cell(COERCION) == again.session.opened.cell(COERCION)
    assert [notice["text"] for notice in again._dialogue.notices.items] == [
        "已恢复离开前的内容：恢复草稿（改动1处），补填断开时键入的1处。请核对后保存。"
    ]
    assert bureau.drafts(AGENCY, 2023).ids() == [again.session.id]
    assert form.agency == ""
    wait_until_kept(again, 1, "new")
    assert bureau.drafts(AGENCY, 2023).read(again.session.id).heard["page"] == 4
    again.close()


def test_what_cannot_be_done_again_is_said_and_the_rest_is_done(form: EntryForm):
    left = {"session": "00000000", "queue": "page", "told": [
        {"do": "paste", "at": LICENSES, "to": LICENSES, "text": "许可\t处罚\n", "html": "", "number": 1},
        typed(2, PENALTIES, "6"),
    ]}  # fmt: skip

    receive(form, {"do": "resume", "left": [left], "number": 1}, queue="new")

    assert form.report.cell(PENALTIES) == 6
    assert any("没有粘贴" in notice["text"] for notice in form._dialogue.notices.items)


def test_half_a_character_among_what_is_done_again_loses_nothing_else(form: EntryForm):
    told = [typed(1, "narrative.problems", "表情\ud83d"), typed(2, PENALTIES, "6")]
    left = {"session": "00000000", "queue": "page", "told": told}

    receive(form, {"do": "resume", "left": [left], "number": 1}, queue="new")

    assert form.report.cell(PENALTIES) == 6
    assert any("不完整的字符" in notice["text"] for notice in form._dialogue.notices.items)


def test_what_is_done_again_is_done_though_the_file_was_deleted_meanwhile(form: EntryForm, bureau: Store):
    receive(form, typed(1, LICENSES, "5"))
    wait_until_kept(form, 1)
    session = form.session.id
    again = EntryForm(AGENCY, 2023, bureau.folder, by="示例甲")
    bureau.path(AGENCY, 2023).unlink()
    left = {"session": session, "queue": "page", "told": [typed(2, PENALTIES, "6")]}

    receive(again, {"do": "resume", "left": [left], "number": 1}, queue="new")

    assert (again.report.cell(LICENSES), again.report.cell(PENALTIES)) == (5, 6)
    again.close()


def test_undone_is_only_what_was_done_again():
    five, six, undo, redo = {"do": "enter", "n": 5}, {"do": "zero", "n": 6}, {"do": "undo"}, {"do": "redo"}

    assert standing([undo, five, six, undo]) == [five]
    assert standing([five, six, undo, undo, redo]) == [five]
    assert standing([five, undo, six, redo]) == [six]
