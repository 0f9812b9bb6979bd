"""A block from the clipboard pasted into a sheet, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from govreport.importing import Target, lay_block, read_block

from .sheet import Sheet


@dataclass(frozen=True)
class Pasted:
    """What a paste did: into which table, how its cells were found, how many were filled, how many of them changed.

    `left_out` tells in Chinese what of the block was not filled in.
    """

    table: str
    how: str
    cells: int
    changed: int
    left_out: tuple[str, ...] = ()


def paste(sheet: Sheet, at: str, to: str, text: str, html: str) -> Pasted:
    """Lay a block over the table of the cell `at`; one step to undo.

    Raises:
        BadRequest: it cannot be placed for certain.
    """
    form = sheet.report.statutory_form
    computed = form.sums.keys() - sheet.state.stated
    target = Target(form, at, to, sheet.report.rows.keys(), computed)
    laid = lay_block(target, read_block(text, html))
    before = {path: sheet.text(path) for path in laid.texts}
    sheet.enter(laid.texts)
    changed = sum(sheet.text(path) != shown for path, shown in before.items())
    return Pasted(target.table.heading, laid.how, len(laid.texts), changed, laid.left_out)
