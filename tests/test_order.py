"""The house keeps its order: no floor imports a higher one, no room its sibling, and each library has its rooms."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from material import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PACKAGE = ROOT / "govreport"
ROOMS = {
    1: {"form", "errors", "light", "starting", "visible"},
    2: {"report"},
    3: {"store"},
    5: {"checks"},
    6: {"tables", "charts", "prose"},
    7: {"importing", "exporting"},
    8: {"rendering"},
    9: {"batching", "oversight", "serving"},
    10: {"entry"},
    11: {"cli"},
}
FLOOR = {room: number for number, rooms in ROOMS.items() for room in rooms}
WHOLE = "govreport"
"""The package's own two files: its face, which names everything, and `python -m govreport`."""

OPEN = {
    "checks.parallel": {"cli", "oversight"},
    "exporting.embed": {"batching", "rendering"},
    "form.workbook": {"exporting", "importing"},
    "importing.word.blocks": {"oversight"},
    "rendering.blocks": {"batching", "oversight"},
    "rendering.input_digest": {"batching"},
    "rendering.page_comparison": {"batching", "oversight"},
    "rendering.project": {"batching", "cli", "oversight", "serving"},
    "report.parts": {"store"},
    "report.versions": {"cli", "entry", "importing"},
    "serving.serve": {"cli"},
}
"""Inner modules that other rooms may import past the face of theirs, and which rooms do: what only these few need."""

KEEPERS = {
    "IPython": {"rendering"},
    "anywidget": {"entry"},
    "bs4": {"importing"},
    "click": {"cli"},
    "distributed": {"batching"},
    "docx": {"exporting"},
    "filelock": {"batching", "rendering", "store"},
    "ipywidgets": {"entry"},
    "jinja2": {"exporting"},
    "jupyter_client": {"rendering"},
    "jupyter_server": {"serving"},
    "jupyterlab": {"serving"},
    "lazy_loader": {WHOLE, "batching", "exporting", "importing", "rendering"},
    "lxml": {"exporting", "importing", "oversight", "rendering"},
    "markupsafe": {"exporting", "prose", "rendering", "tables"},
    "nbclient": {"rendering"},
    "nbconvert": {"exporting"},
    "nbformat": {"exporting", "light", "rendering"},
    "opencc": {"importing"},
    "openpyxl": {"exporting", "importing"},
    "pandas": {"entry", "report", "store"},
    "papermill": {"rendering"},
    "pdfminer": {"importing"},
    "pdfplumber": {"importing"},
    "platformdirs": {"rendering"},
    "plotly": {"charts"},
    "psutil": {"serving", "starting", "store"},
    "pydantic": {"batching", "importing", "report", "store"},
    "python_calamine": {"importing"},
    "rapidfuzz": {"checks", "importing"},
    "ruamel": {"store"},
    "simplejson": {"batching", "rendering", "report"},
    "stdnum": {"checks"},
    "tabulate": {"cli"},
    "tornado": {"serving"},
    "tqdm": {"batching", "cli", "importing", "oversight"},
    "traitlets": {"entry", "exporting", "rendering"},
    "voila": {"serving"},
    "yaml": {"store"},
}
"""Which rooms import which library."""

HOOKS = {
    "_cached_fonts": "pdfplumber",
    "_curtoken": "pdfplumber",
    "_element": "python-docx",
    "_init_resources": "nbconvert",
    "_layout": "pdfplumber",
    "_objs": "pdfplumber",
    "_sectPr": "python-docx",
    "_worksheet_path": "openpyxl",
}
"""Private names of libraries that the package uses, and the requirement that decides on their version."""

REPLACED = {
    "CParser": "pyyaml",
    "FileCMap": "pdfplumber",
    "FileUnicodeMap": "pdfplumber",
    "LiteralScalarString": "ruamel-yaml",
    "PDFContentParser": "pdfplumber",
    "PDFDocument": "pdfplumber",
    "PDFPageAggregatorWithMarkedContent": "pdfplumber",
    "PDFPageInterpreter": "pdfplumber",
    "PDFResourceManager": "pdfplumber",
    "PDFStream": "pdfplumber",
    "PSBaseParser": "pdfplumber",
    "InteractiveShell": "ipython",
    "HTMLExporter": "nbconvert",
}
"""Classes of libraries of which the package replaces what is no promise of theirs."""

DOCUMENTED = {"_exit", "_replace"}
"""Names of the standard library that begin like private ones and are none."""


def room_of(path: Path) -> str:
    first, *below = path.relative_to(PACKAGE).parts
    return first.removesuffix(".py") if below or not first.startswith("__") else WHOLE


def imports_in(path: Path) -> Iterator[tuple[str, str]]:
    """Every module that a file imports, absolute, and what of it."""
    package = (WHOLE, *path.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(read(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (start, node.module) if part)
            yield from ((module, alias.name) for alias in node.names)


@cache
def read(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@cache
def between_rooms() -> list[tuple[Path, str, str]]:
    """Each import of one room in another: the file, the other room, and the module within it or the name of its face."""
    found = []
    for path in files():
        for module, name in imports_in(path):
            top, *parts = [*module.split("."), *([name] if module == WHOLE else [])]
            if top == WHOLE and parts and parts[0] not in (room_of(path), "__version__"):
                found.append((path, parts[0], ".".join(parts[1:])))
    return found


def told(path: Path, what: str) -> str:
    return f"{path.relative_to(ROOT).as_posix()} imports {what}"


def capped() -> set[str]:
    """The requirements that name a version to stop before."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        requirements = map(Requirement, tomllib.load(file)["project"]["dependencies"])
    return {canonicalize_name(one.name) for one in requirements if any("<" in each.operator for each in one.specifier)}


def test_every_file_belongs_to_a_room_of_the_house():
    assert [path.as_posix() for path in files() if room_of(path) not in {*FLOOR, WHOLE}] == []


def test_no_room_imports_a_higher_floor_or_its_sibling():
    floors = {**FLOOR, WHOLE: max(FLOOR.values()) + 1}
    wrong = [
        told(path, f"{other} of floor {FLOOR.get(other)}")
        for path, other, _ in between_rooms()
        if FLOOR.get(other, 99) >= floors[room_of(path)]
    ]
    assert wrong == []


def test_rooms_meet_at_their_faces():
    wrong = [
        told(path, f"{other}.{inner}")
        for path, other, inner in between_rooms()
        if inner and room_of(path) not in OPEN.get(f"{other}.{inner}", set())
    ]
    assert wrong == []


def test_an_inner_module_is_open_only_to_those_who_use_it():
    used = {(f"{other}.{inner}", room_of(path)) for path, other, inner in between_rooms() if inner}
    assert sorted({(module, room) for module, rooms in OPEN.items() for room in rooms} - used) == []


def test_each_library_is_known_only_in_its_rooms():
    known = {(library, room) for library, rooms in KEEPERS.items() for room in rooms}
    found = {
        (module.split(".")[0], room_of(path)): told(path, module)
        for path in files()
        for module, _ in imports_in(path)
        if module.split(".")[0] not in {*sys.stdlib_module_names, WHOLE}
    }
    assert [found[one] for one in sorted(found.keys() - known)] == []
    assert sorted(known - found.keys()) == []


def test_the_page_on_the_house_tells_the_same_floors():
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| (\d+) \| ((?:`\w+`(?:, )?)+) \|", page, re.M)
    told_there = {room: int(floor) for floor, rooms in lines for room in re.findall(r"\w+", rooms)}
    assert told_there == FLOOR


def private_names(path: Path) -> Iterator[str]:
    for node in ast.walk(read(path)):
        if isinstance(node, ast.Attribute) and re.match("_[^_]", node.attr):
            yield node.attr


def own_names() -> set[str]:
    """What the package defines itself."""
    names = set()
    for path in files():
        for node in ast.walk(read(path)):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
            elif (
                isinstance(node, ast.Attribute)
                and isinstance(node.ctx, ast.Store)
                and ast.unparse(node.value) == "self"
            ):
                names.add(node.attr)
    return names


def test_private_names_of_libraries_are_known_and_their_versions_capped():
    own = own_names() | DOCUMENTED
    used = {name: path for path in files() for name in private_names(path) if name not in own}
    assert [f"{path.relative_to(ROOT)} uses {name}" for name, path in used.items() if name not in HOOKS] == []
    assert sorted(HOOKS.keys() - used.keys()) == []
    assert sorted({*HOOKS.values(), *REPLACED.values()} - capped()) == []


def test_the_page_on_the_house_names_every_private_hook():
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    assert [name for name in [*HOOKS, *REPLACED] if f"`{name}`" not in page] == []


def test_the_notebooks_are_thin():
    import nbformat

    for path in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            assert set(cell.metadata.get("tags", [])) <= {"parameters", "setup", "note"}
            if cell.cell_type == "code":
                assert cell.outputs == []
                assert cell.execution_count is None
                assert len(cell.source.splitlines()) <= 5
                kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
                assert not kinds & {ast.FunctionDef, ast.For, ast.While, ast.Lambda}
