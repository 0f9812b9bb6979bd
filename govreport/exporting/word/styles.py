"""The styles of the Word edition, after GB/T 9704-2012: real ones, so that Word's own tools know the headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from docx.document import Document

from .markup import Element, element, size_of
from .page import CLOSER, LINE, WIDTH

SONG, FANG, HEI, KAI, NUMBERS = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
RED, QUIET = "A40000", "595959"

_OTHER_NAMES = {FANG: "仿宋", SONG: "FZXiaoBiaoSong-B05S", HEI: "SimHei", KAI: "楷体", NUMBERS: "SimSun"}
"""What each font is called where it has not its official name."""

_OFF = ("overflowPunct", "autoSpaceDE", "autoSpaceDN")
"""What would leave the 28 characters of a line: punctuation beyond its end, and space around digits."""


@dataclass(frozen=True)
class _Look:
    """A paragraph style: the size in points, distances in twentieths of one; `line` is exact where it is given."""

    id: str
    name: str
    font: str
    size: float
    align: str
    line: int | None = None
    level: int | None = None
    indent: Mapping[str, int] = field(default_factory=dict)
    before: int = 0
    after: int = 0
    color: str = "000000"

    @property
    def heads(self) -> bool:
        """Whether it stands above what it names."""
        return self.level is not None or self.id == "Title"


_TWO = {"firstLineChars": 200, "firstLine": 632}
_LOOKS = (
    _Look("Normal", "Normal", FANG, 16, "both", LINE),
    _Look("NormalIndent", "Normal Indent", FANG, 16, "both", LINE, indent=_TWO),
    _Look("Title", "Title", SONG, 22, "center", 720, after=LINE),
    _Look("Heading1", "heading 1", HEI, 16, "both", LINE, 0, _TWO),
    _Look("Heading2", "heading 2", KAI, 16, "both", LINE, 1, _TWO),
    _Look("Signature", "Signature", FANG, 16, "right", LINE),
    _Look("TableText", "表格文字", FANG, 10.5, "center"),
    _Look("Footer", "footer", NUMBERS, 14, "left"),
    _Look("Header", "header", HEI, 10.5, "left", color=RED),
    _Look("DraftMark", "送审稿标记", HEI, 14, "center", 420, indent={"left": 7000, "right": 60}, after=LINE, color=RED),
    _Look("ApprovalTitle", "审批表标题", SONG, 22, "center", 720, after=240),
    _Look("CommentText", "annotation text", NUMBERS, 10.5, "left"),
)


def set_styles(document: Document) -> None:
    """Only these styles, and no theme that would bring fonts of its own."""
    root = document.styles.element
    for child in list(root):
        root.remove(child)
    root.append(element("docDefaults", element("rPrDefault", _letters(FANG, 16)), element("pPrDefault")))
    root.extend(_style(look) for look in _LOOKS)


def font_table() -> Element:
    """The fonts by their official names, each with the name that it has elsewhere."""
    return element(
        "fonts",
        *(
            element("font", element("altName", val=other), element("charset", val="86"), name=name)
            for name, other in _OTHER_NAMES.items()
        ),
    )


def _style(look: _Look) -> Element:
    default = {"default": 1} if look.id == "Normal" else {}
    own = {} if look.name.isascii() else {"customStyle": 1}
    follower = element("next", val="Normal") if look.heads else None
    content = (element("name", val=look.name), follower, element("qFormat"), _lines(look))
    letters = _letters(look.font, look.size, look.color, CLOSER if look.line == LINE else 0)
    return element("style", *content, letters, type="paragraph", **default, **own, styleId=look.id)


def _lines(look: _Look) -> Element:
    """How the style sets its lines."""
    rule = {"line": look.line, "lineRule": "exact"} if look.line else {"line": 240, "lineRule": "auto"}
    return element(
        "pPr",
        element("keepNext") if look.heads else None,
        element("widowControl", val=0),
        _ruled(look),
        element("tabs", element("tab", val="right", pos=WIDTH)) if look.id == "Header" else None,
        *(element(name, val=0) for name in _OFF),
        element("snapToGrid", val=0) if look.line != LINE else None,
        element("spacing", before=look.before, after=look.after, **rule),
        element("ind", **look.indent) if look.indent else None,
        element("contextualSpacing") if look.id == "Title" else None,
        element("jc", val=look.align),
        element("outlineLvl", val=look.level) if look.level is not None else None,
    )


def _ruled(look: _Look) -> Element | None:
    """The red rules of a draft: a box around its mark, a line below its header."""
    if look.color != RED:
        return None
    sides, size, space = (("bottom",), 4, 3) if look.id == "Header" else (("top", "left", "bottom", "right"), 12, 2)
    return element("pBdr", *(element(side, val="single", sz=size, space=space, color=RED) for side in sides))


def _letters(font: str, size: float, color: str = "000000", closer: int = 0) -> Element:
    """One font for every script: the standard sets digits in it too, and a Latin font would make “” half as wide."""
    return element(
        "rPr",
        element("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font),
        element("color", val=color),
        element("spacing", val=closer) if closer else None,
        *size_of(size),
        element("lang", val="zh-CN", eastAsia="zh-CN"),
    )
