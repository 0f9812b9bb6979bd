"""Many reports: each rendered in a worker process, one failure never stopping the rest."""

from __future__ import annotations

from .run import STATUSES, Outcome, batch

__all__ = ["STATUSES", "Outcome", "batch"]
