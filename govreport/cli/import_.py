"""`govreport import`: files that bureaus sent, into the params folder."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import options
from .chinese import Command, Year
from .output import say, say_error, say_json, say_table, say_text

if TYPE_CHECKING:
    from govreport.importing import Doubt, Hints, Imported
    from govreport.report.versions import Difference
    from govreport.store import Store

_SHOWN = 60
_REASON = 40


@click.command("import", cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件...")
@click.option("--agency", metavar="单位", help="应是哪个单位的（编号或名称）；文件写明的是另一个时不导入。")
@click.option("--year", type=Year(), metavar="年度", help="应是哪个年度的；文件写明的是另一个时不导入。")
@click.option(
    "--pattern",
    metavar="写法",
    help="文件名中怎样写单位和年度，如“{name}{year}年报”；可用 {agency}、{name}、{year} 和 *。",
)
@click.option("--replace", is_flag=True, help="已有数据的，以文件内容覆盖；原有审签作废，改动记入录入记录。")
@click.option("--accept-doubtful", is_flag=True, help="有待核的也导入，待核处留空。")
@click.option("--dry-run", is_flag=True, help="只读取，不保存：输出读到的数据（YAML），待核处输出到标准错误。")
@click.option("--json", "as_json", is_flag=True, help="每个文件输出一个 JSON 对象，供程序读取。")
@options.params
def import_(files: Sequence[Path], dry_run: bool, as_json: bool, params: Path | None, **asked: Any) -> int:
    """导入发回的填报表和 Word 稿，以及已经公开的年报（网页、PDF、Word、Excel、文本）。

    可写多个文件，也可写文件夹。按项目名称读取，无法准确识别的列为待核，不作推测；空白仍为空白。
    文件没有写明单位或年度的，用 --agency、--year 指明。已有数据且不同的，列出每处不同而不保存，
    核对后用 --replace 导入。同一单位同一年度有两个文件的，都不导入，请先选定一个。

    \b
    示例：
      govreport import 宿迁.xlsx
      govreport import 填报表 --replace
      govreport import 宿迁.xlsx --dry-run
      govreport import 年报.pdf --agency panzhihua/xiqu/justice --year 2023

    \b
    退出码：0 全部导入；1 有待核、待确认或未导入的；2 命令格式有误，或所写的文件不能导入。
    """
    if dry_run:
        return _read_only(files, as_json, _hints(params, asked["agency"], asked["year"]))
    from govreport.importing import IMPORT_OUTCOMES, import_files
    from govreport.store import Store

    done = import_files(files, params=params, progress=sys.stderr.isatty(), **asked)
    if as_json:
        for one in done:
            say_json(_json(one))
    else:
        _tell(done, Store(params))
        counted = Counter(one.outcome for one in done)
        parts = "，".join(
            f"{label}{counted[outcome]}份" for outcome, label in IMPORT_OUTCOMES.items() if counted[outcome]
        )
        say(f"共{len(done)}个文件：{parts}。")
    if any(one.outcome == "refused" and one.path in files for one in done):
        return 2
    return 0 if all(one.outcome in ("imported", "unchanged") for one in done) else 1


def _hints(params: Path | None, agency: str | None, year: int | None) -> Hints:
    """What was said of the files; an agency that is known goes by its name."""
    from govreport.errors import GovreportError
    from govreport.importing import Hints
    from govreport.store import Store

    try:
        store = Store(params)
        return Hints(store.name(store.resolve(agency)) if agency else None, year)
    except GovreportError:
        return Hints(agency, year)


def _read_only(files: Sequence[Path], as_json: bool, hints: Hints) -> int:
    """Print what the files say."""
    from govreport.errors import GovreportError
    from govreport.importing import list_files, read_file
    from govreport.report import to_json
    from govreport.store import yaml_text

    status = 0
    for path in list_files(files):
        try:
            reading = read_file(path, hints)
        except GovreportError as error:
            say_error(error)
            status = 2
            continue
        if as_json:
            say_json(to_json(reading.record()))
        else:
            say_text(yaml_text(reading.report))
        for line in () if as_json else (*_asked(reading.doubtful, reading.report.form), *reading.notes):
            say(f"{path.name}：{line}", err=True)
        status = max(status, 1 if reading.doubtful else 0)
    return status


def _tell(done: Sequence[Imported], store: Store) -> None:
    """What became of each file: what changed and what is to be done, then a table of all."""
    from govreport.importing import IMPORT_OUTCOMES

    for one in done:
        lines = (*_asked(one.doubtful, one.form), *one.notes, *_changes(one.changes))
        for line in ([_message(one)] if one.message else []) + list(lines):
            say(f"{one.path.name}：{line}", err=True)
    rows = [
        (
            one.path.name,
            one.name,
            one.year or "",
            IMPORT_OUTCOMES[one.outcome],
            len(one.doubtful) or "",
            *_found(one, store),
            _short(_message(one), _REASON),
        )
        for one in done
    ]
    headers = ("文件", "单位", "年度", "结果", "待核", "应改正", "请核实", "原因")
    say_table(rows, headers)


def _message(one: Imported) -> str:
    return one.message.removeprefix(f"{one.path.name}：")


def _asked(doubtful: Sequence[Doubt], edition: int | None) -> Iterator[str]:
    """What a person is asked about the doubtful places."""
    from govreport.form import FORMS
    from govreport.importing import questions

    return (one.text for one in questions(doubtful, FORMS[edition])) if edition else iter(())


def _found(one: Imported, store: Store) -> tuple[str, str]:
    """How many errors and warnings the checks find in what is there now."""
    from govreport.checks import check_year

    if one.outcome not in ("imported", "unchanged") or one.year is None:
        return "", ""
    counted = Counter(finding.severity for finding in check_year(store, one.agency, one.year) if not finding.waived)
    return str(counted["error"] or ""), str(counted["warning"] or "")


def _changes(changes: Sequence[Difference]) -> Iterator[str]:
    """Each place that differs, as it is and as the file has it; of long texts, the part that differs."""
    for change in changes:
        was, now = _apart(change.theirs, change.mine)
        yield f"{change.label}：{was or '（空白）'} → {now or '（空白）'}"


def _apart(was: str, now: str) -> tuple[str, str]:
    """Two texts without what they have alike at both ends, where they are long."""
    if max(len(was), len(now)) <= _SHOWN:
        return was, now
    start = next((at for at, (one, other) in enumerate(zip(was, now, strict=False)) if one != other), 0)
    start = max(0, start - 8)
    return tuple(("…" if start else "") + _short(text[start:]) for text in (was, now))  # type: ignore[return-value]


def _short(text: str, most: int = _SHOWN) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"


def _json(one: Imported) -> str:
    from govreport.report import to_json

    return to_json(
        {
            "file": str(one.path),
            "outcome": one.outcome,
            "agency": one.agency,
            "year": one.year,
            "message": one.message,
            "doubtful": [doubt.record() for doubt in one.doubtful],
            "notes": list(one.notes),
            "changes": [{"cell": it.path, "before": it.theirs, "after": it.mine} for it in one.changes],
        }
    )
