"""T: the numbers that the written sections state, against the tables.

What binds a number to cells is in `statements`; a binding that is not sure gives a hint and no more.
"""

from __future__ import annotations

from collections.abc import Iterator

from govreport.report import show_number

from ..rule import Case, Hit, rule
from .quantities import Cells, Given, Quantity, given
from .statements import Statement, statements

_ON_REQUESTS = "narrative.overview.on_request"


@rule("T1", "warning", "文字中的申请件数应与第三部分表格一致")
def stated_requests(case: Case) -> Iterator[Hit]:
    """The numbers of requests that the text states are those of table three.

    Why: a reader who finds two numbers for one thing trusts neither.
    Formula: in a sentence on requests for government information, the number at 新收, 收到 or 受理 = new_received; at
    上年结转 = carried_in; at 办结 = handled_total; at 办理 = handled_total or what came in; at 收办 = new_received +
    carried_in; at 结转下年 = carried_out; 自然人, 商业企业, … after it = that column. 收到 with what was carried in
    counted too is a hint, and so is a number whose words are not quite clear.
    Source: practice; reports whose text and table differ are named in public.
    Remedy: correct whichever is wrong.
    为何：同一事项有两个数，读者对两个数都不会相信。
    算式：在关于政府信息公开申请的句子中，新收、收到、受理的件数＝本年新收；上年结转的＝上年结转；办结的＝办理结果总
    计；办理的＝办理结果总计或收到的总数；收办的＝本年新收＋上年结转；结转下年的＝结转下年度；其后的自然人、商业企业
    等＝相应栏。收到的件数含上年结转的，以及文字不够明确的，为提示。
    依据：工作实践；文字与表格不一致的报告常被公开通报。
    办法：核对后更正有误的一处。
    """
    yield from _compare(case, "T1")


@rule("T2", "warning", "文字中的复议、诉讼件数应与第四部分表格一致")
def stated_disputes(case: Case) -> Iterator[Hit]:
    """The numbers of reviews and lawsuits that the text states are those of table four.

    Why: as T1.
    Formula: in a sentence on disputes about government information, the number at 行政复议 = review total, at
    行政诉讼 = total of both kinds of lawsuit, at both together = all three; a hint where the office may speak of
    cases that it decided or filed (受理, 审理, 备案).
    Source: practice.
    Remedy: correct whichever is wrong; cases about other matters belong into a sentence of their own.
    为何：理由同 T1。
    算式：在关于政府信息公开争议的句子中，行政复议的件数＝复议总计，行政诉讼的＝两类诉讼总计之和，并称的＝三项之和；
    可能指本机关受理、审理、备案的案件的，为提示。
    依据：工作实践。
    办法：核对后更正有误的一处；其他事项的案件另写一句。
    """
    yield from _compare(case, "T2")


@rule("T3", "warning", "文字中的办理结果应与第三部分表格一致")
def stated_outcomes(case: Case) -> Iterator[Hit]:
    """The numbers of outcomes that the text states are those of table three.

    Why: as T1.
    Formula: in a sentence on requests for government information or on 办理结果, the number at 予以公开, 部分公开,
    不予公开, 无法提供, 不予处理, 其他处理 = the total of that row, or the sum of that group's totals; of two named
    together (予以公开及部分公开) the sum of both.
    Source: practice.
    Remedy: correct whichever is wrong.
    为何：理由同 T1。
    算式：在关于政府信息公开申请或办理结果的句子中，予以公开、部分公开、不予公开、无法提供、不予处理、其他处理的件数
    ＝该行总计或该组各行总计之和；两项并称的＝两项之和。
    依据：工作实践。
    办法：核对后更正有误的一处。
    """
    yield from _compare(case, "T3")


@rule("T8", "warning", "文字中的规范性文件件数应与第二部分表格一致")
def stated_documents(case: Case) -> Iterator[Hit]:
    """The numbers of 行政规范性文件 and of decisions that the text states are those of table two.

    Why: as T1.
    Formula: the number at 制发, 制定, 废止 or 现行有效 with 规范性文件 = that cell; at 作出行政许可, 行政处罚 or
    行政强制决定 = its number of decisions. A hint where documents were 公开 or 发布.
    Source: practice; documents that were only posted are another matter and bind to nothing.
    Remedy: correct whichever is wrong, with the office that keeps the list of documents.
    为何：理由同 T1。
    算式：制发、制定、废止、现行有效规范性文件的件数＝相应数据项；作出行政许可、行政处罚、行政强制决定的件数＝相应处
    理决定数量。写公开、发布文件的为提示。
    依据：工作实践；仅发布而非制发的文件另作统计。
    办法：与管理文件清单的机构核对后，更正有误的一处。
    """
    yield from _compare(case, "T8")


def stated(case: Case) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """The bound numbers of every passage, by its path."""
    report = case.report
    for path, text in case.texts.items():
        yield path, statements(text, path == _ON_REQUESTS, report.year, report.name)


def _compare(case: Case, rule: str) -> Iterator[Hit]:
    for path, found in stated(case):
        told = set()
        head: Cells = ()
        for one in found:
            if one.quantity.rule != rule or one.year is not None:
                continue
            if one.columns and not head:
                continue
            cells = head if one.columns else one.quantity.cells
            expected = given(case.report, cells, one.columns)
            if expected is None or (one.columns and expected.allows(one.count.low, one.count.high)):
                continue
            reading, hit = _held(case, one, expected, path)
            head = head if one.columns else reading
            if hit and (hit.cells[0], hit.actual) not in told:
                told.add((hit.cells[0], hit.actual))
                yield hit


def _held(case: Case, one: Statement, expected: Given, path: str) -> tuple[Cells, Hit | None]:
    """Which sum the number is, if any, and what is to be said."""
    count, quantity = one.count, one.quantity
    likely = () if one.columns else quantity.likely
    for cells in () if one.columns else (quantity.cells, *quantity.accepted, *([likely] if _says_carried(one) else [])):
        other = given(case.report, cells)
        if other and other.allows(count.low, count.high):
            return cells, None
    also = given(case.report, likely) if likely else None
    if also and also.allows(count.low, count.high):
        return likely, _hit(case, one, expected, path, "如含上年结转，请在正文中写明；否则请核对后改正其一", sure=False)
    return (), _hit(case, one, expected, path, "请核对后改正其一", sure=one.sure)


def _says_carried(one: Statement) -> bool:
    rest = one.sentence.text[one.count.end : one.count.end + 25]
    return "含" in one.count.label or ("含" in rest and "转" in rest)


def _hit(case: Case, one: Statement, expected: Given, path: str, advice: str, *, sure: bool) -> Hit:
    return Hit(
        (*expected.cells, path),
        f"正文写“{one.words}”，{where(case, expected)} {show_number(expected.least)}，前后不一致，{advice}",
        expected.least,
        one.count.number,
        None if sure else "hint",
    )


def where(case: Case, expected: Given) -> str:
    """The cells of a sum, as a sentence names them."""
    more = f"等{len(expected.cells)}项合计" if len(expected.cells) > 1 else ""
    return f"{case.label(expected.cells[0])}{more}{'为' if expected.exact else '至少为'}"


__all__ = ["Quantity", "stated", "where"]
