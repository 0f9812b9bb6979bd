"""T: what the written sections say of the requests and disputes, against the tables.

A number is bound to what it counts only where the same sentence names it and speaks of requests for
government information; a rounded or estimated number binds to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govreport.report import AnnualReport, Number, add, show_number

from .rule import Case, Hit, rule

_SENTENCE = re.compile(r"[^。！？；\n]+")
_PLAIN = str.maketrans("０１２３４５６７８９，", "0123456789,")
_BETWEEN = r"[^\d，,。；、（(及和或与比增减]{0,12}?(?<![近约超逾])"
_COUNT = _BETWEEN + r"(\d{1,3}(?:,\d{3})+|\d+)(?![\d.,%％万余多])(?:件|宗|条|份)"
_TOPIC = re.compile(r"信息公开申请|依申请公开")
_FROM_DISCLOSURE = re.compile(r"因政府信息公开|政府信息公开引[起发]|信息公开(?:类)?的?(?:行政)?(?:复议|诉讼)")
_NO_REQUESTS = re.compile(r"(?:未|没有)收到[^，。；]{0,8}(?:信息公开申请|依申请公开)")
_NO_DISPUTES = re.compile(
    r"(?:未|没有)发生因?[^，。；]{0,8}信息公开[^，。；]{0,8}?(?P<kinds>(?:行政)?(?:复议|诉讼)[^，。；]*)"
)
_LITIGATION = ("disputes.litigation_direct.total", "disputes.litigation_after_review.total")


@dataclass(frozen=True)
class _Count:
    """A way to state a number, and the cells that it is the sum of; `requests.denied.` is that group's totals."""

    words: re.Pattern[str]
    cells: tuple[str, ...]


_REQUESTS = (
    _Count(re.compile(r"新收(?:到|受理)?" + _COUNT), ("requests.new_received.total",)),
    _Count(re.compile(r"上年(?:度)?结转" + _COUNT), ("requests.carried_in.total",)),
    _Count(re.compile(r"(?<!继续)(?<!年度)(?<!下年)(?:办理|办结)(?!结果)" + _COUNT), ("requests.handled_total.total",)),
    _Count(re.compile(r"转(?:至|到|入)?(?:下年|次年|下一年)" + _COUNT), ("requests.carried_out.total",)),
)
_OUTCOMES = (
    _Count(re.compile(r"予以公开" + _COUNT), ("requests.granted.total",)),
    _Count(re.compile(r"(?<![及和或与])部分公开" + _COUNT), ("requests.partial.total",)),
    _Count(re.compile(r"不予公开" + _COUNT), ("requests.denied.",)),
    _Count(re.compile(r"无法提供" + _COUNT), ("requests.unable.",)),
    _Count(re.compile(r"不予处理" + _COUNT), ("requests.not_processed.",)),
    _Count(re.compile(r"其他处理" + _COUNT), ("requests.other.",)),
)
_DOCUMENTS = (
    _Count(re.compile(r"(?:制发|制定)行政规范性文件" + _COUNT), ("disclosure.normative_documents.issued",)),
    _Count(re.compile(r"废止(?:行政规范性文件)?" + _COUNT), ("disclosure.normative_documents.repealed",)),
    _Count(re.compile(r"现行有效(?:的?行政规范性文件)?" + _COUNT), ("disclosure.normative_documents.in_force",)),
)
_DISPUTES = (
    _Count(re.compile(r"行政复议(?:案件)?" + _COUNT), ("disputes.review.total",)),
    _Count(re.compile(r"行政诉讼(?:案件)?" + _COUNT), _LITIGATION),
)


@rule("T1", "warning", "文字中的申请件数应与第三表一致")
def stated_requests(case: Case) -> Iterator[Hit]:
    """The numbers of requests that the text states are those of table three.

    Why: a reader who finds two numbers for one thing trusts neither.
    Formula: in a sentence on requests for government information, the number after 新收, 上年结转, 办理 or 办结,
    结转下年 = the total of that row.
    Source: practice; reports whose text and table differ are named in public.
    Remedy: correct whichever is wrong.
    """
    for sentence in _sentences(case.report):
        if _TOPIC.search(sentence):
            yield from _compare(case, sentence, _REQUESTS)


@rule("T2", "warning", "文字中的复议、诉讼件数应与第四表一致")
def stated_disputes(case: Case) -> Iterator[Hit]:
    """The numbers of reviews and lawsuits that the text states are those of table four.

    Why: as T1.
    Formula: in a sentence on disputes about government information, the number after 行政复议 = review total, after
    行政诉讼 = total of both kinds of lawsuit.
    Source: practice.
    Remedy: correct whichever is wrong; cases about other matters belong into a sentence of their own.
    """
    for sentence in _sentences(case.report):
        if _FROM_DISCLOSURE.search(sentence):
            yield from _compare(case, sentence, _DISPUTES)


@rule("T3", "warning", "文字中的办理结果应与第三表一致")
def stated_outcomes(case: Case) -> Iterator[Hit]:
    """The numbers of outcomes that the text states are those of table three.

    Why: as T1.
    Formula: in a sentence on requests for government information or on 办理结果, the number after 予以公开, 部分公开,
    不予公开, 无法提供, 不予处理, 其他处理 = the total of that row, or the sum of that group's totals.
    Source: practice.
    Remedy: correct whichever is wrong.
    """
    for sentence in _sentences(case.report):
        if _TOPIC.search(sentence) or "办理结果" in sentence:
            yield from _compare(case, sentence, _OUTCOMES)


@rule("T6", "warning", "“未收到申请”“未发生复议诉讼”应与表一致")
def stated_absence(case: Case) -> Iterator[Hit]:
    """A text that says there was nothing stands beside zeros.

    Why: as T1.
    Formula: 未收到…申请 requires new_received total = 0; 未发生…复议, 诉讼 require their totals = 0.
    Source: practice.
    Remedy: correct whichever is wrong.
    """
    for sentence in _sentences(case.report):
        if found := _NO_REQUESTS.search(sentence):
            yield from _expect(case, found[0], ("requests.new_received.total",), 0)
        if found := _NO_DISPUTES.search(sentence):
            for kind, cells in (("复议", ("disputes.review.total",)), ("诉讼", _LITIGATION)):
                if kind in found["kinds"]:
                    yield from _expect(case, found[0], cells, 0)


@rule("T8", "warning", "文字中的规范性文件件数应与第二表一致")
def stated_documents(case: Case) -> Iterator[Hit]:
    """The numbers of 行政规范性文件 that the text states are those of table two.

    Why: as T1.
    Formula: in a sentence on 行政规范性文件, the number after 制发 or 制定, 废止, 现行有效 = that cell.
    Source: practice; documents that were only posted are another matter and bind to nothing.
    Remedy: correct whichever is wrong, with the office that keeps the list of documents.
    """
    for sentence in _sentences(case.report):
        if "行政规范性文件" in sentence:
            yield from _compare(case, sentence, _DOCUMENTS)


def _sentences(report: AnnualReport) -> Iterator[str]:
    """Every sentence of sections one, five and six, digits in plain width."""
    for path, text in report.stated.items():
        if path.startswith("narrative."):
            yield from (found[0].strip() for found in _SENTENCE.finditer(text.translate(_PLAIN)))


def _compare(case: Case, sentence: str, counts: Sequence[_Count]) -> Iterator[Hit]:
    for count in counts:
        for found in count.words.finditer(sentence):
            yield from _expect(case, found[0], _expand(case.report, count.cells), int(found[1].replace(",", "")))


def _expand(report: AnnualReport, cells: Sequence[str]) -> tuple[str, ...]:
    """The cells, a group's totals in place of the group."""
    places = report.statutory_form.places
    return tuple(
        path
        for cell in cells
        for path in ([one for one in places if one.startswith(cell) and one.endswith(".total")] or [cell])
    )


def _expect(case: Case, words: str, cells: tuple[str, ...], stated: Number) -> Iterator[Hit]:
    """A hit where the cells are filled in and their sum is not what the words state."""
    values = [case.report.cells.get(cell) for cell in cells]
    known = [value for value in values if value is not None]
    if len(known) == len(values) and add(known) != stated:
        total = add(known)
        where = case.label(cells[0]) + (f"等{len(cells)}项合计" if len(cells) > 1 else "")
        yield Hit(
            cells,
            f"正文写“{words}”，{where}为 {show_number(total)}，前后不一致，请核对后改正其一",
            total,
            stated,
        )
