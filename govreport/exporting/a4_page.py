"""A page beside the reports, set as they are: one HTML file on A4 that needs nothing from outside, without a script."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader

from .embed import resource

_PACKAGE = "govreport.exporting"


def sheet_page(package: str, template: str, **values: Any) -> str:
    """The page that `template`, among the templates of `package`, makes; it extends `sheet.html.j2`."""
    return environment(package).get_template(template).render(style=resource("report.css"), **values)


@lru_cache(maxsize=4)
def environment(package: str = _PACKAGE) -> Environment:
    """Templates of `package` over those here; what they are given is text unless it is marked as more."""
    loader = ChoiceLoader([PackageLoader(name, "templates") for name in dict.fromkeys((package, _PACKAGE))])
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
