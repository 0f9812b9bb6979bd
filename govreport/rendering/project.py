"""Where a project keeps its notebooks and its outputs, whose they are, and what the package brings for a new one.

A notebook is code. A project's own runs only where the project is one's own; else the packaged one does.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from govreport.errors import Locked, NotFound
from govreport.store import VARIABLE, find_params, write_atomic

from .own_projects import is_own, keep_own

_NOTEBOOKS = "notebooks"
_REPORT = "report.ipynb"
_ENTRY = "entry.ipynb"


def packaged(name: str) -> Path:
    """The package's own copy of a project folder: inside the wheel, or beside the package in a checkout."""
    package = Path(str(files("govreport")))
    inside = package / "project" / name
    return inside if inside.exists() else package.parent / name


def find_notebook(params: Path) -> Path:
    """`notebooks/report.ipynb` of a project that is one's own and has one, else the packaged copy."""
    own = params.parent / _NOTEBOOKS / _REPORT
    return own if is_own(params.parent) and own.is_file() else packaged(_NOTEBOOKS) / _REPORT


def passed_over(params: Path, name: str = _REPORT) -> str | None:
    """What to say of a notebook of the project's that is not run, since the project is not one's own; else None."""
    lying = params.parent / _NOTEBOOKS / name
    if is_own(params.parent) or not lying.is_file() or _is_packaged(lying):
        return None
    return (
        f"未使用 {lying}：该项目不是本机账户用 govreport init 建立的，笔记本是会运行的程序，已改用自带的笔记本；"
        "确认可信的，用 --notebook 指定"
    )


@dataclass(frozen=True)
class Opened:
    """A notebook to be served, and the folder that JupyterLab shows around it."""

    path: Path
    root: Path

    @property
    def inside(self) -> str:
        """Where it lies in the folder, as an address has it."""
        return self.path.relative_to(self.root).as_posix()


def entry_notebook(params: Path, notebook: str | Path | None, private: Path, tell: Callable[[str], None]) -> Opened:
    """The notebook of the form: the one named; that of one's own project; else the packaged one, put into `private`.

    `tell` hears of a notebook that is not used.

    Raises:
        NotFound: there is no notebook of the name given.
        Locked: the project's own folder may not be written.
    """
    if notebook:
        path = Path(notebook).resolve()
        if not path.is_file():
            raise NotFound(f"{notebook}：没有这个笔记本，请检查 --notebook")
        return Opened(path, path.parent)
    if said := passed_over(params, _ENTRY):
        tell(said)
    root = params.parent if is_own(params.parent) else private / "root"
    path = root / _NOTEBOOKS / _ENTRY
    if not path.is_file():
        write_atomic(path, (packaged(_NOTEBOOKS) / _ENTRY).read_bytes())
    return Opened(path, root)


def find_outputs(outputs: str | Path | None, params: str | Path | None) -> Path:
    """The outputs folder: the one given, else beside a params folder that was found upward, else here."""
    if outputs:
        return Path(outputs)
    given = params or os.environ.get(VARIABLE)
    return Path("outputs") if given else find_params().parent / "outputs"


def begin_project(folder: Path, *, samples: bool = False) -> str | None:
    """Lay out `notebooks/`, `params/` and `outputs/` in `folder`; what is there already is not touched.

    The project is one's own from then on, unless it has notebooks that came from elsewhere: then it is said why not.

    Raises:
        Locked: the folder may not be written.
    """
    strange = None if is_own(folder) else _strange(folder / _NOTEBOOKS)
    for source, target in _files(samples):
        if not (folder / target).exists():
            write_atomic(folder / target, source.read_bytes())
    (folder / "params").mkdir(parents=True, exist_ok=True)
    if strange:
        return (
            f"{strange}：不是 govreport 自带的文件，这个项目未登记为您本人建立的，生成和录入只用自带的笔记本；"
            "确认可信的，用 --notebook 指定"
        )
    try:
        keep_own(folder)
    except Locked as error:
        return f"未能登记这个项目为您本人建立的，其中的笔记本修改后不会使用：{error}"
    return None


def _strange(notebooks: Path) -> Path | None:
    """What in the folder could run and is none of the package's; names with a dot before them are never imported."""
    there = sorted(notebooks.iterdir()) if notebooks.is_dir() else ()
    return next((path for path in there if not path.name.startswith(".") and not _is_packaged(path)), None)


def _is_packaged(path: Path) -> bool:
    """Whether a file is byte for byte the package's notebook of that name."""
    ours = packaged(_NOTEBOOKS) / path.name
    return ours.is_file() and path.is_file() and path.read_bytes() == ours.read_bytes()


def _files(samples: bool) -> Iterator[tuple[Path, Path]]:
    """What a new project begins with: each file, and where it goes."""
    notebooks = packaged("notebooks")
    yield from ((path, Path("notebooks", path.name)) for path in sorted(notebooks.glob("*.ipynb")))
    yield packaged("outputs") / "README.md", Path("outputs", "README.md")
    if samples:
        params = packaged("params")
        yield from ((path, Path("params") / path.relative_to(params)) for path in sorted(params.rglob("*.yaml")))
