"""`Panel`: the pieces of one open report, put together in the order of the printed page."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from ipywidgets import Box

from govreport import prose
from govreport.report import Finding

from . import views
from .messages import Message
from .published_counts import show_published
from .sheet import Sheet
from .widgets import Bar, Counts, Facts, FindingList, Grid, Piece, Texts


class Panel(Box):  # type: ignore[misc]
    """The bar, the sections one below the other, and the findings beside them."""

    def __init__(self, sheet: Sheet) -> None:
        form = sheet.report.statutory_form
        self.bar = Bar("bar", exports=views.exports())
        self._grids = {
            table.id: Grid(
                table.id,
                printed=views.printed(sheet.report, table),
                before=views.before_at(sheet.before, table.cells),
            )
            for table in form.tables
        }
        self._facts = {id: Facts(id, section=views.fact_section(form, id)) for id in views.fact_groups(form)}
        self._texts: dict[str, Texts] = {}
        for id in views.text_sections(form):
            section = views.text_section(form, id)
            paths = [field["path"] for field in section["fields"]]
            self._texts[id] = Texts(id, section=section, before=views.before_at(sheet.before, paths))
        self._counts = Counts("published")
        self._list = FindingList("findings")
        pieces = {**self._grids, **self._facts, **self._texts, "published": self._counts}
        self._sections = Box([pieces[id] for id in form.parts])
        self._sections.add_class("sections")
        body = Box([self._sections, self._list])
        body.add_class("body")
        super().__init__([self.bar, body])
        self.add_class("panel")

    def show(
        self, sheet: Sheet, findings: Sequence[Finding], state: dict[str, Any], answered: Message | None = None
    ) -> None:
        """Bring every piece to what the sheet says; `answered` is the message that was taken in."""
        with ExitStack() as held:
            for piece in self.pieces:
                held.enter_context(piece.hold_sync())
            self._show_figures(sheet, findings)
            self._show_texts(sheet, findings)
            self._list.items = views.finding_items(findings)
            self._list.summary = prose.findings_sentence(findings)
            sections = views.sections(sheet.report.statutory_form, findings)
            self.bar.state = {
                "name": sheet.report.name,
                "year": sheet.report.year,
                "can_undo": sheet.can_undo,
                "can_redo": sheet.can_redo,
                "sections": sections,
                **state,
            }
            for piece in (*self._grids.values(), *self._texts.values()):
                piece.show_before = state["shown"]
            for piece in self.pieces:
                if answered and piece.name == answered.get("piece"):
                    piece.answered = [answered["queue"], answered["number"]]

    @property
    def pieces(self) -> list[Piece]:
        """Every piece of the panel."""
        return [self.bar, *self._sections.children, self._list]

    def _show_figures(self, sheet: Sheet, findings: Sequence[Finding]) -> None:
        marks = views.marks(sheet, findings)
        for id, grid in self._grids.items():
            cells = sheet.report.statutory_form.table_by_id[id].cells
            grid.value = [sheet.text(path) for path in cells]
            grid.marks = {path: marks[path] for path in cells if path in marks}
        for facts in self._facts.values():
            paths = [field["path"] for field in facts.section["fields"]]
            facts.value = views.texts_at(sheet, paths)
            facts.marks = {path: marks[path] for path in paths if path in marks}

    def _show_texts(self, sheet: Sheet, findings: Sequence[Finding]) -> None:
        offered = prose.offers(sheet.report, sheet.before)
        for texts in self._texts.values():
            paths = [field["path"] for field in texts.section["fields"]]
            texts.value = views.texts_at(sheet, paths)
            texts.offers = {path: offered[path] for path in paths if path in offered}
        overview = sheet.report.narrative.overview if sheet.report.narrative else None
        self._texts["overview"].extra = [part.model_dump() for part in overview.extra] if overview else []
        self._counts.value = dict(show_published(sheet.report.published, sheet.state.unread))

    def close_all(self) -> None:
        """Let go of every piece."""
        for piece in self.pieces:
            piece.close()
        self.close()
