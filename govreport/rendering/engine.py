"""A papermill engine that runs the cells in this process: no kernel is started, the outputs are a kernel's.

`papermill --engine govreport …` runs any Python notebook with it. What it cannot give is what needs a
kernel's channels: `input()`, output written to file descriptors, and widgets' messages.
"""

from __future__ import annotations

import govreport.light  # noqa: F401

import atexit
import io
import os
import sys
import warnings
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager
from traitlets.config import Config

from govreport.errors import BadRequest

_INLINE_FIGURES = "module://matplotlib_inline.backend_inline"


class Outputs:
    """What the running cell has put out so far, as a notebook keeps it."""

    def __init__(self) -> None:
        self.cell: list[NotebookNode] = []
        self._shown: dict[str, list[NotebookNode]] = {}
        self._clear_before_next = False

    def begin(self) -> None:
        """A new cell; displays of earlier cells can still be updated."""
        self.cell = []
        self._clear_before_next = False

    def stream(self, name: str, text: str) -> None:
        """Text on `stdout` or `stderr`; pieces that follow each other are one output."""
        last = self.cell[-1] if self.cell and not self._clear_before_next else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        elif text:
            self._add("stream", name=name, text=text)

    def display(self, data: dict[str, Any], metadata: dict[str, Any], id: str | None, *, update: bool) -> None:
        """A display, or an update of every display with the same id."""
        for shown in self._shown.get(id or "", ()):
            shown.data, shown.metadata = nbformat.from_dict(data), nbformat.from_dict(metadata)
        if not update:
            output = self._add("display_data", data=data, metadata=metadata)
            if id:
                self._shown.setdefault(id, []).append(output)

    def result(self, data: dict[str, Any], metadata: dict[str, Any], count: int) -> None:
        """The value of the cell's last expression."""
        self._add("execute_result", data=data, metadata=metadata, execution_count=count)

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        """An exception."""
        self._add("error", ename=name, evalue=value, traceback=traceback)

    def clear(self, *, wait: bool) -> None:
        """Take the cell's outputs away, now or when the next one comes."""
        self._clear_before_next = wait
        if not wait:
            self.cell.clear()

    def _add(self, kind: str, **content: Any) -> NotebookNode:
        if self._clear_before_next:
            self.clear(wait=False)
        output: NotebookNode = nbformat.from_dict({"output_type": kind, **content})
        self.cell.append(output)
        return output


def _as_json(data: dict[str, Any]) -> dict[str, Any]:
    """A display's data as a notebook holds it: bytes, such as an image's, in base64."""
    return {kind: b64encode(value).decode() if isinstance(value, bytes) else value for kind, value in data.items()}


class _Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` while a cell runs."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs = outputs
        self.name = name

    def writable(self) -> bool:
        """A cell writes here."""
        return True

    def write(self, text: str) -> int:
        """Keep the text as the cell's output."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.stream(self.name, text)
        return len(text)


class _DisplayHook(DisplayHook):
    """Keeps the last expression's value as a result."""

    shell: _Shell
    formatting = False
    _formatted: tuple[dict[str, Any], dict[str, Any]] | None = None

    def start_displayhook(self) -> None:
        """Nothing is formatted yet."""
        self.formatting, self._formatted = True, None

    def write_output_prompt(self) -> None:
        """A notebook has no prompt in its outputs."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        """What the value looks like in each format."""
        self._formatted = _as_json(format_dict), md_dict or {}

    def finish_displayhook(self) -> None:
        """The result is an output where some format gave one."""
        self.formatting = False
        if self._formatted and self._formatted[0]:
            self.shell.outputs.result(*self._formatted, self.prompt_count)


class _DisplayPublisher(DisplayPublisher):
    """Keeps what `display()` shows."""

    shell: _Shell

    def publish(  # type: ignore[override]
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        """A display, or an update of an earlier one."""
        id = (transient or {}).get("display_id")
        self.shell.outputs.display(_as_json(data), metadata or {}, id, update=update)

    def clear_output(self, wait: bool = False) -> None:
        """`IPython.display.clear_output`."""
        self.shell.outputs.clear(wait=wait)


class _Shell(InteractiveShell):
    """IPython without a terminal or a kernel."""

    displayhook: Any
    displayhook_class = _DisplayHook
    display_pub_class = _DisplayPublisher

    def __init__(self, **kwargs: Any) -> None:
        self.outputs = Outputs()
        self._failed_to_show = False
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self._failed_to_show = self._failed_to_show or self.displayhook.formatting
        self.outputs.error(etype.__name__, str(evalue), stb)

    def enable_gui(self, gui: Any = None) -> None:
        """No event loop runs beside the cells."""

    def run(self, source: str) -> tuple[bool, list[NotebookNode]]:
        """Run a cell's source: whether it, and showing its value, raised nothing; and its outputs."""
        self.outputs.begin()
        self._failed_to_show = self.displayhook.formatting = False
        with (
            redirect_stdout(_Stream(self.outputs, "stdout")),
            redirect_stderr(_Stream(self.outputs, "stderr")),
        ):
            result = self.run_cell(source, store_history=True)
        return bool(result.success) and not self._failed_to_show, self.outputs.cell


@contextmanager
def fresh_shell() -> Iterator[_Shell]:
    """A shell with an empty namespace; `__main__` and what IPython keeps for the process are as before afterwards.

    Raises:
        BadRequest: a kernel or an IPython already lives in this process, and would lose its own.
    """
    if InteractiveShell.initialized():
        raise BadRequest("本引擎不能在运行中的内核里使用，请改用 papermill 默认引擎，或在命令行运行")
    main, path, excepthook = sys.modules["__main__"], list(sys.path), sys.excepthook
    backend = os.environ.get("MPLBACKEND")
    os.environ["MPLBACKEND"] = _INLINE_FIGURES
    config = Config()
    config.HistoryManager.enabled = False
    shell = _Shell.instance(config=config)
    if "" not in sys.path:
        # as in a kernel, modules beside the notebook can be imported
        sys.path.insert(0, "")
    try:
        with warnings.catch_warnings():
            yield shell
    finally:
        # its own way out collects all garbage, which takes as long as the rest of a report
        atexit.unregister(shell.atexit_operations)
        shell.restore_sys_module_state()
        _Shell.clear_instance()
        sys.modules["__main__"] = main
        sys.path[:] = path
        sys.excepthook = excepthook
        os.environ.pop("MPLBACKEND", None)
        if backend is not None:
            os.environ["MPLBACKEND"] = backend


class InProcessEngine(Engine):  # type: ignore[misc]
    """papermill's engine `govreport`."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, into: list[NotebookNode] | None = None, **_: Any
    ) -> None:
        """Run the notebook's cells in order, up to the first that raises; `into` gets the notebook all the same."""
        if into is not None:
            into.append(nb_man.nb)
        nb_man.nb.metadata["language_info"] = {
            "name": "python",
            "version": ".".join(map(str, sys.version_info[:3])),
            "mimetype": "text/x-python",
            "file_extension": ".py",
        }
        with fresh_shell() as shell:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                failed = cell.cell_type == "code" and cell.source.strip() and not _run(shell, cell)
                if failed:
                    nb_man.cell_exception(cell, cell_index=index)
                nb_man.cell_complete(cell, cell_index=index)
                if failed:
                    break


def _run(shell: _Shell, cell: NotebookNode) -> bool:
    """Run one cell and keep its outputs in it; whether the notebook may go on."""
    cell.execution_count = shell.execution_count
    well, cell.outputs = shell.run(cell.source)
    return well or "raises-exception" in cell.metadata.get("tags", [])
