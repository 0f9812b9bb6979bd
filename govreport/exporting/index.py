"""The index of a year's reports: one page that is sorted and searched without a server."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from .a4_page import environment
from .embed import allow_script, embed_json, resource

_DONE = ("rendered", "unchanged")


@dataclass(frozen=True)
class IndexRow:
    """One report in the index; `page` is its address from the index, None where there is no page."""

    agency: str
    name: str
    edition: str
    status: str
    status_shown: str
    errors: int
    warnings: int
    message: str
    page: str | None


def index_page(year: int, rows: Sequence[IndexRow], expected: Collection[str]) -> str:
    """The page: coverage of the final edition, the missing named, and every report with its state.

    `expected` are the ids of who must report; only their final editions count as coverage.
    """
    script = resource("index.js")
    finals = [row for row in rows if row.edition == "final" and row.agency in expected]
    template = environment().get_template("index.html.j2")
    return template.render(
        year=year,
        expected=len(expected),
        done=sum(row.status in _DONE for row in finals),
        drafts=sum(row.edition == "draft" and row.status in _DONE and row.agency in expected for row in rows),
        missing=[row.name for row in rows if row.status == "missing"],
        counts=_counts(rows),
        data=embed_json([asdict(row) for row in sorted(rows, key=lambda row: (row.agency, row.edition))], "rows"),
        script=script,
        allowed=allow_script(script),
    )


def _counts(rows: Sequence[IndexRow]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.status_shown] = counts.get(row.status_shown, 0) + 1
    return counts
