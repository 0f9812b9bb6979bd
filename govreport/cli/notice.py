"""`govreport notice`: notices of rectification."""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from . import options
from .chinese import Command, Day
from .output import about, say, say_table


@click.command(cls=Command)
@options.year
@options.agencies
@click.option("--by", metavar="单位", help="提出整改要求的单位；默认“政府信息公开工作主管部门”。")
@click.option("--deadline", type=Day(), metavar="日期", help="整改时限，如 2025-02-14；默认为七天后。")
@click.option(
    "--formats",
    default="html",
    metavar="格式",
    help="通知的格式，用逗号分开：html 网页（默认），docx Word 文档；如 html,docx。",
)
@options.only
@options.params
@options.outputs
def notice(
    year: int,
    agencies: Sequence[str],
    by: str | None,
    deadline: datetime.date | None,
    formats: str,
    params: Path | None,
    **chosen: Any,
) -> int:
    """生成整改通知：每个有问题的单位一份，写明逐项问题、整改要求、时限和反馈方式。

    把该年度应改正、请核实的校核问题（已提交情况说明的除外）记入整改台账，已在台账中的不重复记入；通知列出尚未整改、
    尚未反馈的事项，包括上级提出的。通知在 outputs/年度/ 下，文件名为 单位编号.notice.html。

    \b
    示例：
      govreport notice 2024
      govreport notice 2024 宿迁市人民政府 --by 省政府办公厅 --deadline 2025-02-14 --formats html,docx

    \b
    退出码：0 正常；1 有未生成的；2 命令格式有误，或所列单位的文件无法读取。
    """
    from govreport.oversight import NOTICED, OFFICE, write_notices

    kinds = [kind.strip().lower() for kind in formats.replace("，", ",").split(",") if kind.strip()]
    done = write_notices(
        year,
        agencies,
        by=OFFICE if by is None else by,
        deadline=deadline,
        formats=list(dict.fromkeys(kinds)),
        params=params,
        progress=sys.stderr.isatty(),
        **chosen,
    )
    for one in done:
        if one.message:
            say(about(one.name, one.message), err=True)
    rows = [
        (one.name, NOTICED[one.outcome], one.items or "", one.raised or "", "\n".join(map(str, one.paths)))
        for one in done
        if one.outcome != "none"
    ]
    if rows:
        say_table(rows, ("单位", "结果", "事项", "新记入", "文件"))
    counted = Counter(one.outcome for one in done)
    parts = "，".join(f"{label}{counted[outcome]}个" for outcome, label in NOTICED.items() if counted[outcome])
    say(f"共{len(done)}个单位：{parts}。")
    if agencies and any(one.bad_file and one.agency in _named(agencies, params) for one in done):
        return 2
    return 1 if counted["failed"] else 0


def _named(agencies: Sequence[str], params: Path | None) -> set[str]:
    from govreport.store import Store

    store = Store(params)
    return {store.resolve(agency) for agency in agencies}
