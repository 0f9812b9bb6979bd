"""`Store`: the reports in a params folder, loaded, begun and saved."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from govreport.errors import BadRequest, Conflict, InvalidFile, Problem
from govreport.report import AnnualReport, read_report, shown_digest

from . import layout, places
from .commit import JOURNAL, commit
from .counts import tidy
from .directory import Directory
from .drafts import Drafts
from .ids import check_id
from .journal import Saving, entries, read_journal, who_saved
from .ledger import Item, Ledger, Raising
from .new_record import begin
from .presence import Presence
from .problems import problems
from .rectification import FILE as LEDGER
from .rectification import raise_items, read_ledger, settle_item
from .rewriting import changed_text, new_text
from .saving import content_of, locked, write_guarded
from .signed import Recorded, read_signoffs
from .yaml_reading import parse_document, read_bytes


class Store(Directory):
    """The reports in one params folder, beside the directory of who is there."""

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
        if not os.path.lexists(path):
            raise self._no_year(agency, year)
        shown = self.shown(agency, path.name)
        content = read_bytes(path, shown)
        return _report(content, shown, year), sha256(content).hexdigest()

    def digest(self, agency: str, year: int) -> str:
        """SHA-256 of the bytes of the agency's file of `year`, unparsed; `agency` is its id.

        Raises:
            InvalidFile: the file cannot be read.
        """
        path = self.path(agency, year)
        return sha256(read_bytes(path, self.shown(agency, path.name))).hexdigest()

    def history(self, agency: str, year: int) -> dict[int, AnnualReport]:
        """The agency's reports of `year` and of every year before that has a file, by year."""
        return {each: self.load(agency, each) for each in self.years_until(agency, year)}

    def shown_before(self, agency: str, year: int) -> str:
        """The digest of what the agency's report of `year` shows of the years before; see `shown_digest`.

        Raises:
            InvalidFile: a file of an earlier year has not the structure of a report.
        """
        earlier = [other for other in places.years_in(self.path(agency, year).parent) if other < year]
        return shown_digest({each: self.load(agency, each) for each in earlier})

    def years_until(self, agency: str, year: int) -> list[int]:
        """The years up to `year`, which is one of them, that the agency has files of.

        Raises:
            NotFound: no such agency or year.
        """
        agency = self.resolve(agency)
        years = [other for other in places.years_in(self.path(agency, year).parent) if other <= year]
        if year not in years:
            raise self._no_year(agency, year)
        return years

    def counts(self, agencies: Iterable[str] | None = None, years: Iterable[int] | None = None) -> pd.DataFrame:
        """All figures as a tidy DataFrame: agency, year, table, row, column, value; blanks missing.

        Raises:
            InvalidFile: a file has not the structure of a report; with no `agencies`, a folder is no agency's.
        """
        wanted = None if years is None else set(years)
        chosen = self.agencies if agencies is None else [self.resolve(agency) for agency in agencies]
        if agencies is None and (troubles := self.troubles()):
            raise InvalidFile(self.folder.name, [Problem(0, f"{place}：{why}") for place, why in troubles.items()])
        return tidy(
            (agency, self.load(agency, year))
            for agency in chosen
            for year in self.agencies.get(agency, [])
            if wanted is None or year in wanted
        )

    def new(self, agency: str, year: int, name: str | None = None) -> Path:
        """Begin the agency's file of `year` and return its path: from the year before, or blank.

        Raises:
            BadRequest: the file is there already, or the agency is new and has no `name`.
            Locked: the file may not be written.
        """
        known = agency in self._ids or agency in self._names
        id = self.resolve(agency) if known else check_id(agency)
        path = self.path(id, year)
        if path.exists():
            raise BadRequest(f"{self.shown(id, path.name)}：已经存在，请直接打开修改")
        report, brought = self.begun(id, year, name)
        self.save(report, id, expected=None, why="新建", notes=dict.fromkeys(brought, "上年带入，请核对"))
        return path

    def begun(self, agency: str, year: int, name: str | None = None) -> tuple[AnnualReport, list[str]]:
        """The agency's report of `year` as `new` begins it, unsaved, and the rows that the year before hands on.

        Raises:
            BadRequest: the agency is new and has no `name`.
        """
        before = self.before(agency, year)
        entry = self._listed.get(agency)
        name = name or (before.name if before else None) or (entry.name if entry else None)
        if not name:
            raise BadRequest(f"没有单位“{agency}”{self._nearest(agency)}；如是新单位，请用 --name 写明全称")
        return begin(name, year, before, entry.level if entry else None)

    def before(self, agency: str, year: int) -> AnnualReport | None:
        """The agency's report of the year before `year`; None where it has none."""
        return self.load(agency, year - 1) if year - 1 in self.agencies.get(agency, []) else None

    def add(self, report: AnnualReport, agency: str) -> None:
        """Write a new file without comments and journal: much faster than `save`, where there are thousands to write.

        Raises:
            Conflict: the file is there already.
            Locked: the file may not be written.
        """
        write_guarded(self.path(agency, report.year), layout.plain_text(report.record()).encode("utf-8"), None)

    def save(
        self,
        report: AnnualReport,
        agency: str,
        *,
        expected: str | None,
        by: str | None = None,
        why: str | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> str:
        """Write the report to the agency's file of its year, and to the journal what `by`, a person, changed.

        Comparing, replacing and journalling is one step that no other process comes between: either file and journal
        hold the change, or neither does. Without `by`, whoever is signed in on this machine made it.

        `expected` is the digest that `read` gave, None for a file that must not exist yet; the file's new digest
        comes back. The comments and lines of the old file stay; only what changed is written anew. In a new file,
        `notes` stand behind the rows that they name (`table.row`).

        Raises:
            BadRequest: it would be a new agency that some system takes for one that is there.
            Conflict: the file changed since it was read, or exists although None was expected.
            BadRequest: a text cannot be written to a file.
            Locked: the file or the journal is open in another program or may not be written.
        """
        path = self.path(agency, report.year)
        shown = self.shown(agency, path.name)
        if expected is None:
            places.check_no_twin(self.folder, agency)
        with locked(path.parent):
            old = content_of(path)
            if (None if old is None else sha256(old).hexdigest()) != expected:
                raise Conflict(f"{shown}：打开之后已被他人修改，未保存，请重新打开后再改")
            before = None if old is None else _report(old, shown, report.year)
            record = report.record()
            text = new_text(record, notes or {}, shown) if old is None else changed_text(old, record, shown)
            digest = commit(path, text.encode("utf-8"), entries(before, report, by, why))
        self.forget()
        return digest

    def drafts(self, agency: str, year: int) -> Drafts:
        """What was entered for the agency and year and not yet saved."""
        return Drafts(self.folder, agency, year)

    def presence(self, agency: str, year: int) -> Presence:
        """Who has the agency's file of `year` open for entry."""
        return Presence(self.folder, agency, year)

    def who_saved(self, agency: str, year: int, changed: Mapping[str, Any]) -> Saving | None:
        """Who made the agency's file of `year` state what `changed` says, by path; None where no journal tells.

        Raises:
            Locked: the journal may not be read.
        """
        folder = self.path(agency, year).parent
        return who_saved(folder, self.shown(agency, JOURNAL), year, changed)

    def journal(self, agency: str) -> pd.DataFrame:
        """The agency's entry journal: time, by, year, cell, label, before, after, why; the newest line last."""
        agency = self.resolve(agency)
        reports = {year: self.load(agency, year) for year in self.agencies.get(agency, [])}
        return read_journal(self.folder.joinpath(*agency.split("/")), self.shown(agency, JOURNAL), reports)

    def signed(self, agency: str, year: int) -> Recorded:
        """What the agency's journal tells of who signed its report of `year`; `agency` is its id."""
        return read_signoffs(self.path(agency, year).parent, year)

    def ledger(self, agency: str) -> Ledger:
        """The agency's rectification ledger: its items, and the lines that cannot be read.

        Raises:
            Locked: the file may not be read.
        """
        agency = self.resolve(agency)
        return read_ledger(places.agency_file(self.folder, agency, LEDGER), agency, self.shown(agency, LEDGER))

    def raise_items(
        self,
        agency: str,
        items: Iterable[Raising],
        *,
        by: str,
        on: datetime.date,
        deadline: datetime.date | None = None,
    ) -> list[Item]:
        """Raise items in the agency's ledger; those that are new come back.

        A finding that an open item is about, with the same values, is not raised again.

        Raises:
            BadRequest: something is missing, or the kind is none.
            Locked: the ledger is open in another program or may not be written.
        """
        agency = self.resolve(agency)
        path, shown = places.agency_file(self.folder, agency, LEDGER), self.shown(agency, LEDGER)
        return raise_items(path, agency, shown, items, by=by, on=on, deadline=deadline)

    def settle_item(
        self, agency: str, number: int, step: str, *, by: str, on: datetime.date, action: str | None = None
    ) -> Item:
        """Take an item of the agency's ledger a step on: `done` (with its `action`), `fed_back`, `rechecked`.

        Raises:
            BadRequest: there is no such item, another step comes first, or something is missing.
            Locked: the ledger is open in another program or may not be written.
        """
        agency = self.resolve(agency)
        path, shown = places.agency_file(self.folder, agency, LEDGER), self.shown(agency, LEDGER)
        return settle_item(path, agency, shown, number, step, by=by, on=on, action=action)


@lru_cache(maxsize=64)
def _report(content: bytes, shown: str, year: int) -> AnnualReport:
    """The report that a yearly file holds; raises `InvalidFile` with a problem for each place that is wrong.

    A report cannot be changed, so that whoever reads the same bytes again may have the same one.
    """
    document = parse_document(content, shown)
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
