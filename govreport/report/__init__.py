"""`AnnualReport` and `Finding`: what every other part of the package speaks about."""

from __future__ import annotations

from .entries import is_listed, lists_of, stated_at
from .figures import Cell, Figures, RowValues
from .finding import PROBLEMS, SEVERITIES, Finding, Severity
from .model import EDITIONS, AnnualReport, Level, read_report
from .numbers import Number, add, add_stated, distance, from_json, parse_number, show_number, to_json
from .packed import pack_report, unpack_report
from .parts import (
    ASPECTS_CHECKED,
    SIGNOFF_OUTCOMES,
    STAGES,
    Channel,
    Contact,
    ExtraAspect,
    Narrative,
    Overview,
    ProcessingFee,
    Publication,
    Published,
    Signoff,
    Waiver,
)
from .public import is_kept
from .shown_digest import shown_digest
from .signing import STATES, Signing, Stage, sign, signing_of
from .sums import stated_otherwise, sum_of, with_sums
from .texts import UNWRITTEN, date_text, says_nothing, show_text

__all__ = [
    "ASPECTS_CHECKED",
    "EDITIONS",
    "PROBLEMS",
    "SEVERITIES",
    "SIGNOFF_OUTCOMES",
    "STAGES",
    "STATES",
    "UNWRITTEN",
    "AnnualReport",
    "Cell",
    "Channel",
    "Contact",
    "ExtraAspect",
    "Figures",
    "Finding",
    "Level",
    "Narrative",
    "Number",
    "Overview",
    "ProcessingFee",
    "Publication",
    "Published",
    "RowValues",
    "Severity",
    "Signing",
    "Signoff",
    "Stage",
    "Waiver",
    "add",
    "add_stated",
    "date_text",
    "distance",
    "from_json",
    "is_kept",
    "is_listed",
    "lists_of",
    "pack_report",
    "parse_number",
    "read_report",
    "says_nothing",
    "show_number",
    "show_text",
    "shown_digest",
    "sign",
    "signing_of",
    "stated_at",
    "stated_otherwise",
    "sum_of",
    "to_json",
    "unpack_report",
    "with_sums",
]
