"""What is written is held against the tables: each rule speaks where they differ, and nowhere else."""

from __future__ import annotations

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from material import AGENCY, SAMPLES, corpus, record

from govreport.checks import check_report
from govreport.report import AnnualReport, Finding, Number, read_report
from govreport.store import Store

REPORT = read_report(record(2023))
BEFORE = read_report(record(2022))
LEAD = "narrative.overview.lead"
ON_REQUEST = "narrative.overview.on_request"
RULES = ("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "Y6", "Y7")

NEW = "requests.new_received.total"
CARRIED_IN = "requests.carried_in.total"
HANDLED = "requests.handled_total.total"
CARRIED_OUT = "requests.carried_out.total"
GRANTED = "requests.granted.total"
PARTIAL = "requests.partial.total"
REVIEW = "disputes.review.total"
DIRECT = "disputes.litigation_direct.total"
ISSUED = "disclosure.normative_documents.issued"

Told = tuple[str, str, str, Number | None, Number | None]


def findings(
    text: str, report: AnnualReport = REPORT, before: AnnualReport | None = BEFORE, path: str = LEAD
) -> list[Finding]:
    """What the rules of this file say of `text` as a passage of `report`."""
    found = check_report(AGENCY, report.with_values({path: text}), before)
    return [one for one in found if one.rule in RULES]


def told(found: list[Finding]) -> list[Told]:
    return [(one.rule, one.severity, one.cells[0], one.expected, one.actual) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # T1: what came, what was handled, what is left
        ("2023年新收政府信息公开申请15件，上年结转2件。", ("T1", "warning", NEW, 12, 15)),
        ("新收政府信息公开申请１５件。", ("T1", "warning", NEW, 12, 15)),
        ("全年收到政府信息公开申请 1,500 件。", ("T1", "warning", NEW, 12, 1500)),
        ("全县收到政府信息公开申请1.2万件。", ("T1", "warning", NEW, 12, 12000)),
        ("我局共受理依申请公开20余件。", ("T1", "warning", NEW, 12, 20)),
        ("收到政府信息公开申请零件。", ("T1", "warning", NEW, 12, 0)),
        ("收到通过信函、网络提交的各类政府信息公开申请共计13件。", ("T1", "warning", NEW, 12, 13)),
        ("收到政府信息公开申请14件。", ("T1", "hint", NEW, 12, 14)),
        ("经统计收到政府信息公开申请13件。", ("T1", "hint", NEW, 12, 13)),
        ("全县共收办政府信息公开申请15件。", ("T1", "warning", NEW, 14, 15)),
        ("办理政府信息公开申请16件。", ("T1", "warning", HANDLED, 13, 16)),
        ("收到政府信息公开申请12件，办结11件。", ("T1", "warning", HANDLED, 13, 11)),
        ("（二）依申请公开。我局共收到12件申请，及时办结11件。", ("T1", "warning", HANDLED, 13, 11)),
        ("答复政府信息公开申请9件。", ("T1", "hint", HANDLED, 13, 9)),
        ("上年结转政府信息公开申请3件。", ("T1", "warning", CARRIED_IN, 2, 3)),
        ("收到政府信息公开申请12件（含上年结转3件）。", ("T1", "warning", CARRIED_IN, 2, 3)),
        ("政府信息公开申请办结13件，结转至2024年2件。", ("T1", "warning", CARRIED_OUT, 1, 2)),
        ("政府信息公开申请办结13件，另有2件转下年度继续办理。", ("T1", "warning", CARRIED_OUT, 1, 2)),
        (
            "收到政府信息公开申请12件，其中自然人8件、商业企业3件。",
            ("T1", "warning", "requests.new_received.natural_person", 9, 8),
        ),
        (
            "收到政府信息公开申请12件，申请人为法人或其他组织的5件。",
            ("T1", "warning", "requests.new_received.commercial", 3, 5),
        ),
        # T2
        ("因政府信息公开引起的行政复议3件、行政诉讼0件。", ("T2", "warning", REVIEW, 2, 3)),
        ("信息公开类行政复议2件，诉讼3件。", ("T2", "warning", DIRECT, 0, 3)),
        ("涉及政府信息公开的行政复议、行政诉讼共5件。", ("T2", "warning", REVIEW, 2, 5)),
        ("本年有1件涉及政府信息公开工作的行政复议。", ("T2", "warning", REVIEW, 2, 1)),
        ("全年受理政府信息公开行政复议案件5件。", ("T2", "hint", REVIEW, 2, 5)),
        # T3
        ("政府信息公开申请办理结果为：予以公开11件，部分公开1件。", ("T3", "warning", GRANTED, 10, 11)),
        ("政府信息公开申请中，予以公开和部分公开12件。", ("T3", "warning", GRANTED, 11, 12)),
        ("收到政府信息公开申请12件。其中予以公开10件，部分公开2件。", ("T3", "warning", PARTIAL, 1, 2)),
        ("依申请公开，因不掌握等原因无法提供2件。", ("T3", "warning", "requests.unable.not_held.total", 1, 2)),
        (
            "依申请公开，不予公开（含属于国家秘密的）2件。",
            ("T3", "warning", "requests.denied.state_secret.total", 1, 2),
        ),
        # T4
        (
            "政府信息公开申请办结13件，予以公开10件，占70.5%。",
            ("T4", "warning", GRANTED, Decimal("76.92"), Decimal("70.5")),
        ),
        ("收到政府信息公开申请12件，办结率100%。", ("T4", "hint", HANDLED, Decimal("92.86"), 100)),
        (
            "收到政府信息公开申请12件，其中自然人9件，占70%。",
            ("T4", "warning", "requests.new_received.natural_person", Decimal("75.00"), 70),
        ),
        # T5
        ("共公开信息100条，其中动态50条、政策40条、通知20条。", ("T5", "warning", LEAD, 100, 110)),
        ("共公开信息100条（动态50条、政策40条、通知20条）。", ("T5", "warning", LEAD, 100, 110)),
        ("共公开信息100条。其中，动态50条；政策40条；通知20条。", ("T5", "warning", LEAD, 100, 110)),
        ("共公开信息100条，其中动态50条，政策30条，其他15条。", ("T5", "hint", LEAD, 100, 95)),
        ("共公开信息100条，分别为动态50条、政策40条。", ("T5", "hint", LEAD, 100, 90)),
        ("举办培训10场，其中线上7场、线下5场。", ("T5", "hint", LEAD, 10, 12)),
        # T6
        ("本年度没有收到依申请公开的信件。", ("T6", "warning", NEW, 12, 0)),
        ("未收到公民、法人或者其他组织提出的政府信息公开申请。", ("T6", "warning", NEW, 12, 0)),
        ("我局依申请公开零申请。", ("T6", "warning", NEW, 12, 0)),
        ("未发生因政府信息公开引起的行政复议和行政诉讼。", ("T6", "warning", REVIEW, 2, 0)),
        ("本年度无政府信息公开行政复议、行政诉讼情况。", ("T6", "warning", REVIEW, 2, 0)),
        ("没有关于政府信息公开的行政诉讼和行政复议情况。", ("T6", "warning", REVIEW, 2, 0)),
        ("收到政府信息公开申请12件，未发生行政复议。", ("T6", "hint", REVIEW, 2, 0)),
        # T7
        ("政府信息公开行政复议2件，均维持。", ("T7", "warning", "disputes.review.pending", 1, 0)),
        ("因政府信息公开引起的行政复议2件，均已结案。", ("T7", "warning", "disputes.review.pending", 1, 0)),
        ("收到政府信息公开申请12件，均已办结。", ("T7", "warning", CARRIED_OUT, 1, 0)),
        ("所有政府信息公开申请全部办理完毕。", ("T7", "warning", CARRIED_OUT, 1, 0)),
        # T8
        ("制发行政规范性文件4件，废止2件，现行有效21件。", ("T8", "warning", ISSUED, 3, 4)),
        (
            "制发行政规范性文件3件，废止1件。",
            ("T8", "warning", "disclosure.normative_documents.repealed", 2, 1),
        ),
        (
            "集中公开现行有效行政规范性文件20件。",
            ("T8", "hint", "disclosure.normative_documents.in_force", 21, 20),
        ),
        ("全年作出行政处罚决定19件。", ("T8", "warning", "disclosure.penalties.decisions", 9, 19)),
        # Y6
        ("所列数据统计期限自2022年1月1日起至2022年12月31日止。", ("Y6", "warning", LEAD, 2023, 2022)),
        ("统计期限为2023年1月1日至2022年12月31日。", ("Y6", "warning", LEAD, 2023, 2022)),
        ("根据《条例》编制，统计期限为2022年1月1日至2022年12月31日。", ("Y6", "warning", LEAD, 2023, 2022)),
        ("2022年，我局主动公开信息30条。", ("Y6", "warning", LEAD, 2023, 2022)),
        ("2022年，我局收到政府信息公开申请15件。", ("Y6", "warning", LEAD, 2023, 2022)),
        ("2024年，我局收到政府信息公开申请15件。", ("Y6", "warning", LEAD, 2023, 2024)),
        # Y7
        ("收到政府信息公开申请12件，同比增长25%。", ("Y7", "warning", NEW, Decimal("20.00"), 25)),
        (
            "我局受理12件政府信息公开申请（均由自然人提出），同比上升16.13%。",
            ("Y7", "warning", NEW, Decimal("20.00"), Decimal("16.13")),
        ),
        ("收到政府信息公开申请12件，较上年下降20%。", ("Y7", "warning", NEW, Decimal("20.00"), -20)),
        ("政府信息公开申请量比2022年增长30.5％。", ("Y7", "warning", NEW, Decimal("20.00"), Decimal("30.5"))),
    ],
)
def test_a_text_that_states_another_number_than_the_tables(text: str, expected: Told):
    assert told(findings(text)) == [expected]


@pytest.mark.parametrize("path", [LEAD, ON_REQUEST])
@pytest.mark.parametrize(
    "text",
    [
        # agrees
        "2023年新收政府信息公开申请12件，上年结转2件，办理13件，结转下年度继续办理1件。",
        "办理政府信息公开申请14件。",
        "共受理政府信息公开申请14件（含上年结转2件）。",
        "收到政府信息公开申请12件，其中自然人9件、商业企业3件。",
        "收到政府信息公开申请10余件，办结近15件。",
        "因政府信息公开引起的行政复议2件、行政诉讼0件。",
        "我局收到政府信息依申请公开办理事项12件，受理依申请公开政府信息12件。",
        "我局共受理12件政府信息公开申请（均由自然人提出），同比上升20.0%，其中按期办结12件，按期办结率达100%。",
        "共受理依申请公开12件，邮箱受理2件。",
        "制发行政规范性文件3件，废止行政规范性文件2件，现行有效件数21件。",
        "公开规章13件（含新制定5件，修改4件，废止4件），公开行政规范性文件42件。",
        "因政府信息公开申请行政复议、提起行政诉讼的案件共2件。",
        "办理结果为：予以公开10件，部分公开1件，不予公开1件，无法提供1件。",
        "办理结果中予以公开及部分公开的11件。",
        "政府信息公开申请办结13件，予以公开10件，占76.9%，部分公开1件，占7.69%，不予公开1件，占8%。",
        "制发行政规范性文件3件，废止2件，现行有效21件。公开规范性文件8件。",
        "全年公开信息1，200条，其中动态800条、政策400条。",
        "未发生因政府信息公开引起的行政诉讼。",
        "政府信息公开行政复议2件，已审结的均维持。",
        "收到政府信息公开申请12件，同比增长20.0%，办结13件，同比增长44.4%。",
        "本报告数据统计期限为2023年1月1日至12月31日。",
        # rounded
        "收到政府信息公开申请近20件，新收约15件，新收率提高5%。",
        "受理政府信息公开申请十余件。",
        "收到政府信息公开申请10多件。",
        # a part of the whole
        "2023年，全县收到政府信息公开申请12件，其中市本级5件，县区7件。",
        "2023年，市本级收到政府信息公开申请5件，予以公开3件，部分公开2件；不予公开4件。",
        "其中县教育局收到政府信息公开申请5件。",
        "县公安局收到政府信息公开申请5件，予以公开3件。",
        "县政府收到政府信息公开申请5件。",
        "截至2023年11月底，收到政府信息公开申请9件，办结8件。",
        "1月至10月，收到政府信息公开申请9件。",
        "通过网络收到政府信息公开申请8件，通过信函收到4件。",
        "收到政府信息公开申请12件（含网络申请8件、信函4件）。",
        "收到涉及征地拆迁的政府信息公开申请5件。",
        "政府信息公开申请中自然人申请予以公开8件，商业企业申请予以公开2件。",
        "收到政府信息公开申请12件，其中，涉及自然资源局8件、住建局4件，予以公开8件。",
        "依申请公开，因本机关不掌握无法提供0件，属于国家秘密不予公开0件。",
        "以县政府名义制发规范性文件1件。",
        "政府信息公开行政复议2件，其中维持1件。",
        "未收到法人或者其他组织提出的政府信息公开申请。",
        "上半年未收到政府信息公开申请。",
        "零申请的乡镇有3个，占比30%。",
        # another year, a comparison, a plan
        "2022年收到政府信息公开申请10件，2023年收到12件。",
        "上年收到政府信息公开申请10件，今年收到12件。",
        "较2022年的10件增加2件，政府信息公开申请新收12件。",
        "新收政府信息公开申请比上年增加2件，同比增长20.0%。",
        "自2019年以来，累计收到政府信息公开申请75件。",
        "2022年以来，共公开信息300条。",
        "2022年主动公开信息33条。2023年新增公开信息4条。",
        "2023年上半年，全县各单位共受理政府信息公开申请8件，答复7件，申请量比2022年同期上升1.52%。同意公开共5件。",
        "2024年，将公开信息100条。",
        "按照《2022年政务公开工作要点》（国办发〔2022〕8号），公开信息30条。",
        # something else
        "全年办理行政复议案件200件、建议提案30件。",
        "县司法局全年办理行政复议案件200件，其中政府信息公开类2件。",
        "全年受理行政复议案件200件，审结180件；因政府信息公开引起的行政复议2件。",
        "收到行政复议申请12件，行政许可申请30件。",
        "未发生泄密事件。新收信访件40件。",
        "政府信息公开申请12件，受理信访投诉40件，办结率98%。",
        "公开行政许可信息76条，行政处罚信息2条，公开行政处罚决定书10份。",
        "审查规范性文件12件，清理规范性文件30件，废止2件。",
        "全年制发公文64件，公开24件，占制发公文总数的37.5%。",
        "网站访问量同比增长35.2%，信息公开量较上年增长12%。",
        "未收到政府信息公开投诉举报。",
        "没有收到申请人对收费的异议。",
        "未发生因政府信息公开被复议机关纠错的情况，无行政复议败诉案件。",
        "收到政府信息公开申请12件，均在法定期限内答复。",
        "收到政府信息公开申请12件，均按时办结，1件结转下年度。",
        # lists that overlap or stop short
        "收到网民留言200条，其中网站120条、热线50条。",
        "收到咨询12件，网络7件，信函5件，其中自然人9件，网络8件，当面3件。",
        "发放宣传册500份，其中社区300份，学校100份，企业50份等。",
        "举办培训3场次，培训120人次，其中新任40人次。",
    ],
)
def test_a_text_that_agrees_or_speaks_of_something_else_is_left_alone(text: str, path: str):
    assert told(findings(text, path=path)) == []


def test_growth_is_left_alone_where_there_is_no_report_of_the_year_before():
    assert told(findings("收到政府信息公开申请12件，同比增长25%。", before=None)) == []


def test_no_lawsuit_lost_beside_a_lawsuit_that_was_lost():
    report = REPORT.with_cell("disputes.litigation_direct.corrected", 1)

    [found] = findings("政府信息公开行政诉讼继续保持零败诉。", report)

    assert told([found]) == [("T7", "warning", "disputes.litigation_direct.corrected", 1, 0)]


@pytest.mark.parametrize(
    ("stated", "silent"), [("11", True), ("10", False), ("12", True), ("9余", True), ("20余", True), ("1万", True)]
)
def test_of_blanks_a_text_speaks_only_where_no_filling_in_would_do(stated: str, silent: bool):
    report = REPORT.with_cell(GRANTED, None).with_cell("requests.granted.research", None)

    found = findings(f"政府信息公开申请予以公开和部分公开{stated}件。", report)

    assert (told(found) == []) is silent


def test_a_finding_quotes_the_words_and_names_the_cell_and_the_passage():
    [found] = findings("2023年，我局新收政府信息公开申请15件。", path=ON_REQUEST)

    assert found.cells == (NEW, ON_REQUEST)
    assert found.message == (
        "正文写“我局新收政府信息公开申请15件”，第三部分表格“一、本年新收政府信息公开申请数量”行“总计”栏为 12，"
        "前后不一致，请核对后改正其一"
    )


def test_the_same_number_twice_in_a_passage_is_one_finding():
    text = "新收政府信息公开申请15件。我局新收政府信息公开申请15件，已登记。"

    assert told(findings(text)) == [("T1", "warning", NEW, 12, 15)]


# What published reports state otherwise than their tables; the sentences are invented (示例), the figures are theirs


def test_shanghai_office_2019():
    report = corpus()["shanghai-office-2019"]
    text = (
        "本厅（示例）共受理政府信息公开申请859件，答复805件（含上年度结转18件，另有72件转下年度）。"
        "予以公开及部分公开258件，占33.9%；不予公开35件，占4.34%；由于不掌握等原因无法提供265件，占32.9%；"
        "不予处理158件，占19.6%；其他处理0件。信息公开类的复议7件，诉讼9件，均维持，保持零败诉。"
    )

    assert sorted(told(findings(text, report, None))) == [
        ("T3", "warning", GRANTED, 275, 258),
        ("T3", "warning", "requests.unable.not_held.total", 337, 265),
        ("T4", "hint", GRANTED, Decimal("34.16"), Decimal("33.9")),
        ("T7", "warning", "disputes.review.pending", 3, 0),
    ]


def sample(agency: str, year: int) -> AnnualReport:
    """The figures of a sample, without what is written in it."""
    data = Store(SAMPLES).load(agency, year).record()
    del data["narrative"]
    return read_report(data)


@pytest.mark.parametrize(
    ("year", "text", "expected"),
    [
        (
            2019,
            "今年（示例）共公布信息2599条，（其中甲类信息25条，乙类信息68条，丙类信息28条，丁类信息69条，戊类信息90条，"
            "己类信息175条，庚类信息67条，辛类信息983条，壬类信息48条，癸类信息124条，其他信息856条）。",
            [("T5", "hint", LEAD, 2599, 2533)],
        ),
        (
            2022,
            "（示例）全区收到政府信息公开申请75件，其中自然人72件、商业企业3件，均在期限内答复，办结率100%。"
            "政府信息公开方面有行政诉讼1件、行政复议2件，均已结案。",
            [("T1", "hint", NEW, 74, 75)],
        ),
        (
            2023,
            "（示例）集中发布现行有效行政规范性文件393件，本年度制发规范性文件77件。",
            [("T8", "hint", "disclosure.normative_documents.in_force", 470, 393)],
        ),
    ],
)
def test_pingtan(year: int, text: str, expected: list[Told]):
    assert told(findings(text, sample("fujian/pingtan", year), None)) == expected


def test_suqian_2024():
    text = "（示例）全市共收办政府信息公开申请3646件，同比增长1.05%，其中予以公开1431件、部分公开471件。"
    before = sample("jiangsu/suqian", 2023)

    [found] = findings(text, sample("jiangsu/suqian", 2024), before)

    assert told([found]) == [("Y7", "warning", NEW, Decimal("1.08"), Decimal("1.05"))]
    assert found.cells == (NEW, CARRIED_IN, LEAD)
    assert "按2023年的 3607 件和本年的 3646 件计算为 1.08%" in found.message


def test_a_list_that_begins_in_its_heading():
    data = record(2023)
    data["narrative"]["overview"]["extra"] = [
        {"heading": "（六）公开信息100条，", "text": "(其中动态50条，政策30条，其他15条)，已全部上网。"}
    ]
    report = read_report(data)

    found = [one for one in check_report(AGENCY, report, BEFORE) if one.rule == "T5"]

    assert told(found) == [("T5", "hint", "narrative.overview.extra.0.text", 100, 95)]


# Anything at all


def hostile() -> list[str]:
    pieces = (
        "1", "新收政府信息公开申请1件，", "（", "（1件", " ", "的", "未发生因政府信息公开", "收到公民、法人", "均", "1,111",
        "2022年", "其中1件", "《", "收到政府信息公开申请的数量总数共计为有", "1件。", "信息公开复议诉讼1件", "未收到公民的信息",
        "其中1件、2件；", "收到通过、和等", "因等原因无法提供", "占比总申请1%", "2022年1月1日",
    )  # fmt: skip
    return [piece * (1_000_000 // len(piece)) for piece in pieces]


@pytest.mark.parametrize("text", hostile(), ids=lambda text: text[:12])
def test_a_megabyte_of_anything_is_read_in_time(text: str):
    started = process_time()

    findings(text, path=ON_REQUEST)

    assert process_time() - started < 10


WORDS = """
新收 收到 办结 办理 政府信息公开申请 依申请公开 上年结转 结转下年度 12 2 13 件 条 % 万 余 （ ） ， 。 ； 、 其中 占 同比增长 均 维持
未 发生 行政复议 行政诉讼 因政府信息公开 2022年 2023年 制发 规范性文件 予以公开 不予公开 自然人 零 1.05
"""


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=40).map("".join))
def test_any_words_are_read_and_every_finding_names_what_it_is_about(text: str):
    for found in findings(text):
        assert found.cells[-1] == LEAD
        assert "前后不一致" in found.message
        assert found.severity != "error"
