"""`EntryForm`: the form in a notebook, and the same form used by code."""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ipywidgets import Box, VBox
from traitlets import Bool, Instance, Int, List, Unicode

from govreport.errors import BadRequest, Conflict, GovreportError, NotFound
from govreport.importing import lay_block, read_block
from govreport.render import Page
from govreport.render.options import EDITIONS, output_path
from govreport.report import AnnualReport, Finding
from govreport.store import Store

from . import asks, views
from .desk import Desk
from .job import Job
from .panel import Panel
from .pieces import Chooser, Message, Notices, Piece, Viewer
from .published import Published
from .versions import Side

_JANUARY_TO_JUNE = 6
_MINUTE = len("10:30")


class EntryForm(VBox):  # type: ignore[misc]
    """One agency's report of one year, to be typed, pasted, checked and saved; without `agency` and `year`, chosen.

    It is shown by being the last expression of a notebook's cell, and does by its methods what a person can
    do in it. Errors of the package (`GovreportError`) are raised to code, and shown as a line to a person.
    """

    agency = Unicode(help="The agency's id; empty while none is chosen.", read_only=True)
    year = Int(help="The year; 0 while none is chosen.", read_only=True)
    report = Instance(
        AnnualReport, allow_none=True, read_only=True, help="The report as entered; what is no figure is blank in it."
    )
    findings: List[Finding] = List(
        Instance(Finding), read_only=True, help="What the checks say of it, the gravest first."
    )
    edited = Bool(read_only=True, help="Whether something is entered that is not yet in the file.")
    by = Unicode(help="Who is entering: the name that goes into draft and journal.")

    def __init__(
        self,
        agency: str = "",
        year: int = 0,
        params: str | Path | None = None,
        *,
        by: str = "",
        outputs: str | Path | None = None,
    ) -> None:
        self._store = Store(params)
        self._outputs = Path(outputs) if outputs else self._store.folder.resolve().parent / "outputs"
        self._desk: Desk | None = None
        self._panel: Panel | None = None
        self._job: Job | None = None
        self._before_shown = False
        self._count = 0
        self._notices = Notices(self._handle)
        self._chooser = Chooser(self._handle)
        self._viewer = Viewer(self._handle)
        self._work = Box()
        self._work.add_class("work")
        self._viewer.add_class("shown")
        super().__init__([self._notices, self._chooser, self._viewer, self._work], by=by or _person())
        self.add_class("govreport-entry")
        self._commands = self._make_commands()
        if agency and year:
            self.load(agency, year)
        else:
            self.choose()

    def load(self, agency: str, year: int) -> None:
        """Open the agency's report of `year`; drafts that were left for it are offered.

        Raises:
            NotFound: no such agency or year.
            InvalidFile: the file has not the structure of a report.
        """
        desk = Desk(self._store, agency, year, self._draft_written)
        self._leave()
        self._desk, self._panel = desk, Panel(desk.sheet, self._handle)
        self.set_trait("agency", desk.agency)
        self.set_trait("year", year)
        found, broken = desk.found_drafts()
        self._notices.items = []
        for draft, changed in found:
            self._notify(asks.draft_found(draft, changed))
        for name in broken:
            self._notify(asks.refused(f"{name}：草稿文件已损坏，无法恢复，请删去该文件"))
        self._refresh()
        self._work.children = [self._panel]
        self._show(self._work)

    def begin(self, agency: str, year: int | str, name: str = "") -> None:
        """Begin the agency's file of `year`, from the year before where there is one, and open it."""
        if not str(year).isascii() or not str(year).isdigit():
            raise BadRequest(f"年度应为四位数字，现为“{year}”")
        path = self._store.new(agency, int(year), name or None)
        self._store.forget()
        agency = path.parent.relative_to(self._store.folder).as_posix()
        self.load(agency, int(year))

    def choose(self) -> None:
        """Show the choice of agency and year; what is entered stays kept as a draft."""
        today = datetime.date.today()
        self._store.forget()
        self._chooser.year = today.year - (today.month <= _JANUARY_TO_JUNE)
        self._chooser.chosen = self.agency
        self._chooser.agencies = views.tree(self._store, self._chooser.year)
        self._leave()
        self._show(self._chooser)

    def enter(self, texts: Mapping[str, str], visit: object = None) -> None:
        """Enter a text for each path, as a person types it: `{"requests.granted.total": "1,234"}`.

        What is no figure stays as it was typed, and is a finding. Calls with one `visit` are one step to undo.
        """
        self._open_desk.sheet.enter(texts, visit)
        self._refresh()

    def enter_published(self, published: Published, visit: object = None) -> None:
        """Enter all counts by channel and category."""
        self._open_desk.sheet.enter_published(published, visit)
        self._refresh()

    def enter_extra(self, aspects: Sequence[Mapping[str, str]], visit: object = None) -> None:
        """Enter all aspects of section one beyond the form's, each with `heading` and `text`."""
        self._open_desk.sheet.enter_extra([dict(aspect) for aspect in aspects], visit)
        self._refresh()

    def paste(self, at: str, text: str, html: str = "") -> None:
        """Lay a block from the clipboard over the table, with the cursor on the cell `at`.

        Raises:
            BadRequest: it holds no figures, does not fit, or names rows that the table does not have.
        """
        report = self._open_desk.sheet.report
        table = report.statutory_form.places[at].table
        self.enter(lay_block(table, read_block(text, html), at, report.rows))

    def fill_zero(self, table: str) -> None:
        """Put 0 where the table is blank; what is filled in stays."""
        self._open_desk.sheet.fill_zero(table)
        self._refresh()

    def undo(self) -> None:
        """Take back the last change, wherever it was."""
        self._open_desk.sheet.undo()
        self._refresh()

    def redo(self) -> None:
        """Bring back what was taken back."""
        self._open_desk.sheet.redo()
        self._refresh()

    def save(self, why: str = "") -> None:
        """Write what is entered to the yearly file, and who changed what, with `why`, to the journal.

        Raises:
            BadRequest: something typed cannot stand in the file.
            Conflict: the file changed since it was opened.
            Locked: the file, or then the journal, may not be written.
        """
        try:
            self._open_desk.save(self.by, why)
        finally:
            self._refresh()
        self._say(f"已保存 {_now()}")

    def close(self) -> None:
        """Keep the draft and let go of the widgets."""
        self._leave()
        super().close()

    @property
    def _open_desk(self) -> Desk:
        if self._desk is None:
            raise BadRequest("还没有打开报告，请先选择单位和年度")
        return self._desk

    def _leave(self) -> None:
        """Let go of the report that is open; its draft stays."""
        if self._desk and self._panel:
            self._desk.close()
            self._panel.close_all()
        self._desk = self._panel = None
        self._work.children = []
        self.set_trait("agency", "")
        self.set_trait("year", 0)
        self.set_trait("report", None)
        self.set_trait("findings", [])
        self.set_trait("edited", False)

    def _show(self, *shown: Any) -> None:
        for part in (self._chooser, self._viewer, self._work):
            part.layout.display = None if part in shown else "none"

    def _say(self, status: str) -> None:
        if self._panel:
            self._panel.bar.status = status

    def _draft_written(self, problem: str | None) -> None:
        """Heard from the keeper's thread; said by the minute, so that it seldom goes between a key and its finding."""
        self._say(problem or f"草稿已存 {_now()[:_MINUTE]}，尚未保存到数据文件")

    def _refresh(self, answered: Sequence[Any] = ()) -> None:
        """Bring traits and pieces to what is entered, and have the draft kept."""
        if not (self._desk and self._panel):
            return
        sheet = self._desk.sheet
        findings = sheet.findings()
        self.set_trait("report", sheet.report)
        self.set_trait("findings", findings)
        self.set_trait("edited", self._desk.edited)
        running = self._job is not None
        state = {"by": self.by, "edited": self.edited, "shown": self._before_shown, "running": running}
        self._panel.show(sheet, findings, state, answered)
        self._desk.keep(self.by)

    def _make_commands(self) -> dict[str, Callable[[Message], None]]:
        return {
            "open": lambda it: self.load(it["agency"], it["year"]),
            "begin": lambda it: self.begin(it["agency"], it["year"], it["name"]),
            "choose": lambda _: self.choose(),
            "enter": lambda it: self._open_desk.sheet.enter(it["texts"], it["visit"]),
            "published": lambda it: self._open_desk.sheet.enter_published(it["published"], it["visit"]),
            "extra": lambda it: self._open_desk.sheet.enter_extra(it["aspects"], it["visit"]),
            "paste": lambda it: self.paste(it["at"], it["text"], it["html"]),
            "zero": lambda it: self.fill_zero(it["table"]),
            "undo": lambda _: self.undo(),
            "redo": lambda _: self.redo(),
            "save": lambda it: self._save(it["why"]),
            "by": lambda it: self.set_trait("by", it["by"]),
            "before": lambda it: setattr(self, "_before_shown", it["shown"]),
            "preview": lambda it: self._preview(it["edition"]),
            "export": lambda it: self._export(it["edition"]),
            "stop": lambda _: self._job.stop() if self._job else None,
            "journal": lambda _: self._show_journal(),
            "close": lambda _: self._show(self._work),
            "restore": lambda it: self._restore(it["id"]),
            "discard": lambda it: self._open_desk.discard(it["id"]),
            "dismiss": lambda _: None,
            "merge": lambda it: self._merge(it.get("choices", {})),
            "rewrite": lambda _: self._rewrite(),
        }

    def _handle(self, piece: Piece, message: Message) -> None:
        """Do what a person asked for; what cannot be done is said in a notice."""
        self._clear_notices(message)
        try:
            self._commands[message["do"]](message)
        except GovreportError as error:
            self._notify(asks.refused(str(error)))
        self._refresh((piece, message["number"]) if "number" in message else ())

    def _notify(self, notice: asks.Notice) -> None:
        self._count += 1
        self._notices.items = [*self._notices.items, {**notice, "id": self._count}]

    def _clear_notices(self, message: Message) -> None:
        """Take away the notice that was answered; anything else that is done takes away what was only told."""
        answered = message.get("notice")
        if answered:
            self._notices.items = [one for one in self._notices.items if one["id"] != answered]
        elif "number" not in message:
            self._notices.items = [one for one in self._notices.items if one["kind"] == "ask"]

    def _save(self, why: str) -> None:
        try:
            self.save(why)
        except Conflict:
            self._ask_about_conflict()

    def _ask_about_conflict(self) -> None:
        try:
            found = self._open_desk.compare()
        except NotFound:
            self._notify(asks.deleted())
        else:
            self._notify(asks.conflict(found, "没有保存：打开之后，数据文件已被他人修改，"))

    def _restore(self, id: str) -> None:
        found = self._open_desk.restore(id)
        if found:
            self._notify(asks.conflict(found, "草稿已恢复；在它之后，数据文件又有改动，"))

    def _merge(self, choices: Mapping[str, Side]) -> None:
        try:
            self._open_desk.settle(choices)
        except BadRequest:
            self._ask_about_conflict()
            raise
        self._say("已合并，请核对后保存")

    def _rewrite(self) -> None:
        self._open_desk.rewrite()
        self.save("数据文件被删除后重新写入")

    def _preview(self, edition: str) -> None:
        desk = self._open_desk
        if edition == "final" and self._blocked():
            return
        page = Page(desk.agency, desk.history, edition)
        self._show(self._viewer)
        self._viewer.say({"show": "page", "title": f"预览：{EDITIONS[edition]}", "page": page.html()})

    def _blocked(self) -> bool:
        """Whether errors stand against a final edition; then they are shown."""
        blocking = [finding for finding in self.findings if finding.blocks]
        if blocking:
            self._notify(asks.blocked(blocking))
        return bool(blocking)

    def _export(self, edition: str) -> None:
        """Save, and have the batch's command make the file."""
        desk = self._open_desk
        if self._job:
            raise BadRequest("正在生成，请等它完成或先停止")
        if edition == "final" and self._blocked():
            return
        if self.edited:
            self.save("导出前保存")
        path = output_path(self._outputs, desk.agency, desk.year, edition)

        def done(well: bool, reason: str) -> None:
            self._job = None
            self._notify(asks.told(f"已生成{EDITIONS[edition]}：{path}") if well else asks.refused(reason))
            self._refresh()

        self._job = Job(desk.agency, desk.year, edition, self._store.folder.resolve(), self._outputs, done)

    def _show_journal(self) -> None:
        table = self._store.journal(self._open_desk.agency)
        for problem in table.attrs["broken"]:
            self._notify(asks.refused(problem))
        header, lines = views.journal(table)
        self._show(self._viewer)
        self._viewer.say({"show": "table", "title": "录入记录（最新的在前）", "header": header, "lines": lines})


def _person() -> str:
    """Who is at this machine, as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, ImportError, KeyError):
        return "未署名"


def _now() -> str:
    return datetime.datetime.now().strftime("%H:%M:%S")
