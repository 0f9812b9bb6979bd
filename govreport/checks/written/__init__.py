"""T, Y6, Y7: what the written sections state, cut into clauses, bound to cells, and held against the tables."""

from . import claims, growth, periods, sums, text

__all__ = ["claims", "growth", "periods", "sums", "text"]
