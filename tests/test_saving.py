"""A save: compared, replaced and journalled in one step, in whatever layout the file is, whoever else writes."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import Layout
from material import AGENCY, record, write
from test_cli import said
from test_import import file_of

from govreport.entry.session import Session
from govreport.errors import Conflict, Locked
from govreport.importing import import_file
from govreport.report import read_report
from govreport.store import Raising, Store, write_guarded, write_roster
from govreport.store.layout import plain_text
from govreport.store.roster import Entry
from govreport.store.saving import LOCK, locked, part_of, sweep

LICENSES = "disclosure.licenses.decisions"
PENALTIES = "disclosure.penalties.decisions"
DAY = datetime.date(2025, 2, 10)


# Two who write


def count_up(params: Path, by: str, cell: str, times: int) -> None:
    """Add one to a cell, again and again, beginning anew where another was quicker."""
    store = Store(params)
    while times:
        report, digest = store.read(AGENCY, 2023)
        try:
            store.save(report.with_cell(cell, int(report.cell(cell) or 0) + 1), AGENCY, expected=digest, by=by)
        except Conflict:
            continue
        times -= 1


def raise_items(params: Path, times: int) -> None:
    for number in range(times):
        Store(params).raise_items(AGENCY, [Raising(2023, "第五部分", "表述", f"意见{number}")], by="丙", on=DAY)


def form_counts_up(params: Path, by: str, times: int) -> None:
    """As `count_up`, in the form, taking the file's figures for one's own where another was quicker."""
    session = Session(Store(params), AGENCY, 2023, lambda _: None)
    while times:
        session.sheet.enter({LICENSES: str(int(session.sheet.report.cell(LICENSES) or 0) + 1)})
        try:
            session.save(by)
        except Conflict:
            session.settle({difference.path: "theirs" for difference in session.compare()})
            continue
        times -= 1
    session.close()


def together(*calls: tuple[Any, ...]) -> None:
    """Each call in a process of its own, all at once."""
    with ProcessPoolExecutor(len(calls), get_context("spawn")) as pool:
        for done in [pool.submit(*call) for call in calls]:
            done.result()


def steps(store: Store, cell: str) -> list[tuple[Any, Any]]:
    """What the journal says became of a cell: before and after, line by line."""
    journal = store.journal(AGENCY)
    assert journal.attrs["broken"] == []
    of_cell = journal[journal["cell"] == cell]
    return list(zip(of_cell["before"].tolist(), of_cell["after"].tolist(), strict=True))


def test_two_processes_that_save_one_file_lose_no_update_and_the_journal_agrees(bureau: Store):
    together((count_up, bureau.folder, "甲", LICENSES, 20), (count_up, bureau.folder, "乙", LICENSES, 20))

    assert bureau.load(AGENCY, 2023).cell(LICENSES) == 338
    assert steps(bureau, LICENSES) == [(298 + number, 299 + number) for number in range(40)]
    assert bureau.journal(AGENCY)["by"].value_counts().to_dict() == {"甲": 20, "乙": 20}


def test_the_form_and_the_ledger_lose_nothing_while_another_process_saves(bureau: Store):
    together(
        (count_up, bureau.folder, "甲", PENALTIES, 12),
        (form_counts_up, bureau.folder, "乙", 12),
        (raise_items, bureau.folder, 12),
    )

    report = bureau.load(AGENCY, 2023)
    assert (report.cell(LICENSES), report.cell(PENALTIES)) == (310, 21)
    assert steps(bureau, LICENSES) == [(298 + number, 299 + number) for number in range(12)]
    assert steps(bureau, PENALTIES) == [(9 + number, 10 + number) for number in range(12)]
    assert [item.number for item in bureau.ledger(AGENCY).items] == list(range(1, 13))


def test_of_two_who_begin_one_roster_one_is_refused(tmp_path: Path):
    entry = Entry(id="a", name="示例甲局")
    write_roster(tmp_path, [entry])

    with pytest.raises(Conflict):
        write_roster(tmp_path, [entry])
    with pytest.raises(Conflict):
        write_guarded(tmp_path / "words.csv", b"x", "0" * 64)
    assert not (tmp_path / "words.csv").exists()


def test_who_waits_too_long_for_another_is_told_in_one_line(bureau: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("govreport.store.saving._WAIT", 0.1)
    report, digest = bureau.read(AGENCY, 2023)

    with locked(bureau.path(AGENCY, 2023).parent), pytest.raises(Locked, match=r"bureau：正由他人写入，请稍后重试$"):
        bureau.save(report.with_cell(LICENSES, 1), AGENCY, expected=digest)
    bureau.save(report.with_cell(LICENSES, 1), AGENCY, expected=digest)


def test_a_lock_that_a_killed_process_held_blocks_nobody(bureau: Store):
    script = (
        "import os, pathlib, sys\n"
        "from govreport.store.saving import locked\n"
        "with locked(pathlib.Path(sys.argv[1])):\n"
        "    os.kill(os.getpid(), 9) if hasattr(os, 'fork') else os._exit(9)\n"
    )
    folder = bureau.path(AGENCY, 2023).parent
    assert subprocess.run([sys.executable, "-c", script, str(folder)], check=False).returncode in (9, -9)
    assert (folder / LOCK).exists()

    count_up(bureau.folder, "甲", LICENSES, 1)
    assert bureau.load(AGENCY, 2023).cell(LICENSES) == 299


# Killed in the middle


@pytest.mark.parametrize(
    ("where", "saved"),
    [
        ("govreport.store.commit.write_part", 298),
        ("govreport.store.commit.append_lines", 298),
        ("pathlib.Path.replace", 298),
        ("govreport.store.commit.take_back", 299),
    ],
)
def test_killed_at_any_step_of_a_save_file_and_journal_tell_the_same(bureau: Store, where: str, saved: int):
    script = (
        "import importlib, os, sys\n"
        "from test_saving import AGENCY, LICENSES, count_up\n"
        f"module, _, name = {where!r}.rpartition('.')\n"
        "owner = importlib.import_module('pathlib').Path if module == 'pathlib.Path' else importlib.import_module(module)\n"
        "setattr(owner, name, lambda *_: os._exit(9))\n"
        "count_up(sys.argv[1], '甲', LICENSES, 1)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", script, str(bureau.folder)]
    assert subprocess.run(command, check=False, env=environment).returncode == 9

    store = Store(bureau.folder)
    told = [(298, 299)] if saved == 299 else []
    assert (store.load(AGENCY, 2023).cell(LICENSES), steps(store, LICENSES)) == (saved, told)

    count_up(bureau.folder, "乙", LICENSES, 1)
    assert store.load(AGENCY, 2023).cell(LICENSES) == saved + 1
    assert steps(store, LICENSES) == [*told, (saved, saved + 1)]
    assert list(bureau.folder.rglob("*.part")) == []


def test_a_file_that_cannot_be_replaced_is_not_journalled(bureau: Store, monkeypatch: pytest.MonkeyPatch):
    report, digest = bureau.read(AGENCY, 2023)

    def in_use(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "replace", in_use)
    with pytest.raises(Locked, match=r"2023.yaml：无法写入（Permission denied），没有保存；请关闭正在打开它的程序"):
        bureau.save(report.with_cell(LICENSES, 300), AGENCY, expected=digest, by="甲")
    monkeypatch.undo()

    assert Store(bureau.folder).load(AGENCY, 2023) == report
    assert steps(bureau, LICENSES) == []
    assert list(bureau.folder.rglob("*.part")) == []


def test_parts_of_killed_writers_are_swept_and_those_of_living_ones_stay(tmp_path: Path):
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    living = part_of(tmp_path / "a.html")
    killed = living.with_name(living.name.replace(f"{os.getpid():x}-", f"{int(dead.stdout):x}-"))
    of_another_machine = living.with_name(".a.html.0000fff-0123456789abcdef.part")
    of_last_week = living.with_name(".b.html.0000fff-0123456789abcdef.part")
    of_an_older_version = living.with_name(".c.html.01234567.part")
    every = (living, killed, of_another_machine, of_last_week, of_an_older_version)
    for part in every:
        part.write_bytes(b"half")
    for part in (of_last_week, of_an_older_version):
        os.utime(part, (1_000_000_000, 1_000_000_000))

    sweep(tmp_path)

    assert {part for part in every if part.exists()} == {living, of_another_machine}


# Whatever the layout

SPECIAL = ["甲\x85乙", "甲\u2028乙\n丙\u2029", "a\tb", "\ufeff头", "零\u200b宽", "一是\x1c\x1d二是", "\x85", "是\r\n否"]


@pytest.mark.parametrize("text", SPECIAL)
def test_no_character_of_a_text_becomes_another_in_a_new_a_plain_or_a_changed_file(tmp_path: Path, text: str):
    data = record(2023)
    data["narrative"]["problems"] = text
    data["published"]["channels"][0]["items"] = {f"类{text}别": 3}
    report = read_report(data)
    store = Store(tmp_path)

    digest = store.save(report, AGENCY, expected=None)
    write(tmp_path, "example/plain", 2023, plain_text(report.record()))
    assert (store.load(AGENCY, 2023), store.load("example/plain", 2023)) == (report, report)
    changed = report.with_values({"narrative.improvements": f"改{text}进", LICENSES: 299})
    store.save(changed, AGENCY, expected=digest)
    assert Store(tmp_path).load(AGENCY, 2023).record() == changed.record()
    assert "# （一）予以公开" in store.path(AGENCY, 2023).read_text(encoding="utf-8")


def with_tabs(store: Store) -> Path:
    """The yearly file of 2023 with what PyYAML takes and ruamel.yaml does not: tabs behind values."""
    path = store.path(AGENCY, 2023)
    text = (
        path.read_text(encoding="utf-8").replace("year: 2023\n", "year: 2023\t# 张三填\n").replace("form: ", "form:\t")
    )
    path.write_text(text.replace("licenses: 298 ", "licenses: 298\t"), encoding="utf-8")
    return path


def test_a_file_with_tabs_behind_its_values_is_signed_and_keeps_its_comments(bureau: Store, monkeypatch, capsys):
    path = with_tabs(bureau)
    monkeypatch.setenv("GOVREPORT_PARAMS", str(bureau.folder))

    status, _, err = said(capsys, "sign", "2023", AGENCY, "--stage", "初审", "--by", "张某")

    assert status == 0, err
    assert Store(bureau.folder).load(AGENCY, 2023).signoffs[0].by == "张某"
    assert "year: 2023 # 张三填" in path.read_text(encoding="utf-8")


def test_a_file_with_tabs_behind_its_values_takes_an_import_and_the_form(bureau: Store, tmp_path: Path):
    path = with_tabs(bureau)

    done = import_file(file_of(tmp_path, bureau.load(AGENCY, 2023), D11=300), replace=True, params=bureau.folder)
    assert done.outcome == "imported"
    path.write_text(path.read_text(encoding="utf-8").replace("penalties: 9", "penalties: 9\t"), encoding="utf-8")
    form_counts_up(bureau.folder, "甲", 1)
    assert Store(bureau.folder).load(AGENCY, 2023).cell(LICENSES) == 301


def test_a_comment_below_a_text_does_not_become_part_of_it(bureau: Store):
    path = bureau.path(AGENCY, 2023)
    text = path.read_text(encoding="utf-8").replace("解读形式不多。\n", "'解读形式不多。'   # 待核\n    # 李四补\n")
    path.write_text(text, encoding="utf-8")
    report, digest = bureau.read(AGENCY, 2023)

    changed = report.with_values({"narrative.problems": "一是形式不多。\n二是解读不及时。"})
    bureau.save(changed, AGENCY, expected=digest)

    assert Store(bureau.folder).load(AGENCY, 2023) == changed
    after = path.read_text(encoding="utf-8").split("\n")
    assert [line.strip() for line in after if "# 李四补" in line] == ["# 李四补"]
    assert sum(line.endswith("# 待核") for line in after) == 1


def test_comments_that_lose_their_place_stand_at_the_top_with_their_line(bureau: Store):
    path = bureau.path(AGENCY, 2023)
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if "review: [1, 0, 0, 1, 2]" in line)
    lines[at] = "  review: [1, 0,   # 维持一件\n    0, 1, 2]"
    path.write_text("\n".join(lines), encoding="utf-8")
    report, digest = bureau.read(AGENCY, 2023)

    bureau.save(report.with_cell(LICENSES, 300), AGENCY, expected=digest)

    assert path.read_text(encoding="utf-8").split("\n")[0] == f"# 原第{at + 1}行：维持一件"
    assert Store(bureau.folder).load(AGENCY, 2023).cell(LICENSES) == 300


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10**9),
    year=st.sampled_from([2020, 2022, 2023]),
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30) | st.sampled_from(SPECIAL),
)
def test_any_layout_that_is_read_is_saved_exactly_and_no_comment_is_lost(tmp_path_factory, seed, year, text):
    params = tmp_path_factory.mktemp("params")
    data = record(year)
    data["narrative"] = {"overview": {"lead": text}, "problems": "一是。\n二是。\n", "improvements": "甲\n\n乙"}
    layout = Layout(seed)
    path = params / AGENCY / f"{year}.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(layout.write(data))
    report, digest = Store(params).read(AGENCY, year)
    assert report == read_report(data)

    changed = report.with_values(
        {
            "requests.granted.total": 77,
            "narrative.problems": "新的\n文字",
            "signoffs": [{"stage": "first", "by": "张某", "date": "2025-01-02"}],
        }
    )
    Store(params).save(changed, AGENCY, expected=digest)

    assert Store(params).load(AGENCY, year).record() == changed.record()
    after = path.read_bytes().decode("utf-8")
    assert [
        comment for comment in layout.comments if after.count(f"{comment}\n") + after.count(f"{comment}\r") != 1
    ] == []


def test_half_a_character_is_refused_where_it_comes_in(bureau: Store):
    report = bureau.load(AGENCY, 2023)

    with pytest.raises(ValueError, match=r"narrative.problems"):
        report.with_values({"narrative.problems": "表情\ud83d"})


# Lines of JSON

PARTED = "一\u2028二\u2029三\x85四\x1c五"


def test_a_text_with_line_ends_of_other_kinds_stays_one_line_of_the_journal(bureau: Store):
    report, digest = bureau.read(AGENCY, 2023)
    bureau.save(report.with_values({"narrative.problems": PARTED}), AGENCY, expected=digest, by="甲", why=PARTED)

    journal = bureau.journal(AGENCY)
    assert journal.attrs["broken"] == []
    assert journal[["before", "after", "why"]].to_numpy().tolist() == [["解读形式不多。", PARTED, PARTED]]


def test_a_last_line_that_was_cut_off_swallows_no_other(bureau: Store):
    count_up(bureau.folder, "甲", LICENSES, 1)
    path = bureau.path(AGENCY, 2023).with_name("journal.jsonl")
    path.write_bytes(path.read_bytes()[:-9])

    count_up(bureau.folder, "乙", LICENSES, 1)

    journal = bureau.journal(AGENCY)
    assert journal.attrs["broken"] == ["params/example/bureau/journal.jsonl：第1行无法读取"]
    assert journal[["by", "before", "after"]].to_numpy().tolist() == [["乙", 299, 300]]


def test_hand_broken_lines_of_the_journal_are_named_each(bureau: Store):
    count_up(bureau.folder, "甲", LICENSES, 1)
    path = bureau.path(AGENCY, 2023).with_name("journal.jsonl")
    good = json.loads(path.read_text(encoding="utf-8"))
    wrong = [
        {**good, "time": 5},
        {**good, "year": "2023"},
        {**good, "save": []},
        {**good, "cell": "published.channels.x"},
    ]
    lines = [json.dumps(line) for line in (*wrong, 5, None, [], {}, {"void": 1})] + [
        "[" * 100_000,
        '{"time": ' + "9" * 9000,
    ]
    path.write_text("\n".join(lines) + "\n" + json.dumps(good) + "\n", encoding="utf-8")

    journal = bureau.journal(AGENCY)
    assert len(journal) == 1
    assert [text.rpartition("：")[2] for text in journal.attrs["broken"]] == [
        f"第{number}行无法读取" for number in range(1, 12)
    ]


def test_a_year_that_is_begun_is_journalled(bureau: Store):
    bureau.new(AGENCY, 2024)

    journal = bureau.journal(AGENCY)
    assert set(journal["why"]) == {"新建"}
    assert set(journal["year"]) == {2024}
