"""The statutory tables in a workbook's sheets: rows and columns found by their labels, wherever they stand."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from govreport.form import Form, Row, Table
from govreport.form.workbook import LAST_YEAR, THIS_YEAR

from .cell_grid import Content, Sheet, Spot, shown
from .labels import bare_label, plain_label, rows_by_label

_ALIKE = 0.5
"""A row's name that was changed by hand is guessed at, in the message only, where so much of it is the same."""


@dataclass
class FoundTable:
    """Where each figure of a table stands; what is wrong with the table; what was left out of account."""

    spots: dict[str, tuple[Sheet, Spot]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def content(self, path: str) -> Content | None:
        """What stands at a figure's place."""
        sheet, spot = self.spots[path]
        return sheet.cells.get(spot)

    def where(self, path: str) -> str:
        """How a message names a figure's place."""
        sheet, spot = self.spots[path]
        return sheet.where(spot)


@dataclass(frozen=True)
class _Region:
    """The rows of a sheet between a table's heading and the next."""

    sheet: Sheet
    rows: Sequence[tuple[int, Mapping[int, Content]]]


def find_tables(sheets: Sequence[Sheet], form: Form, wanted: Sequence[str]) -> FoundTable:
    """Every figure's place in the sheets; `wanted` are the rows (`table.row`) that must be there."""
    found = FoundTable()
    regions = _regions(sheets, form, found)
    for table in form.tables:
        if table.id in regions:
            find = _find_across if table.side_by_side else _find_down
            find(table, regions[table.id], found)
            _check_rows(table, wanted, found)
    _check_merged(found)
    return found


def _regions(sheets: Sequence[Sheet], form: Form, found: FoundTable) -> dict[str, _Region]:
    headings = {plain_label(table.heading): table for table in form.tables}
    places: dict[str, list[tuple[Sheet, int]]] = {}
    for sheet in sheets:
        for number, (_, cells) in enumerate(sheet.rows):
            table = headings.get(plain_label(_first_text(cells)))
            if table:
                places.setdefault(table.id, []).append((sheet, number))
    regions = {}
    for table in form.tables:
        at = places.get(table.id, [])
        if len(at) != 1:
            what = f"有{len(at)}处，请只保留一处" if at else "没有找到，请恢复标题行，或从原表重填"
            found.problems.append(f"{table.name}的标题“{table.heading}”{what}")
            continue
        (sheet, top), *_ = at
        others = [number for one in places.values() for other, number in one if other is sheet and number > top]
        regions[table.id] = _Region(sheet, sheet.rows[top + 1 : min(others, default=len(sheet.rows))])
    return regions


def _first_text(cells: Mapping[int, Content]) -> str:
    return next((content for content in cells.values() if isinstance(content, str)), "")


def _find_down(table: Table, region: _Region, found: FoundTable) -> None:
    """A table of many rows: each row's figures are in the columns that the headings above it name."""
    labels = {bare_label(column.label) for row in table.rows for column in row.columns}
    known = rows_by_label(table)
    columns: dict[str, int] = {}
    apart: set[int] = set()
    for number, cells in region.rows:
        if _is_heading(cells, labels):
            _take_headings(region, number, cells, labels, columns, apart, found)
            continue
        first = min(columns.values(), default=1)
        label = [content for at, content in cells.items() if at < first and isinstance(content, str)]
        row = known.get(plain_label(label[-1])) if label else None
        if row:
            _take_row(table, region, number, row, columns, found)
            _note_rest(region, number, cells, {columns.get(bare_label(one.label), 0) for one in row.columns},
                       first, apart, found)  # fmt: skip
        elif any(at in columns.values() for at in cells):
            found.problems.append(_strange(table, region, number, label[-1] if label else ""))


def _is_heading(cells: Mapping[int, Content], labels: set[str]) -> bool:
    texts = [content for content in cells.values() if isinstance(content, str)]
    return len(texts) == len(cells) and any(bare_label(text) in labels for text in texts)


def _take_headings(
    region: _Region, number: int, cells: Mapping[int, Content], labels: set[str], columns: dict[str, int],
    apart: set[int], found: FoundTable,
) -> None:  # fmt: skip
    """Note in which column each label stands, from this row on; last year's columns are apart."""
    seen: dict[str, int] = {}
    for at, content in cells.items():
        label = bare_label(str(content))
        if label.startswith(LAST_YEAR) and label not in labels:
            apart.add(at)
        elif label in seen:
            found.problems.append(f"{region.sheet.where((number, at))}：“{content}”一列出现两次，请只保留一列")
        elif label in labels:
            seen[label] = at
    columns |= seen


def _take_row(
    table: Table, region: _Region, number: int, row: Row, columns: Mapping[str, int], found: FoundTable
) -> None:
    for column in row.columns:
        path = f"{table.id}.{row.id}.{column.id}"
        at = columns.get(bare_label(column.label))
        if at is None:
            said = f"{table.name}“{row.full}”行上方没有“{column.label}”一列，请恢复该列，或从原表重填"
            found.problems.append(said)
        elif path in found.spots:
            said = f"{region.sheet.where((number, at))}：{table.name}“{row.full}”行出现两次，请只保留一行"
            found.problems.append(said)
            return
        else:
            found.spots[path] = (region.sheet, (number, at))


def _note_rest(
    region: _Region, number: int, cells: Mapping[int, Content], taken: set[int], first: int, apart: set[int],
    found: FoundTable,
) -> None:  # fmt: skip
    """What else stands in the row belongs to no column of the form; among the figures, it may be one gone astray."""
    for at, content in cells.items():
        if at >= first and at not in taken and at not in apart:
            where = f"{region.sheet.where((number, at))}的“{shown(content)}”"
            if at < max(taken):
                found.problems.append(f"{where}不在任何一栏之下，请移回所属的栏，或清除")
            else:
                found.notes.append(f"{where}不在表内，没有读取")


def _strange(table: Table, region: _Region, number: int, label: str) -> str:
    names = {plain_label(row.label): row.label for row in table.rows}
    near = difflib.get_close_matches(plain_label(label), names, n=1, cutoff=_ALIKE)
    perhaps = f"（是否为“{names[near[0]]}”？）" if near else ""
    return (
        f"“{region.sheet.name}”第{number}行“{label}”不是{table.name}的行{perhaps}，"
        "请把项目名称改回原文；如为多余的行，请删去"
    )


def _find_across(table: Table, region: _Region, found: FoundTable) -> None:
    """A table of one line of figures: the part a column belongs to stands above it, and the line is 本年."""
    parts = {bare_label(row.label): row for row in table.rows}
    outcomes = {bare_label(column.label): column for column in table.rows[0].columns}
    begins: dict[int, Row] = {}
    columns: dict[int, str] = {}
    lines: list[tuple[int, Mapping[int, Content]]] = []
    for number, cells in region.rows:
        texts = {at: bare_label(content) for at, content in cells.items() if isinstance(content, str)}
        begins |= {at: parts[text] for at, text in texts.items() if text in parts}
        heads = {at: outcomes[text].id for at, text in texts.items() if text in outcomes}
        columns |= heads
        name = _first_text(cells).strip()
        figures = not heads and any(at in columns for at in cells)
        if name == THIS_YEAR or (figures and name != LAST_YEAR):
            lines.append((number, cells))
    if len(lines) != 1 or _first_text(lines[0][1]).strip() != THIS_YEAR:
        said = f"{table.name}应有一行“{THIS_YEAR}”，实有{len(lines)}行数字，请按原表改正"
        found.problems.append(said)
        return
    number, cells = lines[0]
    for at in (one for one in cells if one not in columns and one > min(columns)):
        found.notes.append(f"{region.sheet.where((number, at))}的“{shown(cells[at])}”不在表内，没有读取")
    for at, outcome in columns.items():
        begun = [row for start, row in sorted(begins.items()) if start <= at]
        if begun:
            found.spots.setdefault(f"{table.id}.{begun[-1].id}.{outcome}", (region.sheet, (number, at)))
    missing = [path for path in table.cells if path not in found.spots]
    if missing or len(columns) != len(table.cells):
        said = f"{table.name}的列与报告格式不符（应有{len(table.cells)}列，找到{len(columns)}列），请恢复原表的列"
        found.problems.append(said)


def _check_rows(table: Table, wanted: Sequence[str], found: FoundTable) -> None:
    """Each row that must be there is."""
    for row in table.rows:
        path = f"{table.id}.{row.id}"
        if path in wanted and f"{path}.{row.columns[0].id}" not in found.spots and not table.side_by_side:
            found.problems.append(f"{table.name}缺少“{row.full}”一行，请恢复该行（项目名称须与原表一致）")


def _check_merged(found: FoundTable) -> None:
    """No figure is in a merged cell that begins elsewhere, where it would be lost."""
    for sheet in {id(sheet): sheet for sheet, _ in found.spots.values()}.values():
        spots = [spot for other, spot in found.spots.values() if other is sheet]
        for (top, left), (bottom, right) in sheet.merged:
            inside = [spot for spot in spots if top <= spot[0] <= bottom and left <= spot[1] <= right]
            if set(inside) - {(top, left)}:
                said = "这里的数据格与其他格合并了，请取消合并后重填"
                found.problems.append(f"{sheet.where((top, left))}：{said}")
