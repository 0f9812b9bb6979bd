"""Options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from govreport.rendering import KINDS, Order

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


def choice(name: str, words: Mapping[str, str]) -> Decorator:
    """An option of `Order` that is one of `words`, each with what it does; the order's default is marked."""
    default = getattr(Order, name)
    said = "；".join(f"{word} {_marked(does, word == default)}" for word, does in words.items())
    return click.option(f"--{name}", type=click.Choice(list(words)), default=default, help=f"{said}。")


def _marked(text: str, is_default: bool) -> str:
    return f"{text}（默认）" if is_default else text


def formats(help: str) -> Decorator:
    """The kinds of files; `help` comes before them."""
    said = "，".join(f"{name} {_marked(kind.label, name in Order.formats)}" for name, kind in KINDS.items())
    return click.option(
        "--formats",
        callback=_kinds,
        default=",".join(Order.formats),
        metavar="格式",
        help=f"{help}：{said}；如 html,docx。",
    )


def _kinds(context: click.Context, option: click.Parameter, text: str) -> list[str]:
    """The kinds of files, parted by commas; others are refused."""
    names = [name.strip().lower() for name in text.replace("，", ",").split(",") if name.strip()]
    if not names or any(name not in KINDS for name in names):
        said = f"选项 --formats 只能是 {'、'.join(KINDS)}，用逗号分开，现为“{text}”"
        raise click.BadParameter(said, context, option)
    return names


def split_year(words: Sequence[str]) -> tuple[int | None, Sequence[str]]:
    """The words of `[年度] [单位]...`: a first word of digits is the year."""
    if words and words[0].isascii() and words[0].isdigit():
        return Year().convert(words[0], None, click.get_current_context()), words[1:]
    return None, words
