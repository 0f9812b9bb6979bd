"""`EntryForm`: the form in a notebook, and the same form used by code."""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from ipywidgets import Box, VBox
from traitlets import Bool, Instance, Int, List, Unicode

from govreport.errors import BadRequest
from govreport.importing import Reading
from govreport.report import AnnualReport, Finding
from govreport.store import Store

from . import notices, views
from .dialogue import Dialogue
from .messages import Message
from .panel import Panel
from .pasting import Pasted, paste
from .published_counts import Published
from .session import Resumed, Session

_JANUARY_TO_JUNE = 6
_OPEN: WeakValueDictionary[str, EntryForm] = WeakValueDictionary()
"""The forms of this process that have a report open, by the session."""


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
        self.store = Store(params)
        self.outputs = Path(outputs) if outputs else self.store.folder.resolve().parent / "outputs"
        self._session: Session | None = None
        self._panel: Panel | None = None
        self._work = Box()
        self._dialogue = Dialogue(
            lambda: self.session,
            lambda: self.by,
            self.outputs,
            commands={
                "open": lambda it: self.load(it["agency"], it["year"]),
                "begin": lambda it: self.begin(it["agency"], it["year"], it["name"]),
                "choose": lambda _: self.choose(),
                "by": lambda it: setattr(self, "by", it["by"]),
                "close": lambda _: self._show(self._work),
            },
            resume=self._resume,
            refresh=self._refresh,
            tell=self._tell,
            show=self._show,
        )
        self._work.add_class("work")
        parts = [self._dialogue.link, self._dialogue.notices, self._dialogue.chooser, self._dialogue.viewer, self._work]
        super().__init__(parts, by=by or _person())
        self.add_class("govreport-entry")
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
        session = Session(self.store, agency, year, self._draft_written, self.by, self._show_others, self._on_disk)
        self._leave()
        self._session, self._panel = session, Panel(session.sheet)
        _OPEN[session.id] = self
        self.set_trait("agency", session.agency)
        self.set_trait("year", year)
        self._dialogue.greet()
        self._refresh()
        self._work.children = [self._panel]
        self._show(self._work)
        self._dialogue.link.session = {"id": session.id, "agency": session.agency, "year": year}

    def _resume(self, sessions: Sequence[str]) -> Resumed:
        """Go on with what was entered in a session that ended, the newest of those that are named.

        A form that still has it open, as after a page was loaded anew, lets go of it.
        """
        for other in [_OPEN[id] for id in sessions if id in _OPEN and _OPEN[id] is not self]:
            other.close()
        found = self.session.resume(sessions)
        self._refresh()
        return found

    def begin(self, agency: str, year: int | str, name: str = "") -> None:
        """Begin the agency's file of `year`, from the year before where there is one, and open it."""
        if not str(year).isascii() or not str(year).isdigit():
            raise BadRequest(f"年度应为四位数字，现为“{year}”")
        path = self.store.new(agency, int(year), name or None)
        self.store.forget()
        agency = path.parent.relative_to(self.store.folder).as_posix()
        self.load(agency, int(year))

    def choose(self) -> None:
        """Show the choice of agency and year; what is entered stays kept as a draft."""
        today = datetime.date.today()
        self.store.forget()
        self._dialogue.chooser.year = today.year - (today.month <= _JANUARY_TO_JUNE)
        self._dialogue.chooser.chosen = self.agency
        self._dialogue.chooser.agencies = views.tree(self.store, self._dialogue.chooser.year)
        self._leave()
        self._show(self._dialogue.chooser)

    def enter(self, texts: Mapping[str, str], visit: object = None) -> None:
        """Enter a text for each path, as a person types it: `{"requests.granted.total": "1,234"}`.

        What is no figure stays as it was typed, and is a finding. Calls with one `visit` are one step to undo.
        """
        self.session.sheet.enter(texts, visit)
        self._refresh()

    def enter_published(self, published: Published) -> None:
        """Enter all counts by channel and category; a blank total is their sum."""
        self.session.sheet.enter_published(published)
        self._refresh()

    def enter_extra(self, aspects: Sequence[Mapping[str, str]], visit: object = None) -> None:
        """Enter all aspects of section one beyond the form's, each with `heading` and `text`."""
        self.session.sheet.enter_extra([dict(aspect) for aspect in aspects], visit)
        self._refresh()

    def paste(self, at: str, text: str, html: str = "", to: str = "") -> Pasted:
        """Lay a block from the clipboard over the table, with the cursor on the cell `at`; what it did comes back.

        With `to`, the cells from `at` to there are selected: one value fills them, a block is repeated as in Excel.

        Raises:
            BadRequest: it holds no figures, does not fit, or names rows or columns that the table does not have.
        """
        done = paste(self.session.sheet, at, to, text, html)
        self._refresh()
        return done

    def import_file(self, path: str | Path) -> Reading:
        """Read a file of this report into the form, unsaved: a workbook that came back, Word, a published page or PDF.

        What could not be read for certain stands in its cell as the file has it, and is a finding until it is settled.

        Raises:
            BadRequest: the file is of another agency, year or form.
            InvalidFile: it cannot be read.
        """
        reading, _ = self.session.bring_in(Path(path))
        self._refresh()
        return reading

    def fill_zero(self, table: str) -> None:
        """Put 0 where the table is blank; what is filled in stays."""
        self.session.sheet.fill_zero(table)
        self._refresh()

    def undo(self) -> None:
        """Take back the last change, wherever it was."""
        self.session.sheet.undo()
        self._refresh()

    def redo(self) -> None:
        """Bring back what was taken back."""
        self.session.sheet.redo()
        self._refresh()

    def save(self, why: str = "") -> None:
        """Write what is entered to the yearly file, and who changed what, with `why`, to the journal.

        Raises:
            BadRequest: something typed cannot stand in the file.
            Conflict: the file changed since it was opened.
            Locked: the file or the journal may not be written; then neither is.
        """
        try:
            self.session.save(self.by, why)
        finally:
            self._refresh()
        self._tell(notices.saved())

    def explain(self, finding: Finding, reason: str) -> None:
        """Record why a finding may stand, in the name of who is entering.

        Raises:
            BadRequest: the finding cannot be explained, or no reason is given.
        """
        self.session.sheet.explain(finding, reason, self.by, datetime.date.today())
        self._refresh()

    def sign(self, stage: str, by: str, outcome: str = "pass", checked: Sequence[str] = (), opinion: str = "") -> None:
        """Record 初审 (`first`), 复审 (`second`) or 终审 (`final`) over what is saved, and write it to the file.

        Raises:
            BadRequest: something entered is not saved yet, it is another stage's turn, nobody is named, or there is
                nothing to pass.
            Conflict: the file changed since it was opened.
        """
        self.session.sign(stage, by, outcome, checked, opinion)
        self._refresh()
        self._tell(notices.signed(stage, outcome))

    def close(self) -> None:
        """Keep the draft and let go of the widgets."""
        self._leave()
        super().close()

    @property
    def session(self) -> Session:
        """The report that is open: what is entered, its file and its draft.

        Raises:
            BadRequest: none is open.
        """
        if self._session is None:
            raise BadRequest("还没有打开报告，请先选择单位和年度")
        return self._session

    def _leave(self) -> None:
        """Let go of the report that is open; its draft stays."""
        if self._session and self._panel:
            self._session.close()
            self._panel.close_all()
        self._session = self._panel = None
        self._dialogue.link.session = {}
        self._work.children = []
        self.set_trait("agency", "")
        self.set_trait("year", 0)
        self.set_trait("report", None)
        self.set_trait("findings", [])
        self.set_trait("edited", False)

    def _show(self, shown: Any) -> None:
        for part in (self._dialogue.chooser, self._dialogue.viewer, self._work):
            part.layout.display = None if part is shown else "none"

    def _tell(self, status: str) -> None:
        """Say in the bar how what was entered is kept."""
        if self._panel:
            self._panel.bar.status = status

    def _draft_written(self, problem: str | None) -> None:
        """Heard from the writer's thread; said by the minute, so that it seldom goes between a key and its finding."""
        self._tell(problem or notices.kept())

    def _on_disk(self, heard: Mapping[str, int]) -> None:
        """Heard from the writer's thread, too."""
        self._dialogue.link.kept = dict(heard)

    def _show_others(self) -> None:
        """Say in the bar who else has the report open; heard from the watch's thread, too."""
        if self._session and self._panel:
            self._panel.bar.others = notices.others(self._session.others, self.by, edited=self._session.edited)

    def _refresh(self, answered: Message | None = None) -> None:
        """Bring traits and pieces to what is entered, and have the draft kept."""
        link = self._dialogue.link
        link.heard = dict(self._dialogue.heard)
        if not (self._session and self._panel):
            link.edited = False
            return
        sheet = self._session.sheet
        findings = sheet.findings()
        self.set_trait("report", sheet.report)
        self.set_trait("findings", findings)
        self.set_trait("edited", self._session.edited)
        state = {
            "by": self.by,
            "edited": self.edited,
            "shown": self._dialogue.before_shown,
            "running": self._dialogue.running,
            "signing": views.signing(sheet.report, sheet.context.shown),
        }
        self._panel.show(sheet, findings, state, answered)
        link.edited = self.edited
        self._session.keep(self.by, self._dialogue.heard)
        self._show_others()


def _person() -> str:
    """Who is at this machine, as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, ImportError, KeyError):
        return "未署名"
