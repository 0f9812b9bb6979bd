"""What a file says against a record: the one that it was made from, and the one that is there now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govreport.form import Form
from govreport.report import AnnualReport, Number, add_stated, is_kept, is_listed, lists_of, show_number, stated_at
from govreport.report.versions import Difference, compare

from .cell_grid import Content, Formula, shown
from .figures import Unreadable
from .labelled_tables import FoundTable
from .reading import Doubt, Reading
from .sums import is_sum
from .values import figure_in


def changed_figures(base: AnnualReport, found: FoundTable) -> tuple[dict[str, Any], list[Doubt]]:
    """The figures of the statutory tables that differ from the record's, and those that could not be read.

    A sum whose cell holds the formula of that sum is computed anew; where a part of it is doubtful, it is blank.
    """
    sums = base.statutory_form.sums
    values: dict[str, Number | None] = {}
    doubts: list[Doubt] = []
    for path in found.spots:
        content = found.content(path)
        if path in sums and isinstance(content, Formula) and _is_own(content, path, sums[path], found):
            continue
        values[path], doubt = figure_at(base, path, content, found.where(path))
        doubts += [doubt] if doubt else []
    unsure = {doubt.cell for doubt in doubts}
    for total, parts in sums.items():
        if total in found.spots and total not in values:
            values[total] = None if unsure & {*parts} else add_stated(values.get(part) for part in parts)
            unsure |= {total} if unsure & {*parts} else set()
    return {path: value for path, value in values.items() if value != base.cells.get(path)}, doubts


def _is_own(formula: Formula, total: str, parts: Sequence[str], found: FoundTable) -> bool:
    """Whether it is the sum of the parts where they stand now."""
    sheet, _ = found.spots[total]
    stood = [found.spots[part] for part in parts if part in found.spots]
    return all(other is sheet for other, _ in stood) and is_sum(formula, sheet, [spot for _, spot in stood])


def figure_at(base: AnnualReport, path: str, content: Content | None, where: str) -> tuple[Number | None, Doubt | None]:
    """The figure of a place, the record's own where its digits stand there; or the doubt about it."""
    was = base.stated.get(path)
    if was is not None and (content == was or (isinstance(content, str) and content.strip() == show_number(was))):
        return was, None
    try:
        return figure_in(content), None
    except Unreadable as error:
        return None, Doubt(path, where, shown(content), str(error))


def compare_reading(existing: AnnualReport, reading: Reading) -> tuple[AnnualReport, tuple[Difference, ...]]:
    """What the record would be, and what would change: only what was filled in since the file was made.

    Under a final edition, which holds the public part alone, a record keeps what is internal, and its publication.
    """
    mine = _units(reading.report)
    found = compare(
        _units(reading.base or existing),
        mine,
        _units(existing),
        lambda path: _label(existing.statutory_form, path),
    )
    changes = tuple(one for one in found if one.choice != "theirs" and _speaks_of(reading, one.path))
    after = existing.with_values({change.path: mine.get(change.path) for change in changes})
    return _with_sums(after, reading.report, existing), changes


def _label(form: Form, path: str) -> str:
    """What a place is called; a list, which is compared as a whole, with the section that it stands in."""
    section = form.section_by_id.get(form.section_of(path) or "")
    listed = lists_of(form).get(path)
    return f"{section.ordinal}的{listed}" if section and listed else listed or form.label_of(path)


def _speaks_of(reading: Reading, path: str) -> bool:
    """Whether a file has a place at all: of one that holds no record, what it does not state was not asked."""
    if reading.final:
        return not is_kept(path)
    stated = _units(reading.report).get(path) not in (None, [])
    return reading.base is not None or stated or path in reading.report.cells


def _units(report: AnnualReport) -> dict[str, Any]:
    """What a report states, by path; a list by the list's own path, since a file's list stands for the whole."""
    form, record = report.statutory_form, report.record()
    wholes = lists_of(form)
    stated = {path: value for path, value in report.stated.items() if not is_listed(path, wholes)}
    # of a group of facts that is not stated nothing stands in the record; any other list is empty then
    lists = {path: stated_at(record, path) or (None if path in form.group_by_id else []) for path in wholes}
    return stated | lists


def _with_sums(after: AnnualReport, *versions: AnnualReport) -> AnnualReport:
    """Where each version's total was the sum of its own parts, the total is the sum of those they make together."""
    values = dict(after.cells)
    for total, parts in after.statutory_form.sums.items():
        if all(one.cells.get(total) == add_stated(one.cells.get(part) for part in parts) for one in versions):
            values[total] = add_stated(values.get(part) for part in parts)
    return after.with_values({path: value for path, value in values.items() if value != after.cells.get(path)})
