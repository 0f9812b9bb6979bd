"""The rows' labels in a text: exact, in other wordings, wrapped over lines, with a few characters lost or added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from govreport.form import Row, Table

from .form_words import ambiguous, letters, rest_name, upright
from .match import core, names_of
from .stream_text import Clean, Span

_ALIKE = 80.0
_APART = 6.0
# below five characters a single wrong one makes a label less alike than that
_LONG_ENOUGH = 5
_SHORTEST = 3
_LONGEST = 12000
_MOST = 400
_STRANGERS = 8
_WIDEST = 1500
_APPLICANTS = "申请人"
"""What stands above the columns: a 总计 behind it is one of them."""
_DOTTED = re.compile(r"(?:\(\d{1,2}\)|\d[.、:．])[\s|]*[“\"]?\s*$")
_BARE = re.compile(r"(?<![\d.,+-])(\d)\s*[“\"]?\s*$")
_ITS_DIGIT = re.compile(r"^\d")


@dataclass(frozen=True)
class FoundLabel:
    """A row's label among the letters, from `start` to before `end`."""

    row: Row
    start: int
    end: int
    exact: bool = True


def _names(table: Table) -> list[tuple[str, Row]]:
    named = [(name, row) for name, row in names_of(table).items() if not re.search(r"\d", name)]
    context = ambiguous(table) | {rest_name(table)}
    return sorted((one for one in named if one[0] not in context), key=lambda one: -len(one[0]))


def _places(letters: str, name: str, section: Span) -> Iterator[int]:
    at = letters.find(name, section.start, section.end)
    while at >= 0:
        yield at
        at = letters.find(name, at + len(name), section.end)


def _exact(letters: str, table: Table, section: Span) -> list[FoundLabel]:
    found: list[FoundLabel] = []
    taken = bytearray(section.end - section.start)
    for name, row in _names(table):
        for at in _places(letters, name, section):
            reach = slice(at - section.start, at + len(name) - section.start)
            if not any(taken[reach]):
                taken[reach] = b"\1" * len(name)
                found.append(FoundLabel(row, at, at + len(name)))
    return sorted(found, key=lambda one: one.start)


def _trimmed(name: str, chunk: str, start: int) -> tuple[int, int]:
    """The part of a chunk of letters that the name covers, without strangers at its ends."""
    equal = [one for one in Indel.opcodes(name, chunk) if one.tag == "equal"]
    return start + equal[0].dest_start, start + equal[-1].dest_end


def _crossed(text: str, name: str, heading: str) -> re.Match[str] | None:
    """A label too short to be compared, cut in two by one letter of the heading that stands upright beside it."""
    cuts = (f"{name[:at]}[{heading}]{name[at:]}" for at in range(1, len(name)))
    return re.search("|".join(cuts), text) if len(name) > _SHORTEST and heading else None


def _damaged(letters: str, rows: list[Row], table: Table, gap: Span) -> FoundLabel | None:
    """The row of `rows` whose damaged label stands in a gap, where it is one and no other."""
    text = letters[gap.start : min(gap.end, gap.start + _WIDEST)]
    beside = upright(table)
    crossed = [(cut, row) for name, row in _names(table) if row in rows and (cut := _crossed(text, name, beside))]
    if len(crossed) == 1:
        cut, row = crossed[0]
        return FoundLabel(row, gap.start + cut.start(), gap.start + cut.end(), exact=False)
    best: list[tuple[float, str, Row, int, int]] = []
    for name, row in _names(table):
        if len(name) < _LONG_ENOUGH or row not in rows:
            continue
        match = fuzz.partial_ratio_alignment(name, text)
        if match is not None:
            ends = range(match.dest_end, min(len(text), match.dest_end + _STRANGERS) + 1)
            score, end = max((fuzz.ratio(name, text[match.dest_start : end]), end) for end in ends)
            best.append((score, name, row, match.dest_start, end))
    best.sort(key=lambda one: -one[0])
    if not best or best[0][0] < _ALIKE:
        return None
    score, name, row, start, end = best[0]
    if any(other[2] != row and other[0] > score - _APART and other[3] < end and start < other[4] for other in best):
        return None
    return FoundLabel(row, *_trimmed(name, text[start:end], gap.start + start), exact=False)


def _gaps(found: list[FoundLabel], section: Span, table: Table) -> Iterator[tuple[Span, list[Row]]]:
    """Each stretch between neighbours whose rows do not follow each other, with the rows that may stand in it."""
    ids = [row.id for row in table.rows]
    seen = {one.row.id for one in found}
    missing = [row for row in table.rows if row.id not in seen]
    before, start = -1, section.start
    for one in [*found, None]:
        end, after = (one.start, ids.index(one.row.id)) if one else (section.end, len(ids))
        rows = [row for row in missing if before < ids.index(row.id) < after]
        if rows and end - start >= _LONG_ENOUGH - 2:
            yield Span(start, end), rows
        if one:
            before, start = after, one.end


def _with_damaged(letters: str, table: Table, section: Span, found: list[FoundLabel]) -> list[FoundLabel]:
    for _ in table.rows:
        more = [_damaged(letters, rows, table, gap) for gap, rows in _gaps(found, section, table)]
        new = [one for one in more if one]
        if not new:
            break
        found = sorted([*found, *new], key=lambda one: one.start)
    return found


def _place_of(found: list[FoundLabel], ids: tuple[str, ...], last: bool) -> int | None:
    places = [one.end if last else one.start for one in found if one.row.id in ids]
    return (max(places) if last else min(places)) if places else None


def _free(found: list[FoundLabel], start: int, end: int) -> bool:
    return all(end <= one.start or one.end <= start for one in found)


def _numbered(text: Clean, at: int, digit: str) -> bool:
    place = text.at[at]
    return bool(re.search(rf"{digit}\s*[.、．:]\s*$", text.text[max(0, place - 6) : place]))


def _last_other(text: Clean, table: Table, section: Span, found: list[FoundLabel]) -> list[FoundLabel]:
    """（六）其他处理 where it is undivided, else its last row, 3.其他."""
    *before, row = table.rest
    whole_name, name, digit = rest_name(table), core(row.label), _ITS_DIGIT.match(row.label)
    end = _place_of(found, tuple(one.id for one in before), last=True)
    whole = [at for at in _places(text.letters, whole_name, section) if _free(found, at, at + len(whole_name))]
    places = [at for at in _places(text.letters, name, section) if _free(found, at, at + len(name)) and at not in whole]
    numbered = [at for at in places if digit and _numbered(text, at, digit[0]) and at >= max([end or 0, *whole])]
    if numbered:
        return [FoundLabel(row, at, at + len(name)) for at in numbered]
    return [FoundLabel(row, at, at + len(whole_name)) for at in whole] if end is None else []


def _handled(text: Clean, table: Table, section: Span, found: list[FoundLabel]) -> list[FoundLabel]:
    """（七）总计, or a 总计 without its number where the outcomes end."""
    [row], [after] = table.rows_of("outcomes_total"), table.rows_of("left_over")
    numbered, name = letters(row.label), core(row.label)
    shift = len(numbered) - len(name)
    places = [at + shift for at in _places(text.letters, numbered, section) if _free(found, at, at + len(numbered))]
    if not places:
        named = [one for one in table.rows_of("outcome") if one not in table.rest]
        start = _place_of(found, (named[-1].id, table.rest[-1].id), last=True)
        end = _place_of(found, (after.id,), last=False)
        if start is None or end is None or start >= end or _APPLICANTS in text.letters[start:end]:
            return []
        places = list(_places(text.letters, name, Span(start, end)))[-1:]
    return [FoundLabel(row, at, at + len(name)) for at in places]


def find_labels(text: Clean, table: Table, section: Span) -> list[FoundLabel]:
    """The labels of the table's rows in their order in the text; a row may be found more than once."""
    section = Span(section.start, min(section.end, section.start + _LONGEST))
    found = _exact(text.letters, table, section)[:_MOST]
    found = _with_damaged(text.letters, table, section, found)
    if table.rest:
        for more in (_last_other, _handled):
            found = sorted([*found, *more(text, table, section, found)], key=lambda one: one.start)
    return found


def label_begins(text: Clean, found: FoundLabel) -> int:
    """Where in the text the label begins, its numbering included."""
    place = text.at[found.start]
    before = text.text[max(0, place - 12) : place]
    dotted = _DOTTED.search(before)
    if dotted:
        return place - len(before) + dotted.start()
    bare, own = _BARE.search(before), _ITS_DIGIT.match(found.row.label)
    alone = bare and own and bare[1] == own[0] and (before[: bare.start()][-1:].isspace())
    return place - len(before) + bare.start() if bare and alone else place


def label_ends(text: Clean, found: FoundLabel) -> int:
    """Where in the text the label has ended."""
    return text.at[found.end - 1] + 1
