"""A PDF before it is read: that its streams do not unpack to more than any report holds."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n")
_MOST_ONE = 60_000_000
_MOST_ALL = 200_000_000
_STEP = 1_000_000


def check_streams(content: bytes) -> bool:
    """Whether all compressed streams stay small when unpacked."""
    total = 0
    for match in _STREAM.finditer(content):
        if content[match.end() : match.end() + 1] != b"\x78":
            continue
        total += _unpacked(content, match.end())
        if total > _MOST_ALL:
            return False
    return True


def _unpacked(content: bytes, begin: int) -> int:
    """How many bytes a stream unpacks to; one that is too large counts as more than is allowed."""
    unpacker = zlib.decompressobj()
    size, data = 0, content[begin : begin + _MOST_ONE]
    try:
        while data and not unpacker.eof:
            size += len(unpacker.decompress(data, _STEP))
            data = unpacker.unconsumed_tail
            if size > _MOST_ONE:
                return _MOST_ALL + 1
    except zlib.error:
        pass
    return size
