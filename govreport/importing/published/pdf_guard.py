"""A PDF within limits: its streams stay small when unpacked, and a page is laid out in bounded time."""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psparser import LIT
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

_FLATE = frozenset(map(LIT, ("FlateDecode", "Fl")))
_LZW = frozenset(map(LIT, ("LZWDecode", "LZW")))
_RUNS = frozenset(map(LIT, ("RunLengthDecode", "RL")))
_HEXADECIMAL = frozenset(map(LIT, ("ASCIIHexDecode", "AHx")))
_BASE85 = frozenset(map(LIT, ("ASCII85Decode", "A85")))
_CARRIED = 12
"""What a number that a predictor or run made takes in memory, in place of its byte."""
_WIDEST = 100_000
_MOST_ONE = 40_000_000
_MOST_ALL = 80_000_000
_MOST_DRAWN = 4_000_000
_STEP = 1_000_000
_left: ContextVar[list[int] | None] = ContextVar("left", default=None)


class Vast(Exception):
    """There is more in the file than in any report."""


@contextmanager
def streams_within_limits() -> Iterator[None]:
    """Have pdfminer unpack no stream that is large unpacked, nor many that are so together; it raises `Vast` then."""
    token = _left.set([_MOST_ALL])
    try:
        yield
    finally:
        _left.reset(token)


def _decode(stream: PDFStream) -> None:
    """Unpack a stream, when its size unpacked is known and within what is left."""
    left = _left.get()
    if left is not None and stream.rawdata is not None:
        if stream.decipher:
            stream.rawdata = stream.decipher(stream.objid or 0, stream.genno or 0, stream.rawdata, stream.attrs)
            stream.decipher = None
        left[0] -= _size(stream.rawdata, stream.get_filters())
        if left[0] < 0:
            raise Vast
    _decode_of_pdfminer(stream)


_decode_of_pdfminer = PDFStream.decode
setattr(PDFStream, "decode", _decode)  # noqa: B010 - pdfminer offers no other place for a limit


def _size(data: bytes, filters: Sequence[tuple[Any, Any]]) -> int:
    """How much memory a stream takes unpacked; packed twice, it is no report's.

    Raises:
        Vast: more than is allowed.
    """
    packed = [name for name, _ in filters if name in _FLATE | _LZW | _RUNS]
    if len(packed) > 1:
        raise Vast
    size = len(data)
    for name, parameters in filters:
        if name in _HEXADECIMAL | _BASE85 and packed:
            data = asciihexdecode(data) if name in _HEXADECIMAL else ascii85decode(data)
        elif name in packed:
            size = sum(_unpacked(data)) if name in _FLATE else _run_out(data) if name in _RUNS else _looked_up(data)
        if isinstance(parameters, dict) and parameters.get("Predictor", 1) != 1:
            size = _predicted(size, parameters)
    return size


def _unpacked(data: bytes) -> Iterator[int]:
    """The sizes of the pieces that a stream unpacks to."""
    unpacker = zlib.decompressobj()
    size = 0
    try:
        while data and not unpacker.eof:
            piece = len(unpacker.decompress(data, _STEP))
            data, size = unpacker.unconsumed_tail, size + piece
            if size > _MOST_ONE:
                raise Vast
            yield piece
    except zlib.error:
        # damaged from here on: pdfminer takes what came before
        return


def _looked_up(data: bytes) -> int:
    size = 0
    for piece in LZWDecoder(io.BytesIO(data)).run():
        size += len(piece)
        if size > _MOST_ONE:
            raise Vast
    return size


def _run_out(data: bytes) -> int:
    """At most what runs of bytes come to, as pdfminer holds them."""
    if len(data) * 64 * _CARRIED > _MOST_ONE:
        raise Vast
    return len(data) * 64 * _CARRIED


def _predicted(size: int, parameters: dict[str, Any]) -> int:
    across = [resolve1(parameters.get(name, 1)) for name in ("Columns", "Colors")]
    if any(isinstance(one, int) and one > _WIDEST for one in across) or size * _CARRIED > _MOST_ONE:
        raise Vast
    return size * _CARRIED


class _Interpreter(PDFPageInterpreter):
    """Draws no more than a page of a report holds, also where forms draw forms."""

    def execute(self, streams: Sequence[object]) -> None:
        """Draw a page's or a form's streams."""
        device: Any = self.device
        for stream in map(stream_value, streams):
            device.left -= len(stream.get_data()) if isinstance(stream, PDFStream) else 0
        device.left -= 1_000
        if device.left < 0 or time.process_time() > device.until:
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
