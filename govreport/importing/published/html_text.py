"""The bytes of a page as text, and a piece of it as a reader sees it."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Any

_STATED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)|encoding\s*=\s*[\"']([A-Za-z0-9_\-]+)", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_KNOWN = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs",
          "utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16", "unicode": "utf-16"}  # fmt: skip
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNSHOWN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u3000]+")
_WRAPPED = re.compile(r"[ \t\r\n\f\v]+")
_BROKEN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])")
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | dict(
    zip(
        map(ord, "⺠⻓⻔⻛⼾⻅⻚⻋⻢⻥⻦⻩⻬⻰⻉⻆⻝⻨⻤⻘⻙⻜⻮⻳⻄"),
        "民长门风户见页车马鱼鸟黄齐龙贝角食麦鬼青韦飞齿龟西",
        strict=True,
    )
)
"""Some PDF programs write characters as the radicals that they are drawn alike."""
_STRUCK = re.compile(r"line-through", re.IGNORECASE)


def decode_page(content: bytes) -> str:
    """The page's text, in the encoding that its bytes fit: its own mark, UTF-8, what it states, GB18030.

    >>> decode_page("年报".encode("gbk"))
    '年报'
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _without_xml(content[len(mark) :].decode(encoding, "replace"))
    for encoding in ("utf-8", *_stated(content), "gb18030"):
        try:
            return _without_xml(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _without_xml(content.decode((*_stated(content), "utf-8")[0], "replace"))


def _stated(content: bytes) -> list[str]:
    names = [(one or other).decode().lower() for one, other in _STATED.findall(content[:8192])]
    return [_KNOWN[name] for name in names if name in _KNOWN]


def _without_xml(text: str) -> str:
    return _XML.sub("", text).replace("\x00", "")


def flowing(text: str | None) -> str:
    """Text of a page as it flows: where its source breaks the line is a space, none between Chinese characters."""
    return _WRAPPED.sub(" ", _BROKEN.sub("", text)) if text else ""


def plain_text(text: str) -> str:
    """The text without what is not seen, spaces as one, each line of it trimmed, empty lines left out.

    Radicals that a font was drawn with are the characters that they look like.

    >>> plain_text("⾏政复议　⼀⺠")
    '行政复议 一民'
    """
    lines = (_SPACES.sub(" ", line).strip() for line in _UNSHOWN.sub("", text).translate(_RADICALS).splitlines())
    return "\n".join(line for line in lines if line)


def struck_out(element: Any) -> bool:
    """Whether the element's own style strikes its text out."""
    style = element.get("style") if isinstance(element.tag, str) else None
    return bool(style and _STRUCK.search(style))
