"""A workbook that went out and came back: whose it is, and what was filled in.

The record that it was made from travels inside. What is shown there as it was when it went out is taken from that
record, exactly; what differs was filled in by a person and is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from govreport.errors import InvalidFile, Problem
from govreport.form.workbook import STAMP
from govreport.report import AnnualReport, label_path, show_text, unpack_report

from .compare import changed_figures, figure_at
from .figures import Unreadable
from .grid import Sheet, open_own_sheets, open_sheets, shown
from .labels import bare_label
from .reading import Doubt, Reading
from .sheet_lists import ChannelLines, read_extra
from .sheet_tables import find_tables
from .sheet_texts import Texts, find_texts
from .values import date_in, text_in

_FEE = "processing_fee."


def read_workbook(content: bytes, shown_as: str) -> Reading:
    """What a workbook made by `govreport workbook` says now; `shown_as` is how messages name the file.

    Raises:
        InvalidFile: it is none, is of a changed identity, or its layout was changed past recognition; every
            problem is told.
    """
    return _read(open_sheets(content, shown_as), shown_as)


def read_own_workbook(content: bytes) -> Reading:
    """What a workbook that was just written says, its sums as the results beside their formulas.

    Raises:
        InvalidFile: it does not read as it should.
    """
    return _read(open_own_sheets(content), "填报表")


def _read(sheets: Sequence[Sheet], shown_as: str) -> Reading:
    agency, base = _identity(sheets, shown_as)
    form = base.statutory_form
    wanted = [f"{table.id}.{row.id}" for table in form.tables for row in table.rows if not row.optional]
    tables, texts = find_tables(sheets, form, [*wanted, *base.rows]), find_texts(sheets, form)
    figures, doubts = changed_figures(base, tables)
    visit = _Visit(base, texts, figures, doubts)
    visit.read_texts()
    visit.read_extra()
    visit.read_published()
    problems = [*dict.fromkeys([*tables.problems, *texts.problems])]
    if problems:
        raise InvalidFile(shown_as, [Problem(0, text) for text in problems])
    return Reading(agency, base.with_values(visit.changed), base, tuple(visit.doubts), tuple(tables.notes))


def _identity(sheets: Sequence[Sheet], shown_as: str) -> tuple[str, AnnualReport]:
    """Whose workbook it is, as it went out; the stamp that a person sees must say the same."""
    stamped = dict(_stamped(sheets))
    packed = "".join(text for label, text in _stamped(sheets) if label == bare_label(STAMP.packed))
    try:
        agency, base = unpack_report(packed)
    except ValueError:
        text = "不是 govreport workbook 发出的填报表，或其中的附带数据已损坏，请用原表重填"
        raise InvalidFile(shown_as, [Problem(0, text)]) from None
    wanted = {STAMP.agency: agency, STAMP.name: base.name, STAMP.year: str(base.year), STAMP.form: str(base.form)}
    changed = [
        Problem(
            0, f"“{label}”为“{stamped.get(bare_label(label), '')}”，与发出时的“{value}”不符，请用该单位该年度的原表"
        )
        for label, value in wanted.items()
        if stamped.get(bare_label(label)) != show_text(value).strip()
    ]
    if changed:
        raise InvalidFile(shown_as, changed)
    return agency, base


def _stamped(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    labels = {bare_label(label) for label in vars(STAMP).values()}
    for sheet in sheets:
        for _, cells in sheet.rows:
            first, *rest = cells.values()
            if isinstance(first, str) and bare_label(first) in labels:
                yield bare_label(first), shown(rest[0]).strip() if rest else ""


class _Visit:
    """What was filled in beside the tables, compared with the record that the workbook was made from."""

    def __init__(self, base: AnnualReport, texts: Texts, changed: dict[str, Any], doubts: list[Doubt]) -> None:
        self.changed = changed
        self.doubts = doubts
        self._base = base
        self._texts = texts

    def read_texts(self) -> None:
        """The written sections, date and contact, and the processing fee."""
        for path, (sheet, spot) in self._texts.spots.items():
            content, where = sheet.cells.get(spot), sheet.where(spot)
            was = self._base.stated.get(path)
            if path.startswith(_FEE):
                self._note(path, was, *figure_at(self._base, path, content, where))
                continue
            try:
                value = date_in(content) if path == "dated" else text_in(content)
            except Unreadable as error:
                self.doubts.append(Doubt(path, where, shown(content), str(error)))
                value = None
            if (value or "") != show_text(was or "").strip():
                self.changed[path] = value or None
        self._miss_texts()

    def read_extra(self) -> None:
        """Aspects beyond the five."""
        narrative = self._base.record().get("narrative") or {}
        was = (narrative.get("overview") or {}).get("extra") or []
        if self._texts.extra:
            now = read_extra(*self._texts.extra, self._texts.problems)
            if now != [{key: show_text(text).strip() for key, text in aspect.items()} for aspect in was]:
                self.changed["narrative.overview.extra"] = now
        elif was:
            self._texts.problems.append("没有找到“其他方面的标题”一行，请恢复该行，或从原表重填")

    def read_published(self) -> None:
        """What was published by channel and category; channels handed on from last year that state nothing stay out."""
        was = self._base.record().get("published") or {"total": None, "channels": []}
        if not self._texts.channels:
            if self._base.published:
                self._texts.problems.append("没有找到“渠道（平台）、类别、条数”一行，请恢复该行，或从原表重填")
            return
        sheet, rows, columns = self._texts.channels
        lines = ChannelLines(sheet, columns)
        for row in rows:
            lines.take(row)
        self._texts.problems += lines.problems
        self.doubts += lines.doubts
        now, shown_then = lines.record(), _shown_published(was)
        names = {channel["channel"] for channel in shown_then["channels"]}
        now["channels"] = [one for one in now["channels"] if one["channel"] in names - {None} or _states(one)]
        if now != shown_then:
            self.changed["published"] = now

    def _note(self, path: str, was: Any, value: Any, doubt: Doubt | None) -> None:
        if doubt:
            self.doubts.append(doubt)
        if value != was:
            self.changed[path] = value

    def _miss_texts(self) -> None:
        """What the record stated has its line still."""
        shown_paths = [path for path in self._base.stated if path.startswith(("narrative.", "contact.", _FEE, "dated"))]
        for path in shown_paths:
            if path not in self._texts.spots and not path.startswith("narrative.overview.extra"):
                label = label_path(self._base.statutory_form, path)
                self._texts.problems.append(f"没有找到“{label}”一行，请恢复该行（名称须与原表一致）")


def _states(channel: Mapping[str, Any]) -> bool:
    return channel["total"] is not None or any(count is not None for count in channel["items"].values())


def _shown_published(record: Mapping[str, Any]) -> dict[str, Any]:
    """What was published, as the workbook showed it."""
    channels = [
        {
            "channel": show_text(channel.get("channel") or "").strip() or None,
            "total": channel.get("total"),
            "items": {show_text(name).strip(): count for name, count in (channel.get("items") or {}).items()},
        }
        for channel in record.get("channels") or []
    ]
    return {"total": record.get("total"), "channels": channels}
