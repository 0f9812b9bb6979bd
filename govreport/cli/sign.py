"""`govreport sign`: a sign-off recorded."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from . import options
from .chinese import Command, Day, OneOf, SomeOf
from .output import say


@click.command(cls=Command)
@options.year
@click.argument("agency", metavar="单位")
@click.option(
    "--stage",
    required=True,
    type=OneOf("STAGES"),
    metavar="环节",
    help="环节：初审、复审、终审（first、second、final）。",
)
@click.option("--by", required=True, metavar="姓名", help="审签人姓名。")
@click.option(
    "--outcome",
    type=OneOf("SIGNOFF_OUTCOMES"),
    default="pass",
    metavar="结果",
    help="结果：通过（默认）或退回（pass、return）。",
)
@click.option("--opinion", metavar="意见", help="意见；退回必填。")
@click.option(
    "--checked",
    type=SomeOf("ASPECTS_CHECKED"),
    default="content,form,discipline",
    metavar="内容",
    help="审核内容，用逗号分开：内容、形式、纪律；默认三项全部。",
)
@click.option("--date", type=Day(), metavar="日期", help="日期，如 2025-01-06；默认今天。")
@options.params
def sign(
    year: int,
    agency: str,
    stage: str,
    by: str,
    outcome: str,
    opinion: str | None,
    checked: str,
    date: datetime.date | None,
    params: Path | None,
) -> int:
    """记录初审、复审、终审。

    三审依次进行，审签的是当前的内容，以及图表所示的往年数据：审签后有改动的，审签失效，须从初审起重新审签。已开始审签的单位，
    三审均通过后才能生成正式稿。还有应改正的问题时照常记录，并逐项列出；全部空白的报告（某一部分表格没有一个数，或没有正文）不能通过。

    \b
    示例：
      govreport sign 2024 panzhihua/xiqu/justice --stage 初审 --by 张某
      govreport sign 2024 攀枝花市西区司法局 --stage 复审 --by 李某 --outcome 退回 --opinion 请核对第三部分表格

    \b
    退出码：0 已记录；2 命令格式有误，或不符合审签次序等要求。
    """
    from govreport.checks import check_year
    from govreport.report import SEVERITIES, SIGNOFF_OUTCOMES, STAGES, signing_of
    from govreport.report import sign as signed
    from govreport.store import Store

    store = Store(params)
    id = store.resolve(agency)
    before, digest = store.read(id, year)
    day, aspects = date or datetime.date.today(), checked.split(",")
    shown = store.shown_before(id, year)
    after = signed(before, stage, by, day, outcome=outcome, checked=aspects, opinion=opinion, shown=shown)
    done = STAGES[stage] + SIGNOFF_OUTCOMES[outcome]
    store.save(after, id, expected=digest, by=by, why=done)
    say(f"{after.name} {year}年度：{done}已记录；{signing_of(after, shown).sentence}。")
    standing = [finding for finding in check_year(store, id, year) if finding.blocks]
    if outcome == "pass" and standing:
        say(f"注意：还有{len(standing)}项应改正，改正后须从初审起重新审签：", err=True)
        for finding in standing:
            say(f"[{SEVERITIES[finding.severity]}] {finding.rule} {finding.message}", err=True)
    return 0
