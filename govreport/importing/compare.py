"""What a file says against the record that it was made from: which figures are not that record's any more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govreport.report import AnnualReport, Number, add_stated, show_number

from .figures import Unreadable
from .reading import Doubt
from .sheet import Content, Formula, shown
from .sums import is_sum
from .tables import Found
from .values import figure_in


def changed_figures(base: AnnualReport, found: Found) -> tuple[dict[str, Any], list[Doubt]]:
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


def _is_own(formula: Formula, total: str, parts: Sequence[str], found: Found) -> bool:
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
