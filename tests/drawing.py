"""The statutory tables drawn as HTML: the form's boxes with figures in them, whole or in parts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from govreport.form import Box, Form, place_boxes


def typed(form: Form, seed: int) -> dict[str, Any]:
    """Figures no two rows of which are alike, whose rows add up."""
    dice = random.Random(seed)
    values: dict[str, Any] = {path: dice.randint(1, 97) for path in form.places}
    for table in form.tables:
        for total, parts in table.across.items():
            values[total] = sum(values[part] for part in parts)
    return values


Lines = list[list[Box]]


def drawn(form: Form, table: str, values: dict[str, Any]) -> Lines:
    """The table's boxes with the figures in them."""
    one = form.table_by_id[table]
    return [
        [replace(box, text=shown(values.get(box.cell))) if box.cell else box for box in line]
        for line in (*one.head, *one.body)
    ]


def shown(value: Any) -> str:
    return "" if value is None else str(value)


def cell_html(box: Box, wrap: Callable[[str], str] = str) -> str:
    return f'<td colspan="{box.width}" rowspan="{box.height}">{wrap(box.text)}</td>'


def table_html(lines: Iterable[Sequence[Box]], wrap: Callable[[str], str] = str) -> str:
    rows = "".join(f"<tr>{''.join(cell_html(box, wrap) for box in line)}</tr>" for line in lines)
    return f"<table border='1'>{rows}</table>"


def page(*parts: str) -> bytes:
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(parts)}</body></html>".encode()


def split(lines: Lines, at: int) -> list[Lines]:
    """The table as two, after a page break: boxes that reached over it begin again, blank, below."""
    placed = place_boxes(lines)
    first = [
        [replace(box, height=min(box.height, at - row)) for box in line] for row, line in enumerate(lines) if row < at
    ]
    reaching = {
        row: [(column, replace(box, text="", height=box.height - (at - above)))
              for above, line in enumerate(placed[:at]) for column, box in line if above + box.height > at]
        for row in (at,)
    }  # fmt: skip
    second = [
        [box for _, box in sorted([*placed[row], *reaching.get(row, [])], key=lambda one: one[0])]
        for row in range(at, len(lines))
    ]
    return [first, second]


def undivided(lines: Lines) -> Lines:
    """Table three with 其他处理 as a single row, whose figures are those of its last."""
    at = next((number for number, line in enumerate(lines) if line[0].text == "（六）其他处理"), None)
    if at is None or lines[at][0].height == 1:
        return lines
    rows = [[replace(box, height=box.height - 2) if box.height > 20 else box for box in line] for line in lines]
    rows[at : at + 3] = [[Box("（六）其他处理", "row", 2), *lines[at + 2][1:]]]
    return rows
