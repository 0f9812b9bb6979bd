"""A text file's bytes as text, whatever its encoding."""

from __future__ import annotations

from govreport.errors import InvalidFile, Problem

_ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")


def decode(content: bytes, shown_as: str) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or GB 18030.

    Raises:
        InvalidFile: it is in none of these.
    """
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    text = "不是文本文件，或编码不明，请用记事本另存为 UTF-8 编码"
    raise InvalidFile(shown_as, [Problem(0, text)])
