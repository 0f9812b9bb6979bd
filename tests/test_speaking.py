"""What the command says on a terminal is its own: no name, file or value from elsewhere steers it."""

from __future__ import annotations

import ast
import json
import os
import pty
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from material import AGENCY, ROOT, record, write

from govreport.cli.main import run
from govreport.report import read_report
from govreport.store import yaml_text

HOSTILE = "示例县\x1b[31m\x1b]0;题\x07\x9b2J\u202e示例\u2066局\r\n共0项。\u2028\x7f"
SHOWN = "示例县〔U+001B〕[31m〔U+001B〕]0;题〔U+0007〕〔U+009B〕2J〔U+202E〕示例〔U+2066〕局〔U+000D〕〔U+000A〕共0项。〔U+2028〕〔U+007F〕"


def steering(text: str) -> set[str]:
    """The characters of an output that steer a terminal, or turn or break a line."""
    return {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}} - {"\n"}


@pytest.fixture
def params(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office whose name is hostile, with figures that do not agree."""
    monkeypatch.chdir(tmp_path)
    for year in (2022, 2023):
        report = record(year) | {"name": HOSTILE}
        report["requests"]["granted"][6] = 77
        write(tmp_path / "params", AGENCY, year, yaml_text(read_report(report)))
    return tmp_path / "params"


WHERE = ("--where", "第一部分\x1b[31m", "--kind", "表述")

COMMANDS = [
    ("check", "2023"),
    ("check", "2023", "没有\x1b[2J\u202e"),
    ("batch", "2023"),
    ("sign", "2023", AGENCY, "--stage", "first", "--by", "示例\x1b[31m人"),
    ("ledger", "2023", AGENCY, "--add", "改正\x1b[31m\u202e", *WHERE, "--by", "示例\x9b人"),
    ("notice", "2023"),
    ("workbook", "2024", "--to", "填报\u202e表"),
    ("new", "2024", "没有\x1b[31m\u202e", "--name", HOSTILE),
    ("import", "没有\x1b[31m.xlsx"),
    ("screen", "没有\x1b[31m.txt"),
    ("\x1b[31mcheck",),
    ("check", "--\x1b[31m"),
    ("check", "2023\u202e", "\x1b[31m"),
    ("init", "年报\x1b[31m\u202e"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: ascii(words[0]) + f"-{len(words)}")
def test_no_command_lets_a_text_steer_the_terminal(
    words: tuple[str, ...], params: Path, capfd: pytest.CaptureFixture[str]
):
    run(words)

    said = capfd.readouterr()
    assert said.out + said.err
    assert steering(said.out + said.err) == set()
    assert "〔U+" in said.out + said.err


def test_what_is_hidden_in_a_name_is_shown(params: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["check", "2023"]) == 1

    assert capsys.readouterr().out.splitlines()[0].startswith(f"{SHOWN} 2023年度：校核发现")


def test_a_list_shows_a_hostile_entry_on_one_line(params: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["ledger", "2023", AGENCY, "--add", "改正\n共0项。", *WHERE, "--by", "示例人"]) == 0
    assert run(["ledger"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert "共0项。" not in lines
    assert lines[-1].startswith("共1项")


@pytest.mark.parametrize("name", ["年报\x1b[31m.xlsx", "年报\u202e.docx", "年报\n共1个文件.pdf", "年报\x9b.html"])
def test_a_hostile_file_name_is_one_line(params: Path, capsys: pytest.CaptureFixture[str], name: str):
    Path(name).write_bytes(b"no such file")

    assert run(["import", name]) == 2

    said = capsys.readouterr()
    assert steering(said.out + said.err) == set()
    [line] = said.err.splitlines()
    assert line.startswith("年报〔U+")


def test_a_value_quoted_from_a_file_steers_nothing(params: Path, capsys: pytest.CaptureFixture[str]):
    path = params / AGENCY / "2023.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("level: county_department", 'level: "county\\e[31m\\u202E"'),
        encoding="utf-8",
    )

    assert run(["check", "2023"]) == 1

    said = capsys.readouterr()
    assert steering(said.out + said.err) == set()
    assert "〔U+001B〕" in said.err


def test_json_says_the_same_by_escapes(params: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["ledger", "2023", AGENCY, "--add", HOSTILE, *WHERE, "--by", "示例人"]) == 0
    capsys.readouterr()
    assert run(["ledger", "--json"]) == 0

    out = capsys.readouterr().out
    assert steering(out) == set()
    [item] = map(json.loads, out.splitlines())
    assert (item["where"], item["text"]) == ("第一部分\x1b[31m", HOSTILE)


def test_a_record_printed_to_a_file_is_exact_and_on_a_terminal_visible(params: Path, tmp_path: Path):
    assert run(["workbook", "2023", "--to", "表"]) == 0
    [path] = (tmp_path / "表").rglob("*.xlsx")
    command = [sys.executable, "-m", "govreport", "import", str(path), "--dry-run"]
    ours, theirs = pty.openpty()

    exact = subprocess.run(command, check=False, capture_output=True).stdout.decode("utf-8")
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL):
        os.close(theirs)
        shown = b""
        while piece := _read(ours):
            shown += piece
    os.close(ours)

    assert "\u202e" in exact
    assert steering(shown.decode("utf-8").replace("\r\n", "\n")) == set()
    assert "〔U+202E〕" in shown.decode("utf-8")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_all_that_the_command_says_goes_one_way():
    for path in (ROOT / "govreport" / "cli").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            says = isinstance(node, ast.Attribute) and node.attr in {"echo", "secho", "prompt", "confirm"}
            assert not says or path.name in {"output.py", "main.py"}, f"{path.name}:{getattr(node, 'lineno', '')}"
