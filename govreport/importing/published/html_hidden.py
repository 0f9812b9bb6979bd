"""What a page holds and does not show."""

from __future__ import annotations

import re
from typing import Any

_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%|\s*[;}]|\s*$)", re.I)  # fmt: skip  # noqa: E501
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_CONDITIONAL = re.compile(r"@[a-z-]++[^{};@]{0,200}+\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}", re.I)
"""Rules for paper or narrow screens: they hide what a reader of the page sees."""
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"(?:([a-z][a-z0-9]*))?([.#])([\w-]+)", re.I)
_MOST_STYLE = 100_000


class Hidden:
    """Whether an element is hidden, by its own attributes or by a plain rule of the page's styles."""

    def __init__(self, root: Any) -> None:
        self.names: set[tuple[str, str, str]] = set()
        for style in root.iter("style"):
            self.names |= _hiding_names((style.text or "")[:_MOST_STYLE])

    def __call__(self, element: Any) -> bool:
        """Whether `element` is not shown."""
        if not isinstance(element.tag, str) or "hidden" in element.attrib:
            return True
        if element.tag == "input":
            return True
        return bool(_HIDES.search(element.get("style") or "")) or (bool(self.names) and self._by_name(element))

    def _by_name(self, element: Any) -> bool:
        named = [(".", name) for name in (element.get("class") or "").split()] + [("#", element.get("id") or "")]
        return any((tag, kind, name) in self.names for kind, name in named for tag in ("", element.tag))


def _hiding_names(style: str) -> set[tuple[str, str, str]]:
    plain = _CONDITIONAL.sub("", _COMMENT.sub("", style))
    found: set[tuple[str, str, str]] = set()
    for selectors, body in _RULE.findall(plain):
        if _HIDES.search(body):
            matches = (_SIMPLE.fullmatch(one.strip()) for one in selectors.split(","))
            found |= {((match[1] or "").lower(), match[2], match[3]) for match in matches if match}
    return found
