"""What cannot be seen in a text, or steers a terminal or turns a line around, made visible."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_UNSEEN_LETTERS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def is_unseen(char: str) -> bool:
    """Whether nobody sees the character."""
    return unicodedata.category(char) in _UNSEEN or bool(_UNSEEN_LETTERS.match(char))


def visible(text: str) -> str:
    r"""`text` as it can be shown in a line: each character that nobody sees, by its number.

    >>> visible("示例\x1b[31m局\n")
    '示例〔U+001B〕[31m局〔U+000A〕'
    """
    return "".join(f"〔U+{ord(char):04X}〕" if is_unseen(char) else char for char in text)
