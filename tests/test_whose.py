"""A notebook, and any module beside it, is code: it runs only where the project is one's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from material import ROOT, SAMPLES
from serving import home_of, serving

from govreport.checks.parallel import check_many
from govreport.cli.main import run
from govreport.entry.export_job import Job
from govreport.rendering import Order, render
from govreport.rendering.own_projects import is_own, keep_own
from govreport.rendering.project import find_notebook
from govreport.store import Store

JUSTICE = "panzhihua/xiqu/justice"
PACKAGED = ROOT / "notebooks" / "report.ipynb"


def marking(mark: Path) -> str:
    """Code that leaves a mark where it runs."""
    return f"open({str(mark)!r}, 'a').write('x')\n"


def put_notebook(folder: Path, name: str, mark: Path) -> Path:
    """The packaged notebook with a cell that leaves a mark."""
    notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(marking(mark), metadata={"tags": ["note"]}))
    (folder / "notebooks").mkdir(exist_ok=True)
    nbformat.write(notebook, folder / "notebooks" / name)
    return folder / "notebooks" / name


def put_modules(folder: Path, mark: Path, *names: str) -> None:
    """Modules called as those that the kit and Python import."""
    for name in names:
        (folder / f"{name}.py").write_text(marking(mark) + f"raise ImportError({name!r})\n", encoding="utf-8")


MODULES = (
    "pandas",
    "plotly",
    "papermill",
    "jupyterlab",
    "voila",
    "ipykernel_launcher",
    "traitlets",
    "sitecustomize",
    "yaml",
    "nbformat",
)
CONFIGURATIONS = (
    "jupyter_server_config",
    "jupyter_config",
    "jupyter_lab_config",
    "voila",
    "ipython_config",
    "ipython_kernel_config",
)


@pytest.fixture
def strange(project: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A project from elsewhere, full of code that would leave a mark."""
    mark = tmp_path / "mark"
    for name in ("report.ipynb", "entry.ipynb"):
        put_notebook(project, name, mark)
    for folder in (project, project / "notebooks"):
        put_modules(folder, mark, *MODULES, *CONFIGURATIONS)
    return project, mark


@pytest.mark.parametrize("engine", ["govreport", "jupyter"])
def test_a_batch_runs_nothing_of_a_project_from_elsewhere_and_says_so(
    strange: tuple[Path, Path], tmp_path: Path, engine: str
):
    project, mark = strange
    words = ["batch", "2024", JUSTICE, "--charts", "none", "--formats", "html,docx", "--engine", engine]

    done = subprocess.run(
        [sys.executable, "-m", "govreport", *words],
        check=False,
        cwd=project,
        env=home_of(tmp_path),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )

    assert done.returncode == 0, done.stderr
    assert (project / "outputs" / "2024" / f"{JUSTICE}.html").is_file()
    assert not mark.exists()
    [line] = [line for line in done.stderr.splitlines() if line.startswith("未使用")]
    assert line.startswith(
        f"未使用 {project / 'notebooks' / 'report.ipynb'}：该项目不是本机账户用 govreport init 建立的"
    )
    assert line.endswith("用 --notebook 指定")


@pytest.mark.parametrize("verb", ["lab", "app"])
def test_the_form_runs_nothing_of_a_project_from_elsewhere_and_says_so(
    strange: tuple[Path, Path], tmp_path: Path, verb: str
):
    project, mark = strange
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}

    with serving(verb, project, tmp_path) as served:
        served.run_form()

        assert served.told.splitlines()[0].startswith(f"未使用 {project / 'notebooks' / 'entry.ipynb'}：")
        if verb == "lab":
            _, _, shown = served.ask("/api/contents/notebooks", token=True)
            assert [each["name"] for each in json.loads(shown)["content"]] == ["entry.ipynb"]
    assert not mark.exists()
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_notebook_of_the_packages_own_is_not_spoken_of(project: Path, capsys: pytest.CaptureFixture[str]):
    shutil.copytree(ROOT / "notebooks", project / "notebooks")

    assert run(["batch", "2024", JUSTICE, "--charts", "none"]) == 0
    assert "未使用" not in capsys.readouterr().err


def test_a_notebook_that_is_named_runs_wherever_it_lies(project: Path, tmp_path: Path):
    mark = tmp_path / "mark"
    path = put_notebook(project, "report.ipynb", mark)

    assert run(["batch", "2024", JUSTICE, "--charts", "none", "--notebook", str(path)]) == 0
    assert mark.exists()


def test_a_form_that_is_named_runs_wherever_it_lies(project: Path, tmp_path: Path):
    mark = tmp_path / "mark"
    path = put_notebook(project, "entry.ipynb", mark)

    with serving("app", project, tmp_path, ("--no-browser", "--notebook", str(path))) as served:
        served.run_form()
    assert mark.exists()


def test_a_page_by_code_does_without_a_strange_notebook_and_warns(project: Path, tmp_path: Path):
    mark = tmp_path / "mark"
    put_notebook(project, "report.ipynb", mark)

    with pytest.warns(UserWarning, match="未使用 .*report.ipynb"):
        render(JUSTICE, 2024, charts="none")
    assert not mark.exists()


def test_what_init_laid_out_is_ones_own_until_it_is_moved(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = tmp_path / "年报"
    assert run(["init", str(folder), "--samples"]) == 0
    report = put_notebook(folder, "report.ipynb", tmp_path / "mark")

    assert find_notebook(folder / "params") == report

    moved = folder.rename(tmp_path / "搬走")
    assert find_notebook(moved / "params") == PACKAGED
    assert "未登记" not in capsys.readouterr().err


@pytest.mark.parametrize("strange", ["report.ipynb", "pandas.py", "pandas/__init__.py"])
def test_init_does_not_own_what_came_from_elsewhere_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], strange: str
):
    folder = tmp_path / "年报"
    (folder / "notebooks" / strange).parent.mkdir(parents=True)
    (folder / "notebooks" / strange).write_text("1", encoding="utf-8")

    assert run(["init", str(folder)]) == 0

    assert not is_own(folder)
    assert (folder / "notebooks" / "entry.ipynb").is_file()
    said = capsys.readouterr().err
    assert f"{folder / 'notebooks' / strange.split('/')[0]}：不是 govreport 自带的文件" in said


def test_init_owns_a_folder_whose_notebooks_are_the_packages_own(tmp_path: Path):
    shutil.copytree(ROOT / "notebooks", tmp_path / "年报" / "notebooks")

    assert run(["init", str(tmp_path / "年报")]) == 0
    assert is_own(tmp_path / "年报")


def test_demo_owns_nothing(tmp_path: Path):
    assert run(["demo", str(tmp_path / "下载" / "示例"), "--agencies", "1", "--years", "1"]) == 0
    assert not is_own(tmp_path / "下载")


@pytest.mark.parametrize("content", [b"", b"{}", b"[1, null]", b"\xff\xfe"])
def test_a_list_that_cannot_be_read_owns_nothing_and_is_begun_again(tmp_path: Path, monkeypatch, content: bytes):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "govreport").mkdir()
    (tmp_path / "govreport" / "projects.json").write_bytes(content)

    assert not is_own(tmp_path)
    keep_own(tmp_path)
    keep_own(tmp_path / "另一个")
    assert is_own(tmp_path)
    assert json.loads((tmp_path / "govreport" / "projects.json").read_text(encoding="utf-8")) == [
        str(tmp_path),
        str(tmp_path / "另一个"),
    ]


def test_the_forms_export_takes_no_module_from_the_project(strange: tuple[Path, Path]):
    project, mark = strange
    heard: list[tuple[bool, str]] = []

    order = Order.of(
        JUSTICE, 2024, edition="draft", formats=["docx"], params=project / "params", outputs=project / "outputs"
    )
    Job(order, lambda well, why: heard.append((well, why))).wait()

    assert heard[0][0], heard
    assert not mark.exists()


def test_checks_by_several_processes_take_no_module_from_the_project(project: Path, tmp_path: Path):
    mark = tmp_path / "mark"
    put_modules(project, mark, "pickle", "yaml", "pydantic", "tempfile", "socket")
    store = Store(project / "params")
    wanted = [(agency, year) for agency, years in store.agencies.items() for year in years] * 20

    assert len(list(check_many(store, wanted, jobs=2))) == len(wanted)
    assert not mark.exists()
    assert "PYTHONSAFEPATH" not in os.environ


def test_modules_beside_ones_own_notebook_can_be_imported(project: Path, tmp_path: Path):
    path = put_notebook(project, "report.ipynb", tmp_path / "mark")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = "import office_words"
    nbformat.write(notebook, path)
    put_modules(path.parent, tmp_path / "mark", "office_words")
    (path.parent / "office_words.py").write_text(marking(tmp_path / "mark"), encoding="utf-8")

    assert run(["batch", "2024", JUSTICE, "--charts", "none", "--notebook", str(path)]) == 0
    assert (tmp_path / "mark").exists()


def test_the_samples_are_nobodys():
    assert not is_own(SAMPLES.parent)
