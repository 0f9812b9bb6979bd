"""All figures of all agencies and years as one tidy DataFrame."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from govreport.report import AnnualReport

COLUMNS = ("agency", "year", "table", "row", "column", "value")


def tidy(reports: Iterable[tuple[str, AnnualReport]]) -> pd.DataFrame:
    """One line a cell of the rows each report has: agency, year, table, row, column, value.

    `value` is a float column in which blanks are missing; `AnnualReport` keeps the exact figures.
    """
    agencies: list[str] = []
    years: list[int] = []
    places: list[str] = []
    values: list[float | None] = []
    for agency, report in reports:
        cells = report.cells
        agencies += [agency] * len(cells)
        years += [report.year] * len(cells)
        places += cells
        values += [None if value is None else float(value) for value in cells.values()]
    split = {path: (path.split(".", 1)[0], *path.split(".", 1)[1].rsplit(".", 1)) for path in set(places)}
    return pd.DataFrame(
        {
            "agency": pd.Series(agencies, dtype="str"),
            "year": pd.Series(years, dtype="int64"),
            "table": pd.Series([split[path][0] for path in places], dtype="str"),
            "row": pd.Series([split[path][1] for path in places], dtype="str"),
            "column": pd.Series([split[path][2] for path in places], dtype="str"),
            "value": pd.Series(values, dtype="float64"),
        }
    )
