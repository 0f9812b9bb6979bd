"""`govreport workbook`: workbooks to send out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from . import options
from .chinese import Command
from .output import about, say, say_table


@click.command(cls=Command)
@options.year
@options.agencies
@click.option(
    "--to",
    "to",
    type=click.Path(path_type=Path),
    required=True,
    metavar="文件夹",
    help="存放填报表的文件夹；只有一个单位时也可写文件名（.xlsx）。",
)
@click.option("--blank", is_flag=True, help="生成空白表，仅预填上年结转数；默认预填已有数据。")
@click.option("--replace", is_flag=True, help="覆盖已有的同名文件；默认不覆盖，以免覆盖他人已填内容。")
@options.only
@options.params
def workbook(year: int, agencies: Sequence[str], to: Path, params: Path | None, **chosen: Any) -> int:
    """生成该年度的填报表（Excel 工作簿），每个单位一个文件，供未安装本工具的人员填写。

    不写单位的为全部应报送的单位；单位可写编号或名称，含其下级单位。填报表中总计自动计算，
    勾稽关系随填随校核，只有填报格可以改动；填好发回后用 govreport import 导入。

    \b
    示例：
      govreport workbook 2025 --to 填报表
      govreport workbook 2024 宿迁市人民政府 --to 宿迁.xlsx

    \b
    退出码：0 全部生成；1 有未生成的，或已有同名文件而未覆盖的；2 命令格式有误。
    """
    from govreport.batching import SENT, write_workbooks

    sent = write_workbooks(year, agencies, to=to, params=params, progress=sys.stderr.isatty(), **chosen)
    for one in sent:
        if one.message:
            say(about(one.name, one.message), err=True)
    rows = [(one.name, SENT[one.outcome], str(one.path)) for one in sent]
    say_table(rows, ("单位", "结果", "文件"))
    counted = Counter(one.outcome for one in sent)
    parts = "，".join(f"{label}{counted[outcome]}份" for outcome, label in SENT.items() if counted[outcome])
    say(f"共{len(sent)}个单位：{parts}。")
    return 1 if counted["kept"] or counted["failed"] else 0
