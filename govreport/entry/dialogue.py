"""`Dialogue`: what a person does in the form, done to the report that is open; what cannot be done is said."""

from __future__ import annotations

import datetime
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from govreport.errors import BadRequest, Conflict, GovreportError, NotFound
from govreport.rendering import EDITIONS, Order, Page
from govreport.report import Finding, to_json
from govreport.report.versions import Difference, Side

from . import notices, views
from .export_job import Job
from .messages import TYPING, Message, standing
from .pasting import paste
from .session import Resumed, Session
from .sheet import Sheet
from .widgets import Chooser, Link, Notices, Viewer

Command = Callable[[Message], object]


class Dialogue:
    """Hears the pieces' messages, and shows notices, the choice of a report, and what is looked at.

    Args:
        session: the report that is open; BadRequest where none is.
        by: who is entering.
        outputs: the folder for finished files.
        commands: what the form itself does for a message, by what it says to `do`.
        resume: goes on with the draft of a session that was this tab's.
        refresh: brings all that is shown to what is entered; with the message that was taken in.
        tell: says in the bar how what was entered is kept.
        show: shows a widget in place of the report.
    """

    def __init__(
        self,
        session: Callable[[], Session],
        by: Callable[[], str],
        outputs: Path,
        *,
        commands: Mapping[str, Command],
        resume: Callable[[Sequence[str]], Resumed],
        refresh: Callable[[Message | None], None],
        tell: Callable[[str], None],
        show: Callable[[Viewer], None],
    ) -> None:
        self._opened, self._by, self._outputs = session, by, outputs
        self._take_up, self._refresh, self._tell, self._show = resume, refresh, tell, show
        self._count = 0
        self._job: Job | None = None
        self.before_shown = False
        self.heard: dict[str, int] = {}
        self.link = Link(self.receive)
        self.notices = Notices("notices")
        self.chooser = Chooser("chooser")
        self.viewer = Viewer("viewer")
        self.viewer.add_class("shown")
        self._commands: dict[str, Command] = {
            **commands,
            "enter": lambda it: self._sheet.enter(it["texts"], it["visit"]),
            "published": lambda it: self._sheet.enter_published(it["published"], it["typed"], it["visit"]),
            "extra": lambda it: self._sheet.enter_extra(it["aspects"], it["visit"]),
            "paste": lambda it: self.say(
                notices.pasted(paste(self._sheet, it["at"], it["to"], it["text"], it["html"]))
            ),
            "zero": lambda it: self._sheet.fill_zero(it["table"]),
            "undo": lambda _: self._sheet.undo(),
            "redo": lambda _: self._sheet.redo(),
            "save": lambda it: self._save(it["why"]),
            "before": lambda it: setattr(self, "before_shown", it["shown"]),
            "preview": lambda it: self._preview(it["edition"]),
            "export": lambda it: self._export(it["edition"], it["kind"]),
            "refuse": lambda it: self.say(notices.refused(it["text"])),
            "import": lambda it: self._import(it["name"], it["content"]),
            "explain": lambda it: self._sheet.explain(self._finding(it), it["reason"], by(), datetime.date.today()),
            "withdraw": lambda it: self._sheet.withdraw(self._finding(it)),
            "sign": self._sign,
            "stop": lambda _: self._job.stop() if self._job else None,
            "journal": lambda _: self._show_journal(),
            "restore": lambda it: self._restore(it["id"]),
            "discard": lambda it: self._session.discard(it["id"]),
            "dismiss": lambda _: None,
            "drafts": lambda _: self._offer_drafts(),
            "compare": lambda _: self._ask_about_file("数据文件已被他人修改，"),
            "reload": lambda _: self._reload(),
            "merge": lambda it: self._merge(it.get("choices", {})),
            "rewrite": lambda _: self._rewrite(),
            "resume": lambda it: self._resume(it["left"]),
        }

    @property
    def _session(self) -> Session:
        return self._opened()

    @property
    def _sheet(self) -> Sheet:
        return self._session.sheet

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
        self._refresh(message if "queue" in message else None)

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
        found, broken = self._session.found_drafts()
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

    def _save(self, why: str) -> bool:
        """Write what is entered to the yearly file; whether it was done."""
        done = self._write(lambda: self._session.save(self._by(), why))
        if done:
            self._tell(notices.saved())
        return done

    def _ask_about_file(self, text: str, choices: Mapping[str, Side] | None = None) -> None:
        """Show the file as it now is beside what is entered; where both say the same there is nothing to be asked."""
        try:
            found = self._session.compare(choices or {})
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
        self._ask_about_draft(self._session.restore(id))

    def _ask_about_draft(self, found: Sequence[Difference]) -> None:
        if found:
            self.say(notices.conflict(found, "草稿已恢复；在它之后，数据文件又有改动，"))

    def _resume(self, left: Sequence[Message]) -> None:
        """Go on where this tab was when its program ended: with its draft, and what did not get into that any more."""
        found = self._take_up([one["session"] for one in left])
        again = [(one["queue"], message) for one in left for message in standing(one["told"])]
        own = self.heard if self._session.id in [one["session"] for one in left] else {}
        heard = {**found.heard, **own}
        missing = [message for queue, message in again if message["number"] > heard.get(queue, 0)]
        for message in missing:
            self._try(message)
        self.heard |= {one["queue"]: one["told"][-1]["number"] for one in left if one["told"]}
        told = [one for one in self.notices.items if one["kind"] != "done"]
        self.notices.items = [one for one in told if not (found.draft and notices.offers(one, found.draft))]
        if found.draft or missing:
            self.say(notices.resumed(found.places, missing))
        self._ask_about_draft(self._session.newer())

    def _merge(self, choices: Mapping[str, Side]) -> None:
        session = self._session
        try:
            session.settle(choices)
        except NotFound:
            self.say(notices.deleted())
        except BadRequest as error:
            self._ask_about_file(f"没有合并：{error}。", choices)
        else:
            self._forget_file()
            self._tell("已合并，请核对后保存" if session.edited else "已与数据文件一致")

    def _reload(self) -> None:
        """Take what another person saved; what is entered here stays, and what both changed is asked."""
        self._session.compare()
        self._merge({})

    def _rewrite(self) -> None:
        self._write(lambda: self._session.rewrite(self._by()))
        self._save("数据文件被删除后重新写入")

    def _sign(self, message: Message) -> None:
        """Record a sign-off; one that passes a report with errors only after asking, about the report as it then is."""
        said = {key: message[key] for key in ("stage", "by", "outcome", "checked", "opinion")}
        self.notices.items = [one for one in self.notices.items if one.get("about") != "sign"]
        blocking = [finding for finding in self._sheet.findings() if finding.blocks]
        content = self._session.sheet.report.digest
        if blocking and message["outcome"] == "pass" and message.get("despite") != content:
            self._session.signed(**said)
            self.say(notices.sign_despite(blocking, {"do": "sign", **said, "despite": content}))
            return
        if self._write(lambda: self._session.sign(**said)):
            self._tell(notices.signed(said["stage"], said["outcome"]))

    def _preview(self, edition: str) -> None:
        session = self._session
        if edition == "final" and self._blocked():
            return
        order = Order(session.agency, session.year, edition=edition)
        page = Page.of(order, session.history, replace(session.sheet.context, today=None))
        self._show(self.viewer)
        self.viewer.say({"show": "page", "title": f"预览：{EDITIONS[edition]}", "page": page.html()})

    def _blocked(self) -> bool:
        """Whether errors stand against a final edition; then they are shown."""
        blocking = [finding for finding in self._sheet.findings() if finding.blocks]
        if blocking:
            self.say(notices.blocked(blocking))
        return bool(blocking)

    def _export(self, edition: str, kind: str) -> None:
        """Save, and have the batch's command make the file."""
        session = self._session
        if self._job:
            raise BadRequest("正在生成，请等它完成或先停止")
        if edition == "final" and self._blocked():
            return
        if session.edited and not self._save("导出前保存"):
            return
        order = Order.of(
            session.agency,
            session.year,
            params=session.store.folder,
            outputs=self._outputs,
            edition=edition,
            formats=[kind],
        )

        def done(well: bool, reason: str) -> None:
            self._job = None
            made = f"已生成{EDITIONS[edition]}：{order.path(kind)}"
            self.say(notices.told(made) if well else notices.refused(reason))
            self._refresh(None)

        self._job = Job(order, done)

    def _import(self, name: str, content: str) -> None:
        """Read a file that was chosen in the page; it is here only while it is read."""
        with TemporaryDirectory() as folder:
            path = Path(folder, Path(name.replace("\\", "/")).name or "文件")
            path.write_bytes(b64decode(content))
            reading, changed = self._session.bring_in(path)
        self.say(notices.brought_in(path.name, reading, changed, reading.report.statutory_form))

    def _finding(self, message: Message) -> Finding:
        """The finding that a message is about, by what was shown of it."""
        for finding in self._sheet.findings():
            if (finding.rule, finding.message) == (message["rule"], message["said"]):
                return finding
        raise BadRequest("这一项校核问题已不在，请看最新的校核问题")

    def _show_journal(self) -> None:
        table = self._session.store.journal(self._session.agency)
        for problem in table.attrs["broken"]:
            self.say(notices.refused(problem))
        header, lines = views.journal(table)
        self._show(self.viewer)
        self.viewer.say({"show": "table", "title": "录入记录（最新的在前）", "header": header, "lines": lines})


def _check_whole(message: Message) -> None:
    """Refuse half a character, which a page can send and no file can hold."""
    try:
        to_json(message).encode("utf-8")
    except UnicodeEncodeError:
        raise BadRequest("内容中有不完整的字符（如半个表情符号），没有填入，请删去后重新填写") from None
