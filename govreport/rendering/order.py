"""`Order`: the wish to have one report made, checked where it is made; whoever carries it out derives from it.

It is light, since commands read their choices and defaults from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from inspect import Parameter, signature
from pathlib import Path
from typing import Any, Self, TypedDict, TypeVar, Unpack

from govreport.errors import BadRequest

from .kinds import KINDS, Kind
from .output_files import output_path, own_mark

EDITIONS = {"final": "正式稿", "draft": "送审稿"}
CHARTS = {"interactive": "附数据图解", "none": "不附"}
ENGINES = {"govreport": "在进程内运行，快", "jupyter": "每份启动一个内核"}

_TOLD = {"told": True}
"""Marks what the notebook is told, in a parameter of the field's name."""
_PLACE = {"place": True}
"""Marks what says only which files are made and where: it changes nothing of what stands in them."""
_LABEL = re.compile(r"[\w-]{1,40}")


class Wish(TypedDict, total=False):
    """What may be wished of a report, beside whose it is and where; what is left out or None is as `Order` has it."""

    edition: str
    charts: str
    formats: Collection[str]
    engine: str | None
    notebook: str | Path | None
    values: Mapping[str, Any] | None
    label: str | None


@dataclass(frozen=True)
class Order:
    """The wish to have one report made.

    Args:
        agency: whose; by its id, once it is known.
        year: of which year.
        edition: `final`, the statutory document, or `draft`, which adds findings, last year's figures and sign-offs.
        charts: `interactive` or `none`.
        formats: the kinds of files; see `KINDS`.
        engine: `govreport` runs the notebook in the process, `jupyter` in a kernel.
        notebook: the path of a notebook of one's own that is run in place of the report's.
        values: for the parameters that it declares beside those that it is told.
        label: stands for the values in the names of its files.
        keep_notebook: keep the executed notebook beside the page.
        turn: the batch's; its files take their names only while no later batch has begun.
        params: the params folder.
        outputs: the outputs folder.

    Raises:
        BadRequest: it cannot be made so.
    """

    agency: str = field(metadata=_TOLD)
    year: int = field(metadata=_TOLD)
    edition: str = field(default="final", metadata=_TOLD)
    charts: str = field(default="interactive", metadata=_TOLD)
    formats: tuple[str, ...] = field(default=("html",), metadata=_PLACE)
    engine: str = "govreport"
    notebook: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    label: str | None = None
    keep_notebook: bool = field(default=False, metadata=_PLACE)
    turn: str | None = field(default=None, metadata=_PLACE)
    params: str = field(default="", metadata=_TOLD | _PLACE)
    outputs: str = field(default="", metadata=_PLACE)

    def __post_init__(self) -> None:
        for said in self._faults():
            raise BadRequest(said)

    @classmethod
    def of(
        cls,
        agency: str,
        year: int,
        *,
        params: str | Path | None = None,
        outputs: str | Path | None = None,
        keep_notebook: bool = False,
        **wish: Unpack[Wish],
    ) -> Self:
        """The order as a person gives it: folders are looked for where they are not named.

        Raises:
            NotFound: there is no params folder.
            BadRequest: it cannot be made so.
        """
        # reading folders needs pandas, which the commands' help should not wait for
        from govreport.store import find_params

        from .project import find_outputs

        given: dict[str, Any] = {name: value for name, value in wish.items() if value is not None}
        given |= {"formats": tuple(given["formats"])} if "formats" in given else {}
        given |= {"notebook": str(Path(given["notebook"]).resolve())} if given.get("notebook") else {}
        folders: dict[str, Any] = {
            "params": str(find_params(params).resolve()),
            "outputs": str(find_outputs(outputs, params)),
        }
        return cls(agency, year, keep_notebook=keep_notebook, **folders, **given)

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Self:
        """The order that was told by `record`."""
        return cls(**{**record, "formats": tuple(record["formats"])})

    def record(self) -> dict[str, Any]:
        """The order as plain data, to travel as JSON."""
        return asdict(self)

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of files, in the order in which they are made."""
        return [kind for name, kind in KINDS.items() if name in self.formats]

    @property
    def runs_notebook(self) -> bool:
        """Whether the notebook is run for it."""
        return self.keep_notebook or any(kind.of_notebook for kind in self.kinds)

    @property
    def parameters(self) -> dict[str, Any]:
        """What the notebook is told, by the names of its parameters."""
        return {one.name: getattr(self, one.name) for one in fields(self) if "told" in one.metadata}

    @property
    def content(self) -> dict[str, Any]:
        """All that what stands in the files hangs on; a notebook by its name, wherever the folders lie."""
        wished = {one.name: getattr(self, one.name) for one in fields(self) if "place" not in one.metadata}
        return {**wished, "notebook": self.notebook and Path(self.notebook).name}

    @property
    def own(self) -> str:
        """What marks the files of a person's own notebook in their names; empty for the report's."""
        return own_mark(self.notebook, self.values, self.label)

    @property
    def folder(self) -> Path:
        """Where the files of its year lie."""
        return Path(self.outputs, str(self.year))

    def path(self, kind: str) -> Path:
        """Where its file of a kind lies."""
        return output_path(Path(self.outputs), self.agency, self.year, self.edition, kind, self.own)

    def _faults(self) -> Iterator[str]:
        """Why it cannot be made so, each in one Chinese sentence."""
        if not isinstance(self.year, int):
            yield f"年度 year 应为四位数字，现为“{self.year}”"
        yield from _unknown("版本", self.edition, EDITIONS)
        yield from _unknown("图解", self.charts, CHARTS)
        yield from _unknown("引擎", self.engine, ENGINES)
        yield from self._faults_of_formats()
        yield from self._faults_of_notebook()

    def _faults_of_formats(self) -> Iterator[str]:
        if not self.formats:
            yield f"没有写明成果文件格式 --formats，可写：{'、'.join(KINDS)}"
        for name in self.formats:
            yield from _unknown("成果文件格式", name, {name: kind.label for name, kind in KINDS.items()})

    def _faults_of_notebook(self) -> Iterator[str]:
        if self.notebook and not all(kind.of_notebook for kind in self.kinds):
            made = "、".join(name.upper() for name, kind in KINDS.items() if kind.of_notebook)
            yield f"--notebook 指定的笔记本只能生成 {made}，请去掉 --formats"
        if not self.notebook and (self.values or self.label):
            given = "参数 -p " if self.values else "标签 --label "
            yield f"{given}只用于 --notebook 指定的笔记本，请写明 --notebook"
        if self.label is not None:
            yield from _faults_of_label(self.label)


def _unknown(what: str, word: str, words: Mapping[str, str]) -> Iterator[str]:
    if word not in words:
        yield f"{what}应为 {'、'.join(f'{one}（{said}）' for one, said in words.items())}之一，现为“{word}”"


def _faults_of_label(label: str) -> Iterator[str]:
    """A label stands in a file's name, where no words may stand that mark other files."""
    # as above: only whoever gives a label waits for pandas
    from govreport.store import why_no_id

    if not _LABEL.fullmatch(label) or why_no_id(label):
        yield f"标签 --label “{label[:40]}”不可用：只能用文字、数字、- 和 _，且不是 draft 等专用字"


Function = TypeVar("Function", bound=Callable[..., Any])


def spelt_out(function: Function) -> Function:
    """A function that takes a `Wish`, with each of its options named in the signature that `help` and Jupyter show."""
    told = signature(function)
    own = list(told.parameters.values())[:-1]
    options = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=getattr(Order, name, None), annotation=kind.__forward_arg__)
        for name, kind in Wish.__annotations__.items()
    ]
    function.__signature__ = told.replace(parameters=[*own, *options])  # type: ignore[attr-defined]
    return function
