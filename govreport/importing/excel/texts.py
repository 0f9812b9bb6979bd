"""The rest of a workbook: labelled texts and figures, further aspects, and what was published by channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from govreport.form import Form
from govreport.form.workbook import CHANNEL_HEADS, EXTRA_HEADS, GROUPS, LAST_YEAR, facts_asked

from ..cell_grid import Content, Sheet, Spot, shown
from ..labels import bare_label, paths_by_label

Row = tuple[int, Mapping[int, Content]]
_FEW = 2
"""A sheet with so many labels that are known is one in which an unknown label is named."""


@dataclass(frozen=True)
class Listed:
    """A list in a sheet: its lines, the column of each of its headings, and last year's where there is one."""

    sheet: Sheet
    columns: tuple[int, ...]
    apart: int | None = None
    rows: list[Row] = field(default_factory=list)


@dataclass
class Texts:
    """Where each labelled text stands, the two lists by their headings, what is wrong, and what was left out."""

    labels: dict[str, str]
    spots: dict[str, tuple[Sheet, Spot]] = field(default_factory=dict)
    lists: dict[tuple[str, ...], Listed] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _labels_of(form: Form) -> dict[str, str]:
    """What each path outside the tables is labelled in a workbook."""
    facts = {path: fact.short for path, fact in facts_asked(form).items()}
    return facts | {passage.path: passage.label for passage in form.passages}


def find_texts(sheets: Sequence[Sheet], form: Form) -> Texts:
    """The places of all that is labelled, on whatever sheet it stands."""
    found = Texts(_labels_of(form))
    headings = {
        bare_label(text)
        for text in (*(section.heading for section in form.sections), *(form.group_by_id[id].heading for id in GROUPS))
    }
    known = headings | {bare_label(text) for text in found.labels.values()}
    for sheet in sheets:
        _find_labelled(sheet, _find_lists(sheet, known, found), headings, found)
    missing = [label for path, label in found.labels.items() if path not in found.spots]
    missing += ["、".join(heads) for heads in (EXTRA_HEADS, CHANNEL_HEADS) if heads not in found.lists]
    found.problems += [f"没有找到“{label}”一行，请恢复该行（名称须与原表一致）" for label in missing]
    return found


def _find_lists(sheet: Sheet, known: set[str], found: Texts) -> list[Row]:
    """Take the lines of the two lists; the rows that belong to neither come back."""
    left: list[Row] = []
    taking: Listed | None = None
    for number, cells in sheet.rows:
        begun = _list_begun(sheet, number, cells, found)
        if begun:
            taking = begun
        elif taking and bare_label(_text(cells.get(taking.columns[0]))) not in known:
            taking.rows.append((number, cells))
            beside = {column: cells[column] for column in cells.keys() - {taking.apart}}
            _check_beside(sheet, number, beside, taking.columns[-1], found)
        else:
            taking = None
            left.append((number, cells))
    return left


def _list_begun(sheet: Sheet, number: int, cells: Mapping[int, Content], found: Texts) -> Listed | None:
    heads = {bare_label(content): at for at, content in cells.items() if isinstance(content, str)}
    for wanted in (EXTRA_HEADS, CHANNEL_HEADS):
        if {*map(bare_label, wanted)} <= {*heads}:
            if wanted in found.lists:
                said = f"“{'、'.join(wanted)}”出现两次，请只保留一处"
                found.problems.append(f"{sheet.where((number, min(cells)))}：{said}")
            columns = tuple(heads[bare_label(label)] for label in wanted)
            found.lists[wanted] = Listed(sheet, columns, heads.get(LAST_YEAR))
            return found.lists[wanted]
    return None


def _text(content: Content | None) -> str:
    return content if isinstance(content, str) else ""


def _find_labelled(sheet: Sheet, rows: Sequence[Row], headings: set[str], found: Texts) -> None:
    """Each labelled row's place for its text, right of the label."""
    by_label = paths_by_label(found.labels)
    apart = {at for _, cells in rows for at, content in cells.items() if _text(content).strip() == LAST_YEAR}
    strangers: list[tuple[int, Mapping[int, Content]]] = []
    columns: list[int] = []
    for number, cells in rows:
        at = min(cells)
        label = bare_label(_text(cells[at]))
        path = by_label.get(label)
        if label in headings:
            continue
        if path is None:
            strangers.append((number, cells))
            continue
        columns.append(at)
        if path in found.spots:
            found.problems.append(f"{sheet.where((number, at))}：“{found.labels[path]}”出现两次，请只保留一处")
        found.spots[path] = (sheet, (number, at + 1))
        _check_beside(sheet, number, {column: cells[column] for column in cells.keys() - apart}, at + 1, found)
    if len(columns) >= _FEW:
        _name_strangers(sheet, strangers, min(columns), found)


def _check_beside(sheet: Sheet, number: int, cells: Mapping[int, Content], at: int, found: Texts) -> None:
    """What stands further right is not read; where the place itself is empty, it may have been meant for it."""
    for column in sorted(column for column in cells if column > at):
        where = f"{sheet.where((number, column))}的“{shown(cells[column])[:20]}”"
        if at in cells:
            found.notes.append(f"{where}不在填写的格内，没有读取")
        else:
            found.problems.append(f"{where}不在填写的格内，请移到填写的格内，或清除")


def _name_strangers(sheet: Sheet, rows: Sequence[Row], column: int, found: Texts) -> None:
    """Rows that hold more than a remark in the column of the labels."""
    said = "没有可识别的项目名称，请把左侧的名称改回原文；如为多余的内容，请删去"
    for number, cells in rows:
        if len(cells) > 1 or not _text(cells.get(column)):
            found.problems.append(f"{sheet.where((number, min(cells)))}：{said}")
