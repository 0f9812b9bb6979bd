"""What can be asked of a report, and where its files lie; light enough for whoever only asks."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from govreport.errors import BadRequest

EDITIONS = {"draft": "送审稿", "final": "正式稿"}
CHARTS = ("interactive", "none")
FORMATS = {"html": "网页", "docx": "Word 文档", "xlsx": "工作簿"}
"""Kinds of finished files, in the order in which they are made."""
ENGINES = {"govreport": "govreport", "jupyter": None}
"""Engines by their names here, and what papermill calls them."""

_DIGITS = 8
_BLOCK = 1 << 20
_SHOWS = re.compile(rb'<meta name="govreport:digest" content="([0-9a-f]{64})">')


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
        raise BadRequest(f"成果文件的格式应为 {'、'.join(FORMATS)}，现为“{unknown[0]}”")


def output_path(outputs: Path, agency: str, year: int, edition: str, kind: str = "html", own: str = "") -> Path:
    """Where a file lies: `<year>/<agency>.html`, a draft's `.draft.html`, an own notebook's `.<its name>.html`.

    `own` is what `own_mark` gives for a person's own notebook.
    """
    *folders, name = agency.split("/")
    marks = [name, *([own] if own else []), *(["draft"] if edition == "draft" else []), kind]
    return outputs.joinpath(str(year), *folders, ".".join(marks))


def own_mark(notebook: str | Path | None, values: Mapping[str, Any], label: str | None = None) -> str:
    """What stands for a person's own notebook in the names of its files, so that no run takes another's place.

    Its name, and where values for its parameters are given, `label` or eight digits of their SHA-256. Empty for the
    report's own notebook.
    """
    if notebook is None:
        return ""
    digits = sha256(values_key(values).encode()).hexdigest()[:_DIGITS] if values else ""
    return ".".join(part for part in (Path(notebook).stem, label or digits) if part)


def values_key(values: Mapping[str, Any]) -> str:
    """The values as one text that is the same for the same values."""
    return json.dumps(dict(values), sort_keys=True, ensure_ascii=False, default=str)


def file_digest(path: Path) -> str | None:
    """SHA-256 of a file; None where there is none."""
    return look_at(path)[0]


def look_at(path: Path) -> tuple[str | None, str | None]:
    """SHA-256 of a file, and the record's digest that a page says it shows; None where there is none."""
    try:
        with path.open("rb") as stream:
            block = stream.read(_BLOCK)
            shown = _SHOWS.search(block)
            digest = sha256(block)
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError:
        return None, None
    return digest.hexdigest(), shown[1].decode() if shown else None
