"""A PDF within limits: its streams stay small when unpacked, and a page is laid out in bounded time."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Sequence
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, stream_value
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

_STREAM = re.compile(rb"stream\r?\n")
_TWICE = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW)\s*/(?:FlateDecode|Fl|LZWDecode|LZW)\b")
_MOST_ONE = 60_000_000
_MOST_ALL = 300_000_000
_MOST_DRAWN = 4_000_000
_STEP = 1_000_000


class Vast(Exception):
    """There is more in the file than in any report."""


def check_streams(content: bytes) -> None:
    """See that all compressed streams stay small when unpacked.

    Raises:
        Vast: they do not.
    """
    total = 0
    if _TWICE.search(content):
        raise Vast
    for match in _STREAM.finditer(content):
        if content[match.end() : match.end() + 1] in (b"\x78", b"\x48", b"\x68", b"\x58"):
            total += _unpacked(content, match.end())
        if total > _MOST_ALL:
            raise Vast


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


class _Interpreter(PDFPageInterpreter):
    """Draws no more than a page of a report holds, also where forms draw forms."""

    def execute(self, streams: Sequence[object]) -> None:
        """Draw a page's or a form's streams."""
        device: Any = self.device
        for stream in map(stream_value, streams):
            device.left -= len(stream.get_data()) if isinstance(stream, PDFStream) else 0
        device.left -= 1_000
        if device.left < 0 or time.monotonic() > device.until:
            raise Vast
        super().execute(streams)


def lay_out(page: Any, until: float) -> None:
    """Lay a page of pdfplumber out, as it would by itself, but within the limits.

    Raises:
        Vast: there is too much on it, or it is not done by `until`.
    """
    device: Any = PDFPageAggregatorWithMarkedContent(
        page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams
    )
    device.left, device.until = _MOST_DRAWN, until
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()
