"""Plain tables beside the statutory ones: a chart's data, findings, sign-offs and waivers of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from govreport.report import (
    ASPECTS_CHECKED,
    SEVERITIES,
    SIGNOFF_OUTCOMES,
    STAGES,
    AnnualReport,
    Finding,
    Stage,
    Waiver,
    show_number,
    signing_of,
)


class Listing(NamedTuple):
    """A plain table: its caption, its header, and its lines, of which the first entry names each."""

    caption: str
    header: tuple[str, ...]
    lines: list[tuple[str, ...]]


def data_table(caption: str, header: Sequence[str], lines: Iterable[Sequence[str]]) -> Markup:
    """A table with a caption, a header row, and the first entry of each line as the line's header."""
    head = Markup().join(Markup('<th scope="col">{}</th>').format(name) for name in header)
    body = Markup().join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            line[0], Markup().join(Markup("<td>{}</td>").format(entry) for entry in line[1:])
        )
        for line in lines
    )
    return Markup(
        '<table class="data"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(caption, head, body)


def finding_list(findings: Sequence[tuple[int, Finding]]) -> Markup:
    """Findings with their numbers, each marked with its rule and cells; nothing where there are none."""
    if not findings:
        return Markup()
    items = Markup().join(_finding(number, finding) for number, finding in findings)
    return Markup('<ul class="findings" aria-label="校核问题">{}</ul>').format(items)


def _finding(number: int, finding: Finding) -> Markup:
    waived = Markup('<span class="waived">已提交情况说明</span>') if finding.waived else Markup()
    cells = Markup(' data-cells="{}"').format(" ".join(finding.cells)) if finding.cells else Markup()
    return Markup(
        '<li id="finding-{}" class="{}" data-rule="{}"{}><span class="severity">[{}] {}　{}</span>{}{}</li>'
    ).format(
        number,
        finding.severity,
        finding.rule,
        cells,
        number,
        SEVERITIES[finding.severity],
        finding.rule,
        waived,
        finding.message,
    )


def signoffs_of(report: AnnualReport, shown: str | None = None) -> Listing:
    """Who signed which stage, when, with what outcome, and whether it still stands; `shown` as in `signing_of`."""
    header = ("环节", "审签人", "日期", "结果", "审核内容", "意见", "状态")
    return Listing("审签情况", header, [_signoff_line(stage) for stage in signing_of(report, shown).stages])


def _signoff_line(stage: Stage) -> tuple[str, ...]:
    signoff = stage.signoff
    if signoff is None:
        return STAGES[stage.id], "", "", "", "", "", stage.told
    checked = "、".join(ASPECTS_CHECKED[aspect] for aspect in signoff.checked)
    return (
        STAGES[stage.id],
        signoff.by,
        signoff.date.isoformat(),
        SIGNOFF_OUTCOMES[signoff.outcome],
        checked,
        signoff.opinion or "",
        stage.told,
    )


def waivers_of(report: AnnualReport) -> Listing | None:
    """The recorded reasons why findings may stand; None where there are none."""
    if not report.waivers:
        return None
    header = ("规则", "数据项", "应为", "现为", "说明", "说明人", "日期")
    return Listing("情况说明", header, [_waiver_line(report, waiver) for waiver in report.waivers])


def _waiver_line(report: AnnualReport, waiver: Waiver) -> tuple[str, ...]:
    return (
        waiver.rule,
        "、".join(report.statutory_form.label_of(cell) for cell in waiver.cells),
        show_number(waiver.expected),
        show_number(waiver.actual),
        waiver.reason,
        waiver.by or "",
        waiver.date.isoformat() if waiver.date else "",
    )


def signoff_table(report: AnnualReport, shown: str | None = None) -> Markup:
    """The sign-offs as HTML; see `signoffs_of`."""
    return data_table(*signoffs_of(report, shown))


def waiver_table(report: AnnualReport) -> Markup:
    """The recorded reasons as HTML; nothing where there are none."""
    listing = waivers_of(report)
    return data_table(*listing) if listing else Markup()
