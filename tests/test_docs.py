"""The documents say what is so: their commands run, their links lead somewhere, their lists are complete."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from material import ROOT
from serving import home_of

from govreport.checks import RULES
from govreport.cli.main import govreport, run
from govreport.entry import EntryForm
from govreport.report import SEVERITIES

READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
GUIDE = ROOT / "docs" / "guide.zh-CN.md"
SERVING = {"lab", "app"}
DOCUMENTS = [
    *READMES,
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "benchmarks" / "README.md",
]


def fenced(path: Path, language: str = "") -> list[str]:
    """The code blocks of a document in one language."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    return [code for named, code in blocks if named == language]


def commands(path: Path) -> list[str]:
    """The commands of the kit and of papermill that a document tells to type, without their comments."""
    lines = (line.partition("#")[0].strip() for block in fenced(path) for line in block.splitlines())
    return [line for line in lines if line.startswith(("govreport ", "papermill "))]


def serves(words: list[str], project: Path) -> bool:
    """Whether the command tells the address of a form; it is ended then."""
    command = [sys.executable, "-m", "govreport", *words, "--no-browser"]
    with subprocess.Popen(command, cwd=project, env=home_of(project), stdout=subprocess.PIPE, text=True) as process:
        said = process.stdout.readline()
        process.terminate()
    return "http://127.0.0.1:" in said


def test_both_readmes_begin_with_the_same_command_and_picture():
    first = [fenced(path)[0] for path in READMES]

    assert first[0] == first[1]
    assert first[0].endswith(".venv/bin/govreport batch 2024\n")
    assert commands(READMES[0]) == commands(READMES[1])
    for picture in ("docs/images/report.png", "docs/images/form.png"):
        assert all(picture in path.read_text(encoding="utf-8") for path in READMES)


@pytest.mark.parametrize("document", [READMES[0], GUIDE], ids=lambda path: path.name)
def test_every_command_of_a_document_runs_as_written(document: Path, tmp_path: Path, monkeypatch, capsys):
    project = tmp_path / "我的 项目"
    project.mkdir()
    monkeypatch.chdir(project)
    typed = commands(document)
    assert len(typed) >= 5

    for command in typed:
        program, *words = shlex.split(command)
        if program == "papermill":
            status = subprocess.run([sys.executable, "-m", "papermill", *words], check=False, cwd=project).returncode
        else:
            if words[0] in SERVING:
                assert serves(words, project), command
                continue
            if words[:2] == ["batch", "2024"] and not {"--charts", "--edition"} & {*words}:
                words += ["--charts", "none"]
            status = run(words)
        assert (command, status) == (command, 0)


def test_the_functions_that_the_readme_shows_do_what_it_says(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["init", "--samples"]) == 0
    [example] = fenced(READMES[0], "python")
    names: dict[str, object] = {}

    for statement in ast.parse(example).body:
        code = ast.get_source_segment(example, statement) or ""
        said = example.splitlines()[(statement.end_lineno or 1) - 1].partition("  # ")[2]
        if isinstance(statement, ast.Expr) and said.startswith(("[", '"')):
            assert eval(code, names) == ast.literal_eval(said), code
        else:
            exec(code, names)

    for form in (each for each in names.values() if isinstance(each, EntryForm)):
        form.close()
    assert {"EntryForm", "batch", "check", "counts", "load", "render"} <= set(names)
    assert (tmp_path / "outputs" / "2024" / "jiangsu" / "suqian.html").is_file()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(document: Path):
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_the_guide_lists_every_rule_with_its_title_and_severity():
    rows = re.findall(r"^\| ([A-Z]\d+) \| (.+?) \| (.+?) \|$", GUIDE.read_text(encoding="utf-8"), flags=re.M)

    assert sorted(rows) == sorted((rule.id, rule.title, SEVERITIES[rule.severity]) for rule in RULES.values())


@pytest.mark.parametrize("verb", sorted(govreport.commands))
def test_the_guide_shows_every_command_and_option(verb: str):
    guide = GUIDE.read_text(encoding="utf-8")
    options = {name for param in govreport.commands[verb].params for name in param.opts if name.startswith("--")}

    assert f"govreport {verb}" in guide
    assert {option for option in options if option not in guide} == set()


def test_ci_runs_the_readmes_own_test_command():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert r"sed -n 's/^\(python3 -m venv .*pytest.*\)$/\1/p' README.md" in script

    lines = [line for block in fenced(READMES[0]) for line in block.splitlines()]
    assert [line for line in lines if re.fullmatch(r"python3 -m venv .*pytest.*", line)] == [
        'python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e ".[test]"'
        " && .venv/bin/python -m pytest -n logical"
    ]
