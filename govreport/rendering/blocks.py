"""A finished page read back: its blocks of text in their order, held against those that should stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, NamedTuple

from lxml import etree

from govreport.report import from_json, to_json

_WIDTH = re.compile(r"width:[\d.]+%")
_BEFORE, _SHOWN = 12, 40
_EXTRA = "多出"
_UNSEEN = {"tr": "一行", "figure": "图表", "style": "样式", "meta": "页面标识", "div": "一框"}
_SCRIPTS = {"application/json": "所附数据", "text/plain": "绘图程序"}
_CELLS = ("td", "th", "li", "p")


class Block(NamedTuple):
    """What stands in one place: the element with its class, its text, and its attributes.

    The text of an element inside another, such as a mark beside a figure, begins on a line of its own.
    """

    kind: str
    text: str = ""
    marks: Mapping[str, str] = {}

    @property
    def tag(self) -> str:
        """The element without its class."""
        return self.kind.partition(".")[0]


@dataclass(frozen=True)
class Manner:
    """How pages of one sort are read.

    `holders` only hold others and are passed over; `begins` hold others and are told; `inline` stand within a
    text; `quiet` attributes, as `scope` or `ul@aria-label`, are passed over. All else is a block of its own.
    `names` are what places are called that have no heading.
    """

    holders: frozenset[str]
    begins: frozenset[str]
    inline: frozenset[str]
    quiet: frozenset[str]
    names: Mapping[str, str] = field(default_factory=dict)


def parse_page(written: bytes) -> Any:
    """The page's root element; of what is no page, one without anything."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        return etree.fromstring(written, parser)
    except etree.XMLSyntaxError:
        return etree.Element("html")


def due(kind: str, text: str = "", **marks: str) -> Block:
    """A block that should stand in a page: line ends as every reader of HTML takes them; `data_cell` is `data-cell`."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return Block(kind, plain, {name.replace("_", "-"): value for name, value in marks.items()})


def due_data(data: Any, **marks: str) -> Block:
    """Data that should stand in a page."""
    return due("script", exact_json(to_json(data)), type="application/json", **marks)


def due_table(
    caption: str | None, header: Sequence[str], lines: Sequence[Sequence[str]], marks: Sequence[Mapping[str, str]] = ()
) -> Iterator[Block]:
    """A table that should stand in a page; the first entry of each line names it, `marks` are those of the lines."""
    if caption is not None:
        yield due("caption", caption)
    yield due("tr")
    yield from (due("th", name) for name in header)
    for at, line in enumerate(lines):
        yield due("tr", **(marks[at] if marks else {}))
        yield due("th", line[0])
        yield from (due("td", text) for text in line[1:])


def exact_json(text: str) -> str:
    """JSON in one spelling, its numbers with their own digits; other text as it is."""
    try:
        return to_json(from_json(text), canonical=True)
    except ValueError:
        return text


def read_blocks(holder: Any, manner: Manner) -> list[Block]:
    """Everything that stands in an element, in order, data in one spelling; nothing is left out."""
    found: list[Block] = []
    if holder is not None:
        _read(holder, manner, found)
    return [
        block._replace(text=exact_json(block.text)) if block.marks.get("type") == "application/json" else block
        for block in found
    ]


def _read(holder: Any, manner: Manner, found: list[Block]) -> None:
    if holder.text and not holder.text.isspace():
        found.append(Block("text", holder.text))
    for one in holder:
        kind, marks = _kind(one, manner.quiet)
        if kind in manner.begins:
            found.append(Block(kind, "", marks))
            _read(one, manner, found)
        elif kind in manner.holders and not marks:
            _read(one, manner, found)
        elif kind != "col" or not _WIDTH.fullmatch(marks.pop("style", "")) or marks:
            found.append(Block(kind, _text(one, manner), marks))
        if one.tail and not one.tail.isspace():
            found.append(Block("text", one.tail))


def _kind(one: Any, quiet: frozenset[str]) -> tuple[str, dict[str, str]]:
    """An element's tag with its class, and its attributes that say something."""
    tag = one.tag
    if not isinstance(tag, str):
        return "comment", {}
    marks = {name: value for name, value in one.items() if name not in quiet and f"{tag}@{name}" not in quiet}
    style = marks.pop("class", "")
    return f"{tag}.{style}" if style else tag, marks


def _text(one: Any, manner: Manner) -> str:
    """An element's text; where others stand within, each begins a line, and one that should not says what it is."""
    if not len(one):
        return one.text or ""
    pieces = [one.text or ""]
    for inner in one:
        kind, marks = _kind(inner, manner.quiet)
        told = "".join(f"{{{name}={value}}}" for name, value in marks.items())
        pieces.append(f"{'' if kind in manner.inline else f'<{kind}>'}{told}{_text(inner, manner)}")
        if inner.tail:
            pieces.append(inner.tail)
    return "\n".join(pieces)


def difference(
    found: Sequence[Block],
    wanted: Sequence[Block],
    manner: Manner,
    label: Callable[[Block], str | None] = lambda block: None,
) -> Iterator[str]:
    """The first place where a page is not what it should be, as a sentence; nothing where there is none.

    `label` names a block that has a name of its own, such as a figure.
    """
    at = next((at for at, pair in enumerate(zip(found, wanted, strict=False)) if pair[0] != pair[1]), None)
    if at is None and len(found) == len(wanted):
        return
    at = min(len(found), len(wanted)) if at is None else at
    said = _compared(found, wanted, at)
    own = None if said.startswith(_EXTRA) else (label(wanted[at]) or manner.names.get(wanted[at].kind))
    yield (own or _place(wanted[:at], manner)) + said


def _compared(found: Sequence[Block], wanted: Sequence[Block], at: int) -> str:
    """What stands there and what should."""
    if at == len(wanted):
        return f"{_EXTRA}{_shown(found[at])}"
    if at == len(found):
        return f"缺少{_shown(wanted[at])}"
    is_, should = found[at], wanted[at]
    if found[at + 1 : at + 3] != wanted[at + 1 : at + 3]:
        comes, came = should in found[at:], is_ in wanted[at:]
        if comes and not came:
            return f"{_EXTRA}{_shown(is_)}"
        if came and not comes:
            return f"缺少{_shown(should)}"
    if is_.kind == should.kind == "script":
        return f"{_shown(should)}不符"
    if is_.text == should.text:
        return f"{_shown(should)}的格式不符"
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(is_.text, should.text, strict=False)))
    return f"应为{_shown(should, same)}，实为{_shown(is_, same)}"


def _place(before: Sequence[Block], manner: Manner) -> str:
    """Where in the page one is: below the last heading, or in a part that has a name."""
    for block in reversed(before):
        if block.kind in manner.names:
            return manner.names[block.kind]
        if block.tag in ("h2", "h3"):
            return f"“{block.text}”之下"
    return "页面开头"


def _shown(block: Block, same: int = 0) -> str:
    """A block's text in a sentence, from shortly before where it differs."""
    if block.tag == "script":
        return _SCRIPTS.get(block.marks.get("type", ""), "页面程序")
    start = max(0, same - _BEFORE)
    rest = " ".join(block.text[start:].split())
    shown = f"{'…' if start else ''}{rest[:_SHOWN]}{'…' if len(rest) > _SHOWN else ''}"
    if shown:
        return f"“{shown}”"
    return _UNSEEN.get(block.tag) or ("空白" if block.tag in _CELLS else f"不应有的内容（{block.kind}）")
