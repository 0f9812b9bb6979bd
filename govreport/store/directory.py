"""`Directory`: who is in a params folder, by id and by name, and who should be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path

from govreport.errors import BadRequest, NotFound

from . import places
from .ids import check_id, fold, is_id
from .names import Bearer, Names, folders_in, names_in, plain_name, stated_name
from .roster import FILE as ROSTER
from .roster import Entry, Listing, listing, read_roster
from .settings import FILE as SETTINGS
from .settings import Settings, read_settings
from .survey import Survey, survey

_ALIKE = 0.7
"""How like a name must be to be offered: a slip of the hand, not another word."""


class Directory:
    """The agencies in one params folder.

    The folder tree is the administrative tree: an agency's id is its folder's path, and a
    parent's children are the agencies below its folder.
    """

    def __init__(self, params: str | Path | None = None) -> None:
        self.folder = places.find_params(params)

    @cached_property
    def agencies(self) -> dict[str, list[int]]:
        """Every agency that has a yearly file, with its years, by id in order."""
        return self._survey.agencies

    def troubles(self, year: int | None = None, wanted: Sequence[str] = (), *, only: bool = False) -> dict[str, str]:
        """The folders that are no agency as they stand, by path, each with the reason.

        Those that may hold reports of `year`, and of `wanted` (ids) and what is below them, where they are given.
        """
        return {
            place: trouble.reason
            for place, trouble in self._survey.troubles.items()
            if trouble.concerns(year) and (not wanted or any(_inside(place, one, only=only) for one in wanted))
        }

    @cached_property
    def _survey(self) -> Survey:
        return survey(self.folder)

    @cached_property
    def years(self) -> list[int]:
        """Every year that some agency has a file of."""
        return sorted({year for years in self.agencies.values() for year in years})

    def path(self, agency: str, year: int) -> Path:
        """Where the agency's file of `year` lies or would lie."""
        return places.year_file(self.folder, agency, year)

    def shown(self, agency: str, name: str) -> str:
        """How messages name a file of the agency's."""
        return "/".join(part for part in (self.folder.name, agency, name) if part)

    def resolve(self, agency: str) -> str:
        """The id of the agency that `agency`, an id or a name, means.

        Raises:
            NotFound: there is none; the nearest ids and names are offered.
            BadRequest: several agencies have the name, or the id cannot be one.
        """
        if self._is_there(agency):
            return agency
        if agency in self._ids or (is_id(agency) and agency in self._survey.troubles):
            return agency
        owners = self._names.get(agency, [])
        if len(owners) == 1:
            return owners[0]
        if owners:
            raise BadRequest(f"有{len(owners)}个单位叫“{agency}”，请改用编号：{'、'.join(owners[:5])}")
        check_id(agency)
        raise NotFound(f"没有单位“{agency}”{self._nearest(agency)}")

    def _is_there(self, agency: str) -> bool:
        """Whether the agency has a folder of that very name with a yearly file: quicker than to look at all."""
        if not is_id(agency) or not places.years_in(self.folder.joinpath(*agency.split("/"))):
            return False
        return places.is_spelled_so(self.folder, agency)

    def select(self, year: int | None, wanted: Sequence[str] = (), *, only: bool = False) -> list[str]:
        """The ids that a command's AGENCY… mean, those with a file of `year` (of any year where None).

        A parent's name selects what is below it too, unless `only`.

        Raises:
            NotFound: nothing at all is there, or one of `wanted` has no file of that year.
        """
        if not self.agencies and not self._survey.troubles:
            raise NotFound(
                f"{self.folder}：还没有任何年报数据，请先运行 govreport new 年度 单位编号 --name 单位全称，"
                "或用 govreport init --samples 放入样例"
            )
        if not wanted:
            chosen = [agency for agency, years in self.agencies.items() if year is None or year in years]
            if not chosen and not self.troubles(year):
                raise NotFound(f"没有{year}年度的年报数据；现有年度：{'、'.join(map(str, self.years))}")
            return chosen
        chosen = []
        for agency in map(self.resolve, wanted):
            below = [agency] if only else [id for id in self.agencies if id == agency or id.startswith(f"{agency}/")]
            having = [id for id in below if year is None or year in self.agencies.get(id, [])]
            if not having and not self.troubles(year, [agency], only=only):
                raise self._no_year(agency, year)
            chosen += having
        return list(dict.fromkeys(chosen))

    def known(self, wanted: Sequence[str] = (), *, only: bool = False) -> dict[str, str]:
        """Everyone who has a file or stands in a roster, by id with the name; of `wanted` and below, where some are.

        Raises:
            NotFound: one of `wanted` is nobody, nor is there anybody below it.
        """
        everyone = sorted({*self.agencies, *self._listed})
        chosen = []
        for agency in map(self.resolve, wanted):
            below = [id for id in everyone if id == agency or (not only and id.startswith(f"{agency}/"))]
            if not below:
                raise self._no_year(agency, None)
            chosen += below
        return {id: self.name(id) for id in (dict.fromkeys(chosen) if wanted else everyone)}

    def children(self, parent: str) -> list[str]:
        """The agencies directly below `parent` ("" is the top): no other agency stands between."""
        prefix = f"{parent}/" if parent else ""
        below = [id for id in sorted(self._ids) if id.startswith(prefix) and id != parent]
        return [id for id in below if not any(id.startswith(f"{other}/") for other in below)]

    def roster(self, parent: str = "") -> list[Entry]:
        """Who must report below `parent`, as its roster lists them; empty where there is none."""
        folder = self.folder.joinpath(*parent.split("/")) if parent else self.folder
        return read_roster(folder, self.shown(parent, ROSTER))

    @cached_property
    def settings(self) -> Settings:
        """What this office decides for itself.

        Raises:
            InvalidFile: the file of settings is none.
        """
        return read_settings(self.folder, self.shown("", SETTINGS))

    def entry(self, agency: str) -> Entry | None:
        """What the nearest roster above the agency says of it; None where none lists it."""
        found = (above.entries.get(agency) for above in self._above(agency))
        return next((entry for entry in found if entry), None)

    def names_beside(self, agency: str) -> frozenset[str]:
        """Every name by which the rosters above the agency list a body, its own among them."""
        first, *more = [above.names for above in self._above(agency) if above.names] or [frozenset()]
        return first.union(*more) if more else first

    def named(self, agency: str) -> Names:
        """By which names the agency and those beside it go."""
        entry = self.entry(agency)
        parent = agency.rpartition("/")[0]
        return Names(
            agency,
            entry.names if entry else (),
            self._names_of(agency),
            partial(self._owners, agency, parent),
            lambda name: self.bearers(parent).get(plain_name(name), ()),
        )

    def bearers(self, parent: str) -> Mapping[str, Sequence[Bearer]]:
        """For each name, as `plain_name` has it, the agencies and years of the files below `parent` that bear it."""
        if parent not in self._borne:
            borne: dict[str, list[Bearer]] = {}
            for folder in folders_in(self.folder / parent):
                id = f"{parent}/{folder}" if parent else folder
                for year, name in self._names_of(id).items():
                    borne.setdefault(plain_name(name), []).append((id, year))
            self._borne[parent] = borne
        return self._borne[parent]

    def _owners(self, agency: str, parent: str, name: str) -> list[str]:
        """The ids beside the agency to which the rosters above it give the name."""
        found = (id for above in self._above(agency) for id in above.owners.get(plain_name(name), ()))
        return [id for id in dict.fromkeys(found) if id.rpartition("/")[0] == parent]

    def _names_of(self, agency: str) -> dict[int, str]:
        if agency not in self._stated:
            self._stated[agency] = names_in(self.folder / agency)
        return self._stated[agency]

    @cached_property
    def _stated(self) -> dict[str, dict[int, str]]:
        """The names in the files that were looked at, by agency and year."""
        return {}

    @cached_property
    def _borne(self) -> dict[str, Mapping[str, Sequence[Bearer]]]:
        """What `bearers` found, by parent."""
        return {}

    def _above(self, agency: str) -> Iterator[Listing]:
        """The rosters of the agency's parents, the nearest first."""
        parts = agency.split("/")[:-1]
        for depth in range(len(parts), -1, -1):
            parent = "/".join(parts[:depth])
            if parent not in self._listings:
                shown = self.shown(parent, ROSTER)
                self._listings[parent] = listing(self.folder.joinpath(*parts[:depth]), parent, shown)
            yield self._listings[parent]

    @cached_property
    def _listings(self) -> dict[str, Listing]:
        """The rosters that were looked at, by their parents' ids."""
        return {}

    def expected(self, year: int) -> dict[str, str]:
        """Who must report for `year`, by id with the name.

        Below a parent with a roster, those it lists; elsewhere, everyone who reported that year or the year before.
        """
        due = {id: entry.name for id, entry in self._listed.items() if entry.due(year)}
        for id, years in self.agencies.items():
            if id not in self._listed and not self._rostered(id) and (year in years or year - 1 in years):
                due[id] = self.name(id)
        return dict(sorted(due.items()))

    def name(self, agency: str) -> str:
        """The agency's printed name: its newest file's, else its roster's, else its id."""
        years = self.agencies.get(agency)
        stated = stated_name(self.path(agency, years[-1])) if years else None
        listed = self._listed.get(agency)
        return stated or (listed.name if listed else agency)

    def forget(self) -> None:
        """Look again at what is on disk, after a file was added."""
        for name in ("_survey", "agencies", "years", "settings", "_listings", "_rosters", "_listed", "_ids", "_names",
                     "_stated", "_borne"):  # fmt: skip
            self.__dict__.pop(name, None)

    @cached_property
    def _rosters(self) -> dict[str, Listing]:
        """Every roster in the folder, by its parent's id."""
        found = {}
        for path in sorted(self.folder.rglob(ROSTER)):
            parent = path.parent.relative_to(self.folder).as_posix()
            parent = "" if parent == "." else parent
            found[parent] = listing(path.parent, parent, self.shown(parent, ROSTER))
        return found

    @cached_property
    def _listed(self) -> dict[str, Entry]:
        """Everyone whom some roster lists, by id."""
        return {id: entry for found in self._rosters.values() for id, entry in found.entries.items()}

    def _rostered(self, agency: str) -> bool:
        """Whether some roster decides who is expected beside `agency`."""
        return any(not parent or agency.startswith(f"{parent}/") for parent in self._rosters)

    @cached_property
    def _ids(self) -> set[str]:
        """Every id that may be named: agencies, whom rosters list, and the folders above them."""
        named = {*self.agencies, *self._listed}
        return {"/".join(id.split("/")[: depth + 1]) for id in named for depth in range(id.count("/") + 1)}

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The ids that go by each name."""
        owners: dict[str, list[str]] = {}
        for name, id in self._named():
            ids = owners.setdefault(name, [])
            if id not in ids:
                ids.append(id)
        return owners

    def _named(self) -> Iterator[tuple[str, str]]:
        for id, years in self.agencies.items():
            name = stated_name(self.path(id, years[-1]))
            if name:
                yield name, id
        for entry in self._listed.values():
            for name in entry.names:
                yield name, entry.id

    def _nearest(self, agency: str) -> str:
        """The known ids and names most like `agency`, as a question."""
        known = [*self._ids, *self._names]
        holding = [name for name in known if agency in name]
        alike = [id for id in self._ids if fold(id) == fold(agency)]
        near = (alike or holding or _close(agency, known) or self._ending_like(agency))[:3]
        return f"；是否为 {'、'.join(near)}？" if near else "，请核对编号或名称"

    def _ending_like(self, agency: str) -> list[str]:
        """The ids whose last part is like `agency`, as people remember them."""
        ends = _close(agency, {id.rpartition("/")[2] for id in self._ids})
        return [id for id in self._ids if id.rpartition("/")[2] in ends]

    def _no_year(self, agency: str, year: int | None) -> NotFound:
        years = "、".join(map(str, self.agencies.get(agency, [])))
        has = f"现有年度：{years}" if years else "还没有任何年度的数据"
        return NotFound(f"{agency}：没有{year or ''}年度的年报数据；{has}，可用 govreport new 新建")


def _close(text: str, known: Iterable[str]) -> list[str]:
    return difflib.get_close_matches(text, known, n=3, cutoff=_ALIKE)


def _inside(place: str, agency: str, *, only: bool) -> bool:
    """Whether a folder is the agency's or, unless `only`, below it."""
    return place == agency or (not only and place.startswith(f"{agency}/"))
