"""The page of the Word edition: its paper, its lines, its page numbers, and the settings of the file."""

from __future__ import annotations

from docx.document import Document
from docx.oxml import parse_xml
from docx.section import Section
from docx.shared import Mm

from .markup import SPACE, Element, W, element, paragraph, run

LINE = 579
"""The body's line in twentieths of a point: 28.95 pt, so that 22 of them fill the type area."""

WIDTH = 8844
"""The width of the type area in the same: 156 mm."""

CHARACTER = 315.86
"""The width of a character of the body in the same: 28 of them fill the type area."""

CLOSER = -5
"""What a character of 16 pt is set closer, in the same, so that a line takes 28 and, justified, gives each 15.79 pt.

Word's own grid of characters would say it too, but LibreOffice draws that grid with 14 characters a line.
"""

_SETTINGS = f"""<w:settings xmlns:w="{SPACE}">
<w:zoom w:percent="100"/><w:defaultTabStop w:val="632"/><w:evenAndOddHeaders/>
<w:characterSpacingControl w:val="compressPunctuation"/>
<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>
<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"""
"""What Word writes for a Chinese document, and odd pages that differ from even ones."""


def set_page(document: Document, *, draft: bool) -> None:
    """A4 with the margins, the grid and the page numbers of GB/T 9704-2012; a draft has its mark above."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin = Mm(37), Mm(26)
    section.bottom_margin, section.left_margin = Mm(35), Mm(28)
    section.header_distance, section.footer_distance = Mm(24), Mm(25)
    _set_grid(section)
    _fill(section.footer, _page_number("right"))
    _fill(section.even_page_footer, _page_number("left"))
    if draft:
        for header in (section.header, section.even_page_header):
            _fill(header, paragraph("Header", "政府信息公开工作年度报告\t送审稿"))


def set_settings(document: Document) -> None:
    """The settings of a Chinese document with odd and even pages."""
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    settings.extend(list(parse_xml(_SETTINGS)))


def _set_grid(section: Section) -> None:
    properties = section._sectPr
    for tag in ("cols", "docGrid"):
        for old in properties.findall(W + tag):
            properties.remove(old)
    properties.append(element("cols", space=425))
    properties.append(element("docGrid", type="lines", linePitch=LINE))


def _fill(part: object, content: Element) -> None:
    root = part._element  # type: ignore[attr-defined]
    for child in list(root):
        root.remove(child)
    root.append(content)


def _page_number(side: str) -> Element:
    """— 1 —, one character in from its side (GB/T 9704-2012, 7.5)."""
    field = element("fldSimple", run("1"))
    field.set(W + "instr", "PAGE")
    aside = (element("ind", **{side: 280}), element("jc", val=side))
    return paragraph("Footer", "— ", field, " —", properties=aside)
