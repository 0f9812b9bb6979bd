"""N7, N9, N11: the text speaks of this body and of this year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .narrative import is_written, overview_of
from .rule import Case, Hit, rule
from .screening import excerpt

_OPENING = ("narrative.preamble", "narrative.overview.lead")
_OWN = re.compile(
    r"我[局区县市镇乡委办厅院省州旗盟校处站队部所会街行]|我们|我单位|我机关|我管委会|我中心"
    r"|本[机单局部委办厅院区县市镇乡省街州旗处行]|全[市区县镇乡省州旗系]"
)
_FEWEST = 3
_NUMBER = re.compile(
    r"(?<![\d年月])\d++(?!年|月|日|号|\d)|[一二两三四五六七八九十百千万][余多]?[件条次期篇场个份人项部]"
)
_VAGUE = re.compile(r"部分地区|一些地区|有的地区|某些地区|个别地区")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_DAY = r"(?:(\d{4})年(?:度)?)?(\d{1,2})月(?:(\d{1,2})[日号])?"
_PERIOD = re.compile(_DAY + r"[^\d。；]{0,4}?[至到—\-－~～–―][^\d。；]{0,3}" + _DAY)
_DOTTED = re.compile(r"(\d{4})[.\-/](\d{1,2})[.\-/](\d{1,2})")
_COUNTED = re.compile(r"统计|期限|时限|周期|时段|区间|数据|期间|起止")
_BOUNDS = (1, 1, 12, 31)
_SENTENCE = re.compile(r"[^。；]+")
_MADE_BY = re.compile(
    r"本(?:年度)?报告由([\u4e00-\u9fff\d]{2,40}?)(?:按照|按|根据|依据|依照|编制|编写|负责|起草|汇总|组织|制作)"
)
_BY_LAW = re.compile(r"(?:按照|根据|依据|依照|按)《[^》\n]{0,40}条例》(?=[^。]{0,60}编制)")
_BODY = re.compile(r"(?![全各])[\u4e00-\u9fff]{2,10}?[省市县区州旗盟镇乡].*[局委办室厅府会院处心站队所部]")
_NAME_AT_END = re.compile(r"[\u4e00-\u9fff\d]{4,40}\Z")
_GENERIC = (
    "市人民政府办公室", "县人民政府", "区人民政府", "镇人民政府", "乡人民政府", "街道办事处", "管理委员会",
    "机关部门", "服务中心", "发展和改革局", "发展改革委", "市场监督管理局", "公安局", "教育局", "财政局", "民政局",
    "司法局", "交通局", "水利局", "统计局", "审计局", "农业局", "生态环境局", "卫生健康委", "医疗保障局",
    "住房和城乡建设局",
)  # fmt: skip
"""Words of names that many bodies share."""


@rule("N7", "warning", "总体情况应写明本单位和数据")
def speaks_of_itself(case: Case) -> Iterator[Hit]:
    """Section one names the body, states a number, and does not speak of other places.

    Why: a text that would suit any office was not written in this one.
    Formula: section one holds a part of the body's name or speaks of it as 我局, 本机关, 全区 and the like; holds a
    number that is no date; and does not say 部分地区, 一些地区.
    Source: practice; such reports are named in public.
    Remedy: write what this body did, with its figures.
    为何：放在任何单位都适用的文字，不是本单位写的。
    算式：第一部分写有本单位名称的一部分，或者称我局、本机关、全区等；有日期以外的数字；没有“部分地区”“一些地区”等说
    法。
    依据：工作实践；此类报告常被公开通报。
    办法：写本单位所做的工作，并写明数据。
    """
    texts = overview_of(case)
    if not texts:
        return
    said = "\n".join(texts.values())
    path = next(iter(texts))
    name = case.report.name
    if not (_OWN.search(said) or name[:_FEWEST] in said or name[-_FEWEST:] in said):
        said = f"{case.ordinal('overview')}没有提到本单位（{name}），请核对是否误用了其他单位的文字"
        yield Hit([path], said)
    if not _NUMBER.search(said):
        said = f"{case.ordinal('overview')}没有写任何数据，请写明主动公开、依申请公开等的数量"
        yield Hit([path], said)
    for path, text in texts.items():
        if found := _VAGUE.search(text):
            quoted = excerpt(text, found.start(), found.end())
            yield Hit([path], f"{case.label(path)}“{quoted}”说的不是本单位，请改写为本单位的情况")
            return


@rule("N9", "warning", "统计期限应为本年1月1日至12月31日")
def period(case: Case) -> Iterator[Hit]:
    """The preamble, or the lead of section one, states the period, which is the whole year.

    Why: a reader must know what the figures are of.
    Formula: a sentence with 1月1日 to 12月31日 (or 1月 to 12月) of the report's year, or one on the figures that says
    that they are of that 年度.
    Source: practice; last year's period left standing is common.
    Remedy: write 本报告所列数据的统计期限自…年1月1日起至…年12月31日止.
    为何：读者应知道数据是哪一时期的。
    算式：正文之前的说明或第一部分引言有一句写明本年1月1日至12月31日（或1月至12月），或者写明所列数据为本年度的。
    依据：工作实践；常有沿用上年期限未改的。
    办法：写明“本报告所列数据的统计期限自…年1月1日起至…年12月31日止”。
    """
    if not is_written(case):
        return
    year = case.report.year
    wrong: tuple[str, str] | None = None
    for path in _OPENING:
        text = _DOTTED.sub(r"\1年\2月\3日", "".join(case.texts.get(path, "").split()).translate(_WIDE))
        for sentence in _SENTENCE.finditer(text):
            stated = list(_PERIOD.finditer(sentence[0]))
            counted = _COUNTED.search(sentence[0])
            if any(_is_whole(found, year) for found in stated) or (counted and f"为{year}年度" in sentence[0]):
                return
            if stated and wrong is None and counted:
                wrong = path, stated[0][0]
    right = f"{year}年1月1日至{year}年12月31日"
    if wrong:
        yield Hit([wrong[0]], f"{case.label(wrong[0])}写的统计期限是“{wrong[1]}”，应为{right}，请核对并改正")
    else:
        path = next((path for path in _OPENING if path in case.texts), _OPENING[0])
        where = f"{case.label(_OPENING[0])}或{case.ordinal('overview')}开头"
        yield Hit([path], f"没有写明数据的统计期限，请在{where}写明（{right}）")


def _is_whole(found: re.Match[str], year: int) -> bool:
    """Whether the period is the whole of `year`; a year or day that is left out is the one that belongs there."""
    first, month, day, last, to_month, to_day = (int(part) if part else None for part in found.groups())
    bounds = (month, 1 if day is None else day, to_month, 31 if to_day is None else to_day)
    return bounds == _BOUNDS and (first or year) == year and (last or first or year) == year


@rule("N11", "warning", "报告应是本单位自己的")
def own_report(case: Case) -> Iterator[Hit]:
    """Where the report says who made it, it names this body.

    Why: a text taken over from another office keeps that office's name.
    Formula: who 本报告由…编制, or …根据《…条例》…编制, names, is another body that a roster lists, or a body with the
    name of its place that has no word in common with the body's own name.
    Source: practice.
    Remedy: write the body's own name, and read the whole text again.
    为何：沿用其他单位文字的，往往留有那个单位的名称。
    算式：“本报告由…编制”“…根据《…条例》…编制”所写的单位，是名册中的另一单位，或者是与本单位名称毫无相同之处、带有地
    名的单位。
    依据：工作实践。
    办法：改为本单位名称，并通读全文。
    """
    own = case.report.name
    for path in _OPENING:
        text = case.texts.get(path, "")
        for name, start in _makers(text):
            if name in own or own in name or _OWN.match(name):
                continue
            if name in case.context.others or (_BODY.fullmatch(name) and not _related(name, own)):
                quoted = excerpt(text, start, start + len(name))
                yield Hit([path], f"{case.label(path)}“{quoted}”写的是“{name}”，不是{own}，请核对并改正")
                return


def _makers(text: str) -> Iterator[tuple[str, int]]:
    """Who is said to have made the report, and where."""
    for found in _MADE_BY.finditer(text):
        yield found[1], found.start(1)
    for law in _BY_LAW.finditer(text):
        start = max(0, law.start() - 40)
        if (name := _NAME_AT_END.search(text[start : law.start()])) and not name[0].startswith("本"):
            yield name[0], start + name.start()


def _related(name: str, own: str) -> bool:
    """Whether two names have two characters side by side in common that are not those of every such body."""
    shared = _pairs(name) & _pairs(own)
    return bool(shared) and not shared <= {pair for word in _GENERIC for pair in _pairs(word)}


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}
