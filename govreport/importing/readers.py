"""A file of any kind, read by the reader of its kind: one that we made by its record, any other by its labels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from govreport.errors import InvalidFile, Problem

from .container import check_package, holds, read_content
from .excel import is_ours, read_workbook
from .old_formats import OLD, converted
from .published.kinds import PAGES, TEXTS, read_html, read_pdf, read_sheets, read_text, read_word_document
from .reading import Hints, Reading
from .watchdog import read_within_bounds
from .word import read_word

KINDS = "网页、PDF、Word、Excel、文本"
Reader = Callable[[bytes, str, Hints], Reading]


def read_file(path: Path, hints: Hints = Hints()) -> Reading:  # noqa: B008 - it cannot be changed
    """What a file says, without a look at what is there already; `hints` say what the file itself may leave out.

    Raises:
        BadRequest: there is no such file.
        InvalidFile: it cannot be read as what it is, or is no annual report.
        Locked: another program holds it.
    """
    kind = path.suffix.lower()
    if kind not in READABLE:
        shown = "（.html、.pdf、.docx、.xlsx、.txt、.md）"
        raise InvalidFile(path.name, [Problem(0, f"不能读取这种文件，可导入{KINDS}{shown}")])
    content = read_content(path)
    if kind not in OLD:
        return _read(kind, content, path.name, hints)
    content, kind = converted(content, path.name)
    try:
        return _read(kind, content, path.name, hints)
    except InvalidFile as error:
        advice = f"如文件无误，请在 Excel、Word 或 WPS 中打开，另存为 {kind} 后再导入"
        raise InvalidFile(path.name, [Problem(0, f"{error.problems[0].text}；{advice}")]) from None


def _read(kind: str, content: bytes, shown_as: str, hints: Hints) -> Reading:
    reading = read_within_bounds(shown_as, lambda: _READERS[kind](content, shown_as, hints))
    return reading.public() if reading.final else reading


def _read_xlsx(content: bytes, shown_as: str, hints: Hints) -> Reading:
    if is_ours(content, shown_as):
        return read_workbook(content, shown_as)
    return read_sheets(content, shown_as, hints)


def _read_docx(content: bytes, shown_as: str, hints: Hints) -> Reading:
    check_package(content, shown_as)
    if holds(content, "urn:govreport:record"):
        return read_word(content, shown_as)
    return read_word_document(content, shown_as, hints)


_READERS: dict[str, Reader] = {
    ".xlsx": _read_xlsx,
    ".docx": _read_docx,
    **dict.fromkeys(PAGES, read_html),
    ".pdf": read_pdf,
    **dict.fromkeys(TEXTS, read_text),
}
READABLE = frozenset({*_READERS, *OLD})
"""The suffixes of files that can be read."""
