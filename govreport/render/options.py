"""What can be asked of a report, and where its files lie; light enough for whoever only asks."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from pathlib import Path

from govreport.errors import BadRequest

EDITIONS = {"draft": "送审稿", "final": "正式稿"}
CHARTS = ("interactive", "none")
FORMATS = {"html": "网页", "docx": "Word 文档", "xlsx": "工作簿"}
"""Kinds of finished files, in the order in which they are made."""
ENGINES = {"govreport": "govreport", "jupyter": None}
"""Engines by their names here, and what papermill calls them."""


def check_options(edition: str, charts: str, formats: Collection[str] = ()) -> None:
    """Refuse an edition, a kind of charts or of files that there is not.

    Raises:
        BadRequest: one of them is unknown.
    """
    if edition not in EDITIONS:
        raise BadRequest(f"版本应为 draft（送审稿）或 final（正式稿），现为“{edition}”")
    if charts not in CHARTS:
        raise BadRequest(f"图解应为 interactive（交互图）或 none（不附图），现为“{charts}”")
    unknown = [kind for kind in formats if kind not in FORMATS]
    if unknown:
        raise BadRequest(f"成品格式应为 {'、'.join(FORMATS)}，现为“{unknown[0]}”")


def output_path(outputs: Path, agency: str, year: int, edition: str, kind: str = "html", own: str = "") -> Path:
    """Where a file lies: `<year>/<agency>.html`, a draft's `.draft.html`, an own notebook's `.<its name>.html`."""
    *folders, name = agency.split("/")
    marks = [name, *([own] if own else []), *(["draft"] if edition == "draft" else []), kind]
    return outputs.joinpath(str(year), *folders, ".".join(marks))


def file_digest(path: Path) -> str | None:
    """SHA-256 of a file; None where there is none."""
    try:
        with path.open("rb") as stream:
            digest = sha256()
            while block := stream.read(1 << 20):
                digest.update(block)
            return digest.hexdigest()
    except OSError:
        return None
