"""The widgets that the form is put together from: each shows what it is given, and tells what a person did.

What Python shows travels in synced traits, each piece's own; what a person does comes back as messages
`{"do": …}` through the one `Link`, in the order it was done. Each is numbered and answered by `answered` of its
piece, so that the page knows which of its own keystrokes Python has taken in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
from traitlets import Bool, Dict, Int, List, Unicode

from .messages import Message
from .scripts import STATIC, joined

Handle = Callable[[Message], None]


class Piece(anywidget.AnyWidget):
    """A part of the form, known to its page by its `name`."""

    name = Unicode(help="What the piece is called in messages.").tag(sync=True)
    answered: List[Any] = List(
        ["", 0], help="The page, and the number of its newest message of this piece, that Python has taken in."
    ).tag(sync=True)

    def __init__(self, name: str, **traits: Any) -> None:
        super().__init__(name=name, **traits)

    def say(self, content: Message) -> None:
        """Send `content` to the page without keeping it."""
        self.send(content)


class Link(Piece):
    """The line between page and program: what a person does, and whether it is heard; `handle` gets each message."""

    _esm = joined("link.js")
    session = Dict(help="The report that is open: `id` of the session, `agency`, `year`; empty where none is.").tag(
        sync=True
    )
    edited = Bool(help="Whether something is entered that is not yet in the file.").tag(sync=True)
    heard = Dict(help="By page, the number of the newest message that was taken in.").tag(sync=True)
    kept = Dict(help="By page, the number of the newest message that lies on the disk.").tag(sync=True)

    def __init__(self, handle: Handle) -> None:
        super().__init__("link", session={}, heard={}, kept={})
        self.on_msg(lambda _piece, content, _buffers: handle(content))


class Grid(Piece):
    """A statutory table, every figure of it an input."""

    _esm = joined("grid.js")
    printed = Dict(help="The table as it is printed: lines of boxes; see `views.printed`.").tag(sync=True)
    value: List[str] = List(help="What stands in each cell, as text, in the order of the table's cells.").tag(sync=True)
    marks = Dict(help="What is to be seen at a cell beside its text, by its path; see `views.marks`.").tag(sync=True)
    before = Dict(help="The year before's figures, as text, by path.").tag(sync=True)
    show_before = Bool(help="Whether the year before's figures stand below the cells.").tag(sync=True)


class Texts(Piece):
    """Written sections: a text area for each of several paths."""

    _esm = joined("texts.js")
    section = Dict(help="Id, heading, the fields' paths and labels, and whether aspects can be added.").tag(sync=True)
    value = Dict(help="Each text by its path.").tag(sync=True)
    before = Dict(help="The year before's texts by path.").tag(sync=True)
    show_before = Bool(help="Whether the year before's texts stand beside.").tag(sync=True)
    offers = Dict(help="Sentences made from the figures, by the path of the text they fit.").tag(sync=True)
    extra: List[Any] = List(help="Aspects beyond the form's: `heading` and `text` of each.").tag(sync=True)


class Facts(Piece):
    """Short facts, one line each."""

    _esm = joined("facts.js")
    section = Dict(help="Id, heading, and each field's path, label, kind and choices.").tag(sync=True)
    value = Dict(help="What stands in each field, as text, by its path.").tag(sync=True)
    marks = Dict(help="What is wrong with a field, by its path.").tag(sync=True)


class Counts(Piece):
    """Counts of published items by channel and category."""

    _esm = joined("published.js")
    value = Dict(help="Total and channels as text; see `published.Published`.").tag(sync=True)


class FindingList(Piece):
    """The findings, each a way to its cell."""

    _esm = joined("findings.js")
    items: List[Any] = List(help="Each finding; see `views.finding_items`.").tag(sync=True)
    summary = Unicode(help="How the checks came out, in a sentence.").tag(sync=True)


class Bar(Piece):
    """The head of the form; it also hears the form's keys."""

    _esm = joined("bar.js")
    state = Dict(help="Whose report it is, what can be done, and the sections with their errors.").tag(sync=True)
    status = Unicode(help="How what was entered is kept, in a sentence.").tag(sync=True)
    others: List[Any] = List(help="What others do with the report: lines, each with its actions.").tag(sync=True)
    exports: List[Any] = List(help="The files that can be made: edition, kind, label and tip of each.").tag(sync=True)


class Chooser(Piece):
    """Which agency and year to open, or to begin."""

    _esm = joined("chooser.js")
    agencies: List[Any] = List(help="The tree in order; see `views.tree`.").tag(sync=True)
    chosen = Unicode(help="The agency that is chosen at first.").tag(sync=True)
    year = Int(help="The year that a new agency's report begins with.").tag(sync=True)


class Notices(Piece):
    """What the form has to say or to ask; being always there, it brings the style of all pieces."""

    _esm = joined("notices.js")
    _css = (STATIC / "form.css").read_text(encoding="utf-8")
    items: List[Any] = List(help="Each notice's kind, text, lines, differences and actions.").tag(sync=True)


class Viewer(Piece):
    """The finished page, or the entry journal, in place of the form."""

    _esm = joined("viewer.js")
