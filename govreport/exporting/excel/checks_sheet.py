"""The sheet 校核结果: the arithmetic and carry-over rules as formulas that Excel computes while a person types.

Each formula speaks in the same cases as the rule of its id in `govreport.checks`: only where no filling-in of the
blanks could make both sides agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill

from govreport.form import Form
from govreport.form.workbook import CHECKS, REST, TABLES
from govreport.report import SEVERITIES, Severity

from .sheet_drawing import Drawing, Spot, height_for, ref, span
from .styles import HEAD, HEADING, LISTED, NOTE, TITLE
from .tables_sheet import STATE_SPOT

_HEADS = ("规则", "位置", "单元格", "应为", "现为", "校核结果")
_WIDTHS = (8.0, 58.0, 14.0, 12.0, 12.0, 62.0)
_FIRST = 5
_RESULT = "F"
_FILLS: dict[Severity, str] = {"error": "FFC7CE", "warning": "FFEB9C"}
_DOCUMENTS = ("regulations", "normative_documents")

Refer = Callable[[Sequence[str]], str]
"""The cells of paths as a formula lists them; `上年` cells have a `-` before their path."""


@dataclass(frozen=True)
class _Equation:
    """Two sides that should agree: what each is made of, and when they do not, as formulas of `refer`.

    `cells` are coloured; the first is the one to look at.
    """

    rule: str
    severity: Severity
    cells: tuple[str, ...]
    expected: Callable[[Refer], str]
    actual: Callable[[Refer], str]
    wrong: Callable[[Refer], str]
    remark: str


def _sums(rule: str, severity: Severity, cells: Sequence[str], left: Sequence[str], right: Sequence[str]) -> _Equation:
    """`left`, what should be, against `right`, what is, each a sum; a blank may be any count."""

    def wrong(refer: Refer) -> str:
        expected, actual = refer(left), refer(right)
        return (
            f"OR(AND(COUNT({expected})={len(left)},SUM({actual})>SUM({expected})),"
            f"AND(COUNT({actual})={len(right)},SUM({expected})>SUM({actual})))"
        )

    return _Equation(
        rule, severity, tuple(cells), _total(left), _total(right), wrong, "前后不一致，请核对并改正"
    )  # fmt: skip


def _total(paths: Sequence[str]) -> Callable[[Refer], str]:
    return lambda refer: f'IF(COUNT({refer(paths)})=0,"",SUM({refer(paths)}))'


def _equations(form: Form) -> Iterator[_Equation]:
    requests, disputes = form.table_by_id["requests"], form.table_by_id["disputes"]
    for rule, sums in (("A1", requests.across), ("A2", requests.down), ("A4", disputes.across)):
        for total, parts in sums.items():
            yield _sums(rule, "error", (total,), parts, (total,))
    for column in requests.rows[0].columns:
        came = [f"requests.{row}.{column.id}" for row in ("new_received", "carried_in")]
        went = [f"requests.{row}.{column.id}" for row in ("handled_total", "carried_out")]
        yield _sums("A3", "error", (*came, *went), came, went)


def _carried(form: Form) -> Iterator[_Equation]:
    for column in form.table_by_id["requests"].rows[0].columns:
        path, last = f"requests.carried_in.{column.id}", f"-requests.carried_out.{column.id}"
        severity: Severity = "error" if column.id == "total" else "warning"
        yield _equal("Y1", severity, (path,), (last,), "{}", "与上年报告的结转下年度不一致，请核对并改正")


def _documents(before: bool) -> Iterator[_Equation]:
    for row in _DOCUMENTS:
        cells = tuple(f"disclosure.{row}.{column}" for column in ("in_force", "issued", "repealed"))
        if before:
            said = "与上年现行有效件数加制发减废止不一致，请核对；如因清理或口径调整，请提交情况说明"
            yield _equal("Y2", "warning", cells, (f"-{cells[0]}", *cells[1:]), "{}+{}-{}", said)
        said = "少于本年制发减本年废止，请对照文件清单核对"
        yield _equal("V5", "warning", cells, cells[1:], "{}-{}", said, "<")


def _equal(
    rule: str, severity: Severity, cells: tuple[str, ...], parts: Sequence[str], sum: str, said: str, sign: str = "<>"
) -> _Equation:
    """The first of `cells` against a sum written with `{}` for each of `parts`; silent where anything is blank."""
    stated = cells[:1]

    def expected(refer: Refer) -> str:
        return sum.format(*(refer([part]) for part in parts))

    def complete(refer: Refer) -> str:
        return f"COUNT({','.join(refer([path]) for path in (*stated, *parts))})={1 + len(parts)}"

    return _Equation(
        rule, severity, cells,
        lambda refer: f'IF({complete(refer)},{expected(refer)},"")',
        _total(stated),
        lambda refer: f"IF({complete(refer)},{refer(stated)}{sign}{expected(refer)},FALSE)",
        said,
    )  # fmt: skip


def draw_checks(
    drawing: Drawing, tables: Drawing, rest: Drawing, form: Form, *, before: bool, documents: bool
) -> None:  # fmt: skip
    """Draw the sheet and colour the cells on `tables`; the date is asked for on `rest`.

    `before` tells whether last year's figures stand there, `documents` whether they are in the 2021 form too.
    """
    drawing.width(1, *_WIDTHS)
    drawing.box(1, 1, CHECKS, TITLE, len(_HEADS))
    drawing.sheet.row_dimensions[1].height = 28
    drawing.box(2, 1, "", HEADING, len(_HEADS))
    drawing.box(3, 1, "随填随算；导入时还会按全部规则再校核一遍。", NOTE, len(_HEADS))
    drawing.row = _FIRST - 1
    drawing.line(_HEADS, HEAD)
    equations = [*_equations(form), *(_carried(form) if before else ())]
    if form.edition == 2021:
        equations += _documents(before and documents)
    for equation in equations:
        _draw_equation(drawing, tables, form, equation)
    _draw_impossible(drawing, tables, form)
    _draw_date(drawing, rest, form)
    results = f"${_RESULT}${_FIRST}:${_RESULT}${drawing.row - 1}"
    counted = "&".join(f'"{word}"&COUNTIF({results},"{word}*")&"项　"' for word in map(_word, _FILLS))
    drawing.sheet.cell(2, 1, f"={counted}")
    tables.sheet[ref(tables.spots[STATE_SPOT])] = f"='{CHECKS}'!$A$2"
    for severity, colour in _FILLS.items():
        shown = FormulaRule(
            [f'LEFT(${_RESULT}{_FIRST},3)="{_word(severity)}"'], fill=_fill(colour), font=Font(bold=True)
        )
        drawing.sheet.conditional_formatting.add(f"A{_FIRST}:{_RESULT}{drawing.row - 1}", shown)


def _word(severity: Severity) -> str:
    return SEVERITIES[severity]


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def _draw_equation(drawing: Drawing, tables: Drawing, form: Form, equation: _Equation) -> None:
    def spots(paths: Sequence[str]) -> list[Spot]:
        return [tables.before[path[1:]] if path.startswith("-") else tables.spots[path] for path in paths]

    def away(paths: Sequence[str]) -> str:
        return span(spots(paths), TABLES)

    row = drawing.row
    wrong, apart = equation.wrong(away), f"ABS(D{row}-E{row})"
    text = f'"{_word(equation.severity)}：相差"&ROUND({apart},6)&"，{equation.remark}"'
    complete = f'IF(AND(ISNUMBER(D{row}),ISNUMBER(E{row})),"相符","")'
    _draw_line(
        drawing, tables, form, equation.rule, equation.cells[0],
        f"={equation.expected(away)}", f"={equation.actual(away)}", f"=IF({wrong},{text},{complete})",
    )  # fmt: skip
    here = equation.wrong(lambda paths: span(spots(paths)))
    _colour(tables, equation.cells if equation.rule == "A3" else equation.cells[:1], here, equation.severity)


def _draw_line(
    drawing: Drawing, tables: Drawing, form: Form, rule: str, cell: str, expected: str, actual: str, result: str
) -> None:
    label = form.places[cell].label
    drawing.line((rule, label, "", expected, actual, result), LISTED)
    drawing.sheet.row_dimensions[drawing.row - 1].height = height_for(label, _WIDTHS[1])
    _link(drawing, TABLES, ref(tables.spots[cell]))


def _link(drawing: Drawing, sheet: str, address: str) -> None:
    """Lead from the line just drawn to the cell that it is about."""
    link = drawing.sheet.cell(drawing.row - 1, 3, f"{sheet}!{address}")
    link.hyperlink = f"#'{sheet}'!{address}"
    link.style = LISTED


def _draw_date(drawing: Drawing, rest: Drawing, form: Form) -> None:
    """P9 as a line: the date under the signature is asked for as long as it is blank."""
    spot = rest.spots["dated"]
    said = f"{_word('warning')}：没有写落款日期，请填写"
    drawing.line(("P9", form.label_of("dated"), "", "", "", f'=IF({span([spot], REST)}="","{said}","")'), LISTED)
    _link(drawing, REST, ref(spot))


def _colour(tables: Drawing, cells: Sequence[str], formula: str, severity: Severity) -> None:
    where = " ".join(ref(tables.spots[cell]) for cell in cells)
    tables.sheet.conditional_formatting.add(where, FormulaRule([formula], fill=_fill(_FILLS[severity])))


def _draw_impossible(drawing: Drawing, tables: Drawing, form: Form) -> None:
    """V1 for each cell, as one line a table row: no count is negative or fractional, and nothing but numbers stands."""
    for table in form.tables:
        for row in table.rows:
            paths = [f"{table.id}.{row.id}.{column.id}" for column in row.columns]
            if paths[0] not in tables.spots:
                continue
            wrong = "+".join(_impossible(tables.spots[path], form, path) for path in paths)
            word = _word("error")
            result = f'=IF({wrong}>0,"{word}：有负数、小数或不是数字的内容，应为非负整数（金额可有小数）","")'
            _draw_line(drawing, tables, form, "V1", paths[0], "", "", result)
            for path in paths:
                _colour(tables, (path,), _impossible(tables.spots[path], form, path, ""), "error")


def _impossible(spot: Spot, form: Form, path: str, sheet: str = TABLES) -> str:
    """A formula that is 1 where the cell holds what its column cannot, else 0."""
    cell = span([spot], sheet)
    kind = form.places[path].column.kind
    tests = {"count": f"OR({cell}<0,{cell}<>INT({cell}))", "change": f"{cell}<>INT({cell})", "amount": f"{cell}<0"}
    return f'IF(ISNUMBER({cell}),IF({tests[kind]},1,0),IF({cell}="",0,1))'
