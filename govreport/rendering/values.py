"""What a person's own notebook declares in its `parameters` cell, and values for it, each of the type it declares."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from papermill.translators import PythonTranslator

from govreport.errors import BadRequest
from govreport.store import why_reserved

_TAG = "parameters"
_WHOLE = re.compile(r"[+-]?[0-9]+")
_NONE = ("None", "null")
_TRUTH = {"true": True, "True": True, "false": False, "False": False}
_TYPES = {"int": "整数", "float": "数", "bool": "true 或 false", "str": "文字"}
_OPTIONAL = re.compile(r"(?:typing\.)?Optional\[(.+)\]")


def read_notebook(notebook: Path) -> nbformat.NotebookNode:
    """The notebook in a file.

    Raises:
        BadRequest: there is none, or it is no notebook.
    """
    try:
        found: nbformat.NotebookNode = nbformat.read(notebook, as_version=4)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, nbformat.ValidationError):
        raise BadRequest(f"{notebook}：没有这个笔记本，或不是可读的笔记本文件，请检查或改用其他笔记本") from None
    return found


def declared_in(notebook: Path) -> dict[str, str]:
    """The parameters that a person's own notebook declares, each with its type as it is written; empty where none is.

    Raises:
        BadRequest: there is no such notebook, it has no `parameters` cell, or its name marks files of the report's own.
    """
    cell = next((cell for cell in read_notebook(notebook).cells if _TAG in cell.metadata.get("tags", [])), None)
    if cell is None:
        raise BadRequest(f"{notebook}：没有标为 parameters 的参数单元格，请先添加")
    if reason := why_reserved(notebook.stem):
        raise BadRequest(f"{notebook}：笔记本名不可用：{reason}，请把笔记本改名")
    said = {one.name: one.inferred_type_name for one in PythonTranslator.inspect(cell)}
    return {name: "" if kind == "None" else kind for name, kind in (said | _assigned(cell.source)).items()}


def check_values(notebook: Path, values: Mapping[str, Any]) -> set[str]:
    """The parameters that a person's own notebook declares, if `values` are such that it can take them.

    papermill would run an undeclared name as code.

    Raises:
        BadRequest: as `declared_in`; or the notebook does not declare one of `values`, or declares it of another type.
    """
    declared = _declared(notebook, values)
    for name, value in values.items():
        kind, optional = _kind(declared[name])
        if not (_is_of(value, kind) or (optional and value is None)):
            raise _wrong(notebook, name, value, kind, optional=optional)
    return {*declared}


def read_values(notebook: Path, texts: Mapping[str, str]) -> dict[str, Any]:
    """The values that `texts` mean, each of the type that the notebook declares.

    What it declares without a type is read as papermill's command reads it: a number, true or false, or a text.

    Raises:
        BadRequest: as `check_values`.
    """
    declared = _declared(notebook, texts)
    values = {}
    for name, text in texts.items():
        kind, optional = _kind(declared[name])
        value = None if optional and text in _NONE else _read(text, kind)
        if value is None and not (optional and text in _NONE):
            raise _wrong(notebook, name, text, kind, optional=optional)
        values[name] = value
    return values


def _declared(notebook: Path, values: Mapping[str, Any]) -> dict[str, str]:
    declared = declared_in(notebook)
    if unknown := [name for name in values if name not in declared]:
        raise BadRequest(f"{notebook}：没有声明参数 {'、'.join(unknown)}，可用：{'、'.join(sorted(declared))}")
    return declared


def _assigned(source: str) -> dict[str, str]:
    """The names that the cell's own statements annotate; papermill's look at its lines sees no `int | None`."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return {}
    return {
        one.target.id: ast.unparse(one.annotation)
        for one in statements
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    }


def _kind(annotation: str) -> tuple[str, bool]:
    """The type that an annotation names, and whether None will do as well."""
    inside = _OPTIONAL.fullmatch(annotation.strip("'\""))
    parts = [part.strip() for part in (f"{inside[1]} | None" if inside else annotation.strip("'\"")).split("|")]
    kinds = [part for part in parts if part != "None"]
    return kinds[0] if len(kinds) == 1 else "", len(kinds) < len(parts)


def _is_of(value: Any, kind: str) -> bool:
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "float":
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if kind == "bool":
        return isinstance(value, bool)
    return isinstance(value, str) if kind == "str" else True


def _read(text: str, kind: str) -> Any:
    """The value that `text` means; None where it is none of that type."""
    if kind == "str":
        return text
    if kind == "bool":
        return _TRUTH.get(text)
    if kind == "int":
        return int(text) if _WHOLE.fullmatch(text) else None
    if kind == "float":
        number = _number(text)
        return float(number) if number is not None and math.isfinite(number) else None
    guessed = _TRUTH.get(text)
    number = _number(text) if guessed is None else guessed
    return text if number is None else number


def _number(text: str) -> int | float | None:
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def _wrong(notebook: Path, name: str, value: Any, kind: str, *, optional: bool) -> BadRequest:
    none = "（或 None）" if optional else ""
    return BadRequest(f"{notebook}：参数 {name} 应为{_TYPES[kind]}{none}，现为“{value}”，请改正")
