"""Installed from a wheel, in an empty folder, the same commands work."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from material import ROOT, SAMPLES


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `govreport` is the wheel's, away from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)], check=True
    )
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return {**os.environ, "PYTHONPATH": str(folder / "site"), "PYTHONSAFEPATH": "1"}


def govreport(installed: dict[str, str], folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from govreport.cli import main; main()", *words]
    return subprocess.run(
        command, env=installed, cwd=folder, check=False, capture_output=True, text=True, encoding="utf-8"
    )


def test_an_empty_folder_becomes_a_project_that_renders(installed: dict[str, str], tmp_path: Path):
    folder = tmp_path / "空 文件夹"
    folder.mkdir()
    where = subprocess.run(
        [sys.executable, "-c", "import govreport; print(govreport.__file__)"],
        env=installed, cwd=folder, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert str(ROOT) not in where.stdout

    begun = govreport(installed, folder, "init", "--samples")
    done = govreport(installed, folder, "batch", "2024", "panzhihua/xiqu/justice")

    assert (begun.returncode, done.returncode) == (0, 0), done.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["notebooks", "outputs", "params"]
    assert sum(1 for _ in (folder / "params").rglob("*.yaml")) == sum(1 for _ in SAMPLES.rglob("*.yaml")) == 10
    assert (folder / "outputs" / "2024" / "panzhihua" / "xiqu" / "justice.html").is_file()


def test_without_a_notebook_of_its_own_a_project_uses_the_packages(installed: dict[str, str], tmp_path: Path):
    assert govreport(installed, tmp_path, "init", "--samples").returncode == 0
    for path in (tmp_path / "notebooks").iterdir():
        path.unlink()

    assert govreport(installed, tmp_path, "batch", "2024", "jiangsu", "--charts", "none").returncode == 0


def test_the_wheel_brings_the_form_with_its_scripts_and_settings(installed: dict[str, str], tmp_path: Path):
    assert govreport(installed, tmp_path, "init", "--samples").returncode == 0
    script = (
        "from importlib.resources import files; from govreport import EntryForm\n"
        "form = EntryForm('jiangsu/suqian', 2024); print(len(form.report.cells), sum(one.blocks for one in form.findings)); form.close()\n"
        "share = files('govreport.entry') / 'share'\n"
        "print(sorted(one.name for one in share.iterdir()))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], env=installed, cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout

    assert said == "200 0\n['jupyter_server_config.d', 'labconfig', 'labextensions', 'voila']\n"
    assert (tmp_path / "notebooks" / "entry.ipynb").is_file()


def test_the_wheel_writes_notices_and_the_quality_record(installed: dict[str, str], tmp_path: Path):
    assert govreport(installed, tmp_path, "init", "--samples").returncode == 0

    noticed = govreport(installed, tmp_path, "notice", "2020", "--formats", "html,docx")
    checked = govreport(installed, tmp_path, "check", "2020", "--report", "质量报告.html")

    assert (noticed.returncode, checked.returncode) == (0, 1), noticed.stderr + checked.stderr
    written = sorted(path.name for path in (tmp_path / "outputs" / "2020" / "fujian").iterdir())
    assert written == ["pingtan.notice.docx", "pingtan.notice.html"]
    assert "质量校核情况报告" in (tmp_path / "质量报告.html").read_text(encoding="utf-8")
