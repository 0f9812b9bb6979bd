"""`Store`: the params folder as agencies, years and reports."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import pandas as pd
import yaml
from pydantic import ValidationError

from govreport.errors import BadRequest, Conflict, InvalidFile, NotFound, Problem
from govreport.report import AnnualReport, read_report

from . import layout, places, roster
from .counts import tidy
from .document import Document, parse_document, read_bytes
from .problems import problems
from .saving import digest_of, write_guarded


class Store:
    """The reports in one params folder.

    The folder tree is the administrative tree: an agency's id is its folder's path, and a
    parent's children are the agencies below its folder.
    """

    def __init__(self, params: str | Path | None = None) -> None:
        self.folder = places.find_params(params)

    @cached_property
    def agencies(self) -> dict[str, list[int]]:
        """Every agency that has a yearly file, with its years, by id in order."""
        return places.agencies_in(self.folder)

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

    # Reading

    def load(self, agency: str, year: int) -> AnnualReport:
        """The agency's report of `year`; `agency` is its id or a name that only it has.

        Raises:
            NotFound: no such agency or year; the nearest are offered.
            InvalidFile: the file has not the structure of a report.
        """
        return self.read(agency, year)[0]

    def read(self, agency: str, year: int) -> tuple[AnnualReport, str]:
        """As `load`, with the digest of the file's bytes, which `save` asks for."""
        agency = self.resolve(agency)
        path = self.path(agency, year)
        if not path.is_file():
            raise self._no_year(agency, year)
        shown = self.shown(agency, path.name)
        content = read_bytes(path, shown)
        return _report(parse_document(content, shown), shown, year), sha256(content).hexdigest()

    def history(self, agency: str, year: int) -> dict[int, AnnualReport]:
        """The agency's reports of `year` and of every year before that has a file, by year."""
        agency = self.resolve(agency)
        years = [other for other in places.years_in(self.path(agency, year).parent) if other <= year]
        if year not in years:
            raise self._no_year(agency, year)
        return {other: self.load(agency, other) for other in years}

    def counts(self, agencies: Iterable[str] | None = None, years: Iterable[int] | None = None) -> pd.DataFrame:
        """All figures as a tidy DataFrame: agency, year, table, row, column, value; blanks missing."""
        wanted = None if years is None else set(years)
        chosen = self.agencies if agencies is None else [self.resolve(agency) for agency in agencies]
        return tidy(
            (agency, self.load(agency, year))
            for agency in chosen
            for year in self.agencies.get(agency, [])
            if wanted is None or year in wanted
        )

    # Choosing

    def resolve(self, agency: str) -> str:
        """The id of the agency that `agency`, an id or a name, means.

        Raises:
            NotFound: there is none; the nearest ids and names are offered.
            BadRequest: several agencies have the name, or the id cannot be one.
        """
        if agency in self._ids:
            return agency
        owners = self._names.get(agency, [])
        if len(owners) == 1:
            return owners[0]
        if owners:
            raise BadRequest(f"有{len(owners)}个单位叫“{agency}”，请改用编号：{'、'.join(owners[:5])}")
        places.check_id(agency)
        if places.years_in(self.folder.joinpath(*agency.split("/"))):
            return agency
        raise NotFound(f"没有单位“{agency}”{self._nearest(agency)}")

    def select(self, year: int | None, wanted: Sequence[str] = (), *, only: bool = False) -> list[str]:
        """The ids that a command's AGENCY… mean, those with a file of `year` (of any year where None).

        A parent's name selects what is below it too, unless `only`.

        Raises:
            NotFound: nothing at all is there, or one of `wanted` has no file of that year.
        """
        if not self.agencies:
            raise NotFound(
                f"{self.folder}：还没有任何年报数据，请先运行 govreport new 年度 单位编号 --name 单位全称，"
                "或用 govreport init --samples 放入样例"
            )
        if not wanted:
            chosen = [agency for agency, years in self.agencies.items() if year is None or year in years]
            if not chosen:
                raise NotFound(f"没有{year}年度的年报数据；现有年度：{'、'.join(map(str, self.years))}")
            return chosen
        chosen = []
        for agency in map(self.resolve, wanted):
            below = [agency] if only else [id for id in self.agencies if id == agency or id.startswith(f"{agency}/")]
            having = [id for id in below if year is None or year in self.agencies.get(id, [])]
            if not having:
                raise self._no_year(agency, year)
            chosen += having
        return list(dict.fromkeys(chosen))

    def children(self, parent: str) -> list[str]:
        """The agencies directly below `parent` ("" is the top): no other agency stands between."""
        prefix = f"{parent}/" if parent else ""
        below = [id for id in sorted(self._ids) if id.startswith(prefix) and id != parent]
        return [id for id in below if not any(id.startswith(f"{other}/") for other in below)]

    def roster(self, parent: str = "") -> list[roster.Entry]:
        """Who must report below `parent`, as its roster lists them; empty where there is none."""
        folder = self.folder.joinpath(*parent.split("/")) if parent else self.folder
        return roster.read_roster(folder, self.shown(parent, roster.FILE))

    def expected(self, year: int) -> dict[str, str]:
        """Who must report for `year`, by id with the name.

        Below a parent with a roster, those it lists; elsewhere, everyone who reported that year or the year before.
        """
        listed = {entry.id: entry for entries in self._rosters.values() for entry in entries}
        due = {id: entry.name for id, entry in listed.items() if entry.due(year)}
        for id, years in self.agencies.items():
            if id not in listed and not self._rostered(id) and (year in years or year - 1 in years):
                due[id] = self.name(id)
        return dict(sorted(due.items()))

    def name(self, agency: str) -> str:
        """The agency's printed name: its newest file's, else its roster's, else its id."""
        years = self.agencies.get(agency)
        stated = _stated_name(self.path(agency, years[-1])) if years else None
        listed = (entry.name for entries in self._rosters.values() for entry in entries if entry.id == agency)
        return stated or next(listed, agency)

    # Writing

    def save(self, report: AnnualReport, agency: str, *, expected: str | None) -> str:
        """Write the report to the agency's file of its year; the file's new digest comes back.

        `expected` is the digest that `read` gave, None for a file that must not exist yet. The
        comments and lines of the old file stay; only what changed is written anew.

        Raises:
            Conflict: the file changed since it was read, or exists although None was expected.
            Locked: the file is open in another program or may not be written.
        """
        path = self.path(agency, report.year)
        if digest_of(path) != expected:
            raise Conflict(f"{self.shown(agency, path.name)}：打开之后已被他人修改，未保存，请重新打开后再改")
        record = report.record()
        yaml_rt = layout.round_trip()
        if expected is None:
            text = layout.to_text(yaml_rt, layout.new_document(record))
        else:
            text = self._merged(path, agency, record)
        self.__dict__.pop("agencies", None)
        return write_guarded(path, text, expected)

    def _merged(self, path: Path, agency: str, record: layout.Record) -> str:
        content = read_bytes(path, self.shown(agency, path.name))
        old = parse_document(content, self.shown(agency, path.name)).data
        text = content.decode("utf-8-sig")
        yaml_rt = layout.round_trip()
        node = yaml_rt.load(text)
        merged = layout.to_text(yaml_rt, layout.merge(node, _as_record(old), record))
        return merged.replace("\n", "\r\n") if "\r\n" in text else merged

    # Inside

    @cached_property
    def _rosters(self) -> dict[str, list[roster.Entry]]:
        """Every roster in the folder, by its parent's id; entries' ids are made whole."""
        found = {}
        for path in sorted(self.folder.rglob(roster.FILE)):
            parent = path.parent.relative_to(self.folder).as_posix()
            parent = "" if parent == "." else parent
            found[parent] = [
                entry.model_copy(update={"id": _whole_id(parent, entry.id)})
                for entry in self.roster(parent)
            ]
        return found

    def _rostered(self, agency: str) -> bool:
        """Whether some roster decides who is expected beside `agency`."""
        return any(not parent or agency.startswith(f"{parent}/") for parent in self._rosters)

    @cached_property
    def _ids(self) -> set[str]:
        """Every id that may be named: agencies, whom rosters list, and the folders above them."""
        named = {*self.agencies, *(entry.id for entries in self._rosters.values() for entry in entries)}
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
            name = _stated_name(self.path(id, years[-1]))
            if name:
                yield name, id
        for entries in self._rosters.values():
            for entry in entries:
                for name in entry.names:
                    yield name, entry.id

    def _nearest(self, agency: str) -> str:
        """The known ids and names most like `agency`, as a question."""
        known = [*self._ids, *self._names]
        holding = [name for name in known if agency in name]
        near = (holding or difflib.get_close_matches(agency, known, n=3, cutoff=0.4))[:3]
        return f"；是否为 {'、'.join(near)}？" if near else "，请核对编号或名称"

    def _no_year(self, agency: str, year: int | None) -> NotFound:
        years = "、".join(map(str, self.agencies.get(agency, [])))
        has = f"现有年度：{years}" if years else "还没有任何年度的数据"
        return NotFound(f"{agency}：没有{year or ''}年度的年报数据；{has}，可用 govreport new 新建")


def _whole_id(parent: str, id: str) -> str:
    """The id from the top: a roster may name its entries from the top or from its own folder."""
    return id if not parent or id.startswith(f"{parent}/") else f"{parent}/{id}"


def _report(document: Document, shown: str, year: int) -> AnnualReport:
    """The report that a yearly file holds; raises `InvalidFile` with a problem for each place that is wrong."""
    if not isinstance(document.data, dict):
        raise InvalidFile(shown, [Problem(0, "文件为空或不是年报数据，请对照样例改正，或删去后用 govreport new 新建")])
    try:
        report = read_report(document.data)
    except ValidationError as error:
        raise InvalidFile(shown, problems(error, document)) from None
    if report.year != year:
        text = f"年度 year 为 {report.year}，与文件名 {year}.yaml 不一致，请改正其一"
        raise InvalidFile(shown, [Problem(document.line(("year",)), text)])
    return report


def _as_record(data: layout.Record) -> layout.Record:
    """What a file says, in the form in which a report states it again."""
    return read_report(data).record()


def _stated_name(path: Path) -> str | None:
    """The `name` at the top of a yearly file, read without the rest; None where the file cannot be read."""
    depth, key = 0, None
    try:
        for event in yaml.parse(path.read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.CollectionStartEvent):
                depth, key = depth + 1, None
            elif isinstance(event, yaml.ScalarEvent) and depth == 1:
                if key == "name":
                    return event.value or None
                key = event.value if key is None else None
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    return None
