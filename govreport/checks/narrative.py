"""N1–N6: each written section says what the law asks of it.

A section of which nothing is written is an error that no reason lets stand: a final edition has no blank in it. Where
all that is written is one sentence put into every place, N1 says so, and the other rules are silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from govreport.form import Passage
from govreport.report import Number, show_number

from .rule import Case, Hit, rule

_OTHER_WORDS = {
    "on_request": "信息公开申请",
    "management": "信息管理|信息的?规范管理|规范性文件",
    "platforms": "平台|网站|新媒体",
    "supervision": "监督|考核|培训",
}
"""What shows beside its title that an aspect is spoken of, where section one is not parted by its headings."""
_RESULTS = {
    "工作考核": re.compile("考核|考评|绩效"),
    "社会评议": re.compile("评议|满意度|第三方|群众评价|社会评价"),
    "责任追究": re.compile("追究|追责|问责|责任落实"),
}
_NOTHING = re.compile(
    r"(?:本(?:年度?|单位|机关|局|镇|乡|街道))?(?:暂|尚)?(?:无|没有|不存在|未发现|不涉及)(?:任何|明显|突出|存在的?|主要|其他|的)*"
    r"(?:问题|不足)?(?:[及和与]改进(?:情况|措施)?)?|[/／\-—－略]+"
)
_MARKS = re.compile(r"[\s。．.，,；;、：:（）()]+")
_LONGEST_NOTHING = 40
_IMPROVES = re.compile("改进|下一步|今后|将|措施|整改|继续|进一步")
_LACKS = re.compile("问题|不足|差距|有待|薄弱|不够|短板|困难")
_FEE = re.compile("处理费|收费|费用|收取")
_RECEIVED = re.compile(
    r"(?:实际收取|实收|(?<![应未没不])收取|收缴|(?<!应收取信息)(?<!应收信息)处理费)[^。；\n应]{0,24}?(?<![\d.,])(\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,6})?)(万?)元"
)
_WAN = 10_000
_FEES = "disclosure.admin_fees.amount"


@rule("N1", "warning", "总体情况应有五个方面的内容")
def five_aspects(case: Case) -> Iterator[Hit]:
    """Section one tells of its five aspects.

    Why: the sections and the aspects of section one are set for the whole country; none may be left out.
    Formula: each of the five is written, or has a heading of its own; where section one is not parted into them, it
    speaks of each; silent in an edition that asks nobody for them. Nothing in section one is an error that no reason
    lets stand, in every edition; the same sentence in every place is as good as nothing written yet, and a warning.
    Source: 国办公开办函〔2021〕30号; OGI Regulations, Article 50.
    Remedy: write the aspects named.
    为何：各部分和第一部分的各个方面由国家统一规定，不得遗漏。
    算式：五个方面各有文字或标题；第一部分没有分写的，正文应分别写到（2021年格式）。第一部分全无内容的为应改正，不得
    以情况说明代替改正，各格式均适用；各处写同一句话的，视为尚未编写，为请核实。
    依据：国办公开办函〔2021〕30号；《中华人民共和国政府信息公开条例》第五十条。
    办法：补写所列方面的内容。
    """
    form = case.report.statutory_form
    path, section = form.passages_of("overview")[0].path, case.ordinal("overview")
    if not case.texts_in("overview"):
        said = f"{section}尚未编写，请写明{'、'.join(one.title for one in form.aspects.values())}"
        yield Hit([path], said, severity="error", firm=True)
        return
    texts = overview_of(case)
    if not texts:
        written = "、".join(one.number for one in form.sections if form.passages_of(one.id))
        yield Hit([path], f"各处写的都是同一句话，正文尚未编写，请按报告格式编写第{written}部分的文字")
        return
    due = [one for one in form.aspects.values() if _is_due(case, one)]
    # Once most aspects stand by themselves, words elsewhere in the section no longer make up for one that is missing.
    parted = 2 * sum(one.path in texts for one in due) > len(due)
    said = "\n".join([*_headings(case), *(() if parted else texts.values())])
    missing = [one for one in due if one.path not in texts and not _is_spoken_of(one, said)]
    if missing:
        named = "、".join(one.title for one in missing)
        yield Hit([one.path for one in missing], f"{section}没有{named}方面的内容，请补写")


def _is_due(case: Case, passage: Passage) -> bool:
    return passage.due == "everybody" or (passage.due == "governments" and _is_government(case))


def _is_government(case: Case) -> bool:
    return (case.report.level or "").endswith("_government")


def _is_spoken_of(aspect: Passage, text: str) -> bool:
    return aspect.title in text or (aspect.key in _OTHER_WORDS and bool(re.search(_OTHER_WORDS[aspect.key], text)))


@rule("N2", "warning", "政府的报告应有考核、评议和责任追究结果")
def results_of_supervision(case: Case) -> Iterator[Hit]:
    """A government's report tells the results of assessment, public evaluation and accountability.

    Why: the law asks governments for these three beside what it asks of every body.
    Formula: `level` is a government of county level or above, and section one speaks of 工作考核, 社会评议 and
    责任追究; silent where 监督保障 is not written yet.
    Source: OGI Regulations, Article 50.
    Remedy: write the results under 监督保障; where there were none, say so.
    为何：条例要求县级以上人民政府在各项内容之外，另行报告这三项结果。
    算式：单位级别为县级以上人民政府，第一部分写到工作考核、社会评议、责任追究结果；监督保障尚未编写的不提示。
    依据：《中华人民共和国政府信息公开条例》第五十条。
    办法：在监督保障中补写结果；没有的写明没有。
    """
    texts = overview_of(case)
    aspect = case.report.statutory_form.aspects["supervision"]
    if not _is_government(case) or aspect.path not in texts:
        return
    said = "\n".join(texts.values())
    missing = [name for name, words in _RESULTS.items() if not words.search(said)]
    if missing:
        named, where = "、".join(missing), case.ordinal("overview")
        yield Hit([aspect.path], f"政府的报告应写明{named}结果，{where}没有写到，请在{aspect.title}中补写")


@rule("N3", "warning", "第五部分应有问题和改进情况")
def problems_and_improvements(case: Case) -> Iterator[Hit]:
    """Section five names at least one problem and one improvement.

    Why: the law asks for both; 无 is the answer that reviews name in public.
    Formula: nothing at all is an error that no reason lets stand; 无 is an error; one of the two missing a warning. A
    passage that speaks of both counts for both.
    Source: OGI Regulations, Article 50.
    Remedy: write the problems that there were, and what was done about them.
    为何：条例要求问题和改进情况都要报告；只写“无”的，常被公开通报。
    算式：全无内容的为应改正，不得以情况说明代替改正；只写“无”的为应改正；缺少问题或缺少改进情况的为请核实。一段文字
    兼写两方面的，两方面都算写到。
    依据：《中华人民共和国政府信息公开条例》第五十条。
    办法：写明存在的主要问题和改进情况。
    """
    asked = case.report.statutory_form.passages_of("problems")
    paths, section = [one.path for one in asked], case.ordinal("problems")
    both = "和".join(one.title for one in asked)
    if not any(path in case.texts for path in paths):
        yield Hit(paths, f"{section}尚未编写，请写明{both}", severity="error", firm=True)
        return
    if not is_written(case):
        return
    problems, improvements = (_said(case, path) for path in paths)
    if not problems and not improvements:
        stated = next(case.texts[path].strip() for path in paths if path in case.texts)
        said = f"{section}只写了“{stated[:_LONGEST_NOTHING]}”，请写明{both}"
        yield Hit(paths, said, severity="error")
    elif not problems and not _LACKS.search(improvements):
        yield Hit(paths[:1], f"{section}没有写{asked[0].title}，请补写")
    elif not improvements and not _IMPROVES.search(problems):
        yield Hit(paths[1:], f"{section}没有写{asked[1].title}，请补写")


@rule("N4", "warning", "第六部分应写明信息处理费")
def processing_fee(case: Case) -> Iterator[Hit]:
    """Section six is written, and says whether a processing fee was charged, in an edition that asks for it.

    Why: whether the public was charged is told here, and nowhere else in the report.
    Formula: nothing at all is an error that no reason lets stand, in every edition; one that speaks of no fee a
    warning.
    Source: 国办函〔2020〕109号; practice.
    Remedy: write the notices, the amount billed and the amount received, or that none was charged.
    为何：是否向公众收费，报告中只在此处说明。
    算式：第六部分全无内容的为应改正，不得以情况说明代替改正，各格式均适用；没有写到收费的为请核实（2021年格式）。
    依据：《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）；工作实践。
    办法：写明收费通知件数、应收和实收金额，或者写明未收取。
    """
    [asked] = case.report.statutory_form.passages_of("other_matters")
    section = case.ordinal("other_matters")
    if asked.path not in case.texts:
        said = f"{section}尚未编写，请写明信息处理费收取情况和{asked.title}，没有的写明没有"
        yield Hit([asked.path], said, severity="error", firm=True)
    elif "fee" in asked.tells and is_written(case) and not _FEE.search(case.texts[asked.path]):
        yield Hit([asked.path], f"{section}没有写信息处理费，请写明收取情况，没有收取的写“本年度未收取信息处理费”")


@rule("N5", "warning", "实收信息处理费不应多于行政事业性收费")
def fee_within_fees(case: Case) -> Iterator[Hit]:
    """The processing fee received is no more than all administrative fees.

    Why: the processing fee is one of the administrative fees of table two, which are in 万元.
    Formula: 实收 (元), as entered and as section six states it, ≤ admin_fees × 10,000.
    Source: 皖财综〔2021〕28号 and the like; that the table holds this fee is an inference, so check first.
    Remedy: check both against the accounts, and the unit of table two.
    为何：信息处理费是行政事业性收费的一种，第二部分表格以万元为单位。
    算式：实收信息处理费（元，包括所填的数和第六部分所写的数）不大于行政事业性收费（万元）×10000。
    依据：皖财综〔2021〕28号等；第二部分表格包含此项收费是推断，应先核实。
    办法：对照账目核对两个数和第二部分表格的单位后更正。
    """
    amount = case.report.cells.get(_FEES)
    if amount is None:
        return
    most = amount * _WAN
    fee, told = case.report.processing_fee, case.report.statutory_form.telling("fee")
    stated: list[tuple[str, Number]] = []
    if fee and fee.received is not None:
        stated.append(("processing_fee.received", fee.received))
    if told and (found := _RECEIVED.search(case.texts.get(told.path, ""))):
        stated.append((told.path, Decimal(found[1].replace(",", "")) * (_WAN if found[2] else 1)))
    for path, received in stated:
        if received > most:
            yield Hit(
                [path, _FEES],
                f"{case.label(path)}：实收信息处理费 {show_number(_plain(received))} 元，多于{case.label(_FEES)}的"
                f" {show_number(amount)} 万元，请核对并改正其一",
                _plain(most),
                _plain(received),
            )
            return


@rule("N6", "hint", "总体情况不宜过长")
def length_of_overview(case: Case) -> Iterator[Hit]:
    """Section one is no longer than the office wants.

    Why: offices ask for about a thousand characters, so that the report is read.
    Formula: the characters of section one, without spaces, ≤ `overview_characters` of settings.yaml.
    Source: local notices, such as 武政办发〔2025〕54号; the number is each office's own.
    Remedy: shorten it, or change the setting.
    为何：各地一般要求一千字左右，便于阅读。
    算式：第一部分的字数（不计空格）不超过设置中的 `overview_characters`。
    依据：各地通知，如武政办发〔2025〕54号；字数由各单位自定。
    办法：精简文字，或者修改设置。
    """
    texts = overview_of(case)
    length = sum(len("".join(text.split())) for text in texts.values())
    most = case.context.settings.overview_characters
    if length > most:
        said = f"{case.ordinal('overview')}共{length}字，超过{most}字，请酌情精简"
        yield Hit([next(iter(texts))], said, most, length)


def is_written(case: Case) -> bool:
    """Whether somebody wrote the report's text: more than one sentence put into every place."""
    said = {text.strip() for text in case.texts.values()}
    return len(said) > 1 or len(case.texts) == 1


def overview_of(case: Case) -> dict[str, str]:
    """What section one says, by path; nothing where the report is not written."""
    return case.texts_in("overview") if is_written(case) else {}


def _headings(case: Case) -> Iterator[str]:
    narrative = case.report.narrative
    return (part.heading for part in (narrative.overview.extra if narrative and narrative.overview else ()))


def _said(case: Case, path: str) -> str:
    """What stands there; nothing where it says that there is nothing."""
    text = case.texts.get(path, "").strip()
    if len(text) <= _LONGEST_NOTHING and _NOTHING.fullmatch(_MARKS.sub("", text)):
        return ""
    return text


def _plain(value: Number) -> Number:
    """A sum of money without decimals that say nothing."""
    return int(value) if value == int(value) else value
