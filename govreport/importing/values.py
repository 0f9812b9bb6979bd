"""What stands in a workbook's cell, as the figure or the text that it states."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from openpyxl.utils.escape import unescape

from govreport.report import Number, add, show_number, show_text

from .cell_grid import Content, Formula, Odd
from .figures import Unreadable, read_figure

_DIGITS = 15
_LARGEST = 10**_DIGITS
_MOST_WRITTEN = 20
"""Zeros before the first digit counted."""
_ADDED = re.compile(r"=\s*\+?\s*\d{1,9}(?:\s*[+-]\s*\d{1,9})*\s*")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def figure_in(content: Content | None) -> Number | None:
    """The figure of a cell, None for a blank; of a formula, only plain additions such as `=12+3` are computed.

    Raises:
        Unreadable: it states no figure.
    """
    if content is None:
        return None
    if isinstance(content, Formula):
        return _computed(content.text)
    if isinstance(content, Odd):
        raise Unreadable(f"是{content.text}，请改为数字")
    if isinstance(content, datetime.date):
        raise Unreadable("被当成了日期，请把单元格改为“数值”格式后重填")
    return read_figure(content) if isinstance(content, str) else _as_shown(content)


def _as_shown(number: Number) -> Number:
    """The number in the fifteen digits that Excel shows and computes with; one of more is no figure."""
    if isinstance(number, Decimal):
        rounded = Decimal(f"{float(number):.{_DIGITS}g}")
        number = int(rounded) if rounded == rounded.to_integral_value() else rounded
    written = show_number(number)
    if sum(character.isdigit() for character in written) > _MOST_WRITTEN or abs(number) >= _LARGEST:
        raise Unreadable("位数过多，请核对后改正")
    return number


def _computed(formula: str) -> Number:
    if not _ADDED.fullmatch(formula):
        raise Unreadable("是公式，请改为数字（复制后选择性粘贴为“数值”）")
    return add(int(part) for part in re.findall(r"[+-]?\d+", "".join(formula.split())))


def text_in(content: Content | None) -> str:
    """The text of a cell, empty for a blank.

    Raises:
        Unreadable: it is a formula or an error.
    """
    if isinstance(content, Formula | Odd):
        raise Unreadable("是公式或错误值，请改为文字")
    if isinstance(content, datetime.date):
        return content.isoformat()
    return (show_number(content) if isinstance(content, int | Decimal) else content or "").strip()


def shown_text(text: str) -> str:
    """A record's text as a cell that shows it is read."""
    return show_text(unescape(text)).strip()


def date_in(content: Content | None) -> str | None:
    """The date of a cell as 2025-01-08, None for a blank.

    Raises:
        Unreadable: it is no date.
    """
    text = text_in(content)
    if not text:
        return None
    match = _DATE.fullmatch(text)
    try:
        if match:
            return datetime.date(*map(int, match.groups())).isoformat()
    except ValueError:
        pass
    raise Unreadable("不是日期，请写作 2025-01-08")
