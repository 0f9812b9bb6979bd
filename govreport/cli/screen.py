"""`govreport screen`: a text before it is posted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import options
from .chinese import Command
from .output import say, say_error, say_json

if TYPE_CHECKING:
    from govreport.checks import Remark, WordList


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件...")
@click.option(
    "--words",
    "list_file",
    type=click.Path(path_type=Path),
    metavar="文件.csv",
    help="另指一份错敏词表；默认为数据文件夹中的 words.csv，没有的用自带的。",
)
@click.option("--json", "as_json", is_flag=True, help="每处输出一个 JSON 对象，供程序读取。")
@options.params
def screen(files: Sequence[Path], list_file: Path | None, as_json: bool, params: Path | None) -> int:
    """发布前检查任何文稿：错敏词、身份证号码和手机号码、占位符号、重复字词和半角标点。

    可写多个文件：网页、PDF、Word、Excel、文本（.html、.pdf、.docx、.xlsx、.txt、.md）和年度数据文件（.yaml）。
    错敏词表是四列的 CSV（词、改为、原因、处理要求），可用 Excel 修改。

    \b
    示例：
      govreport screen 通知.docx
      govreport screen 年报.pdf 解读.txt --words 本局词表.csv
      govreport screen params/panzhihua/xiqu/justice/2024.yaml --json

    \b
    退出码：0 没有应改正的；1 有；2 命令格式有误，或有文件、词表不能读取。
    """
    from govreport.checks import screen_text
    from govreport.errors import GovreportError
    from govreport.importing import read_lines
    from govreport.report import PROBLEMS, to_json

    words = _words(list_file, params)
    counted: Counter[str] = Counter()
    status = read = 0
    for path in files:
        try:
            lines = read_lines(path)
        except GovreportError as error:
            say_error(error)
            status = 2
            continue
        read += 1
        for line in lines:
            for remark in screen_text(line.text, words):
                counted[remark.severity] += 1
                if as_json:
                    say_json(to_json(_record(path, line.where, remark)))
                else:
                    say(_told(path, line.where, remark))
    if not as_json:
        total = "，".join(f"{label}{counted[severity]}处" for severity, label in PROBLEMS.items())
        say(f"共检查{read}个文件：{total}。")
    return max(status, 1 if counted["error"] else 0)


def _words(list_file: Path | None, params: Path | None) -> WordList:
    """The list that was named, else the office's own, else the one to begin with."""
    from govreport.checks import STARTER, read_words, words_in
    from govreport.errors import NotFound
    from govreport.importing import read_content
    from govreport.store import find_params

    if list_file:
        return read_words(read_content(list_file), list_file.name)
    try:
        return words_in(find_params(params))
    except NotFound:
        if params:
            raise
        return STARTER


def _told(path: Path, where: str, remark: Remark) -> str:
    from govreport.report import SEVERITIES

    replacement = f" → {remark.replacement}" if remark.replacement else ""
    place = f"{path.name}：{where}：[{SEVERITIES[remark.severity]}] {remark.words}{replacement}"
    return f"{place}，{remark.reason}（“{remark.excerpt}”）"


def _record(path: Path, where: str, remark: Remark) -> dict[str, str]:
    return {
        "file": str(path),
        "where": where,
        "rule": remark.rule,
        "severity": remark.severity,
        "words": remark.words,
        "replacement": remark.replacement,
        "message": f"“{remark.excerpt}”{remark.message}",
    }
