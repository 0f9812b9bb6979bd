"""What the pieces show, made from a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from govreport.checks import RULES, may_be_waived
from govreport.form import LEVELS, Fact, Form, Table
from govreport.form import PrintedLine as PrintedLine
from govreport.rendering import EDITIONS, KINDS
from govreport.report import (
    ASPECTS_CHECKED,
    SEVERITIES,
    SIGNOFF_OUTCOMES,
    STAGES,
    AnnualReport,
    Finding,
    Stage,
    show_number,
    signing_of,
)
from govreport.store import JOURNAL_COLUMNS, Store, handed_on

from .sheet import Sheet

_ZERO = {
    "disclosure": "{}空白处填0",
    "requests": "本年未收到申请，{}填0",
    "disputes": "未发生复议诉讼，{}填0",
}
_WHOLE_TABLE = "S2"
_DATE_AND_MINUTE = len("2025-01-02 10:30")
_RANK = {severity: number for number, severity in enumerate([*SEVERITIES, "part"])}
Marks = dict[str, dict[str, Any]]


def exports() -> list[dict[str, str]]:
    """The files that a button of the form makes, for `Bar.exports`."""
    return [
        {"edition": edition, "kind": kind.name, "label": f"{kind.button}{EDITIONS[edition]}", "tip": kind.tip}
        for kind in KINDS.values()
        if kind.button
        for edition in ("draft", "final")
    ]


def printed(report: AnnualReport, table: Table) -> dict[str, Any]:
    """The table as it is printed, for `Grid.printed`."""
    head, body = _placed(table.head), _placed(table.printed(report.rows))
    stub = [box for line in body for box in line if box["role"] in ("row", "group")]
    labels = max((box["column"] + box["width"] for box in stub), default=0)
    places = report.statutory_form.places
    for line in body:
        for box in line:
            if box["cell"]:
                box |= {"label": places[box["cell"]].label, "sum": box["cell"] in report.statutory_form.sums}
    return {
        "id": table.id,
        "heading": table.heading,
        "caption": f"{table.title}（{report.year}年）",
        "zero": _ZERO[table.id].format(table.name),
        "cells": list(table.cells),
        "head": head,
        "body": body,
        "labels": labels,
        "figures": len(table.widths) - labels,
    }


def _placed(lines: Sequence[PrintedLine]) -> list[list[dict[str, Any]]]:
    """The boxes with the printed column that each begins in."""
    covered: dict[int, int] = {}
    placed = []
    for line in lines:
        column, boxes = 0, []
        for box in line:
            while covered.get(column, 0):
                column += 1
            boxes.append({**vars(box), "column": column})
            covered |= dict.fromkeys(range(column, column + box.width), box.height)
            column += box.width
        covered = {at: height - 1 for at, height in covered.items() if height > 1}
        placed.append(boxes)
    return placed


def texts_at(sheet: Sheet, paths: Iterable[str]) -> dict[str, str]:
    """What stands at each path, as text."""
    return {path: sheet.text(path) for path in paths}


def before_at(report: AnnualReport | None, paths: Iterable[str]) -> dict[str, str]:
    """What the year before's report states at each path, where it states anything."""
    stated = report.stated if report else {}
    return {
        path: value if isinstance(value, str) else show_number(value)
        for path in paths
        if (value := stated.get(path)) is not None
    }


def marks(sheet: Sheet, findings: Sequence[Finding]) -> Marks:
    """What is to be seen at cells beside their figures.

    `stated` is set at a sum that was stated and not computed, `brought` where the year before handed the figure on;
    `severity` and `tag` come from the findings; `notes` say it in words.
    """
    found: Marks = {path: {"stated": True, "notes": []} for path in sheet.state.stated}
    for path, value in handed_on(sheet.before).items() if sheet.before else ():
        if sheet.report.cells.get(path) == value:
            mark = found.setdefault(path, {"notes": []})
            mark |= {"brought": True, "tag": "带入", "notes": [*mark["notes"], "由上年带入，请核对"]}
    for finding in findings:
        _mark_finding(found, finding)
    return found


def _mark_finding(found: Marks, finding: Finding) -> None:
    """The first cell carries the finding's severity and rule; the others that it read are tinted."""
    if finding.waived:
        return
    said = f"[{SEVERITIES[finding.severity]} {finding.rule}] {finding.message}"
    for number, path in enumerate(finding.cells[:1] if finding.rule == _WHOLE_TABLE else finding.cells):
        mark = found.setdefault(path, {"notes": []})
        severity = "part" if number else finding.severity
        if _RANK[severity] < _RANK.get(mark.get("severity", ""), len(_RANK)):
            mark["severity"] = severity
            if not number:
                mark["tag"] = finding.rule
        mark["notes"] = [*mark["notes"], said]


def finding_items(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The findings for `FindingList.items`."""
    return [
        {
            "rule": finding.rule,
            "title": RULES[finding.rule].title,
            "severity": finding.severity,
            "message": finding.message,
            "cells": list(finding.cells),
            "waived": finding.waived,
            "waivable": may_be_waived(finding),
        }
        for finding in findings
    ]


def signing(report: AnnualReport, shown: str | None) -> dict[str, Any]:
    """How the sign-offs stand, for the bar: a sentence, whose turn it is, and what may be said to be reviewed."""
    found = signing_of(report, shown)
    return {
        "sentence": found.sentence,
        "stages": [
            {
                "label": STAGES[stage.id],
                "state": stage.state,
                "said": _signed(stage),
            }
            for stage in found.stages
        ],
        "next": found.next or "",
        "label": STAGES.get(found.next or "", ""),
        "aspects": list(ASPECTS_CHECKED.items()),
    }


def _signed(stage: Stage) -> str:
    if stage.signoff is None:
        return stage.told
    return f"{stage.signoff.by}，{stage.signoff.date}，{SIGNOFF_OUTCOMES[stage.signoff.outcome]}（{stage.told}）"


def fact_groups(form: Form) -> list[str]:
    """The groups of facts that are entered one below the other; the counts by channel have a piece of their own."""
    return [group.id for group in form.fact_groups if not any(one.section == group.id for one in form.lists)]


def fact_section(form: Form, id: str) -> dict[str, Any]:
    """A group of short facts, for `Facts.section`."""
    group = form.group_by_id[id]
    fields = [
        {"path": fact.path, "label": fact.label, "kind": fact.kind, "choices": _choices(fact)}
        for fact in group.facts
        if fact.kind != "digest"
    ]
    return {"id": id, "heading": group.heading, "fields": fields}


def _choices(fact: Fact) -> list[tuple[str, str]]:
    return [("", "（未选择）"), *LEVELS.items()] if fact.kind == "choice" else []


def text_sections(form: Form) -> list[str]:
    """The written sections of the form."""
    return [section.id for section in form.sections if section.id not in form.table_by_id]


def text_section(form: Form, id: str) -> dict[str, Any]:
    """A written section of the form, for `Texts.section`; the first begins with what stands before it."""
    extra = any(one.section == id for one in form.lists)
    passages = [*(form.passages_of("") if id == form.sections[0].id else ()), *form.passages_of(id)]
    fields = [{"path": passage.path, "label": passage.label} for passage in passages]
    return {"id": id, "heading": form.section_by_id[id].heading, "fields": fields, "extra": extra}


def _shown_in(form: Form, path: str) -> str:
    """The section or group that a path is entered in; what is entered nowhere is looked for at the top."""
    section = form.section_of(path)
    return form.sections[0].id if section == "" else section or next(iter(form.parts))


def sections(form: Form, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The sections in their order on the page, with the errors that stand in each."""
    errors = [_shown_in(form, finding.cells[0]) for finding in findings if finding.blocks and finding.cells]
    return [{"id": id, "label": part.brief, "errors": errors.count(id)} for id, part in form.parts.items()]


def tree(store: Store, year: int) -> list[dict[str, Any]]:
    """Every agency that has a file or must report, below the folders it lies in, for `Chooser.agencies`."""
    known = {**dict.fromkeys(store.agencies), **store.expected(year)}
    folders = {"/".join(id.split("/")[:depth]) for id in known for depth in range(1, id.count("/") + 1)}
    return [
        {
            "id": id,
            "name": known.get(id) or (store.name(id) if id in store.agencies else id.rpartition("/")[2]),
            "level": id.count("/"),
            "group": id not in known,
            "years": store.agencies.get(id, []),
        }
        for id in sorted({*known, *folders})
    ]


def journal(table: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """The entry journal as a header and lines of text, the newest first; paths are left to programs."""
    shown = table.drop(columns="cell")
    shown["time"] = [time.replace("T", " ")[:_DATE_AND_MINUTE] for time in shown["time"]]
    lines = [["" if value is None else str(value) for value in line] for line in shown.to_numpy().tolist()]
    return [JOURNAL_COLUMNS[column] for column in shown.columns], lines[::-1]
