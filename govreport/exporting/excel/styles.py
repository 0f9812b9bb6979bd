"""How the workbook's cells look: named styles, so that Excel and WPS list them and a person can change one for all."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

TITLE, HEADING, NOTE, LABEL, HEAD = "标题", "部分标题", "说明", "项目", "表头"
FIGURE, TOTAL, BEFORE, TEXT, SHORT, STAMP, LISTED = "填数", "合计", "上年", "填文字", "填短文", "标识", "列表"

_LINE = Side(style="thin", color="808080")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_PALE = Side(style="thin", color="D0D0D0")
_PALE_FRAME = Border(left=_PALE, right=_PALE, top=_PALE, bottom=_PALE)
_TO_FILL = PatternFill("solid", start_color="FFFBE8")
_FIXED = PatternFill("solid", start_color="F2F4F7")
_OPEN = Protection(locked=False)
_SONG, _HEI = "宋体", "黑体"
_AS_TEXT = "@"
"""Excel's format for text: what is typed stays as it is, also «=…», «-…» and leading zeros."""

_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)


def _styles() -> list[NamedStyle]:
    """Fresh ones each time: a workbook keeps those that it is given."""
    plain, grey = Font(name=_SONG, size=10), Font(name=_SONG, size=9, color="808080")
    return [
        NamedStyle(TITLE, font=Font(name=_HEI, size=16), alignment=_LEFT),
        NamedStyle(HEADING, font=Font(name=_HEI, size=12), alignment=_LEFT),
        NamedStyle(NOTE, font=grey, alignment=_LEFT),
        NamedStyle(LABEL, font=plain, border=_FRAME, alignment=_LEFT),
        NamedStyle(HEAD, font=plain, border=_FRAME, fill=_FIXED, alignment=_CENTRE),
        NamedStyle(FIGURE, font=plain, border=_FRAME, fill=_TO_FILL, alignment=_CENTRE, protection=_OPEN),
        NamedStyle(TOTAL, font=plain, border=_FRAME, fill=_FIXED, alignment=_CENTRE),
        NamedStyle(BEFORE, font=grey, border=_PALE_FRAME, alignment=_CENTRE),
        NamedStyle(
            TEXT, font=Font(name=_SONG, size=10.5), border=_FRAME, fill=_TO_FILL, alignment=_TOP, protection=_OPEN,
            number_format=_AS_TEXT,
        ),
        NamedStyle(
            SHORT, font=plain, border=_FRAME, fill=_TO_FILL, alignment=_LEFT, protection=_OPEN, number_format=_AS_TEXT
        ),
        NamedStyle(STAMP, font=plain, border=_FRAME, fill=_FIXED, alignment=_LEFT, number_format=_AS_TEXT),
        NamedStyle(LISTED, font=plain, border=_PALE_FRAME, alignment=_LEFT),
    ]  # fmt: skip


def add_styles(book: Workbook) -> None:
    """Make the named styles known to `book`."""
    for style in _styles():
        book.add_named_style(style)
