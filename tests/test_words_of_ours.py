"""The Chinese that the kit prints: each phrase an official's eye found stiff or wrong is said better, everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from material import ROOT

OLD = (
    "签审",
    "重签",
    "不算数",
    "不能以情况说明放过",
    "作情况说明",
    "记录情况说明",
    "校核发现：请核实",
    "相差悬殊",
    "不作办结",
    "确属无误的",
    "数据无误的，说明情况",
    "“开头”",
    "第三表",
    r"年比\d{4}年持平|比\d{4}年持平",
    "年本年新收",
    "也未办结政府信息公开申请",
    "暂无历年对比",
    "上年转来",
    "带上年",
    "发空表",
    "填好数据",
    "冲掉别人",
    "没有装本工具",
    "读不准",
    "放好笔记本",
    "成品",
    "改成文件中的",
    "命令写法有误",
    "命令本身有误",
    "退出状态",
    "以状态 ?1 退出",
    "埋入",
    "增减数量最大",
    "增减幅度最大",
    "没有记录情况说明",
    "台账中没有事项",
    "校核质量报告",
    "应报 [{0-9m]",
    "长的词优先",
    "供试用和测量",
    "用于试用和测量",
    "放不下",
    "录入像用电子表格",
)
BETTER = {
    "govreport/oversight/notice.py": "已整改但未反馈的，不予销号",
    "govreport/checks/process.py": "前一环节未通过，本环节审签无效",
    "govreport/cli/import_.py": "已有数据的，以文件内容覆盖",
    "govreport/cli/workbook.py": "生成空白表，仅预填上年结转数；默认预填已有数据",
    "govreport/cli/init.py": "建立 Jupyter 笔记本、数据、成果三个文件夹",
    "docs/guide.zh-CN.md": "同一处命中多个词时，只提示最长的词",
    "README.zh-CN.md": "录入方式与电子表格一致",
}


def written() -> list[Path]:
    """What a person reads, or what prints it."""
    kinds = {".py", ".js", ".j2", ".csv", ".ipynb"}
    own = [path for room in ("govreport", "notebooks") for path in (ROOT / room).rglob("*") if path.suffix in kinds]
    return [*own, *(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "README.zh-CN.md"]


@pytest.mark.parametrize("old", OLD)
def test_no_phrase_that_was_said_better_comes_back(old: str):
    assert [path.name for path in written() if re.search(old, path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(("path", "better"), BETTER.items())
def test_the_better_phrase_is_there(path: str, better: str):
    assert better in (ROOT / path).read_text(encoding="utf-8")
