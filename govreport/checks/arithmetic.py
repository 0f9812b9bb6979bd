"""A: figures of one report that must add up.

A blank may be any count, so a rule speaks only where no filling-in of the blanks could make both
sides equal: both are complete and differ, or a complete one is less than what the other already has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govreport.report import AnnualReport, Number, add, distance, show_number

from .rule import Case, Hit, rule


@dataclass(frozen=True)
class Side:
    """One side of an equation: the sum of the figures that are stated, and whether all are."""

    total: Number
    complete: bool

    @classmethod
    def of(cls, report: AnnualReport, paths: Sequence[str]) -> Side:
        """The side that `paths` make up in `report`."""
        values = [report.cells.get(path) for path in paths]
        stated = [value for value in values if value is not None]
        return cls(add(stated), len(stated) == len(values))

    def contradicts(self, other: Side) -> bool:
        """Whether no filling-in of the blanks could make both sides equal."""
        if self.complete and other.complete:
            return self.total != other.total
        return (self.complete and other.total > self.total) or (other.complete and self.total > other.total)


def _sum_hit(case: Case, total: str, parts: Sequence[str], what: str) -> Iterator[Hit]:
    """A hit where the cell `total` is not the sum of the cells `parts`."""
    stated, summed = Side.of(case.report, [total]), Side.of(case.report, parts)
    if stated.contradicts(summed):
        yield Hit(
            [total, *parts],
            f"{case.label(total)}为 {show_number(stated.total)}，{what}为 {show_number(summed.total)}，"
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
    """
    for total, parts in case.report.statutory_form.table_by_id["requests"].across.items():
        yield from _sum_hit(case, total, parts, "六类申请人合计")


@rule("A2", "error", "各办理结果之和应等于办理结果总计")
def outcomes_add_up(case: Case) -> Iterator[Hit]:
    """In each column of table three the outcomes add up to （七）总计.

    Why: every request that was handled has one outcome (a partly granted one counts as that alone).
    Formula: granted + partial + Σ denied + Σ unable + Σ not_processed + Σ other = handled_total.
    Source: the form's rows （一）–（七）.
    Remedy: find the outcome that is missing or counted twice.
    """
    for total, parts in case.report.statutory_form.table_by_id["requests"].down.items():
        yield from _sum_hit(case, total, parts, "（一）至（六）各行合计")


@rule("A3", "error", "新收加上年结转应等于办理结果加结转下年")
def requests_balance(case: Case) -> Iterator[Hit]:
    """In each column of table three what came in equals what was handled and what is left.

    Why: the form itself prints it: 第一项加第二项之和，等于第三项加第四项之和.
    Formula: new_received + carried_in = handled_total + carried_out.
    Source: 国办公开办函〔2021〕30号, annex, table three, first header box.
    Remedy: check the four figures against the register of requests.
    """
    for column in case.report.statutory_form.table_by_id["requests"].rows[0].columns:
        came = [f"requests.{row}.{column.id}" for row in ("new_received", "carried_in")]
        went = [f"requests.{row}.{column.id}" for row in ("handled_total", "carried_out")]
        left, right = Side.of(case.report, came), Side.of(case.report, went)
        if left.contradicts(right):
            yield Hit(
                [*came, *went],
                f"第三表“{column.label}”列：新收加上年结转为 {show_number(left.total)}，"
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
    """
    for total, parts in case.report.statutory_form.table_by_id["disputes"].across.items():
        yield from _sum_hit(case, total, parts, "四种结果合计")
