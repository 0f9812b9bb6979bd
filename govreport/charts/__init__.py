"""Figures as Plotly charts in one theme, each with its caption sentence and its data."""

from __future__ import annotations

from .appendix import appendix
from .chart import Chart, plotly_script

__all__ = ["Chart", "appendix", "plotly_script"]
