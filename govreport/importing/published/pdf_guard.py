"""pdfminer within limits: its streams stay small when unpacked, and what it reads and draws is counted."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.cmapdb import FileCMap, FileUnicodeMap
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFStream, list_value, resolve1, stream_value
from pdfminer.psparser import LIT, PSBaseParser
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from .pdf_limits import Vast, begin_page, count_calls, limited, take

_FLATE = frozenset(map(LIT, ("FlateDecode", "Fl")))
_LZW = frozenset(map(LIT, ("LZWDecode", "LZW")))
_RUNS = frozenset(map(LIT, ("RunLengthDecode", "RL")))
_HEXADECIMAL = frozenset(map(LIT, ("ASCIIHexDecode", "AHx")))
_BASE85 = frozenset(map(LIT, ("ASCII85Decode", "A85")))
_CARRIED = 12
"""What a number that a predictor or run made takes in memory, in place of its byte."""
_WIDEST = 100_000
_MOST_ONE = 40_000_000
_STEP = 1_000_000
_PACKED = f"中有一段解压后超过{_MOST_ONE // 1_000_000}MB"
_LINE, _KEPT, _DRAWN = 3, 5, 100
"""Steps that a line counts for, what is looked up or kept in memory, and a form that is drawn."""
_LONG = 20
_LONGEST = 1_000_000


def _stepping(fill: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Count a step; a parser looks for more to read before each, and keeps what it is in the middle of."""

    def step(parser: Any) -> bool:
        take("steps")
        if len(parser._curtoken) > _LONGEST and limited():
            raise Vast("中有一项超过1MB")
        return fill(parser)

    return step


for _parser in (PSBaseParser, PDFContentParser):
    setattr(_parser, "fillbuf", _stepping(_parser.fillbuf))  # noqa: B010 - pdfminer offers no other place for a limit
count_calls(PSBaseParser, "nextline", _LINE)
count_calls(PDFDocument, "getobj", _KEPT)
count_calls(FileUnicodeMap, "add_cid2unichr", _KEPT)
count_calls(FileCMap, "add_code2cid", _KEPT)


def _decode(stream: PDFStream) -> None:
    """Unpack a stream, when its size unpacked is known and within what is left."""
    if limited() and stream.rawdata is not None:
        if stream.decipher:
            stream.rawdata = stream.decipher(stream.objid or 0, stream.genno or 0, stream.rawdata, stream.attrs)
            stream.decipher = None
        take("unpacked", _size(stream.rawdata, stream.get_filters()))
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
        raise Vast("中有一段压缩了两次")
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
                raise Vast(_PACKED)
            yield piece
    except zlib.error:
        # damaged from here on: pdfminer takes what came before
        return


def _looked_up(data: bytes) -> int:
    size = 0
    for piece in LZWDecoder(io.BytesIO(data)).run():
        size += len(piece)
        if size > _MOST_ONE:
            raise Vast(_PACKED)
    return size


def _run_out(data: bytes) -> int:
    """At most what runs of bytes come to, as pdfminer holds them."""
    if len(data) * 64 * _CARRIED > _MOST_ONE:
        raise Vast(_PACKED)
    return len(data) * 64 * _CARRIED


def _predicted(size: int, parameters: dict[str, Any]) -> int:
    across = [resolve1(parameters.get(name, 1)) for name in ("Columns", "Colors")]
    if any(isinstance(one, int) and one > _WIDEST for one in across) or size * _CARRIED > _MOST_ONE:
        raise Vast(_PACKED)
    return size * _CARRIED


class Resources(PDFResourceManager):
    """The fonts of a document, none of which gives widths for more characters than there are."""

    def get_font(self, objid: object, spec: Any) -> Any:
        """A font, made once."""
        if objid not in self._cached_fonts:
            take("steps", _KEPT * (_spanned(spec.get("W"), 3) + _spanned(spec.get("W2"), 5)))
        return super().get_font(objid, spec)


def _spanned(widths: object, each: int) -> int:
    """For how many characters a table gives widths; a span of them takes `each` numbers, from, to, and what."""
    numbers: list[float] = []
    spanned = 0
    for one in map(resolve1, list_value(resolve1(widths) or [])):
        numbers = [*numbers, one] if isinstance(one, int | float) else []
        spanned += len(one) if isinstance(one, list) else 1
        if len(numbers) == each:
            spanned += max(0, int(numbers[1] - numbers[0]))
            numbers = []
    return spanned


class _Interpreter(PDFPageInterpreter):
    """Draws no more than a report holds, also where forms draw forms."""

    def execute(self, streams: Sequence[object]) -> None:
        """Draw a page's or a form's streams."""
        take("steps", _DRAWN)
        for stream in map(stream_value, streams):
            take("content", len(stream.get_data()))
        super().execute(streams)


class _Device(PDFPageAggregatorWithMarkedContent):
    """Counts what is drawn, as it is."""

    def render_char(self, *given: Any, **named: Any) -> float:
        """A character, or a long text, where a font says that it stands for one."""
        advance = super().render_char(*given, **named)
        drawn: Any = self.cur_item._objs[-1]
        characters = 1 + len(drawn.get_text()) // _LONG
        take("characters", characters)
        take("characters on a page", characters)
        return float(advance)

    def paint_path(self, *given: Any, **named: Any) -> None:
        """A line, a rectangle or a curve."""
        take("drawn")
        take("drawn on a page")
        super().paint_path(*given, **named)


def lay_out(page: Any, resources: Resources) -> None:
    """Lay a page of pdfplumber out, as it would by itself, but within the limits.

    Raises:
        Vast: there is too much on it, or in the document so far.
    """
    begin_page()
    device = _Device(resources, pageno=page.page_number, laparams=page.pdf.laparams)
    _Interpreter(resources, device).process_page(page.page_obj)
    page._layout = device.get_result()
