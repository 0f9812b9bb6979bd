"""What the form says to a person and asks, each as the plain data that `Notices` shows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from govreport.form import Form
from govreport.importing import Reading, questions
from govreport.report import SEVERITIES, SIGNOFF_OUTCOMES, STAGES, Finding
from govreport.report.versions import Difference
from govreport.store import Draft

from .colleague_watch import Changed, Others, Person
from .messages import Message, count_places
from .pasting import Pasted

Notice = dict[str, Any]

_MOST_SOURCE = 200_000
UNDO = {"label": "撤销", "do": "undo"}
FILE = "file"
"""What a notice about the yearly file is `about`: of those that are about one thing only the newest is shown."""
_DISMISS = {"label": "知道了", "do": "dismiss"}


def told(text: str) -> Notice:
    """Something that went well."""
    return {"kind": "done", "text": text, "actions": [_DISMISS]}


def pasted(done: Pasted) -> Notice:
    """Where a block went, what it changed, what of it was left out; it can be taken back."""
    left_out = "".join(f"{one}。" for one in done.left_out)
    text = f"已粘贴到“{done.table}”（{done.how}）：{done.cells}格，改动{done.changed}格。{left_out}"
    return {"kind": "done", "text": text, "actions": [UNDO, _DISMISS]}


def refused(text: str) -> Notice:
    """Something that could not be done, and why."""
    return {"kind": "refused", "text": text, "actions": [_DISMISS]}


def blocked(blocking: Sequence[Finding]) -> Notice:
    """A final edition is refused; each finding that stands against it leads to its cell."""
    lines = _lines(blocking)
    text = f"暂不能定稿：有{len(blocking)}项应改正。改正后再预览或导出正式稿，送审稿不受影响。"
    return {"kind": "refused", "text": text, "lines": lines, "actions": [_DISMISS]}


def sign_despite(standing: Sequence[Finding], message: Notice) -> Notice:
    """Whether a report with errors is to pass a stage all the same; each error leads to its cell.

    `message` is what then records it.
    """
    stage = STAGES[message["stage"]]
    text = (
        f"还有{len(standing)}项应改正，{stage}尚未记录：改正后须从初审起重新审签，不改正不能生成正式稿。是否仍然通过？"
    )
    actions = [{"label": "仍然通过", **message}, {"label": "暂不审签", "do": "dismiss"}]
    return {"kind": "ask", "about": "sign", "text": text, "lines": _lines(standing), "actions": actions}


def _lines(findings: Sequence[Finding]) -> list[Notice]:
    """The findings, each a way to its cell."""
    return [
        {"text": f"[{SEVERITIES[one.severity]}] {one.rule} {one.message}", "cell": one.cells[0] if one.cells else ""}
        for one in findings
    ]


def brought_in(name: str, reading: Reading, changed: int, form: Form) -> Notice:
    """A file was read into the form: what is to be settled, each beside what the file says, and what was noted."""
    asked = questions(reading.doubtful, form, reading.text)
    lines: list[Notice] = [{"text": one.text, "cell": one.cell, "at": one.line} for one in asked]
    lines += [{"text": f"说明：{note}", "cell": ""} for note in reading.notes]
    doubtful = f"，待核{len(reading.doubtful)}处（标在数据项中，请对照原文填写）" if reading.doubtful else ""
    text = f"已读入 {name}：改动{changed}处{doubtful}。核对后保存；不要的按“撤销”。"
    source = reading.text[:_MOST_SOURCE] if reading.doubtful else ""
    return {"kind": "ask", "text": text, "lines": lines, "source": source, "actions": [_DISMISS]}


def draft_found(draft: Draft, changed: int) -> Notice:
    """A draft that someone left: taken up again, thrown away, or left for later."""
    when = draft.time.astimezone().strftime("%Y-%m-%d %H:%M")
    return {
        "kind": "ask",
        "about": f"draft {draft.id}",
        "text": f"有一份没有保存的草稿：{draft.by}，{when}，改动{changed}处。",
        "actions": [
            {"label": "恢复草稿", "do": "restore", "id": draft.id},
            {"label": "丢弃草稿", "do": "discard", "id": draft.id},
            {"label": "暂不处理", "do": "dismiss"},
        ],
    }


def offers(notice: Notice, draft: str) -> bool:
    """Whether a notice offers the draft with the id."""
    return any(action.get("id") == draft for action in notice["actions"])


def resumed(places: int, messages: Sequence[Message]) -> Notice:
    """What was entered before the program ended is here again: from the draft, and what the page had kept."""
    draft = f"恢复草稿（改动{places}处）" if places else ""
    typed = f"补填断开时键入的{count_places(messages)}处" if messages else ""
    return {
        "kind": "done",
        "text": f"已恢复离开前的内容：{'，'.join(filter(None, (draft, typed)))}。请核对后保存。",
        "actions": [_DISMISS],
    }


def others(seen: Others, by: str, *, edited: bool) -> list[Notice]:
    """What others do with the report, each a line; `edited` is whether something is entered here that is not saved."""
    lines = [_saved(seen.changed, edited=edited)] if seen.changed else []
    lines += [{"text": _entering(one, by), "actions": []} for one in seen.people]
    look = [{"label": "查看草稿", "do": "drafts"}]
    for one in seen.left:
        lines.append({"text": f"{one.opened.by}的表单已关闭，留有未保存的改动{one.unsaved}处", "actions": look})
    return lines


def _entering(one: Person, by: str) -> str:
    who = f"另一个窗口（录入人也是{by}）" if one.opened.by == by else one.opened.by
    unsaved = f"，有未保存的改动{one.unsaved}处" if one.unsaved else ""
    return f"{who}正在录入（{_clock(one.opened.since)}起）{unsaved}"


def _saved(changed: Changed, *, edited: bool) -> Notice:
    if changed.problem:
        return {"text": changed.problem, "actions": []}
    saving = changed.saving
    how = f"由{'、'.join(saving.by)}于{_clock(saving.time)}保存" if saving else "被他人修改（录入记录中没有记载）"
    action = {"label": "查看并合并", "do": "compare"} if edited else {"label": "载入最新内容", "do": "reload"}
    return {"text": f"数据文件已{how}，改动{changed.places}处", "actions": [action]}


def saved() -> str:
    """What the bar says of a file that was just written."""
    return f"已保存 {datetime.datetime.now():%H:%M:%S}"


def kept() -> str:
    """What the bar says of a draft that was just written."""
    return f"草稿已存 {datetime.datetime.now():%H:%M}，尚未保存到数据文件"


def signed(stage: str, outcome: str) -> str:
    """What the bar says of a sign-off that was just recorded."""
    return f"{STAGES[stage]}{SIGNOFF_OUTCOMES[outcome]}已记录"


def _clock(time: datetime.datetime) -> str:
    """The time of day, with the day where that is not today."""
    here = time.astimezone()
    today = here.date() == datetime.datetime.now().astimezone().date()
    return f"{here:%H:%M}" if today else f"{here.month}月{here.day}日{here:%H:%M}"


def conflict(found: Sequence[Difference], text: str) -> Notice:
    """Two versions of the report, place by place; what both changed has to be decided."""
    both = sum(one.choice is None for one in found)
    rest = f"其中{both}处双方都改过，请逐项选择" if both else "已按各自的改动选好"
    return {
        "kind": "ask",
        "about": FILE,
        "text": f"{text}有{len(found)}处不同，{rest}。",
        "differences": [vars(one) for one in found],
        "actions": [{"label": "按所选合并", "do": "merge"}, {"label": "暂不保存", "do": "dismiss"}],
    }


def deleted() -> Notice:
    """The yearly file is gone."""
    return {
        "kind": "ask",
        "about": FILE,
        "text": "数据文件已被他人删除，没有保存；填写的内容仍在这里和草稿中。",
        "actions": [{"label": "重新写入文件", "do": "rewrite"}, {"label": "暂不保存", "do": "dismiss"}],
    }
