"""S: the report has the tables that the form has."""

from __future__ import annotations

from collections.abc import Iterator

from .rule import Case, Hit, rule


@rule("S2", "error", "三张表的数据项应齐全", waivable=False)
def complete_tables(case: Case) -> Iterator[Hit]:
    """The three tables have 10, 175 and 15 cells (2021 form).

    Why: a table that lacks rows, or in which nothing is filled in, is no statutory table.
    Formula: every row of the form is there, and not every cell of a table is blank.
    Source: 国办公开办函〔2021〕30号, annex.
    Remedy: fill in the rows named; write 0 where there was nothing.
    """
    report = case.report
    if report.form != 2021:
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
        elif all(report.cells[path] is None for path in table.cells):
            yield Hit(
                table.cells,
                f"{table.name}的{len(table.cells)}个数据项全部空白，请填报，没有发生的填 0",
                len(table.cells),
                0,
            )
