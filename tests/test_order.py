"""The house keeps its order: no floor imports a higher one, no room its sibling, and each library has one room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from material import ROOT

PACKAGE = ROOT / "govreport"
FLOORS = [
    {"form", "errors", "light", "starting", "visible"},
    {"report"},
    {"store"},
    {"checks", "rollup"},
    {"tables", "charts", "prose"},
    {"importing", "exporting"},
    {"rendering"},
    {"entry", "serving", "batching", "oversight"},
    {"cli"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS, start=1) for room in rooms}
KEEPERS = {
    "plotly": {"charts"},
    "papermill": {"rendering"},
    "nbclient": {"rendering"},
    "nbconvert": {"exporting"},
    "openpyxl": {"importing", "exporting"},
    "docx": {"importing", "exporting"},
    "ipywidgets": {"entry"},
    "anywidget": {"entry"},
    "click": {"cli"},
    "yaml": {"store"},
    "ruamel": {"store"},
}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or not path.name.startswith("__"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, absolute."""
    package = ("govreport", *path.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (start, node.module) if part)
            yield module
            if module == "govreport":
                yield from (f"govreport.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_lower_floors_and_only_its_own_libraries(path: Path):
    room = room_of(path)
    assert room in FLOOR

    for module in imports(path):
        top, _, rest = module.partition(".")
        if top == "govreport" and rest:
            other = rest.split(".")[0]
            assert other == room or FLOOR[other] < FLOOR[room], f"{room} imports {module}"
        assert room in KEEPERS.get(top, {room}), f"{room} imports {module}"


def test_every_file_belongs_to_a_room_of_the_house():
    assert {room_of(path) for path in MODULES} <= set(FLOOR)


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
