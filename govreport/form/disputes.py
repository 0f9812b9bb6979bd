"""Table four, 政府信息公开行政复议、行政诉讼情况: three kinds of case side by side, alike in both editions."""

from __future__ import annotations

from .model import Box, Column, Group, Row, Table

DISPUTE_OUTCOMES = (
    Column("upheld", "结果维持"),
    Column("corrected", "结果纠正"),
    Column("other_result", "其他结果"),
    Column("pending", "尚未审结"),
)
_COLUMNS = (*DISPUTE_OUTCOMES, Column("total", "总计"))
_LITIGATION = Group("litigation", "行政诉讼")
_ROWS = (
    Row("review", "行政复议", _COLUMNS),
    Row("litigation_direct", "未经复议直接起诉", _COLUMNS, _LITIGATION),
    Row("litigation_after_review", "复议后起诉", _COLUMNS, _LITIGATION),
)

DISPUTES = Table(
    id="disputes",
    number="四",
    heading="四、政府信息公开行政复议、行政诉讼情况",
    rows=_ROWS,
    head=(
        (Box(_ROWS[0].label, "column", 5, 2), Box(_LITIGATION.label, "column", 10)),
        tuple(Box(row.label, "column", 5) for row in _ROWS[1:]),
        tuple(Box(column.label, "column") for _ in _ROWS for column in _COLUMNS),
    ),
    body=(tuple(Box("", "figure", cell=f"disputes.{row.id}.{column.id}") for row in _ROWS for column in _COLUMNS),),
    widths=(100 / 15,) * 15,
    across={
        f"disputes.{row.id}.total": tuple(f"disputes.{row.id}.{one.id}" for one in DISPUTE_OUTCOMES) for row in _ROWS
    },
)
