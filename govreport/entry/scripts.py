"""The form's scripts import from each other, so that tools understand them; a widget takes them joined.

For anywidget loads its script from a blob, from where `./base.js` leads nowhere.
"""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from importlib.resources import files
from importlib.resources.abc import Traversable

STATIC = files("govreport.entry") / "static"
_IMPORT = re.compile(r'^import \{ ([^}]+) \} from "\./(\w+\.js)";\n', re.M)
_NAME = re.compile(r"^(export )?((?:async )?(?:class|const|function|let) (\w+))", re.M)


def joined(script: str, folder: Traversable = STATIC) -> str:
    """One text of a script and all that it imports, each after what it needs.

    Raises:
        ImportError: An import leads to nothing that is exported, or two scripts define the same name.
    """
    texts, scripts = {}, [script]
    for one in scripts:
        texts[one] = (folder / one).read_text(encoding="utf-8")
        scripts += [other for _, other in _IMPORT.findall(texts[one]) if other not in scripts]
    imports = {one: _IMPORT.findall(text) for one, text in texts.items()}
    asked = {(other, name) for found in imports.values() for names, other in found for name in names.split(", ")}
    given = {(one, name) for one, text in texts.items() for exported, _, name in _NAME.findall(text) if exported}
    order = TopologicalSorter({one: [other for _, other in found] for one, found in imports.items()}).static_order()
    whole = "\n".join(_NAME.sub(r"\2", _IMPORT.sub("", texts[one])) for one in order)
    names = [name for _, _, name in _NAME.findall(whole)]
    wrong = sorted(asked - given) or sorted({name for name in names if names.count(name) > 1})
    if wrong or re.search("^import ", whole, re.M):
        raise ImportError(f"{script}: {wrong}")
    return whole
