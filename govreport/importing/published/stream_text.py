"""A report's plain text made ready for reading: plain characters, no page numbers, its three tables found."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from govreport.form import Form

from .form_words import letters as letters_of
from .match import core, simplified

MASK = "\ue000"
"""Stands for every character of a remark in brackets, so that places stay what they are."""

_SAME = {"档案": "文件", "文档": "文件", "钩稽": "勾稽"}
_DASH = r"[-—–―－]"
_PAGE = re.compile(
    rf"^[ \t\f]*(?:{_DASH}+[ \t]*\d{{1,3}}[ \t]*{_DASH}+|第[ \t]*\d{{1,3}}[ \t]*页[^\n\d]{{0,9}}(?:\d{{1,3}}[ \t]*页)?"
    r"|\d{1,3}[ \t]*/[ \t]*\d{1,3})[ \t]*$",
    re.MULTILINE,
)
_RULER = re.compile(r"^(?=[^\n]*\|)(?=[^\n]*---)[ \t|:+-]+$", re.MULTILINE)
_REMARK = re.compile(r"\([^()|]{3,240}\)")
_FREE = re.compile(r"(?<![^\s])[+-]?\d[\d.,]*(?![^\s])")
_KANJI = "\u4e00-\u9fff"
_LETTER = re.compile(rf"[{_KANJI}]")


def _plain(character: str) -> str:
    """A character by its plain twin: full width, other spaces, and ideographs from the radicals' block."""
    if "\uff01" <= character <= "\uff5e" or "\u2e80" <= character <= "\u2fdf" or "\uf900" <= character <= "\ufaff":
        return unicodedata.normalize("NFKC", character)
    return {"\u3000": " ", "\xa0": " ", "\u2009": " ", "\u202f": " ", "\u2212": "-", "\ufe63": "-"}.get(
        character, character
    )


def _blanked(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _masked(found: re.Match[str]) -> str:
    """A remark as masks; where it runs over lines, the figures that stand free between its words stay."""
    remark = found[0]
    kept = {at for one in _FREE.finditer(remark) for at in range(*one.span())} if "\n" in remark else set()
    return "".join(c if c.isspace() or at in kept else MASK for at, c in enumerate(remark))


@dataclass(frozen=True)
class Clean:
    """A text to read from: `letters` are its ideographs without all else, `at` where each stands in `text`."""

    text: str

    @cached_property
    def at(self) -> list[int]:
        """Where each letter stands."""
        return [one.start() for one in _LETTER.finditer(self.text)]

    @cached_property
    def letters(self) -> str:
        """The ideographs without all else."""
        return "".join(_LETTER.findall(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(one.end() for one in re.finditer("\n", self.text))]

    def line(self, place: int) -> int:
        """The number of the line, from 1, in which `place` lies."""
        return bisect_right(self._starts, place)

    def where(self, place: int) -> str:
        """The line as a message names it."""
        return f"第{self.line(place)}行"


def clean(text: str) -> Clean:
    """The text in plain simplified characters, page numbers blanked, remarks in brackets masked."""
    table = {ord(character): _plain(character) for character in set(text)}
    plain = simplified(text.replace("\r\n", "\n").replace("\r", "\n").translate(table).replace(MASK, " "))
    for printed, meant in _SAME.items():
        plain = plain.replace(printed, meant)
    for noise in (_PAGE, _RULER):
        plain = noise.sub(_blanked, plain)
    return Clean(_REMARK.sub(_masked, plain))


_LOST = "制发件|新制作"
"""What is left of the first column's label where a text has it in pieces."""
_NEAR, _BEHIND = 60, 80
"""So many letters at most from a table's first words to the headings that show that they are its own."""
_KINDS = "行政法?复议.{0,4}行政诉讼"
_CROSSED = "结果结果|维持纠正"
"""The kinds of case beside each other, and two outcomes whose labels were read line by line."""
_AFTER = re.compile(r"存在的?(?:主要)?(?:困难|问题)|其他需要报告|改进情况|主要问题")


@dataclass(frozen=True)
class Span:
    """Where a table stands among the letters of a text."""

    start: int
    end: int


def _first(pattern: re.Pattern[str], letters: str, start: int) -> int | None:
    found = pattern.search(letters, start)
    return found.start() if found else None


@dataclass(frozen=True)
class _Words:
    """The words of a form by which its tables are found."""

    clause: re.Pattern[str]
    first_heads: re.Pattern[str]
    results: re.Pattern[str]
    applicants: re.Pattern[str]
    cases: re.Pattern[str]


def _words(form: Form) -> _Words:
    disclosure, requests, disputes = form.tables
    boxes = [box for line in disclosure.body for box in line]
    captions = [letters_of(box.text) for box in boxes if box.role == "caption"]
    heads = [box.text for box in boxes if box.role == "column"][:2]
    near = _one_of((heads[0], disclosure.rows[0].label, *captions))
    (_, applicants), *_ = requests.head
    outcomes = [column.label for column in disputes.rows[0].columns[:2]]
    first = f"{_KINDS}|{disputes.rows[1].label}|{outcomes[0]}"
    return _Words(
        clause=re.compile(rf"(?:{_one_of(captions)})(?=.{{0,{_NEAR}}}?(?:{near}|{_LOST}))"),
        first_heads=re.compile(_one_of(heads)),
        results=re.compile(letters_of(requests.title)),
        applicants=re.compile(_one_of((applicants.text, _new_label(form)))),
        cases=re.compile(rf"(?:{first})(?=.{{0,{_BEHIND}}}?(?:{_one_of(outcomes)}|{_CROSSED}))"),
    )


def _one_of(labels: Iterable[str]) -> str:
    return "|".join(map(letters_of, labels))


def _new_label(form: Form) -> str:
    """What the first row of the requests is called, in letters."""
    return letters_of(core(form.rows_of("came_in")[0].label))


def sections(letters: str, form: Form) -> dict[str, Span]:
    """Where each table that the text has stands."""
    size, words = len(letters), _words(form)
    disclosure, requests, disputes = (table.id for table in form.tables)
    second = _first(words.clause, letters, 0)
    second = _first(words.first_heads, letters, 0) if second is None else second
    third = _first(words.applicants, letters, second or 0)
    fourth = _first(words.cases, letters, third if third is not None else second or 0)
    after = _first(_AFTER, letters, fourth or third or second or 0)
    last = size if after is None else after
    found: dict[str, Span] = {}
    if second is not None:
        heading = _first(words.results, letters, second)
        found[disclosure] = Span(second, min(one for one in (heading, third, fourth, last) if one is not None))
    if third is not None:
        found[requests] = Span(third, min(fourth if fourth is not None else size, last))
    if fourth is not None:
        found[disputes] = Span(fourth, last)
    return found


def years_apart(letters: str, form: Form) -> bool:
    """Whether the text has the tables of more than one year."""
    return letters.count(_new_label(form)) > 1
