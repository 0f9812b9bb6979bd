"""Files brought in: each read, compared with the record that is there, and saved only where that is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm.auto import tqdm

from govreport.errors import BadRequest, GovreportError, NotFound
from govreport.report.versions import Difference
from govreport.store import Store, check_id

from .compare import compare_reading
from .naming import Naming
from .readers import KINDS, READABLE, read_file
from .reading import Doubt, Hints, Reading

IMPORT_OUTCOMES = {
    "imported": "已导入",
    "unchanged": "未变动",
    "differs": "待确认",
    "doubtful": "有待核",
    "refused": "未导入",
}
_IN_USE = "~$"
"""What Office puts before the name of a file that stands beside one it has open."""


@dataclass(frozen=True)
class Imported:
    """What became of a file; `message` says in one Chinese sentence what is to be done.

    `form` is the edition of the statutory form. `outcome` is `imported`, `unchanged` (it says what the record says),
    `differs` (the record says otherwise, and nothing was saved: see `changes`), `doubtful` (places could not be read
    for certain; nothing was saved), or `refused`.
    """

    path: Path
    outcome: str
    agency: str = ""
    year: int | None = None
    name: str = ""
    form: int | None = None
    message: str = ""
    doubtful: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()
    changes: tuple[Difference, ...] = ()


def import_file(
    path: str | Path,
    *,
    agency: str | None = None,
    year: int | None = None,
    replace: bool = False,
    accept_doubtful: bool = False,
    params: str | Path | None = None,
) -> Imported:
    """Read a file that a bureau sent and save its record; see `import_files`.

    Raises:
        GovreportError: the file is refused.
    """
    [done] = import_files(
        [path],
        agency=agency,
        year=year,
        replace=replace,
        accept_doubtful=accept_doubtful,
        params=params,
        progress=False,
    )
    if done.outcome == "refused":
        raise BadRequest(done.message)
    return done


def import_files(
    paths: Iterable[str | Path],
    *,
    agency: str | None = None,
    year: int | None = None,
    replace: bool = False,
    accept_doubtful: bool = False,
    pattern: str | None = None,
    params: str | Path | None = None,
    progress: bool = True,
) -> list[Imported]:
    """Read files (of a folder, each in it) and save their records, none stopping the others.

    A file whose `agency` (an id or a name) or `year` is another is refused, and so are two for one agency and year.
    A record that is there already is changed only with `replace`; its sign-offs are void then, and the change is
    journalled. A file with doubtful places is saved only with `accept_doubtful`, those places blank. `pattern` says
    where a file's name tells agency and year, such as `{name}{year}年报`; else the file itself or `agency` and
    `year` must.

    Raises:
        NotFound: there is no params folder.
    """
    store = Store(params)
    asked = _Asked(_id_of(store, agency), year, replace, accept_doubtful, Naming(pattern) if pattern else None)
    files = list(list_files(paths))
    read = [_read(path, store, asked) for path in tqdm(files, desc="读取文件", unit="份", disable=not progress)]
    return [
        one if isinstance(one, Imported) else _settle(*one, store, asked, _rivals(one, read))
        for one in tqdm(read, desc="导入数据", unit="份", disable=not progress)
    ]


@dataclass(frozen=True)
class _Asked:
    """What was asked of all files."""

    agency: str | None
    year: int | None
    replace: bool
    accept_doubtful: bool
    naming: Naming | None = None


_Read = tuple[Path, str, Reading]


def _id_of(store: Store, agency: str | None) -> str | None:
    if agency is None:
        return None
    try:
        return store.resolve(agency)
    except BadRequest:
        return check_id(agency)


def list_files(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files, and those in the folders, that an office program made."""
    for path in map(Path, paths):
        if not path.is_dir():
            yield path
            continue
        inside = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith((".", _IN_USE)))
        wanted = [one for one in inside if one.suffix.lower() in READABLE]
        if not wanted:
            raise BadRequest(f"{path}：文件夹中没有可导入的文件（{KINDS}），请检查路径")
        yield from wanted


def _read(path: Path, store: Store, asked: _Asked) -> Imported | _Read:
    try:
        agency, year = _expected(path, store, asked)
        reading = read_file(path, Hints(_known_name(store, agency), year))
        return path, _owner(path, reading, store, agency, year), reading
    except GovreportError as error:
        return Imported(path, "refused", message=error.brief)


def _known_name(store: Store, agency: str | None) -> str | None:
    """The agency's printed name; None where nothing is known of it yet."""
    name = store.name(agency) if agency else None
    return None if name == agency else name


def _expected(path: Path, store: Store, asked: _Asked) -> tuple[str | None, int | None]:
    """Which agency and year a file should be of, as was asked or as its name tells."""
    told = asked.naming.read(path) if asked.naming else (None, None)
    return asked.agency or _id_of(store, told[0]), asked.year or told[1]


def _owner(path: Path, reading: Reading, store: Store, wanted: str | None, year: int | None) -> str:
    """The id of the agency that the file is of."""
    report = reading.report
    if year is not None and report.year != year:
        raise BadRequest(f"{path.name}：是{report.year}年度的，与 --year {year} 不符，未导入")
    if reading.agency is None:
        return wanted or _named(path, report.name, store)
    agency = check_id(reading.agency)
    if wanted not in (None, agency):
        raise BadRequest(f"{path.name}：是{report.name}（{agency}）的，与 --agency {wanted} 不符，未导入")
    return agency


def _named(path: Path, name: str, store: Store) -> str:
    """The agency whose name a published report prints."""
    try:
        return store.resolve(name)
    except NotFound:
        raise BadRequest(f"{path.name}：标题中的单位“{name}”不在数据中，请用 --agency 指明编号") from None


def _rivals(one: _Read, read: Sequence[Imported | _Read]) -> list[str]:
    """Other files of the same agency and year."""
    path, agency, reading = one
    others = (other for other in read if not isinstance(other, Imported) and other[0] != path)
    return [other[0].name for other in others if (other[1], other[2].report.year) == (agency, reading.report.year)]


def _settle(
    path: Path, agency: str, reading: Reading, store: Store, asked: _Asked, rivals: Sequence[str]
) -> Imported:  # fmt: skip
    """Compare with what is there, and save where nothing stands against it."""
    report = reading.report
    done = Imported(path, "refused", agency, report.year, report.name, report.form, doubtful=reading.doubtful,
                    notes=reading.notes)  # fmt: skip
    if rivals:
        said = f"{path.name}：与 {'、'.join(rivals)} 是同一单位同一年度的，请只保留一份再导入"
        return replace(done, message=said)
    if reading.doubtful and not asked.accept_doubtful:
        said = f"有{len(reading.doubtful)}处待核，没有保存；请改正后再导入，或用 --accept-doubtful 留空导入"
        return replace(done, outcome="doubtful", message=said)
    try:
        return _save(done, reading, store, asked)
    except GovreportError as error:
        return replace(done, message=error.brief)


def _save(done: Imported, reading: Reading, store: Store, asked: _Asked) -> Imported:
    report, why = reading.report, f"导入 {done.path.name}"
    if not store.path(done.agency, report.year).is_file():
        store.save(report, done.agency, expected=None, why=why)
        return replace(done, outcome="imported")
    existing, digest = store.read(done.agency, report.year)
    if existing.form != report.form:
        said = f"{done.path.name}：报告格式为 {report.form}，已有数据为 {existing.form}，未导入，请核对年度和格式"
        raise BadRequest(said)
    after, changes = compare_reading(existing, reading)
    if not changes:
        return replace(done, outcome="unchanged")
    if not asked.replace:
        said = f"与已有数据有{len(changes)}处不同，没有保存；核对后用 --replace 导入"
        return replace(done, outcome="differs", message=said, changes=changes)
    voided = bool(existing.signoffs)
    after = after.with_values({"signoffs": []}) if voided else after
    store.save(after, done.agency, expected=digest, why=why)
    said = "原有审签已作废，须重新审签" if voided else ""
    return replace(done, outcome="imported", message=said, changes=changes)
