"""The JSON Schema of a yearly file, for editors that complete and check while a person types.

`python -m govreport.report.schema` writes it anew after the model or the form changed.
"""

from __future__ import annotations

import json
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from .model import EDITIONS

SCHEMA_FILE = Path(__file__).with_name("annual_report.schema.json")


def json_schema() -> dict[str, Any]:
    """The schema, made from the model of each edition of the form."""
    union: Any = Annotated[reduce(or_, EDITIONS.values()), Field(discriminator="form")]
    return {"title": "政府信息公开工作年度报告", **TypeAdapter(union).json_schema()}


def schema_text() -> str:
    """The schema as the text of its file."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8", newline="\n")
