"""`govreport lab`: JupyterLab on the entry form."""

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
def lab(port: int, no_browser: bool, notebook: Path | None, params: Path | None) -> None:
    """在 JupyterLab 中打开录入表单（中文界面，只有本机可以访问）。

    在表单中选择单位和年度，录入、校核、保存、预览和导出。按 Ctrl+C 结束。

    \b
    示例：
      govreport lab
      govreport lab --params 年报/params --no-browser
    """
    from govreport.serving.serve import serve_lab

    serve_lab(params, notebook=notebook, port=port, browser=not no_browser, tell=say)
