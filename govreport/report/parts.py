"""The parts of a report beside its tables: identity, published counts, fee, narrative, waivers, sign-offs."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from .figures import Cell


def _as_text(value: object) -> object:
    """A telephone or a name that is all digits was read as a number; here it is text.

    Half a character (a lone surrogate, as a browser may send) cannot be written to any file.
    """
    if isinstance(value, str):
        value.encode("utf-8")
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_as_text, json_schema_input_type=str)]


def _as_date(value: object) -> object:
    """A date is written 2025-01-02; anything looser would be a guess."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


Date = Annotated[datetime.date, BeforeValidator(_as_date, json_schema_input_type=datetime.date)]


class Part(BaseModel):
    """A part of a report; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Publication(Part):
    """When and where the report was published, and the public digest of what was."""

    date: Date | None = None
    url: Text | None = None
    digest: Text | None = None


class Contact(Part):
    """How the public reaches the office that answers for the report."""

    address: Text | None = None
    telephone: Text | None = None
    email: Text | None = None


class Channel(Part):
    """Items published through one channel: the stated total, and the count of each category."""

    channel: Text | None = None
    total: Cell = None
    items: dict[Text, Cell] = Field(default_factory=dict)


class Published(Part):
    """Items published on the body's own initiative, by channel and category; totals as stated."""

    total: Cell = None
    channels: tuple[Channel, ...] = ()


class ProcessingFee(Part):
    """信息处理费: notices issued (items), billed and received (元) (国办函〔2020〕109号)."""

    notices: Cell = None
    billed: Cell = None
    received: Cell = None


class ExtraAspect(Part):
    """An aspect of section one beyond the five of the form."""

    heading: Text
    text: Text


class Overview(Part):
    """Section one: a lead, the five aspects of the form, and any beyond them."""

    lead: Text | None = None
    proactive: Text | None = None
    on_request: Text | None = None
    management: Text | None = None
    platforms: Text | None = None
    supervision: Text | None = None
    extra: tuple[ExtraAspect, ...] = ()


class Narrative(Part):
    """The written sections: what stands before 一, and sections 一, 五 and 六."""

    preamble: Text | None = None
    overview: Overview | None = None
    problems: Text | None = None
    improvements: Text | None = None
    other_matters: Text | None = None


class Waiver(Part):
    """A recorded reason why a finding may stand; it holds the values it excuses and lapses when they change.

    Where a finding compares no two numbers, `digest` stands for what its cells said; see `AnnualReport.digest_of`.
    """

    rule: Text
    cells: tuple[Text, ...]
    expected: Cell = None
    actual: Cell = None
    digest: Text | None = None
    reason: Text
    by: Text | None = None
    date: Date | None = None


Stage = Literal["first", "second", "final"]
STAGES: dict[str, str] = {"first": "初审", "second": "复审", "final": "终审"}
SIGNOFF_OUTCOMES: dict[str, str] = {"pass": "通过", "return": "退回"}
ASPECTS_CHECKED: dict[str, str] = {"content": "内容", "form": "形式", "discipline": "纪律"}


class Signoff(Part):
    """初审, 复审 or 终审 by a named person on a date, over the digest of the content.

    `shown` is the digest of what the page showed of earlier years; see `shown_digest`.
    """

    stage: Stage
    by: Text
    date: Date
    outcome: Literal["pass", "return"] = "pass"
    checked: tuple[Literal["content", "form", "discipline"], ...] = ()
    opinion: Text | None = None
    digest: Text | None = None
    shown: Text | None = None


def dump(part: BaseModel, **options: Any) -> dict[str, Any]:
    """`part` as plain data: exact numbers, dates as ISO text, lists for tuples."""
    return {key: _plain(value) for key, value in part.model_dump(**options).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value
