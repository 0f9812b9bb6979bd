"""V: each figure can be what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from govreport.form import LEVELS, REGULATION_MAKERS, Column, Form, Row, Table
from govreport.report import AnnualReport, Number, show_number

from .rule import Case, Hit, rule
from .sides import Side
from .structure import blank_table

_FEES = "disclosure.admin_fees.amount"
_MOST_DECIMALS = 6
_USUAL_DECIMALS = 4
_UNIT_RATIO = (5_000, 20_000)
_LEAST_LEAP, _LEAP = 20, 3
_MOST_ROWS = 4


@rule("V1", "error", "件数应为非负整数，金额应为非负数", waivable=False)
def possible_values(case: Case) -> Iterator[Hit]:
    """A count is a whole number of at least 0, an amount a decimal of at least 0.

    Why: there is no half a request and no less than none.
    Formula: count ∈ {0, 1, 2, …}; amount ≥ 0; the trial form's 本年增/减 is a whole number of either sign.
    Source: the form's columns (件数, 数量, 金额).
    Remedy: look the figure up in the ledger and correct it.
    为何：申请没有半件，也不会少于0件。
    算式：件数为0或正整数，金额不小于0；试行格式的“本年增/减”为整数，可为负数。
    依据：年度报告格式的栏目（件数、数量、金额）。
    办法：核对原始台账后更正。
    """
    places = case.report.statutory_form.places
    for path, value in case.report.cells.items():
        if value is None or (isinstance(value, int) and value >= 0):
            continue
        kind, label = places[path].column.kind, case.label(path)
        if kind != "amount" and isinstance(value, Decimal):
            yield Hit([path], f"{label}应为整数，现为 {show_number(value)}，请核对台账后改正", None, value)
        elif kind != "change" and value < 0:
            yield Hit([path], f"{label}不应小于 0，现为 {show_number(value)}，请核对台账后改正", None, value)


@rule("V2", "warning", "数据项不应空白")
def no_blanks(case: Case) -> Iterator[Hit]:
    """No cell of a row is blank.

    Why: a reader cannot tell a blank from a figure that was forgotten.
    Formula: every cell of a row that the report has holds a figure; a table that was not filled in at all is S2's. A
    finding for each row, or one for the table where more than four rows have blanks.
    Source: practice; whether 0 must be written is unconfirmed.
    Remedy: write 0 where there was nothing, else the figure.
    为何：读者无法区分空白和漏填。
    算式：报告所列各行的每个数据项都有数；整张表未填的由 S2 指出。每行一项，一张表超过四行有空白的，合为一项。
    依据：工作实践；是否必须填0未见明文规定。
    办法：没有发生的填0，其余填写实际数据。
    """
    report = case.report
    for table in report.statutory_form.tables:
        if report.statutory_form.whole and blank_table(report, table):
            continue
        blank = {row: columns for row in table.rows if (columns := _blank_columns(report, table, row))}
        paths = [f"{table.id}.{row.id}.{column.id}" for row, columns in blank.items() for column in columns]
        if len(blank) > _MOST_ROWS:
            rows = "、".join(f"“{row.full}”" for row in list(blank)[:2])
            yield Hit(paths, f"{table.name}有{len(blank)}行有空白，共{len(paths)}格（{rows}等），没有发生的请填 0")
            continue
        for row, columns in blank.items():
            named = "整行" if len(columns) == len(row.columns) else "、".join(column.label for column in columns)
            yield Hit(
                [f"{table.id}.{row.id}.{column.id}" for column in columns],
                f"{table.name}“{row.full}”有空白（{named}），没有发生的请填 0",
            )


def _blank_columns(report: AnnualReport, table: Table, row: Row) -> list[Column]:
    line = report.rows.get(f"{table.id}.{row.id}", ())
    return [column for column, value in zip(row.columns, line, strict=False) if value is None]


@rule("V3", "warning", "收费金额的小数位数和单位应正常")
def plausible_fees(case: Case) -> Iterator[Hit]:
    """The fees have a plausible number of decimals, and did not change as if 元 and 万元 were mixed up.

    Why: 万元 with four decimals states 1 元, with six 0.01 元; more cannot be money. A figure about
    ten thousand times last year's was typed in the other unit.
    Formula: more than 6 decimals is an error, more than 4 a hint; a ratio to the year before
    within 5,000–20,000, or its inverse, a warning.
    Source: the column's heading, 单位：万元.
    Remedy: check unit and decimals against the accounts.
    为何：以万元计，四位小数到元，六位到分，再多不成金额；与上年相差约一万倍的，是填错单位。
    算式：小数超过6位的为应改正，超过4位的为提示；与上年之比或其倒数在5000至20000之间的为请核实。
    依据：栏目名称“单位：万元”。
    办法：对照账目核对单位和小数后更正。
    """
    fees = case.report.cells.get(_FEES)
    if fees is None:
        return
    decimals = _decimals(fees)
    if decimals > _USUAL_DECIMALS:
        too_many = decimals > _MOST_DECIMALS
        advice = "万元最多可有6位小数，请核对后改正" if too_many else "一般保留到4位（元），请核对单位是否为万元"
        yield Hit(
            [_FEES],
            f"{case.label(_FEES)}为 {show_number(fees)}，小数有{decimals}位，{advice}",
            None,
            fees,
            "error" if too_many else "hint",
        )
    last = case.before.cells.get(_FEES) if case.before else None
    if last and fees and _looks_like_other_unit(fees, last):
        yield Hit(
            [_FEES],
            f"{case.label(_FEES)}为 {show_number(fees)}，上年为 {show_number(last)}，"
            "相差约一万倍，请核对是否以万元填报",
            last,
            fees,
        )


def _decimals(value: Number) -> int:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return -exponent if isinstance(exponent, int) else 0


def _looks_like_other_unit(value: Number, last: Number) -> bool:
    low, high = _UNIT_RATIO
    smaller, larger = sorted(abs(Decimal(figure)) for figure in (value, last))
    return low * smaller <= larger <= high * smaller


@rule("V4", "error", "没有规章制定权的单位不应有规章", waivable=False)
def lawful_regulations(case: Case) -> Iterator[Hit]:
    """Only bodies that may make 规章 state any.

    Why: State Council departments and the governments of provinces and of cities divided into
    districts make 规章, nobody else; elsewhere the figure belongs under 规范性文件.
    Formula: `regulations.*` > 0 requires such a `level`; silent where the level is not stated.
    Source: Legislation Law, Articles 91 and 93; both editions of the form.
    Remedy: move the figure to 规范性文件, or correct `level`.
    为何：只有国务院部门、省级政府和设区的市、自治州政府可以制定规章；其他单位的，应填入规范性文件。
    算式：规章各项大于0的，单位级别须有规章制定权；没有填写级别的不提示。
    依据：《中华人民共和国立法法》第九十一条、第九十三条；两种报告格式。
    办法：改填到规范性文件，或者更正单位级别。
    """
    level = case.report.level
    if level is None or level in REGULATION_MAKERS:
        return
    for path, value in case.report.cells.items():
        if path.startswith("disclosure.regulations.") and value is not None and value > 0:
            yield Hit(
                [path],
                f"{case.label(path)}为 {show_number(value)}，但{LEVELS[level]}没有规章制定权，"
                "请改填到规范性文件，或更正单位级别",
                0,
                value,
            )


@rule("V5", "warning", "现行有效件数不应少于本年制发减本年废止")
def documents_left(case: Case) -> Iterator[Hit]:
    """At least as many documents are in force as were issued and not repealed this year.

    Why: what was issued this year is in force unless it was repealed this year.
    Formula: in_force ≥ issued − repealed, for 规章 and 行政规范性文件.
    Source: the form's columns.
    Remedy: check the three figures against the list of documents in force.
    为何：本年制发而没有在本年废止的，应现行有效。
    算式：现行有效件数不小于本年制发减本年废止，规章、行政规范性文件分别计算（2021年格式）。
    依据：年度报告格式的栏目。
    办法：对照现行有效文件清单核对三个数后更正。
    """
    for equation in case.report.statutory_form.equations_by("V5"):
        stock, least = (Side.of(terms, case.report) for terms in (equation.left, equation.right))
        if stock.complete and least.complete and stock.total < least.total:
            yield Hit(
                equation.cells,
                f"{case.label(equation.cells[0])}为 {show_number(stock.total)}，少于本年制发减本年废止的"
                f" {show_number(least.total)}，请对照文件清单核对",
                least.total,
                stock.total,
            )


@rule("V6", "hint", "与上年变动幅度较大的，应核实")
def usual_size(case: Case) -> Iterator[Hit]:
    """Totals are not several times last year's, or a fraction of them.

    Why: a digit too many, a missing one, or another way of counting shows as a leap.
    Formula: a change of at least 20, to at least three times or at most a third of the year before; totals of tables
    three and four, and table two.
    Source: experience; both bounds are this kit's.
    Remedy: check the figure; where it is right, say why in the text.
    为何：多一位、少一位或者口径不同，会表现为数据突变。
    算式：增减不少于20，且达到上年的三倍以上或三分之一以下；适用于第三、四部分表格的总计和第二部分表格。
    依据：工作经验；两个界限为本工具所定。
    办法：核实数据；无误的，在正文中说明原因。
    """
    if case.before is None:
        return
    now, then = case.report.cells, case.before.cells
    for path in _sizes(case.report.statutory_form):
        value, last = now.get(path), then.get(path)
        if value is not None and last is not None and value != last and _leaps(value, last):
            was = f"{case.before.year}年为 {show_number(last)}"
            yield Hit([path], f"{case.label(path)}为 {show_number(value)}，{was}，变动幅度较大，请核实", last, value)


def _sizes(form: Form) -> Iterator[str]:
    """The totals of the rows that have one, and every cell of a table whose rows have none."""
    return (path for table in form.tables for path in table.across or table.cells)


def _leaps(value: Number, last: Number) -> bool:
    smaller, larger = (value, last) if value < last else (last, value)
    return smaller >= 0 and larger - smaller >= _LEAST_LEAP and larger >= _LEAP * smaller


@rule("V7", "hint", "相邻两格的数字不应连在一起")
def joined_digits(case: Case) -> Iterator[Hit]:
    """A figure is not the digits of two of its neighbours run together, in a row that does not add up.

    Why: tables copied from PDF lose the space between two figures.
    Formula: a cell's digits are those of two adjacent cells of its row, the first of them not zero, and the row's
    parts do not add up to its total.
    Source: damage seen in published reports.
    Remedy: look the row up in the original.
    为何：从 PDF 复制的表格，相邻两数之间的空格常会丢失。
    算式：一格的数字是同行相邻两格数字相连而成，其中前一个数不为0，且该行各项之和不等于总计。
    依据：已公开年报中所见的差错。
    办法：对照原文核对该行后更正。
    """
    report = case.report
    for table in report.statutory_form.tables:
        for total, parts in table.across.items():
            paths = [*parts, total]
            values = [report.cells.get(path) for path in paths]
            stated = [value for value in values if isinstance(value, int) and value >= 0]
            if len(stated) < len(values) or sum(stated[:-1]) == stated[-1]:
                continue
            for number, value in enumerate(stated):
                pair = _joined_from(stated, number)
                if pair:
                    said = f"与同行相邻的 {pair[0]}、{pair[1]} 连写相同，请核对原文"
                    yield Hit([paths[number]], f"{case.label(paths[number])}为 {value}，{said}", None, value)


def _joined_from(values: Sequence[int], number: int) -> tuple[int, int] | None:
    """The two neighbours whose digits, run together, are those of the value at `number`."""
    around = [at for at in range(number - 2, number + 3) if at != number and 0 <= at < len(values)]
    for first, second in pairwise(around):
        if values[first] > 0 and str(values[number]) == f"{values[first]}{values[second]}":
            return values[first], values[second]
    return None
