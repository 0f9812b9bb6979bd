"""The command, as a person types it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from material import AGENCY, write
from openpyxl import Workbook

from govreport.batching import Outcome
from govreport.cli.main import govreport, run
from govreport.form import FORMS
from govreport.store import Store


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The exit status of `govreport WORDS`, what it printed, and what it complained of."""
    status = run(words)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


# check


def test_check_without_errors_is_all_well(project: Path, capsys):
    status, out, err = said(capsys, "check", "2024")

    assert status == 0
    assert err == ""
    assert "攀枝花市西区司法局 2024年度：校核发现：须核实问题1项。\n  [请核实] N9 没有写明数据的统计期限" in out
    assert "  [请核实] Y2 第二部分表格“行政规范性文件”行“现行有效件数”栏为 440" in out
    assert out.splitlines()[-1].startswith("共校核3份报告：应改正问题0项，须核实问题7项，提示")


def test_check_with_errors_says_so_in_its_status(project: Path, capsys):
    assert said(capsys, "check", "2020", "平潭综合实验区管委会")[0] == 1


def test_check_json_is_one_object_a_line_with_exact_numbers(project: Path, capsys):
    status, out, _ = said(capsys, "check", "--json")
    findings = [json.loads(line) for line in out.splitlines()]

    assert status == 1
    assert [one["rule"] for one in findings if one["severity"] == "error"] == ["A2", "A2", "V4"]
    assert list(findings[0]) == [
        "agency",
        "year",
        "rule",
        "severity",
        "cells",
        "message",
        "expected",
        "actual",
        "waived",
    ]
    assert ("A2", 26, 20) in [(one["rule"], one["expected"], one["actual"]) for one in findings]
    assert '"actual":24252.311082' in out


@pytest.mark.parametrize(("named", "status"), [((), 1), (("broken",), 2)])
def test_a_bad_file_is_named_and_the_others_are_checked(project: Path, capsys, named: tuple[str, ...], status: int):
    write(project / "params", "broken", 2024, "name: 示例局\nyear: 2024\nform: 2021\nlevle: x\n")

    found, out, err = said(capsys, "check", "2024", *named, *(["jiangsu"] if named else []))

    assert found == status
    assert err == "params/broken/2024.yaml：第4行：未知字段 levle；是否为 level？\n"
    assert "宿迁市人民政府 2024年度：校核发现：须核实问题3项" in out


# batch


def test_batch_renders_and_ends_with_a_table(project: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    status, out, err = said(capsys, "batch", "2024", "--charts", "none")

    assert status == 0
    assert "攀枝花" not in err
    rows = [line.split() for line in out.splitlines()]
    assert rows[0] == ["单位", "结果", "应改正", "请核实", "用时（秒）", "文件"]
    assert [row[:2] for row in rows[2:5]] == [
        ["平潭综合实验区管委会", "已生成"],
        ["宿迁市人民政府", "已生成"],
        ["攀枝花市西区司法局", "已生成"],
    ]
    assert out.splitlines()[-1] == "共3个单位：已生成3份。"
    assert (project / "outputs" / "2024" / "jiangsu" / "suqian.html").is_file()


def test_a_blocked_report_says_why_and_makes_the_status_1(project: Path, capsys):
    status, out, err = said(capsys, "batch", "2020", "--outputs", "成果")

    assert status == 1
    assert out == "共1个单位：暂不能定稿1份。\n"
    assert err.startswith("平潭综合实验区管委会2020年度报告暂不能定稿，有3项应改正：A2 ")
    assert [path.name for path in (project / "成果").rglob("*.html")] == ["index.html"]


@pytest.mark.parametrize(("named", "status"), [((), 1), (("broken",), 2)])
def test_a_bad_file_in_a_batch_fails_alone(project: Path, capsys, named: tuple[str, ...], status: int):
    write(project / "params", "broken", 2030, "name: 示例局\nyear: 2030\nform: 2021\nrequests: {granted: [0]}\n")

    found, out, err = said(capsys, "batch", "2030", *named)

    assert found == status
    assert "未生成1份" in out
    assert "params/broken/2030.yaml：第4行：requests.granted 应有7列，实有1列" in err


@pytest.mark.parametrize(
    ("became", "failed", "blocked", "missing"),
    [
        ("rendered", 0, 0, 0),
        ("unchanged", 0, 0, 0),
        ("gone", 0, 0, 0),
        ("missing", 0, 0, 1),
        ("blocked", 0, 1, 1),
        ("failed", 1, 1, 1),
    ],
)
def test_fail_on_decides_when_a_batch_has_failed(
    project: Path, capsys, monkeypatch: pytest.MonkeyPatch, became: str, failed: int, blocked: int, missing: int
):
    outcomes = [Outcome("fujian/pingtan", 2024, "final", "rendered"), Outcome("jiangsu/suqian", 2024, "final", became)]
    monkeypatch.setattr("govreport.batching.batch", lambda *_, **__: outcomes)

    wanted = {"failed": failed, "blocked": blocked, "missing": missing}
    assert {kind: said(capsys, "batch", "2024", "--fail-on", kind)[0] for kind in wanted} == wanted
    assert said(capsys, "batch", "2024")[0] == blocked


def test_who_has_not_reported_is_told_and_fails_no_batch(project: Path, capsys):
    (project / "params" / "roster.yaml").write_text("- {id: late, name: 示例迟报局}\n", encoding="utf-8")

    status, out, err = said(capsys, "batch", "2023", "--charts", "none")
    assert status == 0
    assert "示例迟报局：2023年度未报送数据" in err.splitlines()
    assert out.splitlines()[-1] == "共3个单位：已生成2份，未报送1份。"


def test_without_a_terminal_a_batch_writes_plain_lines(project: Path, capsys):
    _, out, err = said(capsys, "batch", "2023", "--charts", "none")

    lines = [line.partition("，")[0] for line in err.splitlines()]
    assert sorted(lines) == ["宿迁市人民政府：已生成", "平潭综合实验区管委会：已生成"]
    assert out == "共2个单位：已生成2份。\n"


def test_demo_says_what_it_planted(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    status, out, _ = said(
        capsys, "demo", "示例 数据", "--agencies", "5", "--years", "2", "--seed", "3", "--faults", "2"
    )

    assert status == 0
    assert out.count("预设差错：示例县第") == 2
    assert said(capsys, "check", "--params", "示例 数据")[0] == 1


# new and init


def test_init_lays_out_a_project_that_works_and_touches_nothing_that_is_there(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "新 年报"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "notebooks" / "report.ipynb").write_text("mine", encoding="utf-8")

    assert said(capsys, "init", "新 年报", "--samples")[0] == 0

    assert (folder / "notebooks" / "report.ipynb").read_text(encoding="utf-8") == "mine"
    assert (folder / "outputs" / "README.md").is_file()
    assert Store(folder / "params").agencies == {
        "fujian/pingtan": [2019, 2020, 2021, 2022, 2023, 2024, 2025],
        "jiangsu/suqian": [2023, 2024],
        "panzhihua/xiqu/justice": [2024],
    }


def test_a_newcomers_own_bureau_from_nothing_to_a_report(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert said(capsys, "init")[0] == 0
    assert said(capsys, "new", "2025", "county/office", "--name", "示例县办公室")[0] == 0
    path = tmp_path / "params" / "county" / "office" / "2025.yaml"
    assert said(capsys, "batch", "2025")[0] == 1

    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("null", "0")
        .replace("level: 0", "level: county_department")
        .replace("dated: 0", "dated: 2026-01-05"),
        encoding="utf-8",
    )
    status, _, err = said(capsys, "batch", "2025", "--charts", "none")

    assert (status, err.count("未生成")) == (0, 0)
    page = (tmp_path / "outputs" / "2025" / "county" / "office.html").read_text(encoding="utf-8")
    assert "<title>示例县办公室2025年政府信息公开工作年度报告</title>" in page


def test_init_makes_the_tree_from_a_list_of_names(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    book = Workbook()
    for row in (
        ["报送单位名单", None, None, None],
        ["单位名称", "编号", "级别", "上级单位"],
        ["示例县人民政府", "county", "县级政府", None],
        ["示例县财政局", "finance", "县级政府部门", "示例县人民政府"],
        ["示例镇人民政府", None, "乡镇政府", "示例县人民政府"],
    ):
        book.active.append(row)
    book.active.delete_rows(1)
    book.save(tmp_path / "名单.xlsx")

    status, out, _ = said(capsys, "init", ".", "--roster", "名单.xlsx")
    store = Store(tmp_path / "params")

    assert status == 0
    assert "已按名单建立3个单位" in out
    assert store.expected(2025) == {
        "county": "示例县人民政府",
        "county/finance": "示例县财政局",
        "county/示例镇人民政府": "示例镇人民政府",
    }
    assert (tmp_path / "params" / "county" / "finance").is_dir()
    assert said(capsys, "new", "2025", "示例县财政局")[0] == 0
    assert Store(tmp_path / "params").load("county/finance", 2025).level == "county_department"


@pytest.mark.parametrize(("year", "edition", "cells"), [(2019, 2019, 201), (2020, 2019, 201), (2021, 2021, 200)])
def test_a_year_is_begun_in_the_edition_that_was_in_force(
    tmp_path: Path, capsys, year: int, edition: int, cells: int
):  # fmt: skip
    (tmp_path / "params").mkdir()
    where = ("--params", str(tmp_path / "params"))
    assert said(capsys, "new", str(year), "county/office", "--name", "示例县办公室", *where)[0] == 0
    begun = Store(tmp_path / "params").load("county/office", year)

    assert (begun.form, len(begun.cells), set(begun.cells.values())) == (edition, cells, {None})


def test_the_year_after_the_trial_takes_over_what_was_carried_out(bureau: Store, capsys):
    assert said(capsys, "new", "2021", AGENCY, "--params", str(bureau.folder))[0] == 0
    begun = Store(bureau.folder).load(AGENCY, 2021)

    assert begun.rows["requests.carried_in"] == (2, 0, 0, 0, 0, 0, 2)
    assert {path for path, value in begun.cells.items() if value is not None} == {
        *FORMS[2021].paths["requests.carried_in"]
    }


# Wrong requests


def begin_county(folder: Path, monkeypatch: pytest.MonkeyPatch, names: dict[str, str]) -> Path:
    """A project begun as the guide says, from a list of 单位名称 and 上级单位 alone, every report of 2024 filled in."""
    monkeypatch.chdir(folder)
    book = Workbook()
    book.active.append(["单位名称", "上级单位"])
    for name, parent in names.items():
        book.active.append([name, parent])
    book.save("名单.xlsx")
    assert run(["init", "--roster", "名单.xlsx"]) == 0
    for name in names:
        assert run(["new", "2024", name]) == 0
    for path in (folder / "params").rglob("2024.yaml"):
        text = path.read_text(encoding="utf-8")
        figures, narrative = text.split("narrative:")
        heading, tables = figures.split("published:")
        written = "".join(
            line.replace("null", "示例文字。") + "\n"
            for line in narrative.split("\n")
            if "preamble" not in line and line
        )
        zeros = tables.replace("null", "0")
        path.write_text(
            f"{heading.replace('dated: null', 'dated: 2025-01-06')}published:{zeros}narrative:\n{written}",
            encoding="utf-8",
        )
    return folder / "outputs" / "2024"


COUNTY = {
    "云溪县人民政府": "",
    "云溪县财政局": "云溪县人民政府",
    "云溪县教育局": "云溪县人民政府",
    "云溪县城关镇人民政府": "云溪县人民政府",
    "云溪县城关镇司法所": "云溪县城关镇人民政府",
}


def test_a_roster_of_names_alone_renders_the_whole_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    """A child's id begins with its parent's name, and a name may be part of every other or a word of every title."""
    odd = {"年度": "云溪县人民政府", "云溪县": "云溪县人民政府", "政府": "云溪县人民政府"}
    outputs = begin_county(tmp_path, monkeypatch, COUNTY | odd)

    status, out, _ = said(capsys, "batch", "2024", "--charts", "none")

    assert status == 0
    assert "共8个单位：已生成8份" in out
    page = (outputs / "云溪县人民政府" / "云溪县城关镇人民政府" / "云溪县城关镇司法所.html").read_text(encoding="utf-8")
    assert '<meta name="govreport:agency" content="云溪县人民政府/云溪县城关镇人民政府/云溪县城关镇司法所">' in page


def test_a_slip_in_one_units_name_fails_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    outputs = begin_county(tmp_path, monkeypatch, COUNTY)
    slip = tmp_path / "params" / "云溪县人民政府" / "云溪县财政局" / "2024.yaml"
    slip.write_text(slip.read_text(encoding="utf-8").replace("name: 云溪县财政局", "name: 报告"), encoding="utf-8")

    said(capsys, "batch", "2024", "--charts", "none")

    made = {page.stem for page in outputs.rglob("*.html")}
    assert made - {"云溪县财政局", "index"} == {*COUNTY} - {"云溪县财政局"}


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["batch"], "缺少参数 年度（用法见 govreport batch --help）"),
        (["batch", "24"], "年度应为四位数字，现为“24”"),
        (["batch", "2024", "--jobs", "0"], "选项 --jobs 应为不小于 1 的整数"),
        (["batch", "2024", "--edtion", "draft"], "没有选项 --edtion；是否为 --edition？"),
        (["batch", "2024", "--edition", "x"], "选项 --edition 只能是 final、draft"),
        (["batch", "2024", "--outputs"], "选项 --outputs 需要一个值"),
        (["batch", "2024", "--engine", "x"], "选项 --engine 只能是 govreport、jupyter"),
        (["batch", "2024", "--timeout", "soon"], "选项 --timeout 应为数字"),
        (["batch", "2024", "--timeout", "0"], "限时 --timeout 应大于 0 秒，现为 0"),
        (["batch", "2024", "-p", "a"], "-p 应写成 名称=值，现为“a”"),
        (["batch", "2024", "-p", "a=1"], "参数 -p 只用于 --notebook 指定的笔记本"),
        (["batch", "2024", "--notebook", "none.ipynb"], "没有这个笔记本"),
        (["demo", "params"], "params：文件夹不是空的"),
        (["bach", "2024"], "没有命令 bach；是否为 batch？"),
        (["new", "2025", "a", "b", "c"], "多出了 b c"),
        (["check", "2024", "宿迁"], "没有单位“宿迁”；是否为 宿迁市人民政府？"),
        (["check", "2024", "suqain"], "没有单位“suqain”；是否为 jiangsu/suqian？"),
        (["check", "2024", "beijing"], "没有单位“beijing”，请核对编号或名称"),
        (["check", "2031"], "没有2031年度的年报数据；现有年度：2019、"),
        (["check", "--params", "nowhere"], "nowhere：没有这个数据文件夹"),
        (["new", "2025", "../../etc", "--name", "x"], "单位编号“../../etc”不可用"),
        (["init", ".", "--roster", "none.xlsx"], "none.xlsx：没有这个文件"),
    ],
)
def test_a_wrong_request_is_one_chinese_line_and_status_2(project: Path, capsys, words: list[str], answer: str):
    status, out, err = said(capsys, *words)

    assert status == 2
    assert out == ""
    assert answer in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", "单位名称\n某局".encode()])
def test_a_roster_that_is_no_workbook_is_refused(project: Path, capsys, content: bytes):
    (project / "名单.xlsx").write_bytes(content)

    status, _, err = said(capsys, "init", ".", "--roster", "名单.xlsx")

    assert status == 2
    assert err == "名单.xlsx：不是可读的 .xlsx 工作簿，请用 Excel 或 WPS 另存为 .xlsx\n"


def test_a_roster_with_faulty_rows_names_each(project: Path, capsys):
    book = Workbook()
    for row in (
        ["单位名称", "级别", "上级单位"],
        ["示例局", "县级", None],
        ["示例乙局", None, "没有的县"],
        ["示例乙局", None, None],
    ):
        book.active.append(row)
    book.save(project / "名单.xlsx")

    status, _, err = said(capsys, "init", ".", "--roster", "名单.xlsx")

    assert status == 2
    assert [line.split("：")[1] for line in err.splitlines()] == ["第2行", "第3行", "第4行"]


def test_a_roster_whose_ids_collide_names_each(project: Path, capsys):
    book = Workbook()
    for row in (
        ["单位名称", "编号", "上级单位"],
        ["示例县", "county", None],
        ["示例甲局", "a", "示例县"],
        ["示例乙局", "A", "示例县"],
        ["示例丙局", "c.draft", "示例县"],
        ["示例丁局", "a", None],
    ):
        book.active.append(row)
    book.save(project / "名单.xlsx")

    status, _, err = said(capsys, "init", "新", "--roster", "名单.xlsx")

    assert status == 2
    assert err.splitlines() == [
        "名单.xlsx：第5行：单位编号“c.draft”不可用：“draft”是本工具文件名的专用字，会与其他文件重名，请改用其他名称",
        "名单.xlsx：第4行：单位“示例乙局”的编号“county/A”与“示例甲局”的“county/a”相同或只是大小写不同，请改为不同的编号",
    ]
    assert not (project / "新").exists()


def test_a_value_of_another_type_than_the_notebook_declares_is_one_line(project: Path, capsys):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("n: int = 1")])
    notebook.cells[0].metadata.tags = ["parameters"]
    nbformat.write(notebook, project / "mine.ipynb")

    status, out, err = said(capsys, "batch", "2024", "--notebook", "mine.ipynb", "-p", "n=abc")

    assert (status, out) == (2, "")
    assert err == "mine.ipynb：参数 n 应为整数，现为“abc”，请改正\n"


def test_without_anything_it_says_how_to_begin(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert "govreport init --samples" in said(capsys, "check")[2]
    (tmp_path / "params").mkdir()
    assert "govreport new" in said(capsys, "batch", "2024")[2]


def test_help_lists_the_commands_by_work(capsys):
    lines = said(capsys, "--help")[1].splitlines()
    headings = [line for line in lines if line.endswith("：") and not line.startswith(" ")]
    at = {
        word: number for number, line in reversed([*enumerate(lines)]) if (word := line.partition("  ")[2][:8].strip())
    }

    assert headings == ["选项：", "准备：", "填报：", "校核：", "审签生成："]
    assert lines.index("准备：") < at["init"] < at["new"] < at["demo"] < lines.index("填报：")
    assert lines.index("校核：") < at["check"] < at["screen"] < at["notice"] < at["ledger"] < lines.index("审签生成：")


def test_help_stands_in_columns_as_a_terminal_shows_chinese(capsys):
    lines = said(capsys, "notice", "--help")[1].splitlines()

    assert "  --only            只处理所列单位本身，不含其下级单位。" in lines
    assert "  --outputs 文件夹  成果文件夹；默认为数据文件夹旁的 outputs。" in lines


@pytest.mark.parametrize("verb", sorted(govreport.commands))
def test_no_help_names_a_value_in_english(capsys, verb: str):
    assert not re.search(r"YEAR|AGENCY|DIR\b|FILE|NAME|PATH|DATE|TEXT|LIST", said(capsys, verb, "--help")[1])


def test_a_file_that_leads_outside_stops_no_check_of_the_others(project: Path, capsys):
    (project / "params" / "odd").mkdir()
    (project / "params" / "odd" / "2024.yaml").symlink_to(project.parent / "elsewhere.yaml")

    status, out, _ = said(capsys, "check", "2024")

    assert status == 1
    assert out.splitlines()[-1].startswith("共校核3份报告")


def test_two_units_of_one_name_are_told_apart_by_their_ids(project: Path, capsys):
    shutil.copytree(project / "params" / "jiangsu", project / "params" / "other")

    assert re.findall(r"^宿迁市人民政府（(.*)） 2024年度", said(capsys, "check", "2024")[1], re.M) == [
        "jiangsu/suqian",
        "other/suqian",
    ]


@pytest.mark.parametrize("verb", sorted(govreport.commands))
def test_every_command_has_chinese_help_with_an_example(capsys, verb: str):
    status, out, _ = said(capsys, verb, "--help")

    assert status == 0
    assert out.startswith(f"用法：govreport {verb} ")
    assert f"\n    govreport {verb}" in out
    for english in ("Usage", "Options", "Show this", "default:"):
        assert english not in out


def test_the_installed_command_speaks_utf_8_whatever_the_console_does(project: Path):
    environment = {"PYTHONIOENCODING": "ascii", "PATH": "", "PYTHONUTF8": "0", "LC_ALL": "C"}
    command = [sys.executable, "-c", "from govreport.cli import main; main()", "check", "2024"]
    done = subprocess.run(command, env=environment, cwd=project, capture_output=True, check=False)

    assert done.returncode == 0
    assert "攀枝花市西区司法局" in done.stdout.decode("utf-8")
