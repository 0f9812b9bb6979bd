"""`govreport batch`: the main job."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from tabulate import tabulate

from . import options
from .chinese import Command


@click.command(cls=Command)
@options.year
@options.agencies
@click.option(
    "--edition",
    type=click.Choice(["final", "draft"]),
    default="final",
    help="final 正式稿（默认）；draft 送审稿，附校核问题、上年数据和签审情况。",
)
@click.option(
    "--charts",
    type=click.Choice(["interactive", "none"]),
    default="interactive",
    help="interactive 附数据图解（默认）；none 不附。",
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="同时生成的份数；默认为处理器个数。")
@options.only
@options.params
@options.outputs
def batch(
    year: int,
    agencies: Sequence[str],
    edition: str,
    charts: str,
    jobs: int | None,
    only: bool,
    params: Path | None,
    outputs: Path | None,
) -> int:
    """生成年度报告：YEAR 年度全部单位，或所列单位（含其下级）。

    AGENCY 可写编号或名称。成品在 outputs/YEAR/ 下，每个单位一个 HTML 文件。
    有应改正的问题时，正式稿暂不能定稿，不生成。

    \b
    示例：
      govreport batch 2024
      govreport batch 2024 攀枝花市西区司法局 --edition draft
      govreport batch 2024 jiangsu --charts none --jobs 2

    \b
    退出状态：0 全部生成；1 有未生成或暂不能定稿的；2 命令本身有误。
    """
    from govreport.batch import batch as run_batch

    outcomes = run_batch(
        year,
        agencies,
        edition=edition,
        charts=charts,
        only=only,
        jobs=jobs,
        params=params,
        outputs=outputs,
    )
    from govreport.batch import STATUSES

    rows = [
        (
            outcome.agency,
            STATUSES[outcome.status],
            outcome.errors or "",
            outcome.warnings or "",
            f"{outcome.seconds:.1f}" if outcome.seconds else "",
            outcome.path or "",
        )
        for outcome in outcomes
    ]
    click.echo(
        tabulate(rows, headers=("单位", "结果", "应改正", "请核实", "用时（秒）", "文件"), disable_numparse=True)
    )
    for outcome in outcomes:
        if outcome.message:
            click.echo(f"{outcome.agency}：{STATUSES[outcome.status]}：{outcome.message}", err=True)
    done = sum(outcome.status == "rendered" for outcome in outcomes)
    click.echo(f"共{len(outcomes)}个单位，已生成{done}份。")
    if any(outcome.bad_file and outcome.agency in _named(agencies, params) for outcome in outcomes):
        return 2
    return 1 if any(outcome.status in ("blocked", "failed") for outcome in outcomes) else 0


def _named(agencies: Sequence[str], params: Path | None) -> set[str]:
    from govreport.store import Store

    store = Store(params)
    return {store.resolve(agency) for agency in agencies}
