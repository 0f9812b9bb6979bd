"""Data inside a page: JSON that no HTML parser can mistake for markup, and plotly.js packed small."""

from __future__ import annotations

import zlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from govreport.report import to_json

_ESCAPES = str.maketrans(
    {"<": r"\u003c", ">": r"\u003e", "&": r"\u0026", "/": r"\/", "\u2028": r"\u2028", "\u2029": r"\u2029"}
)


def embed_json(data: Any, id: str | None = None) -> Markup:
    """`data` in a script element that is not run; reading it back gives equal data.

    Slashes are escaped too, so that an address in the data is no address in the page.
    """
    mark = Markup(' id="{}"').format(id) if id else Markup()
    content = Markup(to_json(data).translate(_ESCAPES))  # noqa: S704 - escaped on this line
    return Markup('<script type="application/json"{}>{}</script>').format(mark, content)


@lru_cache(maxsize=4)
def resource(name: str) -> str:
    """The text of one of the files that pages embed."""
    return (files("govreport.exporting") / "static" / name).read_text(encoding="utf-8").strip()


def report_style() -> str:
    """The style sheet of the page, for others that show the same parts."""
    return resource("report.css")


@dataclass(frozen=True)
class Packed:
    """A script compressed for the page, and the source expression under which a policy lets it run."""

    text: str
    allowed: str

    @cached_property
    def content(self) -> bytes:
        """The text's bytes."""
        return self.text.encode()


@lru_cache(maxsize=2)
def pack_script(script: str) -> Packed:
    """`script` as deflate in base64, which `charts.js` unpacks."""
    return Packed(b64encode(zlib.compress(script.encode(), 9)).decode(), allow_script(script))


def allow_script(script: str) -> str:
    """The content-security-policy source that allows exactly this script."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
