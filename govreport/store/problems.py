"""What is wrong with a record's structure, told by place and line in Chinese."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from govreport.errors import Problem
from govreport.form import FORMS, newest
from govreport.report import EDITIONS

from .yaml_reading import Document, Place, shorten

_KINDS_OF_NUMBER = ("int", "decimal")
_NOT_A_NUMBER = frozenset({"int_type", "is_instance_of", "decimal_type", "finite_number", "none_required"})


def problems(error: ValidationError, document: Document) -> Iterator[Problem]:
    """One problem a place: a cell that fits none of the kinds a figure may be is told once."""
    told: set[Place] = set()
    for detail in error.errors(include_url=False):
        place = tuple(part for part in detail["loc"] if part not in _KINDS_OF_NUMBER)
        kind = detail["type"]
        if kind == "missing" and isinstance(place[-1], int):
            place, kind = place[:-1], "columns"
        if place not in told:
            told.add(place)
            yield Problem(document.line(place), _sentence(kind, place, document, detail))


def _sentence(kind: str, place: Place, document: Document, detail: Any) -> str:
    name, shown = _dotted(place), _quoted(detail["input"])
    if kind == "extra_forbidden":
        return f"未知字段 {shorten(place[-1])}{_likely(place, document)}"
    if kind == "missing":
        return f"缺少必填字段 {name}，请补上"
    if kind in ("columns", "too_long"):
        wanted, found = _columns(place, document), len(document.at(place))
        return f"{name} 应有{wanted}列，实有{found}列，请对照报告格式补齐或删去"
    if kind == "tuple_type":
        return f"{name} 应为一行数字，如 [0, 0, 0]，现为{shown}"
    if place == ("form",):
        return f"报告格式 form 不能是{shown}，可选：{'、'.join(map(str, FORMS))}"
    if place == ("year",):
        return f"年度 year 应为四位数字，现为{shown}"
    if kind == "literal_error":
        return f"{name} 不能是{shown}，可选：{_options(detail)}"
    if kind in _NOT_A_NUMBER:
        return f"{name} 应为数字（空白写 null），现为{shown}"
    if kind in ("value_error", "date_type"):
        return f"{name} 不是有效日期，请写成 2025-01-02 的形式，现为{shown}"
    if kind == "string_too_short":
        return f"{name} 不能为空，请填写"
    if kind == "string_type":
        return f"{name} 应为文字，现为{shown}"
    return f"{name} 的写法与规定的格式不符，请对照样例改正，现为{shown}"


def _dotted(place: Place) -> str:
    return ".".join(f"第{part + 1}项" if isinstance(part, int) else shorten(part) for part in place)


def _quoted(value: Any) -> str:
    return f"“{shorten(value)}”"


def _options(detail: Any) -> str:
    expected: str = detail["ctx"]["expected"]
    return "、".join(expected.replace("'", "").replace(" or ", ", ").split(", "))


def _edition(document: Document) -> int:
    stated = document.data.get("form")
    return stated if stated in FORMS else newest().edition


def _columns(place: Place, document: Document) -> int:
    table, *row = (str(part) for part in place)
    return len(FORMS[_edition(document)].table_by_id[table].row_by_id[".".join(row)].columns)


def _likely(place: Place, document: Document) -> str:
    """The known field that an unknown one most resembles, as a question."""
    *above, name = place
    model: Any = EDITIONS[_edition(document)]
    for part in above:
        if isinstance(part, str):
            model = _model_in(model.model_fields[part].annotation)
    near = difflib.get_close_matches(str(name), list(model.model_fields), n=1, cutoff=0.5)
    return f"；是否为 {near[0]}？" if near else "，请删去或改正"


def _model_in(annotation: Any) -> Any:
    """The pydantic model inside an annotation such as `tuple[Channel, ...]` or `Overview | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
