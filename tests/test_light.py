"""What we run does without jsonschema's grammar, and leaves it to whoever wants it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from material import ROOT

GRAMMAR = re.compile(r"\| +(lark|rfc3987_syntax\.\w+)$", re.MULTILINE)
"""A module of it among those that Python lists as it imports them."""


def imported_by(folder: Path, *words: str) -> str:
    """The modules that a command imports, in all of its processes."""
    environment = {**os.environ, "PYTHONPROFILEIMPORTTIME": "1"}
    done = subprocess.run(
        [sys.executable, *words],
        check=False,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stderr


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("-m", "govreport", "batch", "2024", "fujian/pingtan", "--charts", "none"), id="batch and its worker"),
        pytest.param(("-c", "from govreport import EntryForm, Page, render, write_notices, write_workbooks"), id="notebooks"),
        pytest.param(("-c", "import govreport.serving.server, jupyterlab.labapp"), id="lab"),
        pytest.param(("-c", "import govreport.serving.server, govreport.serving.page"), id="app"),
    ],
)  # fmt: skip
def test_what_we_run_does_without_the_grammar(words: tuple[str, ...], project: Path):
    listed = imported_by(project, *words)

    assert re.search(r"\| +nbformat$", listed, re.MULTILINE)
    assert not GRAMMAR.search(listed)


def test_who_supervises_workers_needs_no_notebooks():
    needless = "{'nbformat', 'nbconvert', 'papermill', 'plotly', 'IPython'}"

    assert run(f"import sys, govreport.batching.run; print({needless} & set(sys.modules))") == "set()"


def test_notebooks_are_still_validated_and_the_grammar_is_there_for_others():
    code = """
import govreport.rendering.run
import jsonschema, nbformat, rfc3987_syntax

notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("公开")])
nbformat.validate(notebook)
notebook.cells[0].cell_type = "no such cell"
try:
    nbformat.validate(notebook)
except nbformat.ValidationError as error:
    print("refused")
print("date" in jsonschema.FormatChecker.checkers)
print(rfc3987_syntax.is_valid_syntax("iri", "https://示例.中国/公开"), rfc3987_syntax.is_valid_syntax("iri", "公开 "))
"""
    assert run(code).split() == ["refused", "True", "True", "False"]


def test_a_jsonschema_that_is_there_already_is_left_as_it_is():
    code = (
        "import jsonschema, govreport.rendering.run; print(jsonschema.FormatChecker.checkers.keys() >= {'iri', 'date'})"
    )

    assert run(code) == "True"
