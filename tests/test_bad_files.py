"""Files that are none, are locked, encrypted, old, damaged or hostile: refused at once, with what to do."""

from __future__ import annotations

import base64
import io
import resource
import time
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from material import AGENCY, record

from govreport.errors import BadRequest, InvalidFile, Locked
from govreport.exporting import word_document, workbook
from govreport.importing import Reading, import_files, read_file
from govreport.report import read_report

REPORT = read_report(record(2023))
FILES = {".xlsx": workbook(REPORT, AGENCY), ".docx": word_document(REPORT, AGENCY, "final")}
MAIN = {".xlsx": "xl/worksheets/sheet3.xml", ".docx": "word/document.xml"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
QUICK, LITTLE = 10.0, 400_000
"""Seconds, and kilobytes of memory more than before."""
KINDS = pytest.mark.parametrize("kind", FILES)


def refused(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(InvalidFile) as error:
        read_file(path)
    return str(error.value)


def with_part(content: bytes, name: str, part: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The package with one part replaced or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", method) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, part)
    return written.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def in_sheet(before: bytes, piece: bytes) -> bytes:
    """The workbook with a piece of XML put into the sheet of tables."""
    sheet = part_of(FILES[".xlsx"], MAIN[".xlsx"])
    assert sheet.count(before) == 1
    return with_part(FILES[".xlsx"], MAIN[".xlsx"], sheet.replace(before, piece + before))


# what is no file of today


@KINDS
def test_a_missing_file_is_named(tmp_path: Path, kind: str):
    with pytest.raises(BadRequest, match="没有这个文件，请检查路径"):
        read_file(tmp_path / f"没有{kind}")


@KINDS
def test_an_empty_file_is_refused(tmp_path: Path, kind: str):
    assert refused(tmp_path, f"空{kind}", b"") == f"空{kind}：文件是空的，请重新索取"


def test_a_folder_without_files_is_named(tmp_path: Path):
    (tmp_path / "params").mkdir()
    (tmp_path / "空").mkdir()
    (tmp_path / "空" / "图.png").write_bytes(b"x")

    with pytest.raises(BadRequest, match="文件夹中没有可导入的文件（网页、PDF、Word、Excel、文本），请检查路径"):
        import_files([tmp_path / "空"], params=tmp_path / "params", progress=False)


@pytest.mark.parametrize(
    ("suffix", "wanted"), [(".xls", ".xlsx"), (".et", ".xlsx"), (".XLS", ".xlsx"), (".doc", ".docx"), (".wps", ".docx")]
)
def test_an_old_file_is_told_how_to_be_saved_by_its_name(
    tmp_path: Path, suffix: str, wanted: str, monkeypatch: pytest.MonkeyPatch
):
    """As on a machine without LibreOffice."""
    monkeypatch.setenv("PATH", str(tmp_path))

    assert f"请在 Excel、Word 或 WPS 中打开，另存为 {wanted} 后再导入" in refused(tmp_path, f"表{suffix}", OLE)


def test_an_old_file_that_libreoffice_cannot_open_either_is_told_how_to_be_saved(tmp_path: Path):
    assert "是 .wps 格式的文件，请在 Excel、Word 或 WPS 中打开，另存为 .docx 后再导入" in refused(
        tmp_path, "稿.wps", OLE
    )


@KINDS
def test_an_old_file_is_told_how_to_be_saved_by_its_content(tmp_path: Path, kind: str):
    assert "是旧格式的文件，请在 Excel、Word 或 WPS 中打开，另存为" in refused(tmp_path, f"表{kind}", OLE)


@KINDS
def test_an_encrypted_file_is_told_to_lose_its_password(tmp_path: Path, kind: str):
    sealed = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    flagged = bytearray(FILES[kind])
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        flagged[flagged.index(mark) + at] |= 1

    assert "文件有密码，请在 Excel、Word 或 WPS 中取消密码后再导入" in refused(tmp_path, f"甲{kind}", sealed)
    assert refused(tmp_path, f"乙{kind}", bytes(flagged)) == f"乙{kind}：文件有密码，请取消密码后再导入"


@pytest.mark.parametrize("name", ["表", "表.csv", "表.zip"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str):
    assert (
        refused(tmp_path, name, b"x")
        == f"{name}：不能读取这种文件，可导入网页、PDF、Word、Excel、文本（.html、.pdf、.docx、.xlsx、.txt、.md）"
    )


@KINDS
def test_a_file_that_another_program_holds_is_told_so(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / f"表{kind}"
    path.write_bytes(FILES[kind])

    def held(self: Path) -> bytes:
        raise PermissionError(13, "held", str(self))

    monkeypatch.setattr(Path, "read_bytes", held)
    with pytest.raises(Locked, match="无法读取，请关闭正在打开它的程序（或检查权限）后重试"):
        read_file(path)


# damaged


@KINDS
def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path, kind: str):
    for share in (10, 50, 90, 99):
        said = refused(tmp_path, f"半{kind}", FILES[kind][: len(FILES[kind]) * share // 100])
        assert "可能已损坏，请在 Excel、Word 或 WPS 中打开后另存" in said


@KINDS
def test_a_package_without_its_main_part_is_refused(tmp_path: Path, kind: str):
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as package:
        package.writestr("a.txt", "a")

    assert refused(tmp_path, f"空{kind}", bare.getvalue())
    assert refused(tmp_path, f"坏{kind}", with_part(FILES[kind], MAIN[kind], b"<a><b></a>"))


def test_one_kind_under_the_name_of_the_other_is_refused(tmp_path: Path):
    assert refused(tmp_path, "表.docx", FILES[".xlsx"])
    assert refused(tmp_path, "稿.xlsx", FILES[".docx"])


def test_a_number_that_is_none_is_doubtful(tmp_path: Path):
    path = tmp_path / "表.xlsx"
    sheet = part_of(FILES[".xlsx"], MAIN[".xlsx"])
    assert sheet.count(b"<v>298</v>") == 1
    for number in (b"1e400", b"-1e400", b"1e99"):
        path.write_bytes(with_part(FILES[".xlsx"], MAIN[".xlsx"], sheet.replace(b"<v>298</v>", b"<v>%b</v>" % number)))

        assert [doubt.cell for doubt in read_file(path).doubtful] == ["disclosure.licenses.decisions"], number


@settings(max_examples=40, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(data=st.data(), kind=st.sampled_from(sorted(FILES)))
def test_any_bytes_are_read_or_refused(data: st.DataObject, kind: str, tmp_path: Path):
    """Random bytes, and files with some of their bytes changed, also those inside of the package."""
    path = tmp_path / f"表{kind}"
    path.write_bytes(spoilt(data, FILES[kind], MAIN[kind]))
    with suppress(InvalidFile):
        assert isinstance(read_file(path), Reading)


def spoilt(data: st.DataObject, content: bytes, main: str) -> bytes:
    way = data.draw(st.sampled_from(("bytes", "package", "part")))
    if way == "bytes":
        return data.draw(st.binary(min_size=1, max_size=300)) if data.draw(st.booleans()) else change(data, content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        name = main if way == "part" else data.draw(st.sampled_from(sorted(package.namelist())))
    return with_part(content, name, change(data, part_of(content, name)))


def change(data: st.DataObject, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    return bytes(changed)


# hostile


def quickly_refused(folder: Path, name: str, content: bytes) -> str:
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = refused(folder, name, content)
    assert time.process_time() - began < QUICK
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < LITTLE
    return said


@KINDS
@pytest.mark.parametrize("part", ["media/a.bin", "main"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, kind: str, part: str):
    bomb = with_part(FILES[kind], MAIN[kind] if part == "main" else part, bytes(60_000_000))

    assert "解压后超过40MB，不像年报文件，未打开，请核对来源" in quickly_refused(tmp_path, f"表{kind}", bomb)


@KINDS
def test_more_text_than_any_report_has_is_not_parsed(tmp_path: Path, kind: str):
    assert "解压后超过16MB" in quickly_refused(
        tmp_path, f"表{kind}", with_part(FILES[kind], MAIN[kind], b" " * 17_000_000)
    )


VAST = "工作表的单元格过多或离表过远，不像填报表，未打开，请用原表重填"


@pytest.mark.parametrize(
    ("before", "piece"),
    [
        (b"</sheetData>", b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
        (b"</sheetData>", b'<row r="3000"><c r="XFD3000"><v>1</v></c></row>'),
        (b"</sheetData>", b'<row r="999">' + b"<c/>" * 150_000 + b"</row>"),
        (b"</sheetData>", b"".join(b'<row r="%d"/>' % row for row in range(1000, 200_000))),
    ],
)
def test_a_vast_sheet_is_not_read(tmp_path: Path, before: bytes, piece: bytes):
    assert quickly_refused(tmp_path, "表.xlsx", in_sheet(before, piece)) == f"表.xlsx：{VAST}"


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml", MAIN[".xlsx"]])
def test_more_elements_than_any_report_has_are_not_parsed(tmp_path: Path, part: str):
    many = b'<x xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + b"<si/>" * 1_000_000 + b"</x>"

    assert "内容过多，不像年报文件" in quickly_refused(tmp_path, "表.xlsx", with_part(FILES[".xlsx"], part, many))


def test_a_merged_cell_over_the_whole_sheet_is_not_drawn(tmp_path: Path):
    sheet = part_of(FILES[".xlsx"], MAIN[".xlsx"])
    vast = sheet.replace(b"</mergeCells>", b'<mergeCell ref="A1:XFD1048576"/></mergeCells>')

    said = quickly_refused(tmp_path, "表.xlsx", with_part(FILES[".xlsx"], MAIN[".xlsx"], vast))
    assert "合并了，请取消合并后重填" in said


def test_a_dimension_that_lies_changes_nothing(tmp_path: Path):
    path = tmp_path / "表.xlsx"
    sheet = part_of(FILES[".xlsx"], MAIN[".xlsx"])
    start, end = sheet.index(b'<dimension ref="'), sheet.index(b"/>", sheet.index(b"<dimension"))
    for claimed in (b"A1", b"A1:B2", b"A1:XFD1048576"):
        lying = sheet[:start] + b'<dimension ref="' + claimed + b'"' + sheet[end:]
        path.write_bytes(with_part(FILES[".xlsx"], MAIN[".xlsx"], lying))

        assert read_file(path).report == REPORT


LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(8)
) + b"]>"  # fmt: skip


@KINDS
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["main", "docProps/core.xml", "[Content_Types].xml"])
def test_a_text_that_grows_without_end_is_not_expanded(tmp_path: Path, kind: str, coding: str, part: str):
    text = f'<?xml version="1.0" encoding="{coding}"?>' + LAUGHS.decode() + '<a b="&i;">&i;</a>'
    bomb = with_part(FILES[kind], MAIN[kind] if part == "main" else part, text.encode(coding))

    assert "DOCTYPE" in quickly_refused(tmp_path, f"表{kind}", bomb)


@KINDS
def test_no_other_file_is_read(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch):
    secret = tmp_path / "secret.txt"
    secret.write_text("1234567", encoding="utf-8")
    outside = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    main = part_of(FILES[kind], MAIN[kind])
    at = main.index(b"?>") + 2

    assert "1234567" not in quickly_refused(
        tmp_path, f"表{kind}", with_part(FILES[kind], MAIN[kind], main[:at] + outside + main[at:])
    )


@pytest.mark.parametrize(
    "inside",
    ["", "@@@", '{"agency": "a"}', '{"agency": "a", "record": []}', '{"agency": "a", "record": {"form": 2021}}', "[" * 100_000,
     '{"agency": "a", "record": {"name": "a", "year": 2023, "form": 2021, "disclosure": {"admin_fees": 1e999999}}}'],
)  # fmt: skip
def test_a_record_inside_that_is_none_is_refused(tmp_path: Path, inside: Any):
    packed = base64.b64encode(zlib.compress(inside.encode()))
    record_part = b'<record xmlns="urn:govreport:record">' + packed + b"</record>"

    said = quickly_refused(tmp_path, "稿.docx", with_part(FILES[".docx"], "customXml/item1.xml", record_part))
    assert "不是 govreport 生成的 Word 稿，或已损坏" in said
