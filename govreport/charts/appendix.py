"""The six charts of 数据图解; each caption states only what its cells say."""

from __future__ import annotations

from collections.abc import Sequence

from govreport.form import documents_by_year, outcomes_by_year, requests_by_year
from govreport.report import AnnualReport, Published, show_number

from .chart import Chart
from .series import History, Series, all_stated, any_figure, by_year, change, listed, total, year_labels

_BY_YEAR = "年度"


def appendix(history: History) -> list[Chart]:
    """The charts of the newest report in `history`, which shows years up to its own."""
    report = history[max(history)]
    return [
        published_items(report),
        requests_and_outcomes(history),
        decided_by_year(history),
        applicants(report),
        documents_in_force(history),
        disputes(report),
    ]


def published_items(report: AnnualReport) -> Chart:
    """Items published in the report's year, by channel and category."""
    title = "主动公开信息数量（按渠道、类别，单位：条）"
    published = report.published or Published()
    several = len(published.channels) > 1
    rows = [
        (f"{channel.channel or f'渠道{number}'}：{name}" if several and channel.items else name, count)
        for number, channel in enumerate(published.channels, start=1)
        for name, count in (channel.items.items() or [(channel.channel or "未分类", channel.total)])
    ]
    labels = _apart([name for name, _ in rows])
    series: list[Series] = [("主动公开信息", [count for _, count in rows])]
    stated = f"共{show_number(published.total)}条" if published.total is not None else ""
    if not any_figure(series):
        said = f"主动公开信息{stated}，报告未载明按渠道、类别的数量" if stated else "报告未载明主动公开信息的数量"
        return Chart("published", title, f"{report.year}年{said}。")
    through = "、".join(channel.channel for channel in published.channels if channel.channel)
    where = f"通过{through}" if through else ""
    caption = f"{report.year}年{where}主动公开信息{stated}：{listed(rows, '条')}。"
    return Chart("published", title, caption, "类别", labels, series, across=True)


def _apart(labels: Sequence[str]) -> list[str]:
    """The labels with a number behind one that stood before: bars of one label would lie over each other."""
    return [f"{label}（{labels[: at + 1].count(label)}）" if label in labels[:at] else label
            for at, label in enumerate(labels)]  # fmt: skip


def requests_and_outcomes(history: History) -> Chart:
    """Requests received and concluded, year by year."""
    title = "历年收到和办结政府信息公开申请数量（单位：件）"
    series = by_year(history, requests_by_year)
    missing = _nothing_to_compare(history, series, "未收到政府信息公开申请", of="申请")
    if missing:
        return Chart("requests", title, missing)
    caption = f"{max(history)}年{'；'.join(_moved(history, one, '件', '申请') for one in series[:2])}。"
    return Chart("requests", title, caption, _BY_YEAR, year_labels(history), series)


def decided_by_year(history: History) -> Chart:
    """How requests were decided, year by year, stacked."""
    title = "历年政府信息公开申请办理结果（单位：件）"
    series = _outcomes(history)
    missing = _nothing_to_compare(history, series, "没有办结的政府信息公开申请", "办理结果：")
    if missing:
        return Chart("outcomes", title, missing)
    latest = listed(((name, values[-1]) for name, values in series), "件")
    caption = f"{max(history)}年办理结果：{latest or '各项均为0件'}。"
    return Chart("outcomes", title, caption, _BY_YEAR, year_labels(history), series, stacked=True)


def _outcomes(history: History) -> list[Series]:
    """The six outcomes of the form, summed from their rows, for each year."""
    by_name: dict[str, list[list[str]]] = {}
    for position, report in enumerate(history.values()):
        for name, paths in outcomes_by_year(report.statutory_form).items():
            by_name.setdefault(name, [[] for _ in history])[position] = paths
    reports = list(history.values())
    return [
        (name, [total(report.cells.get(path) for path in paths) for report, paths in zip(reports, years, strict=True)])
        for name, years in by_name.items()
    ]


def applicants(report: AnnualReport) -> Chart:
    """Who made this year's new requests."""
    title = f"{report.year}年新收申请的申请人构成（单位：件）"
    form = report.statutory_form
    [received] = form.totals_of("came_in")
    kinds = form.places[received].table.across[received]
    labels = [form.places[path].column.label for path in kinds]
    values = [report.cells.get(path) for path in kinds]
    series: list[Series] = [("新收申请", values)]
    if not any_figure(series):
        said = "未收到政府信息公开申请" if all_stated(series) else "的新收申请数量未填报齐全"
        return Chart("applicants", title, f"{report.year}年{said}。")
    stated = report.cells.get(received)
    count = f"{show_number(stated)}件" if stated is not None else ""
    parts = listed(zip(labels, values, strict=True), "件")
    caption = f"{report.year}年新收政府信息公开申请{count}：{parts}。"
    return Chart("applicants", title, caption, "申请人", labels, series, across=True)


def documents_in_force(history: History) -> Chart:
    """Normative documents in force at the end of each year, with those issued and repealed."""
    title = "历年行政规范性文件数量（单位：件）"
    stated = {year: report for year, report in history.items() if documents_by_year(report.statutory_form)}
    series = by_year(stated, documents_by_year)
    missing = _nothing_to_compare(stated, series, "没有行政规范性文件", "行政规范性文件")
    if missing:
        return Chart("documents", title, missing)
    caption = f"{max(stated)}年行政规范性文件{_moved(stated, series[0], '件')}。"
    return Chart("documents", title, caption, _BY_YEAR, year_labels(stated), series)


def disputes(report: AnnualReport) -> Chart:
    """Review and litigation of the report's year, by outcome."""
    title = f"{report.year}年行政复议、行政诉讼案件及结果（单位：件）"
    table = report.statutory_form.table_by_id["disputes"]
    labels = [f"{row.group.label}（{row.label}）" if row.group else row.label for row in table.rows]
    series: list[Series] = [
        (report.statutory_form.places[cells[0]].column.label, [report.cells.get(cell) for cell in cells])
        for cells in zip(*table.across.values(), strict=True)
    ]
    if not any_figure(series):
        said = "未发生政府信息公开行政复议、行政诉讼" if all_stated(series) else "的行政复议、行政诉讼数据未填报齐全"
        return Chart("disputes", title, f"{report.year}年{said}。")
    sums = [(label, report.cells.get(cell)) for label, cell in zip(labels, table.across, strict=True)]
    results = listed(((name, total(values)) for name, values in series), "件")
    caption = f"{report.year}年{listed(sums, '件')}；按结果分：{results}。"
    return Chart("disputes", title, caption, "案件", labels, series, stacked=True, across=True, height=224)


def _nothing_to_compare(history: History, series: list[Series], none: str, subject: str = "", of: str = "") -> str:
    """The sentence in place of axes where there is one year only, or nothing but zeros; else nothing.

    `subject` and `of` are what the sentence of one year says before the names of its figures, and behind each.
    """
    if not history:
        return "没有按现行报告格式填报的年度，无法比较。"
    years = year_labels(history)
    span = years[0] if len(years) == 1 else f"{years[0]}至{years[-1]}"
    if not any_figure(series):
        return f"{span}{none}。" if all_stated(series) else f"{span}的相应数据未填报齐全。"
    if len(years) == 1:
        return f"{span}{subject}{listed(((_plain(name, of), values[-1]) for name, values in series), '件')}。"
    return ""


def _plain(name: str, of: str) -> str:
    """What a series is called in a sentence that names the year, with what it counts: 新收申请."""
    return f"{name.removeprefix('本年')}{of}" if name.startswith("本年") else name


def _moved(history: History, series: Series, unit: str, of: str = "") -> str:
    """The newest value of a series, and how it moved since the year before in the chart."""
    name, values = _plain(series[0], of), series[1]
    now, then = values[-1], values[-2]
    if now is None:
        return f"{name}未填报"
    if then is None:
        return f"{name}{show_number(now)}{unit}"
    year, before = list(history)[-1], list(history)[-2]
    if now == then:
        return f"{name}{show_number(now)}{unit}，与{before}年持平"
    since = "上年" if before == year - 1 else f"{before}年"
    return f"{name}{show_number(now)}{unit}，比{since}{change(now, then, unit)}"
