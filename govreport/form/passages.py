"""What is written and stated beside the tables: sections, passages, facts, lists; editions differ in what is due.

Source: 国办公开办函〔2021〕30号, annex; OGI Regulations, Article 50.
"""

from __future__ import annotations

from .model import Table
from .texts import Due, EntryList, Fact, FactGroup, Passage, Section

_ASPECTS = {
    "proactive": "（一）主动公开",
    "on_request": "（二）依申请公开",
    "management": "（三）政府信息管理",
    "platforms": "（四）政府信息公开平台建设",
    "supervision": "（五）监督保障",
}
_FEE = "信息处理费"


def sections(disclosure: Table, requests: Table, disputes: Table) -> tuple[Section, ...]:
    """The six sections in their order; a table's section has its id."""
    return (
        Section("overview", "一、总体情况", "一、总体情况"),
        Section(disclosure.id, disclosure.heading, "二、主动公开"),
        Section(requests.id, requests.heading, "三、申请办理"),
        Section(disputes.id, disputes.heading, "四、复议诉讼"),
        Section("problems", "五、存在的主要问题及改进情况", "五、问题改进"),
        Section("other_matters", "六、其他需要报告的事项", "六、其他事项"),
    )


def passages(*, aspects: Due, fee: bool) -> tuple[Passage, ...]:
    """The passages in the order of the page: who owes each aspect, and whether section six must tell of a `fee`."""
    other = "其他需要报告的事项"
    overview, section = "narrative.overview", "overview"
    return (
        Passage("narrative.preamble", "正文之前的说明", ""),
        Passage(f"{overview}.lead", "引言", section),
        *(Passage(f"{overview}.{key}", label, section, headed=True, due=aspects) for key, label in _ASPECTS.items()),
        Passage("narrative.problems", "存在的主要问题", "problems", due="everybody"),
        Passage("narrative.improvements", "改进情况", "problems", due="everybody"),
        Passage("narrative.other_matters", other, "other_matters", due="everybody", tells=("fee",) if fee else ()),
    )


FACT_GROUPS = (
    FactGroup(
        "identity",
        "基本信息",
        "基本信息",
        "",
        (Fact("name", "单位名称", "name"), Fact("level", "单位级别", "choice"), Fact("dated", "落款日期", "date")),
    ),
    FactGroup(
        "published", "主动公开数量", "公开数量", "overview", (Fact("published.total", "主动公开信息总数", "figure"),)
    ),
    FactGroup(
        "fee",
        _FEE,
        _FEE,
        "other_matters",
        (
            Fact("processing_fee.notices", f"{_FEE}：发出收费通知（件）", "figure"),
            Fact("processing_fee.billed", f"{_FEE}：应收（元）", "figure"),
            Fact("processing_fee.received", f"{_FEE}：实收（元）", "figure"),
        ),
    ),
    FactGroup(
        "contact",
        "联系方式和公开情况",
        "联系方式",
        "other_matters",
        (
            Fact("contact.address", "联系地址", "line"),
            Fact("contact.telephone", "联系电话", "line"),
            Fact("contact.email", "电子邮箱", "line"),
            Fact("publication.date", "公开日期", "date"),
            Fact("publication.url", "公开网址", "line"),
            Fact("publication.digest", "公开版本摘要", "digest"),
        ),
    ),
)
LISTS = (
    EntryList("narrative.overview.extra", "overview", "其他方面", {"heading": "标题", "text": "内容"}),
    EntryList(
        "published.channels",
        "published",
        "主动公开数量：渠道",
        {"channel": "渠道名称", "total": "小计", "items": "类别"},
    ),
)
"""Lists of as many entries as there are."""
