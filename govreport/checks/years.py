"""Y: a report against the agency's report of the year before."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.report import show_number

from .rule import Case, Hit, rule
from .sides import Side

_ALIKE = 0.9
_FEWEST_CELLS = 10


@rule("Y1", "error", "上年结转应等于上年报告的结转下年度")
def carry_over(case: Case) -> Iterator[Hit]:
    """What was carried in is what the year before carried out.

    Why: a request that was open on 31 December is open on 1 January.
    Formula: carried_in of this year = carried_out of the year before, in each column; the total
    is an error, a single kind of applicant a warning.
    Source: the form's rows 二 and 四.
    Remedy: correct the year that is wrong; if last year's report was, say so in section six.
    为何：12月31日尚未办结的申请，1月1日仍未办结。
    算式：本年各栏的上年结转＝上年报告的结转下年度；总计不符的为应改正，单个申请人类别不符的为请核实。
    依据：年度报告格式的第二、四行。
    办法：更正有误年度的数据；上年报告有误的，在第六部分说明。
    """
    if case.before is None:
        return
    form = case.report.statutory_form
    for equation in form.equations_by("Y1"):
        [now], [then] = equation.left, equation.right
        path, carried_in = now.cell, case.report.cells.get(now.cell)
        carried_out = case.before.cells.get(then.cell)
        if carried_in is None or carried_out is None or carried_in == carried_out:
            continue
        yield Hit(
            [path],
            f"{case.label(path)}为 {show_number(carried_in)}，{case.before.year}年报告结转下年度为"
            f" {show_number(carried_out)}，前后不一致，请核对并改正",
            carried_out,
            carried_in,
            "error" if path in form.sums else "warning",
        )


@rule("Y2", "warning", "现行有效件数应与上年衔接")
def documents_in_force(case: Case) -> Iterator[Hit]:
    """Documents in force follow from the year before, where both years' editions count them.

    Why: a document is in force until it is repealed.
    Formula: in_force = in_force of the year before + issued − repealed, for 规章 and 行政规范性文件.
    Source: the form's columns; a clean-up or a change of counting may explain a difference.
    Remedy: check against the list of documents in force, or record the reason.
    为何：文件在废止之前一直有效。
    算式：现行有效＝上年现行有效＋本年制发－本年废止，规章、行政规范性文件分别计算（两年均为2021年格式）。
    依据：年度报告格式的栏目；清理文件或调整口径可能造成差异。
    办法：对照现行有效文件清单核对后更正，或者提交情况说明。
    """
    before = case.before
    if before is None:
        return
    for equation in case.report.statutory_form.equations_by("Y2"):
        stock, expected = Side.of(equation.left, case.report), Side.of(equation.right, case.report, before)
        if not (stock.complete and expected.complete) or stock.total == expected.total:
            continue
        last, issued, repealed = (
            show_number((before if term.before else case.report).cells[term.cell]) for term in equation.right
        )
        yield Hit(
            equation.cells,
            f"{case.label(equation.cells[0])}为 {show_number(stock.total)}，按{before.year}年的 {last} 件"
            f"加制发 {issued} 件、减废止 {repealed} 件应为 {show_number(expected.total)}，"
            "前后不一致，请核对；如因清理或口径调整，请提交情况说明",
            expected.total,
            stock.total,
        )


@rule("Y3", "hint", "上年尚未审结的案件应有下文")
def pending_cases(case: Case) -> Iterator[Hit]:
    """Cases that were pending a year ago are not gone.

    Why: a case that was pending on 31 December ends, or is pending still; whether it is counted again the year after
    is not settled, so this is a hint.
    Formula: pending of the year before > 0 while the total of that kind is 0 this year.
    Source: the form's columns; unconfirmed whether table four includes cases from before.
    Remedy: look the cases up with the office that handles review and litigation.
    为何：12月31日尚未审结的案件，此后或者审结，或者仍未审结；次年是否再次计入未有定论，故为提示。
    算式：上年尚未审结大于0，而本年该类案件总计为0。
    依据：年度报告格式的栏目；第四部分表格是否包括往年案件，未见明文规定。
    办法：与承办复议、诉讼的机构核实这些案件的结果。
    """
    if case.before is None:
        return
    for row in case.report.statutory_form.table_by_id["disputes"].rows:
        total, pending = f"disputes.{row.id}.total", f"disputes.{row.id}.pending"
        last = case.before.cells.get(pending)
        if last and last > 0 and case.report.cells.get(total) == 0:
            was = f"{case.before.year}年“{row.full}”有 {show_number(last)} 件尚未审结"
            yield Hit([total], f"{was}，本年总计为 0，请核对这些案件的结果", None, 0)


@rule("Y4", "warning", "数据不应与上年几乎全部相同")
def copied_figures(case: Case) -> Iterator[Hit]:
    """The figures are not last year's over again.

    Why: a file begun from last year's, and sent off as it was, looks like a report.
    Formula: at least 90 % of the cells that are not zero equal the year before's; silent below ten such
    cells, where two quiet years may well be alike.
    Source: practice (reports that repeat the year before are named in public).
    Remedy: check that this year's figures were entered.
    为何：由上年文件新建、未经填写即报送的，看起来也像一份报告。
    算式：非零数据项中有90%以上与上年相同；非零数据项不足十个的不提示。
    依据：工作实践；照抄上年的报告常被公开通报。
    办法：核实是否已填写本年数据。
    """
    if case.before is None:
        return
    stated = {path: value for path, value in case.report.cells.items() if value}
    same = [path for path, value in stated.items() if case.before.cells.get(path) == value]
    if len(stated) >= _FEWEST_CELLS and len(same) >= _ALIKE * len(stated):
        yield Hit(
            same,
            f"{len(stated)}个非零数据项中有{len(same)}个与{case.before.year}年完全相同，请核对是否误用了上年数据",
            None,
            None,
        )
