"""A yearly file's text after a change: what a person wrote beside the figures stays, and the text is proven first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

import yaml
from pydantic import ValidationError

from govreport.errors import BadRequest, InvalidFile
from govreport.report import read_report, to_json

from . import layout
from .yaml_reading import parse_document

_BOM = "\ufeff"
_BREAKS = "\r\n\x85\u2028\u2029"
"""What ends a line for PyYAML's C parser, which reads the files; for ruamel.yaml, which changes them, not all do."""
_COMMENT = re.compile(f"#[^{_BREAKS}]*")
_LINE = re.compile(f"([^#{_BREAKS}]*)({_COMMENT.pattern})?([{_BREAKS}]?)")


def new_text(record: layout.Record, notes: Mapping[str, str], shown: str) -> str:
    """The text of a file that is not there yet; see `layout.new_document` on `notes`.

    Raises:
        BadRequest: the record cannot be written to a file.
    """
    return _proven(_laid_out(record, notes), record, shown)


def changed_text(old: bytes, record: layout.Record, shown: str) -> str:
    """The text `old` of a yearly file made to say what `record` says.

    Comments and lines stay where ruamel.yaml can keep them. Where it cannot, the file is laid out afresh. A comment
    that lost its place stands at the top, with the line where it was.

    Raises:
        InvalidFile: `old` cannot be read.
        BadRequest: the record cannot be written to a file.
    """
    text = old.decode("utf-8-sig").replace("\r\n", "\n")
    before = read_report(parse_document(text.encode(), shown).data).record()
    whole = _proven((_with_lost(text, new, record) for new in _written(text, before, record)), record, shown)
    ended = whole.replace("\n", "\r\n") if b"\r\n" in old else whole
    return ended if not old.startswith(_BOM.encode()) else _BOM + ended


def _written(text: str, before: layout.Record, record: layout.Record) -> Iterator[str]:
    """The new text, with as much of the old as can be kept; then with less."""
    # Whatever ruamel.yaml stumbles over (it raises much beside its own errors) the C parser has read.
    with suppress(Exception):
        writer = layout.round_trip()
        yield layout.to_text(writer, layout.merge(writer.load(_alike(text)), before, record))
    yield from _laid_out(record, {})


def _laid_out(record: layout.Record, notes: Mapping[str, str]) -> Iterator[str]:
    yield layout.fresh_text(record, notes)
    yield layout.plain_text(record)


def _proven(texts: Iterable[str], record: layout.Record, shown: str) -> str:
    """The first of `texts` that, read again, says exactly what `record` says."""
    for text in texts:
        with suppress(InvalidFile, ValidationError):
            if to_json(read_report(parse_document(text.encode(), shown).data).record()) == to_json(record):
                return text
    raise BadRequest(f"{shown}：内容不能写成数据文件，没有保存，请将填写的内容反馈给维护人员")


def _gaps(text: str) -> Iterator[tuple[bool, str, int]]:
    """`text` in pieces: whether it stands between the values, what it says, and where it begins."""
    end = 0
    for node in _scalars(yaml.compose(text, Loader=yaml.CSafeLoader)):
        start = node.start_mark.index
        if node.style in ("|", ">"):
            start = text.index("\n", start) if "\n" in text[start : node.end_mark.index] else node.end_mark.index
        yield True, text[end:start], end
        end = node.end_mark.index
        yield False, text[start:end], start
    yield True, text[end:], end


def _scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif node is not None:
        for item in node.value:
            for part in item if isinstance(item, tuple) else (item,):
                yield from _scalars(part)


def _alike(text: str) -> str:
    """`text` with nothing between its values that ruamel.yaml takes differently: no tabs, no rare line ends."""
    return "".join(_LINE.sub(_plain_line, piece) if between else piece for between, piece, _ in _gaps(text))


def _plain_line(line: re.Match[str]) -> str:
    return line[1].replace("\t", " ") + (line[2] or "") + ("\n" if line[3] else "")


def _comments(text: str) -> list[tuple[int, str]]:
    """Every comment in `text`, with its line."""
    try:
        gaps = list(_gaps(text))
    except yaml.YAMLError:
        return []
    return [
        (text.count("\n", 0, at + found.start()) + 1, found[0].strip("# \t"))
        for between, piece, at in gaps
        if between
        for found in _COMMENT.finditer(piece)
    ]


def _with_lost(old: str, new: str, record: layout.Record) -> str:
    """`new` with those comments of `old` at its top that it does not hold; what a row is called is none of them."""
    left = Counter(comment for _, comment in _comments(new))
    labels = layout.labels(record["form"])
    lost = []
    for line, comment in _comments(old):
        if left[comment]:
            left[comment] -= 1
        elif comment and comment not in labels:
            lost.append(f"# 原第{line}行：{comment}\n")
    return "".join(lost) + new
