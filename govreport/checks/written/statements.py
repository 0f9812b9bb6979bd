"""Every number of a passage that counts something of the tables, bound to it.

A number is bound only where its own clause names what it counts and the sentence is about it. What is said of a part
(市本级, 其中县教育局, 上半年) binds neither its number nor those that follow from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from .clauses import Count, Sentence, sentences
from .dispute_words import ABOUT_DISCLOSURE, disputes, documents
from .quantities import Cells, Quantity, whose
from .request_words import applicants, outcomes, requests

_CLAUSE, _BODY, _MONTH, _SEASON = 1, 2, 3, 4
_UNITS = frozenset("件宗起例份条次项个部")
_LOOSE_UNITS = frozenset("次项个部")
_TITLE = re.compile(r"《[^《》]{0,200}》|〔\d{4}〕|\[\d{4}\]")
_YEAR = re.compile(
    r"(?<![转延][至到入])(?<![较比同与])(?:(?<!\d)(?P<year>(?:19|20)\d\d)年(?!以来)"
    r"|(?P<last>(?:上一?年|去年)(?!度?的?[结转同])))"
)
_SECTION = re.compile(r"（[一二三四五六七八九十]）([^（），；：]{2,14})")
_PART = re.compile(
    r"[市县区州省]本级|县区|区县|各[县区镇乡]|[市县区]直|乡镇|街道|下属|所属|其中，?[^，；：\d]{1,14}[局委厅镇乡县区所]"
)
_SHORTER = re.compile(r"上半年|下半年|[一二三四1-4]季度|(?<!\d)(?:[2-9]|10|11)月")
_FULL_YEAR = re.compile(r"全年|(?:19|20)\d\d年(?!\d|上|下|第|前)")
_WHOLE = re.compile(r"全[省市县区州镇乡局]|我[省市县区州镇乡局委厅办]|(?<!因)本[机单局]")
_ENDS = {_BODY: _WHOLE, _SEASON: _FULL_YEAR}


@dataclass(frozen=True, slots=True)
class Statement:
    """A number and what it counts: `columns` of a row in place of its total, and the year if it is another."""

    quantity: Quantity
    count: Count
    sentence: Sentence
    sure: bool
    columns: Cells = ()
    year: int | None = None

    @property
    def words(self) -> str:
        """What was written, to be quoted."""
        after = self.sentence.after(self.count) if len(self.count.label) < 3 else ""
        return self.sentence.words(self.count) + after[:20]


@dataclass(slots=True)
class _Reader:
    """What a reader has in mind from one number to the next."""

    year: int
    name: str
    requests: bool
    section: bool
    follows: bool = False
    part: int = 0
    depth: int = 0
    seen: dict[str, bool] = field(default_factory=dict)
    head: Quantity | None = None
    last: str = ""


@lru_cache(maxsize=64)
def statements(text: str, on_requests: bool, year: int, name: str) -> tuple[Statement, ...]:
    """The bound numbers of a passage; `on_requests` where the whole passage is about requests."""
    reader = _Reader(year, name, on_requests, on_requests)
    return tuple(found for sentence in sentences(text) for found in _read(sentence, reader))


def _read(sentence: Sentence, reader: _Reader) -> Iterator[Statement]:
    text = sentence.text
    if not reader.requests and "（" in text:
        for section in _SECTION.findall(text):
            reader.section = "依申请" in section
    if reader.part in (_CLAUSE, _MONTH) or (reader.part and _ENDS[reader.part].search(text)):
        reader.part = 0
    reader.follows = "T1" in reader.seen
    reader.seen, reader.head, reader.last = {}, None, ""
    if not sentence.counts:
        return
    about = ABOUT_DISCLOSURE.search(text) if "公开" in text else None
    years: list[tuple[int, int]] | None = None
    end = 0
    for count in sentence.counts:
        between = text[end : count.start]
        end = count.end
        _follow(between, count, reader)
        if count.unit not in _UNITS or (count.low is None and count.high is None):
            continue
        found = _bind(sentence, count, reader, about.start() if about else len(text))
        if found is None:
            continue
        quantity, sure, columns = found
        years = list(years_of(text, reader.year)) if years is None else years
        stated = next((year for start, year in reversed(years) if start < count.start), reader.year)
        yield Statement(quantity, count, sentence, sure, columns, stated if stated != reader.year else None)


def years_of(text: str, year: int) -> Iterator[tuple[int, int]]:
    """Where a sentence names a year that what follows is of, and which; not in titles and document numbers."""
    if "年" in text:
        masked = _TITLE.sub(lambda found: " " * len(found[0]), text) if "《" in text or "〔" in text else text
        for found in _YEAR.finditer(masked):
            yield found.start(), int(found["year"]) if found["year"] else year - 1


def _follow(between: str, count: Count, reader: _Reader) -> None:
    """Keep track of whether a part of the whole is spoken of.

    It is until the clause ends, until the whole is spoken of again, until the sentence ends (months), or until the
    whole year is spoken of again.
    """
    if reader.part == _CLAUSE and ("；" in between or count.depth < reader.depth):
        reader.part = 0
    if shorter := _SHORTER.search(between):
        reader.part = _MONTH if shorter[0].endswith("月") else _SEASON
    found = None if reader.part in (_MONTH, _SEASON) else _PART.search(between)
    if found and found[0] not in reader.name and not (found[0] in ("乡镇", "街道") and found[0][-1] in reader.name):
        whole = _WHOLE.search(between)
        if not (whole and whole.start() > found.start()):
            reader.part = _CLAUSE if "其中" in between or count.depth else _BODY
            reader.depth = count.depth


def _bind(sentence: Sentence, count: Count, reader: _Reader, about: int) -> tuple[Quantity, bool, Cells] | None:
    label, after = count.label, sentence.after(count)
    text = sentence.text
    # Whether or not it binds: 行政复议申请 must not go on to be read as a request for information.
    if ("复议" in label or "诉" in label or "复议" in after or "诉讼" in after) and about < count.end + len(after):
        return _dispute(label, after, reader)
    if "规范性文件" in text or "决定" in label:
        quantity = documents(label)
        if quantity and (not quantity.bare or "T8" in reader.seen):
            return _settle(quantity, reader)
    if count.unit in _LOOSE_UNITS:
        return None
    topical = (
        reader.section
        or "信息公开申请" in text
        or "依申请" in text
        or (reader.follows and ("予以公开" in text or "不予公开" in text))
    )
    if "公开" in label or "提供" in label or "处理" in label:
        quantity = outcomes(label)
        if quantity and (topical or "办理结果" in text or "T1" in reader.seen):
            return _outcome(quantity, count, sentence, reader)
    if topical or "公开申请" in label or "公开申请" in after:
        if quantity := requests(label, after, reader.year):
            return _request(quantity, reader)
        if reader.head and (columns := applicants(label)) and not reader.part:
            reader.last = "column"
            return reader.head, reader.seen["T1"], columns
    return None


def _dispute(label: str, after: str, reader: _Reader) -> tuple[Quantity, bool, Cells] | None:
    quantity = disputes(label, after)
    if quantity is None or reader.part:
        return None
    if len(quantity.cells) > 1 and label.endswith(("各", "均", "均为")):
        return None
    sure = reader.seen["T2"] = quantity.sure and reader.seen.get("T2", True)
    return quantity, sure, ()


def _settle(quantity: Quantity, reader: _Reader) -> tuple[Quantity, bool, Cells] | None:
    """A quantity whose owner is looked at: the words before it may say that it is a part's."""
    sure = whose(quantity.whose, reader.name)
    if sure is None:
        reader.part = reader.part or (_CLAUSE if "其中" in quantity.whose or not quantity.sure else _BODY)
    if sure is None or reader.part:
        return None
    reader.seen[quantity.rule] = sure and quantity.sure
    return quantity, sure and quantity.sure, ()


def _request(quantity: Quantity, reader: _Reader) -> tuple[Quantity, bool, Cells] | None:
    surely = not quantity.bare or reader.section or bool(reader.seen)
    found = _settle(quantity, reader)
    if found is None:
        reader.head = None
        return None
    reader.last = "request"
    if quantity.cells[0] in ("came_in", "outcomes_total"):
        reader.head = quantity
    return quantity, found[1] and surely, ()


def _outcome(
    quantity: Quantity, count: Count, sentence: Sentence, reader: _Reader
) -> tuple[Quantity, bool, Cells] | None:
    before = sentence.text[max(0, count.begin - 2) : count.start]
    follows_column = reader.last == "column" and "；" not in before
    if reader.part or (follows_column and "其中" in before) or (count.unit == "条" and "政府信息" in count.label):
        return None
    reader.last = "column" if follows_column else "outcome"
    reader.seen["T3"] = not follows_column
    return quantity, not follows_column, ()
