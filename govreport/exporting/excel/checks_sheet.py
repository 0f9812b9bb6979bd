"""The sheet 校核结果: the arithmetic and carry-over rules as formulas that Excel computes while a person types.

Each formula speaks in the same cases as the rule of its id in `govreport.checks`: only where no filling-in of the
blanks could make both sides agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill

from govreport.checks import RULES
from govreport.form import Equation, Form, Term
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
_REMARKS = {
    "Y1": "与上年报告的结转下年度不一致，请核对并改正",
    "Y2": "与上年现行有效件数加制发减废止不一致，请核对；如因清理或口径调整，请提交情况说明",
    "V5": "少于本年制发减本年废止，请对照文件清单核对",
}
_REMARK = "前后不一致，请核对并改正"

Refer = Callable[[Sequence[Term]], str]
"""The cells of terms as a formula lists them."""


@dataclass(frozen=True)
class _Line:
    """An equation of the form as a line of the sheet: what should be, what is, and when they disagree, as formulas."""

    equation: Equation
    severity: Severity

    @classmethod
    def of(cls, form: Form, equation: Equation) -> _Line:
        """The line of an equation; what one kind of applicant carried over is a warning, as the rule has it."""
        part = equation.rule == "Y1" and equation.cells[0] not in form.sums
        return cls(equation, "warning" if part else RULES[equation.rule].severity)

    @property
    def sides(self) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """What should be, and what is: one cell is held against a sum, of two sums the second against the first."""
        left, right = self.equation.left, self.equation.right
        return (left, right) if len(left) > 1 else (right, left)

    @property
    def coloured(self) -> tuple[str, ...]:
        """The cells that are coloured where the sides disagree; the first is the one to look at."""
        return self.equation.cells if len(self.equation.left) > 1 else self.equation.cells[:1]

    @property
    def open(self) -> bool:
        """Whether a blank may be any count: so it is in a year's own sums, of which nothing is taken away."""
        terms = (*self.equation.left, *self.equation.right)
        return not self.equation.last_year and all(term.sign > 0 for term in terms)

    def expected(self, refer: Refer) -> str:
        """What should be, blank where nothing tells it."""
        expected, _ = self.sides
        return _total(expected, refer) if self.open else f'IF({self._complete(refer)},{_added(expected, refer)},"")'

    def actual(self, refer: Refer) -> str:
        """What is."""
        return _total(self.sides[1], refer)

    def wrong(self, refer: Refer) -> str:
        """Whether the sides disagree, whatever the blanks may be."""
        expected, actual = self.sides
        if not self.open:
            sign = "<" if self.equation.relation == ">=" else "<>"
            return f"IF({self._complete(refer)},{refer(actual)}{sign}{_added(expected, refer)},FALSE)"
        right, left = refer(expected), refer(actual)
        return (
            f"OR(AND(COUNT({right})={len(expected)},SUM({left})>SUM({right})),"
            f"AND(COUNT({left})={len(actual)},SUM({right})>SUM({left})))"
        )

    def _complete(self, refer: Refer) -> str:
        terms = (*self.equation.left, *self.equation.right)
        return f"COUNT({','.join(refer([term]) for term in terms)})={len(terms)}"


def _total(terms: Sequence[Term], refer: Refer) -> str:
    return f'IF(COUNT({refer(terms)})=0,"",SUM({refer(terms)}))'


def _added(terms: Sequence[Term], refer: Refer) -> str:
    first, *more = terms
    return refer([first]) + "".join(f"{'+' if term.sign > 0 else '-'}{refer([term])}" for term in more)


def _lines(form: Form, before: Form | None) -> Iterator[_Line]:
    """The equations whose cells there are, last year's among them where last year's edition has them."""
    there = before.places if before else {}
    return (_Line.of(form, one) for one in form.equations if all(cell in there for cell in one.last_year))


def draw_checks(drawing: Drawing, tables: Drawing, rest: Drawing, form: Form, before: Form | None) -> None:
    """Draw the sheet and colour the cells on `tables`; the date is asked for on `rest`.

    `before` is the edition of last year's figures, where these stand there.
    """
    drawing.width(1, *_WIDTHS)
    drawing.box(1, 1, CHECKS, TITLE, len(_HEADS))
    drawing.sheet.row_dimensions[1].height = 28
    drawing.box(2, 1, "", HEADING, len(_HEADS))
    drawing.box(3, 1, "随填随算；导入时还会按全部规则再校核一遍。", NOTE, len(_HEADS))
    drawing.row = _FIRST - 1
    drawing.line(_HEADS, HEAD)
    for line in _lines(form, before):
        _draw_equation(drawing, tables, form, line)
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


def _draw_equation(drawing: Drawing, tables: Drawing, form: Form, line: _Line) -> None:
    def spots(terms: Sequence[Term]) -> list[Spot]:
        return [(tables.before if term.before else tables.spots)[term.cell] for term in terms]

    def away(terms: Sequence[Term]) -> str:
        return span(spots(terms), TABLES)

    row, rule = drawing.row, line.equation.rule
    wrong, apart = line.wrong(away), f"ABS(D{row}-E{row})"
    text = f'"{_word(line.severity)}：相差"&ROUND({apart},6)&"，{_REMARKS.get(rule, _REMARK)}"'
    complete = f'IF(AND(ISNUMBER(D{row}),ISNUMBER(E{row})),"相符","")'
    _draw_line(
        drawing, tables, form, rule, line.coloured[0],
        f"={line.expected(away)}", f"={line.actual(away)}", f"=IF({wrong},{text},{complete})",
    )  # fmt: skip
    _colour(tables, line.coloured, line.wrong(lambda terms: span(spots(terms))), line.severity)


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
