"""Voilà as `govreport app` runs it: whoever has no token, or calls this machine by another name, gets nothing."""

from __future__ import annotations

import govreport.light  # noqa: F401

from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from voila.app import Voila

from .gate import refusal

_GUARDED = {"allow_remote_access": False, "allow_unauthenticated_access": False}
"""What JupyterLab's server can begin with and Voilà does not."""


class FormPage(Voila):  # type: ignore[misc]
    """Voilà with the checks of Jupyter's server before each of its addresses."""

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings, guarded."""
        return {**super().init_settings(), **_GUARDED}

    def init_handlers(self) -> list[Any]:
        """Voilà's addresses, those of files too behind the checks."""
        return [refusal(), *((path, _checked(handler), *more) for path, handler, *more in super().init_handlers())]


def _checked(handler: type) -> type:
    """The handler with Jupyter's checks before it; Voilà's handlers of files have none."""
    return handler if issubclass(handler, JupyterHandler) else type(handler.__name__, (JupyterHandler, handler), {})
