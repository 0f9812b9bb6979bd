"""Several years in one document: each piece with its year, and the pieces of the year that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from govreport.errors import InvalidFile, Problem
from govreport.form import Form

from .grid import Grid, Piece, Text
from .grid_rows import read_lines
from .identity import year_of_title
from .match import normal

_CAPTION = re.compile(
    r"(?:(20\d\d)年(?:度)?(?:年?度?报告?|年报|数据|情况))(?:(20\d\d)年(?:度)?(?:年?度?报告?|年报|数据|情况))?"
)


def caption_years(text: str) -> tuple[int, ...]:
    """The one or two years that a line is the caption of, from left to right; none where it is no caption.

    >>> caption_years("2023 年报告　　2024 年报告"), caption_years("截至2023年底")
    ((2023, 2024), ())
    """
    match = _CAPTION.fullmatch(normal(text))
    years = tuple(int(year) for year in match.groups() if year) if match else ()
    return years if len(set(years)) == len(years) else ()


def one_year(pieces: Sequence[Piece], form: Form, year: int | None, shown_as: str) -> Sequence[Piece]:
    """The pieces of one year; all, where the document has the tables of no more than one.

    Raises:
        InvalidFile: it has several years, and `year` says none of them.
    """
    tagged = list(_tagged(pieces))
    by_year: dict[int, set[str]] = {}
    for grid in (piece for piece in tagged if isinstance(piece, Grid) and piece.year):
        by_year.setdefault(grid.year or 0, set()).update(_tables(grid, form))
    years = sorted(year for year, tables in by_year.items() if tables)
    if len(years) <= 1:
        return pieces
    if year not in years:
        listed = "、".join(map(str, years))
        text = f"文件中有{listed}几个年度的数据，请用 --year 指明其中一个年度后再导入"
        raise InvalidFile(shown_as, [Problem(0, text)])
    return [piece for piece in tagged if piece.year == year or (piece.year is None and
            not (isinstance(piece, Grid) and by_year[year] & _tables(piece, form)))]  # fmt: skip


def _tagged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, those below a caption or a title with its year where they have none."""
    current: int | None = None
    for piece in pieces:
        if isinstance(piece, Text) and piece.year is None:
            years = caption_years(piece.text) or year_of_title(piece.text)
            current = (years[0] if len(years) == 1 else None) if years else current
        yield piece if piece.year is not None or current is None else replace(piece, year=current)


def _tables(grid: Grid, form: Form) -> set[str]:
    """The statutory tables that a grid holds lines of."""
    return {line.table.id for line in read_lines(grid, form, None) if line.row or line.table.side_by_side}
