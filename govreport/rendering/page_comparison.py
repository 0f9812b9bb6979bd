"""What every written page is held against: its blocks, its address-free styles, and the sheets beside the reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from govreport.errors import GovreportError
from govreport.report import SEVERITIES, Finding

from .blocks import Block, Manner, difference, due, parse_page, read_blocks

SHEET = Manner(
    holders=frozenset({"main", "div", "section", "table", "thead", "tbody", "colgroup", "ul"}),
    begins=frozenset({"tr"}),
    inline=frozenset({"span"}),
    quiet=frozenset({"class", "scope", "ul@aria-label"}),
    names={"h1": "标题"},
)
"""How the sheets beside the reports are read; their classes only set their looks."""
_LOADING = "|src|srcset|href|action|data|poster|background|formaction|xlink:href|"
_ADDRESSES = etree.XPath(f'//@*[contains("{_LOADING}", concat("|", name(), "|"))]', smart_strings=False)
_STYLES = etree.XPath("//@style | //style/text()", smart_strings=False)
_LOADS = re.compile(r"url\(|@import", re.IGNORECASE)


class SealBroken(GovreportError):
    """The finished file does not show what it should; it does not get its name."""


def hold(what: str, faults: Iterable[str]) -> None:
    """Let a file pass in which nothing is wrong; `what` says which.

    Raises:
        SealBroken: something is.
    """
    found = list(faults)
    if found:
        raise SealBroken(f"{what}：成果核验未通过，未生成：{'；'.join(found)}")


def policy(scripts: str | None = None, images: str | None = None) -> Block:
    """The security policy that a page should state; `scripts` and `images` are what it allows of them."""
    allowed = {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": images,
        "script-src": scripts,
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    content = "; ".join(f"{name} {value}" for name, value in allowed.items() if value)
    return due("meta", http_equiv="Content-Security-Policy", content=content)


def due_finding(number: int, finding: Finding, kind: str = "li") -> Block:
    """A finding that should stand in a list, with its number, its words, its rule and its cells."""
    cells = {"data_cells": " ".join(finding.cells)} if finding.cells else {}
    title = f"[{number}] {SEVERITIES[finding.severity]}　{finding.rule}"
    said = ("", title, *(["已提交情况说明"] if finding.waived else []), finding.message)
    return due(kind, "\n".join(said), id=f"finding-{number}", data_rule=finding.rule, **cells)


def sheet_faults(
    content: bytes, title: str, wanted: Iterable[Block], manner: Manner = SHEET, scripts: str | None = None
) -> Iterator[str]:
    """What is wrong with a written sheet whose body should be `wanted`, one Chinese sentence each."""
    root = parse_page(content)
    head = read_blocks(root.find("head"), manner)
    if [block.text for block in head if block.kind == "title"] != [due("title", title).text]:
        yield "页面名称不符"
    if [block for block in head if "http-equiv" in block.marks] != [policy(scripts)]:
        yield "页面的安全设置不符"
    yield from difference(read_blocks(root.find("body"), manner), list(wanted), manner)
    yield from outside_faults(root, content)


def outside_faults(root: Any, content: bytes) -> Iterator[str]:
    """An address that is loaded, or an error's text."""
    loads = [value for value in _ADDRESSES(root) if value and not value.startswith(("#", "data:"))]
    if loads:
        yield f"引用了外部地址 {loads[0][:60]}"
    if any(_LOADS.search(style) for style in _STYLES(root)):
        yield "样式引用了外部地址"
    if b"Traceback (most recent call last)" in content:
        yield "含有程序错误信息"
