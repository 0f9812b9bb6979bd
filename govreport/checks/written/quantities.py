"""What a number in a text may count, as cells of the tables, and what the tables give for it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, cast

from govreport.form import APPLICANTS, FORMS, Form, RowRole
from govreport.report import AnnualReport, Number, add

Cells = tuple[str, ...]

BODIES = tuple(column.id for column in APPLICANTS[1:])
"""The columns of 法人或其他组织."""


class Quantity(NamedTuple):
    """What a number counts: the cells that it is the sum of.

    A name that ends in a dot is the totals of its group; a role of rows (came_in) is the totals of these, with a flow
    behind it (documents.in) their cells of that flow.
    `accepted` are other sums that the words may as well mean; `likely` is one that they should not mean but often do.
    `whose` are the words that say whose count it is; `bare` are words that do not say what was counted.
    """

    rule: str
    cells: Cells
    accepted: tuple[Cells, ...] = ()
    likely: Cells = ()
    sure: bool = True
    whose: str = ""
    bare: bool = False


class Given(NamedTuple):
    """What the tables give for a sum: exactly, or at least so much where cells are blank."""

    cells: Cells
    least: Number
    exact: bool

    def allows(self, low: Number | None, high: Number | None) -> bool:
        """Whether a number between `low` and `high` (None: no bound) may be the sum."""
        return (high is None or high >= self.least) and (not self.exact or low is None or low <= self.least)


def given(report: AnnualReport, cells: Cells, columns: Cells = ()) -> Given | None:
    """The sum of `cells`, of `columns` in place of their totals; None where the form has no such cell.

    A blank total is at least the sum of what is stated of its row.
    """
    paths = _paths(report.form, cells, columns)
    if not paths:
        return None
    values = [report.cells.get(path) for path in paths]
    least = add(_stated(report, path) if value is None else value for path, value in zip(paths, values, strict=True))
    return Given(paths, least, None not in values)


@lru_cache(maxsize=256)
def _paths(form: int, cells: Cells, columns: Cells) -> Cells:
    """The cells with roles and groups written out; none where the form lacks one."""
    places = FORMS[form].places
    paths: list[str] = []
    for cell in cells:
        named = _named(FORMS[form], cell)
        if not named:
            return ()
        paths += [path.removesuffix("total") + column for path in named for column in columns] if columns else named
    return tuple(paths) if all(path in places for path in paths) else ()


def _named(form: Form, name: str) -> list[str]:
    """The cells that a name of a `Quantity` stands for."""
    first, _, flow = name.partition(".")
    if first in form.table_by_id:
        totals = [path for table in form.tables for path in table.across if path.startswith(name)]
        return totals if name.endswith(".") else [name]
    role = cast("RowRole", first)
    if flow:
        return [path for one, path in form.flows_of(role).items() if one == flow]
    return list(form.totals_of(role))


def _stated(report: AnnualReport, path: str) -> Number:
    parts = report.statutory_form.places[path].table.across.get(path, ())
    return add(value for part in parts if (value := report.cells.get(part)) is not None)


_OWN = re.compile(
    r"(?:\d{4}年度?|本年度?|今年|当年|年度|全年|年内|报告期内?|期间|一年来|截至|年?12月31日|年?12月底"
    r"|[我本](?:[省市州县区旗镇乡局委办厅院校处站所会]|街道|机关|单位|部门|中心)|全(?:[省市州县区旗镇乡局]|系统|街道)+"
    r"|各级(?:各部门|行政机关|政府|机关|单位)?|行政机关|政府信息公开单位|各有关单位|各部门|各单位|区?管委会|共计?|总共|合计|总计"
    r"|一共|依法|依规|按照规定|及时|按时|规范|认真|妥善|已|均|并|也|、|和|的|有|：|主动)*"
)
_PART = re.compile(
    r"其中|本级|[县镇乡局厅院队站]|市(?![民场])|区(?![分别])|委(?!托)|办(?![理结件公事])|会(?![议商])|所(?![有需涉属])|街道|部门|直属|下属|所属|通过|网络|网站|平台|信函|邮|现场|当面|传真|涉及|关于"
    r"|上半年|下半年|季度|月|自然人|法人|企业|公民|增|减|多|少|比|较|累计|历年|以来|首|每|平均|[未无没不]|上一?年|去年|前年|往年|同期"
)


_BEFORE_OWN = re.compile(r".*(?:\d{4}年度?|方面|情况)")


def whose(words: str, name: str) -> bool | None:
    """Whether words before a verb mean the whole agency: surely, doubtfully, or (None) rather a part of it."""
    if "其中" in words:
        return None
    rest = _BEFORE_OWN.sub("", words)
    rest = rest[own.end() :] if (own := _OWN.match(rest)) else rest
    if not rest or all(_short_for(part.rstrip("共已"), name) for part in rest.split("代表")):
        return True
    return None if _PART.search(rest) else False


def _short_for(words: str, name: str) -> bool:
    """Whether words are the agency's name or short for it; a government's are not, which may mean its office alone."""
    if words.endswith("政府") and name.endswith(("人民政府", "管委会", "管理委员会")):
        return words == name
    letters = iter(name)
    return len(words) > 1 and all(letter in letters for letter in words)
