"""The sheet 填报说明: whose workbook it is, how it is filled in, and the record that it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govreport.form.workbook import CHECKS, STAMP, TABLES

from .sheet_drawing import Drawing, height_for
from .styles import LABEL, NOTE, TITLE
from .styles import STAMP as STAMPED

PIECES = 32
"""So many rows wait for the packed record, each for `PIECE` letters."""
PIECE = 30_000
_WIDTHS = (24.0, 96.0)
_ON_CHECKS = f"填写时随时查看“{CHECKS}”：红色的应改正，黄色的请核实；点击其中的单元格可以直接到达。"
_SAID = (
    "只填写浅黄色的格；其余的格已锁定。上面的单位、年度和格式请勿改动，否则不能导入。",
    f"“{TABLES}”中各行、各列的总计自动计算；没有发生的请填 0，不要写“无”或“/”。金额的单位见栏目名称。",
    "灰色的数字是上年报告的，供对照，不要改动；本年的上年结转应与上年的结转下年度一致。",
    _ON_CHECKS,
    "文字直接写入或粘贴，换行用 Alt+Enter；每段一行，不必空格缩进，标题序号不必写。",
    "填好后保存为 .xlsx，原样发回即可；请勿加密码，也不必打印扫描。",
)


def draw_notes(drawing: Drawing, *, final: bool) -> None:
    """Draw the sheet; the stamp's and the packed record's cells are in `drawing.spots` afterwards.

    A `final` one is stamped as such, and tells of no checks.
    """
    drawing.width(1, *_WIDTHS)
    drawing.box(1, 1, "政府信息公开工作年度报告填报表", TITLE, 2)
    drawing.sheet.row_dimensions[1].height = 28
    drawing.row = 3
    for key in ("agency", "name", "level", "year", "form", *(["edition"] if final else [])):
        _draw_stamp(drawing, f"@{key}", getattr(STAMP, key))
    drawing.row += 1
    _draw_said(drawing, [said for said in _SAID if said != _ON_CHECKS or not final])
    drawing.row += 1
    for number in range(PIECES):
        _draw_stamp(drawing, f"@packed.{number}", STAMP.packed)
        drawing.sheet.row_dimensions[drawing.row - 1].hidden = True


def _draw_said(drawing: Drawing, told: Sequence[str]) -> None:
    for number, said in enumerate(told, start=1):
        text = f"{number}. {said}"
        drawing.box(drawing.row, 1, text, NOTE, 2)
        drawing.sheet.row_dimensions[drawing.row].height = height_for(text, sum(_WIDTHS)) + 4
        drawing.row += 1


def _draw_stamp(drawing: Drawing, path: str, label: str) -> None:
    drawing.box(drawing.row, 1, label, LABEL)
    drawing.spots[path] = drawing.box(drawing.row, 2, "", STAMPED)
    drawing.row += 1


def pieces(packed: str) -> Iterator[str]:
    """The packed record in pieces that a cell can hold."""
    yield from (packed[at : at + PIECE] for at in range(0, len(packed), PIECE))
