"""Append-only files of JSON, one object a line.

Lines end at a line feed and nowhere else: U+2028, U+0085 and others of their kind are part of a text.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import FileIO
from pathlib import Path
from typing import Any, NamedTuple

from govreport.report import from_json, to_json


class JsonLine(NamedTuple):
    """A line of the file, its number, and the object that it tells; None where it tells none."""

    number: int
    raw: bytes
    told: dict[str, Any] | None


def read_lines(path: Path) -> Iterator[JsonLine]:
    """The lines of the file at `path`, none where there is no file; blank lines are left out.

    Raises:
        OSError: the file may not be read.
    """
    yield from lines_in(path.read_bytes() if path.is_file() else b"")


def lines_in(content: bytes, wanted: Callable[[bytes], bool] = lambda raw: True) -> Iterator[JsonLine]:
    """The lines of a file's content that are `wanted`; blank lines are left out."""
    for number, raw in enumerate(content.split(b"\n"), start=1):
        if raw.strip() and wanted(raw):
            yield JsonLine(number, raw, _told(raw))


def _told(raw: bytes) -> dict[str, Any] | None:
    try:
        told = from_json(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def append_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Add a line for each record, in one write that is on the disk when this returns.

    Raises:
        OSError: the file may not be written; it is then as it was.
    """
    with open_lines(path) as stream:
        write_lines(stream, records)
        os.fsync(stream.fileno())


def open_lines(path: Path) -> FileIO:
    """The file at `path`, to be written by `write_lines`."""
    return path.open("a+b", buffering=0)


def write_lines(stream: FileIO, records: Iterable[Mapping[str, Any]]) -> None:
    """As `append_lines`, to a file that is open; a line that was cut off at the end stays a line of its own.

    Raises:
        OSError: the disk takes no more; the file is then as it was.
    """
    end = stream.seek(0, os.SEEK_END)
    if end:
        stream.seek(end - 1)
    cut_off = bool(end) and stream.read(1) != b"\n"
    lines = (b"\n" if cut_off else b"") + b"".join(map(_line, records))
    try:
        if stream.write(lines) != len(lines):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except OSError:
        stream.truncate(end)
        raise


def _line(record: Mapping[str, Any]) -> bytes:
    """The record as a line; half a character, which UTF-8 cannot write, as JSON's own escape."""
    return f"{to_json(record)}\n".encode("utf-8", "backslashreplace")
