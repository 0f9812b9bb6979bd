"""`index.html` of a year's outputs: who has reported, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from govreport.exporting import IndexRow, index_page
from govreport.rendering import output_path
from govreport.rendering.page_comparison import hold
from govreport.store import Store, is_id, write_atomic

from .index_seal import index_faults
from .manifest import Entry
from .outcome import STATUSES


def write_index(folder: Path, entries: Iterable[Entry], store: Store, year: int, staying: Collection[str]) -> None:
    """Write the index of the reports of `staying`, who have data, and of who must report and has none.

    Who need not report any more is not missing, and who is gone is not there.

    Raises:
        Locked: the file may not be written.
    """
    expected = store.expected(year)
    rows = list(_rows(folder, entries, store, expected, staying))
    path, page = folder / "index.html", index_page(year, rows, expected).encode("utf-8")
    write_atomic(path, page, check=lambda written: hold(str(path), index_faults(written, year, rows, expected)))


def _rows(
    folder: Path, entries: Iterable[Entry], store: Store, expected: Mapping[str, str], staying: Collection[str]
) -> Iterator[IndexRow]:
    missing = set()
    for entry in entries:
        agency, status = entry["agency"], entry["status"]
        if agency in staying:
            yield _row(folder, entry, store.name(agency))
        elif status == "failed":
            yield _row(folder, entry, expected.get(agency, agency))
        elif agency in expected and agency not in missing:
            missing.add(agency)
            name = expected[agency]
            said = {
                "status": "missing",
                "message": f"{name}：{entry['year']}年度未报送数据",
                "errors": 0,
                "warnings": 0,
            }
            yield _row(folder, {**entry, **said}, name)


def _row(folder: Path, entry: Entry, name: str) -> IndexRow:
    page = output_path(folder.parent, entry["agency"], entry["year"], entry["edition"])
    there = entry["status"] != "missing" and is_id(entry["agency"]) and page.is_file()
    return IndexRow(
        agency=entry["agency"],
        name=name,
        edition=entry["edition"],
        status=entry["status"],
        status_shown=STATUSES[entry["status"]],
        errors=entry["errors"],
        warnings=entry["warnings"],
        message=entry["message"],
        page=page.relative_to(folder).as_posix() if there else None,
    )
