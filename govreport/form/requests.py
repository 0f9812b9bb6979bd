"""Table three, 收到和处理政府信息公开申请情况: alike in both editions but for （六）其他处理."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .model import Box, Column, Group, PrintedLine, Row, Table

APPLICANTS = (
    Column("natural_person", "自然人"),
    Column("commercial", "商业企业"),
    Column("research", "科研机构"),
    Column("public_welfare", "社会公益组织"),
    Column("legal_service", "法律服务机构"),
    Column("other_org", "其他"),
)
COLUMNS = (*APPLICANTS, Column("total", "总计"))

_OUTCOMES = "三、本年度办理结果"
_DENIED = Group("denied", "（三）不予公开")
_UNABLE = Group("unable", "（四）无法提供")
_NOT_PROCESSED = Group("not_processed", "（五）不予处理")
_OTHER = Group("other", "（六）其他处理")

_BEFORE = (
    Row("new_received", "一、本年新收政府信息公开申请数量", COLUMNS, brief="本年新收", role="came_in"),
    Row("carried_in", "二、上年结转政府信息公开申请数量", COLUMNS, brief="上年结转", role="carried_in"),
)
_DECIDED = (
    Row("granted", "（一）予以公开", COLUMNS),
    Row("partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", COLUMNS, brief="部分公开"),
    Row("denied.state_secret", "1.属于国家秘密", COLUMNS, _DENIED),
    Row("denied.prohibited_by_law", "2.其他法律行政法规禁止公开", COLUMNS, _DENIED),
    Row("denied.security_stability", "3.危及“三安全一稳定”", COLUMNS, _DENIED),
    Row("denied.third_party_rights", "4.保护第三方合法权益", COLUMNS, _DENIED),
    Row("denied.internal_affairs", "5.属于三类内部事务信息", COLUMNS, _DENIED),
    Row("denied.process_info", "6.属于四类过程性信息", COLUMNS, _DENIED),
    Row("denied.enforcement_files", "7.属于行政执法案卷", COLUMNS, _DENIED),
    Row("denied.admin_inquiry", "8.属于行政查询事项", COLUMNS, _DENIED),
    Row("unable.not_held", "1.本机关不掌握相关政府信息", COLUMNS, _UNABLE),
    Row("unable.needs_creation", "2.没有现成信息需要另行制作", COLUMNS, _UNABLE),
    Row("unable.still_unclear", "3.补正后申请内容仍不明确", COLUMNS, _UNABLE),
    Row("not_processed.petition_complaint", "1.信访举报投诉类申请", COLUMNS, _NOT_PROCESSED),
    Row("not_processed.duplicate", "2.重复申请", COLUMNS, _NOT_PROCESSED),
    Row("not_processed.publication", "3.要求提供公开出版物", COLUMNS, _NOT_PROCESSED),
    Row("not_processed.excessive", "4.无正当理由大量反复申请", COLUMNS, _NOT_PROCESSED),
    Row("not_processed.reconfirm", "5.要求行政机关确认或重新出具已获取信息", COLUMNS, _NOT_PROCESSED),
)
_OTHER_2021 = (
    Row(
        "other.overdue_correction",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        COLUMNS,
        _OTHER,
    ),
    Row(
        "other.overdue_fee",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        COLUMNS,
        _OTHER,
    ),
    Row("other.misc", "3.其他", COLUMNS, _OTHER, rest=True),
)
_OTHER_2019 = (Row("other.misc", "（六）其他处理", COLUMNS, rest=True),)
_HANDLED = Row("handled_total", "（七）总计", COLUMNS, brief="本年度办理结果总计", role="outcomes_total")
_AFTER = Row("carried_out", "四、结转下年度继续办理", COLUMNS, brief="结转下年度继续办理", role="left_over")

_HEAD: tuple[PrintedLine, ...] = (
    (
        Box("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "corner", 3, 3),
        Box("申请人情况", "column", 7),
    ),
    (
        Box(APPLICANTS[0].label, "column", height=2),
        Box("法人或其他组织", "column", 5),
        Box(COLUMNS[-1].label, "column", height=2),
    ),
    tuple(Box(column.label, "column") for column in APPLICANTS[1:]),
)


def _figures(row: Row) -> PrintedLine:
    return tuple(Box("", "figure", cell=f"requests.{row.id}.{column.id}") for column in row.columns)


def _body(results: tuple[Row, ...]) -> tuple[PrintedLine, ...]:
    """Three printed columns of labels: the part, the group, the row; each spans what has no own."""
    lines: list[PrintedLine] = [(Box(row.label, "row", 3), *_figures(row)) for row in _BEFORE]
    for position, row in enumerate(results):
        stub: PrintedLine = (Box(_OUTCOMES, "group", height=len(results)),) if position == 0 else ()
        if row.group is None:
            stub += (Box(row.label, "row", 2),)
        else:
            siblings = [other for other in results if other.group == row.group]
            if row is siblings[0]:
                stub += (Box(row.group.label, "group", height=len(siblings)),)
            stub += (Box(row.label, "row"),)
        lines.append((*stub, *_figures(row)))
    lines.append((Box(_AFTER.label, "row", 3), *_figures(_AFTER)))
    return tuple(lines)


def requests_table(outcomes: Sequence[Row]) -> Table:
    """The table with these rows between what came in and what the outcomes add up to."""
    results = (*(replace(row, role="outcome") for row in outcomes), _HANDLED)
    rows = (*_BEFORE, *results, _AFTER)
    return Table(
        id="requests",
        number="三",
        heading="三、收到和处理政府信息公开申请情况",
        rows=rows,
        across={f"requests.{row.id}.total": tuple(f"requests.{row.id}.{one.id}" for one in APPLICANTS) for row in rows},
        down={
            f"requests.handled_total.{column.id}": tuple(f"requests.{row.id}.{column.id}" for row in results[:-1])
            for column in COLUMNS
        },
        head=_HEAD,
        body=_body(results),
        widths=(4.5, 6.5, 30, *[59 / 7] * 7),
    )


REQUESTS_2021 = requests_table((*_DECIDED, *_OTHER_2021))
REQUESTS_2019 = requests_table((*_DECIDED, *_OTHER_2019))
