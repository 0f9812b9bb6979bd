"""One report: its page, section by section, and the run of the notebook that makes the finished file."""

from __future__ import annotations

from .page import Page, check_options
from .run import Rendered, output_path, render

__all__ = ["Page", "Rendered", "check_options", "output_path", "render"]
