"""`manifest.jsonl`: one line a report of a batch; the last line of an agency and edition counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from io import FileIO
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from govreport.errors import Locked
from govreport.rendering import EDITIONS, KINDS, values_key
from govreport.report import to_json
from govreport.store import is_id, open_lines, read_lines, write_atomic, write_lines

from .outcome import STATUSES, Outcome

if TYPE_CHECKING:
    Edition = str
    Status = str
    Kind = str
else:
    Edition = Literal[tuple(EDITIONS)]
    Status = Literal[tuple(STATUSES)]
    Kind = Literal[tuple(KINDS)]

FILE = "manifest.jsonl"


class _ManifestLine(BaseModel):
    """What a line must tell to count; a person may have had the file open in an editor."""

    model_config = ConfigDict(strict=True)

    agency: str
    year: int
    edition: Edition
    status: Status
    input_digest: str | None
    output_digest: str | None
    seconds: Annotated[int | float | Decimal, Field(ge=0, allow_inf_nan=False)]
    attempts: Annotated[int, Field(ge=0)]
    errors: Annotated[int, Field(ge=0)]
    warnings: Annotated[int, Field(ge=0)]
    message: str
    files: dict[Kind, str] = Field(default_factory=dict)
    params: str | None = None
    notebook: str | None = None
    values: dict[str, Any] | None = None
    label: str | None = None

    def may_stand(self, folder: Path) -> bool:
        """Whether it is of that year's folder, and of an agency, or of what failed since it can be none."""
        return str(self.year) == folder.name and (is_id(self.agency) or self.status == "failed")


KEYS = tuple(name for name, field in _ManifestLine.model_fields.items() if field.is_required())
_ABOUT = ("params", "notebook", "values", "label")
_TOO_MANY = 4

Entry = dict[str, Any]
Key = tuple[str, ...]


def read_manifest(folder: Path, own: str = "") -> dict[Key, Entry]:
    """The entry that counts for each agency and edition; a line that is cut off or is no entry does not.

    `own` is the name of a person's own notebook, whose batches keep a manifest of their own; there it is the entry for
    each agency, edition and `values_key`.
    """
    return {_key(entry): entry for _, entry in _lines(_path(folder, own)) if entry}


def key_of(agency: str, edition: str, about: Mapping[str, Any]) -> Key:
    """What an entry is found by; `about` is what a line tells beyond the keys that all have."""
    return (agency, edition, values_key(about["values"])) if "values" in about else (agency, edition)


def _key(entry: Entry) -> Key:
    return key_of(entry["agency"], entry["edition"], entry)


def _path(folder: Path, own: str) -> Path:
    return folder / (f"manifest.{own}.jsonl" if own else FILE)


def _lines(path: Path) -> Iterator[tuple[int, Entry | None]]:
    """Each line's number and entry; None where it is none."""
    for number, _, told in read_lines(path):
        try:
            line = _ManifestLine.model_validate(told)
        except ValidationError:
            yield number, None
        else:
            yield number, told if line.may_stand(path.parent) else None


class Manifest:
    """The manifest while a batch writes it: its one writer appends a line as each report ends.

    `about` is what its lines tell beyond the keys that all have.
    """

    def __init__(self, folder: Path, own: str = "", about: Mapping[str, Any] = MappingProxyType({})) -> None:
        self.path = _path(folder, own)
        self.about = about
        try:
            lines = list(_lines(self.path))
        except OSError as error:
            raise Locked(f"{self.path}：无法读取（{error.strerror}），请关闭正在打开它的程序（或检查权限）") from None
        self.entries = {_key(entry): entry for _, entry in lines if entry}
        self.broken = [
            f"{self.path}：第{number}行不是生成记录，已略过，这份报告将重新生成" for number, entry in lines if not entry
        ]
        self._lines = len(lines)
        self._stream: FileIO | None = None

    def __enter__(self) -> Self:
        self._tidy()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._stream = open_lines(self.path)
        except OSError as error:
            raise Locked(f"{self.path}：无法写入（{error.strerror}），请关闭正在打开它的程序（或检查权限）") from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._stream is not None:
            with suppress(OSError):
                self._stream.close()

    def known(self, agency: str, edition: str) -> Entry:
        """The entry of a report as this batch makes it; empty where there is none."""
        return self.entries.get(key_of(agency, edition, self.about), {})

    def append(self, outcome: Outcome, old: Entry | None = None) -> None:
        """Write what became of a report, so that it stands whatever happens next.

        `old` is the entry that it closes, where that is of another run.

        Raises:
            Locked: the disk takes no more.
        """
        entry = {key: getattr(outcome, key) for key in KEYS}
        if outcome.files.keys() - {"html"}:
            entry["files"] = outcome.files
        entry["seconds"] = round(outcome.seconds, 3)
        entry |= self.about if old is None else {key: old[key] for key in _ABOUT if key in old}
        self.entries[_key(entry)] = entry
        if self._stream is not None:
            try:
                write_lines(self._stream, [entry])
            except OSError as error:
                raise Locked(
                    f"{self.path}：无法写入（{error.strerror}），请检查磁盘空间后再次运行，已生成的不会重做"
                ) from None

    def _tidy(self) -> None:
        """Leave one line an entry where there are many, or some that are none."""
        if self.broken or self._lines > _TOO_MANY * len(self.entries):
            write_atomic(self.path, "".join(f"{to_json(entry)}\n" for entry in self.entries.values()).encode("utf-8"))
