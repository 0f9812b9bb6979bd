"""The seal of the quality record: the written page held against what the check found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from govreport.checks import RULES
from govreport.rendering.blocks import Block, due, due_table
from govreport.rendering.page_comparison import SHEET, due_finding, hold, sheet_faults
from govreport.report import SEVERITIES, STAGES, date_text
from govreport.store import write_atomic

from .facts import Change
from .quality import Quality, Row, quality_page

_MANNER = replace(SHEET, begins=SHEET.begins | {"section"}, holders=SHEET.holders - {"section"})
_NAMED = 40
"""Up to how many reports without a finding are named."""


def write_quality(quality: Quality, path: Path) -> None:
    """Write the record's page to `path`; it gets its name when it shows what the check found.

    Raises:
        SealBroken: it does not.
        Locked: the file is open in another program or may not be written.
    """
    page = quality_page(quality).encode("utf-8")
    write_atomic(path, page, check=lambda written: hold(str(path), quality_faults(written, quality)))


def quality_faults(content: bytes, quality: Quality) -> Iterator[str]:
    """What is wrong with a written quality record, one Chinese sentence each."""
    yield from sheet_faults(content, "".join(quality.title_lines), _wanted(quality), _MANNER)


def _wanted(quality: Quality) -> Iterator[Block]:
    yield due("h1", "\n".join(("", *quality.title_lines)))
    yield due("p", f"{quality.scope}　{date_text(quality.today)}")
    yield from _at_a_glance(quality)
    parts = (_coverage, _findings, _waivers, _signings, _progress, _changes, *([_lists] if quality.findings else []))
    for part in parts:
        yield due("section")
        yield from part(quality)


def _at_a_glance(quality: Quality) -> Iterator[Block]:
    due_, reported = (sum(getattr(each, name) for each in quality.coverage) for name in ("due", "reported"))
    yield due("b", f"{reported}/{due_}")
    yield due("text", "已报送／应报送")
    for severity, label in SEVERITIES.items():
        standing = [one for one in quality.findings if one.severity == severity and not one.waived]
        yield due("b", str(len(standing)))
        yield due("text", f"{label}（项）")


def _coverage(quality: Quality) -> Iterator[Block]:
    yield due("h2", "一、报送情况")
    for year in quality.coverage:
        missing = f"：{'、'.join(year.missing)}" if year.missing else ""
        more = f"另有{year.more}个单位不在应报送之列，也已报送。" if year.more else ""
        said = f"{year.year}年度应报送{year.due}个单位，已报送{year.reported}个，未报送{len(year.missing)}个"
        yield due("p", f"{said}{missing}。{more}")
    bad = quality.unreadable
    unread = f"另有{len(bad)}份数据文件无法读取，未校核：" if bad else ""
    yield due("p", f"本次按{len(RULES)}条规则校核{len(quality.readable)}份报告。{unread}")
    yield from (due("p", text) for text in bad)


def _findings(quality: Quality) -> Iterator[Block]:
    yield due("h2", "二、校核问题")
    if quality.findings:
        counts = (*SEVERITIES.values(), "已提交情况说明")
        yield due("p", "按规则")
        lines = [(*row.names, *_counts(row), str(row.agencies)) for row in quality.by_rule]
        yield from due_table(None, ("规则", "内容", *counts, "涉及单位"), lines)
        yield due("tr")
        yield due("th", "合计", colspan="2")
        yield from (due("td", text) for text in (*_counts(quality.totals), str(quality.totals.agencies)))
        yield due("p", "按单位（应改正多的在前）")
        yield from due_table(
            None, (*_who(quality), *counts), [(*row.names, *_counts(row)) for row in quality.by_agency]
        )
    clean = quality.clean
    named = f"：{'、'.join(clean)}" if len(clean) <= _NAMED else ""
    said = f"{len(clean)}份报告校核未发现问题{named}。" if clean else ""
    yield due("p", f"{said}{'逐项问题见附件。' if quality.findings else ''}")


def _counts(row: Row) -> tuple[str, ...]:
    return tuple(map(str, (*row.counts, row.waived)))


def _who(quality: Quality) -> tuple[str, ...]:
    return ("单位", "年度") if len(quality.years) > 1 else ("单位",)


def _waivers(quality: Quality) -> Iterator[Block]:
    yield due("h2", "三、情况说明")
    if not quality.waivers:
        yield due("p", "无情况说明。")
        return
    header = (*_who(quality), "规则", "数据项", "应为", "现为", "说明", "说明人、日期", "状态")
    lines = [
        (
            *label,
            waiver.rule,
            waiver.places,
            waiver.expected,
            waiver.actual,
            waiver.reason,
            f"{waiver.by}\n{waiver.date}",
            "有效" if waiver.stands else "不适用",
        )
        for label, waiver in quality.waivers
    ]
    yield from due_table(None, header, lines)
    yield due("p", "“不适用”指数值已改动、该问题已不存在，或没有写明说明人、日期、具体原因。")


def _signings(quality: Quality) -> Iterator[Block]:
    yield due("h2", "四、审签情况")
    yield due("p", "".join(f"{count}份报告{state}。" for state, count in quality.signings.items()))
    lines = [(*label, *facts.stages) for label, facts in quality.facts]
    yield from due_table(None, (*_who(quality), *STAGES.values()), lines)


def _progress(quality: Quality) -> Iterator[Block]:
    yield due("h2", "五、整改情况")
    yield due("p", quality.progress if quality.items else "整改台账暂无事项。")


def _changes(quality: Quality) -> Iterator[Block]:
    yield due("h2", "六、与上年相比变化最大的数据")
    largest = [(heading, changes) for heading, changes in quality.largest if changes]
    if not largest:
        yield due("p", "没有上年数据可比，或与上年相同。")
    for heading, changes in largest:
        last = "（上年不足10的不列）" if heading == largest[-1][0] else ""
        yield due("p", f"{heading}前{len(changes)}项{last}")
        header = (*_who(quality), "数据项", "上年", "本年", "增减", "幅度")
        yield from due_table(None, header, [(*label, *_change(change)) for label, change in changes])


def _change(change: Change) -> Sequence[str]:
    share = "—" if change.share is None else f"{change.share:+.1f}%"
    return change.place, str(change.before), str(change.after), f"{change.by:+d}", share


def _lists(quality: Quality) -> Iterator[Block]:
    yield due("h2", "附件：校核问题清单")
    number = 0
    for each in quality.readable:
        if each.findings:
            yield due("h3", "".join(quality.label(each)))
        for finding in each.findings:
            number += 1
            yield due_finding(number, finding)
