"""Whose turn it is to write into a year's outputs: the latest batch's.

A worker may outlive its batch, on a cluster or after the batch was killed. What it still makes is of figures that may
have changed since; it must not take its name once another batch has begun.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from govreport.errors import GovreportError, Locked
from govreport.store import write_atomic

_TURN = ".batch.turn"
_LOCK = ".write.lock"
_POLL = 0.005
_PATIENCE = 60.0


class Outdated(GovreportError):
    """Another batch has begun meanwhile: what this one made is not to be put there."""


def begin_turn(folder: Path) -> str:
    """Begin a batch's turn in a year's outputs folder; nothing of an older batch takes its name there from now on.

    Raises:
        Locked: the folder may not be written.
    """
    turn = secrets.token_hex(16)
    with _held(folder):
        write_atomic(folder / _TURN, turn.encode())
    return turn


@contextmanager
def in_turn(folder: Path, turn: str | None) -> Iterator[None]:
    """Hold off other batches while a file takes its name; without a `turn`, nothing is held.

    Raises:
        Outdated: a later batch has begun.
        Locked: the folder may not be written.
    """
    if turn is None:
        yield
        return
    with _held(folder):
        if _current(folder) != turn:
            raise Outdated(f"{folder}：另一次批量生成已经开始，这一份没有写入，以后一次的结果为准")
        yield


def _current(folder: Path) -> str:
    try:
        return (folder / _TURN).read_text(encoding="utf-8")
    except OSError as error:
        raise Locked(f"{folder / _TURN}：无法读取（{error.strerror}），请检查权限后重试") from None


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    try:
        lock = FileLock(folder / _LOCK)
        lock.acquire(timeout=_PATIENCE, poll_interval=_POLL)
    except (OSError, TimeoutError) as error:
        reason = getattr(error, "strerror", None) or "一直被占用"
        raise Locked(f"{folder}：无法写入（{reason}），请检查权限，或用 --outputs 另指文件夹") from None
    try:
        yield
    finally:
        lock.release()
