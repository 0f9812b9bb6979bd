"""Table four from plain text: fifteen figures in one line, three rows of five, or digits that run together."""

from __future__ import annotations

from govreport.form import Table

from .form_words import heading_letters
from .solve import Values, adds_up, splits
from .stream_line import APART, FEW, GLUED, MANY, NONE, ODD, StreamLine, fitted, numbers, readable
from .stream_text import Clean, Span
from .stream_tokens import Stretch, Token, cells, stretches, tokens

_BESIDE = frozenset("法重率本报告年度因申请被提")
"""Letters of what others print around the headings of the table, such as 行政法复议."""


def read_cases(text: Clean, table: Table, section: Span, glued: bool) -> list[StreamLine]:
    """The three rows of table four."""
    end = text.at[section.end] if section.end < len(text.at) else len(text.text)
    parts = _of_the_table(table, stretches(tokens(text, text.at[section.start], end)))
    wide = len(table.cells)
    filled = [part for part in parts if part.figures or sum(one.kind == "bar" for one in part.tokens) > wide]
    lines = [StreamLine(table, row, text.at[section.start]) for row in table.rows]
    _fill(lines, filled, glued)
    return lines


def _of_the_table(table: Table, parts: list[Stretch]) -> list[Stretch]:
    """The parts up to the first words that are no heading of the table, once figures were seen."""
    heads = heading_letters(table) | {*table.heading} | _BESIDE
    kept: list[Stretch] = []
    seen = False
    for part in parts:
        if seen and set(part.words) - heads:
            break
        kept.append(part)
        seen = seen or bool(part.figures)
    return kept


def _fill(lines: list[StreamLine], filled: list[Stretch], glued: bool) -> None:
    """Give the three rows their values, or say why not."""
    for line in lines:
        line.shown = " ".join(one.text for part in filled for one in part.tokens if one.kind != "bar")[:80]
    if any(one.kind == "odd" for part in filled for one in part.tokens):
        _refuse(lines, ODD)
    elif len(filled) == 1:
        _one(lines, filled[0], glued)
    elif [len(cells(part.tokens)) for part in filled] == [line.columns for line in lines] and _named(lines, filled):
        for line, part in zip(lines, filled, strict=True):
            _give([line], cells(part.tokens))
    else:
        _scattered(lines, [one for part in filled for one in part.tokens if one.kind != "bar"])


def _refuse(lines: list[StreamLine], why: str) -> None:
    for line in lines:
        line.why = why


def _named(lines: list[StreamLine], filled: list[Stretch]) -> bool:
    """Whether each row's own name stands before its figures."""
    return all(part.words.endswith(line.row.label) for line, part in zip(lines, filled, strict=True))


def _give(lines: list[StreamLine], found: list[Token | None]) -> None:
    size = lines[0].columns
    if not readable(found):
        _refuse(lines, GLUED)
        return
    for at, line in enumerate(lines):
        line.values = numbers(found[at * size : (at + 1) * size])


def _one(lines: list[StreamLine], part: Stretch, glued: bool) -> None:
    """All figures in one stretch: as many as there are columns, or run together."""
    wanted = sum(line.columns for line in lines)
    bars = any(one.kind == "bar" for one in part.tokens)
    found = (fitted(cells(part.tokens), wanted) or []) if bars else cells(part.tokens)
    if len(found) == wanted and (not bars or found[-1] is not None or not any(found)):
        _give(lines, found)
    elif len(found) > wanted:
        _refuse(lines, MANY)
    else:
        texts = [one.text if one and one.kind == "figure" else None for one in found]
        run_together = glued or any(one and len(one) > 1 and one[0] == "0" for one in texts)
        options = splits(texts, wanted, lines[0].columns) if run_together and not bars else []
        _choose(lines, options, FEW if found else NONE)


def _scattered(lines: list[StreamLine], found: list[Token]) -> None:
    """Figures among the headings: certain only if all are there and every total is right."""
    plain = cells(found)
    if len(plain) == sum(line.columns for line in lines) and readable(plain):
        values = numbers(plain)
        size = lines[0].columns
        sums = all(adds_up(values[at : at + size]) for at in range(0, len(values), size))
        _choose(lines, [values], APART, sure=sums)
    else:
        _refuse(lines, FEW if plain else NONE)


def _choose(lines: list[StreamLine], options: list[Values], why: str, sure: bool = True) -> None:
    size = lines[0].columns
    for at, line in enumerate(lines):
        own = [one[at * size : (at + 1) * size] for one in options]
        if len(options) == 1 and sure:
            line.values = own[0]
        else:
            line.options, line.why = own, GLUED if len(options) > 1 else why
