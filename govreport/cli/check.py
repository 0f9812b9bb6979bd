"""`govreport check`: findings on one report, or on all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from . import options
from .chinese import Command, Year


@click.command(cls=Command)
@click.argument("words", nargs=-1, metavar="[YEAR] [AGENCY]...")
@click.option("--json", "as_json", is_flag=True, help="每行输出一个 JSON 对象，供程序读取。")
@options.only
@options.params
def check(words: Sequence[str], as_json: bool, only: bool, params: Path | None) -> int:
    """校核年报数据：勾稽关系、数值、与上年衔接。

    不写 YEAR 为全部年度，不写 AGENCY 为全部单位；AGENCY 可写编号或名称，含其下级单位。

    \b
    示例：
      govreport check
      govreport check 2024
      govreport check 2020 平潭综合实验区管委会 --json

    \b
    退出状态：0 没有应改正的问题；1 有；2 命令本身有误，或所列单位的文件无法读取。
    """
    from govreport.checks import check_year
    from govreport.errors import InvalidFile
    from govreport.prose import findings_sentence
    from govreport.report import SEVERITIES, to_json
    from govreport.store import Store

    year, agencies = _split(words)
    store = Store(params)
    named = {store.resolve(agency) for agency in agencies}
    counted: Counter[str] = Counter()
    status = reports = 0
    for agency in store.select(year, agencies, only=only):
        for each in store.agencies[agency] if year is None else [year]:
            try:
                findings = check_year(store, agency, each)
            except InvalidFile as error:
                click.echo(str(error), err=True)
                status = max(status, 2 if agency in named else 1)
                continue
            reports += 1
            counted.update(finding.severity for finding in findings if not finding.waived)
            if as_json:
                for finding in findings:
                    click.echo(to_json(finding.record()))
                continue
            click.echo(f"{store.name(agency)} {each}年度：{findings_sentence(findings)}")
            for finding in findings:
                waived = "（已作情况说明）" if finding.waived else ""
                click.echo(f"  [{SEVERITIES[finding.severity]}] {finding.rule} {finding.message}{waived}")
    if not as_json:
        total = "，".join(f"{label}{counted[severity]}项" for severity, label in SEVERITIES.items())
        click.echo(f"共校核{reports}份报告：{total}。")
    return max(status, 1 if counted["error"] else 0)


def _split(words: Sequence[str]) -> tuple[int | None, Sequence[str]]:
    """A first word of four digits is the year."""
    if words and words[0].isascii() and words[0].isdigit():
        return Year().convert(words[0], None, click.get_current_context()), words[1:]
    return None, words
