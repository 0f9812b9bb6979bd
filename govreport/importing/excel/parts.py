"""A workbook's parts looked through before openpyxl reads them: no more than a form can hold, and what is merged."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from lxml import etree
from openpyxl.utils import coordinate_to_tuple, range_boundaries

from ..cell_grid import Spot

MOST_ROWS = 3_000
MOST_COLUMNS = 100
_MOST_CELLS = 100_000
_MAIN = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",
)


class Vast(Exception):
    """There are more cells, or they lie further away, than in any workbook that went out."""


def merged_by_part(content: bytes) -> dict[str, list[tuple[Spot, Spot]]]:
    """The merged cells of each part, as corners.

    Raises:
        Vast: a part holds too much, or something too far from the tables.
        ValueError: a part is no sheet that a program wrote.
    """
    with ZipFile(io.BytesIO(content)) as package:
        return {name: list(_merged(package.read(name))) for name in package.namelist()}


def _merged(part: bytes) -> Iterator[tuple[Spot, Spot]]:
    count, last = 0, 0
    tags = [f"{space}{name}" for space in _MAIN for name in ("c", "row", "mergeCell")]
    try:
        for _, one in etree.iterparse(io.BytesIO(part), tag=tags):
            count += 1
            if count > _MOST_CELLS:
                raise Vast
            if one.tag.endswith("}mergeCell"):
                left, top, right, bottom = range_boundaries(one.get("ref"))
                yield (int(top or 1), int(left or 1)), (int(bottom or MOST_ROWS), int(right or MOST_COLUMNS))
            elif one.tag.endswith("}row"):
                last = _row_after(last, one)
                one.clear()
            elif len(one):
                _check_near(one)
    except etree.XMLSyntaxError:
        return


def _row_after(last: int, row: Any) -> int:
    number = int(row.get("r") or last + 1)
    if number <= last:
        raise ValueError("rows out of order")
    return number


def _check_near(cell: Any) -> None:
    row, column = coordinate_to_tuple(cell.get("r") or "A1")
    if row > MOST_ROWS or column > MOST_COLUMNS:
        raise Vast
