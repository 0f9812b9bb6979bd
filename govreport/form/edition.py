"""`Form`: one edition as a whole; everything that the house knows of a form is asked here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from .equations import Equation, equations_of
from .model import Column, Flow, Row, RowRole, Table
from .texts import EntryList, Fact, FactGroup, Passage, Section


@dataclass(frozen=True)
class Place:
    """Where a cell stands: its table, row and column."""

    table: Table
    row: Row
    column: Column

    @cached_property
    def label(self) -> str:
        """The cell as a reader would name it on the printed page."""
        column = f"“{self.column.label}”栏" if len(self.row.columns) > 1 else ""
        return f"{self.table.name}“{self.row.full}”行{column}"


@dataclass(frozen=True)
class Form:
    """One edition of the statutory form: six sections, three tables, passages to be written, facts around them.

    It is in force for the years from `since` on, until a later edition is. A `whole` one is printed alike by everybody:
    a cell that a report lacks is a fault.
    """

    edition: int
    since: int
    tables: tuple[Table, Table, Table]
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    fact_groups: tuple[FactGroup, ...]
    lists: tuple[EntryList, ...]
    whole: bool = True

    @property
    def standing(self) -> str:
        """What the edition is, in a word."""
        return "现行" if self.whole else "试行"

    @cached_property
    def table_by_id(self) -> dict[str, Table]:
        """The tables by their id."""
        return {table.id: table for table in self.tables}

    @cached_property
    def stacked(self) -> tuple[Table, ...]:
        """The tables whose rows stand one below the other."""
        return tuple(table for table in self.tables if not table.side_by_side)

    @cached_property
    def section_by_id(self) -> dict[str, Section]:
        """The sections by their id, in the order of the page."""
        return {section.id: section for section in self.sections}

    @cached_property
    def passage_by_path(self) -> dict[str, Passage]:
        """The passages by their path, in the order of the page."""
        return {passage.path: passage for passage in self.passages}

    @cached_property
    def fact_by_path(self) -> dict[str, Fact]:
        """The facts beside the tables by their path, in their order."""
        return {fact.path: fact for group in self.fact_groups for fact in group.facts}

    @cached_property
    def group_by_id(self) -> dict[str, FactGroup]:
        """The groups of facts by their id."""
        return {group.id: group for group in self.fact_groups}

    @cached_property
    def parts(self) -> dict[str, Section | FactGroup]:
        """The sections and the groups of facts by their id, in the order in which they are filled in."""
        found: dict[str, Section | FactGroup] = {}
        for section in (None, *self.sections):
            if section:
                found[section.id] = section
            behind = section.id if section else ""
            found |= {group.id: group for group in self.fact_groups if group.after == behind}
        return found

    @cached_property
    def aspects(self) -> dict[str, Passage]:
        """The passages that are printed below headings of their own, by their keys."""
        return {passage.key: passage for passage in self.passages if passage.headed}

    @cached_property
    def written(self) -> tuple[Passage | EntryList, ...]:
        """What is written, in the order of the page: the passages of each section, then its lists."""
        found: list[Passage | EntryList] = []
        for section in ("", *self.section_by_id):
            found += self.passages_of(section)
            found += (one for one in self.lists if one.section == section)
        return tuple(found)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Where each cell path stands, in the order of the form."""
        return {
            table.path(row, column): Place(table, row, column)
            for table in self.tables
            for row in table.rows
            for column in row.columns
        }

    @cached_property
    def paths(self) -> dict[str, tuple[str, ...]]:
        """The cell paths of every row, by `table.row`."""
        return {f"{table.id}.{row.id}": table.cells_of(row) for table in self.tables for row in table.rows}

    @cached_property
    def sums(self) -> dict[str, tuple[str, ...]]:
        """Every cell that is a sum with the cells it sums, each after the sums it rests on."""
        across = {total: parts for table in self.tables for total, parts in table.across.items()}
        down = {total: parts for table in self.tables for total, parts in table.down.items()}
        return {total: parts for total, parts in across.items() if total not in down} | down

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """What the figures must satisfy, in the order of the rules."""
        return tuple(equations_of(*self.tables))

    def equations_by(self, *rules: str) -> tuple[Equation, ...]:
        """The equations that these rules hold."""
        return tuple(one for rule in rules for one in self._equations_by_rule.get(rule, ()))

    @cached_property
    def _equations_by_rule(self) -> dict[str, tuple[Equation, ...]]:
        rules = dict.fromkeys(one.rule for one in self.equations)
        return {rule: tuple(one for one in self.equations if one.rule == rule) for rule in rules}

    @cached_property
    def handed_on(self) -> dict[str, str]:
        """The cells that a year begins with, each with the cell of the year before whose figure it is."""
        carried = {one.left[0].cell: one.right[0].cell for one in self.equations_by("Y1")}
        return carried | {one.left[0].cell: one.left[0].cell for one in self.equations_by("Y2")}

    def rows_of(self, *roles: RowRole) -> tuple[Row, ...]:
        """The rows of any table with one of these roles."""
        return tuple(row for table in self.tables for row in table.rows_of(*roles))

    def totals_of(self, *roles: RowRole) -> tuple[str, ...]:
        """The cells in which the rows with one of these roles have their totals."""
        return tuple(path for role in roles for path in self._totals_by_role.get(role, ()))

    @cached_property
    def _totals_by_role(self) -> dict[RowRole, list[str]]:
        found: dict[RowRole, list[str]] = {}
        for path, place in self.places.items():
            if place.row.role and path in place.table.across:
                found.setdefault(place.row.role, []).append(path)
        return found

    def flows_of(self, role: RowRole) -> dict[Flow, str]:
        """The cells of the row with this role that are a stock, or flow in or out, each by which of these it is."""
        return {
            column.flow: table.path(row, column)
            for table in self.tables
            for row in table.rows_of(role)
            for column in row.columns
            if column.flow
        }

    def telling(self, group: str) -> Passage | None:
        """The passage that must speak of what a group of facts is about; None where no passage must."""
        return next((passage for passage in self.passages if group in passage.tells), None)

    def passages_of(self, section: str) -> tuple[Passage, ...]:
        """The passages of a section in their order; those before the first section are of ""."""
        return tuple(passage for passage in self.passages if passage.section == section)

    def lists_of(self, part: str) -> tuple[EntryList, ...]:
        """The lists that stand in a section or a group of facts."""
        return tuple(one for one in self.lists if one.section == part)

    def label_of(self, path: str) -> str:
        """What the figure, passage or fact at `path` is called on the printed page; the path where it is unknown."""
        if path in self._labels:
            return self._labels[path]
        found = next((one for one in self.lists if path.startswith(f"{one.path}.")), None)
        return found.label_of(path) if found else path

    @cached_property
    def _labels(self) -> dict[str, str]:
        cells = {path: place.label for path, place in self.places.items()}
        passages = {one.path: one.label for one in self.passages}
        return cells | passages | {path: fact.label for path, fact in self.fact_by_path.items()}

    def section_of(self, path: str) -> str | None:
        """The section that a cell, a passage or a list stands in, or else the group that a fact is of.

        It is "" before the first section, and None where nothing of the form has such a path; an entry of a list stands
        where the list does.
        """
        if path in self._section_by_path:
            return self._section_by_path[path]
        return next((one.section for one in self.lists if path.startswith(f"{one.path}.")), None)

    @cached_property
    def _section_by_path(self) -> dict[str, str]:
        cells = {path: place.table.id for path, place in self.places.items()}
        facts = {fact.path: group.id for group in self.fact_groups for fact in group.facts}
        passages = {one.path: one.section for one in self.passages}
        lists = {one.path: one.section for one in self.lists}
        return {**{table.id: table.id for table in self.tables}, **cells, **facts, **passages, **lists}

    def title(self, name: str, year: int) -> tuple[str, str]:
        """The report's title in the two lines that it is printed in."""
        return name, f"{year}年政府信息公开工作年度报告"
