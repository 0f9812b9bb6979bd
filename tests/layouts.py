"""A yearly file as people and programs lay it out: every style of YAML that is read, with comments everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

_BARE = re.compile(r"[一-鿿A-Za-z][一-鿿A-Za-z0-9。，、]*")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off"}
COMMENT = "填表人的话"


class Layout:
    """Writes a record in one layout of many, told by a seed; `comments` are those that it wrote."""

    def __init__(self, seed: int) -> None:
        self._dice = Random(seed)
        self._tabs = self._often(0.4)
        self._indent = self._dice.choice([1, 2, 3, 4, 7])
        self._order = self._often(0.5)
        self._end = self._dice.choice(["\n", "\n", "\r\n"])
        self.comments: list[str] = []

    def _often(self, share: float) -> bool:
        return self._dice.random() < share

    def write(self, record: dict[str, Any]) -> bytes:
        """The record as the bytes of a file."""
        head = self._with_comment(self._dice.choice(["", "", "---\n", "%YAML 1.1\n---\n", "\n\n", "--- #\n", "#\n"]))
        tail = self._with_comment(self._dice.choice(["", "", "...\n", "\n\n", "#\n", "...\n#\n"]))
        text = head + "\n".join(self._mapping(record, 0)) + "\n" + tail
        text = text.rstrip("\n") if "#" in tail and self._often(0.3) else text
        return (b"\xef\xbb\xbf" if self._often(0.2) else b"") + text.replace("\n", self._end).encode("utf-8")

    def _with_comment(self, text: str) -> str:
        return text.replace("#", f"# {self._said()}") if "#" in text else text

    def _said(self) -> str:
        self.comments.append(f"{COMMENT}{len(self.comments) + 1}")
        return self.comments[-1]

    def _gap(self) -> str:
        return self._dice.choice([" ", "\t", "  ", " \t "]) if self._tabs else self._dice.choice([" ", " ", "   "])

    def _behind(self) -> str:
        """What stands behind a value: a comment, blanks, or nothing."""
        if self._often(0.15):
            return f"{self._gap()}# {self._said()}"
        return self._gap() if self._often(0.15) else ""

    def _between(self, depth: int) -> Iterator[str]:
        """Lines between two: a comment, at whatever depth, or a blank one."""
        if self._often(0.08):
            yield f"{' ' * self._dice.choice([0, depth])}# {self._said()}"
        if self._often(0.08):
            yield self._dice.choice(["", " "])  # more blanks would belong to a literal text above

    def _mapping(self, record: dict[str, Any], depth: int) -> Iterator[str]:
        items = list(record.items())
        if self._order:
            self._dice.shuffle(items)
        for key, value in items:
            yield from self._between(depth)
            at = f"{' ' * depth}{self._key(key)}:"
            yield from self._value(at, value, depth)

    def _value(self, at: str, value: Any, depth: int) -> Iterator[str]:
        inside = depth + self._indent
        if isinstance(value, dict) and value and self._often(0.75):
            yield at + self._behind()
            yield from self._mapping(value, inside)
        elif isinstance(value, list) and value and self._often(0.35):
            yield at + self._behind()
            for item in value:
                yield from self._between(inside)
                yield f"{' ' * inside}-{' ' * self._dice.choice([1, 1, 3])}{self._flow(item, inside)}{self._behind()}"
        elif isinstance(value, str) and "\n" in value and self._often(0.6) and _plain_lines(value):
            yield from self._block(at, value, inside)
        else:
            yield f"{at}{self._gap()}{self._flow(value, inside)}{self._behind()}"

    def _block(self, at: str, text: str, depth: int) -> Iterator[str]:
        """A literal or folded text of several lines."""
        lines = text.split("\n")
        folded = self._often(0.4)
        chomp = "" if text.endswith("\n") else "-"
        lines = lines[:-1] if text.endswith("\n") else lines
        behind = f" # {self._said()}" if self._often(0.2) else ""
        yield f"{at} {'>' if folded else '|'}{chomp}{behind}"
        for number, line in enumerate(lines):
            if folded and number and line:
                yield ""
            yield f"{' ' * depth}{line}" if line else ""

    def _flow(self, value: Any, depth: int) -> str:
        if isinstance(value, dict):
            items = [f"{self._key(key)}:{self._gap()}{self._flow(item, depth)}" for key, item in value.items()]
            return self._collection("{", items, "}", depth)
        if isinstance(value, list):
            return self._collection("[", [self._flow(item, depth) for item in value], "]", depth)
        if isinstance(value, str):
            return self._text(value)
        if value is None:
            return self._dice.choice(["null", "~", "null"])
        return str(value)

    def _collection(self, begin: str, items: list[str], end: str, depth: int) -> str:
        if items and self._often(0.2):
            lines = (f"{' ' * depth}{item},{self._behind()}" for item in items)
            return begin + "\n" + "\n".join(lines) + "\n" + " " * depth + end
        pad = self._gap() if self._often(0.3) else ""
        return begin + pad + f",{pad or ' '}".join(items) + pad + end

    def _key(self, key: str) -> str:
        return (
            self._dice.choice([key, key, key, f"'{key}'", f'"{key}"']) if _bare(key) or key.isascii() else quoted(key)
        )

    def _text(self, text: str) -> str:
        ways = [quoted(text)]
        if not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", text):
            ways.append("'" + text.replace("'", "''") + "'")
        if _bare(text):
            ways += [text, text]
        return self._dice.choice(ways)


def quoted(text: str) -> str:
    """The text in double quotes, what cannot be seen as escapes."""
    seen = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[^\x20-\x7e\u00a0-\u2027\u202a-\ufefe]", lambda found: f"\\U{ord(found[0]):08X}", seen) + '"'


def _bare(text: str) -> bool:
    return bool(_BARE.fullmatch(text)) and text.lower() not in _WORDS


def _plain_lines(text: str) -> bool:
    return (
        all(line.isprintable() and line == line.strip() for line in text.split("\n")) and text[0] != "\n" != text[-2:-1]
    )
