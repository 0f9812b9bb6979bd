"""Word: a report as a .docx after GB/T 9704-2012 that carries the record it was made from; letters set alike."""

from __future__ import annotations

from .document import word_document
from .letter import word_letter

__all__ = ["word_document", "word_letter"]
