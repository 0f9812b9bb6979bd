"""What a signature is over, and who signed: earlier years that the page charts (P4), and the journal (P10)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docx import Document
from material import AGENCY, SAMPLES, record, write
from openpyxl import load_workbook

from govreport.batching import batch
from govreport.batching.demo import make_district
from govreport.charts import appendix
from govreport.checks import check, check_year, context_of
from govreport.checks.parallel import check_many
from govreport.cli.main import run
from govreport.errors import BadRequest, Blocked
from govreport.exporting import workbook
from govreport.form import FORMS, charted
from govreport.importing import import_file
from govreport.oversight import facts_of
from govreport.rendering import Page, render
from govreport.report import AnnualReport, read_report, shown_digest, sign, signing_of
from govreport.store import Store, yaml_text

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
    assert told.startswith("初审、复审、终审后内容已修改（所示往年数据已改动），审签失效")
    with pytest.raises(Blocked, match="审签未完成：终审后所示往年数据已改动，须重新审签；等待初审"):
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
    told = "审签后所示往年数据已改动，须重新审签"

    page = render(AGENCY, 2023, edition="draft", formats=("html", "docx"), params=signed.folder, outputs=tmp_path).path
    listed = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml").select_one("aside.review table.data")
    assert listed.get_text().count(told) == 3
    word = Document(str(page.with_suffix(".docx")))
    assert told in "".join(cell.text for row in word.tables[-1].rows for cell in row.cells)
    [checked] = check_many(Store(signed.folder), [(AGENCY, 2023)], look=facts_of)
    assert all(told in stage for stage in checked.seen.stages)
    assert checked.seen.signing == "终审后所示往年数据已改动，须重新审签；等待初审"


def test_a_batch_makes_no_final_of_a_report_whose_signatures_are_void(signed: Store, tmp_path: Path):
    [first] = batch(2023, [AGENCY], params=signed.folder, outputs=tmp_path, progress=False)
    assert first.status == "rendered"
    change_year(signed, 2022, {"requests.handled_total.total": 8})

    [again] = batch(2023, [AGENCY], params=signed.folder, outputs=tmp_path, progress=False)
    assert (again.status, "终审后所示往年数据已改动" in again.message) == ("blocked", True)


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


# 8b: what the journal tells


def test_what_the_journal_recorded_is_silent(signed: Store):
    assert said(signed, "P10") == []
    change_year(signed, 2023, {"disclosure.licenses.decisions": 299})
    assert said(signed, "P10") == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("示例甲", "示例戊", "初审通过（示例戊，2024-01-10）与录入记录不符：审签人记录为“示例甲”，现为“示例戊”"),
        ("by: 示例乙, date: 2024-01-10", "by: 示例乙, date: 2024-01-09", "日期记录为“2024-01-10”，现为“2024-01-09”"),
        ("by: 示例丙,", "by: 示例丙, opinion: 同意,", "终审通过（示例丙，2024-01-10）与录入记录不符：意见已改动"),
    ],
)
def test_p10_a_signature_altered_by_hand(signed: Store, old: str, new: str, told: str):
    rewrite(signed, lambda text: text.replace(old, new, 1))

    [found] = said(signed, "P10")
    assert told in found


def test_p10_digests_that_were_computed_anew(signed: Store):
    report = signed.load(AGENCY, 2023)
    old, new = report.digest, report.with_cell("disclosure.licenses.decisions", 299).digest
    rewrite(signed, lambda text: text.replace("licenses: 298", "licenses: 299").replace(old, new))

    assert said(signed, "P4") == []
    found = said(signed, "P10")
    assert [one.partition("（")[0] for one in found] == ["初审通过", "复审通过", "终审通过"]
    assert all("内容摘要已改动" in one for one in found)


def test_p10_signatures_that_were_deleted(signed: Store):
    rewrite(signed, lambda text: text[: text.index("signoffs:")])

    assert [one.split("，数据文件")[0] for one in said(signed, "P10")] == [
        "录入记录中有初审通过（示例甲，2024-01-10）",
        "录入记录中有复审通过（示例乙，2024-01-10）",
        "录入记录中有终审通过（示例丙，2024-01-10）",
    ]


def test_p10_one_signature_deleted_copied_or_put_before_another(signed: Store):
    path = signed.folder / FILE_2023
    whole = path.read_text(encoding="utf-8")
    first, second, final = [line for line in whole.splitlines() if "stage:" in line]
    path.write_text(whole.replace(f"{second}\n", ""), encoding="utf-8")
    assert ["复审通过（示例乙" in one for one in said(signed, "P10")] == [True]
    path.write_text(whole.replace(final, f"{final}\n{first}"), encoding="utf-8")
    assert [one.split("，可能")[0] for one in said(signed, "P10")] == ["初审通过（示例甲，2024-01-10）没有录入记录"]
    path.write_text(whole.replace(first, "…").replace(second, first).replace("…", second), encoding="utf-8")
    assert said(signed, "P10")[0].startswith("审签的先后次序与录入记录不符")


def test_p10_a_signature_that_was_written_into_the_file(bureau: Store):
    digest = bureau.load(AGENCY, 2023).digest
    line = f"signoffs:\n  - {{stage: first, by: 示例甲, date: 2024-01-10, digest: {digest}}}\n"
    change_year(bureau, 2023, {"dated": "2024-01-09"})
    rewrite(bureau, lambda text: text.replace("signoffs: []", "") + line)

    assert said(bureau, "P10")[0].startswith("初审通过（示例甲，2024-01-10）没有录入记录，可能是直接写入数据文件的")


def test_p10_the_journal_is_gone(signed: Store):
    (signed.folder / JOURNAL).unlink()

    [found] = said(signed, "P10")
    assert found.startswith("录入记录（journal.jsonl）不存在，无法核实审签：初审通过（示例甲，2024-01-10）、复审通过")


def test_a_report_without_signatures_needs_no_journal(bureau: Store):
    assert said(bureau, "P10") == []


def test_p10_a_signature_in_a_save_that_was_never_done_is_none(signed: Store):
    line = {
        "time": "2024-01-11T09:00:00+08:00",
        "by": "示例丁",
        "year": 2023,
        "before": None,
        "why": "退回",
        "save": "feed",
    }
    with (signed.folder / JOURNAL).open("a", encoding="utf-8") as journal:
        for cell, after in (
            ("signoffs.3.stage", "first"),
            ("signoffs.3.by", "示例丁"),
            ("signoffs.3.date", "2024-01-11"),
        ):
            journal.write(json.dumps(line | {"cell": cell, "after": after}, ensure_ascii=False) + "\n")
        journal.write('{"void":"feed"}\n')
    assert said(signed, "P10") == []


@pytest.mark.parametrize("broken", ['{"time":"2024-01-10T10:00', "\x00\x00\x00", '{"cell":"signoffs.0.by"', "[]"])
def test_a_broken_line_of_the_journal_neither_hides_nor_invents_p10(signed: Store, broken: str):
    journal = signed.folder / JOURNAL
    lines = journal.read_text(encoding="utf-8").splitlines()
    [by] = [line for line in lines if '"cell":"signoffs.0.by"' in line]
    journal.write_text("\n".join([*lines, broken]), encoding="utf-8")
    assert said(signed, "P10") == []
    journal.write_text("\n".join(broken if line == by else line for line in lines) + "\n", encoding="utf-8")
    assert said(signed, "P10") == []

    rewrite(signed, lambda text: text.replace("示例乙", "示例戊"))
    assert [one.partition("与")[0] for one in said(signed, "P10")] == ["复审通过（示例戊，2024-01-10）"]


def test_p10_a_journal_that_was_written_by_hand_is_read_all_the_same(signed: Store):
    line = {"time": "", "year": 2023, "before": None, "after": ["first", {}]}
    with (signed.folder / JOURNAL).open("a", encoding="utf-8") as journal:
        for cell in (
            "signoffs.7.stage",
            "signoffs.7.",
            "signoffs.",
            "signoffs.x.by",
            "signoffs.²",
            f"signoffs.{'9' * 5000}.by",
        ):
            journal.write(json.dumps(line | {"cell": cell}) + "\n")

    [found] = said(signed, "P10")
    assert found.startswith("录入记录中有['first', {}]通过（，），数据文件中没有")


def test_what_the_kit_took_away_is_no_loss(signed: Store, tmp_path: Path):
    sent = load_workbook(BytesIO(workbook(signed.load(AGENCY, 2023), AGENCY)))
    sent[TABLES]["D11"] = 300
    sent.save(tmp_path / "表.xlsx")
    import_file(tmp_path / "表.xlsx", replace=True, params=signed.folder)
    assert signed.load(AGENCY, 2023).signoffs == ()
    assert said(signed, "P10") == []


def test_a_year_begun_anew_knows_nothing_of_the_file_before_it(signed: Store):
    (signed.folder / FILE_2023).unlink()
    Store(signed.folder).new(AGENCY, 2023)

    assert said(signed, "P10") == []


def test_a_year_knows_nothing_of_the_signatures_of_another(signed: Store):
    assert [one.rule for one in check_year(Store(signed.folder), AGENCY, 2022) if one.rule == "P10"] == []


def test_a_context_tells_what_signatures_are_held_against(signed: Store):
    context = context_of(signed, AGENCY, 2023)
    assert context.shown == signed.load(AGENCY, 2023).signoffs[0].shown
    assert [one["by"] for one in context.recorded.signoffs] == ["示例甲", "示例乙", "示例丙"]
    assert context_of(signed, AGENCY, 2022).shown is None


def test_the_samples_and_the_invented_district_hold_nothing_against_a_signature_or_a_reason(tmp_path: Path):
    make_district(tmp_path / "示例", agencies=3, years=2, seed=7, progress=False)
    for folder in (SAMPLES, tmp_path / "示例"):
        assert [one for one in check(params=folder) if one.rule in ("P4", "P10", "P11")] == []


# 9b: a report that cannot pass


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"requests": None}, "第三部分表格全部空白，不能初审通过"),
        ({"disclosure": None, "disputes": None}, "第二、四部分表格全部空白，不能初审通过"),
        ({"narrative": {"preamble": "（未填写）", "problems": " "}}, "正文全部空白，不能初审通过"),
    ],
)
def test_a_blank_report_passes_no_stage_but_can_be_returned(values: dict[str, object], said: str):
    blank = read_report(record(2023) | values)

    with pytest.raises(BadRequest, match=said):
        sign(blank, "first", "示例甲", DAY)
    returned = sign(blank, "first", "示例甲", DAY, outcome="return", opinion="请填写")
    assert [stage.state for stage in signing_of(returned).stages] == ["returned", "open", "open"]


def test_a_file_just_begun_passes_no_stage(bureau: Store, capsys: pytest.CaptureFixture[str]):
    bureau.new(AGENCY, 2024)

    words = ("sign", "2024", AGENCY, "--stage", "初审", "--by", "示例甲", "--params", str(bureau.folder))
    assert run(words) == 2
    assert "第四部分表格、正文全部空白，不能初审通过" in capsys.readouterr().err
    assert Store(bureau.folder).load(AGENCY, 2024).signoffs == ()


def test_a_stage_passed_with_errors_is_recorded_and_each_is_told(bureau: Store, capsys: pytest.CaptureFixture[str]):
    change_year(bureau, 2023, {"requests.granted.total": 11, "publication.date": "2024-03-01"})
    for stage, person in (("初审", "示例甲"), ("复审", "示例乙")):
        words = ("sign", "2023", AGENCY, "--stage", stage, "--by", person, "--params", str(bureau.folder))
        assert run(words) == 0

        told = capsys.readouterr()
        assert f"{stage}通过已记录" in told.out
        lines = told.err.splitlines()
        assert lines[0].startswith("注意：还有3项应改正")
        assert [line.split(maxsplit=2)[:2] for line in lines[1:]] == [
            ["[应改正]", "A1"],
            ["[应改正]", "A2"],
            ["[应改正]", "P1"],
        ]
