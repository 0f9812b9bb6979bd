"""An invented district to try the kit and to measure with: every name in it carries 示例, and its figures agree."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tqdm.auto import tqdm

from govreport.errors import BadRequest
from govreport.form import APPLICANTS, DISPUTE_OUTCOMES, newest
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
_FORM = newest()
_REQUESTS, _DISPUTES = _FORM.table_by_id["requests"], _FORM.table_by_id["disputes"]
_OUTCOMES = [row.id for row in _REQUESTS.rows_of("outcome")]
_LIKELY = {
    "granted": 8.0,
    "partial": 3.0,
    "unable.not_held": 4.0,
    "not_processed.petition_complaint": 1.0,
    "other.overdue_fee": 0.0,
}
_APPLICANTS = (30.0, 4.0, 0.3, 0.3, 0.6, 1.0)
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
    size = random.lognormvariate(0, 1)
    open_cases = [0] * len(APPLICANTS)
    pending = [0] * len(_DISPUTES.rows)
    in_force = random.randrange(40)
    decisions = {"licenses": 900 * size, "penalties": 80 * size, "coercion": 6 * size}
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        requests, open_cases = _requests(random, size, open_cases)
        disputes, pending = _disputes(random, size, pending)
        issued, repealed = random.randrange(6), random.randrange(min(4, in_force + 1))
        in_force += issued - repealed
        yield read_report(
            {
                "name": name,
                "year": year,
                "form": _FORM.edition,
                "level": "county_department",
                "dated": f"{year + 1}-01-{random.randrange(5, 29):02d}",
                "published": _published(random, size),
                "disclosure": {
                    "regulations": [0, 0, 0],
                    "normative_documents": [issued, repealed, in_force],
                    **{row: _count(random, mean) for row, mean in decisions.items()},
                    "admin_fees": 0,
                },
                "requests": requests,
                "disputes": disputes,
                "processing_fee": {"notices": 0, "billed": 0, "received": 0},
                "narrative": _narrative(name, year),
            }
        )


def _requests(random: Random, size: float, carried_in: list[int]) -> tuple[dict[str, Any], list[int]]:
    """Table three with what was carried in, and what it carries out, by kind of applicant."""
    columns = []
    for weight, carried in zip(_APPLICANTS, carried_in, strict=True):
        new = _count(random, weight * size)
        carried_out = random.randrange(2) if new > 3 else 0
        row = dict.fromkeys(_OUTCOMES, 0)
        for outcome in random.choices(
            _OUTCOMES, [_LIKELY.get(row_id, 0.15) for row_id in _OUTCOMES], k=new + carried - carried_out
        ):
            row[outcome] += 1
        columns.append(
            {
                **row,
                "new_received": new,
                "carried_in": carried,
                "handled_total": new + carried - carried_out,
                "carried_out": carried_out,
            }
        )
    table: dict[str, Any] = {}
    for row_id in (row.id for row in _REQUESTS.rows):
        group, _, own = row_id.rpartition(".")
        parts = [column[row_id] for column in columns]
        (table.setdefault(group, {}) if group else table)[own] = [*parts, sum(parts)]
    return table, [column["carried_out"] for column in columns]


def _disputes(random: Random, size: float, pending: list[int]) -> tuple[dict[str, list[int]], list[int]]:
    """Table four, in which what was pending the year before is decided, and what is pending now."""
    table = {}
    for row, before in zip(_DISPUTES.rows, pending, strict=True):
        parts = [_count(random, 0.4 * size) for _ in DISPUTE_OUTCOMES]
        parts[0] += before
        table[row.id] = [*parts, sum(parts)]
    return table, [line[-2] for line in table.values()]


def _published(random: Random, size: float) -> dict[str, Any]:
    items = {name: random.randrange(int(200 * size) + 5) for name in ("工作动态", "政策文件", "财政信息", "人事信息")}
    total = sum(items.values())
    return {"total": total, "channels": [{"channel": "示例门户网站", "total": total, "items": items}]}


def _narrative(name: str, year: int) -> dict[str, Any]:
    """Every section, written; in other words than the year before."""
    said = {path: words[year % len(words)] for path, words in _WORDS.items()}
    return {
        "preamble": f"示例：本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        "overview": {
            "lead": f"这是{name}{year}年的示例文字，用于试用和测试，与任何真实单位无关。",
            **{aspect: said[aspect] for aspect in _FORM.aspects},
        },
        "problems": said["problems"],
        "improvements": said["improvements"],
        "other_matters": "示例：本年度未收取信息处理费。",
    }


def _with_fault(random: Random, report: AnnualReport) -> tuple[AnnualReport, str, str]:
    """The report with one total made wrong, the rule that must find it, and the cell."""
    rule, cell = random.choice(
        [
            ("A1", "requests.granted.total"),
            ("A2", "requests.handled_total.total"),
            ("A3", "requests.carried_out.natural_person"),
            ("A4", "disputes.review.total"),
        ]
    )
    value = report.cell(cell) or 0
    return report.with_cell(cell, value + random.randrange(1, 9)), rule, cell


def _count(random: Random, mean: float) -> int:
    """A count around `mean`, as far from it as counts of independent cases are."""
    return max(0, round(random.gauss(mean, math.sqrt(mean))))
