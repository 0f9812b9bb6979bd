"""Workbooks out and files back, as a coordinator types it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from govreport.batching import make_district, write_workbooks
from govreport.cli.main import run
from govreport.errors import NotFound
from govreport.store import Store, write_roster
from govreport.store.roster import Entry

JUSTICE = "panzhihua/xiqu/justice"
SENT = Path("填报表") / "攀枝花市西区司法局2024年度填报表.xlsx"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = run(words)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def fill(path: Path, label: str, column: int, value: object, sheet: str = "三张表") -> None:
    """Type `value` into a cell of a workbook: of the row with `label`, so many columns right of it."""
    book = load_workbook(path)
    cells = [cell for line in book[sheet].iter_rows() for cell in line if cell.value == label]
    cells[0].offset(column=column).value = value
    book.save(path)


def test_a_workbook_goes_out_comes_back_and_changes_the_record_only_when_told(project: Path, capsys):
    assert said(capsys, "workbook", "2024", "攀枝花市西区司法局", "--to", "填报表")[0] == 0
    assert said(capsys, "import", str(SENT))[:2] == (
        0,
        "文件                                   单位                年度    结果    待核    应改正    请核实    原因\n"
        "-------------------------------------  ------------------  ------  ------  ------  --------  --------  ------\n"
        "攀枝花市西区司法局2024年度填报表.xlsx  攀枝花市西区司法局  2024    未变动                    1\n"
        "共1个文件：未变动1份。\n",
    )
    fill(SENT, "行政许可", 3, 12)

    status, out, err = said(capsys, "import", "填报表")
    assert status == 1
    assert "待确认" in out
    assert err == (
        f"{SENT.name}：与已有数据有1处不同，没有保存；核对后用 --replace 导入\n{SENT.name}：第二部分表格“行政许可”行：0 → 12\n"
    )
    assert Store().load(JUSTICE, 2024).cell("disclosure.licenses.decisions") == 0

    assert said(capsys, "import", "填报表", "--replace")[0] == 0
    assert Store().load(JUSTICE, 2024).cell("disclosure.licenses.decisions") == 12
    [line] = Store().journal(JUSTICE).to_dict("records")
    assert (line["cell"], line["before"], line["after"]) == ("disclosure.licenses.decisions", 0, 12)
    assert line["why"] == f"导入 {SENT.name}"


def test_what_is_found_in_an_imported_report_is_counted(project: Path, capsys):
    said(capsys, "workbook", "2024", JUSTICE, "--to", "填报表")
    fill(SENT, "一、本年新收政府信息公开申请数量", 3, 5)

    status, out, _ = said(capsys, "import", str(SENT), "--replace")

    assert status == 0
    assert out.splitlines()[2].split() == [SENT.name, "攀枝花市西区司法局", "2024", "已导入", "2", "2"]


def test_a_workbook_that_may_be_filled_in_is_not_overwritten(project: Path, capsys):
    said(capsys, "workbook", "2024", JUSTICE, "--to", "填报表")
    fill(SENT, "行政许可", 3, 12)
    filled = SENT.read_bytes()

    status, out, err = said(capsys, "workbook", "2024", JUSTICE, "--to", "填报表")
    assert (status, SENT.read_bytes() == filled) == (1, True)
    assert "已存在，未覆盖" in out
    assert f"{SENT.name} 已存在，可能已有人填写，未覆盖；确要重新生成请加 --replace" in err
    assert said(capsys, "workbook", "2024", JUSTICE, "--to", "填报表", "--replace")[0] == 0
    assert SENT.read_bytes() != filled


def test_next_years_workbook_has_what_this_year_hands_on_and_makes_a_new_record(project: Path, capsys):
    assert said(capsys, "workbook", "2025", "宿迁市人民政府", "--to", "宿迁.xlsx")[0] == 0
    assert not (project / "params" / "jiangsu" / "suqian" / "2025.yaml").exists()
    fill(Path("宿迁.xlsx"), "行政许可", 3, 7)

    assert said(capsys, "import", "宿迁.xlsx")[0] == 0
    report = Store().load("jiangsu/suqian", 2025)
    assert report.cell("requests.carried_in.total") == 125
    assert report.cell("disclosure.normative_documents.in_force") == 420
    assert report.cell("disclosure.licenses.decisions") == 7
    assert report.cell("disclosure.penalties.decisions") is None


def test_a_blank_workbook_can_be_asked_for(project: Path, capsys):
    said(capsys, "workbook", "2024", JUSTICE, "--to", "空表.xlsx", "--blank")

    status, out, _ = said(capsys, "import", "空表.xlsx", "--dry-run", "--json")

    assert status == 0
    assert json.loads(out)["record"]["requests"]["granted"] == [None] * 7
    assert json.loads(out)["record"]["published"] == {"total": None, "channels": []}


def test_dry_run_prints_the_yaml_and_saves_nothing(project: Path, capsys):
    said(capsys, "workbook", "2024", JUSTICE, "--to", "填报表")
    fill(SENT, "行政许可", 3, "约12")
    shutil.rmtree(project / "params" / "panzhihua")

    status, out, err = said(capsys, "import", str(SENT), "--dry-run")
    assert status == 1
    assert "name: 攀枝花市西区司法局\nyear: 2024\n" in out
    assert "licenses: null" in " ".join(out.split())
    said_of_it = "待核：第二部分表格“行政许可”行，“三张表”D11“约12”，不是数字，请改为 12、1,234 这样的写法"
    assert err == f"{SENT.name}：{said_of_it}\n"

    status, out, _ = said(capsys, "import", str(SENT), "--dry-run", "--json")
    [doubt] = json.loads(out)["doubtful"]
    assert doubt["cell"] == "disclosure.licenses.decisions"
    assert doubt["candidates"] == []
    assert "D11" in doubt["where"]
    assert not (project / "params" / "panzhihua").exists()


def test_a_doubtful_cell_keeps_a_file_out_until_that_is_accepted(project: Path, capsys):
    said(capsys, "workbook", "2025", JUSTICE, "--to", "表.xlsx")
    fill(Path("表.xlsx"), "行政许可", 3, "约12")

    status, out, err = said(capsys, "import", "表.xlsx")
    assert status == 1
    assert "有1处待核，没有保存" in err
    assert "攀枝花市西区司法局  2025    有待核  1" in out
    assert 2025 not in Store().agencies[JUSTICE]

    assert said(capsys, "import", "表.xlsx", "--accept-doubtful")[0] == 0
    assert Store().load(JUSTICE, 2025).cell("disclosure.licenses.decisions") is None


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--year", "2023"], "是2024年度的，与 --year 2023 不符"),
        (
            ["--agency", "宿迁市人民政府"],
            "是攀枝花市西区司法局（panzhihua/xiqu/justice）的，与 --agency jiangsu/suqian 不符",
        ),
    ],
)
def test_a_file_of_another_year_or_agency_is_refused(project: Path, capsys, words: list[str], reason: str):
    said(capsys, "workbook", "2024", JUSTICE, "--to", "填报表")

    status, out, err = said(capsys, "import", str(SENT), *words)

    assert status == 2
    assert reason in err
    assert "未导入" in out


def test_one_bad_file_in_a_folder_stops_no_other(project: Path, capsys):
    said(capsys, "workbook", "2024", "--to", "填报表")
    Path("填报表", "坏.xlsx").write_bytes(b"PK\x03\x04 nothing")
    Path("填报表", "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    Path("填报表", "~$宿迁市人民政府2024年度填报表.xlsx").write_bytes(b"lock")

    status, out, err = said(capsys, "import", "填报表")

    assert status == 1
    assert out.splitlines()[-1] == "共5个文件：未变动3份，未导入2份。"
    assert "请在 Excel、Word 或 WPS 中打开，另存为 .xlsx 后再导入" in err
    assert "坏.xlsx：不是可读的工作簿（.xlsx）" in err


def test_two_files_for_one_agency_and_year_are_both_left_to_a_person(project: Path, capsys):
    said(capsys, "workbook", "2024", JUSTICE, "--to", "填报表")
    shutil.copy(SENT, SENT.with_name("最终版2.xlsx"))

    status, _, err = said(capsys, "import", "填报表")

    assert status == 1
    assert f"最终版2.xlsx：与 {SENT.name} 是同一单位同一年度的，请只保留一份再导入" in err


def test_the_result_of_an_import_can_be_read_by_a_program(project: Path, capsys):
    said(capsys, "workbook", "2024", JUSTICE, "--to", "填报表")
    fill(SENT, "行政许可", 3, 12)

    _, out, _ = said(capsys, "import", str(SENT), "--json")

    told = json.loads(out)
    assert (told["outcome"], told["agency"], told["year"]) == ("differs", JUSTICE, 2024)
    assert told["changes"] == [{"cell": "disclosure.licenses.decisions", "before": "0", "after": "12"}]


def test_everyone_on_the_roster_gets_a_workbook_under_a_name_of_its_own(tmp_path: Path):
    params = tmp_path / "params"
    params.mkdir()
    entries = [("a", "示例县财政局"), ("b", "示例县财政局"), ("c", '示例:县"审计"局')]
    write_roster(params, [Entry.model_validate({"id": id, "name": name}) for id, name in entries])

    sent = write_workbooks(2025, to=tmp_path / "out", params=params, progress=False)

    assert [one.path.name for one in sent] == [
        "示例县财政局（a）2025年度填报表.xlsx",
        "示例县财政局（b）2025年度填报表.xlsx",
        "示例_县_审计_局2025年度填报表.xlsx",
    ]
    assert all(one.path.is_file() for one in sent)


def test_a_parents_name_means_those_below_it(tmp_path: Path, capsys):
    make_district(tmp_path / "params", 6, 2, seed=1, progress=False)
    to = str(tmp_path / "out")

    assert said(capsys, "workbook", "2024", "shili", "--params", str(tmp_path / "params"), "--to", to)[0] == 0
    assert len(list((tmp_path / "out").glob("*.xlsx"))) == 6
    status, out, _ = said(capsys, "import", to, "--params", str(tmp_path / "params"))
    assert (status, out.splitlines()[-1]) == (0, "共6个文件：未变动6份。")


def test_one_file_for_several_agencies_is_refused(project: Path, capsys):
    status, _, err = said(capsys, "workbook", "2024", "--to", "全部.xlsx")

    assert (status, err) == (2, "全部.xlsx：有3个单位，--to 应写文件夹；只写一个单位时才能写文件名\n")


def test_where_nobody_is_expected_that_is_said(tmp_path: Path):
    (tmp_path / "params").mkdir()

    with pytest.raises(NotFound, match="没有2025年度应报送的单位"):
        write_workbooks(2025, to=tmp_path / "out", params=tmp_path / "params")
