"""A record comes back from the workbook and from Word as it went out, also after LibreOffice saved the file."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from material import AGENCY, SAMPLES, corpus, record
from office import convert

from govreport.batching import make_district
from govreport.exporting import word_document, workbook
from govreport.importing import Reading, read_own_workbook, read_word, read_workbook
from govreport.report import AnnualReport, read_report
from govreport.store import Store

KINDS = ("xlsx", "docx")
NOT_SAVED = ("shili", "fujian pingtan 2019", "fujian pingtan 2021", "fujian pingtan 2022", "fujian pingtan 2023")
"""What LibreOffice is not given, as it takes its time; others are like them."""


def changed(year: int = 2023, **parts: Any) -> dict[str, Any]:
    return record(year) | parts


def written(**passages: Any) -> dict[str, Any]:
    data = record(2023)
    return data | {"narrative": data["narrative"] | passages}


def with_row(table: str, row: str, line: Any, year: int = 2023) -> dict[str, Any]:
    data = record(year)
    *groups, name = row.split(".")
    holder = data[table]
    for group in groups:
        holder = holder[group]
    holder[name] = line
    return data


def without(*keys: str, year: int = 2023) -> dict[str, Any]:
    return {key: value for key, value in record(year).items() if key not in keys}


def only_rows() -> dict[str, Any]:
    data = without("disputes", "narrative", "published", "dated")
    return data | {"disclosure": {"licenses": 3}, "requests": {"new_received": [1, 0, 0, 0, 0, 0, 1], "granted": None}}


SIGNED = {
    "signoffs": [
        {"stage": "first", "by": "示例甲", "date": "2024-01-05", "checked": ["content", "form"], "digest": "a" * 64},
        {"stage": "final", "by": "示例乙", "date": "2024-01-06", "outcome": "return", "opinion": "=请\t核对"},
    ],
    "waivers": [
        {
            "rule": "Y2", "cells": ["disclosure.normative_documents.in_force"], "expected": 643, "actual": 470,
            "reason": "清理", "by": "示例丙", "date": "2024-01-04",
        }
    ],
}  # fmt: skip
CHANNELS = [
    {"channel": "=门户网站", "total": 4, "items": {"信息处理费": 3, "-动态": None, "+政策": 1}},
    {"channel": None, "total": 1, "items": {"其他": 1}},
    {"channel": "@微博", "total": 9, "items": {}},
    {"channel": None, "total": None, "items": {"公告": None}},
]

RECORDS: dict[str, dict[str, Any]] = {
    "trial": record(2020),
    "plain": record(2022),
    "written": record(2023),
    "every part": changed(
        **SIGNED,
        publication={"date": "2024-01-20", "url": "https://example.invalid/?a=1&b=2", "digest": "f0"},
        contact={"address": "示例路1号", "telephone": "08881234567", "email": None},
        processing_fee={"notices": 3, "billed": Decimal("1200.50"), "received": None},
    ),
    "channels, decimals": with_row("disclosure", "admin_fees", Decimal("24252.311082"))
    | {"published": {"total": 14, "channels": CHANNELS}},
    "channel without categories, blank total": with_row("requests", "granted", [8, 2, 0, 0, 0, 0, None])
    | {"published": {"total": 7, "channels": [{"channel": "网站", "total": 7}]}},
    "no grand total, blank cell": with_row("requests", "granted", [8, None, 0, 0, 0, 0, 10])
    | {"published": {"total": None, "channels": [{"channel": "网站", "total": 7, "items": {"动态": 7}}]}},
    "wrong totals": with_row("requests", "granted", [8, 2, 0, 0, 0, 0, 11])
    | {"published": {"total": 99, "channels": [{"channel": "网", "total": 8, "items": {"动": 7}}]}},
    "grand total alone, negative": with_row("requests", "granted", [-8, 2, 0, 0, 0, 0, -6])
    | {"published": {"total": 5, "channels": []}},
    "nothing published, blank row": with_row("requests", "granted", [None] * 7)
    | {"published": {"total": None, "channels": []}},
    "channels of one name, fraction": with_row("requests", "granted", [Decimal("0.5"), 2, 0, 0, 0, 0, Decimal("2.5")])
    | {"published": {"total": 3, "channels": [{"channel": "网", "total": n, "items": {"动": n}} for n in (1, 2)]}},
    "wrong sum of outcomes": with_row("requests", "handled_total", [9, 3, 0, 0, 0, 0, 12]),
    "trailing zero": with_row("disclosure", "admin_fees", Decimal("10.50")),
    "row not there": with_row("requests", "denied.state_secret", None),
    "blank licenses": with_row("disclosure", "licenses", None),
    "sixteen digits": with_row("disclosure", "procurement", [6, Decimal("12345678901234.56")], 2020),
    "other documents, seventeen digits": with_row("disclosure", "other_documents", [1, 2, 12345678901234567], 2020),
    "extra": written(overview={"extra": [{"heading": f"（{n}）创新", "text": f"创新{n}。"} for n in "六七八九"]}),
    "headings in text": written(
        overview={"lead": "五、存在的主要问题及改进情况", "extra": [{"heading": "创新", "text": "创新\n创新"}]}
    ),
    "formulas": written(preamble="=1+1", problems="+2", improvements="-3", other_matters="@sum"),
    "white": written(
        preamble="\t甲\tb\r\n  乙  \n\n丙 ", overview={"lead": " \n", "proactive": "a\rb\x0bc\u2028d", "extra": []}
    ),
    "control": written(
        preamble="\x01甲\x02",
        problems="\x01",
        overview={"lead": "甲\x00乙\x1f\ufffe"},
        other_matters="示例县示例局\n甲",
    ),
    "escaped": written(preamble="_x000D_ 𠮷 😀 & <w:t> ]]> \"'", problems=None, other_matters="_x005F_"),
    "empty": written(problems="", improvements=None, overview=None),
    "few rows": only_rows(),
    "bare": {"name": "示例县示例局", "year": 2024, "form": 2021},
    "null tables": {"name": "示例 县“示例局”（筹） ", "year": 2024, "form": 2021, "requests": None, "narrative": None},
}


def all_reports(district: Path) -> Iterator[tuple[str, str, AnnualReport]]:
    for kind, data in RECORDS.items():
        yield f"record {kind}", AGENCY, read_report(data)
    for name, report in corpus().items():
        yield f"corpus {name}", AGENCY, report
    for folder in (SAMPLES, district):
        store = Store(folder)
        for path in sorted(folder.rglob("2*.yaml")):
            agency = path.parent.relative_to(folder).as_posix()
            yield f"{agency.replace('/', ' ')} {path.stem}", agency, store.load(agency, int(path.stem))


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, AnnualReport]]:
    district = tmp_path_factory.mktemp("district")
    make_district(district, 15, 1, seed=5, faults=3, progress=False)
    return {name: (agency, report) for name, agency, report in all_reports(district)}


def made(kind: str, agency: str, report: AnnualReport) -> bytes:
    return workbook(report, agency) if kind == "xlsx" else word_document(report, agency, "final")


def held(kind: str, report: AnnualReport) -> AnnualReport:
    """What such a file holds: the Word file is a final edition."""
    return report if kind == "xlsx" else report.public()


def read(kind: str, content: bytes) -> Reading:
    return read_workbook(content, "表.xlsx") if kind == "xlsx" else read_word(content, "稿.docx")


@pytest.fixture(scope="session")
def files(reports: dict[str, tuple[str, AnnualReport]]) -> dict[tuple[str, str], bytes]:
    """Every report as a workbook and as a Word file."""
    return {(kind, name): made(kind, *report) for kind in KINDS for name, report in reports.items()}


@pytest.fixture(scope="session")
def saved(files: dict[tuple[str, str], bytes], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], bytes]:
    """The files of all but `NOT_SAVED` as LibreOffice saved them, one call a kind."""
    folder = tmp_path_factory.mktemp("office")
    names = {name: f"f{number}" for number, (_, name) in enumerate(files) if not name.startswith(NOT_SAVED)}
    for (kind, name), content in files.items():
        if name in names:
            (folder / f"{names[name]}.{kind}").write_bytes(content)
    for kind in KINDS:
        convert(sorted(folder.glob(f"*.{kind}")), kind, folder / "saved")
    return lambda kind, name: (folder / "saved" / f"{names[name]}.{kind}").read_bytes()


def assert_same(reading: Reading, agency: str, report: AnnualReport, name: str) -> None:
    """The record to the last digit, and nothing doubted."""
    assert (reading.agency, reading.doubtful, reading.notes) == (agency, (), ()), name
    assert reading.report == report, name
    assert reading.report.digest == report.digest, name
    assert reading.base == report, name


def test_there_are_samples_and_invented_agencies_among_the_reports(reports: Any):
    assert {"fujian pingtan 2019", "fujian pingtan 2025", "jiangsu suqian 2024", "shili a00015 2024"} <= {*reports}


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_comes_back_as_it_went_out(kind: str, reports: Any, files: Any):
    for name, (agency, report) in reports.items():
        assert_same(read(kind, files[kind, name]), agency, held(kind, report), name)


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_comes_back_after_libreoffice_saved_it(kind: str, reports: Any, saved: Callable[[str, str], bytes]):
    for name, (agency, report) in reports.items():
        if not name.startswith(NOT_SAVED):
            assert_same(read(kind, saved(kind, name)), agency, held(kind, report), name)


def test_a_final_workbook_comes_back_as_what_is_public(reports: Any):
    for name, (agency, report) in reports.items():
        assert_same(read_workbook(workbook(report, agency, final=True), "表.xlsx"), agency, report.public(), name)


def test_a_draft_comes_back_whole(reports: Any):
    for name, (agency, report) in reports.items():
        assert_same(read_word(word_document(report, agency, "draft"), "稿.docx"), agency, report, name)


def test_a_workbook_just_written_is_read_by_its_results(reports: Any, files: Any):
    for name, (_, report) in reports.items():
        assert read_own_workbook(files["xlsx", name]).report == report, name


def test_last_years_figures_beside_this_years_do_not_mix(reports: Any):
    before = reports["fujian pingtan 2023"][1]
    for name in ("fujian pingtan 2024", "record every part", "record few rows", "record bare", "record wrong totals"):
        agency, report = reports[name]

        assert_same(read_workbook(workbook(report, agency, before), "表.xlsx"), agency, report, name)


def test_a_year_just_begun_comes_back_as_it_was_handed_on(tmp_path: Path):
    store = Store(tmp_path)
    last = read_report(record(2023) | {"contact": {"address": "示例路1号", "telephone": None, "email": None}})
    store.save(last, AGENCY, expected=None)
    Store(tmp_path).new(AGENCY, 2024)
    begun = Store(tmp_path).load(AGENCY, 2024)

    reading = read_workbook(workbook(begun, AGENCY, last), "表.xlsx")

    assert_same(reading, AGENCY, begun, "begun")
    assert reading.report.cell("requests.carried_in.total") == 1
    assert reading.report.cell("disclosure.normative_documents.in_force") == 21
    assert reading.report.published is not None
    assert reading.report.published.channels == ()


# any record

COUNTS = st.none() | st.integers(-3, 10**12) | st.decimals(0, 10**9, places=4)
LINES = st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=12)
NAMED = st.text("甲乙丙=+-@ 0123456789_x,，.", min_size=1, max_size=6).filter(lambda text: any(map(str.isalnum, text)))


@st.composite
def any_report(draw: st.DrawFn) -> AnnualReport:
    data = record(draw(st.sampled_from((2020, 2023))))
    data["disclosure"]["normative_documents"] = draw(st.lists(COUNTS, min_size=3, max_size=3))
    data["requests"]["granted"] = draw(st.lists(COUNTS, min_size=7, max_size=7))
    data["requests"]["handled_total"] = draw(st.lists(COUNTS, min_size=7, max_size=7))
    data["disputes"]["review"] = draw(st.none() | st.lists(COUNTS, min_size=5, max_size=5))
    texts = {name: draw(st.none() | LINES) for name in ("preamble", "problems", "improvements", "other_matters")}
    data["narrative"] = {**texts, "overview": {"lead": draw(LINES), "management": draw(st.none() | LINES)}}
    names = draw(st.lists(NAMED, unique_by=str.strip, max_size=4))
    items = {name: draw(COUNTS) for name in names}
    channel = {"channel": draw(st.none() | NAMED), "total": draw(COUNTS), "items": items}
    data["published"] = {"total": draw(COUNTS), "channels": [channel] * draw(st.integers(0, 2))}
    data["dated"] = draw(st.none() | st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)).map(str))
    return read_report(data)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(any_report())
def test_any_report_comes_back_from_both(report: AnnualReport):
    for kind in KINDS:
        assert_same(read(kind, made(kind, AGENCY, report)), AGENCY, held(kind, report), kind)
