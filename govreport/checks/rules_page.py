"""`docs/checks.md` and its Chinese twin, made from the rules' docstrings.

`python -m govreport.checks.rules_page docs/checks.md` writes both anew.
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

from govreport.report import SEVERITIES

from . import RULES, Rule

PARTS = ("Why", "Formula", "Source", "Remedy")
CHINESE_PARTS = ("为何", "算式", "依据", "办法")
END = "<!-- made from the rules up to here; what follows is written by hand -->\n"
_MARK = re.compile(rf"^({'|'.join((*PARTS, *CHINESE_PARTS))})(?:: |：)", re.MULTILINE)
_CHINESE_JOINT = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])|(?<=[，。；：、）”])\n|\n(?=[，。；：、（“])")
_HEAD = """# The checks

**English** · [简体中文](checks.zh-CN.md)

Every rule by its id, as `govreport check` and the form apply it. A finding names its cells or passages, the values that
differ, and what to do; an error (应改正) stands against a final edition, a warning (请核实) and a hint (提示) do not. A
recorded reason (情况说明) lets a finding stand, except where a rule says that none can.
"""
_CHINESE_HEAD = f"""# 校核规则

[English](checks.md) · **简体中文**

`govreport check` 和录入表单按下列{len(RULES)}条规则校核。每个问题都写明数据项或文字的位置、
不一致的数值和处理办法。“应改正”的，改正前不能生成正式稿；“请核实”“提示”的，不影响
生成。经核实无误的，应书面说明情况；规则写明不得以情况说明代替改正的除外。
"""


def explained(rule: Rule) -> dict[str, str]:
    """What a rule's docstring says: `what` it checks, and each of `PARTS` and `CHINESE_PARTS`.

    Raises:
        ValueError: a part is missing.
    """
    text = inspect.cleandoc(rule.body.__doc__ or "")
    what, _, rest = text.partition("\n\n")
    found = {"what": " ".join(what.split())}
    marks = _MARK.split(rest)
    for name, said in zip(marks[1::2], marks[2::2], strict=True):
        found[name] = " ".join((_CHINESE_JOINT.sub("", said) if name in CHINESE_PARTS else said).split())
    missing = [name for name in ("what", *PARTS, *CHINESE_PARTS) if not found.get(name)]
    if missing:
        raise ValueError(f"{rule.id}: the docstring lacks {', '.join(missing)}")
    return found


def page() -> str:
    """The part of `docs/checks.md` that is made from the rules."""
    index = "\n".join(f"| {_link(rule)} | {rule.title} | {rule.severity} |" for rule in RULES.values())
    sections = map(_section, RULES.values())
    return "\n".join([_HEAD, "| rule | title | severity |", "|---|---|---|", index, "", *sections, END])


def chinese_page() -> str:
    """`docs/checks.zh-CN.md`."""
    index = "\n".join(f"| {_link(rule)} | {rule.title} | {SEVERITIES[rule.severity]} |" for rule in RULES.values())
    sections = map(_chinese_section, RULES.values())
    return "\n".join([_CHINESE_HEAD, "| 规则 | 内容 | 处理要求 |", "|---|---|---|", index, "", *sections])


def _link(rule: Rule) -> str:
    return f"[{rule.id}](#{rule.id.lower()})"


def _section(rule: Rule) -> str:
    said = explained(rule)
    stands = "" if rule.waivable else " No reason lets it stand."
    lines = [f"## {rule.id}", "", f"**{rule.title}** ({rule.severity}). {said['what']}{stands}", ""]
    return "\n".join([*lines, *(f"- *{name}*: {said[name]}" for name in PARTS), ""])


def _chinese_section(rule: Rule) -> str:
    said = explained(rule)
    stands = "" if rule.waivable else "不得以情况说明代替改正。"
    lines = [f"## {rule.id}", "", f"**{rule.title}**（{SEVERITIES[rule.severity]}）。{stands}", ""]
    return "\n".join([*lines, *(f"- **{name}**：{said[name]}" for name in CHINESE_PARTS), ""])


def main(path: Path) -> None:
    """Write the page and its twin anew, what was written by hand kept."""
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(page() + old.partition(END)[2], encoding="utf-8", newline="\n")
    path.with_name(f"{path.stem}.zh-CN.md").write_text(chinese_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
