"""`govreport init`: a project in an empty folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from .chinese import Command
from .output import say


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[文件夹]")
@click.option("--samples", is_flag=True, help="放入样例数据（真实公开的年报数据）。")
@click.option(
    "--roster",
    "roster",
    type=click.Path(path_type=Path),
    metavar="文件.xlsx",
    help="按名单建立各单位的文件夹和报送名册；第一行为“单位名称”等标题。",
)
def init(folder: Path, samples: bool, roster: Path | None) -> None:
    """在文件夹中建立 Jupyter 笔记本、数据、成果三个文件夹；已有的文件不改动。

    数据文件夹中的错敏词表 words.csv，可用 Excel 修改。

    \b
    示例：
      govreport init
      govreport init 年报 --samples
      govreport init 年报 --roster 报送单位名单.xlsx
    """
    from govreport.checks import STARTER_WORDS, WORDS
    from govreport.errors import Conflict
    from govreport.importing import read_roster_workbook
    from govreport.rendering.project import begin_project
    from govreport.store import write_guarded, write_roster

    rosters = read_roster_workbook(roster) if roster else {}
    if said := begin_project(folder, samples=samples):
        say(said, err=True)
    with suppress(Conflict):
        write_guarded(folder / "params" / WORDS, STARTER_WORDS.read_bytes(), None)
    for parent, entries in rosters.items():
        write_roster(folder.joinpath("params", *parent.split("/")) if parent else folder / "params", entries)
    listed = sum(map(len, rosters.values()))
    if listed:
        say(f"已按名单建立{listed}个单位的文件夹和报送名册。")
    year = "2024" if samples else "年度"
    step = f"govreport batch {year}" if samples else "govreport new 年度 单位编号 --name 单位全称"
    say(f"已在 {folder.resolve()} 建立项目，下一步：{step}")
