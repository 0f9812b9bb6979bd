"""What a finished report depends on, as one digest: if it is the same, so would the report be."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from govreport.checks import WORDS
from govreport.render.project import find_notebook
from govreport.store import SETTINGS, Store

from .task import Task

_LIBRARIES = ("plotly", "nbconvert", "papermill", "jinja2", "pydantic", "ipython", "openpyxl", "python-docx", "lxml",
              "rapidfuzz", "python-stdnum")  # fmt: skip
_SOURCES = frozenset({".py", ".j2", ".css", ".csv", ".js", ".json"})


@lru_cache(maxsize=1)
def kit_digest() -> str:
    """SHA-256 over the package's own code and templates, and the versions of what it renders with."""
    package = Path(str(files("govreport")))
    digest = sha256(json.dumps([(name, version(name)) for name in _LIBRARIES]).encode())
    for path in sorted(path for path in package.rglob("*") if path.suffix in _SOURCES):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def input_digest(store: Store, task: Task) -> str:
    """SHA-256 over the agency's figures up to this year, the office's settings, the notebook, the kit, the options."""
    notebook = Path(task.notebook) if task.notebook else find_notebook(store.folder)
    options = [task.agency, task.year, task.edition, task.charts, task.engine, task.values, task.own]
    digest = sha256(json.dumps(options, sort_keys=True, default=str).encode())
    digest.update(kit_digest().encode() + sha256(notebook.read_bytes()).digest())
    entry = store.entry(task.agency)
    digest.update(f"{entry.deadline if entry else None}".encode())
    for name in (SETTINGS, WORDS):
        path = store.folder / name
        digest.update(name.encode() + (path.read_bytes() if path.is_file() else b""))
    for year in store.agencies.get(task.agency, []):
        if year <= task.year:
            digest.update(f"\0{year}\0".encode() + store.path(task.agency, year).read_bytes())
    return digest.hexdigest()
