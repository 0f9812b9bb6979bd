"""Options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from .chinese import Year

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

year: Decorator = click.argument("year", type=Year(), metavar="年度")
agencies: Decorator = click.argument("agencies", nargs=-1, metavar="[单位]...")
only: Decorator = click.option("--only", is_flag=True, help="只处理所列单位本身，不含其下级单位。")
params: Decorator = click.option(
    "--params",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="数据文件夹；默认为环境变量 GOVREPORT_PARAMS，或向上查找到的 params。",
)
outputs: Decorator = click.option(
    "--outputs",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="成果文件夹；默认为数据文件夹旁的 outputs。",
)
port: Decorator = click.option(
    "--port",
    type=click.IntRange(min=0),
    default=0,
    metavar="端口",
    help="端口号；默认由系统选择空闲的。",
)
no_browser: Decorator = click.option("--no-browser", is_flag=True, help="不自动打开浏览器，只显示地址。")


def split_year(words: Sequence[str]) -> tuple[int | None, Sequence[str]]:
    """The words of `[年度] [单位]...`: a first word of digits is the year."""
    if words and words[0].isascii() and words[0].isdigit():
        return Year().convert(words[0], None, click.get_current_context()), words[1:]
    return None, words
