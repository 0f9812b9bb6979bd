"""A save: the yearly file replaced and the journal's lines added, both or neither, whenever the process is killed.

The new file is written first under a name of its own; then the journal says what it changes, with the mark of that
name; then the file takes its place. A line whose file still lies beside under the mark was therefore never saved: a
reader leaves it out, and the next save takes it back by a line `void`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from govreport.errors import Locked

from .jsonlines import append_lines
from .saving import part_of, sweep, write_part

JOURNAL = "journal.jsonl"


def commit(path: Path, content: bytes, lines: Sequence[Mapping[str, Any]]) -> str:
    """Replace the yearly file at `path`, and add `lines` to the journal beside it; the new digest comes back.

    Only who holds the folder may call this; see `saving.locked`.

    Raises:
        Locked: the file or the journal may not be written; then neither is.
    """
    part = part_of(path)
    at = path
    try:
        write_part(part, content)
        at = path.with_name(JOURNAL)
        if lines:
            append_lines(at, ({**line, "save": _mark(part)} for line in lines))
        at = path
        part.replace(path)
    except OSError as error:
        what = "录入记录无法写入" if at != path else "无法写入"
        advice = "请关闭正在打开它的程序（或检查权限和磁盘空间）后重试"
        raise Locked(f"{at}：{what}（{error.strerror}），没有保存；{advice}") from None
    finally:
        with suppress(OSError):
            take_back(path.parent)
    return sha256(content).hexdigest()


def take_back(folder: Path) -> None:
    """Have the journal in `folder` take back what was never saved, and remove what is left of it."""
    for part in _parts(folder):
        if f'"save":"{_mark(part)}"'.encode() in _written(folder):
            append_lines(folder / JOURNAL, [{"void": _mark(part)}])
        part.unlink()
    sweep(folder)


def unsaved(folder: Path) -> set[str]:
    """The marks of saves in `folder` that are not done, or never will be; to be asked after the journal was read."""
    return set(map(_mark, _parts(folder)))


def _parts(folder: Path) -> Iterator[Path]:
    return folder.glob(".[0-9][0-9][0-9][0-9].yaml.*.part")


def _mark(part: Path) -> str:
    return part.name.removesuffix(".part").rpartition("-")[2]


def _written(folder: Path) -> bytes:
    journal = folder / JOURNAL
    return journal.read_bytes() if journal.is_file() else b""
