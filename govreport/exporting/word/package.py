"""The file itself: the parts that never change, made once, and those of one report; none of them tells a time.

The packed record (`govreport.report.pack_report`) lies in `customXml/item1.xml`, as the text of its only element,
`<record xmlns="urn:govreport:record" edition="final">`. Word and LibreOffice keep such a part when they save the
file, but may give it another number: a reader looks through all `customXml/item*.xml` for that element.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from govreport.report import show_text

from .markup import Element, W
from .page import set_page, set_settings
from .styles import font_table, set_styles

RECORD_PART = "customXml/item1.xml"
RECORD_SPACE = "urn:govreport:record"

_ID = "{7C1B1E4A-2F1D-4C58-9E0B-5B1C4A6D2021}"
"""The number that the record's part has in every file, as Word wants one."""

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_KEPT = ("officeDocument", "core-properties", "styles", "settings", "fontTable", "footer", "header", "comments")
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@lru_cache(maxsize=3)
def template(*, draft: bool, record: bool = True) -> Mapping[str, bytes]:
    """The parts of a file with the page and the styles and an empty text, by their names; a letter has no record."""
    document = Document()
    set_styles(document)
    set_page(document, draft=draft)
    set_settings(document)
    if draft:
        document.add_comment(document.add_paragraph().add_run(), "")
    for owner in (document.part, document.part.package):
        for key in [key for key, rel in owner.rels.items() if rel.reltype.rpartition("/")[2] not in _KEPT]:
            owner.rels.pop(key)
    if record:
        _add_record_part(document.part)
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    return MappingProxyType(files | {"word/fontTable.xml": to_bytes(font_table())})


def section(*, draft: bool, record: bool = True) -> Element:
    """The properties of the page, as the template has them, to stand at the end of a text."""
    return copy.deepcopy(_section(draft=draft, record=record))


@lru_cache(maxsize=3)
def _section(*, draft: bool, record: bool) -> Element:
    return etree.fromstring(template(draft=draft, record=record)["word/document.xml"]).find(f".//{W}sectPr")


def _add_record_part(main: Part) -> None:
    package = main.package
    record = Part(PackURI(f"/{RECORD_PART}"), CONTENT_TYPE.XML, b"", package)
    described = Part(
        PackURI("/customXml/itemProps1.xml"), CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, _described(), package
    )
    record.relate_to(described, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    main.relate_to(record, RELATIONSHIP_TYPE.CUSTOM_XML)


def _described() -> bytes:
    item = etree.Element(f"{{{_PROPERTIES}}}datastoreItem", {f"{{{_PROPERTIES}}}itemID": _ID}, {"ds": _PROPERTIES})
    schemas = etree.SubElement(item, f"{{{_PROPERTIES}}}schemaRefs")
    etree.SubElement(schemas, f"{{{_PROPERTIES}}}schemaRef", {f"{{{_PROPERTIES}}}uri": RECORD_SPACE})
    return to_bytes(item)


def record_part(packed: str, edition: str) -> bytes:
    """The part in which the packed record travels."""
    record = etree.Element(f"{{{RECORD_SPACE}}}record", {"edition": edition}, {None: RECORD_SPACE})
    record.text = packed
    return to_bytes(record)


def core_part(title: str, author: str) -> bytes:
    """The properties of the file; without dates, so that the same report gives the same bytes."""
    core = etree.Element(f"{{{_CORE}}}coreProperties", {}, {"cp": _CORE, "dc": _DC})
    for name, value in (("title", title), ("creator", author), ("language", "zh-CN")):
        etree.SubElement(core, f"{{{_DC}}}{name}").text = show_text(value)
    return to_bytes(core)


def to_bytes(root: Element) -> bytes:
    """An element as a part of the file."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts in one file; equal parts give equal bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, content, compresslevel=1)
    return packed.getvalue()
