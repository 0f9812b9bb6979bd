"""Where things lie: the params folder, and the path of an agency's yearly file inside it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from govreport.errors import BadRequest, NotFound
from govreport.visible import visible

from .ids import check_id, fold

VARIABLE = "GOVREPORT_PARAMS"
YEAR_FILE = re.compile(r"(\d{4})\.yaml")


def find_params(params: str | Path | None = None) -> Path:
    """The params folder: the one given, else `GOVREPORT_PARAMS`, else the nearest upward.

    Raises:
        NotFound: there is no such folder.
    """
    given = params or os.environ.get(VARIABLE)
    if given:
        folder = Path(given)
        if not folder.is_dir():
            raise NotFound(f"{folder}：没有这个数据文件夹，请检查 --params，或用 govreport init 新建")
        return folder
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "params").is_dir():
            return folder / "params"
    raise NotFound(f"{here}：找不到数据文件夹 params，请先运行 govreport init --samples，或用 --params 指明位置")


def year_file(folder: Path, agency: str, year: int) -> Path:
    """The path of the agency's file of `year`; see `agency_file`."""
    return agency_file(folder, agency, f"{year}.yaml")


def agency_file(folder: Path, agency: str, name: str) -> Path:
    """The path of a file of the agency's.

    Raises:
        BadRequest: the id leads outside the params folder, by its text or by a link.
    """
    path = folder.joinpath(*check_id(agency).split("/"), name)
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise BadRequest(f"单位编号“{agency}”指向数据文件夹之外，请改正")
    return path


def years_in(folder: Path) -> list[int]:
    """The years that have a file directly in `folder`, in order."""
    found = (YEAR_FILE.fullmatch(name) for name in _names_in(folder))
    return sorted(int(match[1]) for match in found if match)


def is_spelled_so(folder: Path, agency: str) -> bool:
    """Whether the folders of `agency` are called exactly so on disk, which takes another case for the same or not."""
    other = agency.swapcase()
    if other == agency or not folder.joinpath(*other.split("/")).exists():
        return True
    return all(part in _names_in(above) for above, part in _steps(folder, agency))


def twin_of(folder: Path, agency: str) -> str | None:
    """The folder on disk that some system takes for that of `agency`, though it is written otherwise."""
    for above, part in _steps(folder, agency):
        other = next((name for name in _names_in(above) if name != part and fold(name) == fold(part)), None)
        if other:
            return (above / other).relative_to(folder).as_posix()
    return None


def check_no_twin(folder: Path, agency: str) -> None:
    """Refuse a new agency that some system would take for one that is there.

    Raises:
        BadRequest: there is a folder that differs in case, or in its form of Unicode, alone.
    """
    if twin := twin_of(folder, agency):
        raise BadRequest(
            f"单位编号“{agency}”不可用：已有“{visible(twin)}”，只是大小写或写法不同，在 Windows 上是同一个文件夹，"
            "请用已有的编号，或改用其他名称"
        )


def _names_in(folder: Path) -> list[str]:
    """What is called how in a folder; nothing where there is none, or it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries]
    except OSError:
        return []


def _steps(folder: Path, agency: str) -> Iterator[tuple[Path, str]]:
    """Each part of the id, and the folder in which it stands."""
    above = folder
    for part in agency.split("/"):
        yield above, part
        above = above / part
