"""The written sections of a text: where each of the six begins, and the passages of sections one and five."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from govreport.checks import Signature, find_signature
from govreport.form import Form, Passage

from .form_words import NUMERALS
from .paragraphs import paragraphs, width_of

_HEADINGS = (
    r"主动公开政府信息(?:的)?情况",
    r"收到和处理(?:政府)?信息公开申请(?:的)?情况",
    r"(?:因)?政府信息公开(?:工作|申请)?(?:被申请)?[^。]{0,6}行政复议[^。]{0,8}行政诉讼[^。]{0,4}情况",
    r"(?:政府信息公开工作)?存在的?(?:主要)?(?:的)?问题(?:及|和|与)改进(?:情况|措施)?",
    r"其他需要(?:报告|说明)的(?:事项|情况)",
)
"""How others print a section's heading: a pattern is of the section whose own heading it fits."""
_MOST_SIGNATURES = 3
_ASPECTS = (r"申请公开", r"信息管理|管理情况", r"平台", r"监督|保障", r"主动公开")
"""Words in the headings of aspects, likewise, in the order in which they count where a heading has several."""
_HEADING = re.compile(r"^[(（]([一二三四五六七八九十])[)）]\s*([^。；：:\n]{2,30})[。：:；]?\s*(.*)$", re.DOTALL)
_IMPROVING = re.compile(
    r"(?:针对(?:上述|以上|存在|这些|问题|此)|下一步|今后|下步|改进(?:情况|措施|方向|工作)|为此|(?<=[。；])20\d\d年[^。]{0,12}将)"
)


@dataclass(frozen=True)
class WrittenSection:
    """A section as found: its number as printed, its heading, and the text below it."""

    numeral: str
    heading: str
    text: str


@dataclass
class Sections:
    """What stands before the first section, and the sections found, by their ids, in the order of the text.

    `preamble` is as it was printed; `width` is that of its lines, where a page's width broke them; `signature` is what
    was taken off: name and date, which are printed below a report and are none of its text.
    """

    preamble: str = ""
    found: dict[str, WrittenSection] = field(default_factory=dict)
    width: int | None = None
    signature: Signature | None = None


def part_sections(text: str, form: Form, names: Collection[str] = ()) -> Sections:
    """The sections of a text, wherever their headings stand; a heading has a number before it.

    Where a page's width broke the lines, each section is its paragraphs. The signature of the body that goes by `names`
    is taken off while each line still is one.
    """
    width = width_of(text)
    places = sorted(_headings(text, form), key=lambda place: place[0])
    sections = Sections(width=width)
    sections.preamble = _unsigned(sections, text[: places[0][0]].strip() if places else "", names)
    begins = [place[0] for place in places]
    for (_, end, id, numeral, heading), begin in zip(places, [*begins[1:], len(text)], strict=False):
        below = _unsigned(sections, text[end:begin].strip(), names)
        sections.found[id] = WrittenSection(numeral, heading, paragraphs(below, width))
    return sections


def _unsigned(sections: Sections, text: str, names: Collection[str]) -> str:
    """The text without the signatures in it, a few at most; the last one that is found counts."""
    for _ in range(_MOST_SIGNATURES):
        if found := find_signature(text, names):
            sections.signature, text = found, found.text
    return text


def _headings(text: str, form: Form) -> Iterator[tuple[int, int, str, str, str]]:
    """Of each section, where its heading begins and ends; each is looked for behind the one before it."""
    behind = 0
    for section in form.sections:
        words = _words(section.title, _HEADINGS, re.fullmatch)
        spaced = re.compile(rf"([{NUMERALS}])\s*[、.．,，]\s*({words})[\s。:：]*")
        match = spaced.search(text, behind)
        if match:
            yield match.start(), match.end(), section.id, match[1], match[2]
            behind = match.end()


def _words(title: str, patterns: Sequence[str], fits: Callable[[str, str], object]) -> str:
    """The pattern that fits a title of the form; where none does, the title."""
    return next((words for words in patterns if fits(words, title)), re.escape(title))


@dataclass(frozen=True)
class Aspect:
    """A passage of a section with headings of its own: its path in the record, empty for one that the form lacks."""

    path: str
    heading: str
    text: str


def part_aspects(text: str, passages: Sequence[Passage]) -> list[Aspect]:
    """A section by its headings （一）, （二）…; each is the passage whose words it has, what has none is the first."""
    lead, *headed = passages
    known = {_words(one.title, _ASPECTS, re.search): one.path for one in headed}
    ordered = sorted(known, key=lambda words: _ASPECTS.index(words) if words in _ASPECTS else -1)
    aspects: list[Aspect] = []
    taken: set[str] = set()
    for block in _blocks(text):
        match = _HEADING.match(block)
        if not match:
            aspects.append(Aspect(lead.path, "", block))
            continue
        heading, rest = match[2].strip(), match[3].strip()
        path = next((known[words] for words in ordered if re.search(words, heading)), "")
        path = "" if path in taken else path
        taken.add(path)
        aspects.append(Aspect(path, f"（{match[1]}）{heading}", rest))
    return aspects


def _blocks(text: str) -> list[str]:
    """The text parted where a heading （一） begins a line or follows a full stop."""
    parts = re.split(rf"(?:(?<=\n)|(?<=[。；])|^)\s*(?=[(（][{NUMERALS}][)）])", text)
    return [part.strip() for part in parts if part.strip()]


def part_problems(text: str) -> tuple[str, str]:
    """Section five: the problems, and from the first word of remedy on, the improvements."""
    match = _IMPROVING.search(text, 1)
    if not match:
        return text.strip(), ""
    start = max(text.rfind(mark, 0, match.start()) for mark in "。；\n")
    start = start + 1 if start >= 0 else match.start()
    return text[:start].strip(), text[start:].strip()
