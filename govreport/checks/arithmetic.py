"""A: figures of one report that must add up.

A blank may be any count, so a rule speaks only where no filling-in of the blanks could make both
sides equal: both are complete and differ, or a complete one is less than what the other already has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from govreport.report import AnnualReport, add_stated, distance, show_number

from .rule import Case, Hit, rule
from .sides import Side

_NO_FEE = re.compile(
    r"(?:未|没有|不曾|从未)(?:发生|产生|收取|发出|存在)(?:任何)?(?:政府)?(?:信息公开)?(?:信息处理)?(?:费用?|收费)(?:通知)?"
    r"|(?:收取|产生)?信息处理费(?:用)?(?:为)?[0０零](?:元|件)"
)


def _wrong_sums(case: Case, rule: str, what: str) -> Iterator[Hit]:
    """A hit for each total that is not the sum of its parts, which are called `what`."""
    for equation in case.report.statutory_form.equations_by(rule):
        stated, summed = Side.of(equation.left, case.report), Side.of(equation.right, case.report)
        if stated.contradicts(summed):
            yield Hit(
                equation.cells,
                f"{case.label(equation.cells[0])}为 {show_number(stated.total)}，{what}为 {show_number(summed.total)}，"
                f"相差 {show_number(distance(stated.total, summed.total))}，请核对并改正",
                summed.total,
                stated.total,
            )


@rule("A1", "error", "各类申请人之和应等于总计")
def applicants_add_up(case: Case) -> Iterator[Hit]:
    """In each row of table three the six kinds of applicant add up to the total.

    Why: every request comes from one applicant of one kind.
    Formula: natural_person + commercial + research + public_welfare + legal_service + other_org = total.
    Source: the form's columns, 总计.
    Remedy: find the figure that was typed wrongly; the total is the sum of the six.
    为何：每件申请只有一个申请人类别。
    算式：自然人＋商业企业＋科研机构＋社会公益组织＋法律服务机构＋其他＝总计。
    依据：年度报告格式的栏目。
    办法：找出填错的数后更正；总计应为六类之和。
    """
    yield from _wrong_sums(case, "A1", "六类申请人合计")


@rule("A2", "error", "各办理结果之和应等于办理结果总计")
def outcomes_add_up(case: Case) -> Iterator[Hit]:
    """In each column of table three the outcomes add up to （七）总计.

    Why: every request that was handled has one outcome (a partly granted one counts as that alone).
    Formula: granted + partial + Σ denied + Σ unable + Σ not_processed + Σ other = handled_total.
    Source: the form's rows （一）–（七）.
    Remedy: find the outcome that is missing or counted twice.
    为何：每件办结的申请只有一个办理结果，部分公开的只计部分公开。
    算式：予以公开＋部分公开＋不予公开各项＋无法提供各项＋不予处理各项＋其他处理各项＝办理结果总计。
    依据：年度报告格式第（一）至（七）行。
    办法：找出漏计或重复计算的办理结果后更正。
    """
    yield from _wrong_sums(case, "A2", "（一）至（六）各行合计")


@rule("A3", "error", "新收加上年结转应等于办理结果加结转下年")
def requests_balance(case: Case) -> Iterator[Hit]:
    """In each column of table three what came in equals what was handled and what is left.

    Why: the form itself prints it: 第一项加第二项之和，等于第三项加第四项之和.
    Formula: new_received + carried_in = handled_total + carried_out.
    Source: 国办公开办函〔2021〕30号, annex, table three, first header box.
    Remedy: check the four figures against the register of requests.
    为何：格式中印明：第一项加第二项之和，等于第三项加第四项之和。
    算式：本年新收＋上年结转＝办理结果总计＋结转下年度。
    依据：国办公开办函〔2021〕30号附件，第三部分表格首栏。
    办法：对照申请登记台账核对四个数后更正。
    """
    form = case.report.statutory_form
    for equation in form.equations_by("A3"):
        left, right = Side.of(equation.left, case.report), Side.of(equation.right, case.report)
        if left.contradicts(right):
            yield Hit(
                equation.cells,
                f"{form.places[equation.cells[0]].table.name}“{equation.place}”列：新收加上年结转为"
                f" {show_number(left.total)}，"
                f"办理结果总计加结转下年度为 {show_number(right.total)}，"
                f"相差 {show_number(distance(left.total, right.total))}，请核对申请台账并改正",
                left.total,
                right.total,
            )


@rule("A4", "error", "复议、诉讼各结果之和应等于总计")
def disputes_add_up(case: Case) -> Iterator[Hit]:
    """In each part of table four the four outcomes add up to the total.

    Why: every case has one outcome or is pending.
    Formula: upheld + corrected + other_result + pending = total, for 行政复议 and both kinds of 行政诉讼.
    Source: the form's columns, 总计.
    Remedy: check the figures with the office that handles review and litigation.
    为何：每件案件或者有一个结果，或者尚未审结。
    算式：结果维持＋结果纠正＋其他结果＋尚未审结＝总计，行政复议、两类行政诉讼分别计算。
    依据：年度报告格式的“总计”栏。
    办法：与承办复议、诉讼的机构核对后更正。
    """
    yield from _wrong_sums(case, "A4", "四种结果合计")


@rule("A5", "warning", "没有申请而有复议、诉讼的，应核实")
def disputes_without_requests(case: Case) -> Iterator[Hit]:
    """Disputes about disclosure come from requests of this year or the one before.

    Why: who was never asked is seldom sued over an answer; the figures may be those of all lawsuits.
    Formula: Σ totals of table four > 0 while new_received + carried_in = 0 this year and the year before.
    Source: experience; the year before must be there.
    Remedy: check that the cases are about disclosure of government information.
    为何：没有收到申请的单位，很少因答复被复议、诉讼；所填可能是全部行政诉讼案件。
    算式：第四部分表格各总计之和大于0，而本年和上年的新收、上年结转均为0。
    依据：工作经验；须有上年的报告。
    办法：核实所填案件是否属于政府信息公开案件。
    """
    if case.before is None or not (_had_no_requests(case.report) and _had_no_requests(case.before)):
        return
    form = case.report.statutory_form
    table = form.table_by_id["disputes"]
    disputes = add_stated(case.report.cells.get(total) for total in table.across)
    if disputes is not None and disputes > 0:
        said = f"{table.name}共有 {show_number(disputes)} 件复议、诉讼，但本年和上年都没有申请"
        cells = (*table.across, *form.totals_of("came_in", "carried_in"))
        yield Hit(cells, f"{said}，请核对是否属于政府信息公开案件", 0, disputes)


def _had_no_requests(report: AnnualReport) -> bool:
    return all(report.cells.get(path) == 0 for path in report.statutory_form.totals_of("came_in", "carried_in"))


@rule("A6", "warning", "逾期未缴费而不再处理的，应有收费通知")
def fees_behind_outcomes(case: Case) -> Iterator[Hit]:
    """Requests that lapsed because a fee was not paid go with notices to pay.

    Why: without a notice there was nothing to pay, and the outcome is another.
    Formula: other.overdue_fee total > 0 while section six says that no fee was charged or no notice sent, or
    processing_fee.notices = 0.
    Source: 国办函〔2020〕109号.
    Remedy: check the outcome, or correct section six and the fees.
    为何：没有发出收费通知，就无费可缴，办理结果应归入其他项。
    算式：“申请人逾期未按收费通知要求缴纳费用”行总计大于0，而第六部分写明未收费、未发出通知，或者信息处理费收费通知
    为0件。
    依据：《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）。
    办法：核实办理结果，或者更正第六部分和信息处理费数据。
    """
    path = "requests.other.overdue_fee.total"
    lapsed = case.report.cells.get(path)
    if not lapsed or lapsed < 0:
        return
    fee = case.report.processing_fee
    told = case.report.statutory_form.telling("fee")
    denied = _NO_FEE.search(case.texts.get(told.path, "")) if told else None
    if told and denied:
        where = case.ordinal(told.section)
        said = f"{case.label(path)}为 {show_number(lapsed)}，但{where}写“{denied[0]}”，前后不一致，请核对后改正其一"
        yield Hit([path, told.path], said, 0, lapsed)
    elif fee and fee.notices == 0:
        said = f"{case.label(path)}为 {show_number(lapsed)}，但信息处理费收费通知为 0 件，前后不一致，请核对后改正其一"
        yield Hit([path], said, 0, lapsed)


@rule("A7", "hint", "“其他处理”中的“其他”不宜过多")
def few_other_outcomes(case: Case) -> Iterator[Hit]:
    """Few outcomes are 其他处理 3.其他.

    Why: the form has a row for nearly every outcome; many under 其他 were not sorted.
    Formula: other.misc > 20 % of handled_total (totals).
    Source: the form's rows; 20 % is this kit's.
    Remedy: see whether they belong to another row, and say in the text what they are.
    为何：格式对几乎每种结果都列有行目，“其他”过多，说明没有逐件归类。
    算式：“（六）其他处理3.其他”总计大于办理结果总计的20%。
    依据：年度报告格式的行目；20%为本工具所定。
    办法：核实能否归入其他各项，并在正文中说明是什么情形。
    """
    path, [of] = "requests.other.misc.total", case.report.statutory_form.totals_of("outcomes_total")
    misc, handled = case.report.cells.get(path), case.report.cells.get(of)
    if misc and handled and handled > 0 and misc * 5 > handled:
        share = f"{Decimal(misc) * 100 / Decimal(handled):.0f}"
        said = f"{case.label(path)}为 {show_number(misc)}，占办结 {show_number(handled)} 件的{share}%"
        yield Hit([path, of], f"{said}，请核对能否归入其他各项", None, misc)
