"""Fixtures: the samples, a project folder with them, a folder with the invented bureau of three years,
and the form open on its newest."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings
from lending import Lent, Pool
from material import AGENCY, SAMPLES, record, write

from govreport.batching.supervisor import Supervisor
from govreport.entry import EntryForm
from govreport.rendering import render
from govreport.report import read_report
from govreport.store import Store, yaml_text

settings.register_profile("alike", derandomize=True)
settings.load_profile("alike")
"""The same code is judged alike every time; what chance finds, `tests/trials` look for."""

_CONFIG = tempfile.TemporaryDirectory(prefix="govreport-tests-")
os.environ["XDG_CONFIG_HOME"] = os.environ["WIN_PD_OVERRIDE_LOCAL_APPDATA"] = _CONFIG.name
"""This account's own list of projects stays as it is; warm workers look into the same one."""

collect_ignore = ["trials"]
"""Programs of their own; `test_trials.py` runs them."""


@pytest.fixture(autouse=True)
def _no_params_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOVREPORT_PARAMS", raising=False)


@pytest.fixture(scope="session")
def _pool() -> Iterator[Pool]:
    pool = Pool()
    yield pool
    pool.close()


@pytest.fixture(autouse=True)
def _warm_workers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, _pool: Pool) -> None:
    """Batches share warm workers, as a worker forks for every report; `own_workers` marks tests of the workers."""
    if not request.node.get_closest_marker("own_workers"):
        monkeypatch.setattr(
            import_module("govreport.batching.executing"),
            "Supervisor",
            lambda *given: Lent(_pool) if given in ((), ("fork",)) else Supervisor(*given),
        )


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the samples, in a folder whose path has a space and Chinese; it is the working folder."""
    folder = tmp_path / "年报 项目"
    shutil.copytree(SAMPLES, folder / "params")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def bureau(tmp_path: Path) -> Store:
    """The invented bureau's reports of 2020, 2022 and 2023."""
    params = tmp_path / "params"
    for year in (2020, 2022, 2023):
        write(params, AGENCY, year, yaml_text(read_report(record(year))))
    return Store(params)


@pytest.fixture
def form(bureau: Store) -> Iterator[EntryForm]:
    """The form, open on the invented bureau's 2023."""
    form = EntryForm(AGENCY, 2023, bureau.folder, by="示例甲")
    yield form
    form.close()


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Renders a sample's page, once for each combination; gives its path."""
    outputs = tmp_path_factory.mktemp("outputs")
    done: dict[tuple[str, int, str, str], Path] = {}

    def page(agency: str, year: int, edition: str = "final", charts: str = "interactive") -> Path:
        wanted = (agency, year, edition, charts)
        if wanted not in done:
            folder = outputs / charts
            done[wanted] = render(agency, year, edition=edition, charts=charts, params=SAMPLES, outputs=folder).path
        return done[wanted]

    return page
