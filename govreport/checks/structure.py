"""S: the report has the tables that the form has."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.form import Table
from govreport.report import AnnualReport

from .rule import Case, Hit, rule


@rule("S2", "error", "三张表的数据项应齐全", waivable=False)
def complete_tables(case: Case) -> Iterator[Hit]:
    """The three tables have all their cells, in an edition that is printed alike by everybody: 10, 175 and 15.

    Why: a table that lacks rows, or in which nothing is filled in, is no statutory table.
    Formula: every row of the form is there, and in each table some cell is filled in beside
    what the year before handed on (上年结转, 现行有效件数).
    Source: 国办公开办函〔2021〕30号, annex.
    Remedy: fill in the rows named; write 0 where there was nothing.
    为何：缺行或全无数据的表，不是法定表格。
    算式：报告格式的各行齐全（2021年格式三张表分别为10、175、15个数据项），每张表除上年带入的数据外至少填有一个数。
    依据：国办公开办函〔2021〕30号附件。
    办法：补填所列各行；没有发生的填0。
    """
    report = case.report
    if not report.statutory_form.whole:
        return
    for table in report.statutory_form.tables:
        missing = [path for path in table.cells if path not in report.cells]
        if missing:
            yield Hit(
                missing,
                f"{table.name}应有{len(table.cells)}个数据项，缺少{len(missing)}个，"
                f"自{case.label(missing[0])}起，请按报告格式补齐",
                len(table.cells),
                len(table.cells) - len(missing),
            )
        elif blank_table(report, table):
            yield Hit(table.cells, f"{table.name}尚未填报，请填写本年数据，没有发生的填 0")


def blank_table(report: AnnualReport, table: Table) -> bool:
    """Whether the table says nothing of its own year: blank, or only what the year before handed on."""
    handed_on = report.statutory_form.handed_on
    return all(report.cells.get(path) is None for path in table.cells if path not in handed_on)
