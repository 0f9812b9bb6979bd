"""A file from outside, before anything in it is believed: what it is, and that it is no bomb."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from govreport.errors import BadRequest, InvalidFile, Locked, Problem

_MOST_BYTES = 60_000_000
_MOST_UNPACKED = 40_000_000
_MOST_XML = 16_000_000
_MOST_TAGS = 400_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
"""What no Office program writes: a document type may define texts without end, or name other files."""
_SAVE_AS = {".xls": ".xlsx", ".et": ".xlsx", ".doc": ".docx", ".wps": ".docx"}


def read_content(path: Path) -> bytes:
    """The bytes of a file that someone sent.

    Raises:
        BadRequest: there is no such file.
        InvalidFile: it is empty, or far larger than any report.
        Locked: it may not be read, for instance as another program holds it.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _refused(path.name, f"文件超过{_MOST_BYTES // 1_000_000}MB，不像年报文件，请核对")
        content = path.read_bytes()
    except FileNotFoundError:
        raise BadRequest(f"{path}：没有这个文件，请检查路径") from None
    except PermissionError:
        raise Locked(f"{path}：无法读取，请关闭正在打开它的程序（或检查权限）后重试") from None
    except OSError as error:
        raise BadRequest(f"{path}：无法读取（{error.strerror}），请检查路径") from None
    if not content:
        raise _refused(path.name, "文件是空的，请重新索取")
    return content


def check_package(content: bytes, shown: str) -> None:
    """Refuse what is no Office file of today, is encrypted, or would unpack to more than any report holds.

    Raises:
        InvalidFile: with what to do.
    """
    if content.startswith(_OLE):
        raise _refused(shown, _old_or_encrypted(content, shown))
    try:
        with ZipFile(io.BytesIO(content)) as package:
            problem = _problem_of(package)
    except (BadZipFile, ValueError, OSError, EOFError, RuntimeError, zlib.error):
        kind = "Word 文档（.docx）" if shown.lower().endswith(".docx") else "工作簿（.xlsx）"
        problem = f"不是可读的{kind}，可能已损坏，请在 Excel、Word 或 WPS 中打开后另存"
    if problem:
        raise _refused(shown, problem)


def _problem_of(package: ZipFile) -> str:
    members = package.infolist()
    texts = [member for member in members if member.filename.lower().endswith((".xml", ".rels", ".vml"))]
    if any(member.flag_bits & 1 for member in members):
        return "文件有密码，请取消密码后再导入"
    for most, some in ((_MOST_UNPACKED, members), (_MOST_XML, texts)):
        if sum(member.file_size for member in some) > most:
            return f"解压后超过{most // 1_000_000}MB，不像年报文件，未打开，请核对来源"
    tags = 0
    for content in map(package.read, texts):
        tags += content.count(b"<")
        if tags > _MOST_TAGS:
            return "内容过多，不像年报文件，未打开，请核对来源"
        if any(mark in content for mark in _DOCTYPES):
            return "其中的 XML 带有 DOCTYPE，不是办公软件保存的文件，未打开，请核对来源"
    return ""


def holds(content: bytes, text: str) -> bool:
    """Whether some part of an Office file holds `text`."""
    with ZipFile(io.BytesIO(content)) as package:
        return any(text.encode() in package.read(name) for name in package.namelist() if name.endswith(".xml"))


def _old_or_encrypted(content: bytes, shown: str) -> str:
    if _ENCRYPTED in content:
        return "文件有密码，请在 Excel、Word 或 WPS 中取消密码后再导入"
    wanted = _SAVE_AS.get(Path(shown).suffix.lower(), ".xlsx 或 .docx")
    return f"是旧格式的文件，请在 Excel、Word 或 WPS 中打开，另存为 {wanted} 后再导入"


def _refused(shown: str, text: str) -> InvalidFile:
    return InvalidFile(shown, [Problem(0, text)])
