"""`settings.yaml` in the params folder: what an office decides for itself."""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from govreport.errors import InvalidFile, Problem
from govreport.form import LEVELS

from .yaml_reading import parse_document, read_bytes

FILE = "settings.yaml"
_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_LEAP_YEAR = 2024
_BY_LAW = {"department": "01-31", "government": "03-31"}
"""The days by which reports are published (OGI Regulations, Article 49); townships are not spoken of."""


def _as_day(value: object) -> object:
    match = _DAY.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ValueError("not a day")
    return datetime.date(_LEAP_YEAR, int(match[1]), int(match[2])).strftime("%m-%d")


def _as_level(value: object) -> object:
    if value not in LEVELS:
        raise ValueError("no level")
    return value


class Settings(BaseModel):
    """What an office decides for itself.

    `deadlines` are days (月-日) of the year after, by level; levels that are not named have the day of the law.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    deadlines: dict[Annotated[str, BeforeValidator(_as_level)], Annotated[str, BeforeValidator(_as_day)]] = Field(
        default_factory=dict
    )
    overview_characters: Annotated[int, Field(ge=1)] = 1000
    one_person_may_sign_twice: bool = False

    def deadline(self, level: str | None, year: int) -> datetime.date | None:
        """The last day on which a body of `level` publishes its report of `year`; None where there is none."""
        by_law = "department" if level == "ministry" else (level or "").rpartition("_")[2]
        day = self.deadlines.get(level or "") or _BY_LAW.get(by_law)
        if day is None:
            return None
        month, of_month = map(int, day.split("-"))
        leap_day = (month, of_month) == (2, 29)
        return datetime.date(year + 1, month, 28 if leap_day else of_month)


def read_settings(folder: Path, shown: str) -> Settings:
    """The settings in `folder`; those to begin with where there is no file.

    Raises:
        InvalidFile: a setting is unknown, or cannot have the value that is written.
    """
    path = folder / FILE
    if not os.path.lexists(path):
        return Settings()
    document = parse_document(read_bytes(path, shown), shown)
    try:
        return Settings.model_validate(document.data or {})
    except ValidationError as error:
        places = [tuple(part for part in detail["loc"] if part != "[key]") for detail in error.errors()]
        raise InvalidFile(shown, [Problem(document.line(place), _wrong(place)) for place in places]) from None


def _wrong(place: tuple[str | int, ...]) -> str:
    name = ".".join(map(str, place)) or "内容"
    return f"设置“{name}”不认识，或其值不能这样写，请对照指南改正"
