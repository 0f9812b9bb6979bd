"""What a measurement was made on, and medians of several runs."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from importlib.metadata import version
from statistics import median
from time import perf_counter


def machine() -> str:
    """The processors, the Python and the libraries that matter, in one line."""
    libraries = ("papermill", "nbconvert", "plotly", "pyyaml", "ruamel.yaml", "pydantic", "pandas")
    versions = ", ".join(f"{name} {version(name)}" for name in libraries)
    return f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}; {versions}"


def seconds(work: Callable[[], object], runs: int) -> float:
    """The median time of `work` over `runs` runs, in seconds."""
    times = []
    for _ in range(runs):
        started = perf_counter()
        work()
        times.append(perf_counter() - started)
    return median(times)
