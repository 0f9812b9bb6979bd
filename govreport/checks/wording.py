"""N10, N12, N13: no word of the written sections is one that must not be published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from itertools import islice

from govreport.report import UNWRITTEN

from .rule import Case, Hit, rule
from .screening import Remark, listed_words, placeholders, private_data, slips
from .words import WordList

_MOST = 1_000
"""More places in one passage are not counted."""


@rule("N10", "error", "正文不应有待填的占位符号")
def no_placeholders(case: Case) -> Iterator[Hit]:
    """Nothing is left to be filled in.

    Why: ××, XX and ____ are where a model text waits for one's own words.
    Formula: no ××, XX (apart from addresses and Latin words), ____, empty 〔〕, ??, no （未填写）
    (which no reason lets stand), and no sign of a lost character.
    Source: practice.
    Remedy: fill in what is missing, or delete it.
    为何：“××”“XX”“____”是范本留待填写的地方。
    算式：没有“××”、“XX”（网址和外文词除外）、“____”、空的“〔〕”、“??”，没有“（未填写）”（不得以情况说明代替改正），
    没有乱码的痕迹。
    依据：工作实践。
    办法：填写或者删去。
    """
    for path, text in case.texts.items():
        found = list(islice(placeholders(text), _MOST))
        if found:
            said = f"{case.label(path)}“{found[0].excerpt}”有占位符号{_count(found)}，请填写或删去"
            yield Hit([path], said, firm=UNWRITTEN in text)


@rule("N12", "warning", "正文不应有个人信息和错敏词")
def nothing_unfit(case: Case) -> Iterator[Hit]:
    """No private data, and no word of the office's list.

    Why: what is posted cannot be taken back, and private data may not be posted at all.
    Formula: a number of an identity card whose check digit is right is an error; a mobile number other than the
    body's own (contact, preamble) a warning; a word of `words.csv` is what the list says.
    Source: OGI Regulations, Article 15; 个人信息保护法; the office's own list.
    Remedy: delete it, or write what the list says.
    为何：发布的内容无法收回，个人信息不得公开。
    算式：校验码正确的居民身份证号码为应改正；本单位公布的联系电话以外的手机号码为请核实；词表 `words.csv` 中的词按
    词表的处理要求。
    依据：《中华人民共和国政府信息公开条例》第十五条；《中华人民共和国个人信息保护法》；本单位的词表。
    办法：删去，或者按词表修改。
    """
    contact = case.report.contact
    own = f"{contact.telephone if contact else ''}\n{case.texts.get('narrative.preamble', '')}"
    listed = case.context.words
    words = listed if isinstance(listed, WordList) else WordList(listed)
    for path, text in case.texts.items():
        label = case.label(path)
        for remark in _first_of_each(private_data(text, own)):
            yield Hit([path], f"{label}有“{remark.words}”，{remark.reason}", severity=remark.severity)
        for remark in _first_of_each(listed_words(text, words)):
            advice = f"请改为“{remark.replacement}”" if remark.replacement else "请核对后删改"
            reason = f"：{remark.reason}" if remark.reason else ""
            yield Hit(
                [path], f"{label}“{remark.excerpt}”用了“{remark.words}”{reason}，{advice}", severity=remark.severity
            )


@rule("N13", "hint", "正文不应有重复的字词、半角标点和控制字符")
def no_slips(case: Case) -> Iterator[Hit]:
    """No doubled words, no half-width marks between Chinese characters, nothing that nobody sees.

    Why: they are the traces of haste, and of text that was copied from elsewhere.
    Formula: words such as 的的, 了了, 进行进行, marks such as 。。; , ; : ? ! between two Chinese characters; control
    characters. One hint a kind, at the first place.
    Source: practice; GB/T 15834 on punctuation.
    Remedy: correct them.
    为何：重复字词和半角标点，多是匆忙编写或复制的痕迹。
    算式：没有“的的”“了了”“进行进行”等重复字词、“。。”等重复标点，中文之间没有半角的 , ; : ? !，没有控制字符。每种在
    首处提示一次。
    依据：工作实践；GB/T 15834《标点符号用法》。
    办法：予以改正。
    """
    found: dict[str, list[tuple[str, Remark]]] = {}
    for path, text in case.texts.items():
        for remark in islice(slips(text), _MOST):
            found.setdefault(remark.reason, []).append((path, remark))
    for reason, places in found.items():
        path, first = places[0]
        cells = list(dict.fromkeys(path for path, _ in places))
        yield Hit(cells, f"{case.label(path)}“{first.excerpt}”{reason}{_count(places)}，请改正")


def _first_of_each(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """The first remark on each words."""
    told: set[str] = set()
    for remark in islice(remarks, _MOST):
        if remark.words not in told:
            told.add(remark.words)
            yield remark


def _count(places: Sized) -> str:
    return f"（共{len(places)}处）" if len(places) > 1 else ""
