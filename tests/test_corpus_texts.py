"""The texts of the published reports, where they lie beside the project, against their own tables.

Each finding is in the list below, by hand, after reading the source: `True` where text and table do differ, None where
the words may mean something else than the cell (such findings are hints). What is not in the list is a false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from material import ROOT, SAMPLES
from rapidfuzz import fuzz
from test_corpus import printed

from govreport.checks import check_report
from govreport.importing import Hints, read_file
from govreport.report import AnnualReport, Number
from govreport.store import Store
from govreport.store.yaml_reading import parse_document

CORPUS = ROOT.parent / "shared" / "corpus"
SOURCES = [path for path in sorted(CORPUS.glob("*/source*")) if path.suffix != ".pdf"]
RULES = ("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "Y6", "Y7")
SECTION_ONE = {"suqian-city-2024": ("2024 年报告", "第二十条")}
"""Prints without headings, where section one is the text between two marks."""

Told = tuple[str, str, Number | None, Number | None]

LEAD = "narrative.overview.lead"
NEW = "requests.new_received.total"
GRANTED = "requests.granted.total"
IN_FORCE = "disclosure.normative_documents.in_force"
FOUND: dict[str, dict[Told, bool | None]] = {
    "pingtan-2019": {("T5", "narrative.overview.extra.0.text", 2599, 2533): True},
    "pingtan-2020": {("T5", LEAD, 2602, 2603): True},
    "pingtan-2022": {("T1", NEW, 74, 75): None},
    "pingtan-2023": {("T8", IN_FORCE, 470, 393): None},
    "shanghai-office-2019": {
        ("T3", GRANTED, 275, 258): True,
        ("T3", "requests.unable.not_held.total", 337, 265): True,
        ("T4", GRANTED, Decimal("34.16"), Decimal("33.9")): True,
        ("T7", "disputes.review.pending", 3, 0): True,
    },
    "shanghai-stc-2024": {("T7", "requests.carried_out.total", 1, 0): True},
    "suqian-city-2024": {
        ("Y7", NEW, Decimal("1.08"), Decimal("1.05")): True,
        ("T2", "disputes.review.total", 170, 134): None,
        ("T2", "disputes.litigation_direct.total", 77, 57): None,
    },
}


def published(source: Path) -> AnnualReport:
    """A published report as it is read, with the figures that are printed in it."""
    truth = parse_document(
        (source.parent / "truth.yaml").read_bytes().replace(b"\xe5\x85\x83]", b"]"), "truth.yaml"
    ).data
    report = read_file(source, Hints(str(truth["name"]), int(truth["year"]))).report
    if marks := SECTION_ONE.get(source.parent.name):
        text = source.read_text(encoding="utf-8")
        report = report.with_values({LEAD: text[text.index(marks[0]) + len(marks[0]) : text.index(marks[1])]})
    return report.with_values(dict(printed(truth)))


def findings(source: Path) -> dict[Told, str]:
    """What the rules say of a published report, beside that of the year before where it is there, by severity."""
    report = published(source)
    place, _, year = source.parent.name.rpartition("-")
    earlier = [path for path in SOURCES if path.parent.name == f"{place}-{int(year) - 1}"]
    found = check_report("example/published", report, published(earlier[0]) if earlier else None)
    return {(one.rule, one.cells[0], one.expected, one.actual): one.severity for one in found if one.rule in RULES}


def tally() -> Iterator[tuple[str, int, int, int]]:
    """For each rule its findings in all reports, how many of them are doubtful, and how many false."""
    found: dict[tuple[str, Told], bool | None] = {}
    for source in SOURCES:
        known = FOUND.get(source.parent.name, {})
        found |= {(source.parent.name, one): known.get(one, False) for one in findings(source)}
    for rule in RULES:
        verdicts = [verdict for (_, one), verdict in found.items() if one[0] == rule]
        yield rule, len(verdicts), verdicts.count(None), verdicts.count(False)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_text_is_told_what_differs_and_nothing_else(source: Path):
    found = findings(source)

    assert found.keys() == FOUND.get(source.parent.name, {}).keys()
    assert all(found[one] == "hint" for one, verdict in FOUND.get(source.parent.name, {}).items() if verdict is None)


MARK = "示例：据公开报告改写。"
LEFT_OUT = "示例：本样例未收录这一部分的文字"
RETOLD = {
    **{("jiangsu/suqian", year): f"suqian-city-{year}" for year in (2023, 2024)},
    **{("fujian/pingtan", year): f"pingtan-{year}" for year in range(2019, 2026)},
}
CLAUSE = re.compile(r"[，。；：、\n]")
FACTS = re.compile(
    r"《[^》]*》|\d[\d.,%％]*[余多]?(?:万元|[年月日件条期次场个份人名册元届]|人次)?"
    r"|(?:沭阳|泗阳|泗洪)县|宿[城豫]区|宿迁市|平潭综合实验区|市湖滨新区|市洋河新区|宿迁经济技术开发区|苏州宿迁工业园区"
    r"|自然资源和规划局|宿城分局|公安局|民政局|人民政府办公室|半城镇人民政府|信息处理费|政府信息公开申请"
)
"""What a retelling must have as its source has it: titles of laws, figures, names, words of the form."""


def squeezed(text: str) -> str:
    return FACTS.sub("", "".join(text.split()))


@pytest.mark.parametrize(("agency", "year"), [one for one, name in RETOLD.items() if (CORPUS / name).is_dir()])
def test_a_sample_is_told_in_our_own_words_with_the_figures_of_its_source(agency: str, year: int):
    source = (CORPUS / RETOLD[agency, year] / "source.txt").read_text(encoding="utf-8")
    report = Store(SAMPLES).load(agency, year)
    told = {path: text for path, text in report.stated.items() if path.startswith("narrative.")}
    assert told["narrative.preamble"].startswith(MARK)
    channels = report.published.channels if report.published else ()
    names = "|".join(name.removesuffix("信息") for channel in channels for name in channel.items) or "$"

    for text in (text for path, text in told.items() if not path.endswith("heading")):
        for clause in CLAUSE.split(text.replace(LEFT_OUT, "")):
            own = squeezed(re.sub(names, "", clause))
            assert len(own) < 12 or fuzz.partial_ratio(own, squeezed(source)) < 90, clause
        figures = set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"\d+年1月1日至12月31日", "", text)))
        assert figures <= set(re.findall(r"\d+(?:\.\d+)?", "".join(source.split())))


def test_section_one_of_a_whole_sample_is_as_long_as_a_report_has_it():
    for year in (2023, 2024):
        told = Store(SAMPLES).load("jiangsu/suqian", year).stated
        overview = "".join(text for path, text in told.items() if path.startswith("narrative.overview."))
        assert 800 <= len("".join(overview.split())) <= 1000
