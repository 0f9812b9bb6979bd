"""Sentences that the figures can carry, offered for the written sections; none without a figure behind it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from govreport.form import Flow, RowRole, outcomes_by_year
from govreport.report import AnnualReport, Number, add, distance, show_number


def offers(report: AnnualReport, before: AnnualReport | None = None) -> dict[str, list[str]]:
    """Sentences for each path of the narrative, from this report's figures and those of the year before."""
    form = report.statutory_form
    [other] = form.passages_of("other_matters")
    return {
        form.aspects["proactive"].path: list(_proactive(report)),
        form.aspects["on_request"].path: list(_on_request(report, before)),
        other.path: list(_fee(report)),
    }


def _proactive(report: AnnualReport) -> Iterator[str]:
    for channel in report.published.channels if report.published else ():
        counted = [f"{name}{show_number(count)}条" for name, count in channel.items.items() if name and count]
        if channel.total is not None:
            through = f"通过{channel.channel}" if channel.channel else ""
            parts = f"，其中{'、'.join(counted)}" if counted else ""
            yield f"{report.year}年，本机关{through}主动公开政府信息{show_number(channel.total)}条{parts}。"
    documents = report.statutory_form.flows_of("documents")
    flows: tuple[Flow, ...] = ("in", "out", "stock")
    issued, repealed, in_force = (report.cells.get(documents.get(flow, "")) for flow in flows)
    if issued is not None and repealed is not None and in_force is not None:
        yield (
            f"制发行政规范性文件{show_number(issued)}件，废止{show_number(repealed)}件，"
            f"现行有效{show_number(in_force)}件。"
        )


def _on_request(report: AnnualReport, before: AnnualReport | None) -> Iterator[str]:
    [new], [carried], [handled], [left] = (
        _totals(report, role) for role in ("came_in", "carried_in", "outcomes_total", "left_over")
    )
    if new is not None and carried is not None and handled is not None and left is not None:
        if new or carried:
            yield (
                f"{report.year}年，本机关新收政府信息公开申请{show_number(new)}件，上年结转{show_number(carried)}件，"
                f"办理{show_number(handled)}件，结转下年度继续办理{show_number(left)}件。"
            )
        else:
            yield f"{report.year}年，本机关未收到政府信息公开申请。"
    yield from _growth(new, _totals(before, "came_in")[0] if before else None)
    yield from _outcomes(report)
    yield from _disputes(report)


def _totals(report: AnnualReport, role: RowRole) -> list[Number | None]:
    return [report.cells.get(path) for path in report.statutory_form.totals_of(role)]


def _growth(new: Number | None, last: Number | None) -> Iterator[str]:
    if new is None or not last or new == last:
        return
    share = (Decimal(distance(new, last)) * 100 / last).quantize(Decimal("0.1"), ROUND_HALF_UP)
    more = new > last
    yield (
        f"新收申请比上年{'增加' if more else '减少'}{show_number(distance(new, last))}件，"
        f"同比{'增长' if more else '下降'}{share}%。"
    )


def _outcomes(report: AnnualReport) -> Iterator[str]:
    parts = []
    for label, paths in outcomes_by_year(report.statutory_form).items():
        cells = [report.cells.get(path) for path in paths]
        stated = [value for value in cells if value is not None]
        if len(stated) < len(cells):
            return
        if total := add(stated):
            parts.append(f"{label}{show_number(total)}件")
    if parts:
        yield f"办理结果为：{'，'.join(parts)}。"


def _disputes(report: AnnualReport) -> Iterator[str]:
    cases: dict[str, Number] = {}
    for path in report.statutory_form.table_by_id["disputes"].across:
        row, value = report.statutory_form.places[path].row, report.cells.get(path)
        if value is None:
            return
        name = (row.group or row).label
        cases[name] = add((cases.get(name, 0), value))
    if any(cases.values()):
        counted = "、".join(f"{name}{show_number(count)}件" for name, count in cases.items())
        yield f"因政府信息公开引起的{counted}。"
    else:
        yield f"未发生因政府信息公开引起的{'和'.join(cases)}。"


def _fee(report: AnnualReport) -> Iterator[str]:
    fee = report.processing_fee
    if fee is None or fee.received is None:
        return
    if fee.received == 0 and not fee.notices:
        yield "本年度未收取信息处理费。"
    elif fee.notices is not None and fee.billed is not None:
        yield (
            f"本年度发出信息处理费收费通知{show_number(fee.notices)}件，应收{show_number(fee.billed)}元，"
            f"实收{show_number(fee.received)}元。"
        )
