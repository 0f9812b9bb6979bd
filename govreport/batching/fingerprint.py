"""What a finished report depends on, as one digest: if it is the same, so would the report be."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from govreport.checks import check_history, context_of
from govreport.errors import GovreportError
from govreport.rendering import Order
from govreport.rendering.input_digest import basis_digest
from govreport.rendering.project import find_notebook
from govreport.store import Store

_LIBRARIES = ("plotly", "nbconvert", "papermill", "jinja2", "pydantic", "ipython", "openpyxl", "python-docx", "lxml",
              "rapidfuzz", "python-stdnum")  # fmt: skip
_SOURCES = frozenset({".py", ".j2", ".css", ".csv", ".js", ".json"})


@lru_cache(maxsize=1)
def kit_digest() -> str:
    """SHA-256 over the package's own code and templates, and the versions of what it renders with.

    A worker asks once as it begins: what it has imported then is what it renders with, whatever is installed later.
    """
    package = Path(str(files("govreport")))
    digest = sha256(json.dumps([(name, version(name)) for name in _LIBRARIES]).encode())
    for path in sorted(path for path in package.rglob("*") if path.suffix in _SOURCES):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def notebook_digest(order: Order) -> str | None:
    """SHA-256 of the notebook that is run for a report; None where it cannot be read."""
    notebook = Path(order.notebook) if order.notebook else find_notebook(Path(order.params))
    try:
        return sha256(notebook.read_bytes()).hexdigest()
    except OSError:
        return None


def input_digest(order: Order, basis: str | None, notebook: str | None) -> str | None:
    """SHA-256 over what a page is made of (`basis`), its notebook, the kit and the order; None where one is unknown."""
    if basis is None or notebook is None:
        return None
    digest = sha256(json.dumps(order.content, sort_keys=True, default=str).encode())
    digest.update("\0".join((kit_digest(), notebook, basis)).encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class Now:
    """What a report would be made of now: its input's digest and the record's; None where it cannot be read."""

    input: str | None = None
    record: str | None = None


def look_now(store: Store, order: Order, notebook: str | None) -> Now:
    """What the report would be made of now, without rendering it; what is older than the year before is not parsed."""
    agency, year = order.agency, order.year
    try:
        years = store.years_until(agency, year)
        read = {each: store.read(agency, each) for each in years if each >= year - 1}
        digests = {each: read[each][1] if each in read else store.digest(agency, each) for each in years}
        history = {each: report for each, (report, _) in read.items()}
        findings = check_history(agency, history, context_of(store, agency, year))
    except GovreportError:
        return Now()
    return Now(input_digest(order, basis_digest(digests, findings), notebook), history[year].digest)
