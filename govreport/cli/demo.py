"""`govreport demo`: an invented district."""

from __future__ import annotations

from pathlib import Path

import click

from .chinese import Command
from .output import say


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
@click.option("--agencies", type=click.IntRange(min=1), default=40, metavar="个数", help="单位个数；默认 40。")
@click.option("--years", type=click.IntRange(min=1), default=3, metavar="年数", help="年数，最后一年为 2024；默认 3。")
@click.option("--seed", type=int, default=1, metavar="种子", help="随机种子，相同则数据相同；默认 1。")
@click.option("--faults", type=click.IntRange(min=0), default=0, metavar="个数", help="预设差错的个数；默认 0。")
def demo(folder: Path, agencies: int, years: int, seed: int, faults: int) -> None:
    """生成虚构的示例数据，供试用和测试；单位名称均有“示例”字样。

    指定的文件夹作为新的数据文件夹，须为空。数据前后一致，除非用 --faults 预设差错。

    \b
    示例：
      govreport demo 示例数据 --agencies 12 --faults 2
      govreport check 2024 --params 示例数据
    """
    from govreport.batching import make_district
    from govreport.store import Store

    planted = make_district(folder, agencies, years, seed, faults)
    store = Store(folder)
    for fault in planted:
        report = store.load(fault.agency, fault.year)
        place = report.statutory_form.label_of(fault.cell)
        say(f"预设差错：{report.name} {fault.year}年度 {fault.rule} {place}")
    say(f"已在 {folder} 生成{agencies}个单位{years}年的示例数据，下一步：govreport batch 2024 --params {folder}")
