"""The Word edition of a report: a .docx after GB/T 9704-2012 that carries the record it was made from."""

from __future__ import annotations

from .document import word_document

__all__ = ["word_document"]
