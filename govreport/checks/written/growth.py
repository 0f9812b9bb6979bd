"""T4 and Y7: percentages that the text states, recomputed from the tables of this year and the last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from govreport.report import AnnualReport, Number, show_number

from ..rule import Case, Hit, rule
from .clauses import Count, Sentence, sentences
from .quantities import Cells, Quantity, given
from .statements import Statement
from .text import stated

_NEW: Cells = ("came_in",)
_CAME: Cells = (*_NEW, "carried_in")
_HANDLED: Cells = ("outcomes_total",)
_POINT = Decimal("0.05")
_SHARE = re.compile(
    r"占比?(?:全部|全年|总|申请|办结|办理|答复|受理|收到|新收|政府信息公开|件|数|量|的|已|本年度?|比例|百分比)*(?:为|达到?)?$"
)
_RATE = re.compile(r"(?<![期时率])办结率(?:为|达到?)?$")
_OTHER_RATE = re.compile(r"按时|按期|期限|及时|复议|信访|投诉|建议|提案|工单|留言|热线|诉求|许可|咨询")
_GROWTH = re.compile(
    r"(?:同比|(?:[较比]|与)(?:上年度?|去年|上一年度?|(?P<year>\d{4})年)(?:同期)?(?:相比)?)"
    r"(?:(?P<more>增长|上升|增加|提高|提升|增幅)|(?P<less>下降|减少|回落|降低|下滑|降幅))(?:了|为|达)?$"
)
_BETWEEN = re.compile(r"(?:政府|信息|公开|申请|案件|的)*(?:（[^（）]{0,200}）)?，?（?")
_SHORTER = re.compile(r"上半年|下半年|季度|本级|县区|(?<!\d)(?:[2-9]|10|11)月")
_NAMED = re.compile(r"(?:政府信息公开|依申请公开)?(?:申请|受理|收件|收到申请)(?:总?数?量?)")


@rule("T4", "warning", "文字中的占比应与各表一致")
def stated_shares(case: Case) -> Iterator[Hit]:
    """A share that the text states is the one that its figures give.

    Why: as T1.
    Formula: x % at 占 after a number of outcomes or applicants = that row (or the number stated) ÷ handled_total,
    new_received or both received, ± 0.05 point (± 0.5 where it has no decimals); 办结率 = handled_total ÷ all
    received, a hint.
    Source: practice.
    Remedy: compute it again.
    为何：理由同 T1。
    算式：办理结果或申请人之后“占”的百分比＝该行（或所写件数）÷办理结果总计、本年新收或收到总数，误差不超过0.05个百
    分点（没有小数的不超过0.5个）；办结率＝办理结果总计÷收到总数，为提示。
    依据：工作实践。
    办法：重新计算后更正。
    """
    for path, found in stated(case):
        if "%" not in case.texts[path] and "％" not in case.texts[path]:
            continue
        wholes = [
            one.count.number for one in found if one.quantity.rule == "T1" and one.count.exact and not one.columns
        ]
        bound = {(id(one.sentence), one.count.start): one for one in found}
        for sentence, before, count in _percentages(case.texts[path]):
            one = bound.get((id(sentence), before.start)) if before else None
            if one and one.year is None and _SHARE.fullmatch(count.label):
                yield from _share(case, path, sentence, count, one, wholes)
            elif _RATE.search(count.label) and "期" not in count.label:
                yield from _rate(case, path, sentence, count)


def _percentages(text: str) -> Iterator[tuple[Sentence, Count | None, Count]]:
    """The exact percentages of a passage, each with the count before it in its sentence."""
    for sentence in sentences(text):
        if "%" in sentence.text:
            before: Count | None = None
            for count in sentence.counts:
                if count.unit == "%" and count.exact:
                    yield sentence, before, count
                elif count.unit != "%":
                    before = count


def _share(
    case: Case, path: str, sentence: Sentence, count: Count, one: Statement, wholes: list[Number]
) -> Iterator[Hit]:
    part = given(case.report, one.quantity.cells, one.columns)
    whole = [found for cells in (_HANDLED, _NEW, _CAME) if (found := given(case.report, cells))]
    if part is None or not whole or not one.count.exact:
        return
    of = whole[0] if one.quantity.rule == "T3" else whole[1]
    below = [*wholes, *(found.least for found in whole)]
    if not of.least or any(
        _close(100 * Decimal(n) / Decimal(d), count) for n in (part.least, one.count.number) for d in below if d
    ):
        return
    expected = _rounded(100 * Decimal(part.least) / Decimal(of.least), count)
    yield Hit(
        (*part.cells, *of.cells, path),
        f"正文写“{one.words}，{sentence.words(count)}”，按表中的 {show_number(part.least)} 件和"
        f" {show_number(of.least)} 件计算为 {show_number(expected)}%，前后不一致，请重新计算后改正",
        expected,
        count.number,
        None if one.sure and part.exact and of.exact else "hint",
    )


def _rate(case: Case, path: str, sentence: Sentence, count: Count) -> Iterator[Hit]:
    done, came = given(case.report, _HANDLED), given(case.report, _CAME)
    if not (done and came and done.exact and came.exact and came.least and "申请" in sentence.text):
        return
    rate = 100 * Decimal(done.least) / Decimal(came.least)
    if not _OTHER_RATE.search(sentence.text) and not _close(rate, count):
        yield Hit(
            (*done.cells, *came.cells, path),
            f"正文写“{sentence.words(count)}”，按表计算为 {show_number(_rounded(rate, count))}%，前后不一致，"
            "请核对；如指按期办结率，请写明",
            _rounded(rate, count),
            count.number,
            "hint",
        )


def _decimals(count: Count) -> int:
    exponent = count.number.as_tuple().exponent if isinstance(count.number, Decimal) else 0
    return -exponent if isinstance(exponent, int) else 0


def _close(value: Decimal, count: Count) -> bool:
    margin = Decimal("0.5") if _decimals(count) == 0 else _POINT
    return abs(value - Decimal(count.number)) <= margin


def _rounded(value: Decimal, count: Count) -> Decimal:
    return round(value, max(2, _decimals(count)))


@rule("Y7", "warning", "文字中的同比增减应与两年的数据一致")
def stated_growth(case: Case) -> Iterator[Hit]:
    """A growth that the text states is the one that this year's and last year's figures give.

    Why: as T1; growth is what readers quote.
    Formula: x % at 同比增长, 较上年下降, … after a bound number = this year's cells ÷ last year's − 1, within one unit
    of its last digit; silent where any reading of the words gives it.
    Source: practice.
    Remedy: compute it again from both reports.
    为何：理由同 T1；增减幅度是读者引用最多的数据。
    算式：数据之后“同比增长”“较上年下降”等的百分比＝本年÷上年－1，误差不超过末位一个单位；有一种理解相符的，不提示。
    依据：工作实践。
    办法：按两年的报告重新计算后更正。
    """
    if case.before is None:
        return
    for path, found in stated(case):
        if "%" not in case.texts[path] and "％" not in case.texts[path]:
            continue
        bound = {(id(one.sentence), one.count.start): one for one in found}
        for sentence, before, count in _percentages(case.texts[path]):
            growth = _GROWTH.search(count.label)
            if not growth or growth["year"] not in (None, str(case.before.year)):
                continue
            named = count.label[: growth.start()]
            one = bound.get((id(sentence), before.start)) if before else None
            near = before is not None and _BETWEEN.fullmatch(sentence.text[before.end : count.begin])
            if one and one.year is None and not named and near:
                yield from _grown(case, path, sentence, count, growth, one.quantity, one)
            elif named and _NAMED.fullmatch(named) and not _SHORTER.search(sentence.text):
                yield from _grown(case, path, sentence, count, growth, Quantity("T1", _NEW), None)


def _grown(
    case: Case,
    path: str,
    sentence: Sentence,
    count: Count,
    growth: re.Match[str],
    quantity: Quantity,
    one: Statement | None,
) -> Iterator[Hit]:
    before = case.before
    if before is None:
        return
    claimed = Decimal(count.number) * (-1 if growth["less"] else 1)
    number = one.count.number if one and one.count.exact else None
    columns = one.columns if one else ()
    readings = dict.fromkeys((quantity.cells, *quantity.accepted, *([quantity.likely] if quantity.likely else [])))
    if quantity.rule == "T1" and not columns:
        readings |= dict.fromkeys((_NEW, _CAME, _HANDLED))
    computed = list(_growths(case.report, before, readings, columns, number))
    margin = Decimal(1).scaleb(-_decimals(count))
    if not computed or any(abs(value - claimed) <= margin for _, values in computed for value in values):
        return
    cells, values = next(
        (each for each in computed if number is not None and _sum(case.report, each[0]) == number), computed[0]
    )
    expected = _rounded(values[0], count)
    words = f"{one.words}，{sentence.words(count)}" if one else sentence.words(count)
    yield Hit(
        (*cells, path),
        f"正文写“{words}”，按{before.year}年的 {show_number(_sum(before, cells))} 件和本年的"
        f" {show_number(_sum(case.report, cells))} 件计算为 {show_number(expected)}%，前后不一致，请重新计算后改正",
        expected,
        claimed,
        None if one is None or one.sure else "hint",
    )


def _growths(
    report: AnnualReport, before: AnnualReport, readings: Iterable[Cells], columns: Cells, number: Number | None
) -> Iterator[tuple[Cells, list[Decimal]]]:
    """For each reading its cells, and the growth by the tables and by the number stated."""
    for cells in readings:
        now, last = given(report, cells, columns), given(before, cells, columns)
        if now and last and now.exact and last.exact and last.least:
            values = [now.least] if number is None else [now.least, number]
            yield now.cells, [100 * (Decimal(value) / Decimal(last.least) - 1) for value in values]


def _sum(report: AnnualReport, cells: Cells) -> Number:
    found = given(report, cells)
    return found.least if found else 0
