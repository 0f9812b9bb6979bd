"""The written parts of a page: title, narrative, signature, and what a draft says of itself in a sentence."""

from __future__ import annotations

from .narrative import (
    EMPTY,
    Passage,
    other_matters,
    overview,
    passages,
    placed_signature,
    preamble,
    problems,
    signature,
    signature_lines,
    text_width,
)
from .offers import offers
from .sentences import findings_sentence, title

__all__ = [
    "EMPTY",
    "Passage",
    "findings_sentence",
    "offers",
    "other_matters",
    "overview",
    "passages",
    "placed_signature",
    "preamble",
    "problems",
    "signature",
    "signature_lines",
    "text_width",
    "title",
]
