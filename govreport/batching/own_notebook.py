"""A person's own notebook run in place of the report's: refused where its files would take another's place."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from govreport.errors import BadRequest
from govreport.store import Store, fold

from .manifest import Entry, read_manifest
from .task import Task


def own_name(task: Task) -> str:
    """The name of a person's own notebook, by which its manifest is called; empty for the report's."""
    return Path(task.notebook).stem if task.notebook else ""


def check_own(task: Task, chosen: Sequence[str]) -> dict[str, Any]:
    """What the lines of the manifest tell of this batch, if its files take no other's place.

    Raises:
        BadRequest: values or a label without a notebook of one's own; a value that it cannot take; a format that it
            does not make; a label or name that another run's or agency's files have.
    """
    about: dict[str, Any] = {"params": _seen_from(Path(task.outputs), Path(task.params))}
    if task.notebook is None:
        if task.values or task.label:
            given = "参数 -p " if task.values else "标签 --label "
            raise BadRequest(f"{given}只用于 --notebook 指定的笔记本，请写明 --notebook")
        return about
    from govreport.rendering import check_label, check_values

    if task.formats != ("html",):
        raise BadRequest("--notebook 指定的笔记本只能生成 HTML，请去掉 --formats")
    check_label(task.label)
    check_values(Path(task.notebook), task.values)
    _check_no_agency(task, chosen)
    about |= {"notebook": _seen_from(Path(task.outputs), Path(task.notebook)), "values": task.values}
    about |= {"label": task.label} if task.label else {}
    for entry in read_manifest(Path(task.outputs) / str(task.year), own_name(task)).values():
        _check_other(task, entry, about)
    return about


def _check_no_agency(task: Task, chosen: Sequence[str]) -> None:
    """Refuse where an agency is called as another's files would be."""
    taken = {fold(agency) for agency in Store(task.params).agencies}
    for agency in chosen:
        if fold(f"{agency}.{task.own}") in taken:
            raise BadRequest(f"{task.notebook}：成果文件会与单位“{agency}.{task.own}”的重名，请把笔记本改名")


def _check_other(task: Task, entry: Entry, about: dict[str, Any]) -> None:
    """Refuse where the files of another notebook of that name, or of other values with that label, would be lost."""
    other = entry.get("notebook", about["notebook"])
    if other != about["notebook"] and (Path(task.outputs) / other).is_file():
        raise BadRequest(
            f"{task.notebook}：另一个同名的笔记本 {other} 已生成过成果文件，会被覆盖，请把笔记本改名，"
            "或用 --outputs 另指文件夹"
        )
    label = entry.get("label")
    if task.label and label and fold(label) == fold(task.label) and entry.get("values") != task.values:
        raise BadRequest(f"标签 --label “{label}”已用于另一组参数，其成果文件会被覆盖，请另写标签")


def _seen_from(outputs: Path, path: Path) -> str:
    """The path as it leads there from the outputs folder, so that both may move together."""
    try:
        return Path(os.path.relpath(path, outputs)).as_posix()
    except ValueError:
        # another drive
        return path.as_posix()
