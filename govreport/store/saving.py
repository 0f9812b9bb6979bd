"""Saving without loss: the new file replaces the old one whole, and only if nobody changed it meanwhile."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from govreport.errors import Conflict, Locked


def digest_of(path: Path) -> str | None:
    """SHA-256 of the file's bytes; None where there is no file."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def write_guarded(path: Path, text: str, expected: str | None) -> str:
    """Replace `path` by `text` if its digest is still `expected`; the new digest comes back.

    Raises:
        Conflict: the file changed since it was read, or exists where none was expected.
        Locked: the file is open in another program or may not be written.
    """
    if digest_of(path) != expected:
        raise Conflict(f"{path}：打开之后已被他人修改，未保存，请重新打开后再改")
    return write_atomic(path, text.encode("utf-8"))


def write_atomic(path: Path, content: bytes, check: Callable[[bytes], None] | None = None) -> str:
    """Write `content` beside `path` and rename it into place, so that no half file carries the name.

    `check` sees the bytes as they were read back, and by raising keeps the file from its name. The
    content's SHA-256 comes back.

    Raises:
        Locked: the file is open in another program, or the folder may not be written.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if check:
            check(part.read_bytes())
        part.replace(path)
    except PermissionError:
        raise Locked(f"{path}：无法写入，请关闭正在打开它的程序（或检查权限）后重试") from None
    except OSError as error:
        raise Locked(f"{path}：无法写入（{error.strerror}），请检查磁盘空间和文件夹后重试") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return sha256(content).hexdigest()
