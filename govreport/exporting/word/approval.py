"""The 审批表 that a draft carries as its last page, for sign-offs on paper; what is signed already is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govreport import prose
from govreport.report import (
    ASPECTS_CHECKED,
    SIGNOFF_OUTCOMES,
    STAGES,
    AnnualReport,
    Finding,
    Stage,
    date_text,
    signing_of,
)

from . import grid
from .markup import Element, element, paragraph, run, size_of

TITLE = "政府信息公开工作年度报告审批表"

_SIZE = 12
_WIDTHS = grid.share_widths((14, 16, 36, 12, 22))
_LOW, _HIGH = 620, 1300


def approval_page(report: AnnualReport, findings: Sequence[Finding], shown: str | None) -> list[Element]:
    """A page of its own: the title and the table; `shown` as `signing_of` has it."""
    title = paragraph("ApprovalTitle", TITLE, properties=(element("pageBreakBefore"),))
    return [title, grid.table(_WIDTHS, list(_rows(report, findings, shown)))]


def _rows(report: AnnualReport, findings: Sequence[Finding], shown: str | None) -> Iterator[Element]:
    yield _row(("单位名称", 1), (report.name, 2), ("年度", 1), (str(report.year), 1))
    yield _row(("拟稿人", 1), ("", 2), ("日期", 1), ("", 1))
    yield _row(("校核情况", 1), (prose.findings_sentence(findings), 4))
    for stage in signing_of(report, shown).stages:
        yield from _stage(stage)


def _stage(stage: Stage) -> Iterator[Element]:
    """The three rows of one stage, its name beside them."""
    name, signoff = STAGES[stage.id], stage.signoff
    checked = _ticks(ASPECTS_CHECKED, signoff.checked if signoff else ())
    opinion = _ticks(SIGNOFF_OUTCOMES, (signoff.outcome,) if signoff else ())
    if signoff:
        opinion += f"\n{signoff.opinion or ''}{'' if stage.state == 'valid' else f'（{stage.told}）'}"
    by, date = (signoff.by, date_text(signoff.date)) if signoff else ("", "")
    yield _row((name, 1), ("审核内容", 1), (checked, 3), merge="restart")
    yield _row(("", 1), ("意见", 1), (opinion, 3), merge="continue", height=_HIGH)
    yield _row(("", 1), ("签名", 1), (by, 1), ("日期", 1), (date, 1), merge="continue")


def _ticks(choices: dict[str, str], ticked: Sequence[str]) -> str:
    return "　　".join(f"{'■' if choice in ticked else '□'}{name}" for choice, name in choices.items())


def _row(*cells: tuple[str, int], merge: str | None = None, height: int = _LOW) -> Element:
    """A row of texts, each over its number of columns; `merge` is how the first stands to those around it."""
    made, column = [], 0
    for text, across in cells:
        width = sum(_WIDTHS[column : column + across])
        content = _text(text, wide=across > 1)
        made.append(grid.cell(content, width, across=across, merge=merge if column == 0 else None))
        column += across
    return grid.row(made, height)


def _text(text: str, *, wide: bool) -> Element:
    aside = (element("ind", left=120, right=120), element("jc", val="left")) if wide else ()
    return paragraph("TableText", run(text, *size_of(_SIZE)), properties=aside)
