"""A row's values from what stands behind its label: certain, or doubtful with every value that it may have."""

from __future__ import annotations

from collections.abc import Iterable

from govreport.form import Row, Table

from .figures_found import Note
from .form_words import heading_letters, upright
from .solve import adds_up, splits
from .stream_labels import FoundLabel, find_labels, label_begins, label_ends
from .stream_line import (
    APART,
    FEW,
    GLUED,
    MANY,
    NONE,
    ODD,
    STRANGE,
    TWICE,
    StreamLine,
    fitted,
    numbers,
    readable,
    summed,
)
from .stream_text import Clean, Span
from .stream_tokens import Stretch, Token, cells, lines, stretches, tokens

_MUCH = 30


def _own(
    text: Clean, table: Table, found: list[FoundLabel], section: Span
) -> Iterable[tuple[FoundLabel, list[Stretch]]]:
    """Each label with what stands in it and behind it, up to the next."""
    end = text.at[section.end] if section.end < len(text.at) else len(text.text)
    for at, one in enumerate(found):
        after = label_begins(text, found[at + 1]) if at + 1 < len(found) else end
        inside = [token for token in tokens(text, text.at[one.start], label_ends(text, one)) if token.kind != "word"]
        behind = tokens(text, label_ends(text, one), max(after, label_ends(text, one)))
        yield one, stretches([*inside, *behind])


def _is_own(words: str, table: Table, row: Row) -> bool:
    """Whether words are what is left of the row's own label, or of the heading that stands upright beside it."""
    left, own = set(words), set(row.label)
    return left <= own | {*upright(table)} or (row.label[-1] in words and left <= own | heading_letters(table))


def _values_of(parts: list[Stretch], table: Table, row: Row) -> tuple[Stretch, list[Stretch]]:
    """The stretch that holds the row's values, and those behind it that hold others."""
    filled = [part for part in parts if part.figures or any(one.kind == "bar" for one in part.tokens)]
    if filled and (not filled[0].words or _is_own(filled[0].words, table, row)):
        first = filled[0]
        at = int(len(filled) > 1 and not first.figures and _bars(first) < 2 and _is_own(filled[1].words, table, row))
        return filled[at], [one for one in filled[at + 1 :] if one.figures]
    return Stretch(), [one for one in filled if one.figures]


def _bars(part: Stretch) -> int:
    return sum(one.kind == "bar" for one in part.tokens)


def read_line(text: Clean, table: Table, found: FoundLabel, parts: list[Stretch], notes: list[Note]) -> StreamLine:
    """What a label's row says."""
    part, others = _values_of(parts, table, found.row)
    place = text.at[found.start]
    line = StreamLine(table, found.row, place, shown=_shown(text, place, part))
    line.stray = sum(_extra(text, one, line, notes) for one in others)
    _decide(text, line, part, label_ends(text, found))
    return line


def _shown(text: Clean, place: int, part: Stretch) -> str:
    return " ".join(one.text for one in part.tokens if one.kind != "bar")[:80]


def _extra(text: Clean, part: Stretch, line: StreamLine, notes: list[Note]) -> int:
    """How many figures stand where no row is; those of an extra row are told and not taken."""
    if part.figures < line.columns or _is_own(part.words, line.table, line.row):
        return part.figures
    line.strangers.append(part)
    where = text.where(part.tokens[0].place)
    notes.append(Note("S4", f"{where}：“{part.words[:20]}”不是报告格式中的行，其数值未采用，请核对"))
    return part.figures if set(part.words) <= heading_letters(line.table) else 0


def _decide(text: Clean, line: StreamLine, part: Stretch, end: int) -> None:
    bars = _bars(part) > 0
    if any(one.kind == "odd" for one in part.tokens):
        line.why = ODD
        return
    found = cells(part.tokens)
    if bars:
        _barred(text, line, part, end)
    elif not found:
        line.why = NONE
    else:
        line.pieces = found
        _plain(text, line, part, end)
    reach = range(text.line(line.place), text.line(end) + 1)
    near = [one for one in part.tokens if text.line(one.place) in reach]
    line.beside = any(one.kind != "bar" for one in near) or len(near) > line.columns


def _barred(text: Clean, line: StreamLine, part: Stretch, end: int) -> None:
    """Cells between bars: certain where they fill the row and none that may be padding is needed."""
    full = fitted(cells(part.tokens), line.columns) or []
    if len(full) > line.columns:
        first = [one for one in part.tokens if text.line(one.place) == text.line(end)]
        beside = fitted(cells(first), line.columns) or []
        if len(beside) == line.columns:
            line.stray += sum(one.kind == "figure" for one in part.tokens) - sum(one is not None for one in beside)
            full = beside
    line.pieces = full
    if len(full) != line.columns or (full[-1] is None and any(full)):
        line.why = MANY if len(full) > line.columns else FEW
        line.options = [numbers(full)] if len(full) == line.columns and readable(full) else []
    elif readable(full):
        line.values = numbers(full)
    else:
        line.why = GLUED


def _plain(text: Clean, line: StreamLine, part: Stretch, end: int) -> None:
    """Figures parted by spaces and ends of lines."""
    found = line.pieces
    if len(found) > line.columns:
        found = _without_strays(text, line, part, end)
    if len(found) == line.columns and readable(found):
        line.values, line.pieces = numbers(found), found
    else:
        line.why = MANY if len(found) > line.columns else FEW


def _without_strays(text: Clean, line: StreamLine, part: Stretch, end: int) -> list[Token | None]:
    """The row's own line of figures, without page numbers and other rows."""
    rows = [cells(one) for one in lines(text, part.tokens)]
    full = [one for one in rows if len(one) == line.columns]
    if line.columns > 1 and len(full) == 1 and all(len(one) == 1 for one in rows if one is not full[0]):
        return full[0]
    if text.line(part.tokens[0].place) == text.line(end) and len(rows[0]) == line.columns:
        line.stray += sum(len(one) for one in rows[1:] if line.columns == 1 or len(one) > 1)
        return rows[0]
    return _without_page(line)


def _without_page(line: StreamLine) -> list[Token | None]:
    """The row without the one figure too many, where the total tells which."""
    if len(line.pieces) != line.columns + 1 or not summed(line) or not readable(line.pieces):
        return line.pieces
    left = [[*line.pieces[:at], *line.pieces[at + 1 :]] for at in range(len(line.pieces))]
    good = {numbers(one): one for one in left if adds_up(numbers(one))}
    return next(iter(good.values())) if len(good) == 1 else line.pieces


def unglue(line: StreamLine) -> None:
    """Split digits that run together where exactly one reading is possible; else keep the readings."""
    if line.values is not None or not line.pieces or len(line.pieces) > line.columns or line.why not in (FEW, GLUED):
        return
    texts = [one.text if one and one.kind == "figure" else None for one in line.pieces]
    line.options = splits(texts, line.columns, line.columns if summed(line) else 0)
    if len(line.options) == 1:
        line.values, line.options = line.options[0], []
    elif line.options:
        line.why = GLUED


def read_rows(text: Clean, table: Table, section: Span, notes: list[Note]) -> list[StreamLine]:
    """Every row of a table whose label stands in the section."""
    found = find_labels(text, table, section)
    read = [read_line(text, table, one, parts, notes) for one, parts in _own(text, table, found, section)]
    if found:
        _leading(text, section, found[0], read)
        rest = text.letters[found[-1].end :][:_MUCH]
        read[-1].cut_off = len(rest) < _MUCH and set(rest) <= set(found[-1].row.label)
        read += list(_perhaps(text, read))
    return _merged(read)


def _perhaps(text: Clean, read: list[StreamLine]) -> Iterable[StreamLine]:
    """Each missing row that a strange row may be, as it stands between the same neighbours."""
    rows = read[0].table.rows
    seen = {line.row.id for line in read}
    for line, after in zip(read, [*read[1:], None], strict=True):
        between = rows[rows.index(line.row) + 1 : rows.index(after.row) if after else len(rows)]
        for part in line.strangers:
            for row in (one for one in between if one.id not in seen):
                place = part.tokens[0].place
                perhaps = StreamLine(line.table, row, place, shown=_shown(text, place, part), why=STRANGE)
                found = fitted(cells(part.tokens), perhaps.columns) or []
                perhaps.options = [numbers(found)] if len(found) == perhaps.columns and readable(found) else []
                yield perhaps


def _leading(text: Clean, section: Span, first: FoundLabel, read: list[StreamLine]) -> None:
    """Figures before the first label: the rows' values may stand before their labels."""
    begins = label_begins(text, first)
    before = [one for one in tokens(text, text.at[section.start], begins) if one.kind == "figure"]
    if before:
        read[0].stray += len(before)
    if before and text.line(before[-1].place) == text.line(begins):
        for line in read:
            line.doubt(APART)


def _merged(read: list[StreamLine]) -> list[StreamLine]:
    """One line a row: a repeated label without values says nothing, one with other values makes the row doubtful."""
    kept: dict[str, StreamLine] = {}
    for line in read:
        before = kept.get(line.row.id)
        if before is None or before.why == NONE:
            if before:
                line.stray += before.stray
            kept[line.row.id] = line
        elif line.why != NONE and (line.values is None or line.values != before.values):
            before.doubt(TWICE)
            before.options += [line.values] if line.values else line.options
        before = kept[line.row.id]
    return list(kept.values())


def suspect(lines: list[StreamLine]) -> None:
    """Where figures stand beside no label, only rows whose values stand beside theirs are certain."""
    empty = [one for one in lines if one.why == NONE]
    if all(one.why == NONE and not one.stray for one in lines):
        for one in lines:
            one.values = None if one.cut_off else (None,) * one.columns
    elif any(one.stray for one in lines) or any(len(one.pieces) >= 2 * one.columns for one in lines):
        for one in lines:
            if one.values is not None and not one.beside:
                one.doubt(APART)
        for one in empty:
            one.why = APART
