"""The form's scripts, joined to the one text that a widget takes."""

from __future__ import annotations

from graphlib import CycleError
from pathlib import Path

import pytest

from govreport.entry.scripts import joined

BASE = "export const ROOT = 1;\nfunction own() {}\nexport async function make() {\n  const inner = 2;\n}\n"
GRID = 'import { make, ROOT } from "./base.js";\nimport { Cells } from "./cells.js";\n\nmake(ROOT, Cells);\nexport default {};\n'
CELLS = 'import { ROOT } from "./base.js";\nexport class Cells {}\n'


def write(folder: Path, **scripts: str) -> Path:
    for name, text in scripts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_scripts_are_joined_in_the_order_of_what_they_need_each_once(tmp_path: Path):
    folder = write(tmp_path, grid=GRID, base=BASE, cells=CELLS, other="never read")

    assert joined("grid.js", folder) == (
        "const ROOT = 1;\nfunction own() {}\nasync function make() {\n  const inner = 2;\n}\n"
        "\nclass Cells {}\n"
        "\n\nmake(ROOT, Cells);\nexport default {};\n"
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('import { made } from "./base.js";', "made"),
        ('import { own } from "./base.js";', "own"),
        ('import { inner } from "./base.js";', "inner"),
        ('import base from "./base.js";', "grid.js"),
        ('import { make } from "elsewhere";', "grid.js"),
    ],
)
def test_an_import_that_leads_to_nothing_is_refused(tmp_path: Path, line: str, told: str):
    folder = write(tmp_path, base=BASE, grid=f"{line}\nexport default {{}};\n")

    with pytest.raises(ImportError, match=told):
        joined("grid.js", folder)


def test_a_script_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match=r"cells\.js"):
        joined("grid.js", write(tmp_path, base=BASE, grid=GRID))


def test_a_name_that_two_scripts_define_is_refused(tmp_path: Path):
    with pytest.raises(ImportError, match="own"):
        joined("grid.js", write(tmp_path, base=BASE, grid=GRID, cells=CELLS + "const own = 1;\n"))


def test_scripts_that_need_each_other_are_refused(tmp_path: Path):
    circle = CELLS + 'import { view } from "./grid.js";\n'

    with pytest.raises(CycleError):
        joined("grid.js", write(tmp_path, base=BASE, grid=GRID + "export const view = 1;\n", cells=circle))
