"""T6 and T7: what the written sections claim without a number (未收到, 均维持, 零败诉), against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govreport.report import add, show_number

from ..rule import Case, Hit, rule
from .clauses import Sentence, sentences
from .dispute_words import ABOUT_DISCLOSURE
from .quantities import Cells, given, whose
from .statements import years_of
from .text import where

_NEW: Cells = ("came_in",)
_REVIEW: Cells = ("disputes.review.total",)
_LITIGATION: Cells = ("disputes.litigation_direct.total", "disputes.litigation_after_review.total")
_KINDS = (("复议", _REVIEW), ("诉", _LITIGATION))

_ABSENCE = re.compile(r"(?:未|没有).{0,2}[收接发出产涉引存有被]|[没无].{0,12}(?:行政|信息|复议|诉讼)|零[申复诉]")
_ANYBODY = (
    r"(?:任何|社会|公众|群众|公民|个人|单位|市民|村民|居民|法人|其[他它]组织|企业|组织|和|或者?|者|与|及|以及|、|的|提出|提交"
    r"|申请人|要求|有关|相关|书面|来信|各类|向[我本][省市州县区局镇乡办委厅]|政府|政务)*"
)
_NO_REQUESTS = re.compile(
    rf"(?:未|没有|未曾)(?:收到|接到|接收到)(?P<of>{_ANYBODY})(?:信息公开的?申请|依申请(?:信息)?公开|公开政府信息的?申请)"
    r"(?!的?(?:补|投诉|举报|费|异议|行政|复议|诉讼|答复|工作|后))"
)
_ZERO_REQUESTS = re.compile(r"(?:信息公开|依申请公开)(?:实现|保持|为)?零申请")
_NO_DISPUTES = re.compile(
    r"(?:(?:未|没有)(?:发生|出现|产生|收到|涉及|引发|引起|存在|有|被)|(?:没有|(?<![有毫])无)(?=因|关于|涉及|政府|信息|行政|复议|诉讼))"
    r"(?P<of>[^，；]{0,24}?)(?P<kinds>(?:行政)?(?:复议|诉讼)[^，；]{0,40})"
)
_ZERO_DISPUTES = re.compile(r"零复议|零诉讼")
_OF_RESULTS = re.compile(r"败诉|纠错|纠正|撤销|违法|变更|责令|确认|结果|决定|终止|维持|[审办]结|结案|[超逾]期|新")
_BODIES_ONLY = re.compile(r"法人|企业|组织")
_PEOPLE = re.compile(r"公民|个人|公众|群众|自然人|任何")


@rule("T6", "warning", "“未收到申请”“未发生复议诉讼”应与表一致")
def stated_absence(case: Case) -> Iterator[Hit]:
    """A text that says there was nothing stands beside zeros.

    Why: as T1.
    Formula: 未收到…申请, 零申请 require new_received total = 0; 未发生…复议, 诉讼 require their totals = 0. A hint
    where the disputes are not said to be about government information, or it is not clear whose they are.
    Source: practice.
    Remedy: correct whichever is wrong.
    为何：理由同 T1。
    算式：写未收到申请、零申请的，本年新收总计为0；写未发生复议、诉讼的，相应总计为0。没有写明因政府信息公开，或者不
    明确是谁的案件的，为提示。
    依据：工作实践。
    办法：核对后更正有误的一处。
    """
    for path, text in case.texts.items():
        for sentence in sentences(text):
            if _named(sentence.text) and _ABSENCE.search(sentence.text):
                yield from _absent(case, path, sentence)


def _named(text: str) -> bool:
    return "申请" in text or "复议" in text or "诉" in text


def _absent(case: Case, path: str, sentence: Sentence) -> Iterator[Hit]:
    text = sentence.text
    for found in (_NO_REQUESTS.search(text), _ZERO_REQUESTS.search(text)):
        of = found.groupdict().get("of") or "" if found else ""
        if found and not (_BODIES_ONLY.search(of) and not _PEOPLE.search(of)):
            yield from _nothing(case, path, text, found, _NEW, sure=True)
    if "复议" not in text and "诉讼" not in text:
        return
    about = ABOUT_DISCLOSURE.search(text)
    for found in (_NO_DISPUTES.search(text), _ZERO_DISPUTES.search(text)):
        if not found or _OF_RESULTS.search(found[0]) or "信息公开" not in text[: found.end()]:
            continue
        for kind, cells in _KINDS:
            if kind in (found.groupdict().get("kinds") or text[found.start() : found.start() + 8]):
                sure = "信息公开" in found[0] or bool(about and about.start() < found.start())
                yield from _nothing(case, path, text, found, cells, sure=sure)


def _nothing(case: Case, path: str, text: str, found: re.Match[str], cells: Cells, *, sure: bool) -> Iterator[Hit]:
    """A hit where something is in `cells`, and the words are the agency's own and of its year."""
    start = 1 + max(text.rfind(mark, 0, found.start()) for mark in "，：；（）")
    own = whose(text[max(start, found.start() - 30) : found.start()], case.report.name)
    stated = [year for begin, year in years_of(text, case.report.year) if begin < found.start()]
    expected = given(case.report, cells)
    if own is None or "其中" in text[: found.start()] or (stated and stated[-1] != case.report.year):
        return
    if expected and expected.least > 0:
        yield Hit(
            (*expected.cells, path),
            f"正文写“{found[0]}”，{where(case, expected)} {show_number(expected.least)}，前后不一致，请核对后改正其一",
            expected.least,
            0,
            None if sure and own else "hint",
        )


_CLAIM = re.compile(r"[均全都].{0,20}(?:维持|结|办理|处理)|[败胜]诉|纠[错正]|撤销")
_ALL = r"(?:均|全部|都|全)"
_UPHELD = re.compile(_ALL + r"(?:已|获得?|被|予以|得到|判决|决定|裁定|依法|复议机关|人民法院|法院|为|结果)*维持")
_CLOSED = re.compile(_ALL + r"已?(?:依法|按期|按时)?(?:结案|审结|办结)")
_NO_LOSS = re.compile(r"零败诉|(?:无|未|没有|未发生|无一)败诉|败诉率为?(?:零|0%?)|胜诉率(?:为|达到?)?100%")
_NO_CORRECTION = re.compile(r"零纠错|(?:无|未|没有|未发生)纠错|未被[^，；]{0,10}(?:纠错|纠正|撤销)")
_DONE = re.compile(
    _ALL + r"已?(?:按[^，；\d]{0,4}要求|依法|依规|按规定|按程序|妥善|予以|已)*(?:办理完成|办理完毕|办结|办复|处理完毕)"
)
_LATER = re.compile(r"转(?:至|到|入)?(?:下|次|20)|顺延|延期|除|其中|本级|县区|办结\d|已[办审]结|上半年|季度")
_IN_TIME = re.compile(r"期限|时限|[按如限]期|按时|及时")
_OTHERS = re.compile(r"建议|提案|信访|投诉|咨询|来信|问政|留言|热线|工单|复议|诉讼|许可|处罚")
_FINISHED = re.compile(r"已?[审办]结\d|已[审办]?结|审结的|办结的|作出(?:的)?(?:复议)?决定|判决")


@rule("T7", "warning", "“均维持”“全部办结”“零败诉”应与表一致")
def stated_for_all(case: Case) -> Iterator[Hit]:
    """A text that says something of all cases has no exception in the tables.

    Why: as T1; one case that was corrected or is still open makes 均 untrue.
    Formula: 均 or 全部 维持 requires corrected = 0 and pending = 0 of the disputes named (other_result > 0 is a hint);
    均结案 pending = 0; 零败诉 corrected lawsuits = 0; 未被纠错 corrected reviews = 0; requests that are 均办结,
    carried_out = 0. Silent where the sentence speaks of a term (按期), of what was carried over, or of a part.
    Source: practice.
    Remedy: name the exception, or correct the figure.
    为何：理由同 T1；有一件被纠正或尚未审结，“均”即不成立。
    算式：写均维持、全部维持的，所指案件的结果纠正和尚未审结为0（其他结果大于0的为提示）；均结案的，尚未审结为0；零
    败诉的，诉讼结果纠正为0；未被纠错的，复议结果纠正为0；申请均办结的，结转下年度为0。句中说的是期限（按期）、结转
    或一部分的，不提示。
    依据：工作实践。
    办法：写明例外，或者更正数据。
    """
    for path, text in case.texts.items():
        for sentence in sentences(text):
            if _named(sentence.text) and _CLAIM.search(sentence.text):
                yield from _universal(case, path, sentence.text)


def _universal(case: Case, path: str, text: str) -> Iterator[Hit]:
    if [year for _, year in years_of(text, case.report.year) if year != case.report.year]:
        return
    if "信息公开" in text and ("复议" in text or "诉" in text):
        about = ABOUT_DISCLOSURE.search(text)
        for pattern, columns, kinds in (
            (_UPHELD, ("corrected", "pending", "other_result"), ""),
            (_CLOSED, ("pending",), ""),
            (_NO_LOSS, ("corrected",), "诉"),
            (_NO_CORRECTION, ("corrected",), "复议"),
        ):
            found = pattern.search(text)
            if found and about and about.start() < found.start():
                before = text[text.rfind("；", 0, found.start()) + 1 : found.start()]
                yield from _exceptions(case, path, found[0], before, columns, kinds)
    if found := _DONE.search(text):
        before = text[max(0, found.start() - 60) : found.start()]
        other = _LATER.search(before) or _IN_TIME.search(before + found[0]) or _OTHERS.search(before)
        if "申请" in before and not other:
            yield from _contradicted(case, path, found[0], case.report.statutory_form.totals_of("left_over"))


def _exceptions(case: Case, path: str, words: str, before: str, columns: tuple[str, ...], kinds: str) -> Iterator[Hit]:
    """The disputes named before the words that came out otherwise, by how."""
    if "其中" in before or "除" in before:
        return
    rows = [cell for kind, cells in _KINDS if kind in (kinds or before) for cell in cells]
    for column in columns:
        if column == "pending" and "维持" in words and _FINISHED.search(before):
            continue
        cells = tuple(row.removesuffix("total") + column for row in rows)
        yield from _contradicted(case, path, words, cells, sure=column != "other_result")


def _contradicted(case: Case, path: str, words: str, cells: Cells, *, sure: bool = True) -> Iterator[Hit]:
    found = {cell: value for cell in cells if (value := case.report.cells.get(cell))}
    if found:
        total = add(found.values())
        places = "、".join(f"{case.label(cell)}为 {show_number(value)}" for cell, value in found.items())
        yield Hit(
            (*found, path),
            f"正文写“{words}”，{places}，前后不一致，请写明例外或核对后改正其一",
            total,
            0,
            None if sure else "hint",
        )
