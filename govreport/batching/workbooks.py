"""Workbooks sent out: one an agency, filled in as far as its record goes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tqdm.auto import tqdm

from govreport.errors import BadRequest, GovreportError, NotFound
from govreport.exporting import workbook
from govreport.importing import read_own_workbook
from govreport.rendering import file_digest, reading_faults
from govreport.rendering.page_comparison import hold
from govreport.report import AnnualReport
from govreport.store import Store, fold, write_atomic

SENT = {"written": "已生成", "unchanged": "未变动", "kept": "已存在，未覆盖", "failed": "未生成"}
_REFUSED = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]')
_LONGEST_NAME = 50


@dataclass(frozen=True)
class Sent:
    """What became of an agency's workbook.

    `outcome` is `written`, `unchanged` (the same lies there already), `kept` (another lies there, perhaps filled
    in, and was left alone), or `failed`; `message` says in one Chinese sentence why.
    """

    agency: str
    name: str
    path: Path
    outcome: str
    message: str = ""


def write_workbooks(
    year: int,
    agencies: Sequence[str] = (),
    *,
    to: str | Path,
    only: bool = False,
    blank: bool = False,
    replace: bool = False,
    params: str | Path | None = None,
    progress: bool = True,
    each: Callable[[Sent], None] | None = None,
) -> list[Sent]:
    """Write a workbook for every agency that reports for `year`, or for those named and what is below them.

    One that has a record of that year gets it filled in, unless `blank`; else it has what the year before hands on.
    `to` is a folder, or for one agency a file ending in .xlsx. A file that is there already is left alone unless
    `replace`, since somebody may have filled it in.

    Raises:
        NotFound: no such agency, or nobody who reports for that year.
        BadRequest: `to` is one file for several agencies.
    """
    store = Store(params)
    named = [store.resolve(agency) for agency in agencies]
    troubles = store.troubles(year, named, only=only)
    chosen = _chosen(store, year, named, only=only, troubles=troubles)
    paths = _paths(Path(to), year, chosen)
    done = []

    def settle(sent: Sent) -> None:
        done.append(sent)
        if each:
            each(sent)

    for place, reason in troubles.items():
        settle(Sent(place, place, store.folder / place, "failed", reason))
    for agency, path in tqdm(paths.items(), desc="生成填报表", unit="份", disable=not progress):
        settle(_write(store, agency, year, chosen[agency], path, blank=blank, replace=replace))
    return done


def _chosen(
    store: Store, year: int, named: Sequence[str], *, only: bool, troubles: Collection[str]
) -> dict[str, str]:  # fmt: skip
    """The agencies meant, by id with their names: those named need not be expected to report."""
    due = {id: name for id, name in store.expected(year).items() if id not in troubles}
    if not named:
        if not due and not troubles:
            raise NotFound(f"没有{year}年度应报送的单位，请先建立报送名册（govreport init --roster），或写明单位")
        return due
    chosen: dict[str, str] = {}
    for agency in named:
        below = {} if only else {id: name for id, name in due.items() if id.startswith(f"{agency}/")}
        own = {agency: store.name(agency)} if agency in due or agency in store.agencies else {}
        if not own and not below and not troubles:
            raise NotFound(f"{agency}：没有这个单位的数据，也不在报送名册中，请先用 govreport new 新建")
        chosen |= own | below
    return chosen


def _paths(to: Path, year: int, chosen: dict[str, str]) -> dict[str, Path]:
    """Where each agency's workbook goes, called by its name."""
    if to.suffix.lower() == ".xlsx":
        if len(chosen) > 1:
            raise BadRequest(f"{to}：有{len(chosen)}个单位，--to 应写文件夹；只写一个单位时才能写文件名")
        return dict.fromkeys(chosen, to)
    names = Counter(fold(_plain(name)) for name in chosen.values())
    paths: dict[str, Path] = {}
    taken: set[str] = set()
    for agency, name in chosen.items():
        plain = _plain(name)
        shown = plain if names[fold(plain)] == 1 else f"{plain}（{_plain(agency.replace('/', '-'))}）"
        while fold(shown) in taken:
            shown += "_"
        taken.add(fold(shown))
        paths[agency] = to / f"{shown}{year}年度填报表.xlsx"
    return paths


def _plain(name: str) -> str:
    """A name that every system takes for a file's."""
    return _REFUSED.sub("_", name).strip(" .")[:_LONGEST_NAME]


def _write(
    store: Store, agency: str, year: int, name: str, path: Path, *, blank: bool, replace: bool
) -> Sent:  # fmt: skip
    try:
        report = _record(store, agency, year, blank=blank)
        content = workbook(report, agency, store.before(agency, year))
        if file_digest(path) == sha256(content).hexdigest():
            return Sent(agency, name, path, "unchanged")
        if path.exists() and not replace:
            said = f"{path.name} 已存在，可能已有人填写，未覆盖；确要重新生成请加 --replace"
            return Sent(agency, name, path, "kept", said)
        write_atomic(path, content, check=lambda written: _seal(written, agency, report))
    except GovreportError as error:
        return Sent(agency, name, path, "failed", error.brief)
    return Sent(agency, name, path, "written")


def _record(store: Store, agency: str, year: int, *, blank: bool) -> AnnualReport:
    if year not in store.agencies.get(agency, []):
        return store.begun(agency, year)[0]
    report = store.load(agency, year)
    return store.begun(agency, year, report.name)[0].with_values({"level": report.level}) if blank else report


def _seal(written: bytes, agency: str, report: AnnualReport) -> None:
    hold(report.name, reading_faults(read_own_workbook(written), agency, report))
