"""The batch: every report it can, and for the others one sentence why not."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from material import ROOT, write

from govreport import batch
from govreport.batch import Outcome
from govreport.errors import BadRequest, NotFound

BROKEN = "name: 示例局\nyear: 2024\nform: 2021\nyera: 2024\n"


def by_agency(outcomes: list[Outcome]) -> dict[str, Outcome]:
    return {outcome.agency: outcome for outcome in outcomes}


def test_one_bad_report_stops_no_other(project: Path):
    write(project / "params", "example/broken", 2024, BROKEN)
    (project / "params" / "roster.yaml").write_text("- {id: example/late, name: 示例迟报局}\n", encoding="utf-8")

    done = by_agency(batch(2024, charts="none", jobs=2, progress=False))

    assert {agency: outcome.status for agency, outcome in done.items()} == {
        "example/broken": "failed",
        "example/late": "missing",
        "fujian/pingtan": "rendered",
        "jiangsu/suqian": "rendered",
        "panzhihua/xiqu/justice": "rendered",
    }
    assert "第4行：未知字段 yera；是否为 year？" in done["example/broken"].message
    assert done["example/broken"].bad_file
    assert done["fujian/pingtan"].warnings == 1
    pages = sorted(path.relative_to(project).as_posix() for path in (project / "outputs").rglob("*") if path.is_file())
    assert pages == [
        "outputs/2024/fujian/pingtan.html",
        "outputs/2024/jiangsu/suqian.html",
        "outputs/2024/panzhihua/xiqu/justice.html",
    ]


def test_a_report_with_errors_is_blocked_and_its_draft_is_rendered(project: Path):
    [blocked] = batch(2020, ["fujian"], charts="none", progress=False)
    [draft] = batch(2020, ["fujian"], edition="draft", charts="none", progress=False)

    assert (blocked.status, blocked.errors, blocked.path) == ("blocked", 3, None)
    assert draft.path == project / "outputs" / "2020" / "fujian" / "pingtan.draft.html"
    assert draft.path.is_file()


def test_a_page_open_in_another_program_is_named_and_the_rest_goes_on(project: Path):
    """A folder in the page's place cannot be replaced either, which is how this system shows a locked file."""
    taken = project / "outputs" / "2024" / "jiangsu" / "suqian.html"
    taken.mkdir(parents=True)

    done = by_agency(batch(2024, charts="none", progress=False))

    assert done["jiangsu/suqian"].status == "failed"
    assert f"{taken}：无法写入" in done["jiangsu/suqian"].message
    assert done["fujian/pingtan"].status == done["panzhihua/xiqu/justice"].status == "rendered"
    assert list(taken.parent.iterdir()) == [taken]


def test_a_worker_that_dies_costs_its_own_report_alone(project: Path):
    notebook = nbformat.read(ROOT / "notebooks" / "report.ipynb", as_version=4)
    killer = "import os, signal\nif 'suqian' in agency:\n    os.kill(os.getppid(), signal.SIGKILL)"
    notebook.cells.append(nbformat.v4.new_code_cell(killer))
    (project / "notebooks").mkdir()
    nbformat.write(notebook, project / "notebooks" / "report.ipynb")

    done = by_agency(batch(2024, charts="none", jobs=2, progress=False))

    assert done["jiangsu/suqian"].status == "failed"
    assert "工作进程意外退出" in done["jiangsu/suqian"].message
    assert done["fujian/pingtan"].status == done["panzhihua/xiqu/justice"].status == "rendered"


def test_no_machine_path_and_no_leftovers(project: Path):
    batch(2024, ["panzhihua"], charts="none", progress=False)
    [page] = [path for path in (project / "outputs").rglob("*") if path.is_file()]

    assert os.fspath(project) not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "error"),
    [({"jobs": 0}, BadRequest), ({"edition": "x"}, BadRequest), ({"agencies": ["nobody"]}, NotFound)],
)
def test_a_wrong_request_is_refused_before_anything_runs(project: Path, options, error):
    with pytest.raises(error):
        batch(2024, **options)
    assert not (project / "outputs").exists()
