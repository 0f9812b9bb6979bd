"""`govreport app`: the entry form as a page of its own."""

from __future__ import annotations

from pathlib import Path

import click

from . import options
from .chinese import Command
from .output import say


@click.command(cls=Command)
@options.port
@options.no_browser
@click.option(
    "--notebook",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="改用自己的录入笔记本；默认为本人用 govreport init 建立的项目中的，或自带的。",
)
@options.params
def app(port: int, no_browser: bool, notebook: Path | None, params: Path | None) -> None:
    """把录入表单作为单独的网页打开，不出现笔记本（供一人在本机使用）。

    需要先安装扩展：pip install govreport[app]。按 Ctrl+C 结束。

    \b
    示例：
      govreport app
      govreport app --port 8866
    """
    from govreport.serving.serve import serve_app

    serve_app(params, notebook=notebook, port=port, browser=not no_browser, tell=say)
