"""A workbook that went out and came back: whose it is, and what was filled in.

The record that it was made from travels inside. What is shown there as it was when it went out is taken from that
record, exactly; what differs was filled in by a person and is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from govreport.errors import InvalidFile, Problem
from govreport.form.workbook import CHANNEL_HEADS, EXTRA_HEADS, FINAL, STAMP
from govreport.report import AnnualReport, stated_at

from ..cell_grid import Sheet, shown
from ..compare import changed_figures, figure_at
from ..figures import Unreadable
from ..labelled_tables import find_tables
from ..labels import bare_label
from ..reading import Doubt, Reading, open_record
from ..values import date_in, shown_text, text_in
from .lists import ChannelLines, read_extra
from .sheets import open_own_sheets, open_sheets
from .texts import Texts, find_texts


def read_workbook(content: bytes, shown_as: str) -> Reading:
    """What a workbook made by `govreport workbook` says now; `shown_as` is how messages name the file.

    Raises:
        InvalidFile: it is none, is of a changed identity, or its layout was changed past recognition; every
            problem is told.
    """
    return _read(open_sheets(content, shown_as), shown_as)


def is_ours(content: bytes, shown_as: str) -> bool:
    """Whether a workbook went out from this kit, changed or not.

    Raises:
        InvalidFile: it is no workbook, encrypted or damaged.
    """
    return any(STAMP.packed in sheet.cells.values() for sheet in open_sheets(content, shown_as))


def read_own_workbook(content: bytes) -> Reading:
    """What a workbook that was just written says, its sums as the results beside their formulas.

    Raises:
        InvalidFile: it does not read as it should.
    """
    return _read(open_own_sheets(content), "填报表")


def _read(sheets: Sequence[Sheet], shown_as: str) -> Reading:
    agency, base, final = _identity(sheets, shown_as)
    form = base.statutory_form
    wanted = [f"{table.id}.{row.id}" for table in form.tables for row in table.rows if not row.optional]
    tables, texts = find_tables(sheets, form, [*wanted, *base.rows]), find_texts(sheets, form)
    figures, doubts = changed_figures(base, tables)
    visit = _Visit(base, texts, figures, doubts)
    visit.read_texts()
    visit.read_extra()
    visit.read_published()
    problems = [*dict.fromkeys([*_other_titles(sheets, base), *tables.problems, *texts.problems])]
    if problems:
        raise InvalidFile(shown_as, [Problem(0, text) for text in problems])
    notes = (*tables.notes, *texts.notes)
    return Reading(agency, base.with_values(visit.changed), base, tuple(visit.doubts), notes, final=final)


def _identity(sheets: Sequence[Sheet], shown_as: str) -> tuple[str, AnnualReport, bool]:
    """Whose workbook it is, as it went out, and whether a final edition; the stamp that a person sees says the same."""
    stamped = dict(_stamped(sheets))
    packed = "".join(text for label, text in _stamped(sheets) if label == bare_label(STAMP.packed))
    try:
        agency, base = open_record(packed)
    except ValueError:
        text = "不是 govreport workbook 发出的填报表，或其中的附带数据已损坏，请用原表重填"
        raise InvalidFile(shown_as, [Problem(0, text)]) from None
    wanted = {STAMP.agency: agency, STAMP.name: base.name, STAMP.year: str(base.year), STAMP.form: str(base.form)}
    changed = [
        Problem(
            0, f"“{label}”为“{stamped.get(bare_label(label), '')}”，与发出时的“{value}”不符，请用该单位该年度的原表"
        )
        for label, value in wanted.items()
        if stamped.get(bare_label(label)) != shown_text(value)
    ]
    if changed:
        raise InvalidFile(shown_as, changed)
    return agency, base, stamped.get(bare_label(STAMP.edition)) == FINAL


def _stamped(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    labels = {bare_label(label) for label in vars(STAMP).values()}
    for sheet in sheets:
        for _, cells in sheet.rows:
            first, *rest = cells.values()
            if isinstance(first, str) and bare_label(first) in labels:
                yield bare_label(first), shown(rest[0]).strip() if rest else ""


def _other_titles(sheets: Sequence[Sheet], base: AnnualReport) -> Iterator[str]:
    """Sheets that come from the workbook of another agency or year."""
    lines = base.statutory_form.title(base.name, base.year)
    title = "".join(lines)
    of_any_year = re.compile(lines[-1].replace(str(base.year), r"\d{4}") + "$")
    for sheet in sheets:
        first = next((content for _, cells in sheet.rows[:1] for content in cells.values()), None)
        found = bare_label(first) if isinstance(first, str) else ""
        if of_any_year.search(found) and found != bare_label(shown_text(title)):
            yield f"“{sheet.name}”的标题是“{first}”，不是“{title}”，请用该单位该年度的原表"


class _Visit:
    """What was filled in beside the tables, compared with the record that the workbook was made from."""

    def __init__(self, base: AnnualReport, texts: Texts, changed: dict[str, Any], doubts: list[Doubt]) -> None:
        self.changed = changed
        self.doubts = doubts
        self._base = base
        self._texts = texts
        form = base.statutory_form
        [self._more] = [one for section in form.sections for one in form.lists_of(section.id)]
        [self._counted] = [group for group in form.fact_groups if form.lists_of(group.id)]

    def read_texts(self) -> None:
        """The written sections, date and contact, and the processing fee."""
        facts = self._base.statutory_form.fact_by_path
        for path, (sheet, spot) in self._texts.spots.items():
            content, where = sheet.cells.get(spot), sheet.where(spot)
            was = self._base.stated.get(path)
            kind = facts[path].kind if path in facts else "line"
            if kind == "figure":
                self._note(path, was, *figure_at(self._base, path, content, where))
                continue
            try:
                value = date_in(content) if kind == "date" else text_in(content)
            except Unreadable as error:
                self.doubts.append(Doubt(path, where, shown(content), str(error)))
                value = None
            if (value or "") != shown_text(was or ""):
                self.changed[path] = value or None

    def read_extra(self) -> None:
        """Aspects beyond those of the form."""
        was = stated_at(self._base.record(), self._more.path) or []
        listed = self._texts.lists.get(EXTRA_HEADS)
        now = read_extra(listed, self._texts.problems) if listed else []
        if now != [{key: shown_text(text) for key, text in aspect.items()} for aspect in was]:
            self.changed[self._more.path] = now

    def read_published(self) -> None:
        """What was published by channel and category; channels handed on from last year that state nothing stay out."""
        was = self._base.record().get(self._counted.id) or {"total": None, "channels": []}
        listed = self._texts.lists.get(CHANNEL_HEADS)
        if not listed:
            return
        [channels], [total] = self._base.statutory_form.lists_of(self._counted.id), self._counted.facts
        lines = ChannelLines(listed, channels.path, total.path)
        self._texts.problems += lines.problems
        self.doubts += lines.doubts
        now, shown_then = lines.record(), _shown_published(was)
        if now == shown_then:
            return
        names = {channel["channel"] for channel in shown_then["channels"]}
        now["channels"] = [one for one in now["channels"] if one["channel"] in names - {None} or _states(one)]
        if now != shown_then:
            self.changed[self._counted.id] = now

    def _note(self, path: str, was: Any, value: Any, doubt: Doubt | None) -> None:
        if doubt:
            self.doubts.append(doubt)
        if value != was:
            self.changed[path] = value


def _states(channel: Mapping[str, Any]) -> bool:
    return channel["total"] is not None or any(count is not None for count in channel["items"].values())


def _shown_published(record: Mapping[str, Any]) -> dict[str, Any]:
    """What was published, as the workbook showed it."""
    channels = [
        {
            "channel": shown_text(channel.get("channel") or "") or None,
            "total": channel.get("total"),
            "items": {shown_text(name): count for name, count in (channel.get("items") or {}).items()},
        }
        for channel in record.get("channels") or []
    ]
    return {"total": record.get("total"), "channels": channels}
