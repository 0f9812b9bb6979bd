"""What no longer stands moves to `superseded/`, so that nothing lies where only what is true now should."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from govreport.rendering import KINDS, NOTEBOOK, Order, file_digest, output_path, own_mark
from govreport.store import SUPERSEDED, is_id

from .manifest import Entry
from .outcome import Outcome
from .up_to_date import DONE

FAILED = f"failed.{NOTEBOOK}"
"""The suffix of the notebook of a report that failed."""
_FEW = 3
_SHARE = 10
_NAMED = 3


def supersede(outcome: Outcome, order: Order, before: Entry) -> Outcome:
    """The outcome, after what it leaves behind was moved away; failed where that cannot be done.

    That is a final edition which is now blocked or failed, and files of other kinds that tell older figures than what
    was just made. `before` is what the manifest told of the report until now.
    """
    return _moved(outcome, map(order.path, _stale(outcome, order, before)), Path(order.outputs))


def _stale(outcome: Outcome, order: Order, before: Entry) -> Iterator[str]:
    fallen = outcome.edition == "final" and outcome.status in ("blocked", "failed")
    made = outcome.status == "rendered"
    for kind in KINDS:
        if fallen or (made and kind not in outcome.files):
            yield kind
    changed = made and before.get("input_digest") != outcome.input_digest
    if fallen or (changed and not order.keep_notebook):
        yield NOTEBOOK


def _moved(outcome: Outcome, paths: Iterable[Path], outputs: Path) -> Outcome:
    for path in paths:
        try:
            move_away(path, outputs / str(outcome.year))
        except OSError as error:
            said = f"原来的文件 {path} 未能移到 {SUPERSEDED}/（{error.strerror}），请手动移走或检查权限后再次运行"
            message = f"{outcome.message}；{said}" if outcome.message else said
            return replace(outcome, status="failed", message=message)
    return outcome


def move_away(path: Path, folder: Path) -> None:
    """Move a file of a year's outputs `folder` to `superseded/`; what already lies there under its name stays.

    Raises:
        OSError: it cannot be moved.
    """
    if path.is_dir() or not os.path.lexists(path):
        return
    target = folder / SUPERSEDED / path.relative_to(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(_free(target, file_digest(path)))


def _free(target: Path, digest: str | None) -> Path:
    """`target`, or where another file has that name, the same with the next number before its suffix."""
    number, free = 1, target
    while os.path.lexists(free) and file_digest(free) != digest:
        number += 1
        free = target.with_name(f"{target.stem}.{number}{target.suffix}")
    return free


@dataclass(frozen=True)
class Leaving:
    """Reports that the manifest tells of and that have no data any more, each with its files.

    `held` says why nothing of it is moved; empty where it is.
    """

    entries: list[tuple[Entry, list[Path]]] = field(default_factory=list)
    held: str = ""

    @property
    def agencies(self) -> list[str]:
        """Whose files lie there still."""
        return list(dict.fromkeys(entry["agency"] for entry, files in self.entries if files))


def find_leaving(
    known: Collection[Entry],
    staying: Collection[str],
    order: Order,
    params: str,
    *,
    inside: Sequence[str] = (),
    only: bool = False,
    sweep: bool = False,
) -> Leaving:
    """The reports in the manifest whose agencies are not among `staying`.

    Args:
        known: the entries of the manifest.
        staying: who has data, or has some that cannot be read.
        order: what the batch asks of each agency.
        params: the params folder, as the lines of the manifest tell it.
        inside: these agencies alone and what is below them.
        only: not what is below them.
        sweep: move them, however many there are and wherever they come from.
    """
    gone = [
        (entry, _files(entry, order))
        for entry in known
        if entry["status"] != "gone"
        and entry["agency"] not in staying
        and _is_inside(entry["agency"], inside, only=only)
    ]
    leaving = Leaving(gone)
    return leaving if sweep or not leaving.agencies else replace(leaving, held=_why_held(leaving, known, params))


def _is_inside(agency: str, inside: Sequence[str], *, only: bool) -> bool:
    return not inside or any(
        agency == one or (not only and agency.startswith(f"{one}/")) for one in inside
    )  # fmt: skip


def _files(entry: Entry, order: Order) -> list[Path]:
    """The files that lie there of a report; none where what it is called cannot have any of its own."""
    if not is_id(entry["agency"]):
        return []
    own = own_mark(order.notebook, entry.get("values") or {}, entry.get("label"))
    where = (Path(order.outputs), entry["agency"], order.year, entry["edition"])
    paths = (output_path(*where, kind, own) for kind in (*KINDS, NOTEBOOK, FAILED))
    return [path for path in paths if path.is_file()]


def _why_held(leaving: Leaving, known: Collection[Entry], params: str) -> str:
    agencies = leaving.agencies
    named = f"{'、'.join(agencies[:_NAMED])}{'等' if len(agencies) > _NAMED else ''}{len(agencies)}个单位"
    then = f"都没有移动；核对数据文件夹无误后，加 --sweep 再次运行，即移到 {SUPERSEDED}/"
    if any(entry.get("params") != params for entry, files in leaving.entries if files):
        return f"{named}不在数据中，但其成果文件由另一个数据文件夹或旧版本生成，{then}"
    made = {entry["agency"] for entry in known if entry["status"] in DONE}
    if len(agencies) > _FEW and len(agencies) * _SHARE > len(made | {*agencies}):
        return f"{named}已不在数据中，超过全部单位的十分之一，其成果文件{then}"
    return ""


def close(leaving: Leaving, expected: Mapping[str, str], outputs: Path) -> Iterator[tuple[Outcome, Entry, bool]]:
    """What becomes of each report that leaves: its outcome, the entry it closes, and whether anything was to be moved.

    Who must still report (`expected`, by id with the name) is `missing`, who need not is `gone`.
    """
    for entry, files in leaving.entries:
        if leaving.held and files:
            continue
        name = expected.get(entry["agency"])
        status = "missing" if name else "gone"
        said = f"{name}：{entry['year']}年度未报送数据" if name else "数据文件夹中已没有这个单位该年度的数据"
        message = f"{said}，原有文件已移到 {SUPERSEDED}/" if files else said
        outcome = Outcome(entry["agency"], entry["year"], entry["edition"], status, attempts=0, message=message)
        yield _moved(outcome, files, outputs), entry, bool(files)
