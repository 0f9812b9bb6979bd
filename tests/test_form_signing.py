"""Signing in the form: what it asks before a report with errors passes, and what signatures are held against."""

from __future__ import annotations

import pytest
from material import AGENCY

from govreport.entry import EntryForm
from govreport.errors import Conflict
from govreport.store import Draft

LICENSES = "disclosure.licenses.decisions"
IN_FORCE = "disclosure.normative_documents.in_force"


def asked_to_sign(form: EntryForm, stage: str = "first", **more: object) -> list[dict[str, object]]:
    """The notices after a person pressed 通过."""
    message = {"do": "sign", "stage": stage, "by": "示例甲", "outcome": "pass", "checked": ["content"], "opinion": ""}
    form._dialogue.hear(message | more)
    return form._dialogue.notices.items


def test_passing_with_errors_asks_and_says_which(form: EntryForm):
    form.enter({"requests.granted.total": "11"})
    form.save()

    [notice] = asked_to_sign(form)

    assert notice["kind"] == "ask"
    assert notice["text"].startswith("还有3项应改正，初审尚未记录")
    assert [(line["text"][:8], line["cell"]) for line in notice["lines"]] == [
        ("[应改正] A1", "requests.granted.total"),
        ("[应改正] A1", "requests.handled_total.total"),
        ("[应改正] A3", "requests.new_received.total"),
    ]
    assert [action["label"] for action in notice["actions"]] == ["仍然通过", "暂不审签"]
    assert form.store.load(AGENCY, 2023).signoffs == ()
    answer = {key: value for key, value in notice["actions"][0].items() if key != "label"}
    form._dialogue.hear(answer | {"notice": notice["id"]})
    assert [(one.stage, one.by) for one in form.store.load(AGENCY, 2023).signoffs] == [("first", "示例甲")]
    assert form._dialogue.notices.items == []
    assert asked_to_sign(form, "second", by="示例乙")[0]["text"].startswith("还有3项应改正，复审尚未记录")


def test_what_was_asked_is_asked_again_once_the_report_changed(form: EntryForm):
    form.enter({"requests.granted.total": "11"})
    form.save()
    [notice] = asked_to_sign(form)
    answer = {key: value for key, value in notice["actions"][0].items() if key != "label"} | {"notice": notice["id"]}
    form.enter({"requests.partial.total": "7"})
    form.save()

    form._dialogue.hear(answer)

    [again] = form._dialogue.notices.items
    assert again["text"].startswith("还有4项应改正")
    assert form.store.load(AGENCY, 2023).signoffs == ()


def test_what_cannot_be_signed_is_refused_before_anything_is_asked(form: EntryForm):
    form.enter({"requests.granted.total": "11"})
    assert "有改动尚未保存" in asked_to_sign(form)[0]["text"]
    form.save()
    assert "请写明审签人" in asked_to_sign(form, by=" ")[-1]["text"]
    assert asked_to_sign(form, outcome="return", opinion="请核对") == []
    assert [one.outcome for one in form.store.load(AGENCY, 2023).signoffs] == ["return"]


def test_code_signs_a_report_with_errors_as_it_is_asked_to(form: EntryForm):
    form.enter({"requests.granted.total": "11"})
    form.save()
    form.sign("first", "示例甲")
    assert [one.by for one in form.store.load(AGENCY, 2023).signoffs] == ["示例甲"]


def test_the_form_holds_signatures_against_journal_and_earlier_years(form: EntryForm):
    form.sign("first", "示例甲")
    form.enter({LICENSES: "299"})
    form.undo()
    assert [one.rule for one in form.findings if one.rule in ("P4", "P10")] == []
    before, digest = form.store.read(AGENCY, 2022)
    form.store.save(before.with_cell(IN_FORCE, 19), AGENCY, expected=digest)

    again = EntryForm(AGENCY, 2023, params=form.store.folder)

    assert "所示往年数据已改动" in next(one.message for one in again.findings if one.rule == "P4")
    assert again._panel.bar.state["signing"]["sentence"] == "初审后所示往年数据已改动，须重新审签；等待初审"
    again.sign("first", "示例乙")
    assert again._panel.bar.state["signing"]["sentence"] == "等待复审"
    assert [one.rule for one in again.findings if one.rule in ("P4", "P10")] == []
    again.close()


def test_a_draft_that_is_older_than_a_signature_takes_none_back(form: EntryForm):
    before, digest = form.store.read(AGENCY, 2023)
    mine = before.with_cell(LICENSES, 299)
    form.store.drafts(AGENCY, 2023).keep(Draft("示例丁", mine.record(), before.record(), digest, id="feedfeed"))
    form.sign("first", "示例甲")

    again = EntryForm(AGENCY, 2023, params=form.store.folder)
    again._dialogue.hear({"do": "restore", "id": "feedfeed", "notice": 1})
    with pytest.raises(Conflict):
        again.save()
    [asked] = [notice for notice in again._dialogue.notices.items if "differences" in notice]
    choices = {one["path"]: "mine" for one in asked["differences"]}
    again._dialogue.hear({"do": "merge", "choices": choices, "notice": asked["id"]})
    again.save()

    saved = form.store.load(AGENCY, 2023)
    assert saved.cells[LICENSES] == 299
    assert [one.by for one in saved.signoffs] == ["示例甲"]
    assert "后内容已修改" in next(one.message for one in again.findings if one.rule == "P4")
    assert [one.rule for one in again.findings if one.rule == "P10"] == []
    again.close()
