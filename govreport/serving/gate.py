"""What stands before every address of our servers: this machine under its own names, or nothing.

A page elsewhere can have a name of its own lead to this machine, and would then be let in as if it came from here.
JupyterLab's server loads this as an extension; Voilà is given it by `page`.
"""

from __future__ import annotations

from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher, Rule
from tornado.web import HTTPError, RequestHandler

_OURS = frozenset({"127.0.0.1", "localhost"})


class _Foreign(Matcher):
    """Whether a request calls this machine by a name that is none of its own."""

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Empty, as the router asks for it, where it does."""
        return None if request.host_name.lower() in _OURS else {}


class _Refused(RequestHandler):
    """Nothing, whatever is asked."""

    def prepare(self) -> None:
        """Refuse."""
        raise HTTPError(403)


def refusal() -> Rule:
    """The rule to stand first."""
    return Rule(_Foreign(), _Refused)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    server.web_app.default_router.rules.insert(0, refusal())
