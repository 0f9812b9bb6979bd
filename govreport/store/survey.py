"""Who is in a params folder, and which folders cannot be taken for anybody: nothing is left out without a word."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from govreport.visible import visible

from .ids import is_id, same_elsewhere, why_no_id
from .places import YEAR_FILE


@dataclass(frozen=True)
class Trouble:
    """A folder that is no agency as it stands: why, and the years that its files are of (None: nobody can tell)."""

    reason: str
    years: frozenset[int] | None = None

    def concerns(self, year: int | None) -> bool:
        """Whether reports of `year` may be missing for it."""
        return year is None or self.years is None or year in self.years


@dataclass(frozen=True)
class Survey:
    """What a params folder holds: every agency with its years, and the folders that cannot be taken for one.

    `troubles` are by their path below the params folder, as it can be shown.
    """

    agencies: dict[str, list[int]]
    troubles: dict[str, Trouble]


def survey(folder: Path) -> Survey:
    """What is below the params folder; a file of a year that cannot be read counts, so that reading it says so."""
    walk = _Walk(folder)
    walk.run()
    alike = same_elsewhere(walk.agencies)
    for agency, others in alike.items():
        said = f"与“{'、'.join(map(visible, others))}”只是大小写或写法不同，在 Windows 上是同一个文件夹，请合并或改名"
        walk.troubles[visible(agency)] = Trouble(said, frozenset(walk.agencies[agency]))
    agencies = {agency: years for agency, years in sorted(walk.agencies.items()) if agency not in alike}
    return Survey(agencies, dict(sorted(walk.troubles.items())))


class _Walk:
    """A walk through a params folder, and what it found."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.agencies: dict[str, list[int]] = {}
        self.troubles: dict[str, Trouble] = {}

    def run(self) -> None:
        """Look into every folder; one that cannot be looked into is told."""
        for above, names, files in os.walk(self.folder, onerror=self._unreadable):
            place = Path(above)
            names[:] = sorted(name for name in names if not name.startswith("."))
            years = sorted({int(match[1]) for name in (*names, *files) if (match := YEAR_FILE.fullmatch(name))})
            names[:] = [name for name in names if not (YEAR_FILE.fullmatch(name) or self._is_link(place / name))]
            for name in files:
                if is_id(name):
                    self._look_at(place / name)
            if years and place != self.folder:
                self._found(self._id(place), years)

    def _found(self, id: str, years: list[int]) -> None:
        if reason := why_no_id(id):
            self.troubles[visible(id)] = Trouble(f"文件夹名不能作单位编号：{reason}", frozenset(years))
        else:
            self.agencies[id] = years

    def _is_link(self, path: Path) -> bool:
        """Whether a folder is only a link to one, which is not followed."""
        if not path.is_symlink():
            return False
        self.troubles[visible(self._id(path))] = Trouble("是指向别处的链接，没有读取，请改为实际的文件夹")
        return True

    def _look_at(self, path: Path) -> None:
        """A link that leads nowhere may have been an agency's folder; of a file, reading it tells."""
        try:
            path.stat()
        except OSError as error:
            said = "链接已失效" if path.is_symlink() else f"无法读取（{error.strerror}）"
            self.troubles[visible(self._id(path))] = Trouble(f"{said}，请删去或改正")

    def _unreadable(self, error: OSError) -> None:
        place = visible(self._id(Path(error.filename)))
        self.troubles[place] = Trouble(f"文件夹无法读取（{error.strerror}），请检查权限后重试")

    def _id(self, place: Path) -> str:
        return place.relative_to(self.folder).as_posix()
