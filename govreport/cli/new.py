"""`govreport new`: a year's file begun."""

from __future__ import annotations

from pathlib import Path

import click

from . import options
from .chinese import Command
from .output import say


@click.command(cls=Command)
@options.year
@click.argument("agency", metavar="单位")
@click.option("--name", metavar="名称", help="单位全称；新单位必填。")
@options.params
def new(year: int, agency: str, name: str | None, params: Path | None) -> None:
    """新建某单位某年度的数据文件，供填写。

    有上年数据的，预填上年结转的申请和现行有效的文件件数，其余留空；新单位请用 --name 写明全称。
    单位写编号，即 params 下的文件夹路径。

    \b
    示例：
      govreport new 2025 panzhihua/xiqu/justice
      govreport new 2025 panzhihua/xiqu/finance --name 攀枝花市西区财政局
    """
    from govreport.store import Store

    path = Store(params).new(agency, year, name)
    say(f"已新建 {path}，请打开填写，再用 govreport check {year} 校核。")
