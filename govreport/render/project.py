"""Where a project keeps its notebook and its outputs, and what the package brings for a new one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from govreport.store import find_params, write_atomic
from govreport.store.places import VARIABLE

_NOTEBOOK = Path("notebooks") / "report.ipynb"


def packaged(name: str) -> Path:
    """The package's own copy of a project folder: inside the wheel, or beside the package in a checkout."""
    package = Path(str(files("govreport")))
    inside = package / "project" / name
    return inside if inside.exists() else package.parent / name


def find_notebook(params: Path) -> Path:
    """The project's own `notebooks/report.ipynb` where there is one, else the packaged copy."""
    own = params.parent / _NOTEBOOK
    return own if own.is_file() else packaged("notebooks") / _NOTEBOOK.name


def find_outputs(outputs: str | Path | None, params: str | Path | None) -> Path:
    """The outputs folder: the one given, else beside a params folder that was found upward, else here."""
    if outputs:
        return Path(outputs)
    given = params or os.environ.get(VARIABLE)
    return Path("outputs") if given else find_params().parent / "outputs"


def begin_project(folder: Path, *, samples: bool = False) -> None:
    """Lay out `notebooks/`, `params/` and `outputs/` in `folder`; what is there already is not touched.

    Raises:
        Locked: the folder may not be written.
    """
    for source, target in _files(samples):
        if not (folder / target).exists():
            write_atomic(folder / target, source.read_bytes())
    (folder / "params").mkdir(parents=True, exist_ok=True)


def _files(samples: bool) -> Iterator[tuple[Path, Path]]:
    """What a new project begins with: each file, and where it goes."""
    notebooks = packaged("notebooks")
    yield from ((path, Path("notebooks", path.name)) for path in sorted(notebooks.glob("*.ipynb")))
    yield packaged("outputs") / "README.md", Path("outputs", "README.md")
    if samples:
        params = packaged("params")
        yield from ((path, Path("params") / path.relative_to(params)) for path in sorted(params.rglob("*.yaml")))
