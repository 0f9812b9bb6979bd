"""What a signature is over, and who signed: earlier years that the page charts (P4), and the journal (P10)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docx import Document
from govreport.batch import batch
from govreport.charts import appendix
from govreport.checks import check_year
from govreport.checks.many import check_many
from govreport.cli.main import run
from govreport.errors import Blocked
from govreport.form import FORMS, charted
from govreport.oversight import facts_of
from govreport.render import Page, render
from govreport.report import AnnualReport, read_report, shown_digest, sign, signing_of
from govreport.store import Store, yaml_text
from material import AGENCY, record, write

DAY = datetime.date(2024, 1, 10)
FILE_2023 = f"{AGENCY}/2023.yaml"
JOURNAL = f"{AGENCY}/journal.jsonl"
TABLES = "三张表"
CHARTED = "disclosure.normative_documents.in_force"
WRITTEN = "narrative.overview.lead"


@pytest.fixture
def signed(bureau: Store) -> Store:
    """The invented bureau, its report of 2023 passed by three people through the command."""
    for stage, person in (("first", "示例甲"), ("second", "示例乙"), ("final", "示例丙")):
        words = ("sign", "2023", AGENCY, "--stage", stage, "--by", person, "--date", "2024-01-10")
        assert run((*words, "--params", str(bureau.folder))) == 0
    return Store(bureau.folder)


def said(store: Store, rule: str) -> list[str]:
    return [one.message for one in check_year(Store(store.folder), AGENCY, 2023) if one.rule == rule]


def rewrite(store: Store, change: Callable[[str], str], name: str = FILE_2023) -> None:
    """Edit a file as somebody with a text editor would."""
    path = store.folder / name
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8", newline="\n")


def change_year(store: Store, year: int, values: dict[str, object]) -> None:
    report, digest = store.read(AGENCY, year)
    store.save(report.with_values(values), AGENCY, expected=digest, by="示例丁", why="更正")


# 8a: what the page shows of earlier years


def test_a_signature_names_what_is_shown_of_earlier_years(signed: Store):
    assert {len(one.shown or "") for one in signed.load(AGENCY, 2023).signoffs} == {64}
    assert said(signed, "P4") == []


@pytest.mark.parametrize(
    ("year", "values"),
    [
        (2022, {CHARTED: 19}),
        (2022, {"requests.new_received.total": 11}),
        (2022, {"requests.carried_out.total": None}),
        (2020, {"requests.other.misc.total": 1}),
    ],
)
def test_an_earlier_year_altered_where_the_page_charts_it_voids_the_signatures(
    signed: Store, year: int, values: dict[str, object]
):
    change_year(signed, year, values)

    [told] = said(signed, "P4")
    assert told.startswith("初审、复审、终审签后内容已修改（所示往年数据已改动），签审失效")
    with pytest.raises(Blocked, match="签审未完成：终审签后所示往年数据已改动，须重签；等待初审"):
        Page.open(AGENCY, 2023, "final", params=signed.folder)


@pytest.mark.parametrize(
    ("year", "values"),
    [(2022, {"disclosure.licenses.decisions": 311}), (2022, {WRITTEN: "另一句。"}), (2020, {"dated": "2021-01-09"})],
)
def test_an_earlier_year_altered_where_no_chart_shows_it_voids_nothing(
    signed: Store, year: int, values: dict[str, object]
):
    change_year(signed, year, values)
    assert said(signed, "P4") == []


def test_an_earlier_year_that_goes_comes_or_cannot_be_read_voids_the_signatures(signed: Store):
    path = signed.folder / AGENCY / "2020.yaml"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    assert "所示往年数据已改动" in said(signed, "P4")[0]
    path.write_text(text, encoding="utf-8")
    assert said(signed, "P4") == []
    path.write_text("form: [", encoding="utf-8")
    assert "所示往年数据已改动" in said(signed, "P4")[0]
    path.write_text(text, encoding="utf-8")
    write(signed.folder, AGENCY, 2021, yaml_text(read_report(record(2022) | {"year": 2021})))
    assert "所示往年数据已改动" in said(signed, "P4")[0]


def test_a_signature_from_before_is_not_held_against_earlier_years(bureau: Store):
    report, digest = bureau.read(AGENCY, 2023)
    for stage, person in (("first", "示例甲"), ("second", "示例乙"), ("final", "示例丙")):
        report = sign(report, stage, person, DAY)
    bureau.save(report, AGENCY, expected=digest, by="示例丙")

    change_year(bureau, 2022, {CHARTED: 19})

    assert said(bureau, "P4") == []
    assert signing_of(report, bureau.shown_before(AGENCY, 2023)).next is None


def test_a_void_signature_is_void_wherever_it_is_told(signed: Store, tmp_path: Path):
    change_year(signed, 2022, {CHARTED: 19})
    told = "签后所示往年数据已改动，须重签"

    page = render(AGENCY, 2023, edition="draft", formats=("html", "docx"), params=signed.folder, outputs=tmp_path).path
    listed = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml").select_one("aside.review table.data")
    assert listed.get_text().count(told) == 3
    word = Document(str(page.with_suffix(".docx")))
    assert told in "".join(cell.text for row in word.tables[-1].rows for cell in row.cells)
    [checked] = check_many(Store(signed.folder), [(AGENCY, 2023)], look=facts_of)
    assert all(told in stage for stage in checked.seen.stages)
    assert checked.seen.signing == f"终审{told}；等待初审"


def test_a_batch_makes_no_final_of_a_report_whose_signatures_are_void(signed: Store, tmp_path: Path):
    [first] = batch(2023, [AGENCY], params=signed.folder, outputs=tmp_path, progress=False)
    assert first.status == "rendered"
    change_year(signed, 2022, {"requests.handled_total.total": 8})

    [again] = batch(2023, [AGENCY], params=signed.folder, outputs=tmp_path, progress=False)
    assert (again.status, "签后所示往年数据已改动" in again.message) == ("blocked", True)


@pytest.mark.parametrize("year", [2022, 2020])
def test_the_charts_read_of_an_earlier_year_just_the_cells_that_a_signature_is_over(year: int):
    """Each cell of the year altered by itself; then what else it says."""
    earlier, now = read_report(record(year)), read_report(record(2023))

    def drawn(before: AnnualReport) -> str:
        return str(appendix({year: before, 2023: now}))

    plain, over = drawn(earlier), set(charted(FORMS[earlier.form]))
    assert {path for path in FORMS[earlier.form].places if drawn(earlier.with_cell(path, 4711)) != plain} == over
    for path, value in earlier.stated.items():
        if path in over:
            assert shown_digest({year: earlier.with_cell(path, 4711)}) != shown_digest({year: earlier})
        elif path not in FORMS[earlier.form].places and path not in ("year", "form"):
            assert drawn(earlier.with_values({path: None if path == "level" else value})) == plain
    assert drawn(earlier.with_values({"published": {"total": 7}, "name": "示例县另一局", WRITTEN: "另一句。"})) == plain
