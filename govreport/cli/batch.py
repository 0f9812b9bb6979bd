"""`govreport batch`: the main job."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govreport.rendering import CHARTS, EDITIONS, ENGINES

from . import options
from .chinese import Command
from .output import labels, say, say_table

if TYPE_CHECKING:
    from govreport.batching import Outcome

_FAILING = {"failed": ("failed",), "blocked": ("failed", "blocked"), "missing": ("failed", "blocked", "missing")}
_TIMEOUT = 300.0


@click.command(cls=Command)
@options.year
@options.agencies
@options.choice("edition", {**EDITIONS, "draft": f"{EDITIONS['draft']}，附校核问题、上年数据和审签情况"})
@options.choice("charts", CHARTS)
@options.formats("成果文件的格式，用逗号分开")
@click.option("--jobs", type=click.IntRange(min=1), metavar="份数", help="同时生成的份数；默认为处理器个数。")
@click.option("--cluster", metavar="地址", help="交给 Dask 集群生成，写调度器地址，如 tcp://10.0.0.1:8786。")
@click.option("--fresh", is_flag=True, help="全部重新生成；默认跳过未变动的。")
@click.option("--timeout", type=float, default=_TIMEOUT, metavar="秒", help="每份限时（秒），超时即终止；默认 300。")
@click.option("--retries", type=int, default=1, metavar="次数", help="工作进程意外退出时每份重试的次数；默认 1。")
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAILING)),
    default="blocked",
    help="何种情况下返回退出码1：failed 有未生成的；blocked 还包括暂不能定稿的（默认）；missing 还包括未报送的。",
)
@click.option("--keep-notebooks", is_flag=True, help="同时保留运行后的笔记本（.ipynb）。")
@click.option(
    "--notebook",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="改用自己的笔记本；须有标为 parameters 的参数单元格。",
)
@click.option(
    "-p", "pairs", multiple=True, metavar="名称=值", help="自己的笔记本的参数，可写多个；类型按笔记本中的声明。"
)
@click.option("--label", metavar="名称", help="写入成果文件名的标签，代替由参数算出的8位字符；与 --notebook 同用。")
@options.choice("engine", ENGINES)
@click.option(
    "--sweep",
    is_flag=True,
    help="已不在数据中的单位较多，或成果文件由另一个数据文件夹生成时，确认移到 superseded/。",
)
@options.only
@options.params
@options.outputs
def batch(
    year: int, agencies: Sequence[str], fail_on: str, pairs: Sequence[str], notebook: Path | None, **chosen: Any
) -> int:
    """生成年度报告：该年度全部单位，或所列单位（含其下级）。

    单位可写编号或名称。成果文件在 outputs/年度/ 下，每个单位一个网页，另有汇总页 index.html；
    用 --formats 可同时生成 Word 稿和工作簿。
    未变动的跳过；有应改正的问题的，正式稿暂不能定稿，不予生成。中断后再次运行，从中断处继续。
    已不在数据中的单位，其成果文件移到 outputs/年度/superseded/，汇总页不再列出。

    \b
    示例：
      govreport batch 2024
      govreport batch 2024 攀枝花市西区司法局 --edition draft
      govreport batch 2024 jiangsu --charts none --jobs 2
      govreport batch 2024 --formats html,docx

    \b
    退出码：0 全部生成；1 有未生成或暂不能定稿的（见 --fail-on）；2 命令格式有误。
    """
    from govreport.batching import batch as run_batch

    shows_bar = sys.stderr.isatty()
    label = _labels(agencies, chosen)
    outcomes = run_batch(
        year,
        agencies,
        notebook=notebook,
        values=_values(notebook, pairs),
        tell=lambda text: say(text, err=True),
        progress=shows_bar,
        each=None if shows_bar else lambda outcome: say(_line(outcome, label), err=True),
        **chosen,
    )
    if shows_bar:
        _print_table(outcomes, label)
        for outcome in outcomes:
            if outcome.message:
                say(_line(outcome, label), err=True)
    _print_total(outcomes)
    if any(outcome.bad_file and outcome.agency in _named(agencies, chosen["params"]) for outcome in outcomes):
        return 2
    return 1 if any(outcome.status in _FAILING[fail_on] for outcome in outcomes) else 0


def _values(notebook: Path | None, pairs: Sequence[str]) -> dict[str, Any]:
    """The values for a person's own notebook, each of the type that it declares."""
    texts = dict(map(_pair, pairs))
    if notebook is None or not texts:
        return texts
    from govreport.rendering import read_values

    return read_values(notebook, texts)


def _pair(text: str) -> tuple[str, str]:
    """NAME=VALUE."""
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise click.BadParameter(f"-p 应写成 名称=值，现为“{text}”", click.get_current_context())
    return name, value


def _labels(agencies: Sequence[str], chosen: Mapping[str, Any]) -> Callable[[str], str]:
    """What an agency is called; a folder that is nobody's as it stands, and who has no data any more, by the id."""
    from govreport.errors import NotFound
    from govreport.store import Store

    @cache
    def known() -> dict[str, str]:
        try:
            return labels(Store(chosen["params"]).known(agencies, only=chosen["only"]))
        except NotFound:
            return {}

    return lambda agency: known().get(agency, agency)


def _line(outcome: Outcome, label: Callable[[str], str]) -> str:
    """One report's result: why it is not there, or what was found in it and where it is."""
    from govreport.batching import STATUSES

    name, status = label(outcome.agency), STATUSES[outcome.status]
    if outcome.message:
        return outcome.message if outcome.message.startswith(name) else f"{name}：{status}：{outcome.message}"
    counts = (("应改正问题", outcome.errors), ("须核实问题", outcome.warnings))
    found = [f"{kind}{count}项" for kind, count in counts if count]
    return "，".join([f"{name}：{status}", *found, *([outcome.path] if outcome.path else [])])


def _print_table(outcomes: Sequence[Outcome], label: Callable[[str], str]) -> None:
    from govreport.batching import STATUSES

    rows = [
        (
            label(outcome.agency),
            STATUSES[outcome.status],
            outcome.errors or "",
            outcome.warnings or "",
            f"{outcome.seconds:.1f}" if outcome.seconds else "",
            outcome.path or "",
        )
        for outcome in outcomes
    ]
    headers = ("单位", "结果", "应改正", "请核实", "用时（秒）", "文件")
    say_table(rows, headers)


def _print_total(outcomes: Sequence[Outcome]) -> None:
    from govreport.batching import STATUSES

    counted = [(label, sum(outcome.status == status for outcome in outcomes)) for status, label in STATUSES.items()]
    parts = "，".join(f"{label}{count}份" for label, count in counted if count)
    say(f"共{len(outcomes)}个单位：{parts}。")


def _named(agencies: Sequence[str], params: Path | None) -> set[str]:
    from govreport.store import Store

    store = Store(params)
    return {store.resolve(agency) for agency in agencies}
