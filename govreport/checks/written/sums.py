"""T5: a total that the text states, against the parts that it lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from govreport.report import Number, add, show_number

from ..rule import Case, Hit, rule
from .clauses import Count, Sentence, sentences

_LIST = re.compile(r"其中|分别为|分别是|包括|（")
_STOP = re.compile(r"其中|同比|此外|另外|同时|累计|全年|合计|总计|共计|[，；、]共|占|分别|较|比上|截至|年度?，")
_REST = re.compile(r"其[他它余]|另有")
_FEWEST = 3
_FAR = 24
_NEAR = 16
_KINDS = (
    re.compile(r"自然人|法人|企业|公民|个人|机构|组织"),
    re.compile(r"网络|网站|信函|邮|当面|现场|传真|平台|系统"),
    re.compile(r"公开|不予|无法|处理"),
    re.compile(r"结转|办结|答复|办理|收到|受理"),
)


@rule("T5", "warning", "“共几条，其中”各项之和应与总数一致")
def stated_sums(case: Case) -> Iterator[Hit]:
    """The parts that a sentence lists do not exceed the total that it states, and make it up where the list is whole.

    Why: a reader adds up, and finds a part forgotten or counted twice.
    Formula: “N 条，其中 a、b…” in one unit: Σ > N is a warning (of two parts a hint, they may overlap); Σ < N is a
    hint, and only where the list names all the rest (其他…) or is 分别为. Parts of different kinds (by applicant, by
    channel, by outcome) are added up apart.
    Source: practice.
    Remedy: add up again, and correct the total or the part.
    为何：读者相加即可发现漏计或重复计算。
    算式：“N 条，其中 a、b…”各项单位相同时：各项之和大于 N 的为请核实（只有两项的可能交叉，为提示）；小于 N 的为
    提示，限于列有“其他”或写明“分别为”的。按申请人、渠道、结果等不同方面列举的，分别相加。
    依据：工作实践。
    办法：重新加总后，更正总数或分项。
    """
    for path, text in case.texts.items():
        before: Sentence | None = None
        for sentence in sentences(_whole(case, path, text)):
            if len(sentence.counts) > 1:
                yield from _lists(path, sentence, before)
            before = sentence


def _whole(case: Case, path: str, text: str) -> str:
    """A passage with its heading where a list begins in the one and goes on in the other."""
    overview = case.report.narrative.overview if case.report.narrative else None
    if overview and ".extra." in path and text.lstrip().startswith(("(", "（", "其中")):
        return overview.extra[int(path.split(".")[3])].heading + text
    return text


def _lists(path: str, sentence: Sentence, before: Sentence | None) -> Iterator[Hit]:
    counts = sentence.counts
    at = 0
    told = -1
    for found in _LIST.finditer(sentence.text):
        while at < len(counts) and counts[at].start < found.start():
            at += 1
        if at >= len(counts) or at <= told:
            continue
        head = _head(counts[:at], found.start(), counts[at].depth) if at else None
        if head is None and found.start() < 2 and found[0] != "（" and before and before.counts:
            head = _head(before.counts, len(before.text), 0)
        if head is None or not head.exact or (found[0] == "（" and found.start() != head.end):
            continue
        parts = _parts(sentence, at, head)
        told = at
        yield from _added(path, (before or sentence) if head not in counts else sentence, head, parts, found[0])


def _head(counts: Sequence[Count], end: int, depth: int) -> Count | None:
    """The last count before a list, if it stands close to it; what is in brackets and percentages are passed over."""
    for count in reversed(counts[-_FAR:]):
        if end - count.end > _NEAR and count.unit != "%" and count.depth <= depth:
            return None
        if count.unit not in ("%", "个百分点") and count.depth <= depth:
            return count
    return None


def _parts(sentence: Sentence, at: int, head: Count) -> list[Count]:
    """The counts of a list, in the unit of its total, up to where it ends."""
    counts = sentence.counts
    depth = counts[at].depth
    parts: list[Count] = []
    separator = ""
    end = counts[at].start
    if depth > head.depth and "）" not in sentence.text[end:]:
        return []
    for count in counts[at:]:
        between = sentence.text[end : count.start]
        if count.depth < depth or (parts and "）" in between and depth > head.depth):
            break
        if count.depth > depth or count.unit != head.unit:
            continue
        if parts and (_STOP.search(between) or ("；" in between and separator not in ("", "；"))):
            break
        if parts and not separator:
            separator = "；" if "；" in between else "，"
        parts.append(count)
        end = count.end
    return parts


def _added(path: str, sentence: Sentence, head: Count, parts: list[Count], how: str) -> Iterator[Hit]:
    if len(parts) < 2 or not all(part.exact and part.number <= head.number for part in parts):
        return
    groups: dict[int, list[Count]] = {}
    for part in parts:
        kind = next((number for number, words in enumerate(_KINDS) if words.search(part.label)), -1)
        groups.setdefault(kind, []).append(part)
    known = [group for kind, group in groups.items() if kind >= 0]
    together = parts if len(known) < 2 or _alike(parts) else max(known, key=len)
    numbers = [part.number for part in together]
    total, stated = add(numbers), head.number
    # A sentence may go on listing after its parts have made up the total, so the sum is looked for on the way too.
    if total == stated or stated in accumulate(numbers, lambda one, other: add((one, other))):
        return
    whole = how.startswith("分别") or (len(parts) >= _FEWEST and bool(_REST.search(parts[-1].label)))
    if total > stated:
        # Parts that come to half as much again are rather those of another total.
        sure = len(together) >= _FEWEST and 2 * total < 3 * stated
        yield _hit(path, sentence, head, total, len(together), sure=sure)
    elif whole and together is parts:
        yield _hit(path, sentence, head, total, len(together), sure=False)


def _alike(parts: list[Count]) -> bool:
    """Whether the parts are named alike (…类信息), and so are of one kind."""
    ends = {part.label[-2:] for part in parts}
    return len(parts) > _FEWEST and len(ends) == 1 and ends != {""}


def _hit(path: str, sentence: Sentence, head: Count, total: Number, parts: int, *, sure: bool) -> Hit:
    return Hit(
        (path,),
        f"正文写“{sentence.words(head)}”，其后所列{parts}项合计为 {show_number(total)}，前后不一致，请重新加总后改正",
        head.number,
        total,
        None if sure else "hint",
    )
