"""Imported before nbformat, papermill, nbconvert or JupyterLab: nbformat without a grammar that nothing of it uses.

nbformat imports jsonschema, and that, for its optional check of the formats `iri` and `iri-reference`, a grammar which
takes nine tenths of all their processor time. No schema of notebooks, of JupyterLab or of ours names these formats.
"""

from __future__ import annotations

import sys

_GRAMMAR = "rfc3987_syntax"


def _import_nbformat() -> None:
    """Import nbformat; while it is, and no longer, the grammar counts as not installed.

    A `.pth` file would reach every Python of the environment, also those that are not ours.
    """
    if "jsonschema" in sys.modules or _GRAMMAR in sys.modules:
        return
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]  # as the import system asks for it
    try:
        import nbformat  # noqa: F401
    finally:
        del sys.modules[_GRAMMAR]


_import_nbformat()
