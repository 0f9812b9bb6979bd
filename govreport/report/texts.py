"""What of a text can stand in a file of another kind."""

from __future__ import annotations

import datetime
import re
import unicodedata

_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


UNWRITTEN = "（未填写）"
"""What a draft shows where nothing was written; in a text it is no text."""


def says_nothing(text: str) -> bool:
    r"""Whether a reader sees nothing of a text, or only `UNWRITTEN`.

    >>> says_nothing("\u3000\n\u200b"), says_nothing("（未填写）\n"), says_nothing("无")
    (True, True, False)
    """
    return text.strip() == UNWRITTEN or all(unicodedata.category(one) in _UNSEEN for one in text)


def show_text(text: str) -> str:
    r"""`text` without the control characters that no document can hold, its lines ended alike; tabs stay.

    >>> show_text("甲\x01\t乙\r\n丙")
    '甲\t乙\n丙'
    """
    return _UNSHOWABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def date_text(date: datetime.date) -> str:
    """A date as an official document writes it: 2025年1月2日 (GB/T 9704-2012, 7.3.5: no leading zeros)."""
    return f"{date.year}年{date.month}月{date.day}日"
