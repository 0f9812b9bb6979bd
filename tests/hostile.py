"""Hostile files of every kind, made afresh, and a child process that reads them and is watched."""

from __future__ import annotations

import io
import multiprocessing
import threading
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from govreport.errors import InvalidFile
from govreport.form import FORMS
from govreport.importing import Hints, read_file
from govreport.importing.published.plain import decode

TITLE = "示例局2023年政府信息公开工作年度报告"
ROWS = [row.label for table in FORMS[2021].tables for row in table.rows]
HEADINGS = "第二十条第（一）项 信息内容 本年制发件数 三、收到和处理政府信息公开申请情况 申请人情况 "
MEGA = 1_000_000


# a child that reads


@dataclass(frozen=True)
class Outcome:
    """What reading came to: `read`, `refused` or a traceback, its text, its seconds of the processor and the child's peak in bytes."""

    kind: str
    text: str
    seconds: float
    peak: int


def _read_all(pipe: Any) -> None:
    while path := pipe.recv():
        began = time.process_time()
        try:
            read_file(Path(path), Hints("示例局", 2023))
            said = ("read", "")
        except InvalidFile as error:
            said = ("refused", str(error))
        except BaseException:
            said = ("raised", traceback.format_exc())
        pipe.send((*said, time.process_time() - began))


class Child:
    """A process that reads one file after another; one that takes too long, or has grown, is begun anew."""

    def __init__(self, patience: float, grown: int = 300 * MEGA) -> None:
        self._patience, self._grown = patience, grown
        self._process: Any = None

    def read(self, path: Path) -> Outcome:
        self._begin()
        watched, done = psutil.Process(self._process.pid), threading.Event()
        peak = [watched.memory_info().rss]

        def sample() -> None:
            while not done.wait(0.005):
                peak[0] = max(peak[0], watched.memory_info().rss)

        sampler = threading.Thread(target=sample)
        self._pipe.send(str(path))
        sampler.start()
        try:
            answered = self._pipe.poll(self._patience)
            kind, text, seconds = self._pipe.recv() if answered else ("late", "", self._patience)
        except EOFError:
            kind, text, seconds = "died", "", 0.0
        done.set()
        sampler.join()
        if kind in ("late", "died") or watched.memory_info().rss > self._grown:
            self.close()
        return Outcome(kind, text, seconds, peak[0])

    def _begin(self) -> None:
        if self._process is None:
            spawning = multiprocessing.get_context("spawn")
            self._pipe, theirs = spawning.Pipe()
            self._process = spawning.Process(target=_read_all, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None


# PDF


def pdf(*objects: bytes, trailer: bytes = b"", version: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF of the objects, the first of which is the catalogue."""
    written, places = bytearray(version), []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(written) + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, trailer, len(written))
    )


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), entries, data)


def packed(data: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 1), b"/Filter/FlateDecode" + entries)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
TEXT = b"BT /F 12 Tf 72 700 Td (annual report 2023) Tj ET\n"


def paper(content: bytes, resources: bytes = b"", *more: bytes, font: bytes = FONT) -> bytes:
    """A PDF of one page: `content` is its content's object, `more` stand from number 6 on."""
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%b>>>>" % resources
    )
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content, font, *more)


def lzw_bomb(size: int) -> bytes:
    """Codes that each stand for a text one longer than the one before, cleared when the table is full."""
    bits = "".join(
        format(code, f"0{9 if code < 511 else 10 if code < 1023 else 11 if code < 2047 else 12}b")
        for code in range(258, 4093)
    )
    once = format(97, "09b") + bits + format(256, "012b")
    several = format(256, "09b") + once * size
    several += "0" * (-len(several) % 8)
    return int(several, 2).to_bytes(len(several) // 8, "big")


def forms(levels: int, each: int) -> tuple[bytes, ...]:
    """Forms that each draw the next one several times."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    nested = (
        packed(b"/X Do " * each, head + b"/Resources<</XObject<</X %d 0 R>>>>" % (7 + level)) for level in range(levels)
    )
    return (*nested, packed(TEXT, head + b"/Resources<</Font<</F 5 0 R>>>>"))


def composite(cmap: bytes = b"", widths: bytes = b"", encoding: bytes = b"/Identity-H") -> bytes:
    inner = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(A)/Ordering(B)/Supplement 0>>%b>>"
    return b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding %b%b/DescendantFonts[%b]>>" % (
        encoding,
        cmap,
        inner % widths,
    )


CMAP = b"/CIDInit /ProcSet findresource begin begincmap %b endcmap end"
OBJECT_STREAM = b"/Type/ObjStm/N %d/First 10"
TWO_FILTERS = b"/Filter[/FlateDecode/Fl#61teDecode]"
PDFS: dict[str, Callable[[], bytes]] = {
    "thousands of pages": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9000/Kids[%b]>>" % b" ".join(b"%d 0 R" % n for n in range(3, 9003)),
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * 9000,
    ),
    "one page many times": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[%b]>>" % (b"3 0 R " * 200_000),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ),
    "pages within pages": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", *[b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % n for n in range(3, 5003)],
    ),
    "a tree of pages that loops": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 9/Parent 3 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9/Parent 2 0 R>>",
    ),
    "a tree of pages that doubles": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", *[b"<</Type/Pages/Count 1/Kids[%b]>>" % (b"%d 0 R " % n * 2) for n in range(3, 40)],
        b"<</Type/Page/MediaBox[0 0 595 842]>>",
    ),
    "a reference to itself": lambda: pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"2 0 R"),
    "arrays in arrays": lambda: pdf(b"<</Type/Catalog/Pages 2 0 R/A %b>>" % (b"[" * 300_000), b"<<>>"),
    "dictionaries in dictionaries": lambda: pdf(b"<</Type/Catalog/Pages 2 0 R/A %b>>" % (b"<</A" * 100_000), b"<<>>"),
    "closed arrays in arrays": lambda: paper(packed(TEXT + b"[" * 200_000 + b"]" * 200_000 + b" TJ")),
    "arrays in the content": lambda: paper(packed(TEXT + b"[" * 300_000)),
    "a stream of objects that unpacks to much": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<<>>", packed(b"1 0 2 0 " + bytes(250 * MEGA), OBJECT_STREAM % 2),
    ),
    "a stream of a billion objects": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<<>>", packed(b"1 0 " * MEGA * 2, OBJECT_STREAM % 10**9),
    )[:-200],
    "content of spaces": lambda: paper(packed(TEXT + b" " * 59 * MEGA)),
    "content that unpacks to much": lambda: paper(packed(TEXT + b" " * 200 * MEGA)),
    "content packed with a small window": lambda: paper(small_window(bytes(60 * MEGA))),
    "content packed twice": lambda: paper(stream(zlib.compress(zlib.compress(bytes(200 * MEGA), 1), 1), TWO_FILTERS)),
    "content packed behind hexadecimals": lambda: paper(
        stream(zlib.compress(bytes(100 * MEGA), 1).hex().encode(), b"/Filter[/ASCIIHexDecode/FlateDecode]")),
    "content with a damaged end": lambda: paper(
        stream(zlib.compress(TEXT + b" " * 50 * MEGA, 9)[:-6], b"/Filter/FlateDecode")),
    "one stream a thousand times": lambda: paper(b"[" + b"6 0 R " * 1000 + b"]", b"", packed(TEXT + b" " * 3 * MEGA)),
    "many large streams": lambda: paper(
        b"[" + b" ".join(b"%d 0 R" % n for n in range(6, 26)) + b"]", b"", *[packed(b" " * 14 * MEGA)] * 20),
    "LZW": lambda: paper(stream(lzw_bomb(20), b"/Filter/LZWDecode")),
    "run lengths": lambda: paper(stream(b"\x81a" * 5 * MEGA, b"/Filter/RunLengthDecode")),
    "a predictor of a billion columns": lambda: paper(
        packed(bytes(1000), b"/DecodeParms<</Predictor 12/Columns 1000000000>>")),
    "a predictor over much": lambda: paper(
        packed(bytes(50 * MEGA), b"/DecodeParms<</Predictor 12/Columns 100>>")),
    "forms that draw each other": lambda: paper(
        packed(TEXT + b"/X Do"), b"/XObject<</X 6 0 R>>", *forms(12, 10)),
    "a form that draws itself": lambda: paper(
        packed(TEXT + b"/X Do"), b"/XObject<</X 6 0 R>>",
        packed(b"/X Do " * 9, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")),
    "many lines": lambda: paper(packed(TEXT + b"".join(b"0 %d m 500 %d l S\n" % (n, n) for n in range(200_000)))),
    "many crossing lines": lambda: paper(packed(TEXT + b"".join(
        b"0 %d m 500 %d l S %d 0 m %d 800 l S\n" % (n, n, n, n) for n in range(0, 800)))),
    "many rectangles": lambda: paper(packed(TEXT + b"1 1 9 9 re f\n" * 80_000)),
    "one path of many pieces": lambda: paper(packed(TEXT + b"1 1 m " + b"9 9 l " * 60_000 + b"S")),
    "many small tables": lambda: paper(packed(TEXT + b"".join(
        b"%d %d 4 4 re S %d %d 4 4 re S\n" % (x, y, x + 4, y) for x in range(0, 590, 12) for y in range(0, 840, 8)))),
    "as many characters as lie on top of each other": lambda: paper(packed(TEXT * 800)),
    "one text of a million characters": lambda: paper(packed(b"BT /F 1 Tf (%b) Tj ET" % (b"a" * MEGA * 3))),
    "a page of four thousand characters": lambda: paper(packed(b"BT /F 9 Tf 1 0 0 1 9 9 Tm " + b"".join(
        b"1 0 0 1 %d %d Tm (%d) Tj\n" % (n % 590, n * 7 % 840, n % 10) for n in range(4_000)) + b"ET")),
    "states put down many times": lambda: paper(packed(TEXT + b"q " * 150_000)),
    "marked content in marked content": lambda: paper(packed(TEXT + b"/P <</MCID 1>> BDC " * 40_000 + TEXT)),
    "characters that map to four billion": lambda: paper(
        packed(TEXT), b"", packed(CMAP % b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange"),
        font=composite(b"/ToUnicode 6 0 R")),
    "characters that map to long texts": lambda: paper(
        packed(TEXT * 100), b"", packed(CMAP % (b"1 beginbfchar <61> <%b> endbfchar " % (b"0041" * 2 * MEGA))),
        font=composite(b"/ToUnicode 6 0 R")),
    "codes that map to four billion": lambda: paper(
        packed(TEXT), b"", packed(CMAP % b"1 begincidrange <00000000> <ffffffff> 0 endcidrange"),
        font=composite(encoding=b"6 0 R")),
    "a billion widths": lambda: paper(packed(TEXT), font=composite(widths=b"/W[0 1000000000 500]")),
    "a million widths": lambda: paper(packed(TEXT), font=composite(widths=b"/W[0[%b]]" % (b"5 " * MEGA))),
    "a picture and no text": lambda: paper(
        packed(b"/X Do"), b"/XObject<</X 6 0 R>>",
        stream(bytes(MEGA), b"/Type/XObject/Subtype/Image/Width 90000/Height 90000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode")),
    "a picture in JBIG2": lambda: paper(
        packed(TEXT + b"/X Do"), b"/XObject<</X 6 0 R>>",
        stream(bytes(MEGA), b"/Type/XObject/Subtype/Image/Width 90000/Height 90000/BitsPerComponent 1/Filter/JBIG2Decode")),
    "a picture that unpacks to much": lambda: paper(
        packed(TEXT + b"/X Do"), b"/XObject<</X 6 0 R>>",
        packed(bytes(250 * MEGA), b"/Type/XObject/Subtype/Image/Width 90000/Height 90000/BitsPerComponent 8")),
    "pictures within the content": lambda: paper(packed(TEXT + b"BI /W 1 /H 1 ID a EI\n" * 10_000)),
    "a million references": lambda: paper(packed(TEXT)).replace(
        b"xref\n0 6\n", b"xref\n0 2000000\n" + b"0000000009 00000 n \n" * 2 * MEGA),
    "references that are promised": lambda: paper(packed(TEXT)).replace(b"xref\n0 6\n", b"xref\n0 999999999\n"),
    "a stream of references that promises much": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<<>>",
        packed(bytes(100), b"/Type/XRef/Size 999999999/Index[0 999999999]/W[1 1 1]/Root 1 0 R"),
    ).split(b"xref\n0")[0] + b"startxref\n58\n%%EOF",
    "tables of references that loop": lambda: paper(packed(TEXT)).replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev 9/Prev 500"),
    "outlines and names of the dead": lambda: paper(packed(TEXT)) + b"1 0 obj\n<<>>\nendobj\n" * 300_000,
    "a number of a million digits": lambda: paper(packed(TEXT + b"9" * MEGA + b" 0 m")),
    "a name of a million letters": lambda: paper(packed(TEXT + b"/" + b"a" * 3 * MEGA)),
    "a text of brackets": lambda: paper(packed(TEXT + b"(" * 100_000)),
    "a paper of a billion points": lambda: paper(packed(TEXT)).replace(b"595 842", b"0 999999999999"),
    "figures of infinite size": lambda: paper(packed(b"BT /F 1e300 Tf 1e300 0 0 1e300 0 0 Tm (a b c 1 2 3) Tj ET")),
    "megabytes of nothing": lambda: b"%PDF-1.7\n" + b"\n" * MEGA,
    "megabytes of objects": lambda: b"%PDF-1.7\n" + b"1 0 obj 2 endobj\n" * 40_000,
    "sealed with a password": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>",
        b"<</Filter/Standard/V 2/R 3/Length 128/P -4/O(%b)/U(%b)>>" % (b"a" * 32, b"b" * 32),
        trailer=b"/Encrypt 3 0 R/ID[(a)(b)]"),
}  # fmt: skip


def small_window(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 10)
    return stream(packer.compress(data) + packer.flush(), b"/Filter/FlateDecode")


# pages


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{body}</body></html>".encode()


TABLE = "<table>" + "".join(f"<tr><td>{row}</td>{'<td>0</td>' * 7}</tr>" for row in ROWS) + "</table>"
PAGES: dict[str, Callable[[], bytes]] = {
    "tags in tags": lambda: page("<div>" * 3_900_000),
    "fewer tags in tags": lambda: page("<div>" * 900_000),
    "tags in tags around a table": lambda: page("<div>" * 100_000 + TABLE),
    "tables in tables": lambda: page("<table><tr><td>" * 100_000 + TABLE),
    "texts in bold in italics": lambda: page("<b><i>" * 200_000 + TITLE),
    "paragraphs in unclosed fonts": lambda: page("<p><font><b><i>一" * 50_000),
    "a table of a million cells": lambda: page("<table>" + ("<tr>" + "<td>0" * 1000) * 900 + "</table>"),
    "a table of a million lines": lambda: page("<table>" + "<tr><td>0<td>1" * 300_000 + "</table>"),
    "a line of a million cells": lambda: page("<table><tr>" + "<td>0" * 900_000 + "</table>"),
    "cells that reach over everything": lambda: page(TABLE.replace("<td>0", "<td colspan=999999999 rowspan=999999999>0")),
    "cells that reach far": lambda: page(TABLE.replace("<td>0", "<td colspan=200 rowspan=5000>0") * 20),
    "many tables with cells that reach far": lambda: page(
        ("<table><tr><td colspan=200 rowspan=5000>公开<td rowspan=5000>1</td></tr>" + "<tr><td>2" * 600 + "</table>") * 400),
    "many tables": lambda: page("<table><tr><td>0<td>1</table>" * 160_000),
    "the tables many times": lambda: page(TABLE * 50),
    "many labels": lambda: page("<p>" + "</p><p>".join(ROWS * 5000)),
    "labels nearly right": lambda: page("<table>" + "".join(
        f"<tr><td>{row[:-1]}{chr(0x4E00 + n)}</td><td>1</td><td>2</td></tr>" for n in range(1500) for row in ROWS) + "</table>"),
    "a long attribute": lambda: page(f"<p style='{'a:b;' * 4_000_000}' class='{'a ' * 900_000}'>" + TABLE),
    "many attributes": lambda: page("<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">" + TABLE),
    "styles that nearly hide": lambda: page(f"<p style='{'display' + ' ' * 9_000_000}'>" + TABLE),
    "styles of many spaces": lambda: page(f"<p style='{'visibility   ' * 1_000_000}'>" + TABLE),
    "many rules": lambda: page(TABLE * 20, "<style>" + "".join(f".a{n}{{display:none}}" for n in range(900_000)) + "</style>"),
    "many sheets of rules": lambda: page(TABLE, ("<style>" + ".a,.b{display:none}" * 5000 + "</style>") * 150),
    "rules of many selectors": lambda: page(TABLE, "<style>" + "," * 9_000_000 + "{display:none}</style>"),
    "rules within rules": lambda: page(TABLE, ("<style>" + "@media a{" * 10_000 + "</style>") * 20),
    "rules without an end": lambda: page(TABLE, ("<style>@a" + "-a" * 40_000 + "{" * 10_000 + "</style>") * 5),
    "comments without an end": lambda: page(TABLE, "<style>" + "/*" * 5_000_000 + "</style>"),
    "entities": lambda: page("&amp;&#65;&nbsp;&x;" * 800_000),
    "entities of its own": lambda: b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    + b"".join(b'<!ENTITY %c "%b">' % (99 + n, b"&%c;" % (98 + n) * 50) for n in range(9)) + b"]><html><body>&k;</body></html>",
    "a line of many megabytes": lambda: page("一二三" * 2_000_000),
    "many empty lines": lambda: page("<p>　</p>" * 400_000),
    "breaks": lambda: page("<br>\n" * 900_000),
    "a text of spaces": lambda: page(" " * 19_000_000),
    "a text of broken lines": lambda: page("一\n" * 4_000_000),
    "raised in raised": lambda: page("<table><tr><td>公开<td>" + "<sup>1" * 10_000 + "</table>"),
    "cells in cells": lambda: page("<table><tr><td>公开<td>" + "<table><tr><td>1<td>2" * 5000 + "</table>"),
    "lists in cells": lambda: page("<table><tr>" + ("<td>" + "<ul><li>1" * 200) * 400 + "</table>"),
    "digits run together": lambda: page("".join(f"<p>{row}</p><p>{'0123456789' * 3}</p>" for row in ROWS)),
    "our record many times": lambda: page('<script id="govreport-record">{"a":' + "[" * 900_000 + "</script>"),
    "our record in a large page": lambda: page('<script id="govreport-record">{}</script>' + "<td data-cell=a>0" * 900_000),
    "our record in a deep page": lambda: page('<script id="govreport-record">{}</script>' + "<div>" * 900_000),
    "sixty megabytes": lambda: b"<p>" * 19 * MEGA,
}  # fmt: skip


# texts


def text(*parts: str) -> bytes:
    return "\n".join([TITLE, HEADINGS, *parts]).encode()


GLUED = "0123456789" * 3
TEXTS: dict[str, Callable[[], bytes]] = {
    "digits": lambda: b"1" * 59 * MEGA,
    "digits behind a label": lambda: text(ROWS[10] + "1" * 50 * MEGA),
    "labels": lambda: text("".join(ROWS * 30_000)),
    "labels line by line": lambda: text("\n".join(ROWS * 10_000)),
    "spaces": lambda: b" " * 59 * MEGA,
    "lines": lambda: b"\n" * 59 * MEGA,
    "returns": lambda: b"\r" * 20 * MEGA,
    "zeros line by line": lambda: b"0\n" * MEGA,
    "ideographs": lambda: "公".encode() * 19 * MEGA,
    "headings": lambda: text(HEADINGS * 400_000),
    "sections": lambda: text("一、总体情况\n" * 400_000),
    "aspects": lambda: text("一、总体情况", "（一）主动公开 \n" * 400_000),
    "titles": lambda: "\n".join([TITLE] * 300_000).encode(),
    "captions": lambda: "\n".join(f"{2000 + n % 99}年年度报告" for n in range(MEGA)).encode(),
    "clauses": lambda: text("第二十条第一项" * 900_000),
    "cases": lambda: text("行政复议行政诉讼" * 900_000),
    "brackets": lambda: text("(" * 9 * MEGA),
    "numerals": lambda: text("一" * 9 * MEGA),
    "dashes": lambda: text("-" * 9 * MEGA),
    "bars": lambda: text(ROWS[9] + "|" * 9 * MEGA),
    "rulers": lambda: text("|---" * 3 * MEGA + "a"),
    "commas": lambda: text(ROWS[9] + "1," * 5 * MEGA),
    "minus": lambda: text(ROWS[9] + " - " * 5 * MEGA),
    "a row of full stops": lambda: text("一、总体情况\n" + "。" * 9 * MEGA),
    "digits run together": lambda: text(*(row + GLUED for row in ROWS)),
    "digits run together without sums": lambda: text(*(row + "1" * 29 for row in ROWS)),
    "digits run together in pieces": lambda: text(*(row + " 0111 11111 11111 1111" for row in ROWS)),
    "cases run together": lambda: text(*ROWS, "行政复议 行政诉讼 结果维持 结果纠正 其他结果 尚未审结 总计 " + GLUED),
    "labels nearly right": lambda: text(*(row[:-1] + chr(0x4E00 + n) + " 1 2 3" for n in range(3000) for row in ROWS)),
    "a letter at a time": lambda: text("\n".join("".join(ROWS * 3000))),
    "GB18030": lambda: (TITLE + "\n" + "政府信息公开" * 4 * MEGA).encode("gb18030"),
    "UTF-16": lambda: (TITLE + "\n" + "政府信息公开\n" * 2 * MEGA).encode("utf-16"),
    "nothing but NUL": lambda: bytes(50 * MEGA),
    "traditional characters": lambda: ("政府信息公開檔案" * 2 * MEGA).encode(),
    "every character there is": lambda: "".join(chr(n) for n in range(32, 0x10FFFF) if not 0xD800 <= n < 0xE000).encode(),
    "marks of direction": lambda: "\u202e\u200b".encode() * 9 * MEGA,
    "combining marks": lambda: ("a" + "\u0301\u0316" * 4 * MEGA).encode(),
    "spaces between ideographs": lambda: text("一、总体情况\n" + ("公" + " " * 50) * 90_000),
    "broken lines": lambda: text("一、总体情况", *["公开" * 16] * 200_000, *["公开" * 17 + "。"] * 90_000),
    "short broken lines": lambda: text("一、总体情况", *["公"] * 2 * MEGA),
    "dates": lambda: text("2023年1月1日\n" * 500_000),
    "channels": lambda: text("一、总体情况", "通过网站公开信息12条，" * 500_000),
}  # fmt: skip


# Word and Excel files of others

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(parts: dict[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return written.getvalue()


def docx(body: str, more: dict[str, str | bytes] | None = None, kind: str = "document") -> bytes:
    main = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}.main+xml"
    return package({
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/styles.xml": f"<w:styles {W}/>",
        "word/document.xml": f"<w:document {W}><w:body>{par(TITLE)}{body}</w:body></w:document>",
        **(more or {}),
    })  # fmt: skip


def par(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def cell(words: str, more: str = "") -> str:
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{par(words)}</w:tc>"


def word_table(value: str = "0", more: str = "", columns: int = 7) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{cell(row)}{cell(value, more) * columns}</w:tr>" for row in ROWS) + "</w:tbl>"


def nested(opening: str, inner: str, closing: str, deep: int) -> str:
    return opening * deep + inner + closing * deep


ASIDE = ("<mc:AlternateContent><mc:Choice>", "</mc:Choice><mc:Fallback><w:r/></mc:Fallback></mc:AlternateContent>")
TABLE_IN = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")
WORDS: dict[str, Callable[[], bytes]] = {
    "tables in tables": lambda: docx(nested(TABLE_IN[0], par("0"), TABLE_IN[1], 80)),
    "tables deep in tables": lambda: docx(nested(TABLE_IN[0], par("0"), TABLE_IN[1], 500)),
    "tables in tables with lines": lambda: docx(nested("<w:tbl><w:tr><w:tc>", word_table(), "</w:tc>" + cell("1") + "</w:tr></w:tbl>", 60)),
    "runs in runs": lambda: docx("<w:p>" + nested("<w:ins>", "<w:r><w:t>a</w:t></w:r>", "</w:ins>", 200) + "</w:p>"),
    "holders in holders": lambda: docx(nested("<w:sdt><w:sdtContent>", par("a"), "</w:sdtContent></w:sdt>", 100)),
    "alternatives in alternatives": lambda: docx("<w:p>" + nested(ASIDE[0], "<w:r/>", ASIDE[1], 100) + "</w:p>"),
    "many alternatives": lambda: docx("<w:p>" + (ASIDE[0] + "<w:r><w:t>1</w:t></w:r>" + ASIDE[1]) * 40_000 + "</w:p>"),
    "many paragraphs": lambda: docx(par("一、总体情况") + par("政府信息公开") * 60_000),
    "many empty paragraphs": lambda: docx("<w:p/>" * 350_000),
    "one long paragraph": lambda: docx(par("政府信息公开" * 800_000)),
    "many runs": lambda: docx("<w:p>" + "<w:r><w:t>公</w:t></w:r>" * 90_000 + "</w:p>"),
    "cells that reach far": lambda: docx(word_table("0", '<w:gridSpan w:val="999999999"/>')),
    "cells that all go on": lambda: docx(word_table("0", "<w:vMerge/>", 90)),
    "cells of a million digits": lambda: docx(word_table("0", f'<w:gridSpan w:val="{"9" * 100_000}"/>')),
    "lines that leave out much": lambda: docx(word_table().replace("<w:tr>", '<w:tr><w:trPr><w:gridBefore w:val="-999999999"/></w:trPr>')),
    "a line of many cells": lambda: docx("<w:tbl><w:tr>" + cell("0") * 30_000 + "</w:tr></w:tbl>"),
    "many lines": lambda: docx("<w:tbl>" + ("<w:tr>" + cell("公开") + cell("0") + "</w:tr>") * 15_000 + "</w:tbl>"),
    "the tables many times": lambda: docx(word_table() * 35),
    "many tables": lambda: docx(("<w:tbl><w:tr>" + cell("公开") + cell("0") + "</w:tr></w:tbl>") * 6_000),
    "digits run together": lambda: docx("".join(par(row + GLUED) for row in ROWS)),
    "macros under another name": lambda: docx(word_table(), {"word/vbaProject.bin": bytes(MEGA)}, "macroEnabled"),
    "a hundred thousand parts": lambda: docx(word_table(), {f"a/{n}.bin": b"" for n in range(60_000)}),
    "a part outside": lambda: docx(word_table(), {"../../outside.xml": "<a/>", "/etc/outside.xml": "<a/>"}),
    "tags in tags": lambda: docx("<w:p>" * 350_000),
    "many attributes": lambda: docx("<w:p " + " ".join(f'a{n}="1"' for n in range(300_000)) + "/>"),
    "a long attribute": lambda: docx(f'<w:p a="{"a" * 12 * MEGA}"/>'),
}  # fmt: skip


def book(
    rows: str, more: str = "", parts: dict[str, str | bytes] | None = None, kind: str = "spreadsheetml.sheet"
) -> bytes:
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return package({
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {S}><sheets><sheet name="表" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {S}><sheetData>{rows}</sheetData>{more}</worksheet>",
        **(parts or {}),
    })  # fmt: skip


def row(number: int, values: Iterable[str]) -> str:
    return f'<row r="{number}">' + "".join(f'<c t="inlineStr"><is><t>{one}</t></is></c>' for one in values) + "</row>"


SHEET = row(1, [TITLE]) + "".join(row(n, [label, *"0000000"]) for n, label in enumerate(ROWS, 2))
BOOKS: dict[str, Callable[[], bytes]] = {
    "merged over everything": lambda: book(SHEET, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "merged many times": lambda: book(SHEET, "<mergeCells>" + '<mergeCell ref="A1:CV3000"/>' * 30_000 + "</mergeCells>"),
    "merged everywhere": lambda: book(
        "".join(row(n, ["公开", "1", "2"]) for n in range(1, 2900)),
        "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:CV3000"/>' for n in range(1, 2900)) + "</mergeCells>"),
    "texts beside merged cells": lambda: book(
        "".join(row(n, ["公开"]) for n in range(1, 2900)),
        "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 2900)) * 20 + "</mergeCells>"),
    "a wide sheet": lambda: book("".join(row(n, ["0"] * 95) for n in range(1, 900))),
    "a sparse wide sheet": lambda: book("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="CV{n}"><v>1</v></c></row>' for n in range(1, 2990))),
    "a long text": lambda: book(row(1, ["政府信息公开" * 800_000])),
    "a text in many cells": lambda: book(
        '<row r="1">' + '<c t="s"><v>0</v></c>' * 90 + "</row>", parts={"xl/sharedStrings.xml": f"<sst {S}><si><t>{'公开' * 500_000}</t></si></sst>"}),
    "labels nearly right": lambda: book("".join(row(n, [ROWS[n % len(ROWS)][:-1] + chr(0x4E00 + n), *"1234567"]) for n in range(1, 2990))),
    "the tables many times": lambda: book("".join(row(n, [ROWS[n % len(ROWS)], *"0000000"]) for n in range(1, 2990))),
    "a formula of a million letters": lambda: book(f'<row r="1"><c r="A1"><f>{"A1+" * MEGA}1</f></c></row>' + SHEET.replace('r="1"', 'r="2"', 1)),
    "a number of a million digits": lambda: book(f'<row r="1"><c r="A1"><v>{"9" * MEGA}</v></c></row>'),
    "a sheet many times": lambda: book(SHEET, parts={
        "xl/workbook.xml": f"<workbook {S}><sheets>" + "".join(f'<sheet name="a{n}" sheetId="{n}" r:id="a"/>' for n in range(1, 60)) + "</sheets></workbook>"}),
    "a large sheet many times": lambda: book("".join(row(n, ["0"] * 30) for n in range(1, 2900)), parts={
        "xl/workbook.xml": f"<workbook {S}><sheets>" + "".join(f'<sheet name="a{n}" sheetId="{n}" r:id="a"/>' for n in range(1, 300)) + "</sheets></workbook>"}),
    "macros under another name": lambda: book(SHEET, parts={"xl/vbaProject.bin": bytes(MEGA)}),
    "names for everything": lambda: book(SHEET, parts={"xl/workbook.xml":
        f'<workbook {S}><sheets><sheet name="表" sheetId="1" r:id="a"/></sheets><definedNames>' + '<definedName name="a">A1:XFD1048576</definedName>' * 90_000 + "</definedNames></workbook>"}),
    "tags in tags": lambda: book("<row>" * 350_000),
}  # fmt: skip


def shorter(made: Callable[[], bytes]) -> Callable[[], bytes]:
    """The text cut to what is read."""

    def cut() -> bytes:
        content = made()
        return decode(content, "")[:400_000].encode()

    return cut


LARGE = {
    name: TEXTS[name] for name in ("digits", "lines", "ideographs", "labels", "GB18030", "UTF-16", "nothing but NUL")
}
NOTES = {name: shorter(made) for name, made in TEXTS.items()}
KINDS: dict[str, dict[str, Callable[[], bytes]]] = {
    ".pdf": PDFS,
    ".html": PAGES,
    ".txt": LARGE,
    ".md": NOTES,
    ".docx": WORDS,
    ".xlsx": BOOKS,
}
