"""`docs/checks.md`, made from the rules' docstrings; `python -m govreport.checks.rules_page FILE` writes it anew."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

from . import RULES, Rule

PARTS = ("Why", "Formula", "Source", "Remedy")
END = "<!-- made from the rules up to here; what follows is written by hand -->\n"
_HEAD = """# The checks

Every rule by its id, as `govreport check` and the form apply it. A finding names its cells or passages, the values that
differ, and what to do; an error (应改正) stands against a final edition, a warning (请核实) and a hint (提示) do not. A
recorded reason (情况说明) lets a finding stand, except where a rule says that none can.
"""


def explained(rule: Rule) -> dict[str, str]:
    """What a rule's docstring says: `what` it checks, and each of `PARTS`.

    Raises:
        ValueError: a part is missing.
    """
    text = inspect.cleandoc(rule.body.__doc__ or "")
    what, _, rest = text.partition("\n\n")
    found = {"what": " ".join(what.split())}
    marks = re.split(rf"^({'|'.join(PARTS)}): ", rest, flags=re.MULTILINE)
    found |= {name: " ".join(said.split()) for name, said in zip(marks[1::2], marks[2::2], strict=True)}
    missing = [name for name in ("what", *PARTS) if not found.get(name)]
    if missing:
        raise ValueError(f"{rule.id}: the docstring lacks {', '.join(missing)}")
    return found


def page() -> str:
    """The part of `docs/checks.md` that is made from the rules."""
    rules = list(RULES.values())
    index = "\n".join(f"| [{rule.id}](#{rule.id.lower()}) | {rule.title} | {rule.severity} |" for rule in rules)
    return "\n".join([_HEAD, "| rule | title | severity |", "|---|---|---|", index, "", *map(_section, rules), END])


def _section(rule: Rule) -> str:
    said = explained(rule)
    stands = "" if rule.waivable else " No reason lets it stand."
    lines = [f"## {rule.id}", "", f"**{rule.title}** ({rule.severity}). {said['what']}{stands}", ""]
    return "\n".join([*lines, *(f"- *{name}*: {said[name]}" for name in PARTS), ""])


def main(path: Path) -> None:
    """Write the page anew, what was written by hand kept."""
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(page() + old.partition(END)[2], encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
