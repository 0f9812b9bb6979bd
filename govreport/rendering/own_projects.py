"""Which projects are one's own: the folders that `govreport init` laid out for this account, by their full paths."""

from __future__ import annotations

import json
import os
from pathlib import Path

from filelock import FileLock
from platformdirs import user_config_path

from govreport.errors import Locked
from govreport.store import write_atomic

_LIST = "projects.json"


def is_own(project: Path) -> bool:
    """Whether the project is one's own; one that was moved or copied is no longer."""
    return _key(project) in _listed()


def keep_own(project: Path) -> None:
    """Keep in mind that the project is one's own.

    Raises:
        Locked: this account's list of projects may not be written.
    """
    if is_own(project):
        return
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):
            known = sorted({*_listed(), _key(project)})
            write_atomic(path, json.dumps(known, ensure_ascii=False, indent=1).encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise Locked(f"{path}：无法写入（{error.strerror}），请检查权限") from None


def _path() -> Path:
    return user_config_path("govreport", appauthor=False) / _LIST


def _listed() -> frozenset[str]:
    """The folders on the list; a list that cannot be read has none, so that nothing runs by mistake."""
    try:
        listed = json.loads(_path().read_bytes().decode("utf-8", "surrogateescape"))
    except (OSError, ValueError):
        return frozenset()
    return frozenset(each for each in listed if isinstance(each, str)) if isinstance(listed, list) else frozenset()


def _key(project: Path) -> str:
    return os.path.normcase(os.path.realpath(project))
