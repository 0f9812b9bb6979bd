"""WordprocessingML elements: a person's text becomes runs and paragraphs, and is never markup."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from govreport.report import show_text

Element = Any
"""An lxml element."""

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{SPACE}}}"

_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_BREAKS = re.compile(r"([\t\n])")


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """`w:tag` with its attributes and children; None among the children is left out."""
    made = etree.Element(W + tag, {W + name: str(value) for name, value in attributes.items()}, {"w": SPACE})
    made.extend(child for child in children if child is not None)
    return made


def run(text: str, *properties: Element) -> Element:
    """A run of `text`, its tabs and line ends as such."""
    parts = [_part(part) for part in _BREAKS.split(show_text(text)) if part]
    return element("r", element("rPr", *properties) if properties else None, *parts)


def _part(text: str) -> Element:
    if text in "\t\n":
        return element("tab" if text == "\t" else "br")
    part = element("t")
    part.set(_PRESERVE, "preserve")
    part.text = text
    return part


def paragraph(style: str, *content: Element | str, properties: tuple[Element, ...] = ()) -> Element:
    """A paragraph in `style`; text among its content becomes a run."""
    runs = [run(part) if isinstance(part, str) else part for part in content if part is not None and part != ""]
    return element("p", element("pPr", element("pStyle", val=style), *properties), *runs)


def keep_next(made: Element) -> None:
    """Keep the paragraph on one page with what follows it."""
    made[0].insert(1, element("keepNext"))


def size_of(points: float) -> tuple[Element, Element]:
    """The run properties of a size, which is told in half points."""
    return element("sz", val=round(points * 2)), element("szCs", val=round(points * 2))
