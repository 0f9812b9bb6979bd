"""How a yearly file looks on disk: one row a line, in the order of the form, readable beside the printed page."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from io import StringIO
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString

from govreport.form import FORMS, Row

Record = dict[str, Any]

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FLOW = frozenset({"publication", "contact", "processing_fee", "channels", "waivers", "signoffs", "extra"})

_COMMENT_COLUMN = 72
_ESCAPED = re.compile("[\t\r\x85\u2028\u2029\ufeff]")
"""Line ends of YAML 1.1, tabs and the mark of the byte order, which survive only where they are written as escapes."""


class _Verbatim(str):
    """A number, date or null as the file writes it, so that saving writes it the same."""

    tag: str


class _Constructor(RoundTripConstructor):
    """Leaves plain values as they are written; ruamel would give numbers other digits."""

    def construct_verbatim(self, node: ScalarNode) -> _Verbatim:
        """The scalar's own text, with its tag for when it is written again."""
        value = _Verbatim(node.value)
        value.tag = str(node.tag)
        return value


class _Representer(RoundTripRepresenter):
    """Writes a `Decimal` with its own digits, and null where ruamel would write nothing."""

    def represent_decimal(self, value: Decimal) -> ScalarNode:
        """A plain decimal."""
        return self.represent_scalar("tag:yaml.org,2002:float", format(value, "f"))

    def represent_null(self, value: None) -> ScalarNode:
        """A blank is written out."""
        return self.represent_scalar("tag:yaml.org,2002:null", "null")

    def represent_verbatim(self, value: _Verbatim) -> ScalarNode:
        """What was read, as it was written."""
        return self.represent_scalar(value.tag, str(value))


for _kind in ("int", "float", "null", "bool", "timestamp"):
    _Constructor.add_constructor(f"tag:yaml.org,2002:{_kind}", _Constructor.construct_verbatim)
_Representer.add_representer(Decimal, _Representer.represent_decimal)
_Representer.add_representer(type(None), _Representer.represent_null)
_Representer.add_representer(_Verbatim, _Representer.represent_verbatim)


def round_trip() -> YAML:
    """The reader and writer that keeps a person's comments and the one-row lines."""
    reader = YAML(typ="rt")
    reader.Constructor = _Constructor
    reader.Representer = _Representer
    reader.width = 1 << 20
    reader.preserve_quotes = True
    reader.allow_unicode = True
    reader.indent(mapping=2, sequence=4, offset=2)
    return reader


def to_text(writer: YAML, document: Any) -> str:
    """`document` as YAML text."""
    stream = StringIO()
    writer.dump(document, stream)
    return stream.getvalue()


class _PlainDumper(yaml.CSafeDumper):
    """PyYAML's fast writer, which keeps a `Decimal`'s own digits."""


_PlainDumper.add_representer(
    Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", format(value, "f"))
)
_PlainDumper.add_representer(
    str,
    lambda dumper, value: dumper.represent_scalar(
        "tag:yaml.org,2002:str", value, style='"' if _ESCAPED.search(value) else None
    ),
)


def plain_text(record: Record) -> str:
    """A fresh file's text without comments, for when there are thousands to write."""
    dated = {key: _scalar(value) if key == "dated" else value for key, value in record.items()}
    text: str = yaml.dump(
        dated, Dumper=_PlainDumper, default_flow_style=None, allow_unicode=True, sort_keys=False, width=1 << 20
    )
    return text


def fresh_text(record: Record, notes: Mapping[str, str]) -> str:
    """A fresh file's text, with each row's printed label behind it, and its note if it has one."""
    return to_text(round_trip(), new_document(record, notes))


def new_document(record: Record, notes: Mapping[str, str]) -> CommentedMap:
    """A fresh file's content, with each row's printed label as a comment behind it, and its note if it has one."""
    document: CommentedMap = _node(record, "")
    for table in FORMS[record["form"]].tables:
        if record.get(table.id) is None:
            continue
        document.yaml_add_eol_comment(table.heading, table.id, column=_COMMENT_COLUMN)
        for row in table.rows:
            *groups, name = row.id.split(".")
            holder = document[table.id]
            for group in groups:
                holder = holder.get(group) or {}
            if name in holder:
                note = notes.get(f"{table.id}.{row.id}")
                comment = _row_comment(row) + (f"（{note}）" if note else "")
                holder.yaml_add_eol_comment(comment, name, column=_COMMENT_COLUMN)
    return document


def labels(form: int) -> set[str]:
    """Every comment that a fresh file of the form has, without notes."""
    tables = FORMS[form].tables
    return {table.heading for table in tables} | {_row_comment(row) for table in tables for row in table.rows}


def _row_comment(row: Row) -> str:
    columns = f"：{'，'.join(column.label for column in row.columns)}" if len(row.columns) in (2, 3) else ""
    return row.label + columns


def _node(value: Any, key: str) -> Any:
    """`value` as a node: tables as blocks, rows and small parts on one line, texts of several lines as blocks."""
    if isinstance(value, dict):
        node = CommentedMap((_quoted(name), _node(item, name)) for name, item in value.items())
        if key in _FLOW or key == "items":
            node.fa.set_flow_style()
        return node
    if isinstance(value, list):
        items = CommentedSeq(_node(item, key) for item in value)
        if not any(isinstance(item, dict) for item in value):
            items.fa.set_flow_style()
        return items
    return _scalar(value)


def _scalar(value: Any) -> Any:
    """A value as it is written: an ISO date unquoted, a text of several lines as a block."""
    if not isinstance(value, str):
        return value
    if (quoted := _quoted(value)) is not value:
        return quoted
    if "\n" in value:
        lines = value.split("\n")
        as_block = all(line.isprintable() and line == line.strip() for line in lines) and lines[0]
        return LiteralScalarString(value) if as_block else value
    try:
        return datetime.date.fromisoformat(value) if _ISO_DATE.fullmatch(value) else value
    except ValueError:
        return value


def _quoted(text: str) -> str:
    return DoubleQuotedScalarString(text) if _ESCAPED.search(text) else text


def merge(node: Any, old: Any, new: Any, key: str = "") -> Any:
    """`node`, which says `old`, made to say `new`: what is equal is not touched, so its comments stay."""
    if old == new:
        return node
    if isinstance(node, CommentedMap) and isinstance(old, dict) and isinstance(new, dict):
        for name in [name for name in old if name not in new]:
            del node[name]
        for position, (name, value) in enumerate(new.items()):
            if name in old:
                node[name] = _beside(node, name, merge(node[name], old[name], value, name))
            else:
                node.insert(position, _quoted(name), _node(value, name))
        if key == "items" and list(node) != list(new):
            for name in new:
                node.move_to_end(name)
        return node
    if isinstance(node, CommentedSeq) and isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for position, value in enumerate(new):
            node[position] = merge(node[position], old[position], value, key)
        return node
    return _node(new, key)


def _beside(node: CommentedMap, name: str, new: Any) -> Any:
    """`new`, which is to stand at `name`, so that a comment behind or below it stays one and is no part of a block."""
    was = node[name]
    if new is was or not isinstance(new, LiteralScalarString):
        return new
    if isinstance(was, LiteralScalarString | FoldedScalarString):
        setattr(new, "comment", getattr(was, "comment", None))  # noqa: B010
        return new
    return DoubleQuotedScalarString(new) if name in node.ca.items else new
