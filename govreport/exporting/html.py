"""The finished page: an executed notebook's outputs in one HTML file that needs nothing from outside."""

from __future__ import annotations

import govreport.light  # noqa: F401

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbformat import NotebookNode
from traitlets.config import Config

from .embed import allow_script, embed_json, pack_script, resource

_HIDDEN = frozenset({"parameters", "injected-parameters", "setup", "note"})
"""Tags of cells that a reader does not see."""


@dataclass(frozen=True)
class PageFacts:
    """What the page says of itself, to readers and to programs.

    Of a final edition, `record` is the public part and `public_digest` is over it; a draft holds all.
    """

    title: str
    agency: str
    year: int
    edition: str
    digest: str
    record: dict[str, Any]
    public_digest: str | None = None
    plotly: str | None = None


def html_page(notebook: NotebookNode, facts: PageFacts) -> str:
    """The page of an executed notebook; `facts.plotly` is the text of plotly.js where there are charts."""
    packed = pack_script(facts.plotly) if facts.plotly else None
    loader = resource("charts.js")
    page = {
        "facts": facts,
        "record": embed_json(facts.record, "govreport-record"),
        "style": resource("report.css"),
        "loader": loader,
        "packed": packed.text if packed else None,
        "scripts": f"{allow_script(loader)} {packed.allowed}" if packed else "'none'",
    }
    shown = [cell for cell in notebook.cells if not _HIDDEN & set(cell.metadata.get("tags", []))]
    body, _ = _exporter().from_notebook_node(NotebookNode(notebook, cells=shown), resources={"page": page})
    return str(body)


class _PageExporter(HTMLExporter):
    """Renders the template and leaves it at that.

    `HTMLExporter` would parse and rewrite every finished page, and copy the notebook for each of a dozen
    preprocessors that a page without code has no use for.
    """

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page's text, and the resources it was made with."""
        self.register_filter("highlight_code", Highlight2HTML(parent=self))
        page: tuple[str, dict[str, Any]] = TemplateExporter.from_notebook_node(
            self, nb, self._init_resources(resources), **kw
        )
        return page


@lru_cache(maxsize=1)
def _exporter() -> _PageExporter:
    folder = files("govreport.exporting") / "templates"
    config = Config()
    config.Exporter.default_preprocessors = []
    config.HTMLExporter.template_name = "govreport"
    config.HTMLExporter.extra_template_basedirs = [str(Path(str(folder)))]
    config.HTMLExporter.exclude_input = True
    config.NbConvertBase.display_data_priority = ["text/html", "text/plain"]
    return _PageExporter(config=config)
