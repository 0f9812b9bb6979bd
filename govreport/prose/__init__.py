"""The written parts of a page: title, narrative, signature, and what a draft says of itself in a sentence."""

from __future__ import annotations

from .narrative import other_matters, overview, preamble, problems, signature
from .offers import offers
from .sentences import findings_sentence, title

__all__ = [
    "findings_sentence",
    "offers",
    "other_matters",
    "overview",
    "preamble",
    "problems",
    "signature",
    "title",
]
