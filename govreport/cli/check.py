"""`govreport check`: findings on one report, or on all."""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm.auto import tqdm

from govreport.errors import GovreportError

from . import options
from .chinese import Command
from .output import labels, say, say_error, say_json

if TYPE_CHECKING:
    from govreport.checks.parallel import Checked
    from govreport.oversight import Since
    from govreport.report import Finding
    from govreport.store import Store


@click.command(cls=Command)
@click.argument("words", nargs=-1, metavar="[年度] [单位]...")
@click.option("--json", "as_json", is_flag=True, help="每行输出一个 JSON 对象，供程序读取。")
@click.option(
    "--since",
    "since_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="文件",
    help="与上次 check --json 的输出比较，说明哪些已解决、新增、仍存在。",
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    help="另写一份质量校核情况报告（网页，可打印），供报送上级；如 质量校核.html。",
)
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="个数", help="同时校核的进程数；默认几百份以上用全部处理器。"
)
@options.only
@options.params
def check(
    words: Sequence[str],
    as_json: bool,
    since_file: Path | None,
    report_file: Path | None,
    jobs: int | None,
    only: bool,
    params: Path | None,
) -> int:
    """校核年报数据：勾稽关系、数值、与上年衔接、文字与表格是否一致。

    不写年度的为全部年度，不写单位的为全部单位；单位可写编号或名称，含其下级单位。

    \b
    示例：
      govreport check
      govreport check 2024
      govreport check 2020 平潭综合实验区管委会 --json
      govreport check 2024 --since 上次.jsonl
      govreport check 2024 --report 质量校核.html

    \b
    退出码：0 没有应改正的问题；1 有；2 命令格式有误，或所列单位的文件无法读取。
    """
    from govreport.checks.parallel import check_many
    from govreport.oversight import Since, facts_of, read_findings
    from govreport.store import Store

    year, agencies = options.split_year(words)
    since = Since(read_findings(since_file)) if since_file else None
    store = Store(params)
    named = [store.resolve(agency) for agency in agencies]
    chosen = store.select(year, agencies, only=only)
    wanted = [(agency, each) for agency in chosen for each in (store.agencies[agency] if year is None else [year])]
    today = datetime.date.today()
    found = check_many(store, wanted, today=today, look=facts_of if report_file else None, jobs=jobs)
    told = chain(_shown(found, len(wanted)), _left_out(store, year, named, only=only))
    checked = list(_printed(store, dict(wanted), told, since, as_json=as_json))
    if report_file:
        _write_record(store, checked, today, named, report_file, only=only, quiet=as_json)
    bad = {each.agency for each in checked if each.problems}
    return 2 if bad & {*named} else 1 if bad or _errors(checked) else 0


def _left_out(store: Store, year: int | None, named: Sequence[str], *, only: bool) -> Iterator[Checked]:
    """The folders that may hold reports and cannot be looked into, or are no agency's as they stand."""
    from govreport.checks.parallel import Checked
    from govreport.errors import Problem

    last = year or max(store.years, default=datetime.date.today().year - 1)
    for place, reason in store.troubles(year, named, only=only).items():
        yield Checked(place, last, problems=(f"{store.folder.name}/{place}", (Problem(0, reason),)))


def _shown(found: Iterable[Checked], count: int) -> Iterable[Checked]:
    """The reports as they come, with a bar where somebody watches and there are many."""
    from govreport.checks.parallel import FEWEST

    watched = sys.stderr.isatty() and count >= FEWEST
    return tqdm(found, total=count, desc="校核", unit="份", file=sys.stderr) if watched else found


def _printed(
    store: Store, wanted: Iterable[str], found: Iterable[Checked], since: Since | None, *, as_json: bool
) -> Iterator[Checked]:
    """Print each report's findings, and at the end how many there are."""
    from govreport.report import PROBLEMS

    names = {} if as_json else labels(dict(_named(store, wanted)))
    counted: Counter[str] = Counter()
    reports = 0
    for each in found:
        yield each
        if error := each.error:
            say_error(error)
            continue
        reports += 1
        counted.update(finding.severity for finding in each.findings if not finding.waived)
        told = since.of(each.agency, each.year, each.findings) if since else [("", one) for one in each.findings]
        _print_json(told) if as_json else _print(names.get(each.agency, each.agency), each, told)
    if not as_json:
        total = "，".join(f"{label}{counted[severity]}项" for severity, label in PROBLEMS.items())
        say(f"共校核{reports}份报告：{total}。")
        if since:
            say(since.sentence)


def _named(store: Store, agencies: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Those that have a name; a file that cannot be read is told where it is checked."""
    for agency in agencies:
        with suppress(GovreportError):
            yield agency, store.name(agency)


def _print_json(told: Sequence[tuple[str, Finding]]) -> None:
    from govreport.report import to_json

    for state, finding in told:
        say_json(to_json({**finding.record(), **({"since": state} if state else {})}))


def _print(name: str, each: Checked, told: Sequence[tuple[str, Finding]]) -> None:
    from govreport.oversight import SINCE
    from govreport.prose import findings_sentence
    from govreport.report import SEVERITIES

    say(f"{name} {each.year}年度：{findings_sentence(each.findings)}")
    for state, finding in told:
        mark = f"{SINCE[state]} " if state else ""
        waived = "（已提交情况说明）" if finding.waived else ""
        say(f"  {mark}[{SEVERITIES[finding.severity]}] {finding.rule} {finding.message}{waived}")


def _write_record(
    store: Store,
    checked: Sequence[Checked],
    today: datetime.date,
    agencies: Sequence[str],
    path: Path,
    *,
    only: bool,
    quiet: bool,
) -> None:
    from govreport.oversight import Quality, write_quality

    write_quality(Quality(store, checked, today, agencies, only), path)
    say(f"质量校核情况报告已写入 {path}。", err=quiet)


def _errors(checked: Sequence[Checked]) -> bool:
    return any(finding.blocks for each in checked for finding in each.findings)
