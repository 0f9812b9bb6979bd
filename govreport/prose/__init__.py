"""The written parts of a page: title, narrative, signature, and what a draft says of itself in a sentence."""

from __future__ import annotations

from .narrative import (
    EMPTY,
    Passage,
    passages,
    placed_signature,
    preamble,
    section,
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
    "passages",
    "placed_signature",
    "preamble",
    "section",
    "signature",
    "signature_lines",
    "text_width",
    "title",
]
