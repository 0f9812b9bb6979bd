"""Saving without loss: the new file replaces the old one whole, and only if nobody changed it meanwhile."""

from __future__ import annotations

import errno
import os
import platform
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from govreport.errors import Conflict, Locked

LOCK = ".govreport.lock"
_WAIT, _PAUSE = 10.0, 0.02
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP})
"""What a share says that knows no locks."""
_HOST = sha256(platform.node().encode()).hexdigest()[:4]
_PART = re.compile(r"\.([0-9a-f]{4})([0-9a-f]+)-[0-9a-f]{16}\.part")
ABANDONED = 24 * 3600
"""Seconds after which nobody is still writing a file, whichever machine began it."""
_BLUR = 2
"""Seconds by which the system's time of a process's beginning may be off."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep every other writer out of `folder`; the system lets go of it when the process ends, however it ends.

    On a share that knows no locks there is none, and what is left is the comparison before a file is replaced.

    Raises:
        Locked: another process holds it for long, or the folder may not be written.
    """
    lock = FileLock(folder / LOCK, timeout=_WAIT, mode=0o666)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(poll_interval=_PAUSE)
    except Timeout:
        raise Locked(f"{folder}：正由他人写入，请稍后重试") from None
    except NotImplementedError:
        # what Python's own locks say of such a share
        pass
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise Locked(f"{folder}：无法写入（{error.strerror}），请检查权限后重试") from None
    try:
        yield
    finally:
        lock.release()


def digest_of(path: Path) -> str | None:
    """SHA-256 of the file's bytes; None where there is no file.

    Raises:
        Locked: the file may not be read.
    """
    content = content_of(path)
    return None if content is None else sha256(content).hexdigest()


def content_of(path: Path) -> bytes | None:
    """The file's bytes; None where there is no file.

    Raises:
        Locked: the file may not be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Locked(f"{path}：无法读取（{error.strerror}），请检查文件及其权限") from None


def write_guarded(path: Path, content: bytes, expected: str | None) -> str:
    """Replace `path` by `content` if its digest is still `expected`, in one step; the new digest comes back.

    Raises:
        Conflict: the file changed since it was read, or exists where none was expected.
        Locked: the file is open in another program or may not be written.
    """
    with locked(path.parent):
        if digest_of(path) != expected:
            raise Conflict(f"{path}：打开之后已被他人修改，未保存，请重新打开后再改")
        return write_atomic(path, content)


def write_atomic(path: Path, content: bytes, check: Callable[[bytes], None] | None = None) -> str:
    """Write `content` beside `path` and rename it into place, so that no half file carries the name.

    `check` sees the bytes as they were read back, and by raising keeps the file from its name. The
    content's SHA-256 comes back.

    Raises:
        Locked: the file is open in another program, or the folder may not be written.
    """
    part = part_of(path)
    try:
        write_part(part, content)
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


def part_of(path: Path) -> Path:
    """A name beside `path` for what is not whole yet, used once, that tells which process writes it."""
    return path.with_name(f".{path.name}.{_HOST}{os.getpid():x}-{secrets.token_hex(8)}.part")


def write_part(part: Path, content: bytes) -> None:
    """Put `content` on the disk under a name of `part_of`.

    Raises:
        OSError: the folder may not be written, or the disk takes no more.
    """
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def sweep(folder: Path, *, below: bool = False) -> None:
    """Remove the parts of files that killed processes left in `folder`, and `below` it; what is being written stays."""
    for part in folder.rglob(".*.part") if below else folder.glob(".*.part"):
        with suppress(OSError):
            if _left_behind(part):
                part.unlink()


def lives(pid: int, since: float | None = None) -> bool:
    """Whether a process of this machine runs, and did so at `since`, a time stamp; its number may be another's by now.

    One that has ended and waits to be taken note of does not run.
    """
    import psutil

    try:
        process = psutil.Process(pid)
        begun = since is None or process.create_time() <= since + _BLUR
        return bool(process.status() != psutil.STATUS_ZOMBIE and begun)
    except psutil.NoSuchProcess:
        return False
    except (psutil.AccessDenied, OSError):
        return True


def _left_behind(part: Path) -> bool:
    name = _PART.search(part.name)
    if name and name[1] == _HOST and not lives(int(name[2], 16)):
        return True
    return time.time() - part.stat().st_mtime > ABANDONED
