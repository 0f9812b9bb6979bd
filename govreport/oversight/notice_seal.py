"""The seal of notices: a written letter, as a page or as a Word file, held against what it should say."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from govreport.exporting import Letter, Part
from govreport.importing.word.blocks import Paragraph, WordTable, read_blocks
from govreport.rendering.blocks import Block, difference, due, due_table
from govreport.rendering.page_comparison import SHEET, hold, sheet_faults
from govreport.report import show_text


def check_letter(content: bytes, letter: Letter, kind: str) -> None:
    """Let a written letter of a kind (`html`, `docx`) pass that says what it should.

    Raises:
        SealBroken: it does not.
    """
    hold(letter.to, letter_faults(content, letter, kind))


def letter_faults(content: bytes, letter: Letter, kind: str) -> Iterator[str]:
    """What is wrong with a written letter of a kind, one Chinese sentence each."""
    if kind == "docx":
        yield from _word_faults(content, letter)
    else:
        yield from sheet_faults(content, f"{letter.to} {''.join(letter.title)}", _wanted(letter))


def _wanted(letter: Letter) -> Iterator[Block]:
    yield due("h1", "\n".join(("", *letter.title)))
    yield due("p", f"{letter.to}：")
    yield due("p", letter.opening)
    for part in letter.parts:
        yield due("h2", part.heading)
        yield from (due("p", text) for text in part.paragraphs)
        if part.entries:
            yield from due_table(None, part.header, [entry.columns for entry in part.entries], _marks(part))
    yield from (due("p", text, style=f"padding-right:{beside}em") for beside, text in letter.signature)


def _marks(part: Part) -> list[dict[str, str]]:
    """The rule and the cells that each line of a part's table is marked with."""
    marks = [{"data_rule": entry.rule, "data_cells": " ".join(entry.cells)} for entry in part.entries]
    return [{name: value for name, value in each.items() if value} for each in marks]


def _word_faults(content: bytes, letter: Letter) -> Iterator[str]:
    try:
        with ZipFile(BytesIO(content)) as package:
            found = [block for one in read_blocks(package) for block in _blocks(one)]
    except (BadZipFile, KeyError, etree.XMLSyntaxError):
        yield "不是可读的 Word 文件"
        return
    found = [block for block in found if block.text or block.kind != "p"]
    yield from difference(found, list(_wanted_in_word(letter)), SHEET)


def _blocks(one: Paragraph | WordTable) -> Iterator[Block]:
    if isinstance(one, Paragraph):
        yield Block(f"h{one.heading + 1}" if one.heading else "p", one.text)
        return
    for at, line in enumerate(one.lines):
        yield from (Block(f"td.{at}", cell.text) for cell in line)


def _wanted_in_word(letter: Letter) -> Iterator[Block]:
    """The letter's texts as a Word file has them; a box of a table tells in which line it stands."""
    texts = [*letter.title, f"{letter.to}：", letter.opening]
    yield from (_in_word("p", text) for text in texts)
    for part in letter.parts:
        yield _in_word("h2", part.heading)
        yield from (_in_word("p", text) for text in part.paragraphs)
        lines = [part.header, *(entry.columns for entry in part.entries)] if part.entries else []
        yield from (_in_word(f"td.{at}", text.strip()) for at, line in enumerate(lines) for text in line)
    yield from (_in_word("p", text) for _, text in letter.signature)


def _in_word(kind: str, text: str) -> Block:
    return Block(kind, show_text(text))
