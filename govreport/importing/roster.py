"""A workbook that lists who must report, read as roster entries by parent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from govreport.errors import BadRequest, InvalidFile, Problem
from govreport.form import LEVELS
from govreport.store import Entry, check_id, fold

_HEADINGS = {
    "name": ("单位名称", "单位全称", "单位", "名称", "机关名称"),
    "id": ("编号", "单位编号"),
    "short_name": ("简称", "单位简称"),
    "level": ("级别", "单位级别"),
    "parent": ("上级", "上级单位", "主管单位"),
    "from": ("起始年度", "自年度"),
    "to": ("截止年度", "至年度"),
}
_MOST_ROWS = 50_000

RosterLine = tuple[int, dict[str, str]]


def read_roster_workbook(path: Path) -> dict[str, list[Entry]]:
    """The roster of each parent ("" is the top) that the first sheet of a workbook lists.

    One body a row below a header with 单位名称, and where wanted 编号, 简称, 级别, 上级单位,
    起始年度, 截止年度; a sheet without a header is a list of names in its first column. A body
    without 编号 has its name for an id.

    Raises:
        InvalidFile: it is no workbook, or a row cannot be an entry; every such row is named.
    """
    lines = list(_lines(path))
    ids = _ids(lines)
    rosters: dict[str, list[Entry]] = {}
    problems: list[Problem] = []
    for number, line in lines:
        try:
            parent = ids[line["parent"]] if line.get("parent") else ""
            rosters.setdefault(parent, []).append(_entry(line))
        except KeyError:
            problems.append(Problem(number, f"上级单位“{line['parent']}”不在名单中，请补上或改正"))
        except (BadRequest, ValueError) as error:
            problems.append(Problem(number, str(error)))
    names = [line["name"] for _, line in lines]
    problems += [
        Problem(number, f"单位“{line['name']}”重复，请只保留一行")
        for position, (number, line) in enumerate(lines)
        if line["name"] in names[:position]
    ]
    problems += _same_ids(lines, ids)
    if problems or not lines:
        raise InvalidFile(path.name, problems or [Problem(0, "名单中没有单位，请在“单位名称”一列填写")])
    return rosters


def _lines(path: Path) -> Iterator[RosterLine]:
    """Each row that names a body, with its number and its entries by field."""
    columns: dict[str, int] | None = None
    for number, row in enumerate(_cells(path), start=1):
        texts = ["" if value is None else str(value).strip() for value in row]
        if columns is None:
            columns = _columns(texts)
            if columns:
                continue
            columns = {"name": 0}
        line = {field: texts[at] for field, at in columns.items() if at < len(texts) and texts[at]}
        if "name" in line:
            yield number, line


def _cells(path: Path) -> Iterator[Sequence[Any]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except FileNotFoundError:
        raise BadRequest(f"{path}：没有这个文件，请检查 --roster 的路径") from None
    except (InvalidFileException, BadZipFile, KeyError, OSError):
        raise InvalidFile(path.name, [Problem(0, "不是可读的 .xlsx 工作簿，请用 Excel 或 WPS 另存为 .xlsx")]) from None
    try:
        yield from book.worksheets[0].iter_rows(values_only=True, max_row=_MOST_ROWS)
    finally:
        book.close()


def _columns(texts: Sequence[str]) -> dict[str, int]:
    """Where each field stands, if this is the header; empty if not."""
    found = {
        field: texts.index(heading)
        for field, headings in _HEADINGS.items()
        for heading in reversed(headings)
        if heading in texts
    }
    return found if "name" in found else {}


def _ids(lines: Sequence[RosterLine]) -> dict[str, str]:
    """The whole id of each body, by its name: its parents' ids before its own."""
    by_name = {line["name"]: line for _, line in lines}

    def whole(name: str, below: tuple[str, ...] = ()) -> str:
        line = by_name[name]
        own = line.get("id", name)
        parent = line.get("parent")
        if not parent or parent not in by_name or parent in below:
            return own
        return f"{whole(parent, (*below, name))}/{own}"

    return {name: whole(name) for name in by_name}


def _same_ids(lines: Sequence[RosterLine], ids: Mapping[str, str]) -> Iterator[Problem]:
    """A problem for each body whose id is that of another above it, or is taken for it on some systems."""
    first: dict[str, str] = {}
    for number, line in lines:
        name = line["name"]
        other = first.setdefault(fold(ids[name]), name)
        if other != name:
            said = f"单位“{name}”的编号“{ids[name]}”与“{other}”的“{ids[other]}”相同或只是大小写不同，请改为不同的编号"
            yield Problem(number, said)


def _entry(line: dict[str, str]) -> Entry:
    level = line.get("level")
    if level and level not in LEVELS:
        level = next((id for id, label in LEVELS.items() if label == level), None)
        if level is None:
            raise ValueError(f"级别“{line['level']}”不明，可填：{'、'.join(LEVELS.values())}")
    return Entry.model_validate(
        {
            "id": check_id(line.get("id", line["name"])),
            "name": line["name"],
            "short_name": line.get("short_name"),
            "level": level,
            "from": _year(line.get("from")),
            "to": _year(line.get("to")),
        }
    )


def _year(text: str | None) -> int | None:
    if not text:
        return None
    if not (text.isdecimal() and len(text) == 4):
        raise ValueError(f"年度“{text}”应为四位数字，请改正")
    return int(text)
