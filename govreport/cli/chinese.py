"""Click in Chinese: the headings of `--help`, and what a wrong request is answered with."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click
from click.exceptions import NoSuchCommand

from .helping import Formatter

_EXTRA_INFO = re.compile(r"  \[(x>=\d+|required)(; required)?\]")
_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")


class _Context(click.Context):
    formatter_class = Formatter


class _Chinese(click.Command):
    """A command whose help speaks Chinese."""

    context_class = _Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **kwargs})

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that shows how the command is written."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, each with what it does."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section("选项"):
            formatter.write_dl([(name, _EXTRA_INFO.sub(_extra, text)) for name, text in records])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, said in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本帮助并退出。"
        return option


class Command(_Chinese):
    """One verb."""


class Group(_Chinese, click.Group):
    """All verbs, by the work that they are for."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": "命令 [参数]...", **kwargs})
        self.work: dict[str, list[str]] = {}

    def add_work(self, work: str, *commands: click.Command) -> None:
        """Take in the verbs of one kind of work."""
        self.work[work] = [str(command.name) for command in commands]
        for command in commands:
            self.add_command(command)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the verbs under their headings."""
        super().format_options(ctx, formatter)
        wide = max(map(len, self.commands))
        for work, names in self.work.items():
            with formatter.section(work):
                formatter.write_dl([(name.ljust(wide), self.commands[name].get_short_help_str(200)) for name in names])


class Year(click.ParamType[int]):
    """A year of four digits."""

    name = "年度"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The year as a number; anything else is refused."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            raise click.BadParameter(f"年度应为四位数字，现为“{text}”", ctx, param)
        return int(text)


class Day(click.ParamType[datetime.date]):
    """A day, such as 2025-01-06."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """The day; one that does not exist is refused."""
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.date.fromisoformat(str(value))
        except ValueError:
            raise click.BadParameter(f"日期应如 2025-01-06，且确有这一天，现为“{value}”", ctx, param) from None


class OneOf(click.ParamType[str]):
    """One of the words that `govreport.report` lists under a name, as its code or in Chinese."""

    name = "词"

    def __init__(self, listed: str) -> None:
        self.listed = listed

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code of the word."""
        choices: dict[str, str] = getattr(import_module("govreport.report"), self.listed)
        codes = {**{label: code for code, label in choices.items()}, **{code: code for code in choices}}
        if value not in codes:
            words = "、".join(choices.values())
            raise click.BadParameter(f"{_named(param)}应为{words}之一，现为“{value}”", ctx, param)
        return codes[value]


class SomeOf(OneOf):
    """Several such words, parted by commas."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The codes, parted by commas."""
        words = [word.strip() for word in re.split("[,，、]", str(value)) if word.strip()]
        return ",".join(dict.fromkeys(super(SomeOf, self).convert(word, param, ctx) for word in words))


def _extra(found: re.Match[str]) -> str:
    return "（必填）" if "required" in found[0] else ""


def explain(error: click.ClickException) -> str:
    """What is wrong with a request, in one Chinese line."""
    command = getattr(error, "ctx", None)
    advice = f"（用法见 {command.command_path} --help）" if command else ""
    return f"{_reason(error)}{advice}"


def _reason(error: click.ClickException) -> str:
    if isinstance(error, NoSuchCommand):
        return f"没有命令 {error.command_name}{_perhaps(error.possibilities)}"
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}{_perhaps(error.possibilities)}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_named(error.param)}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 需要一个值"
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    text = error.format_message()
    if match := _EXTRA.search(text):
        return f"多出了 {match[1]}"
    return f"命令格式有误：{text}"


def _perhaps(names: Sequence[str] | None) -> str:
    return f"；是否为 {'、'.join(names)}？" if names else ""


def _bad_value(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"{_named(error.param)}只能是 {'、'.join(kind.choices)}"
    if isinstance(kind, click.IntRange):
        return f"{_named(error.param)}应为不小于 {kind.min} 的整数"
    if isinstance(kind, click.types.FloatParamType | click.types.IntParamType):
        return f"{_named(error.param)}应为数字"
    if isinstance(kind, click.Path):
        return f"{_named(error.param)}所指的文件或文件夹不存在或不可用"
    return str(error.message)


def _named(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return f"选项 {param.opts[0]} "
    return f"参数 {param.metavar}" if param else ""
