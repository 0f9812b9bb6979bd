"""The seal: a finished page opened again and held against the report that it should show.

What must stand there is told from the record, the findings and the charts; what does stand there is read from
the file. Whatever differs is a fault: another word, another figure, something missing, something too many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from govreport.exporting import PageFacts, report_style
from govreport.exporting.embed import Packed, allow_script, pack_script, resource
from govreport.report import from_json, read_report, to_json

from .blocks import Block, difference, due, exact_json, parse_page, read_blocks
from .expected_blocks import PAGE, wanted_blocks
from .page import Page
from .page_comparison import SealBroken, outside_faults, policy

__all__ = ["SealBroken", "faults", "faults_of_own_notebook"]

_PACKED = b'<script type="text/plain" id="plotly-packed">'
_STATED = ("agency", "year", "edition", "digest", "public_digest")
"""What the page says of itself to programs, as `PageFacts` has it."""
_WITH_CHARTS = 2_200_000
_WITHOUT = 100_000
_NARRATIVE_FREE = 20_000


@dataclass(frozen=True)
class _Written:
    """A written page; the packed script is taken out before the page is read, for its size."""

    content: bytes

    @cached_property
    def _cut(self) -> tuple[int, int]:
        begin = self.content.find(_PACKED) + len(_PACKED)
        end = self.content.find(b"<", begin) if begin >= len(_PACKED) else -1
        return (begin, end) if end >= 0 else (0, 0)

    @property
    def packed(self) -> bytes:
        """The packed script; empty where there is none."""
        return self.content[slice(*self._cut)]

    @cached_property
    def root(self) -> Any:
        """The page without the packed script."""
        begin, end = self._cut
        return parse_page(self.content[:begin] + self.content[end:])

    @cached_property
    def records(self) -> list[str]:
        """What stands where the record should."""
        return [one.text or "" for one in self.root.xpath('//*[@id="govreport-record"]')]


def faults(content: bytes, page: Page) -> Iterator[str]:
    """What is wrong with a finished page, one Chinese sentence each."""
    written = _Written(content)
    packed = pack_script(page.facts.plotly) if page.facts.plotly else None
    yield from _identity_faults(written, page.facts)
    if list(_head(written.root)) != list(_wanted_head(packed)):
        yield "页面的安全设置或样式不符"
    if written.packed != (packed.content if packed else b""):
        yield "图表的绘图程序缺失、多余或不符"
    found = read_blocks(written.root.find("body"), PAGE)
    yield from difference(found, list(wanted_blocks(page)), PAGE, lambda block: _cell(block, page))
    yield from outside_faults(written.root, written.content)
    record = sum(len(one.encode()) for one in written.records)
    budget = (_WITH_CHARTS if packed else _WITHOUT) + 2 * max(0, record - _NARRATIVE_FREE)
    if len(content) > budget:
        yield f"文件大小超过{budget}字节"


def faults_of_own_notebook(content: bytes, page: Page) -> Iterator[str]:
    """What is wrong with the page of a person's own notebook, whose content is theirs to choose."""
    written = _Written(content)
    yield from _identity_faults(written, page.facts)
    yield from outside_faults(written.root, written.content)


def _identity_faults(written: _Written, facts: PageFacts) -> Iterator[str]:
    """The page says whose it is, of which year and edition, and holds the record."""
    stated = _stated(facts)
    found = [(one.get("name") or "", one.get("content")) for one in written.root.iter("meta")]
    named = {name.removeprefix("govreport:") for name, _ in found if name.startswith("govreport:")}
    wrong = [
        name
        for name in dict.fromkeys((*stated, *sorted(named)))
        if [content for each, content in found if each == f"govreport:{name}"] != [stated.get(name)]
    ]
    if wrong:
        yield f"页面标识不符（{'、'.join(wrong)}）"
    if [title.text for title in written.root.iterfind("head/title")] != [due("title", facts.title).text]:
        yield "页面名称不是本单位本年度的"
    yield from _record_faults(written, facts)


def _stated(facts: PageFacts) -> dict[str, str]:
    values = {name.replace("_", "-"): getattr(facts, name) for name in _STATED}
    return {name: str(value) for name, value in values.items() if value is not None}


def _record_faults(written: _Written, facts: PageFacts) -> Iterator[str]:
    """One record stands in the page, it can be read, and it is the report's."""
    if len(written.records) != 1:
        yield f"页面所附数据应有1份，实有{len(written.records)}份"
        return
    try:
        read_report(from_json(written.records[0]))
    except (ValueError, AttributeError):
        yield "页面所附数据无法读取"
        return
    if exact_json(written.records[0]) != exact_json(to_json(facts.record)):
        yield "页面所附数据与数据文件不符"


def _head(root: Any) -> Iterator[Block]:
    """What stands outside the body and says nothing of whose the page is."""
    yield from (Block("comment") for _ in (*root.itersiblings(preceding=True), *root.itersiblings()))
    yield Block("html", "", dict(root.attrib))
    for part in root:
        if part.tag == "head":
            blocks = read_blocks(part, PAGE)
            yield from (block for block in blocks if not _identity(block))
        else:
            yield Block(str(part.tag), "", dict(part.attrib))


def _identity(block: Block) -> bool:
    return block.kind == "title" or block.marks.get("name", "").startswith("govreport:")


def _wanted_head(packed: Packed | None) -> Iterator[Block]:
    yield due("html", lang="zh-CN")
    yield due("meta", charset="utf-8")
    scripts = f"{allow_script(resource('charts.js'))} {packed.allowed}" if packed else "'none'"
    yield policy(scripts, images="data: blob:")
    yield due("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield due("meta", name="referrer", content="no-referrer")
    yield due("style", f"\n{report_style()}\n")
    yield due("body")


def _cell(block: Block, page: Page) -> str | None:
    """What a figure is called."""
    cell = block.marks.get("data-cell")
    return page.report.statutory_form.label_of(cell) if cell else None
