"""A published report as a reading: whose it is, its figures by their labels, its sections, and what its shape tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from govreport.checks import check_report
from govreport.errors import InvalidFile, Problem
from govreport.form import Form, Table
from govreport.report import AnnualReport, read_report

from ..reading import Doubt, Hints, Reading
from .counts import counts_in
from .editions import fitting_editions
from .figures_found import FiguresFound, Note
from .grid import Piece, Text, grids_in
from .grids import read_grids
from .identity import Identity, identify, is_caption
from .match import core, normal, normal_text, simplified
from .paragraphs import paragraphs
from .sections import Aspect, Sections, WrittenSection, part_aspects, part_problems, part_sections
from .shape_notes import notes_on
from .stream import read_stream
from .years import one_year

_FEWEST_SECTIONS = 3
_MOST_CHARACTERS = 1_000_000


def read_published(pieces: Sequence[Piece], text: str, shown_as: str, hints: Hints) -> Reading:
    """What a published report says; `text` is all of it in reading order, `pieces` its lines and tables.

    Raises:
        InvalidFile: it is no annual report, says neither whose it is nor of which year, is in an edition of the form
            that cannot be told, or has several years and the hints say none of them.
    """
    check_length(text, shown_as)
    plain = simplified(text)
    said_year = hints.year or identify(plain.splitlines()).year
    form, *others = fitting_editions("\n".join([plain, *(grid.text for grid in grids_in(pieces))]), said_year)
    chosen = one_year(pieces, form, hints.year, shown_as)
    if chosen is not pieces:
        pieces, plain = chosen, simplified("\n".join(piece.text for piece in chosen))
    identity = identify(plain.splitlines())
    taken = _take(pieces, plain, form)
    _doubt_gaps(taken, form, plain)
    sections = part_sections(_prose(pieces, plain), form, [name for name in (hints.name, identity.name) if name])
    if not (taken.values or taken.doubts) and len(sections.found) < _FEWEST_SECTIONS:
        raise _refused(shown_as, "不是政府信息公开工作年度报告，或其中的表格是图片，请核对")
    year, name = identity.year or hints.year, hints.name or identity.name
    if year is None or not name:
        missing = "、".join(one for one, there in (("单位（--agency）", name), ("年度（--year）", year)) if not there)
        raise _refused(shown_as, f"文中没有写明{missing}，请指明后再导入")
    if others:
        raise _refused(shown_as, _undecided([form, *others]))
    report = _report(form, name, year, identity, taken, sections)
    notes = [
        *_notes(taken, sections, identity, form, year, hints),
        *_signed(sections, report),
        *_arithmetic(report, taken),
    ]
    return Reading(None, report, None, tuple(taken.doubts.values()), tuple(dict.fromkeys(notes)), plain)


def check_length(text: str, shown_as: str) -> None:
    """Refuse a text that is far longer than any report.

    Raises:
        InvalidFile: it is.
    """
    if len(text) > _MOST_CHARACTERS:
        raise _refused(shown_as, f"文字超过{_MOST_CHARACTERS // 10_000}万字，不像年报，请只保留年报的正文后再导入")


def _refused(shown_as: str, text: str) -> InvalidFile:
    return InvalidFile(shown_as, [Problem(0, text)])


def _undecided(forms: Sequence[Form]) -> str:
    years = "、".join(f"{form.since}年" for form in sorted(forms, key=lambda form: form.since))
    return f"文中的表格同样符合{years}起执行的格式，不能确定用的是哪一种，请核对年度和表格后再导入"


def _take(pieces: Sequence[Piece], text: str, form: Form) -> FiguresFound:
    """The figures of each table from its grid; where there is none, from the text.

    A file that has its other tables as grids would have this one, too: if its text states no figure, it was lost.
    """
    taken = read_grids(pieces, form)
    missing = [table.id for table in form.tables if not _found(taken, table.id)]
    if not missing:
        return taken
    streamed = read_stream(text, form)
    in_grids = len(missing) < len(form.tables)
    for table in missing:
        values = {path: value for path, value in streamed.values.items() if path.startswith(f"{table}.")}
        taken.doubts |= {path: doubt for path, doubt in streamed.doubts.items() if path.startswith(f"{table}.")}
        if not in_grids or any(value is not None for value in values.values()):
            taken.values |= values
        else:
            why = "整张表只见行名，未见数值（可能为空白，也可能是图片），请对照原文填写"
            name = form.table_by_id[table].name
            taken.doubts |= {path: Doubt(path, name, "", why) for path in values}
    taken.notes += streamed.notes
    return taken


def _doubt_gaps(taken: FiguresFound, form: Form, text: str) -> None:
    """A row between rows that were found, or whose table the text speaks of, was printed or lost: it is doubtful."""
    bare = "".join(one for one in normal_text(text) if one.isalnum())
    for table in form.tables:
        there = [f"{table.id}.{row.id}.{row.columns[0].id}" in taken.values | taken.doubts for row in table.rows]
        last = len(there) - 1 - there[::-1].index(True) if True in there else 0
        whole = all(mark in bare for mark in _marks(table, begun=True in there))
        for row, found in zip(table.rows if whole else table.rows[:last], there, strict=False):
            if not found and not row.optional and row not in table.rest:
                for column in row.columns:
                    path = f"{table.id}.{row.id}.{column.id}"
                    taken.doubts[path] = Doubt(path, table.name, "", f"没有找到“{row.full}”一行，请对照原文填写")


def _marks(table: Table, *, begun: bool) -> list[str]:
    """The labels by which a text shows that it has a table, or, of one that was begun, that it has its end."""
    if table.down:
        return [core(row.short) for row in (table.rows[0], table.rows[-1])]
    if begun and not table.side_by_side:
        return [core(table.rows[-1].short)]
    return [core(column.label) for column in table.rows[0].columns[:-1]]


def _found(taken: FiguresFound, table: str) -> bool:
    return any(path.startswith(f"{table}.") for path in (*taken.values, *taken.doubts))


def _prose(pieces: Sequence[Piece], text: str) -> str:
    """The text without what stands in tables, where they are told apart."""
    if all(isinstance(piece, Text) for piece in pieces):
        return text
    return simplified("\n".join(piece.text for piece in pieces if isinstance(piece, Text)))


def _report(
    form: Form, name: str, year: int, identity: Identity, taken: FiguresFound, sections: Sections
) -> AnnualReport:  # fmt: skip
    record: dict[str, Any] = {"name": name, "year": year, "form": form.edition}
    dated = (sections.signature.date if sections.signature else None) or identity.dated
    if dated:
        record["dated"] = dated.isoformat()
    if identity.published or identity.url:
        date = identity.published.isoformat() if identity.published else None
        record["publication"] = {"date": date, "url": identity.url, "digest": None}
    for group in form.fact_groups:
        counted = counts_in(_text(sections, group.after)) if form.lists_of(group.id) else None
        record |= {group.id: counted} if counted else {}
    written = {path: text for path, text in _written(form, sections, identity.title) if text}
    figures = {**taken.values, **dict.fromkeys(taken.doubts)}
    return read_report(record).with_values({**written, **figures})


def _behind(text: str, title: str | None) -> str:
    """What stands behind the title, which may be printed in two lines; nothing where there is no title."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        if title and (normal(line) == title or normal("".join(lines[number : number + 2])) == title):
            behind = lines[number + 1 + (normal(line) != title) :]
            return "\n".join(one for one in behind if not is_caption(one))
    return ""


def _written(form: Form, sections: Sections, title: str | None) -> Iterator[tuple[str, Any]]:
    """What was written, by the paths of its passages; what stands below a heading of its own, in a list."""
    before = paragraphs(_behind(sections.preamble, title), sections.width)
    yield from ((passage.path, before) for passage in form.passages_of(""))
    for section in form.sections:
        passages, text = form.passages_of(section.id), _text(sections, section.id)
        if any(passage.headed for passage in passages):
            yield from _aspects(form, section.id, part_aspects(text, passages)).items()
        elif passages:
            texts = part_problems(text) if len(passages) > 1 else (text,)
            yield from ((passage.path, part) for passage, part in zip(passages, texts, strict=True))


def _text(sections: Sections, id: str) -> str:
    return sections.found.get(id, WrittenSection("", "", "")).text


def _aspects(form: Form, section: str, aspects: Sequence[Aspect]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    [more] = form.lists_of(section)
    for aspect in aspects:
        if aspect.path:
            found[aspect.path] = "\n".join(filter(None, (found.get(aspect.path), aspect.text)))
        else:
            found.setdefault(more.path, []).append({"heading": aspect.heading, "text": aspect.text})
    return found


def _notes(
    taken: FiguresFound, sections: Sections, identity: Identity, form: Form, year: int, hints: Hints
) -> Iterator[str]:  # fmt: skip
    if hints.name and identity.name and identity.name not in hints.name and hints.name not in identity.name:
        yield f"标题中的单位是“{identity.name}”，按所写的单位“{hints.name}”读取，请核对"
    notes: list[Note] = [*taken.notes, *notes_on(sections, identity, form, year)]
    yield from map(str, notes)


def _signed(sections: Sections, report: AnnualReport) -> Iterator[str]:
    """What of a signature that was taken off the record does not say."""
    signature = sections.signature
    if signature and not signature.own:
        yield f"文末落款“{signature.shown}”与单位名称“{report.name}”不同，没有读入正文，请核对单位名称"
    if signature and report.dated is None:
        yield f"文末落款“{signature.shown}”没有完整的日期，请补填落款日期"


def _arithmetic(report: AnnualReport, taken: FiguresFound) -> Iterator[str]:
    """Of each sum that does not add up, whether the print is wrong or the reading may be."""
    sums = {one.rule for one in report.statutory_form.equations if one.relation == "=" and not one.last_year}
    for finding in check_report("", report, None):
        if finding.rule in sums:
            sure = not taken.doubts.keys() & {*finding.cells}
            said = "各数读取无疑，原文如此" if sure else "可能与待核的数据有关"
            yield f"{finding.rule} {finding.message}（{said}）"
