"""One page of a PDF as pieces, and the tables of following pages joined."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfplumber.table import merge_edges
from pdfplumber.utils.text import extract_text

from ..cell_grid import Spot
from .grid import Cell, Grid, Piece, Text
from .html_text import plain_text
from .pdf_beside import Beside
from .pdf_cuts import cut_edges
from .pdf_limits import take_compared

_NEAR = 3.0
_FEW = 3
_CORNER = 4.0
"""As far apart may the lines of a double border meet; a frame around a table stands further off."""
_GAP = 2
_OVER = 1.5
_MOST_EDGES = 40_000
_MOST_CROSSINGS = 4_000_000
"""Of lines as they are drawn, where those of a double border are one."""
_MOST_FRAMED = 2_000
_PROSE, _PROSE_AREA = 300, 20_000
"""Characters, more than any cell of a statutory table has, and the square points that they need at least."""
_MARKED = 0.4
"""Of the page's width: a single line of cells narrower than this is no table."""
_ACROSS = "数字越过了格线，可能是相邻两格连在一起"
_PAGE_NUMBER = re.compile(r"[-—–―\s·第]*\d{1,3}(?:\s*[/／]\s*\d{1,3})?[-—–―\s·页]*")
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Drawn:
    """A piece as it lies on its page: how far down, and for a table the edges of its columns."""

    top: float
    piece: Piece
    edges: tuple[float, ...] = ()


def page_pieces(page: Any, number: int, beside: Beside | None = None) -> list[Drawn]:
    """The lines and tables of a page from top to bottom; where two years stand beside each other, with the year."""
    found = _found(page)
    take_compared(len(found), len(found) + len(page.chars))
    tables = [table for table in found if len(table.cells) > 1 and not _is_prose(page, table)]
    outer = [table for table in tables if not any(_inside(table.bbox, one.bbox) for one in tables if one is not table)]
    inner = [table for table in tables if table not in outer and _columns(table) > 1]
    chosen = [table for table in outer if _columns(table) > 1 and not _wraps(table, inner)] + [
        table for table in inner if any(_holds(one, table) for one in outer)
    ]
    drawn: list[Drawn] = []
    for count, table in enumerate(sorted(chosen, key=lambda one: one.bbox[1]), start=1):
        name = f"第{number}页表格" if len(chosen) == 1 else f"第{number}页第{count}个表格"
        year = beside.year(table.bbox[0], table.bbox[2]) if beside else None
        drawn += (replace(one, piece=replace(one.piece, year=year)) for one in _split(page, table, name, number))
    boxes = [table.bbox for table in chosen]
    rest = page.filter(lambda one: not _within_any(one, boxes))
    if beside:
        drawn += [Drawn(top, text) for top, text in beside.lines(rest, f"第{number}页") if text.text]
    else:
        drawn += [Drawn(line["top"], Text(text, f"第{number}页"))
                  for line in rest.extract_text_lines(return_chars=False)
                  if (text := plain_text(line["text"]))]  # fmt: skip
    return sorted(drawn, key=lambda one: one.top)


def _found(page: Any) -> list[Any]:
    """The page's tables; none where so many lines are drawn that they are a picture."""
    drawn = [*page.vertical_edges, *page.horizontal_edges]
    edges = merge_edges(drawn, _NEAR, _NEAR, _NEAR, _NEAR) if len(drawn) <= _MOST_EDGES else []
    upright = sum(edge["orientation"] == "v" for edge in edges)
    if not 0 < upright * (len(edges) - upright) <= _MOST_CROSSINGS:
        return []
    take_compared(upright, len(edges) - upright)
    return list(
        page.find_tables({"intersection_tolerance": _CORNER, "explicit_horizontal_lines": cut_edges(page, edges)})
    )


def _columns(table: Any) -> int:
    return max((sum(cell is not None for cell in row.cells) for row in table.rows), default=0)


def _wraps(table: Any, inner: Sequence[Any]) -> bool:
    """Whether a table is but a frame around others."""
    return any(_inside(one.bbox, table.bbox) and len(one.cells) > len(table.cells) for one in inner)


def _holds(outer: Any, inner: Any) -> bool:
    """Whether a table stands in a frame, or within a single cell of a table around it."""
    if not _inside(inner.bbox, outer.bbox):
        return False
    whole = len(inner.rows) > 1 and _columns(outer) > 1
    return _wraps(outer, [inner]) or (whole and any(_inside(inner.bbox, cell) for cell in outer.cells))


def _is_prose(page: Any, table: Any) -> bool:
    """Whether lines are but borders around paragraphs, or words that are marked."""
    if len(table.rows) == 1 and table.bbox[2] - table.bbox[0] < page.width * _MARKED:
        return True
    large = [box for box in _own_cells(table) if (box[2] - box[0]) * (box[3] - box[1]) > _PROSE_AREA]
    return any(sum(_within_any(one, [box]) for one in page.chars) > _PROSE for box in large)


def _own_cells(table: Any) -> list[Box]:
    """The cells that hold no other: a border around the table is none."""
    if len(table.cells) > _MOST_FRAMED:
        return list(table.cells)
    return [cell for cell in table.cells if not any(_inside(one, cell) for one in table.cells if one != cell)]


def _inside(box: Box, outer: Box) -> bool:
    return (box[0] >= outer[0] - _NEAR and box[1] >= outer[1] - _NEAR
            and box[2] <= outer[2] + _NEAR and box[3] <= outer[3] + _NEAR)  # fmt: skip


def _within_any(one: Any, boxes: Sequence[Box]) -> bool:
    if one.get("object_type") != "char":
        return False
    across, down = (one["x0"] + one["x1"]) / 2, (one["top"] + one["bottom"]) / 2
    return any(left <= across <= right and top <= down <= bottom for left, top, right, bottom in boxes)


def _split(page: Any, table: Any, name: str, number: int) -> list[Drawn]:
    """The table's grids, and between them as text the lines that are one cell from edge to edge."""
    take_compared(len(table.cells), len(page.chars))
    boxes = _own_cells(table)
    lefts = _edges([box[0] for box in boxes] + [box[2] for box in boxes])
    tops = _edges([box[1] for box in boxes] + [box[3] for box in boxes])
    drawn: list[Drawn] = []
    cells: dict[tuple[int, int], Cell] = {}
    texts = _texts(page, table)
    across = _across(page, table)
    single = {
        _at(tops, cell[1]): cell
        for cell in boxes
        if _at(lefts, cell[2]) - _at(lefts, cell[0]) == len(lefts) - 1 and _at(tops, cell[3]) - _at(tops, cell[1]) == 1
    }
    for row in range(len(tops) - 1):
        if row in single:
            drawn += _closed(cells, name, tops, lefts)
            box = single[row]
            drawn += [Drawn(box[1], Text(text, f"第{number}页")) for text in texts[box].splitlines()]
            continue
        for box in (one for one in boxes if _at(tops, one[1]) == row):
            left, right, bottom = _at(lefts, box[0]), _at(lefts, box[2]), _at(tops, box[3])
            cells[row + 1, left + 1] = Cell(
                texts[box], max(right - left, 1), max(bottom - row, 1), _ACROSS if box in across else ""
            )
    return drawn + _closed(cells, name, tops, lefts)


def _closed(
    cells: dict[tuple[int, int], Cell], name: str, tops: Sequence[float], lefts: Sequence[float]
) -> list[Drawn]:  # fmt: skip
    if not cells:
        return []
    first = min(row for row, _ in cells)
    moved = {(row - first + 1, column): cell for (row, column), cell in cells.items()}
    places = {row - first + 1: f"{name}第{row}行" for row in sorted({row for row, _ in cells})}
    cells.clear()
    return [Drawn(tops[first - 1], Grid(name, moved, places), tuple(lefts))]


def _texts(page: Any, table: Any) -> dict[Box, str]:
    """The text of each cell: of the characters whose middle is in it."""
    chars = [one for one in page.chars if _within_any(one, [table.bbox])]
    texts = {}
    for box in table.cells:
        inside = [one for one in chars if _within_any(one, [box])]
        texts[box] = plain_text(str(extract_text(inside, x_tolerance=_GAP))) if inside else ""
    return texts


def _across(page: Any, table: Any) -> set[Box]:
    """The cells whose digits run on beyond their edge."""
    words = [word for word in page.extract_words(x_tolerance=1) if word["text"][:1].isdigit() and len(word["text"]) > 1]
    return {box for word in words for box in table.cells if _runs_over(word, box)}


def _runs_over(word: Any, box: Box) -> bool:
    left, top, right, bottom = box
    if not top <= (word["top"] + word["bottom"]) / 2 <= bottom:
        return False
    return any(word["x0"] + _OVER < edge < word["x1"] - _OVER for edge in (left, right))


def _edges(values: Sequence[float]) -> list[float]:
    """The edges that lie apart, near ones as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _at(edges: Sequence[float], value: float) -> int:
    """The edge that a value lies on."""
    return min(range(len(edges)), key=lambda number: abs(edges[number] - value))


def join_pages(pages: Sequence[Sequence[Drawn]]) -> list[Piece]:
    """The pieces of all pages; where a page begins with the table that the one before ended with, it goes on."""
    joined: list[Drawn] = []
    for page in pages:
        body = [one for one in page if not (isinstance(one.piece, Text) and _PAGE_NUMBER.fullmatch(one.piece.text))]
        end = next((at for at in reversed(range(len(joined))) if not _hangs_over(joined[at])), None)
        begin = next((at for at, one in enumerate(body) if not _hangs_over(one)), None)
        if end is not None and begin is not None and _goes_on(joined[end], body[begin]):
            joined[end] = _joined(joined[end], body.pop(begin))
        joined += body
    return [one.piece for one in joined]


def _hangs_over(one: Drawn) -> bool:
    """Whether a line is but some letters of a narrow label that did not fit beside its rows."""
    return isinstance(one.piece, Text) and len("".join(one.piece.text.split())) <= _FEW


def _goes_on(end: Drawn, begin: Drawn) -> bool:
    return (
        isinstance(end.piece, Grid)
        and isinstance(begin.piece, Grid)
        and end.piece.year == begin.piece.year
        and (_among(begin.edges, end.edges) or _among(end.edges, begin.edges))
    )


def _among(edges: Sequence[float], more: Sequence[float]) -> bool:
    """Whether a table as wide as another has no edge that the other has not: on its page no cell is parted there."""
    outer = ((edges[0], more[0]), (edges[-1], more[-1]))
    return all(abs(one - other) <= 2 * _NEAR for one, other in outer) and all(
        abs(one - more[_at(more, one)]) <= 2 * _NEAR for one in edges
    )


def _joined(end: Drawn, begin: Drawn) -> Drawn:
    """One table of two, with the edges of both."""
    above, below = end.piece, begin.piece
    if not isinstance(above, Grid) or not isinstance(below, Grid):
        return end
    edges = max(end.edges, begin.edges, key=len)
    height = max(row + cell.height - 1 for (row, _), cell in above.cells.items())
    cells = {(row + height, column): cell for (row, column), cell in _within(below.cells, begin.edges, edges).items()}
    places = {row + height: where for row, where in below.places.items()}
    grid = Grid(above.name, {**_within(above.cells, end.edges, edges), **cells}, {**above.places, **places}, above.year)
    return Drawn(end.top, grid, edges)


def _within(cells: Mapping[Spot, Cell], edges: Sequence[float], more: Sequence[float]) -> dict[Spot, Cell]:
    """The cells by the columns between `more` edges than they were placed by."""
    moved: dict[Spot, Cell] = {}
    for (row, column), cell in cells.items():
        left = _at(more, edges[column - 1])
        right = _at(more, edges[min(column - 1 + cell.width, len(edges) - 1)])
        moved[row, left + 1] = replace(cell, width=max(right - left, 1))
    return moved
