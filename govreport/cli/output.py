"""All that the command says, in one place: no text of the data's steers the terminal or looks like another line."""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any

import click
from tabulate import tabulate

from govreport.errors import GovreportError
from govreport.visible import is_unseen, visible


def say(text: str, *, err: bool = False) -> None:
    """Say one line."""
    click.echo(visible(text), err=err)


def say_error(error: GovreportError) -> None:
    """Say what is wrong: a line, or one for each problem of a file."""
    for line in error.lines:
        say(line, err=True)


def say_table(rows: Iterable[Sequence[Any]], headers: Sequence[str], **options: Any) -> None:
    """Say a table, a line a row."""
    shown = [[visible(str(cell)) for cell in row] for row in rows]
    click.echo(tabulate(shown, headers=headers, disable_numparse=True, **options))


def labels(names: Mapping[str, str]) -> dict[str, str]:
    """How lines call the agencies of `names` by id: by name, with the id where another bears it too."""
    borne = Counter(names.values())
    return {id: name if borne[name] == 1 else f"{name}（{id}）" for id, name in names.items()}


def about(label: str, message: str) -> str:
    """A message with whom it is about, said once."""
    return message if message.startswith(label) else f"{label}：{message}"


def say_json(text: str) -> None:
    r"""Say a line of JSON; what nobody sees stands in it as `\u202e`, which reads the same."""
    click.echo("".join(_escaped(char) if is_unseen(char) else char for char in text))


def say_text(text: str) -> None:
    """Give a text of many lines as it is, where a file or a program takes it; on a terminal, to be seen."""
    if sys.stdout is not None and sys.stdout.isatty():
        text = "".join(f"{visible(line)}\n" for line in text.splitlines())
    click.echo(text, nl=False)


def say_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say how a bug came about, in Python's own words."""
    for line in "".join(traceback.format_exception(kind, error, trace)).splitlines():
        say(line, err=True)


def _escaped(char: str) -> str:
    pairs = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{pairs[at : at + 4]}" for at in range(0, len(pairs), 4))
