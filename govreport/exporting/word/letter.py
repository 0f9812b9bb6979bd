"""A letter as a Word file, set as the reports are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..letter import Letter, Part
from . import grid
from .body import signature, title_line
from .markup import Element, element, keep_next, paragraph, run, size_of
from .package import core_part, pack, section, template, to_bytes

_SIZE = 10.5
_HEIGHT = 440
_SHORT = 11


def word_letter(letter: Letter) -> bytes:
    """The letter as a .docx; the same letter gives the same bytes."""
    parts = {
        "docProps/core.xml": core_part("".join(letter.title), letter.by),
        "word/document.xml": to_bytes(
            element("document", element("body", *_body(letter), section(draft=False, record=False)))
        ),
    }
    return pack({**template(draft=False, record=False), **parts})


def _body(letter: Letter) -> Iterator[Element]:
    yield from map(title_line, letter.title)
    yield paragraph("Normal", f"{letter.to}：")
    yield paragraph("NormalIndent", letter.opening)
    *_, last = parts = [one for part in letter.parts for one in _part(part)]
    keep_next(last)
    yield from parts
    yield from signature(letter.signature)


def _part(part: Part) -> Iterator[Element]:
    after = (element("spacing", after=120),) if part.entries and not part.paragraphs else ()
    yield paragraph("Heading1", part.heading, properties=after)
    for text in part.paragraphs:
        yield paragraph("NormalIndent", text)
    if part.entries:
        widths = grid.share_widths(part.shares)
        rows = [_row(part.header, widths, repeats=True), *(_row(entry.columns, widths) for entry in part.entries)]
        yield grid.table(widths, rows)
        yield paragraph("TableText")


def _row(texts: Sequence[str], widths: Sequence[int], *, repeats: bool = False) -> Element:
    cells = [
        grid.cell(_text(text, wide=not repeats and number > 0 and len(text) >= _SHORT), width)
        for number, (text, width) in enumerate(zip(texts, widths, strict=True))
    ]
    return grid.row(cells, _HEIGHT, repeats=repeats)


def _text(text: str, *, wide: bool) -> Element:
    beside = element("ind", left=60, right=60)
    aside = (beside, element("jc", val="left")) if wide else (beside,)
    return paragraph("TableText", run(text, *size_of(_SIZE)) if text else None, properties=aside)
