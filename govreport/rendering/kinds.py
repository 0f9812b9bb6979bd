"""The kinds of finished files, as a table: whoever asks for one, makes it, reads it back or offers it looks here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

# a page takes its order from here, so that its type cannot come from there
_prepared: set[Any] = set()


@dataclass(frozen=True)
class Kind:
    """A kind of finished file.

    Args:
        name: what it is called in orders, and the suffix of its files.
        label: what an official calls it.
        module: the module of this room that makes it and reads it back: `make(page, executed)`, `faults(written, page)`
            and, unless the notebook makes it, `shape(page)`, which is the same for files that share what is costly.
        of_notebook: whether the executed notebook is what it is made of.
        states_digest: whether the file tells the digest of the record that it shows (`look_at`).
        button: what a button of the form that makes it is called, before the edition; "" where there is none.
        tip: what is said of that button.
    """

    name: str
    label: str
    module: str
    of_notebook: bool = False
    states_digest: bool = False
    button: str = ""
    tip: str = ""

    def make(self, page: Any, executed: NotebookNode | None = None) -> bytes:
        """The content of the page's file.

        Raises:
            BadRequest: a text does not fit into such a file.
        """
        content: bytes = self._maker.make(page, executed)
        return content

    def faults(self, written: bytes, page: Any) -> Iterator[str]:
        """What is wrong with a written file, one Chinese sentence each: it is read as a stranger's would be."""
        yield from self._maker.faults(written, page)

    def prepare(self, page: Any) -> None:
        """Do once, in this process, what all such files share, so that whoever is forked from it need not."""
        shape = (self.name, self._maker.shape(page))
        if shape not in _prepared:
            list(self.faults(self.make(page), page))
            _prepared.add(shape)

    @property
    def _maker(self) -> Any:
        # loaded when it is needed: whoever only asks for a kind needs none of the libraries that write it
        return import_module(f".{self.module}", __package__)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("html", "网页", "web_file", of_notebook=True, states_digest=True, button="导出"),
        Kind("docx", "Word 稿", "word_file", button="Word ", tip="导出为 Word 文档，供审签用印"),
        Kind("xlsx", "工作簿", "workbook_file"),
    )
}
"""Every kind by its name, in the order in which a report's files are made."""
