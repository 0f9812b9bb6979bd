"""`Dialogue`: what a person does in the form, done by the form's methods; what cannot be done is said."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from govreport.errors import BadRequest, Conflict, GovreportError, NotFound
from govreport.rendering import EDITIONS, Order, Page
from govreport.report import Finding, to_json
from govreport.report.versions import Difference, Side
from govreport.store import Store

from . import notices, views
from .export_job import Job
from .messages import TYPING, Message, standing
from .pasting import Pasted
from .session import Resumed, Session
from .widgets import Chooser, Link, Notices, Viewer


class Host(Protocol):
    """What the dialogue asks of the form: to do as a person wishes, and to show how things stand."""

    store: Store
    outputs: Path
    by: str
    findings: Sequence[Finding]
    edited: bool

    @property
    def session(self) -> Session:
        """The report that is open."""

    def load(self, agency: str, year: int) -> None:
        """Open a report."""

    def begin(self, agency: str, year: int | str, name: str) -> None:
        """Begin a year's file and open it."""

    def choose(self) -> None:
        """Show the choice of agency and year."""

    def resume(self, sessions: Sequence[str]) -> Resumed:
        """Go on with the draft of a session that was this tab's."""

    def paste(self, at: str, text: str, html: str, to: str) -> Pasted:
        """Lay a block over a table."""

    def save(self, why: str) -> None:
        """Write what is entered to the yearly file."""

    def enter_as(self, name: str) -> None:
        """Take down who is entering."""

    def explain(self, finding: Finding, reason: str) -> None:
        """Record why a finding may stand."""

    def sign(self, stage: str, by: str, outcome: str, checked: Sequence[str], opinion: str) -> None:
        """Record a sign-off."""

    def refresh(self, answered: Message | None = None) -> None:
        """Bring everything that is shown to what is entered."""

    def tell(self, status: str) -> None:
        """Say in the bar how what was entered is kept."""

    def show_work(self) -> None:
        """Show the report."""

    def show_viewer(self) -> None:
        """Show what is looked at, in place of the report."""


class Dialogue:
    """Hears the pieces' messages, and shows notices, the choice of a report, and what is looked at."""

    def __init__(self, form: Host) -> None:
        self._form = form
        self._count = 0
        self._job: Job | None = None
        self.before_shown = False
        self.heard: dict[str, int] = {}
        self.link = Link(self.receive)
        self.notices = Notices("notices")
        self.chooser = Chooser("chooser")
        self.viewer = Viewer("viewer")
        self.viewer.add_class("shown")
        self._commands: dict[str, Callable[[Message], object]] = {
            "open": lambda it: form.load(it["agency"], it["year"]),
            "begin": lambda it: form.begin(it["agency"], it["year"], it["name"]),
            "choose": lambda _: form.choose(),
            "enter": lambda it: form.session.sheet.enter(it["texts"], it["visit"]),
            "published": lambda it: form.session.sheet.enter_published(it["published"], it["typed"], it["visit"]),
            "extra": lambda it: form.session.sheet.enter_extra(it["aspects"], it["visit"]),
            "paste": lambda it: self.say(notices.pasted(form.paste(it["at"], it["text"], it["html"], it["to"]))),
            "zero": lambda it: form.session.sheet.fill_zero(it["table"]),
            "undo": lambda _: form.session.sheet.undo(),
            "redo": lambda _: form.session.sheet.redo(),
            "save": lambda it: self._write(lambda: form.save(it["why"])),
            "by": lambda it: form.enter_as(it["by"]),
            "before": lambda it: setattr(self, "before_shown", it["shown"]),
            "preview": lambda it: self._preview(it["edition"]),
            "export": lambda it: self._export(it["edition"], it["kind"]),
            "refuse": lambda it: self.say(notices.refused(it["text"])),
            "import": lambda it: self._import(it["name"], it["content"]),
            "explain": lambda it: form.explain(self._finding(it), it["reason"]),
            "withdraw": lambda it: form.session.sheet.withdraw(self._finding(it)),
            "sign": self._sign,
            "stop": lambda _: self._job.stop() if self._job else None,
            "journal": lambda _: self._show_journal(),
            "close": lambda _: form.show_work(),
            "restore": lambda it: self._restore(it["id"]),
            "discard": lambda it: form.session.discard(it["id"]),
            "dismiss": lambda _: None,
            "drafts": lambda _: self._offer_drafts(),
            "compare": lambda _: self._ask_about_file("数据文件已被他人修改，"),
            "reload": lambda _: self._reload(),
            "merge": lambda it: self._merge(it.get("choices", {})),
            "rewrite": lambda _: self._rewrite(),
            "resume": lambda it: self._resume(it["left"]),
        }

    @property
    def running(self) -> bool:
        """Whether a file is being made."""
        return self._job is not None

    def receive(self, message: Message) -> None:
        """Take in what a page sent: each message once, in its order; where some were lost on the way, ask for them."""
        queue, number = message["queue"], message.get("number")
        heard = self.heard.get(queue, 0)
        if number == heard + 1:
            self.heard[queue] = number
            self.hear(message)
        elif number is None or number > heard:
            self.link.say({"heard": heard})

    def hear(self, message: Message) -> None:
        """Do what a person asked for; what cannot be done is said in a notice."""
        self._clear(message)
        self._try(message)
        self._form.refresh(message if "queue" in message else None)

    def _try(self, message: Message) -> None:
        try:
            # what is done again was typed one by one, and is checked so
            if message["do"] != "resume":
                _check_whole(message)
            self._commands[message["do"]](message)
        except GovreportError as error:
            self.say(notices.refused(str(error)))

    def say(self, notice: notices.Notice) -> None:
        """Show a notice below those that are shown, in place of one that is about the same."""
        self._count += 1
        about = notice.get("about")
        others = [one for one in self.notices.items if not about or one.get("about") != about]
        self.notices.items = [*others, {**notice, "id": self._count}]

    def greet(self) -> None:
        """Offer what was left for the report that was opened."""
        self.notices.items = []
        self._offer_drafts()

    def _offer_drafts(self) -> None:
        found, broken = self._form.session.found_drafts()
        for draft, changed in found:
            self.say(notices.draft_found(draft, changed))
        for name in broken:
            self.say(notices.refused(f"{name}：草稿文件已损坏，无法恢复，请删去该文件"))

    def _clear(self, message: Message) -> None:
        """Take away the notice that was answered; anything else that is done takes away what was only told.

        Typing takes away only an offer to undo, which would now undo what is typed.
        """
        answered = message.get("notice")
        if answered:
            self.notices.items = [one for one in self.notices.items if one["id"] != answered]
        elif message["do"] not in TYPING:
            self.notices.items = [one for one in self.notices.items if one["kind"] == "ask"]
        elif any(notices.UNDO in one["actions"] for one in self.notices.items):
            self.notices.items = [one for one in self.notices.items if notices.UNDO not in one["actions"]]

    def _write(self, write: Callable[[], None]) -> bool:
        """Write to the yearly file, or show what another person wrote there; whether it was done."""
        try:
            write()
        except Conflict:
            self._ask_about_file("没有保存：打开之后，数据文件已被他人修改，")
            return False
        self._forget_file()
        return True

    def _ask_about_file(self, text: str, choices: Mapping[str, Side] | None = None) -> None:
        """Show the file as it now is beside what is entered; where both say the same there is nothing to be asked."""
        try:
            found = self._form.session.compare(choices or {})
        except NotFound:
            self.say(notices.deleted())
        else:
            if found:
                self.say(notices.conflict(found, text))
            else:
                self._merge({})

    def _forget_file(self) -> None:
        """Take away what was asked about the yearly file: it is settled."""
        self.notices.items = [one for one in self.notices.items if one.get("about") != notices.FILE]

    def _restore(self, id: str) -> None:
        self._ask_about_draft(self._form.session.restore(id))

    def _ask_about_draft(self, found: Sequence[Difference]) -> None:
        if found:
            self.say(notices.conflict(found, "草稿已恢复；在它之后，数据文件又有改动，"))

    def _resume(self, left: Sequence[Message]) -> None:
        """Go on where this tab was when its program ended: with its draft, and what did not get into that any more."""
        found = self._form.resume([one["session"] for one in left])
        again = [(one["queue"], message) for one in left for message in standing(one["told"])]
        own = self.heard if self._form.session.id in [one["session"] for one in left] else {}
        heard = {**found.heard, **own}
        missing = [message for queue, message in again if message["number"] > heard.get(queue, 0)]
        for message in missing:
            self._try(message)
        self.heard |= {one["queue"]: one["told"][-1]["number"] for one in left if one["told"]}
        told = [one for one in self.notices.items if one["kind"] != "done"]
        self.notices.items = [one for one in told if not (found.draft and notices.offers(one, found.draft))]
        if found.draft or missing:
            self.say(notices.resumed(found.places, missing))
        self._ask_about_draft(self._form.session.newer())

    def _merge(self, choices: Mapping[str, Side]) -> None:
        session = self._form.session
        try:
            session.settle(choices)
        except NotFound:
            self.say(notices.deleted())
        except BadRequest as error:
            self._ask_about_file(f"没有合并：{error}。", choices)
        else:
            self._forget_file()
            self._form.tell("已合并，请核对后保存" if session.edited else "已与数据文件一致")

    def _reload(self) -> None:
        """Take what another person saved; what is entered here stays, and what both changed is asked."""
        self._form.session.compare()
        self._merge({})

    def _rewrite(self) -> None:
        self._write(lambda: self._form.session.rewrite(self._form.by))
        self._write(lambda: self._form.save("数据文件被删除后重新写入"))

    def _sign(self, message: Message) -> None:
        """Record a sign-off; one that passes a report with errors only after asking, about the report as it then is."""
        said = {key: message[key] for key in ("stage", "by", "outcome", "checked", "opinion")}
        self.notices.items = [one for one in self.notices.items if one.get("about") != "sign"]
        blocking = [finding for finding in self._form.findings if finding.blocks]
        content = self._form.session.sheet.report.digest
        if blocking and message["outcome"] == "pass" and message.get("despite") != content:
            self._form.session.signed(**said)
            self.say(notices.sign_despite(blocking, {"do": "sign", **said, "despite": content}))
            return
        self._write(lambda: self._form.sign(**said))

    def _preview(self, edition: str) -> None:
        session = self._form.session
        if edition == "final" and self._blocked():
            return
        context = replace(session.sheet.context, today=None)
        page = Page.of(Order(session.agency, session.year, edition=edition), session.history, context)
        self._form.show_viewer()
        self.viewer.say({"show": "page", "title": f"预览：{EDITIONS[edition]}", "page": page.html()})

    def _blocked(self) -> bool:
        """Whether errors stand against a final edition; then they are shown."""
        blocking = [finding for finding in self._form.findings if finding.blocks]
        if blocking:
            self.say(notices.blocked(blocking))
        return bool(blocking)

    def _export(self, edition: str, kind: str) -> None:
        """Save, and have the batch's command make the file."""
        form, session = self._form, self._form.session
        if self._job:
            raise BadRequest("正在生成，请等它完成或先停止")
        if edition == "final" and self._blocked():
            return
        if form.edited and not self._write(lambda: form.save("导出前保存")):
            return
        where = {"params": form.store.folder, "outputs": form.outputs}
        order = Order.of(session.agency, session.year, edition=edition, formats=[kind], **where)

        def done(well: bool, reason: str) -> None:
            self._job = None
            self.say(notices.told(f"已生成{EDITIONS[edition]}：{order.path(kind)}") if well else notices.refused(reason))
            form.refresh()

        self._job = Job(order, done)

    def _import(self, name: str, content: str) -> None:
        """Read a file that was chosen in the page; it is here only while it is read."""
        with TemporaryDirectory() as folder:
            path = Path(folder, Path(name.replace("\\", "/")).name or "文件")
            path.write_bytes(b64decode(content))
            reading, changed = self._form.session.bring_in(path)
        self.say(notices.brought_in(path.name, reading, changed, reading.report.statutory_form))

    def _finding(self, message: Message) -> Finding:
        """The finding that a message is about, by what was shown of it."""
        for finding in self._form.findings:
            if (finding.rule, finding.message) == (message["rule"], message["said"]):
                return finding
        raise BadRequest("这一项校核问题已不在，请看最新的校核问题")

    def _show_journal(self) -> None:
        table = self._form.store.journal(self._form.session.agency)
        for problem in table.attrs["broken"]:
            self.say(notices.refused(problem))
        header, lines = views.journal(table)
        self._form.show_viewer()
        self.viewer.say({"show": "table", "title": "录入记录（最新的在前）", "header": header, "lines": lines})


def _check_whole(message: Message) -> None:
    """Refuse half a character, which a page can send and no file can hold."""
    try:
        to_json(message).encode("utf-8")
    except UnicodeEncodeError:
        raise BadRequest("内容中有不完整的字符（如半个表情符号），没有填入，请删去后重新填写") from None
