"""The in-process engine puts out what a kernel puts out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from material import ROOT, SAMPLES

from govreport.errors import BadRequest
from govreport.rendering.engine import fresh_shell

NOTEBOOKS: dict[str, list[str]] = {
    "error_in_a_cell": ["x = 1", "def f():\n    return 1 / 0\nf()", "x = 2"],
    "syntax_error": ["x = = 1"],
    "stdout_and_stderr": [
        "import sys\nprint('甲')\nprint('乙', file=sys.stderr)\nprint('丙', end='')\nsys.stdout.write('丁\\n')",
        "import warnings; warnings.warn('注意')",
        "import logging; logging.warning('警告')",
    ],
    "display_updates": [
        "from IPython.display import display, update_display, clear_output, HTML\nh = display('甲', display_id='x')",
        "update_display('乙', display_id='x')",
        "display(HTML('<b>1</b>'), display_id='x'); print('后')",
        "print('一'); clear_output(); print('二')",
        "print('一'); clear_output(wait=True); print('二')",
        "handle = display('1', display_id=True); handle.update('2')",
    ],
    "rich_reprs": [
        "class R:\n    def _repr_html_(self): return '<i>r</i>'\n    def _repr_latex_(self): return '$x$'\nR()",
        "class M:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        return {'text/plain': 'm', 'application/json': {'a': [1, None]}}, {'application/json': {'expanded': True}}\nM()",
        "class D:\n    def _ipython_display_(self):\n        print('shown')\nD()",
        "import pandas as pd\npd.DataFrame({'列': [1, None]})",
        "class P:\n    def _repr_png_(self): return b'\\x89PNG\\r\\n\\x1a\\n0000'\nP()",
        "None",
        "1;",
        "_",
    ],
    "unicode": ["'\U00020bb7野家 é \\u2028 ❤'", "print('\U00020bb7')"],
    "a_plot": [
        "import matplotlib.pyplot as plt\nplt.rcParams['svg.hashsalt'] = 'x'\nplt.plot([1, 2])",
        "fig, ax = plt.subplots()\nax.bar(['甲'], [1])\nplt.close(fig)\nprint('closed')",
        "plt.plot([3, 1]); plt.show()\nprint('after')",
    ],
    "big_output": ["print('x' * 300000)", "list(range(2000))", "for i in range(3000): print(i)"],
    "sys_exit": ["print('before')", "import sys; sys.exit()", "print('after')"],
    "sys_exit_with_a_status": ["import sys; sys.exit(3)"],
    "an_exception_in_a_repr": [
        "class B:\n    def __repr__(self):\n        raise ValueError('repr')",
        "B()",
        "print('next')",
    ],
    "magics": [
        "%%capture held\nprint('held')",
        "held.stdout",
        "%env GOVREPORT_TEST=1",
        "!echo shell",
        "files = !echo one\nfiles",
        "%who_ls",
        "%%javascript\nvar x = 1",
        "%nosuchmagic",
    ],
    "names": [
        "__name__",
        "import sys; sys.modules['__main__'].__dict__ is globals()",
        "import pickle\nclass K: pass\ntype(pickle.loads(pickle.dumps(K()))).__name__",
        "In[-2], Out, get_ipython().execution_count",
        "import inspect\ndef g(): pass\ninspect.getsource(g)",
        "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    print(len(traceback.format_exc()) > 0)",
    ],
    "await": ["import asyncio\nawait asyncio.sleep(0, 'slept')"],
    "an_allowed_error": ["#raises-exception\n1 / 0", "print('goes on')"],
    "empty_cells": ["", "  \n", "1"],
}
ADDRESS = re.compile(r"at 0x[0-9a-f]+")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
CELL_FILE = re.compile(r"(/[^ ]*/ipykernel_\d+/\d+\.py|<ipython-input-\d+-[0-9a-f]+>|\b\d+\.py)(:\d+)?")


def notebook(cells: list[str]) -> nbformat.NotebookNode:
    made = nbformat.v4.new_notebook()
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for source in cells:
        cell = nbformat.v4.new_code_cell(source)
        if source.startswith("#raises-exception"):
            cell.metadata.tags = ["raises-exception"]
        made.cells.append(cell)
    return made


RUN_ALL = """
import json, sys
import papermill
from papermill.exceptions import PapermillExecutionError

for path, out, engine, parameters in json.load(sys.stdin):
    ended = "done"
    try:
        papermill.execute_notebook(path, out, parameters=parameters, engine_name=engine, progress_bar=False)
    except PapermillExecutionError as error:
        ended = f"{error.ename} in cell {error.cell_index}, count {error.exec_count}"
    print(json.dumps([out, ended]))
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str | None], tuple[list[Any], str]]:
    """What each cell of each notebook put out, and how the run ended, by notebook and engine.

    All notebooks of an engine run one after another in one process, away from what pytest does to streams.
    """
    folder = tmp_path_factory.mktemp("notebooks")
    for name, cells in NOTEBOOKS.items():
        nbformat.write(notebook(cells), folder / f"{name}.ipynb")
    shutil.copy(ROOT / "notebooks" / "report.ipynb", folder)
    chosen = {"agency": "fujian/pingtan", "year": 2024, "params": str(SAMPLES)}
    found: dict[tuple[str, str | None], tuple[list[Any], str]] = {}
    for engine in ("govreport", None):
        tasks = [
            (str(folder / f"{name}.ipynb"), str(folder / f"{name}.{engine}.ipynb"), engine, parameters)
            for name, parameters in [*((name, {}) for name in NOTEBOOKS), ("report", chosen)]
        ]
        done = subprocess.run(
            [sys.executable, "-c", RUN_ALL],
            input=json.dumps(tasks), cwd=folder, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        for out, ended in map(json.loads, done.stdout.splitlines()):
            cells = [cell for cell in nbformat.read(out, as_version=4).cells if cell.cell_type == "code"]
            name = Path(out).name.split(".")[0]
            found[name, engine] = [(cell.execution_count, comparable(cell.outputs)) for cell in cells], ended
    return found


def comparable(outputs: list[nbformat.NotebookNode]) -> list[Any]:
    """Outputs without colours and cell file names, streams merged by name."""
    found: list[Any] = []
    streams: dict[str, dict[str, Any]] = {}
    for output in outputs:
        plain = dict(output)
        if output.output_type == "stream":
            if output.name in streams:
                streams[output.name]["text"] += output.text
                continue
            streams[output.name] = plain
        found.append(plain)
    return [{key: cleaned(value) for key, value in output.items()} for output in found]


def cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return ADDRESS.sub("at <address>", CELL_FILE.sub("<cell>", ANSI.sub("", value)))
    if isinstance(value, list):
        return cleaned("\n".join(value)) if all(isinstance(item, str) for item in value) else value
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items()}
    return value


@pytest.mark.parametrize("name", [*NOTEBOOKS, "report"])
def test_the_engine_puts_out_what_a_kernel_puts_out(runs: Any, name: str):
    ours, kernels = runs[name, "govreport"], runs[name, None]

    if name == "an_exception_in_a_repr":
        ours, kernels = without_context(ours), without_context(kernels)
    for mine, theirs in zip(ours[0], kernels[0], strict=True):
        assert mine == theirs
    assert ours[1] == kernels[1]


def without_context(run: tuple[list[Any], str]) -> tuple[list[Any], str]:
    """A run whose tracebacks keep the failing line alone: a kernel leaves its neighbours out when it shows a value."""
    cells = json.loads(json.dumps(run[0]))
    for output in (output for _, outputs in cells for output in outputs if "traceback" in output):
        output["traceback"] = re.sub(r"(?m)^ +\d+ .*\n|(?<=\d) +", "", output["traceback"])
    return cells, run[1]


def test_the_notebooks_end_as_they_are_named(runs: Any):
    ended = {name: how for (name, engine), (_, how) in runs.items() if engine == "govreport"}

    assert ended["report"] == ended["stdout_and_stderr"] == ended["sys_exit"] == "done"
    assert ended["error_in_a_cell"] == "ZeroDivisionError in cell 1, count 2"
    assert ended["sys_exit_with_a_status"] == "SystemExit in cell 0, count 1"


def test_the_engine_leaves_the_process_as_it_was():
    before = (sys.modules["__main__"], list(sys.path), sys.stdout, sys.excepthook)

    with fresh_shell() as shell:
        well, outputs = shell.run("import sys\nsys.path.append('x')\nsecret = 1\nprint(__name__)")
        assert well
        assert outputs[0].text == "__main__\n"
    with fresh_shell() as shell:
        assert not shell.run("secret")[0]

    assert (sys.modules["__main__"], list(sys.path), sys.stdout, sys.excepthook) == before


def test_the_engine_refuses_to_run_inside_a_live_shell():
    with fresh_shell(), pytest.raises(BadRequest, match="不能在运行中的内核里使用"), fresh_shell():
        pass


def test_papermills_own_command_knows_the_engine(tmp_path: Path):
    path = tmp_path / "one.ipynb"
    nbformat.write(notebook(["print(6 * 7)"]), path)
    command = [sys.executable, "-m", "papermill", "--engine", "govreport", str(path), str(tmp_path / "out.ipynb")]

    subprocess.run(command, check=True, cwd=tmp_path)

    assert "42" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")
