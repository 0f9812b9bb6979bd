"""Where things lie: the params folder, and the path of an agency's yearly file inside it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from govreport.errors import BadRequest, NotFound

VARIABLE = "GOVREPORT_PARAMS"
_YEAR_FILE = re.compile(r"(\d{4})\.yaml")
_REFUSED = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


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


def check_id(agency: str) -> str:
    """`agency` if it may be an id: folder names with `/` between, that cannot leave the params folder.

    Raises:
        BadRequest: it is absolute, has `..`, or characters that a file name cannot have.
    """
    if not is_id(agency):
        raise BadRequest(
            f"单位编号“{agency[:80]}”不可用：应是 params 下的文件夹路径，如 panzhihua/xiqu/justice，"
            "不能含 .. 和特殊字符"
        )
    return agency


def is_id(agency: str) -> bool:
    """Whether `agency` may be an id; see `check_id`."""
    return not any(_bad_name(part) for part in agency.split("/"))


def _bad_name(part: str) -> bool:
    return (
        not part
        or len(part.encode()) > 200
        or part.startswith(".")
        or part != part.strip()
        or part.endswith(".")
        or bool(_REFUSED.search(part) or _RESERVED.fullmatch(part))
    )


def year_file(folder: Path, agency: str, year: int) -> Path:
    """The path of the agency's file of `year`; see `agency_file`."""
    return agency_file(folder, agency, f"{year}.yaml")


def agency_file(folder: Path, agency: str, name: str) -> Path:
    """The path of a file of the agency's.

    Raises:
        BadRequest: the id leads outside the params folder, by its text or by a link.
    """
    path = folder.joinpath(*check_id(agency).split("/"), name)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise BadRequest(f"单位编号“{agency}”指向数据文件夹之外，请改正")
    return path


def years_in(folder: Path) -> list[int]:
    """The years that have a file directly in `folder`, in order."""
    if not folder.is_dir():
        return []
    found = (_YEAR_FILE.fullmatch(entry.name) for entry in os.scandir(folder))
    return sorted(int(match[1]) for match in found if match)


def agencies_in(folder: Path) -> dict[str, list[int]]:
    """Every agency below the params folder and its years, by id in order."""
    found = {}
    for place, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        years = sorted(int(match[1]) for name in files if (match := _YEAR_FILE.fullmatch(name)))
        if years and Path(place) != folder:
            found[Path(place).relative_to(folder).as_posix()] = years
    return dict(sorted(found.items()))
