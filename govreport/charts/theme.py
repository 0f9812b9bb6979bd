"""One look for every chart: colours that colour-blind readers tell apart, Chinese fonts, nothing that calls out."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#666666")
"""Okabe and Ito's palette, darkest contrasts first."""

PATTERNS = ("", "/", ".", "x", "-", "\\", "+")
"""A second mark beside colour, for stacked parts in black-and-white print."""

TEMPLATE = go.layout.Template(
    layout={
        "font": {
            "family": '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif',
            "size": 12,
            "color": "#222",
        },
        "colorway": COLOURS,
        "paper_bgcolor": "#fff",
        "plot_bgcolor": "#fff",
        "margin": {"l": 48, "r": 12, "t": 28, "b": 32},
        "dragmode": False,
        "hovermode": "closest",
        "separators": ".",
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        "xaxis": {"fixedrange": True, "gridcolor": "#e3e3e3", "linecolor": "#888", "automargin": True},
        "yaxis": {
            "fixedrange": True,
            "gridcolor": "#e3e3e3",
            "linecolor": "#888",
            "automargin": True,
            "rangemode": "tozero",
        },
    }
)

CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "displayModeBar": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "responsive": True,
}
"""Plotly's own buttons off: they speak English, and one of them uploads the chart."""
