"""An invented district to try the kit and to measure with: every name in it carries 示例, and its figures agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tqdm.auto import tqdm

from govreport.errors import BadRequest
from govreport.form import APPLICANTS, CURRENT, FORMS, OUTCOMES
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
_REQUESTS = FORMS[CURRENT].table_by_id["requests"]
_DISPUTES = FORMS[CURRENT].table_by_id["disputes"]
_OUTCOMES = [row.id for row in _REQUESTS.rows[2:-2]]
_LIKELY = {"granted": 8.0, "partial": 3.0, "unable.not_held": 4.0, "not_processed.petition_complaint": 1.0}
_APPLICANTS = (30.0, 4.0, 0.3, 0.3, 0.6, 1.0)


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
    in_force = random.randrange(40)
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        requests, open_cases = _requests(random, size, open_cases)
        issued, repealed = random.randrange(6), random.randrange(min(4, in_force + 1))
        in_force += issued - repealed
        yield read_report(
            {
                "name": name,
                "year": year,
                "form": CURRENT,
                "level": "county_department",
                "dated": f"{year + 1}-01-{random.randrange(5, 29):02d}",
                "published": _published(random, size),
                "disclosure": {
                    "regulations": [0, 0, 0],
                    "normative_documents": [issued, repealed, in_force],
                    "licenses": random.randrange(int(900 * size) + 1),
                    "penalties": random.randrange(int(80 * size) + 1),
                    "coercion": random.randrange(int(6 * size) + 1),
                    "admin_fees": 0,
                },
                "requests": requests,
                "disputes": _disputes(random, size),
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


def _disputes(random: Random, size: float) -> dict[str, list[int]]:
    table = {}
    for row in _DISPUTES.rows:
        parts = [_count(random, 0.4 * size) for _ in OUTCOMES]
        table[row.id] = [*parts, sum(parts)]
    return table


def _published(random: Random, size: float) -> dict[str, Any]:
    items = {name: random.randrange(int(200 * size) + 5) for name in ("工作动态", "政策文件", "财政信息", "人事信息")}
    total = sum(items.values())
    return {"total": total, "channels": [{"channel": "示例门户网站", "total": total, "items": items}]}


def _narrative(name: str, year: int) -> dict[str, Any]:
    said = f"这是{name}{year}年的示例文字，用于试用和测量，与任何真实单位无关。"
    aspects = FORMS[CURRENT].aspects
    return {
        "overview": {"lead": said, **dict.fromkeys(aspects, said)},
        "problems": said,
        "improvements": said,
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
    """A count around `mean`, most often below it."""
    return int(random.expovariate(1 / mean)) if mean else 0
