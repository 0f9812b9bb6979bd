"""An invented district to try the kit and to measure with: every name in it carries 示例, and its figures agree."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tqdm.auto import tqdm

from govreport.errors import BadRequest
from govreport.form import APPLICANTS, Form, newest
from govreport.report import AnnualReport, read_report
from govreport.store import Entry, Store, write_roster

LAST_YEAR = 2024
DISTRICT = "shili"
_KINDS = (
    "财政局",
    "教育局",
    "公安局",
    "民政局",
    "司法局",
    "水利局",
    "统计局",
    "交通局",
    "医保局",
    "住建局",
    "镇人民政府",
    "街道办事处",
)
_LIKELY = {
    "granted": 8.0,
    "partial": 3.0,
    "unable.not_held": 4.0,
    "not_processed.petition_complaint": 1.0,
    "other.overdue_fee": 0.0,
}
_SELDOM = 0.15
"""How likely each outcome is, and one that is not named."""
_APPLICANTS = (30.0, 4.0, 0.3, 0.3, 0.6, 1.0)
_DECISIONS = {"licenses": 900, "penalties": 80, "coercion": 6}
"""How many requests of each kind of applicant, and decisions of each kind, an agency of size one has."""
_WORDS = {
    "proactive": ("示例：全年更新公开目录3次，政策文件均附解读。", "示例：新设2个专栏，集中发布办事指南。"),
    "on_request": ("示例：申请由专人登记，按期答复。", "示例：修订了答复文书样式，疑难申请先行会商。"),
    "management": ("示例：信息发布前逐级审核。", "示例：清理了过期内容，文件编号归档。"),
    "platforms": ("示例：门户网站增加检索功能。", "示例：政务新媒体按周巡查，失效链接当天修复。"),
    "supervision": ("示例：举办培训2期，设置意见箱。", "示例：公开工作纳入年度考核，结果已通报。"),
    "problems": ("示例：解读形式不多，图表偏少。", "示例：个别栏目更新慢，存在信息滞后的问题。"),
    "improvements": ("示例：每份政策文件配一张图解。", "示例：明确了各栏目的更新时限和责任人。"),
}
"""What is said in turn, by year."""

Cells = dict[str, int]


@dataclass(frozen=True)
class Fault:
    """A contradiction that was planted: the rules that must find it, where."""

    agency: str
    year: int
    rule: str
    cell: str


def make_district(
    folder: Path, agencies: int, years: int, seed: int, faults: int = 0, *, progress: bool = True
) -> list[Fault]:
    """Write the reports of an invented district's `agencies` for `years` up to 2024; the planted faults come back.

    `folder` is itself a params folder, and must be empty or not there. The same `seed` gives the same district.

    Raises:
        BadRequest: the folder has something in it, or there are more faults than reports.
    """
    if agencies < 1 or years < 1 or faults < 0 or faults > agencies * years:
        raise BadRequest("单位数和年数应不小于 1，差错数应不大于报告份数")
    if folder.exists() and any(folder.iterdir()):
        raise BadRequest(f"{folder}：文件夹不是空的，请另指一个空文件夹")
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(seed)
    wrong = set(random.sample(range(agencies * years), faults))
    store = Store(folder)
    planted: list[Fault] = []
    names = [f"示例县第{number}示例{_KINDS[number % len(_KINDS)]}" for number in range(1, agencies + 1)]
    for number, name in enumerate(tqdm(names, desc="生成示例数据", unit="个", disable=not progress)):
        agency = f"{DISTRICT}/a{number + 1:05d}"
        for at, report in enumerate(_reports(random, name, years)):
            if number * years + at in wrong:
                report, rule, cell = _with_fault(random, report)
                planted.append(Fault(agency, report.year, rule, cell))
            store.add(report, agency)
    listed = [Entry(id=f"a{number + 1:05d}", name=name) for number, name in enumerate(names)]
    write_roster(folder / DISTRICT, listed)
    return planted


def _reports(random: Random, name: str, years: int) -> Iterator[AnnualReport]:
    """One agency's reports, each following from the one before."""
    form = newest()
    size = random.lognormvariate(0, 1)
    last: Cells = {form.flows_of("documents")["stock"]: random.randrange(40)}
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        last = _cells(random, form, size, last)
        yield read_report(
            {
                "name": name,
                "year": year,
                "form": form.edition,
                "level": "county_department",
                "dated": f"{year + 1}-01-{random.randrange(5, 29):02d}",
                "published": _published(random, size),
                **_tables(form, last | _decisions(random, size)),
                "processing_fee": {"notices": 0, "billed": 0, "received": 0},
                "narrative": _narrative(form, name, year),
            }
        )


def _cells(random: Random, form: Form, size: float, last: Cells) -> Cells:
    """A year's cells that follow from the `last` one's, and each other; nought where nothing happens."""
    cells = dict.fromkeys(form.places, 0)
    cells |= {cell: last.get(source, 0) for cell, source in form.handed_on.items()}
    cells |= _requests(random, form, size, cells)
    cells |= _disputes(random, form, size, last)
    cells |= _documents(random, form, cells)
    for total, parts in form.sums.items():
        cells[total] = sum(cells[part] for part in parts)
    return cells


def _requests(random: Random, form: Form, size: float, begun: Cells) -> Cells:
    """What comes in beside what was carried in, by kind of applicant: as much is decided as is not left over."""
    table = form.table_by_id["requests"]
    [new], [carried_in], [left_over] = (table.rows_of(role) for role in ("came_in", "carried_in", "left_over"))
    outcomes = table.rows_of("outcome")
    likely = [_LIKELY.get(row.id, _SELDOM) for row in outcomes]
    cells: Cells = {}
    for weight, column in zip(_APPLICANTS, APPLICANTS, strict=True):
        came = _count(random, weight * size)
        left = random.randrange(2) if came > 3 else 0
        handled = came + begun[table.path(carried_in, column)] - left
        decided = Counter(row.id for row in random.choices(outcomes, likely, k=handled))
        cells |= {table.path(new, column): came, table.path(left_over, column): left}
        cells |= {table.path(row, column): decided[row.id] for row in outcomes}
    return cells


def _disputes(random: Random, form: Form, size: float, last: Cells) -> Cells:
    """The cases of a year; what was pending in the `last` one is upheld."""
    cells: Cells = {}
    for parts in form.table_by_id["disputes"].across.values():
        cells |= {part: _count(random, 0.4 * size) for part in parts}
        cells[parts[0]] += last.get(parts[-1], 0)
    return cells


def _documents(random: Random, form: Form, begun: Cells) -> Cells:
    cells = form.flows_of("documents")
    stock = begun[cells["stock"]]
    issued, repealed = random.randrange(6), random.randrange(min(4, stock + 1))
    return {cells["in"]: issued, cells["out"]: repealed, cells["stock"]: stock + issued - repealed}


def _decisions(random: Random, size: float) -> Cells:
    return {f"disclosure.{row}.decisions": _count(random, mean * size) for row, mean in _DECISIONS.items()}


def _tables(form: Form, cells: Cells) -> dict[str, Any]:
    """The tables as a record has them, a row a list."""
    record: dict[str, Any] = {}
    for row, paths in form.paths.items():
        *above, own = row.split(".")
        holder = record
        for key in above:
            holder = holder.setdefault(key, {})
        holder[own] = [cells[path] for path in paths] if len(paths) > 1 else cells[paths[0]]
    return record


def _published(random: Random, size: float) -> dict[str, Any]:
    items = {name: random.randrange(int(200 * size) + 5) for name in ("工作动态", "政策文件", "财政信息", "人事信息")}
    total = sum(items.values())
    return {"total": total, "channels": [{"channel": "示例门户网站", "total": total, "items": items}]}


def _narrative(form: Form, name: str, year: int) -> dict[str, Any]:
    """Every section, written; in other words than the year before."""
    said = {path: words[year % len(words)] for path, words in _WORDS.items()}
    return {
        "preamble": f"示例：本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        "overview": {
            "lead": f"这是{name}{year}年的示例文字，用于试用和测试，与任何真实单位无关。",
            **{aspect: said[aspect] for aspect in form.aspects},
        },
        "problems": said["problems"],
        "improvements": said["improvements"],
        "other_matters": "示例：本年度未收取信息处理费。",
    }


def _with_fault(random: Random, report: AnnualReport) -> tuple[AnnualReport, str, str]:
    """The report with one figure made wrong, the rule that must find it, and the cell."""
    rule = random.choice(("A1", "A2", "A3", "A4"))
    cell = random.choice(report.statutory_form.equations_by(rule)).cells[0]
    value = report.cell(cell) or 0
    return report.with_cell(cell, value + random.randrange(1, 9)), rule, cell


def _count(random: Random, mean: float) -> int:
    """A count around `mean`, as far from it as counts of independent cases are."""
    return max(0, round(random.gauss(mean, math.sqrt(mean))))
