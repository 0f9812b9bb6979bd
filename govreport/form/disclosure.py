"""Table two, 主动公开政府信息情况: the part in which the two editions differ most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm

from .model import Box, Column, PrintedLine, Row, Table

_CONTENT = "信息内容"


@dataclass(frozen=True)
class Part:
    """One part of the table: a clause of Article 20, its columns, its rows."""

    clause: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, str], ...]
    optional: frozenset[str] = frozenset()

    def lines(self, units: int) -> tuple[PrintedLine, ...]:
        """The part as it is printed in a table whose figures' columns are so many units wide."""
        width = units // len(self.columns)
        return (
            (Box(f"第二十条第（{self.clause}）项", "caption", units + 1),),
            (Box(_CONTENT, "column"), *(Box(column.label, "column", width) for column in self.columns)),
            *(
                (
                    Box(label, "row"),
                    *(Box("", "figure", width, cell=f"disclosure.{id}.{c.id}") for c in self.columns),
                )
                for id, label in self.rows
            ),
        )


def disclosure_table(parts: Sequence[Part]) -> Table:
    """The table of these parts, one below the other."""
    units = lcm(*(len(part.columns) for part in parts))
    return Table(
        id="disclosure",
        number="二",
        heading="二、主动公开政府信息情况",
        rows=tuple(
            Row(
                id,
                label,
                part.columns,
                optional=id in part.optional,
                role="documents" if id == "normative_documents" else None,
            )
            for part in parts
            for id, label in part.rows
        ),
        head=(),
        body=tuple(line for part in parts for line in part.lines(units)),
        widths=(34, *[66 / units] * units),
    )


_DOCUMENTS_2021 = (
    Column("issued", "本年制发件数", flow="in"),
    Column("repealed", "本年废止件数", flow="out"),
    Column("in_force", "现行有效件数", flow="stock"),
)
_DECISIONS = Column("decisions", "本年处理决定数量")

PARTS_2021 = (
    Part("一", _DOCUMENTS_2021, (("regulations", "规章"), ("normative_documents", "行政规范性文件"))),
    Part("五", (_DECISIONS,), (("licenses", "行政许可"),)),
    Part("六", (_DECISIONS,), (("penalties", "行政处罚"), ("coercion", "行政强制"))),
    Part(
        "八",
        (Column("amount", "本年收费金额（单位：万元）", "amount", unit="万元"),),
        (("admin_fees", "行政事业性收费"),),
    ),
)
DISCLOSURE_2021 = disclosure_table(PARTS_2021)

_DOCUMENTS_2019 = (
    Column("made", "本年新制作数量", flow="in"),
    Column("newly_published", "本年新公开数量"),
    Column("published_total", "对外公开总数量"),
)
_PREVIOUS = Column("previous", "上一年项目数量")
_CHANGE = Column("change", "本年增/减", "change")
_ITEMS_2019 = (_PREVIOUS, _CHANGE, Column("decisions", "处理决定数量"))

DISCLOSURE_2019 = disclosure_table(
    (
        Part(
            "一",
            _DOCUMENTS_2019,
            (
                ("regulations", "规章"),
                ("normative_documents", "规范性文件"),
                ("other_documents", "其他主动公开文件"),
            ),
            optional=frozenset({"other_documents"}),
        ),
        Part("五", _ITEMS_2019, (("licenses", "行政许可"), ("other_services", "其他对外管理服务事项"))),
        Part("六", _ITEMS_2019, (("penalties", "行政处罚"), ("coercion", "行政强制"))),
        Part("八", (_PREVIOUS, _CHANGE), (("admin_fees", "行政事业性收费"),)),
        Part(
            "九",
            (Column("projects", "采购项目数量"), Column("amount", "采购总金额", "amount", unit="元")),
            (("procurement", "政府集中采购"),),
        ),
    )
)
