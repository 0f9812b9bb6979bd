"""Where the command begins and ends: streams in UTF-8, known errors as one line, and the exit status."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import click

from govreport.errors import GovreportError

from .app import app
from .batch import batch
from .check import check
from .chinese import Group, explain
from .demo import demo
from .import_ import import_
from .init import init
from .lab import lab
from .ledger import ledger
from .new import new
from .notice import notice
from .output import say, say_bug, say_error
from .screen import screen
from .sign import sign
from .workbook import workbook


@click.group(cls=Group, context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100})
@click.version_option(package_name="govreport", message="govreport %(version)s", help="显示版本并退出。")
def govreport() -> None:
    """政府信息公开工作年度报告：填报、校核、审签、生成。

    \b
    示例：
      govreport init --samples          在当前文件夹建立项目，放入样例数据
      govreport check 2024              校核2024年度全部单位
      govreport batch 2024              生成2024年度全部单位的年报
    """


govreport.add_work("准备", init, new, demo)
govreport.add_work("填报", lab, app, workbook, import_)
govreport.add_work("校核", check, screen, notice, ledger)
govreport.add_work("审签生成", sign, batch)


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command and leave with its status: 0 all well, 1 the work found errors, 2 a wrong request."""
    sys.excepthook = say_bug
    sys.exit(run(argv))


def run(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = govreport.main(args=argv, prog_name="govreport", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.ClickException as error:
        say(explain(error), err=True)
        return 2
    except click.Abort:
        say("已停止。", err=True)
        return 130
    except GovreportError as error:
        say_error(error)
        return 2
    except BrokenPipeError:
        sys.stdout = None
        return 0
    return status if isinstance(status, int) else 0
