"""A file from outside, before anything in it is believed: what it is, and that it is no bomb."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from govreport.errors import BadRequest, InvalidFile, Locked, Problem

_MOST_BYTES = 60_000_000
_MOST_UNPACKED = 40_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
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
            unpacked = sum(member.file_size for member in package.infolist())
            encrypted = any(member.flag_bits & 1 for member in package.infolist())
    except (BadZipFile, ValueError, OSError):
        kind = "Word 文档（.docx）" if shown.lower().endswith(".docx") else "工作簿（.xlsx）"
        raise _refused(shown, f"不是可读的{kind}，可能已损坏，请在 Excel、Word 或 WPS 中打开后另存") from None
    if encrypted:
        raise _refused(shown, "文件有密码，请取消密码后再导入")
    if unpacked > _MOST_UNPACKED:
        raise _refused(shown, f"解压后超过{_MOST_UNPACKED // 1_000_000}MB，不像年报文件，未打开，请核对来源")


def _old_or_encrypted(content: bytes, shown: str) -> str:
    if _ENCRYPTED in content:
        return "文件有密码，请在 Excel、Word 或 WPS 中取消密码后再导入"
    wanted = _SAVE_AS.get(Path(shown).suffix.lower(), ".xlsx 或 .docx")
    return f"是旧格式的文件，请在 Excel、Word 或 WPS 中打开，另存为 {wanted} 后再导入"


def _refused(shown: str, text: str) -> InvalidFile:
    return InvalidFile(shown, [Problem(0, text)])
