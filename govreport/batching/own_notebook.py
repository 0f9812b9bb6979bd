"""A person's own notebook run in place of the report's: refused where its files would take another's place."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from govreport.errors import BadRequest
from govreport.rendering import Order
from govreport.store import Store, fold

from .manifest import Entry, read_manifest


def own_name(order: Order) -> str:
    """The name of a person's own notebook, by which its manifest is called; empty for the report's."""
    return Path(order.notebook).stem if order.notebook else ""


def check_own(order: Order, chosen: Sequence[str]) -> dict[str, Any]:
    """What the lines of the manifest tell of this batch, if its files take no other's place.

    Raises:
        BadRequest: a value that the notebook cannot take; a label or name that another run's or agency's files have.
    """
    about: dict[str, Any] = {"params": _seen_from(Path(order.outputs), Path(order.params))}
    if order.notebook is None:
        return about
    # only such a batch needs to read notebooks
    from govreport.rendering import check_values

    check_values(Path(order.notebook), order.values)
    _check_no_agency(order, chosen)
    about |= {"notebook": _seen_from(Path(order.outputs), Path(order.notebook)), "values": order.values}
    about |= {"label": order.label} if order.label else {}
    for entry in read_manifest(order.folder, own_name(order)).values():
        _check_other(order, entry, about)
    return about


def _check_no_agency(order: Order, chosen: Sequence[str]) -> None:
    """Refuse where an agency is called as another's files would be."""
    taken = {fold(agency) for agency in Store(order.params).agencies}
    for agency in chosen:
        if fold(f"{agency}.{order.own}") in taken:
            raise BadRequest(f"{order.notebook}：成果文件会与单位“{agency}.{order.own}”的重名，请把笔记本改名")


def _check_other(order: Order, entry: Entry, about: dict[str, Any]) -> None:
    """Refuse where the files of another notebook of that name, or of other values with that label, would be lost."""
    other = entry.get("notebook", about["notebook"])
    if other != about["notebook"] and (Path(order.outputs) / other).is_file():
        raise BadRequest(
            f"{order.notebook}：另一个同名的笔记本 {other} 已生成过成果文件，会被覆盖，请把笔记本改名，"
            "或用 --outputs 另指文件夹"
        )
    label = entry.get("label")
    if order.label and label and fold(label) == fold(order.label) and entry.get("values") != order.values:
        raise BadRequest(f"标签 --label “{label}”已用于另一组参数，其成果文件会被覆盖，请另写标签")


def _seen_from(outputs: Path, path: Path) -> str:
    """The path as it leads there from the outputs folder, so that both may move together."""
    try:
        return Path(os.path.relpath(path, outputs)).as_posix()
    except ValueError:
        # another drive
        return path.as_posix()
