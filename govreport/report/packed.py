"""A report packed into one line of plain letters, to travel inside another file and come back as it was."""

from __future__ import annotations

import binascii
import zlib
from base64 import b64decode, b64encode

from .model import AnnualReport, read_report
from .numbers import from_json, to_json

_MOST_BYTES = 40_000_000


def pack_report(report: AnnualReport, agency: str) -> str:
    """The report and whose it is, as ASCII letters that no program rewrites."""
    record = to_json({"agency": agency, "record": report.record()})
    return b64encode(zlib.compress(record.encode(errors="surrogatepass"))).decode("ascii")


def unpack_report(text: str) -> tuple[str, AnnualReport]:
    """The agency's id and the report, as they were packed.

    Raises:
        ValueError: the text is not whole, or no such thing.
    """
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(b64decode("".join(text.split()), validate=True), _MOST_BYTES)
        if not unpacking.eof:
            raise ValueError("cut off, or far too large")
        packed = from_json(content.decode(errors="surrogatepass"))
        return str(packed["agency"]), read_report(packed["record"])
    except (binascii.Error, zlib.error, KeyError, TypeError) as error:
        raise ValueError("no packed report") from error
