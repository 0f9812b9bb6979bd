"""A Word file of the report that comes back: whose it is, and what was changed in it.

The record that it was made from travels inside, in a part of its own. What the text and the tables show as they did
when the file was made is taken from that record, exactly; what differs was changed by a person and is read.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from govreport import prose
from govreport.checks import find_signature
from govreport.errors import InvalidFile, Problem
from govreport.form import Passage, Section
from govreport.report import AnnualReport, show_text

from ..compare import changed_figures
from ..container import check_package
from ..figures import Unreadable
from ..labelled_tables import find_tables
from ..labels import bare_label
from ..reading import Doubt, Reading, open_record
from ..values import date_in
from .blocks import Block, Paragraph, read_blocks
from .table_cells import table_sheet, uneven_lines

_RECORD = "{urn:govreport:record}record"
_SHEET = "审批表"
"""How the title of a draft's sheet for signatures ends."""


def read_word(content: bytes, shown_as: str) -> Reading:
    """What a Word file made by `govreport batch --formats docx` says now; `shown_as` is how messages name it.

    Raises:
        InvalidFile: it is none, or its title, headings or tables were changed past recognition; every problem is told.
    """
    check_package(content, shown_as)
    try:
        with ZipFile(io.BytesIO(content)) as package:
            agency, base, edition = _packed(package)
            blocks = read_blocks(package)
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, etree.XMLSyntaxError):
        text = "不是 govreport 生成的 Word 稿，或已损坏；请用 govreport batch --formats docx 生成的文件"
        raise InvalidFile(shown_as, [Problem(0, text)]) from None
    visit = _Visit(base, blocks)
    visit.read()
    if visit.problems:
        raise InvalidFile(shown_as, [Problem(0, problem) for problem in dict.fromkeys(visit.problems)])
    return Reading(
        agency, base.with_values(visit.changed), base, tuple(visit.doubts), final=edition == "final"
    )  # fmt: skip


def _packed(package: ZipFile) -> tuple[str, AnnualReport, str | None]:
    """The record inside, wherever a program that saved the file has put it, and of which edition the file is."""
    for name in package.namelist():
        if name.startswith("customXml/item") and name.endswith(".xml"):
            root = etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False))
            if root.tag == _RECORD:
                return *open_record(root.text or ""), root.get("edition")
    raise ValueError("no record inside")


class _Visit:
    """The text and tables of a file, part by part, compared with the record that it was made from."""

    def __init__(self, base: AnnualReport, blocks: Sequence[Block]) -> None:
        self.changed: dict[str, Any] = {}
        self.doubts: list[Doubt] = []
        self.problems: list[str] = []
        self._base = base
        self._form = base.statutory_form
        self._parts = self._part(blocks)

    def read(self) -> None:
        """Everything, in the order of the form."""
        if self.problems:
            return
        self._read_head()
        # name and date stand below the last section without a mark, so that it is parted otherwise
        *written, last = (one for one in self._form.sections if self._form.passages_of(one.id))
        for section in written:
            lead, *others = self._form.passages_of(section.id)
            if any(passage.headed for passage in others):
                self._read_headed(section, lead, others)
            else:
                self._read_two(section, lead, *others)
        self._read_tables()
        self._read_end(last)

    @property
    def _headings(self) -> dict[str, str]:
        return {section.id: section.heading for section in self._form.sections}

    def _part(self, blocks: Sequence[Block]) -> dict[str, list[Block]]:
        """The blocks below each heading; what stands above the first is `head`."""
        headings = {bare_label(text): section for section, text in self._headings.items()}
        named = [headings.get(bare_label(one.text)) if isinstance(one, Paragraph) else None for one in blocks]
        set_as_such = {found for one, found in zip(blocks, named, strict=True) if found and _level(one) == 1}
        parts: dict[str, list[Block]] = {"head": []}
        section = "head"
        for block, found in zip(blocks, named, strict=True):
            if found is None or (found in set_as_such and _level(block) != 1):
                parts[section].append(block)
                continue
            if found in parts:
                self.problems.append(f"标题“{self._headings[found]}”出现两次，请只保留一处")
            section = found
            parts.setdefault(section, [])
        for section, text in self._headings.items():
            if section not in parts:
                self.problems.append(f"没有找到标题“{text}”，请恢复原文")
        return parts

    def _read_head(self) -> None:
        """The title, which must be the record's, then what stands before section one."""
        lines = _behind(bare_label(show_text(prose.title(self._base))), _paragraphs(self._parts["head"]))
        if lines is None:
            self.problems.append(f"文件的标题不是“{prose.title(self._base)}”，请用该单位该年度的原文件")
        else:
            [passage] = self._form.passages_of("")
            self._take(passage.path, lines, self._shown(""))

    def _read_headed(self, section: Section, lead: Passage, headed: Sequence[Passage]) -> None:
        """The lead, then each passage below its heading; other headings are entries of the section's list."""
        then = [
            (show_text(one.heading).strip(), _shown_lines(one.paragraphs))
            for one in prose.passages(self._base, section.id)
        ]
        if self._is_as_it_was(section, then):
            return
        labels = [passage.label for passage in headed]
        now = list(self._aspects(section, labels, {heading for heading, _ in then}))
        paths = {"": lead.path} | {passage.label: passage.path for passage in headed}
        for heading, path in paths.items():
            if [one for one, _ in now].count(heading) > 1:
                self.problems.append(f"标题“{heading}”出现两次，请只保留一处")
            self._take(path, dict(now).get(heading, []), dict(then).get(heading, []))
        more = [one for one in now if one[0] not in paths]
        if more != [one for one in then if one[0] not in paths]:
            [listed] = self._form.lists_of(section.id)
            self.changed[listed.path] = [{"heading": heading, "text": "\n".join(lines)} for heading, lines in more]

    def _is_as_it_was(self, section: Section, then: Sequence[tuple[str, Sequence[str]]]) -> bool:
        """Whether all of a section is as it was, headings as headings: then no paragraph is taken for one."""
        wanted = [(text, at == 0) for heading, lines in then for at, text in enumerate((heading, *lines)) if text]
        found = [(one.text.strip(), one.heading > 0) for one in self._parts[section.id] if isinstance(one, Paragraph)]
        return [one for one in found if one[0] not in ("", prose.EMPTY)] == wanted

    def _aspects(
        self, section: Section, labels: Sequence[str], known: Collection[str]
    ) -> Iterator[tuple[str, list[str]]]:
        """What stands below each heading that is `known` or set as one; what stands above the first has none."""
        aspects = {bare_label(label): label for label in labels}
        heading, lines = "", list[str]()
        for block in self._parts[section.id]:
            text = block.text.strip() if isinstance(block, Paragraph) else ""
            named = aspects.get(bare_label(text)) or (text if text in known or _level(block) else "")
            if named:
                yield from [(heading, lines)] if heading or lines else []
                heading, lines = named, []
            elif text and text != prose.EMPTY:
                lines.append(text)
        yield from [(heading, lines)] if heading or lines else []

    def _read_tables(self) -> None:
        sheets = []
        for table in self._form.tables:
            tables = [block for block in self._parts[table.id] if not isinstance(block, Paragraph)]
            if len(tables) != 1:
                self.problems.append(f"“{table.heading}”下应有一张表，实有{len(tables)}张，请恢复原表")
                return
            self.problems += [
                f"{table.name}第{line}行多了或少了单元格，请恢复原表的列" for line in uneven_lines(tables[0])
            ]
            sheets.append(table_sheet(table, tables[0]))
        found = find_tables(sheets, self._form, list(self._base.rows))
        self.problems += [f"{note}，请移回所属的栏，或清除" for note in found.notes]
        figures, doubts = changed_figures(self._base, found)
        self.changed |= figures
        self.doubts += doubts
        self.problems += found.problems

    def _read_two(self, section: Section, upper: Passage, lower: Passage) -> None:
        """A section that holds two passages without a mark between them: at least one must be as it was."""
        now = _written(_paragraphs(self._parts[section.id]))
        passages = {one.path: _shown_lines(one.paragraphs) for one in prose.passages(self._base, section.id)}
        first, second = (passages.get(one.path, []) for one in (upper, lower))
        if now == first + second:
            return
        if second and now[-len(second) :] == second:
            self._take(upper.path, now[: -len(second)], first)
        elif first and now[: len(first)] == first:
            self._take(lower.path, now[len(first) :], second)
        elif not now or not first or not second:
            self._take(lower.path, now if second and not first else [], second)
            self._take(upper.path, [] if second and not first else now, first)
        else:
            said = f"“{upper.label}”与“{lower.label}”都已修改，分不清界线"
            self.doubts.append(Doubt(upper.path, section.heading, now[0][:40] if now else "", said))

    def _read_end(self, section: Section) -> None:
        """The last section, then name and date; behind them, a draft's sheet for signatures."""
        [passage] = self._form.passages_of(section.id)
        lines = _paragraphs(self._parts[section.id])
        name = bare_label(show_text(self._base.name))
        at = max((number for number, line in enumerate(lines) if bare_label(line) == name), default=None)
        sheet = max((number for number, line in enumerate(lines) if line.endswith(_SHEET)), default=None)
        text = "\n".join(_written(lines[:sheet] if at is None else lines[:at]))
        signature = find_signature(text, [self._base.name])
        if at is None and not (signature and signature.own):
            self.problems.append(f"落款中没有单位名称“{self._base.name}”，请恢复原文")
            return
        below = "" if at is None else next(iter(lines[at + 1 :]), "")
        if signature and text.split("\n") != _shown_lines(self._shown(section.id)):
            text = signature.text
            below = below or (signature.date.isoformat() if signature.date else "")
        self._take(passage.path, text.splitlines(), self._shown(section.id))
        self._read_date(below)

    def _read_date(self, line: str) -> None:
        was = self._base.dated.isoformat() if self._base.dated else None
        try:
            now = None if line.endswith(_SHEET) else date_in(line)
        except Unreadable as error:
            self.doubts.append(Doubt("dated", "落款", line, str(error)))
            now = None
        if now != was:
            self.changed["dated"] = now

    def _shown(self, section: str) -> list[str]:
        return [line for passage in prose.passages(self._base, section) for line in passage.paragraphs]

    def _take(self, path: str, now: Sequence[str], then: Sequence[str]) -> None:
        if [*now] != _shown_lines(then):
            self.changed[path] = "\n".join(now) or None


def _level(block: Block) -> int:
    return block.heading if isinstance(block, Paragraph) else 0


def _shown_lines(lines: Sequence[str]) -> list[str]:
    """A record's lines as a reader of the file finds them."""
    return [text for line in lines if (text := show_text(line).strip())]


def _behind(title: str, lines: Sequence[str]) -> list[str] | None:
    """The lines behind those that make up `title`, however they were broken; None where none do."""
    for start in range(len(lines)):
        read = ""
        for end in range(start, len(lines)):
            read += bare_label(lines[end])
            if read == title:
                return [*lines[end + 1 :]]
            if not title.startswith(read):
                break
    return None


def _paragraphs(blocks: Sequence[Block]) -> list[str]:
    return [block.text.strip() for block in blocks if isinstance(block, Paragraph) and block.text.strip()]


def _written(lines: Sequence[str]) -> list[str]:
    """The lines without the mark that stands where nothing was written."""
    return [line for line in lines if line != prose.EMPTY]
