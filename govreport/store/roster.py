"""`roster.yaml`: who must report below a parent."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from govreport.errors import InvalidFile, Problem
from govreport.report import Level
from govreport.report.parts import Date, Text
from govreport.visible import visible

from . import layout
from .ids import fold, why_no_id
from .names import plain_name
from .places import check_no_twin
from .saving import write_guarded
from .yaml_reading import parse_document, read_bytes

FILE = "roster.yaml"


class Entry(BaseModel):
    """One body that must report: its id, its names, and from when to when it does."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: Text
    name: Annotated[Text, Field(min_length=1)]
    short_name: Text | None = None
    level: Level | None = None
    from_: int | None = Field(default=None, alias="from", description="自该年度起")
    to: int | None = Field(default=None, description="至该年度止")
    reports: bool = True
    in_rollup: bool | Text = Field(default=True, description="是否计入汇总；不计入时写明原因")
    deadline: Date | None = None
    former_names: tuple[Text, ...] = ()

    def due(self, year: int) -> bool:
        """Whether the body must report for `year`."""
        return self.reports and (self.from_ or year) <= year <= (self.to or year)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by."""
        return tuple(name for name in (self.name, self.short_name, *self.former_names) if name)

    def record(self) -> dict[str, Any]:
        """The entry as plain data, without what is not stated."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def read_roster(folder: Path, shown: str) -> list[Entry]:
    """The entries of the roster in `folder`; empty where there is none.

    Raises:
        InvalidFile: the file is no list of entries, or an id cannot be one.
    """
    path = folder / FILE
    return list(_entries(read_bytes(path, shown), shown)) if os.path.lexists(path) else []


@dataclass(frozen=True)
class Listing:
    """Whom a parent's roster lists, by the id from the top, every name they go by, and whose each is."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    owners: Mapping[str, Sequence[str]] = field(default_factory=dict)


def listing(folder: Path, parent: str, shown: str) -> Listing:
    """The roster in the folder of `parent`; nobody where there is none.

    Raises:
        InvalidFile: the file is no list of entries, or an id cannot be one.
    """
    path = folder / FILE
    return _listing(read_bytes(path, shown), parent, shown) if os.path.lexists(path) else Listing()


@lru_cache(maxsize=32)
def _listing(content: bytes, parent: str, shown: str) -> Listing:
    """As `listing`; a roster of thousands is read once, however many reports are looked at one by one."""
    whole = [entry.model_copy(update={"id": _whole_id(parent, entry.id)}) for entry in _entries(content, shown)]
    owners: dict[str, list[str]] = {}
    for entry in whole:
        for name in dict.fromkeys(map(plain_name, entry.names)):
            owners.setdefault(name, []).append(entry.id)
    names = frozenset(name for entry in whole for name in entry.names)
    return Listing({entry.id: entry for entry in whole}, names, owners)


def _whole_id(parent: str, id: str) -> str:
    """The id from the top: a roster may name its entries from the top or from its own folder."""
    return id if not parent or id.startswith(f"{parent}/") else f"{parent}/{id}"


def _entries(content: bytes, shown: str) -> list[Entry]:
    document = parse_document(content, shown)
    if not isinstance(document.data, list):
        raise InvalidFile(shown, [Problem(0, "报送名册应是一列单位，每项以“- id: …”开头，请对照指南改正")])
    entries = [_entry(item, document.line((number,)), shown) for number, item in enumerate(document.data)]
    ids: dict[str, str] = {}
    for number, entry in enumerate(entries):
        if ids.setdefault(fold(entry.id), entry.id) != entry.id:
            said = f"单位编号“{entry.id}”与“{ids[fold(entry.id)]}”只是大小写或写法不同，请改为不同的编号"
            raise InvalidFile(shown, [Problem(document.line((number,)), said)])
    return entries


def _entry(item: Any, line: int, shown: str) -> Entry:
    try:
        entry = Entry.model_validate(item)
    except ValidationError as error:
        wrong = "、".join(dict.fromkeys(str(detail["loc"][0]) for detail in error.errors() if detail["loc"]))
        raise InvalidFile(
            shown, [Problem(line, f"名册中的单位写法有误（{wrong or '应为“字段: 值”'}），请对照指南改正")]
        ) from None
    if reason := why_no_id(entry.id):
        raise InvalidFile(shown, [Problem(line, f"单位编号“{visible(entry.id[:80])}”不可用：{reason}")])
    return entry


def write_roster(folder: Path, entries: Sequence[Entry]) -> None:
    """Write the roster of `folder`, and make the folder of each entry.

    Raises:
        BadRequest: there is a folder that some system would take for that of an entry.
        Conflict: there is a roster already.
        Locked: the file may not be written.
    """
    for entry in entries:
        check_no_twin(folder, entry.id)
    yaml = layout.round_trip()
    text = layout.to_text(yaml, [entry.record() for entry in entries])
    write_guarded(folder / FILE, text.encode("utf-8"), None)
    for entry in entries:
        folder.joinpath(*entry.id.split("/")).mkdir(parents=True, exist_ok=True)
