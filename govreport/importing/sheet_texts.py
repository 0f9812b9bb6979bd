"""The rest of a workbook: labelled texts and figures, further aspects, and what was published by channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from govreport.form import Form
from govreport.form.workbook import CHANNEL_HEADS, EXTRA_HEADS, FEE, PUBLISHED
from govreport.report import LABELS

from .grid import Content, Sheet, Spot
from .labels import bare_label, plain_label

Row = tuple[int, Mapping[int, Content]]
_OWN = ("name", "level", "published.total")
"""What a workbook states elsewhere, or not at all."""
_FEW = 2
"""A sheet with so many labels that are known is one in which an unknown label is named."""


@dataclass
class Texts:
    """Where each labelled text stands, the lines below the two lists' headings, and what is wrong."""

    spots: dict[str, tuple[Sheet, Spot]] = field(default_factory=dict)
    extra: tuple[Sheet, list[Row]] | None = None
    channels: tuple[Sheet, list[Row], list[int]] | None = None
    problems: list[str] = field(default_factory=list)


def _labels_of(form: Form) -> dict[str, str]:
    """What each path outside the tables is labelled in a workbook."""
    named = {path: label.removeprefix(f"{FEE}：") for path, label in LABELS.items() if path not in _OWN}
    named = {path: label for path, label in named.items() if not path.startswith("publication.")}
    return named | {f"narrative.overview.{aspect}": heading for aspect, heading in form.aspects.items()}


def find_texts(sheets: Sequence[Sheet], form: Form) -> Texts:
    """The places of all that is labelled, on whatever sheet it stands."""
    found = Texts()
    labels = _labels_of(form)
    headings = {bare_label(text) for text in (*form.headings.values(), PUBLISHED, FEE)}
    for sheet in sheets:
        left = _find_lists(sheet, headings | {bare_label(text) for text in labels.values()}, found)
        _find_labelled(sheet, left, labels, headings, found)
    return found


def _find_lists(sheet: Sheet, known: set[str], found: Texts) -> list[Row]:
    """Take the lines of the two lists; the rows that belong to neither come back."""
    left: list[Row] = []
    taking: list[Row] | None = None
    for number, cells in sheet.rows:
        heads = {bare_label(content): at for at, content in cells.items() if isinstance(content, str)}
        if set(map(bare_label, EXTRA_HEADS)) <= set(heads):
            taking = []
            found.extra = (sheet, taking)
        elif set(map(bare_label, CHANNEL_HEADS)) <= set(heads):
            taking = []
            found.channels = (sheet, taking, [heads[bare_label(label)] for label in CHANNEL_HEADS])
        elif taking is None or bare_label(_first(cells)) in known:
            taking = None
            left.append((number, cells))
        else:
            taking.append((number, cells))
    return left


def _first(cells: Mapping[int, Content]) -> str:
    content = cells[min(cells)]
    return content if isinstance(content, str) else ""


def _find_labelled(
    sheet: Sheet, rows: Sequence[Row], labels: Mapping[str, str], headings: set[str], found: Texts
) -> None:
    """Each labelled row's place for its text, right of the label."""
    by_label = {bare_label(label): path for path, label in labels.items()}
    by_label |= {plain_label(label): path for path, label in labels.items() if plain_label(label) not in by_label}
    strangers: list[str] = []
    known = 0
    for number, cells in rows:
        at = min(cells)
        label = bare_label(_first(cells))
        if label in headings:
            continue
        path = by_label.get(label)
        if path is None:
            if len(cells) > 1 or not _first(cells):
                strangers.append(sheet.where((number, at)))
            continue
        known += 1
        if path in found.spots:
            found.problems.append(f"{sheet.where((number, at))}：“{labels[path]}”出现两次，请只保留一处")
        found.spots[path] = (sheet, (number, at + 1))
    if known >= _FEW:
        said = "没有可识别的项目名称，请把左侧的名称改回原文；如为多余的内容，请删去"
        found.problems += [f"{stranger}：{said}" for stranger in strangers]
