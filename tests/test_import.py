"""Files brought in: compared with the record that is there, saved only where that is wanted, and journalled."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from material import AGENCY, record, write
from sheets import sent

from govreport.errors import BadRequest
from govreport.exporting import word_document
from govreport.importing import Imported, import_file, import_files, read_file
from govreport.report import AnnualReport, Signoff, read_report
from govreport.store import Store
from govreport.store.saving import LOCK

REPORT = read_report(record(2023))
OTHER = "example/other"
TABLES = "三张表"


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """An empty params folder."""
    folder = tmp_path / "params"
    folder.mkdir()
    return folder


@pytest.fixture
def stored(params: Path) -> Store:
    """A params folder with the bureau's report of 2023."""
    Store(params).add(REPORT, AGENCY)
    return Store(params)


def file_of(
    folder: Path, report: AnnualReport = REPORT, agency: str = AGENCY, name: str = "表.xlsx", **values: Any
) -> Path:
    """A workbook of a report, with cells of its tables overwritten by a person."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(sent(report, agency).put(TABLES, values))
    return folder / name


def imported(params: Path, *paths: Path, **options: Any) -> list[Imported]:
    return import_files(paths, params=params, progress=False, **options)


def files_in(folder: Path) -> set[str]:
    """Every file but the lock of a folder, which stays when it was let go."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != LOCK)
    return {path.relative_to(folder).as_posix() for path in files}


# new, unchanged, different


def test_a_new_agencys_report_is_saved_and_journalled(params: Path, tmp_path: Path):
    [done] = imported(params, file_of(tmp_path))

    assert (done.outcome, done.agency, done.year, done.name) == ("imported", AGENCY, 2023, "示例县示例局")
    assert Store(params).load(AGENCY, 2023) == REPORT
    journal = Store(params).journal(AGENCY)
    line = journal[journal["cell"] == "requests.granted.total"].iloc[0]
    assert (line["before"], line["after"], line["why"]) == (None, 10, "导入 表.xlsx")


def test_a_word_file_is_imported_as_well(params: Path, tmp_path: Path):
    (tmp_path / "稿.docx").write_bytes(word_document(REPORT, AGENCY, "final"))

    assert import_file(tmp_path / "稿.docx", params=params).outcome == "imported"
    assert Store(params).load(AGENCY, 2023) == REPORT


def test_a_file_that_says_what_the_record_says_changes_nothing(stored: Store, tmp_path: Path):
    path = stored.path(AGENCY, 2023)
    before = path.read_bytes()

    [done] = imported(stored.folder, file_of(tmp_path), replace=True)
    assert (done.outcome, done.changes) == ("unchanged", ())
    assert path.read_bytes() == before
    assert files_in(stored.folder) == {f"{AGENCY}/2023.yaml"}


def test_a_file_that_says_otherwise_is_listed_and_not_saved(stored: Store, tmp_path: Path):
    [done] = imported(stored.folder, file_of(tmp_path, E26=3))

    assert done.outcome == "differs"
    assert done.message == "与已有数据有4处不同，没有保存；核对后用 --replace 导入"
    assert [(change.label, change.theirs, change.mine) for change in done.changes] == [
        ("第三部分表格“（一）予以公开”行“商业企业”栏", "2", "3"),
        ("第三部分表格“（一）予以公开”行“总计”栏", "10", "11"),
        ("第三部分表格“（七）总计”行“商业企业”栏", "3", "4"),
        ("第三部分表格“（七）总计”行“总计”栏", "13", "14"),
    ]
    assert stored.load(AGENCY, 2023) == REPORT


def test_replace_saves_it_and_journals_each_place(stored: Store, tmp_path: Path):
    [done] = imported(stored.folder, file_of(tmp_path, D11=300), replace=True)

    assert (done.outcome, [change.path for change in done.changes]) == ("imported", ["disclosure.licenses.decisions"])
    assert Store(stored.folder).load(AGENCY, 2023) == REPORT.with_cell("disclosure.licenses.decisions", 300)
    [line] = Store(stored.folder).journal(AGENCY).to_dict("records")
    assert (line["label"], line["before"], line["after"]) == ("第二部分表格“行政许可”行", 298, 300)
    assert line["why"] == "导入 表.xlsx"
    assert line["by"]


def test_sign_offs_are_void_once_the_content_changed(params: Path, tmp_path: Path):
    signed = REPORT.with_values(
        {"signoffs": [{"stage": "first", "by": "示例甲", "date": "2024-01-05", "digest": REPORT.digest}]}
    )
    Store(params).save(signed, AGENCY, expected=None)

    assert [one.by for one in signed.signoffs if isinstance(one, Signoff)] == ["示例甲"]
    assert imported(params, file_of(tmp_path, signed))[0].outcome == "unchanged"
    assert Store(params).load(AGENCY, 2023).signoffs == signed.signoffs
    [done] = imported(params, file_of(tmp_path, signed, D11=300), replace=True)
    assert (done.outcome, done.message) == ("imported", "原有审签已作废，须重新审签")
    assert Store(params).load(AGENCY, 2023).signoffs == ()


def test_a_persons_comments_in_the_record_survive(params: Path, tmp_path: Path):
    text = (
        "# 由示例甲维护\nname: 示例县示例局\nyear: 2023\nform: 2021\n"
        "disclosure:\n  licenses: 298  # 台账第3页\n  penalties: 9   # 已核\n"
    )
    path = write(params, AGENCY, 2023, text)

    [done] = imported(params, file_of(tmp_path, Store(params).load(AGENCY, 2023), D11=300), replace=True)
    assert done.outcome == "imported"
    assert path.read_text(encoding="utf-8") == text.replace("298", "300")


def test_what_the_coordinator_changed_meanwhile_is_kept(stored: Store, tmp_path: Path):
    sent = file_of(tmp_path, D11=300)
    meanwhile = REPORT.with_values(
        {"disclosure.penalties.decisions": 10, "narrative.problems": "改过的问题。", "level": "township"}
    )
    stored.save(meanwhile, AGENCY, expected=stored.read(AGENCY, 2023)[1])

    [done] = imported(stored.folder, sent, replace=True)
    assert [change.path for change in done.changes] == ["disclosure.licenses.decisions"]
    assert Store(stored.folder).load(AGENCY, 2023) == meanwhile.with_cell("disclosure.licenses.decisions", 300)


def test_sums_follow_where_both_changed_their_own_part_of_a_row(stored: Store, tmp_path: Path):
    sent_out = file_of(tmp_path, D26=9)
    theirs = {"granted.commercial": 4, "granted.total": 12, "handled_total.commercial": 5, "handled_total.total": 15}
    meanwhile = REPORT.with_values({f"requests.{path}": value for path, value in theirs.items()})
    stored.save(meanwhile, AGENCY, expected=stored.read(AGENCY, 2023)[1])

    imported(stored.folder, sent_out, replace=True)

    rows = Store(stored.folder).load(AGENCY, 2023).rows
    assert rows["requests.granted"] == (9, 4, 0, 0, 0, 0, 13)
    assert rows["requests.handled_total"] == (11, 5, 0, 0, 0, 0, 16)


def test_a_place_that_both_changed_is_the_files_and_is_listed_with_all_three(stored: Store, tmp_path: Path):
    sent = file_of(tmp_path, D11=300)
    stored.save(REPORT.with_cell("disclosure.licenses.decisions", 305), AGENCY, expected=stored.read(AGENCY, 2023)[1])

    [change] = imported(stored.folder, sent)[0].changes
    assert (change.opened, change.theirs, change.mine, change.choice) == ("298", "305", "300", None)
    assert Store(stored.folder).load(AGENCY, 2023).cell("disclosure.licenses.decisions") == 305


def test_a_file_that_changed_nothing_does_not_undo_what_the_coordinator_did(stored: Store, tmp_path: Path):
    sent = file_of(tmp_path)
    later = REPORT.with_cell("disclosure.licenses.decisions", 305)
    stored.save(later, AGENCY, expected=stored.read(AGENCY, 2023)[1])

    assert imported(stored.folder, sent, replace=True)[0].outcome == "unchanged"
    assert Store(stored.folder).load(AGENCY, 2023) == later


# what is refused


def test_two_files_of_one_agency_and_year_are_both_refused(params: Path, tmp_path: Path):
    first, second = file_of(tmp_path, D11=1), file_of(tmp_path, name="表 (1).xlsx", D11=2)

    done = imported(params, first, second)
    assert [one.outcome for one in done] == ["refused", "refused"]
    assert done[0].message == "表.xlsx：与 表 (1).xlsx 是同一单位同一年度的，请只保留一份再导入"
    assert files_in(params) == set()


def test_a_file_named_twice_is_one_file(params: Path, tmp_path: Path):
    path = file_of(tmp_path)

    assert [one.outcome for one in imported(params, path, path)] == ["imported", "unchanged"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"agency": OTHER}, "表.xlsx：是示例县示例局（example/bureau）的，与 --agency example/other 不符，未导入"),
        ({"year": 2022}, "表.xlsx：是2023年度的，与 --year 2022 不符，未导入"),
    ],
)
def test_a_file_of_another_agency_or_year_than_asked_is_refused(params: Path, tmp_path: Path, options: Any, said: str):
    [done] = imported(params, file_of(tmp_path), **options)

    assert (done.outcome, done.message) == ("refused", said)
    assert files_in(params) == set()
    with pytest.raises(BadRequest, match="不符，未导入"):
        import_file(tmp_path / "表.xlsx", params=params, **options)


def test_the_agency_may_be_asked_for_by_id_or_name(stored: Store, tmp_path: Path):
    for name in (AGENCY, "示例县示例局"):
        assert imported(stored.folder, file_of(tmp_path), agency=name, year=2023)[0].outcome == "unchanged"


def test_another_form_than_the_records_is_refused(params: Path, tmp_path: Path):
    trial = read_report(record(2020) | {"year": 2023})
    Store(params).save(trial, AGENCY, expected=None)

    [done] = imported(params, file_of(tmp_path), replace=True)
    assert done.message == "表.xlsx：报告格式为 2021，已有数据为 2019，未导入，请核对年度和格式"
    assert Store(params).load(AGENCY, 2023) == trial


@pytest.mark.parametrize("agency", ["../outside", "/etc/x", "a/../../b", "C:\\x", "a\\b", ".", "", "con"])
def test_an_id_in_a_file_cannot_leave_the_params_folder(params: Path, tmp_path: Path, agency: str):
    (tmp_path / "稿.docx").write_bytes(word_document(REPORT, agency, "final"))
    before = files_in(tmp_path)

    [done] = imported(params, tmp_path / "稿.docx")
    assert done.outcome == "refused"
    assert f"单位编号“{agency}”不可用：" in done.message
    assert files_in(tmp_path) == before


@pytest.mark.parametrize(
    ("agency", "reason"),
    [
        ("example/bureau.draft", "“draft”是本工具文件名的专用字"),
        ("superseded/bureau", "“superseded”是本工具存放旧文件的文件夹名"),
        ("Example/bureau", "只是大小写或写法不同"),
    ],
)
def test_an_id_in_a_file_takes_no_others_place(stored: Store, tmp_path: Path, agency: str, reason: str):
    (tmp_path / "稿.docx").write_bytes(word_document(REPORT, agency, "final"))

    [done] = imported(stored.folder, tmp_path / "稿.docx")
    assert done.outcome == "refused"
    assert reason in done.message
    assert list(Store(stored.folder).agencies) == [AGENCY]


def test_a_record_that_cannot_be_read_is_not_overwritten(params: Path, tmp_path: Path):
    path = write(params, AGENCY, 2023, "name: 示例县示例局\nyear: 2023\nform: 2021\nyera: 1\n")

    assert imported(params, file_of(tmp_path), replace=True)[0].outcome == "refused"
    assert path.read_text(encoding="utf-8").endswith("yera: 1\n")


# doubtful


def test_doubtful_places_keep_a_file_out(params: Path, tmp_path: Path):
    [done] = imported(params, file_of(tmp_path, D11="约300"))

    assert (done.outcome, [doubt.cell for doubt in done.doubtful]) == ("doubtful", ["disclosure.licenses.decisions"])
    assert done.message == "有1处待核，没有保存；请改正后再导入，或用 --accept-doubtful 留空导入"
    assert files_in(params) == set()


def test_accepted_doubtful_places_are_saved_blank(params: Path, tmp_path: Path):
    [done] = imported(params, file_of(tmp_path, D11="约300"), accept_doubtful=True)

    assert (done.outcome, len(done.doubtful)) == ("imported", 1)
    assert Store(params).load(AGENCY, 2023) == REPORT.with_cell("disclosure.licenses.decisions", None)


def test_a_doubtful_place_blanks_a_record_only_with_replace(stored: Store, tmp_path: Path):
    path = file_of(tmp_path, D11="约300")

    assert imported(stored.folder, path, accept_doubtful=True)[0].outcome == "differs"
    assert imported(stored.folder, path, accept_doubtful=True, replace=True)[0].outcome == "imported"
    assert Store(stored.folder).load(AGENCY, 2023).cell("disclosure.licenses.decisions") is None


def test_a_reading_tells_what_it_doubts_as_plain_data(tmp_path: Path):
    said = read_file(file_of(tmp_path, D11="约300")).record()

    assert said["record"]["disclosure"]["licenses"] is None
    assert said["record"]["disclosure"]["penalties"] == 9
    assert said["doubtful"] == [
        {"cell": "disclosure.licenses.decisions", "candidates": [], "where": "“三张表”D11", "text": "约300",
         "why": "不是数字，请改为 12、1,234 这样的写法"}
    ]  # fmt: skip


# several files


def test_one_bad_file_stops_no_other_and_the_order_is_kept(stored: Store, tmp_path: Path):
    inbox = tmp_path / "来稿"
    file_of(inbox, name="3.xlsx", D11=300)
    file_of(inbox, agency=OTHER, name="2.xlsx")
    file_of(inbox, agency="example/third", name="4.xlsx", D11="约3")
    (inbox / "1.xlsx").write_bytes(b"junk")
    (inbox / "5.doc").write_bytes(b"junk")
    (inbox / "~$2.xlsx").write_bytes(b"locked")
    (inbox / ".hidden.xlsx").write_bytes(b"junk")
    (inbox / "说明.txt").write_bytes(b"junk")
    (inbox / "下级").mkdir()
    file_of(inbox / "下级", read_report(record(2022)), name="6.XLSX")

    done = imported(stored.folder, inbox, tmp_path / "没有.xlsx")
    assert [(one.path.name, one.outcome) for one in done] == [
        ("1.xlsx", "refused"), ("2.xlsx", "imported"), ("3.xlsx", "differs"), ("4.xlsx", "doubtful"), ("5.doc", "refused"),
        ("6.XLSX", "imported"), ("说明.txt", "refused"), ("没有.xlsx", "refused"),
    ]  # fmt: skip
    assert files_in(stored.folder) == {
        f"{AGENCY}/2023.yaml", f"{AGENCY}/2022.yaml", f"{AGENCY}/journal.jsonl", f"{OTHER}/2023.yaml", f"{OTHER}/journal.jsonl",
    }  # fmt: skip


def test_a_word_file_and_a_workbook_of_one_report_are_rivals(params: Path, tmp_path: Path):
    (tmp_path / "稿.docx").write_bytes(word_document(REPORT, AGENCY, "final"))

    assert [one.outcome for one in imported(params, file_of(tmp_path), tmp_path / "稿.docx")] == ["refused"] * 2


def test_a_word_file_changes_the_record_as_a_workbook_does(stored: Store, tmp_path: Path):
    document = Document(io.BytesIO(word_document(REPORT, AGENCY, "draft")))
    change: Callable[[str], Any] = lambda text: next(one for one in document.paragraphs if one.text == text)  # noqa: E731
    change("增加图解。").runs[0].text = "加强培训。"
    document.save(str(tmp_path / "稿.docx"))

    [done] = imported(stored.folder, tmp_path / "稿.docx", replace=True)
    assert [(one.label, one.mine) for one in done.changes] == [("改进情况", "加强培训。")]
    assert Store(stored.folder).load(AGENCY, 2023) == REPORT.with_values({"narrative.improvements": "加强培训。"})
