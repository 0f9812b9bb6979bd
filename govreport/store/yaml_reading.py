"""A YAML file read exactly: plain decimals as stated, every problem with its line, nothing executed.

PyYAML's C parser composes the nodes; the values are made here, because YAML 1.1 would read
`010` as eight, `1:30` as ninety and `24252.311082` as a binary float.
"""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from govreport.errors import InvalidFile, Problem
from govreport.report import parse_number

Place = tuple[str | int, ...]
"""Where a value stands in a document: keys and positions from the top."""

_MOST_BYTES = 16 * 1024 * 1024
_MOST_DEPTH = 12
_SHOWN = 30
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_PLAIN, _QUOTED = "plain", "quoted"


class _Parser(CParser):
    """The C parser with a resolver that only keeps plain scalars apart from quoted ones and from tags."""

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """Nothing depends on a node's place."""

    def ascend_resolver(self) -> None:
        """Nothing depends on a node's place."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        """The tag of a node that states none."""
        return _PLAIN if kind is yaml.ScalarNode and implicit[0] else _QUOTED


@dataclass(frozen=True)
class Document:
    """A YAML file as plain data, with the nodes it came from."""

    data: Any
    root: yaml.Node | None

    def line(self, place: Place) -> int:
        """The line of `place`, or of what holds it; 0 for the file as a whole."""
        node, line = self.root, 0
        for part in place:
            if isinstance(node, yaml.MappingNode):
                key, node = next((pair for pair in node.value if pair[0].value == part), (None, None))
                line = key.start_mark.line + 1 if key else line
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = node.start_mark.line + 1
            else:
                break
        return line

    def at(self, place: Place) -> Any:
        """The value at `place`."""
        value = self.data
        for part in place:
            value = value[part]
        return value


def read_bytes(path: Path, shown: str) -> bytes:
    """The bytes of the file at `path`; `shown` is how messages name it.

    Raises:
        InvalidFile: the file is too large to be a record, or may not be read.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise InvalidFile(shown, [Problem(0, "不是文件，无法读取，请移走同名的文件夹等，放回数据文件")])
        if found.st_size > _MOST_BYTES:
            raise InvalidFile(shown, [Problem(0, "文件超过16MB，不是年报数据文件，请核对后重试")])
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "原因不明"
        raise InvalidFile(shown, [Problem(0, f"无法读取（{reason}），请检查文件及其权限")]) from None


def parse_document(content: bytes, shown: str) -> Document:
    """`content` as plain data.

    Raises:
        InvalidFile: it is not UTF-8, not YAML, or uses tags or aliases.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        advice = f"文件不是 UTF-8 编码（{_guess_encoding(content)}），请用记事本“另存为”并选择 UTF-8 编码"
        raise InvalidFile(shown, [Problem(0, advice)]) from None
    try:
        parser = _Parser(text)
        try:
            node = parser.get_single_node()
        finally:
            parser.dispose()
    except yaml.MarkedYAMLError as error:
        raise InvalidFile(shown, [Problem(_line_of(error, text), _explain(error))]) from None
    except yaml.YAMLError:
        problem = Problem(0, "含有不可见的控制字符，请删除后重试")
        raise InvalidFile(shown, [problem]) from None
    builder = _Builder()
    data = None if node is None else builder.build(node)
    if builder.problems:
        raise InvalidFile(shown, builder.problems)
    return Document(data, node)


def _line_of(error: yaml.MarkedYAMLError, text: str) -> int:
    """The line of what is wrong: a key without its colon is noticed a line late, and an end behind the last line."""
    mark = error.context_mark if "simple key" in (error.context or "") else error.problem_mark
    return min(mark.line + 1, len(_LINE_END.findall(text)) + 1) if mark else 0


def shorten(value: object) -> str:
    """A value as a message shows it: on one line, and no longer than that."""
    text = " ".join(str(value).split())
    return f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text


def _guess_encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "像是 UTF-16"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return "编码不明"
    return "像是 GBK"


def _explain(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "tab" in problem or "cannot start any token" in problem:
        return "此处不能使用制表符或特殊符号，缩进请用空格"
    if "alias" in problem or "anchor" in problem:
        return "不支持 YAML 的引用写法（& 与 *），请直接写出内容"
    if "expected a single document" in str(error):
        return "一个文件只能有一份报告，请删去多余的“---”"
    return "写法有误，请检查冒号后是否有空格、缩进是否一致、括号和引号是否成对"


class _Builder:
    """Plain data from nodes; problems are collected, each node is visited once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, depth: int = 0) -> Any:
        line = node.start_mark.line + 1
        if id(node) in self._seen:
            return self._refuse(line, "不支持 YAML 的引用写法（& 与 *），请直接写出内容")
        self._seen.add(id(node))
        if node.tag not in (_PLAIN, _QUOTED):
            return self._refuse(line, f"不支持 YAML 标签 {shorten(node.tag)}，请删去")
        if depth > _MOST_DEPTH:
            return self._refuse(line, "层级过深，不是年报数据文件的写法")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, depth + 1) for item in node.value]
        return self._mapping(node, depth)

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        text: str = node.value
        if node.tag == _QUOTED:
            return text
        if text in _WORDS:
            return _WORDS[text]
        number = parse_number(text)
        return text if number is None else number

    def _mapping(self, node: yaml.Node, depth: int) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(line, "字段名应为文字")
                continue
            key = key_node.value
            if key in built:
                self._refuse(line, f"字段 {shorten(key)} 重复，请只保留一处")
                continue
            built[key] = self.build(value_node, depth + 1)
        return built

    def _refuse(self, line: int, text: str) -> None:
        self.problems.append(Problem(line, text))
