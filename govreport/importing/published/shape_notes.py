"""What the shape of a published report tells and its record does not hold: structure, title, wording."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govreport.form import Form, in_force

from .figures_found import Note
from .form_words import NUMERALS
from .identity import Identity
from .match import normal
from .sections import Sections

_ANNOUNCED = re.compile(r"(?:包括|包含|由|分为|主要从|从)([^。]{10,200}?)等?([三四五六七八])(?:个)?(?:部分|方面)")
_BETWEEN = re.compile(r"、(?!(?:提起)?行政诉讼)|,|和(?=其他)|以及|及(?=其他)")
_LETTER = ("请审阅", "请审示", "妥否", "特此报告", "现报上", "请予审核")


def notes_on(sections: Sections, identity: Identity, form: Form, year: int) -> Iterator[Note]:
    """The reading notes under the ids of their rules."""
    yield from _numbering(sections, form)
    yield from _edition(form, year)
    yield from _restarts(sections)
    yield from _announced(sections.preamble)
    yield from _title(identity, year)
    text = sections.preamble + "".join(section.text for section in sections.found.values())
    found = next((word for word in _LETTER if word in text), None)
    if found:
        yield Note("N14", f"文中有“{found}”，像是报送的公文，请核对公开的是否为年度报告正文")


def _numbering(sections: Sections, form: Form) -> Iterator[Note]:
    """S1: the six headings are there, numbered 一 to 六."""
    for numeral, one in zip(NUMERALS, form.sections, strict=False):
        section, heading = sections.found.get(one.id), one.heading
        if section is None:
            yield Note("S1", f"没有找到“{heading}”这一部分的标题")
        elif section.numeral != numeral:
            yield Note("S1", f"“{section.heading}”编号为“{section.numeral}、”，应为“{numeral}、”")


def _edition(form: Form, year: int) -> Iterator[Note]:
    """S5: the edition is the one in force for the year."""
    due = in_force(year)
    if form.edition != due.edition:
        used = f"{form.since}年的{'' if form.whole else form.standing}格式"
        yield Note("S5", f"{year}年度报告用了{used}，应改用{due.since}年起执行的格式")


def _restarts(sections: Sections) -> Iterator[Note]:
    """S6: no section begins its own count with 一、."""
    for section in sections.found.values():
        if re.search(r"(?:^|\n)\s*[一二]、", section.text) and "项加第二项" not in section.text:
            yield Note("S6", f"“{section.heading}”部分内又用了“一、二、”编号，下级标题应为“（一）”")
            return


def _announced(preamble: str) -> Iterator[Note]:
    """S7: as many parts are listed as are announced."""
    match = _ANNOUNCED.search(normal(preamble))
    if not match:
        return
    listed = len([part for part in _BETWEEN.split(match[1]) if part.strip()])
    announced = NUMERALS.index(match[2]) + 1
    if listed != announced:
        yield Note("S7", f"前言称有{match[2]}个部分，实际列出{listed}个，请核对")


def _title(identity: Identity, year: int) -> Iterator[Note]:
    """N8: the title names the year and the annual report."""
    if identity.title is None:
        yield Note("N8", f"没有找到“{year}年政府信息公开工作年度报告”这样的标题")
        return
    plain = normal(identity.title)
    wrong = next((word for word in ("政务公开", "工作报告", "情况报告") if word in plain), None)
    if wrong:
        yield Note("N8", f"标题中的“{wrong}”应为“政府信息公开工作年度报告”")
