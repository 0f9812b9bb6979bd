"""The rectification ledger: append-only, tolerant, and in the order of the loop."""

from __future__ import annotations

import datetime
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from material import AGENCY

from govreport.cli.main import run
from govreport.errors import BadRequest
from govreport.store import Raising, Store

DAY = datetime.date(2025, 2, 10)
REMARK = Raising(2023, "第五部分", "表述", "问题写得笼统，请具体说明")
WRONG_SUM = Raising(
    2023, "第三部分表格“总计”行", "数据", "总计为 9，应为 10", "A1", ("requests.granted.total",), expected=10, actual=9
)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The exit status of `govreport WORDS`, what it printed, and what it complained of."""
    status = run(words)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def file_of(store: Store) -> Path:
    return store.folder / "example" / "bureau" / "rectification.jsonl"


# The file


def test_an_item_is_one_line_that_a_person_can_read(bureau: Store):
    bureau.raise_items(AGENCY, [WRONG_SUM], by="区政府办公室", on=DAY, deadline=datetime.date(2025, 2, 14))

    [line] = file_of(bureau).read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "item": 1,
        "event": "raised",
        "date": "2025-02-10",
        "by": "区政府办公室",
        "year": 2023,
        "where": "第三部分表格“总计”行",
        "kind": "数据",
        "text": "总计为 9，应为 10",
        "deadline": "2025-02-14",
        "rule": "A1",
        "cells": ["requests.granted.total"],
        "expected": 10,
        "actual": 9,
    }
    assert "区政府办公室" in line


def test_every_step_is_a_line_more_and_no_byte_before_it_changes(bureau: Store):
    bureau.raise_items(AGENCY, [REMARK], by="区政府办公室", on=DAY)
    path = file_of(bureau)
    for step, action in (("done", "修改"), ("fed_back", None), ("rechecked", None)):
        before = path.read_bytes()
        bureau.settle_item(AGENCY, 1, step, by="张某", on=DAY, action=action)
        after = path.read_bytes()

        assert after.startswith(before)
        assert after.count(b"\n") == before.count(b"\n") + 1


def test_the_states_follow_the_loop_and_put_right_is_not_reported_back(bureau: Store):
    bureau.raise_items(AGENCY, [REMARK], by="区政府办公室", on=DAY)
    states = [bureau.ledger(AGENCY).items[0].state]
    for step, action in (("done", "说明"), ("fed_back", None), ("rechecked", None)):
        bureau.settle_item(AGENCY, 1, step, by="张某", on=DAY, action=action)
        states.append(bureau.ledger(AGENCY).items[0].state)

    assert states == ["open", "done", "fed_back", "rechecked"]
    assert bureau.ledger(AGENCY).items[0].action == "说明"


def test_of_two_lines_on_one_step_the_newer_counts(bureau: Store):
    bureau.raise_items(AGENCY, [REMARK], by="区政府办公室", on=DAY)
    bureau.settle_item(AGENCY, 1, "done", by="张某", on=DAY, action="修改")
    bureau.settle_item(AGENCY, 1, "fed_back", by="张某", on=DAY)
    bureau.settle_item(AGENCY, 1, "done", by="李某", on=datetime.date(2025, 2, 12), action="撤销")

    record = bureau.ledger(AGENCY).items[0].record()
    assert (record["done_on"], record["done_by"], record["action"]) == ("2025-02-12", "李某", "撤销")
    assert (record["state"], record["fed_back_on"]) == ("done", None)


@pytest.mark.parametrize(
    ("steps", "wrong", "answer"),
    [
        ([], ("fed_back", None), "第1项现为“待整改”，应先记整改，再记反馈"),
        ([("done", "修改")], ("rechecked", None), "第1项现为“已整改（未反馈）”，应先记反馈，再记复核"),
        ([], ("done", None), "请写明处理方式（--action），可选：修改、撤销、说明"),
        ([("done", "修改")], ("fed_back", "修改"), "--action 只用于整改，不用于反馈"),
        (
            [("done", "修改"), ("fed_back", None), ("rechecked", None)],
            ("done", "修改"),
            "第1项已复核，不能再改；仍有问题的，请另提一项",
        ),
    ],
)
def test_a_step_out_of_order_is_refused_and_leaves_no_line(bureau: Store, steps, wrong, answer: str):
    bureau.raise_items(AGENCY, [REMARK], by="区政府办公室", on=DAY)
    for step, action in steps:
        bureau.settle_item(AGENCY, 1, step, by="张某", on=DAY, action=action)
    before = file_of(bureau).read_bytes()

    with pytest.raises(BadRequest) as refused:
        bureau.settle_item(AGENCY, 1, wrong[0], by="张某", on=DAY, action=wrong[1])
    assert str(refused.value) == answer
    assert file_of(bureau).read_bytes() == before


def test_reporting_back_before_the_work_was_done_is_refused(bureau: Store):
    bureau.raise_items(AGENCY, [REMARK], by="区政府办公室", on=DAY)
    bureau.settle_item(AGENCY, 1, "done", by="张某", on=DAY, action="修改")

    with pytest.raises(BadRequest, match="反馈日期 2025-02-09 早于整改日期 2025-02-10"):
        bureau.settle_item(AGENCY, 1, "fed_back", by="张某", on=datetime.date(2025, 2, 9))


def test_broken_lines_are_named_and_the_others_stay(bureau: Store):
    bureau.raise_items(AGENCY, [REMARK, WRONG_SUM], by="区政府办公室", on=DAY)
    path = file_of(bureau)
    raised = path.read_bytes().splitlines(keepends=True)
    broken = [
        b"half a line {\n",
        b'{"item":1,"event":"done","date":"2025-02-30","by":"x","action":"\xe4\xbf\xae\xe6\x94\xb9"}\n',
        b'{"item":7,"event":"done","date":"2025-02-11","by":"x"}\n',
        b"\xff\xfe\n",
        b"[]\n",
        b"null\n",
        raised[0],
    ]
    path.write_bytes(raised[0] + b"".join(broken) + raised[1])

    ledger = bureau.ledger(AGENCY)
    assert [(item.number, item.state) for item in ledger.items] == [(1, "open"), (2, "open")]
    assert [line.split("：")[1] for line in ledger.broken] == [
        f"第{number}行无法读取，已略过，请对照原件核对" for number in range(2, 9)
    ]
    assert all(line.startswith("params/example/bureau/rectification.jsonl：") for line in ledger.broken)


def test_a_new_item_takes_no_number_of_a_line_that_is_broken(bureau: Store):
    bureau.raise_items(AGENCY, [REMARK], by="区政府办公室", on=DAY)
    path = file_of(bureau)
    path.write_bytes(path.read_bytes() + b'{"item":5,"event":"raised","da')

    [item] = bureau.raise_items(AGENCY, [REMARK], by="区政府办公室", on=DAY)
    assert item.number == 6
    assert [one.number for one in bureau.ledger(AGENCY).items] == [1, 6]
    assert path.read_bytes().splitlines()[1] == b'{"item":5,"event":"raised","da'


def test_words_that_hold_line_ends_stay_in_one_item(bureau: Store):
    text = "第一行\n第二行\u2028第三行\x85<script>alert(1)</script>"
    bureau.raise_items(AGENCY, [Raising(2023, "第五部分", "表述", text)], by="区政府办公室", on=DAY)

    ledger = bureau.ledger(AGENCY)
    assert ledger.broken == ()
    assert [item.raised.text for item in ledger.items] == [text]


def test_two_who_write_at_once_get_numbers_of_their_own(bureau: Store):
    def add(number: int) -> None:
        Store(bureau.folder).raise_items(
            AGENCY, [Raising(2023, "第五部分", "表述", f"意见{number}")], by="某人", on=DAY
        )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))

    items = bureau.ledger(AGENCY).items
    assert [item.number for item in items] == list(range(1, 25))
    assert {item.raised.text for item in items} == {f"意见{number}" for number in range(24)}


def test_a_finding_is_raised_once_while_its_item_is_open_and_its_values_stay(bureau: Store):
    other_values = Raising(**{**vars(WRONG_SUM), "actual": 8})

    assert len(bureau.raise_items(AGENCY, [WRONG_SUM, REMARK], by="甲", on=DAY)) == 2
    assert bureau.raise_items(AGENCY, [WRONG_SUM], by="甲", on=DAY) == []
    assert [item.number for item in bureau.raise_items(AGENCY, [other_values], by="甲", on=DAY)] == [3]
    for step, action in (("done", "修改"), ("fed_back", None), ("rechecked", None)):
        bureau.settle_item(AGENCY, 1, step, by="张某", on=DAY, action=action)
    assert [item.number for item in bureau.raise_items(AGENCY, [WRONG_SUM], by="甲", on=DAY)] == [4]


# The command


def test_a_superiors_remark_goes_through_the_loop(project: Path, capsys):
    agency = "panzhihua/xiqu/justice"
    add = ("ledger", "2024", agency, "--add", "第五部分过于笼统", "--where", "第五部分", "--kind", "表述")
    assert said(capsys, *add, "--by", "区政府办公室", "--deadline", "2025-02-14", "--on", "2025-02-07")[:2] == (
        0,
        "攀枝花市西区司法局：已记入第1项（表述）。\n",
    )
    done = ("ledger", "2024", agency, "--done", "1", "--action", "修改", "--by", "张某", "--on", "2025-02-10")
    assert said(capsys, *done)[1] == "攀枝花市西区司法局：第1项已整改（未反馈）。\n"
    assert said(capsys, "ledger", "2024", agency, "--fed-back", "1", "--by", "张某", "--on", "2025-02-11")[1] == (
        "攀枝花市西区司法局：第1项已反馈（待复核）。\n"
    )
    assert said(capsys, "ledger", agency, "--rechecked", "1", "--by", "李某", "--on", "2025-02-12")[0] == 0

    status, out, _ = said(capsys, "ledger", "--json")
    assert (status, [json.loads(line) for line in out.splitlines()]) == (
        0,
        [
            {
                "agency": agency,
                "item": 1,
                "state": "rechecked",
                "raised_on": "2025-02-07",
                "raised_by": "区政府办公室",
                "year": 2024,
                "where": "第五部分",
                "kind": "表述",
                "text": "第五部分过于笼统",
                "deadline": "2025-02-14",
                "rule": None,
                "cells": [],
                "expected": None,
                "actual": None,
                "action": "修改",
                "done_on": "2025-02-10",
                "fed_back_on": "2025-02-11",
                "rechecked_on": "2025-02-12",
                "done_by": "张某",
                "fed_back_by": "张某",
                "rechecked_by": "李某",
            }
        ],
    )
    assert said(capsys, "ledger", "--open")[1] == "暂无整改事项。\n"
    assert said(capsys, "ledger", "2024")[1].splitlines()[-1] == "共1项：已复核1项。"


def test_a_cell_is_called_as_the_page_calls_it(project: Path, capsys):
    add = ("ledger", "2024", "宿迁市人民政府", "--add", "请核对", "--kind", "数据", "--by", "省政府办公厅")
    assert said(capsys, *add, "--where", "requests.granted.total")[0] == 0

    [item] = Store(project / "params").ledger("jiangsu/suqian").items
    assert (item.raised.where, item.raised.cells) == (
        "第三部分表格“（一）予以公开”行“总计”栏",
        ("requests.granted.total",),
    )


def test_an_item_past_its_deadline_says_so(project: Path, capsys):
    add = ("ledger", "2024", "宿迁市人民政府", "--add", "请核对", "--where", "标题", "--kind", "表述", "--by", "甲")
    assert said(capsys, *add, "--deadline", "2020-01-01")[0] == 0

    assert said(capsys, "ledger")[1].splitlines()[-1] == "共1项：待整改1项；已逾期1项。"


def test_a_broken_line_is_told_and_makes_the_status_1(project: Path, capsys):
    (project / "params" / "jiangsu" / "suqian" / "rectification.jsonl").write_text("{\n", encoding="utf-8")

    status, out, err = said(capsys, "ledger")
    assert (status, out) == (1, "暂无整改事项。\n")
    assert err == "params/jiangsu/suqian/rectification.jsonl：第1行无法读取，已略过，请对照原件核对\n"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["2024", "jiangsu/suqian", "--done", "1", "--action", "修改"], "--done 须用 --by 写明登记人"),
        (["2024", "jiangsu/suqian", "--done", "1", "--by", "张某"], "没有第1项；台账暂无事项"),
        (["2024", "jiangsu/suqian", "--done", "0", "--by", "张某"], "选项 --done 应为不小于 1 的整数"),
        (["2024", "--done", "1", "--by", "张某"], "请写明一个单位"),
        (["jiangsu/suqian", "--add", "x", "--where", "x", "--kind", "表述", "--by", "甲"], "--add 须写明年度"),
        (["2024", "jiangsu/suqian", "--add", "x", "--by", "甲"], "--add 须同时写明 --where、--kind"),
        (["2024", "jiangsu/suqian", "--add", "x", "--kind", "错误"], "选项 --kind 只能是 数据、表述、错敏、迟报"),
        (["2024", "jiangsu/suqian", "--add", "x", "--done", "1", "--by", "甲"], "请分开登记，一次只写一种"),
        (["2024", "jiangsu/suqian", "--add", "x", "--on", "2025-02-30"], "确有这一天，现为“2025-02-30”"),
        (["2024", "jiangsu/suqian", "--add", "x", "--deadline", "明天"], "现为“明天”"),
        (["2024", "jiangsu/suqian", "--action", "修改"], "--action 只与 --done 同用"),
        (["2024", "jiangsu/suqian", "--where", "x"], "--where 只与 --add 同用"),
        (["2024", "jiangsu/suqian", "--add", "", "--where", "x", "--kind", "表述", "--by", "甲"], "事项内容不能为空"),
        (["2024", "宿迁"], "没有单位“宿迁”；是否为 宿迁市人民政府？"),
        (["2024", "../outside"], "单位编号“../outside”不可用"),
    ],
)
def test_a_wrong_request_is_one_chinese_line_and_status_2(project: Path, capsys, words: list[str], answer: str):
    status, out, err = said(capsys, "ledger", *words)

    assert (status, out) == (2, "")
    assert answer in err
    assert err.count("\n") == 1
    assert not list((project / "params").rglob("rectification.jsonl"))
