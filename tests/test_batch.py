"""The batch: every report it can, none twice, and for the others one sentence why not."""

from __future__ import annotations

import ctypes
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from material import ROOT, write

from govreport import batch
from govreport.batching import Outcome, make_district, read_manifest, worker
from govreport.batching.index_seal import index_faults
from govreport.checks import check
from govreport.errors import BadRequest, NotFound
from govreport.exporting import IndexRow, index_page
from govreport.rendering import Order, begin_turn, read_values
from govreport.rendering.own_projects import keep_own
from govreport.rendering.page_comparison import SealBroken
from govreport.store import Store
from govreport.store.saving import part_of

BROKEN = "name: 示例局\nyear: 2024\nform: 2021\nyera: 2024\n"
JUSTICE = "panzhihua/xiqu/justice"


def by_agency(outcomes: list[Outcome]) -> dict[str, Outcome]:
    return {outcome.agency: outcome for outcome in outcomes}


def statuses(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.agency: outcome.status for outcome in outcomes}


def with_cell(project: Path, source: str) -> None:
    """Give the project a notebook of its own: the report's, and one more cell, that no reader sees, before its sections."""
    notebook = nbformat.read(ROOT / "notebooks" / "report.ipynb", as_version=4)
    notebook.cells.insert(3, nbformat.v4.new_code_cell(source, metadata={"tags": ["note"]}))
    (project / "notebooks").mkdir(exist_ok=True)
    keep_own(project)
    nbformat.write(notebook, project / "notebooks" / "report.ipynb")


def run(**options: Any) -> list[Outcome]:
    return batch(2024, **{"charts": "none", "progress": False, **options})


def test_one_bad_report_stops_no_other(project: Path):
    write(project / "params", "example/broken", 2024, BROKEN)
    (project / "params" / "roster.yaml").write_text("- {id: example/late, name: 示例迟报局}\n", encoding="utf-8")

    done = by_agency(run(jobs=2))

    assert {agency: outcome.status for agency, outcome in done.items()} == {
        "example/broken": "failed",
        "example/late": "missing",
        "fujian/pingtan": "rendered",
        "jiangsu/suqian": "rendered",
        JUSTICE: "rendered",
    }
    assert "第4行：未知字段 yera；是否为 year？" in done["example/broken"].message
    assert done["example/broken"].bad_file
    assert done["fujian/pingtan"].warnings == 3
    outputs = project / "outputs" / "2024"
    pages = sorted(path.relative_to(outputs).as_posix() for path in outputs.rglob("*.html"))
    assert pages == ["fujian/pingtan.html", "index.html", "jiangsu/suqian.html", "panzhihua/xiqu/justice.html"]


def test_swapped_files_are_blocked_before_anything_is_rendered_and_their_drafts_are_not(project: Path):
    for year in (2023, 2024):
        for id, name in (("finance", "示例县财政局"), ("education", "示例县教育局")):
            text = (project / "params" / "jiangsu" / "suqian" / f"{year}.yaml").read_text(encoding="utf-8")
            write(project / "params", f"shili/{id}", year, text.replace("name: 宿迁市人民政府", f"name: {name}"))
    finance, education = (project / "params" / "shili" / id / "2024.yaml" for id in ("finance", "education"))
    was = finance.read_bytes()
    finance.write_bytes(education.read_bytes())
    education.write_bytes(was)

    finals, drafts = (
        run(agencies=["shili/finance", "shili/education"]),
        run(agencies=["shili/finance"], edition="draft"),
    )

    assert statuses(finals) == {"shili/finance": "blocked", "shili/education": "blocked"}
    assert all("I1 单位名称" in one.message and "shili/" in one.message for one in finals)
    assert statuses(drafts) == {"shili/finance": "rendered"}
    assert list((project / "outputs").rglob("finance.html")) == []


def test_an_empty_final_is_blocked_with_each_missing_section(project: Path):
    text = (project / "params" / "jiangsu" / "suqian" / "2024.yaml").read_text(encoding="utf-8")
    write(project / "params", "jiangsu/suqian", 2024, text[: text.index("narrative:")])

    [final], [draft] = run(agencies=["jiangsu/suqian"]), run(agencies=["jiangsu/suqian"], edition="draft")

    assert (final.status, final.errors) == ("blocked", 3)
    assert all(
        f"{rule} 第{part}部分尚未编写" in final.message for rule, part in (("N1", "一"), ("N3", "五"), ("N4", "六"))
    )
    assert draft.path
    assert Path(draft.path).read_text(encoding="utf-8").count("（未填写）") == 3


def test_a_report_with_errors_is_blocked_and_its_draft_is_rendered(project: Path):
    [blocked] = batch(2020, ["fujian"], charts="none", progress=False)
    [draft] = batch(2020, ["fujian"], edition="draft", charts="none", progress=False)

    assert (blocked.status, blocked.errors, blocked.path) == ("blocked", 3, None)
    assert draft.path == str(project / "outputs" / "2020" / "fujian" / "pingtan.draft.html")
    assert Path(draft.path).is_file()


def test_a_page_open_in_another_program_is_named_and_the_rest_goes_on(project: Path):
    """A folder in the page's place cannot be replaced either, which is how this system shows a locked file."""
    taken = project / "outputs" / "2024" / "jiangsu" / "suqian.html"
    taken.mkdir(parents=True)

    done = by_agency(run())

    assert done["jiangsu/suqian"].status == "failed"
    assert f"{taken}：无法写入" in done["jiangsu/suqian"].message
    assert done["fujian/pingtan"].status == done[JUSTICE].status == "rendered"
    assert list(taken.parent.iterdir()) == [taken]


# What has not changed


def test_a_second_run_renders_only_what_changed(project: Path):
    assert set(statuses(run()).values()) == {"rendered"}
    assert set(statuses(run()).values()) == {"unchanged"}

    path = project / "params" / "fujian" / "pingtan" / "2022.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("licenses: 10690", "licenses: 10691"), encoding="utf-8")
    assert statuses(run()) == {"fujian/pingtan": "rendered", "jiangsu/suqian": "unchanged", JUSTICE: "unchanged"}

    later = project / "params" / "fujian" / "pingtan" / "2025.yaml"
    later.write_text(later.read_text(encoding="utf-8").replace("coercion: 64", "coercion: 65"), encoding="utf-8")
    assert set(statuses(run()).values()) == {"unchanged"}
    assert set(statuses(run(fresh=True)).values()) == {"rendered"}


@pytest.mark.parametrize("change", ["options", "notebook", "page edited", "page gone"])
def test_what_would_come_out_otherwise_is_rendered_again(project: Path, change: str):
    with_cell(project, "1;")
    assert statuses(run(agencies=[JUSTICE])) == {JUSTICE: "rendered"}
    page = project / "outputs" / "2024" / f"{JUSTICE}.html"
    options: dict[str, Any] = {}
    if change == "options":
        options["charts"] = "interactive"
    if change == "notebook":
        with_cell(project, "2;")
    if change == "page edited":
        page.write_text(page.read_text(encoding="utf-8").replace("116", "117"), encoding="utf-8")
    if change == "page gone":
        page.unlink()

    assert statuses(run(agencies=[JUSTICE], **options)) == {JUSTICE: "rendered"}


# The manifest and the pages that no longer stand


def test_the_manifest_has_a_line_for_each_report(project: Path):
    run()
    run(agencies=[JUSTICE], edition="draft")
    lines = (project / "outputs" / "2024" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]

    assert len(entries) == 4
    assert list(entries[0]) == [
        "agency", "year", "edition", "status", "input_digest", "output_digest", "seconds", "attempts", "errors",
        "warnings", "message", "params",
    ]  # fmt: skip
    assert {entry["params"] for entry in entries} == {"../params"}
    assert {(entry["agency"], entry["edition"]): entry["status"] for entry in entries} == {
        ("fujian/pingtan", "final"): "rendered",
        ("jiangsu/suqian", "final"): "rendered",
        (JUSTICE, "final"): "rendered",
        (JUSTICE, "draft"): "rendered",
    }
    assert all(entry["attempts"] == 1 and len(entry["output_digest"]) == 64 for entry in entries)


def test_the_index_counts_who_must_report(project: Path):
    roster = project / "params" / "roster.yaml"
    roster.write_text(
        "- {id: jiangsu/suqian, name: 宿迁市人民政府}\n- {id: late, name: 示例迟报局}\n", encoding="utf-8"
    )
    run()
    index = (project / "outputs" / "2024" / "index.html").read_text(encoding="utf-8")
    assert "应报送2个单位，已生成正式稿1份" in index
    assert "未报送的单位（1个）</summary><p>示例迟报局</p>" in index

    roster.write_text("- {id: jiangsu/suqian, name: 宿迁市人民政府}\n", encoding="utf-8")
    run()
    index = (project / "outputs" / "2024" / "index.html").read_text(encoding="utf-8")
    assert "应报送1个单位，已生成正式稿1份" in index
    assert "示例迟报局" not in index


ROWS = [
    IndexRow("a/finance", "示例县财政局", "final", "rendered", "已生成", 0, 2, "", "a/finance.html"),
    IndexRow("a/finance", "示例县财政局", "draft", "unchanged", "未变动", 0, 2, "", "a/finance.draft.html"),
    IndexRow("a/justice", "示例县司法局", "final", "blocked", "暂不能定稿", 3, 1, "A1 “总计”<b>有误</b>", None),
    IndexRow("a/late", "示例迟报局", "final", "missing", "未报送", 0, 0, "未报送数据", None),
]
EXPECTED = {"a/finance", "a/justice", "a/late"}


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("应报送3个单位，已生成正式稿1份", "应报送3个单位，已生成正式稿3份", "报送情况应为“…送3个单位，已生成正式稿1份、送审稿1份”，实为“…送3个单位，已生成正式稿3份、送审稿1份”"),
        ("暂不能定稿1份", "暂不能定稿0份", "报送情况应为“"),
        ("<p>示例迟报局</p>", "<p>示例镇</p>", "应为“示例迟报局”，实为“示例镇”"),
        ("（1个）", "（2个）", "应为“未报送的单位（1个）”"),
        ('"errors":3', '"errors":0', "所附数据不符"),
        ('"name":"示例县财政局","edition":"final"', '"name":"示例县司法局","edition":"final"', "所附数据不符"),
        ('"page":"a\\/finance.html"', '"page":"a\\/justice.html"', "所附数据不符"),
        ('data-key="errors"', 'data-key="warnings"', "“应改正”的格式不符"),
        ("</main>", "<p>全部完成</p></main>", "多出“全部完成”"),
        ("all.sort(", "all.shift(), all.sort(", "页面程序不符"),
        ("<title>2024", "<title>2023", "页面名称不符"),
        ("script-src &#39;sha256-", "script-src &#39;unsafe-inline&#39; &#39;sha256-", "页面的安全设置不符"),
    ],
)  # fmt: skip
def test_each_fault_planted_in_the_index_is_told(was: str, becomes: str, said: str):
    page = index_page(2024, ROWS, EXPECTED)
    assert list(index_faults(page.encode(), 2024, ROWS, EXPECTED)) == []
    assert page.count(was) == 1

    told = "；".join(index_faults(page.replace(was, becomes).encode(), 2024, ROWS, EXPECTED))

    assert any(one in told for one in said.split("|")), told


def test_a_faulty_index_does_not_get_its_name(project: Path, monkeypatch: pytest.MonkeyPatch):
    run()
    index = project / "outputs" / "2024" / "index.html"
    old = index.read_bytes()
    monkeypatch.setattr(
        sys.modules["govreport.batching.index"], "index_page", lambda *given: index_page(2024, ROWS, EXPECTED)
    )

    with pytest.raises(
        SealBroken, match=r"index\.html：成果核验未通过，未生成：报送情况应为“…送3个单位，已生成正式稿3份”"
    ):
        run()
    assert index.read_bytes() == old


def test_a_line_cut_off_by_a_crash_spoils_no_other(project: Path):
    run(agencies=[JUSTICE])
    manifest = project / "outputs" / "2024" / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes() + b'{"agency": "jiangsu/suq')

    assert statuses(run(agencies=[JUSTICE, "jiangsu"])) == {JUSTICE: "unchanged", "jiangsu/suqian": "rendered"}
    assert {key[0] for key in read_manifest(manifest.parent)} == {JUSTICE, "jiangsu/suqian"}


def test_a_hand_broken_line_is_named_and_its_report_made_again(project: Path, capsys):
    run(agencies=[JUSTICE, "jiangsu"])
    manifest = project / "outputs" / "2024" / "manifest.jsonl"
    good = {entry["agency"]: entry for entry in map(json.loads, manifest.read_bytes().split(b"\n")[:-1])}
    changes: list[dict[str, Any]] = [
        {"message": 7}, {"agency": ["x"]}, {"agency": "../../x"}, {"status": "done"}, {"errors": "3"}, {"errors": -1},
        {"files": []}, {"files": {"exe": "x"}}, {"seconds": "quick"}, {"year": 2023}, {"edition": None},
    ]  # fmt: skip
    wrong = [json.dumps(value) for value in (5, None, [], {}, *({**good["jiangsu/suqian"], **one} for one in changes))]
    wrong += ["[" * 100_000, '{"agency": ' + "9" * 9000, "半行"]
    manifest.write_text("\n".join([*wrong, json.dumps(good[JUSTICE])]) + "\n", encoding="utf-8")
    capsys.readouterr()

    assert statuses(run(agencies=[JUSTICE, "jiangsu"])) == {JUSTICE: "unchanged", "jiangsu/suqian": "rendered"}
    assert [line.rpartition("manifest.jsonl：")[2] for line in capsys.readouterr().err.split("\n")[:-1]] == [
        f"第{number}行不是生成记录，已略过，这份报告将重新生成" for number in range(1, 19)
    ]
    assert statuses(run(agencies=[JUSTICE, "jiangsu"])) == {JUSTICE: "unchanged", "jiangsu/suqian": "unchanged"}
    assert capsys.readouterr().err == ""


def test_a_name_with_line_ends_of_other_kinds_stays_one_line_of_the_manifest(project: Path):
    roster = project / "params" / "roster.yaml"
    roster.write_text('- {id: late, name: "示例\\u2028迟\\x85报\\x1c局"}\n', encoding="utf-8")
    run()

    entry = read_manifest(project / "outputs" / "2024")["late", "final"]
    assert entry["message"] == "示例\u2028迟\x85报\x1c局：2024年度未报送数据"


def test_what_a_killed_writer_left_is_swept_by_the_next_batch(project: Path):
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    living = part_of(project / "outputs" / "2024" / "jiangsu" / "suqian.html")
    killed = living.with_name(living.name.replace(f"{os.getpid():x}-", f"{int(dead.stdout):x}-"))
    living.parent.mkdir(parents=True)
    living.touch()
    killed.touch()

    run(agencies=[JUSTICE])

    assert (living.exists(), killed.exists()) == (True, False)


def test_a_final_page_that_is_now_blocked_moves_away(project: Path):
    run(agencies=["jiangsu"])
    page = project / "outputs" / "2024" / "jiangsu" / "suqian.html"
    good = page.read_bytes()
    path = project / "params" / "jiangsu" / "suqian" / "2024.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("granted: [1408,", "granted: [1409,"), encoding="utf-8")

    assert statuses(run(agencies=["jiangsu"])) == {"jiangsu/suqian": "blocked"}
    assert not page.exists()
    assert (project / "outputs" / "2024" / "superseded" / "jiangsu" / "suqian.html").read_bytes() == good

    path.write_text(text, encoding="utf-8")
    assert statuses(run(agencies=["jiangsu"])) == {"jiangsu/suqian": "rendered"}
    assert page.read_bytes() == good


# What the page was made of, not what was there when the batch began


EDITS_ONCE = (
    "import pathlib\n"
    "other, mark = pathlib.Path('../params/{agency}/2024.yaml'), pathlib.Path('edited')\n"
    "if 'pingtan' in agency and not mark.exists():\n"
    "    mark.touch()\n"
    "    text = other.read_text(encoding='utf-8')\n"
    "    assert '{before}' in text\n"
    "    other.write_text(text.replace('{before}', '{after}'), encoding='utf-8')"
)


@pytest.mark.parametrize(
    ("before", "after", "then"),
    [("coercion: 29351 ", "coercion: 29352 ", "rendered"), ("granted: [1408,", "granted: [1409,", "blocked")],
)
def test_an_edit_during_the_batch_that_is_taken_back_is_no_reason_to_leave_it(
    project: Path, before: str, after: str, then: str
):
    """The second figure of each pair is typed while the first report is made, and taken back after the batch."""
    with_cell(project, EDITS_ONCE.format(agency="jiangsu/suqian", before=before, after=after))
    record = project / "params" / "jiangsu" / "suqian" / "2024.yaml"
    meant = record.read_bytes()

    assert statuses(run(jobs=1)) == {"fujian/pingtan": "rendered", "jiangsu/suqian": then, JUSTICE: "rendered"}
    assert record.read_bytes() != meant
    record.write_bytes(meant)

    assert statuses(run()) == {"fujian/pingtan": "unchanged", "jiangsu/suqian": "rendered", JUSTICE: "unchanged"}
    assert coercion_shown(project) == "29351"


def coercion_shown(project: Path) -> str:
    """The 行政强制 on the page of 宿迁."""
    page = (project / "outputs" / "2024" / "jiangsu" / "suqian.html").read_text(encoding="utf-8")
    [figure] = re.findall(r'data-cell="disclosure\.coercion\.decisions"[^>]*>(\d+)<', page)
    return str(figure)


def test_a_page_that_says_it_is_of_another_record_is_made_again(project: Path):
    """As where somebody put back a page and a manifest that do not belong together."""
    run(agencies=[JUSTICE])
    page = project / "outputs" / "2024" / f"{JUSTICE}.html"
    good = page.read_bytes()
    page.write_bytes(re.sub(rb'(govreport:digest" content=")\w{64}', rb"\g<1>" + b"0" * 64, good))
    manifest = project / "outputs" / "2024" / "manifest.jsonl"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace(sha256(good).hexdigest(), sha256(page.read_bytes()).hexdigest()), encoding="utf-8")

    assert statuses(run(agencies=[JUSTICE])) == {JUSTICE: "rendered"}
    assert page.read_bytes() == good


def test_a_roster_counts_by_the_findings_that_it_leads_to(project: Path):
    path = project / "params" / JUSTICE / "2024.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}publication: {{date: 2025-01-25, url: null, digest: null}}\n", encoding="utf-8")
    roster = project / "params" / "panzhihua" / "xiqu" / "roster.yaml"
    listed = "- {id: justice, name: 攀枝花市西区司法局}\n"
    roster.write_text(listed, encoding="utf-8")
    assert statuses(run(agencies=[JUSTICE])) == {JUSTICE: "rendered"}

    roster.write_text(f"{listed}- {{id: audit, name: 示例审计局}}\n", encoding="utf-8")
    assert statuses(run(agencies=[JUSTICE])) == {JUSTICE: "unchanged"}

    roster.write_text(listed.replace("}", ", deadline: 2025-01-20}"), encoding="utf-8")
    assert statuses(run(agencies=[JUSTICE])) == {JUSTICE: "blocked"}


WAITS = (
    "import os, pathlib, time\n"
    "if 'suqian' in agency and not pathlib.Path('started').exists():\n"
    "    pathlib.Path('part').write_text(str(os.getpid())); pathlib.Path('part').rename('started')\n"
    "    while not pathlib.Path('go').exists():\n"
    "        time.sleep(0.02)"
)


def test_what_a_killed_batch_left_running_puts_no_page_over_a_newer_one(project: Path):
    with_cell(project, WAITS)
    started = project / "notebooks" / "started"
    first = subprocess.Popen([sys.executable, "-m", "govreport", "batch", "2024", "jiangsu", "--charts", "none"])
    while not started.exists():
        assert first.poll() is None
        time.sleep(0.05)
    orphan = int(started.read_text(encoding="utf-8"))
    first.kill()
    first.wait()
    record = project / "params" / "jiangsu" / "suqian" / "2024.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("coercion: 29351 ", "coercion: 29352 "), encoding="utf-8")

    assert statuses(run(agencies=["jiangsu"])) == {"jiangsu/suqian": "rendered"}
    (project / "notebooks" / "go").touch()
    for _ in range(200):
        if not is_running(orphan):
            break
        time.sleep(0.05)
    assert not is_running(orphan)
    assert coercion_shown(project) == "29352"


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # a process that has ended waits for whoever adopted it
    return " Z " not in Path(f"/proc/{process}/stat").read_text() if Path("/proc").is_dir() else True


@pytest.mark.parametrize("workers", ["fork", "reset"])
def test_a_worker_whose_batch_is_killed_ends_itself(project: Path, workers: str):
    with_cell(project, WAITS)
    started = project / "notebooks" / "started"
    script = f"from govreport import batch; batch(2024, ['jiangsu'], workers={workers!r}, progress=False)"
    first = subprocess.Popen([sys.executable, "-c", script])
    while not started.exists():
        assert first.poll() is None
        time.sleep(0.05)
    orphan = int(started.read_text(encoding="utf-8"))
    assert is_running(orphan)

    first.kill()
    first.wait()

    for _ in range(200):
        if not is_running(orphan):
            break
        time.sleep(0.05)
    assert not is_running(orphan)


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_worker_that_outlives_its_batch_on_a_cluster_writes_nothing(project: Path, kind: str):
    folder = project / "outputs" / "2024"
    folder.mkdir(parents=True)
    old = begin_turn(folder)
    order = replace(Order.of(JUSTICE, 2024, charts="none", formats=[kind]), turn=old)
    begin_turn(folder)

    late = worker.perform(order)

    assert late.status == "failed"
    assert "另一次批量生成已经开始，这一份没有写入" in late.message
    assert list(folder.rglob("justice*")) == []


# What is no longer there


def names_in(folder: Path) -> list[str]:
    """The files below a folder, but for what a batch keeps for itself."""
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in files if not name.startswith((".", "manifest")))


def test_who_is_gone_or_missing_leaves_no_page_and_no_line_in_the_index(project: Path):
    """One unit moved to another folder, one is still on the roster and has no file any more."""
    roster = project / "params" / "roster.yaml"
    roster.write_text(f"- {{id: {JUSTICE}, name: 攀枝花市西区司法局}}\n", encoding="utf-8")
    run(formats=["html", "docx"], keep_notebooks=True)
    run(agencies=["jiangsu"], edition="draft")
    shutil.move(project / "params" / "jiangsu", project / "params" / "province")
    (project / "params" / JUSTICE / "2024.yaml").unlink()

    done = by_agency(run(formats=["html", "docx"], keep_notebooks=True))

    assert {agency: outcome.status for agency, outcome in done.items()} == {
        "fujian/pingtan": "unchanged",
        "jiangsu/suqian": "gone",
        "province/suqian": "rendered",
        JUSTICE: "missing",
    }
    assert done["jiangsu/suqian"].message == "数据文件夹中已没有这个单位该年度的数据，原有文件已移到 superseded/"
    assert done[JUSTICE].message == "攀枝花市西区司法局：2024年度未报送数据，原有文件已移到 superseded/"
    outputs = project / "outputs" / "2024"
    assert names_in(outputs) == sorted(
        [
            "index.html",
            *(f"fujian/pingtan.{kind}" for kind in ("docx", "html", "ipynb")),
            *(f"province/suqian.{kind}" for kind in ("docx", "html", "ipynb")),
            *(f"superseded/jiangsu/suqian.{kind}" for kind in ("docx", "draft.html", "html", "ipynb")),
            *(f"superseded/{JUSTICE}.{kind}" for kind in ("docx", "html", "ipynb")),
        ]
    )
    index = (outputs / "index.html").read_text(encoding="utf-8")
    assert "jiangsu" not in index
    assert "应报送1个单位，已生成正式稿0份" in index
    assert "province" in index
    assert {key: entry["status"] for key, entry in read_manifest(outputs).items()} == {
        ("fujian/pingtan", "final"): "unchanged",
        ("jiangsu/suqian", "draft"): "gone",
        ("jiangsu/suqian", "final"): "gone",
        ("province/suqian", "final"): "rendered",
        (JUSTICE, "final"): "missing",
    }
    assert statuses(run()) == {"fujian/pingtan": "unchanged", "province/suqian": "unchanged", JUSTICE: "missing"}


def made_before(outputs: Path, agencies: list[str], params: str) -> None:
    """Pages and their lines in the manifest, as an earlier batch left them."""
    outputs.mkdir(parents=True, exist_ok=True)
    with (outputs / "manifest.jsonl").open("a", encoding="utf-8") as manifest:
        for agency in agencies:
            (outputs / f"{agency}.html").write_text("示例", encoding="utf-8")
            line = {
                "agency": agency, "year": 2024, "edition": "final", "status": "rendered", "input_digest": "0",
                "output_digest": "0", "seconds": 0.1, "attempts": 1, "errors": 0, "warnings": 0, "message": "",
                "params": params,
            }  # fmt: skip
            manifest.write(json.dumps(line) + "\n")


@pytest.mark.parametrize(
    ("agencies", "params", "why"),
    [
        (["a", "b", "c", "d"], "../params", "超过全部单位的十分之一"),
        (["a"], "../elsewhere", "由另一个数据文件夹或旧版本生成"),
    ],
)
def test_where_much_would_move_nothing_does_until_somebody_says_so(
    project: Path, agencies: list[str], params: str, why: str
):
    outputs = project / "outputs" / "2024"
    made_before(outputs, agencies, params)
    said: list[str] = []

    for _ in range(2):
        held = run(agencies=[], only=False, tell=said.append, edition="draft")
        assert "gone" not in statuses(held).values()
    assert len(said) == 2
    assert why in said[0]
    assert "--sweep" in said[0]
    assert all((outputs / f"{agency}.html").is_file() for agency in agencies)

    swept = run(sweep=True, tell=said.append, edition="draft")
    assert {agency for agency, status in statuses(swept).items() if status == "gone"} == {*agencies}
    assert len(said) == 2
    assert all((outputs / "superseded" / f"{agency}.html").is_file() for agency in agencies)


def test_one_or_two_of_few_move_and_those_who_were_not_chosen_stay(project: Path):
    outputs = project / "outputs" / "2024"
    made_before(outputs, ["jiangsu", "other"], "../params")
    (outputs / "jiangsu").mkdir()
    made_before(outputs, ["jiangsu/old"], "../params")

    assert statuses(run(agencies=["jiangsu/suqian"])) == {"jiangsu/suqian": "rendered"}
    assert statuses(run(agencies=["jiangsu"])) == {
        "jiangsu": "gone", "jiangsu/old": "gone", "jiangsu/suqian": "unchanged",
    }  # fmt: skip
    assert names_in(outputs) == [
        "index.html", "jiangsu/suqian.html", "other.html", "superseded/jiangsu.html", "superseded/jiangsu/old.html",
    ]  # fmt: skip


def test_what_was_superseded_before_stays(project: Path):
    path = project / "params" / "jiangsu" / "suqian" / "2024.yaml"
    text = path.read_text(encoding="utf-8")
    for coercion in ("29351", "29352"):
        path.write_text(text.replace("coercion: 29351", f"coercion: {coercion}"), encoding="utf-8")
        run(agencies=["jiangsu"])
        path.write_text(text.replace("granted: [1408,", "granted: [1409,"), encoding="utf-8")
        assert statuses(run(agencies=["jiangsu"])) == {"jiangsu/suqian": "blocked"}

    moved = project / "outputs" / "2024" / "superseded" / "jiangsu"
    assert ">29351" in (moved / "suqian.html").read_text(encoding="utf-8")
    assert ">29352" in (moved / "suqian.2.html").read_text(encoding="utf-8")


# Entries that cannot be read


def without_privileges() -> None:
    """Let permissions count for whoever is root, too: drop what overrides them, for this process and its own."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            assert libc.prctl(24, capability, 0, 0, 0) == 0  # PR_CAPBSET_DROP


def command(project: Path, *words: str) -> tuple[int, str, str]:
    """A command's status, output and complaints, as somebody to whom permissions apply."""
    done = subprocess.run(
        [sys.executable, "-m", "govreport", *words],
        cwd=project,
        capture_output=True,
        check=False,
        preexec_fn=without_privileges,
    )
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="root's privileges are dropped as Linux has them")
def test_every_bad_entry_is_that_units_failure_and_the_rest_goes_on(project: Path):
    """A lost link, a folder and a pipe where a file should be, a file and a folder that may not be read, two ids alike."""
    params = project / "params"
    good = (params / JUSTICE / "2024.yaml").read_text(encoding="utf-8")
    for agency in ("bad/lost", "bad/folder", "bad/pipe", "bad/secret", "bad/loop"):
        (params / agency).mkdir(parents=True)
    (params / "bad" / "lost" / "2024.yaml").symlink_to("nowhere")
    (params / "bad" / "loop" / "2024.yaml").symlink_to("2024.yaml")
    (params / "bad" / "folder" / "2024.yaml").mkdir()
    os.mkfifo(params / "bad" / "pipe" / "2024.yaml")
    write(params, "bad/secret", 2024, good).chmod(0)
    for agency in ("closed/one", "closed/two", "Twin", "twin", "a.draft"):
        write(params, agency, 2024, good)
    made_before(project / "outputs" / "2024", ["closed", "twin"], "../params")
    (project / "outputs" / "2024" / "closed").mkdir()
    made_before(project / "outputs" / "2024", ["closed/one"], "../params")
    (params / "closed").chmod(0)
    try:
        status, out, err = command(project, "batch", "2024", "--charts", "none")
        checked = command(project, "check", "2024")
        sent = command(project, "workbook", "2024", "--to", "填报表")
    finally:
        (params / "closed").chmod(0o755)

    assert status == 1
    assert "Traceback" not in err
    assert "已生成3份，未生成10份" in out.splitlines()[-1]
    said = {agency: reason.removeprefix("未生成：") for agency, reason in (
        line.split("：", 1) for line in err.splitlines() if "：" in line
    )}  # fmt: skip
    assert {agency: reason for agency, reason in said.items() if agency.startswith("bad/")} == {
        "bad/folder": "params/bad/folder/2024.yaml：不是文件，无法读取，请移走同名的文件夹等，放回数据文件",
        "bad/lost": "params/bad/lost/2024.yaml：无法读取（No such file or directory），请检查文件及其权限",
        "bad/loop": "params/bad/loop/2024.yaml：无法读取（Too many levels of symbolic links），请检查文件及其权限",
        "bad/pipe": "params/bad/pipe/2024.yaml：不是文件，无法读取，请移走同名的文件夹等，放回数据文件",
        "bad/secret": "params/bad/secret/2024.yaml：无法读取（Permission denied），请检查文件及其权限",
    }
    assert said["closed"] == "文件夹无法读取（Permission denied），请检查权限后重试"
    assert said["closed/one"].endswith("文件夹无法读取（Permission denied），请检查权限后重试")
    assert "与“twin”只是大小写或写法不同" in said["Twin"]
    assert "与“Twin”只是大小写或写法不同" in said["twin"]
    assert "“draft”是本工具文件名的专用字" in said["a.draft"]
    assert [name for name in names_in(project / "outputs" / "2024") if "superseded" in name] == [
        "superseded/closed.html", "superseded/closed/one.html", "superseded/twin.html",
    ]  # fmt: skip
    for answer in (checked, sent):
        assert answer[0] == 1
        assert "Traceback" not in answer[2]
        for named in ("bad/folder", "bad/lost", "bad/loop", "bad/pipe", "bad/secret", "closed", "Twin", "twin"):
            assert named in answer[2]
        assert "a.draft" in answer[2]
    assert "共校核3份报告" in checked[1]
    assert "未生成9份" in sent[1].splitlines()[-1]


def test_a_page_that_cannot_move_away_is_said_and_its_report_failed(project: Path):
    run(agencies=["jiangsu"])
    outputs = project / "outputs" / "2024"
    (outputs / "superseded").write_text("a file", encoding="utf-8")
    path = project / "params" / "jiangsu" / "suqian" / "2024.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("granted: [1408,", "granted: [1409,"), encoding="utf-8")

    for _ in range(2):
        done = by_agency(run())
        assert done["jiangsu/suqian"].status == "failed"
        assert "暂不能定稿" in done["jiangsu/suqian"].message
        assert (
            f"原来的文件 {outputs / 'jiangsu' / 'suqian.html'} 未能移到 superseded/" in done["jiangsu/suqian"].message
        )
        assert done[JUSTICE].status in ("rendered", "unchanged")

    (outputs / "superseded").unlink()
    assert by_agency(run())["jiangsu/suqian"].status == "blocked"
    assert (outputs / "superseded" / "jiangsu" / "suqian.html").is_file()


@pytest.mark.parametrize("engine", ["govreport", "jupyter"])
def test_a_notebook_that_names_no_kernel_runs_in_python(project: Path, engine: str):
    with_cell(project, "1;")
    path = project / "notebooks" / "report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = nbformat.from_dict({})
    nbformat.write(notebook, path)

    assert statuses(run(agencies=[JUSTICE], engine=engine)) == {JUSTICE: "rendered"}


@pytest.mark.parametrize("text", ["", "[]", '{"cells": [], "metadata": [], "nbformat": 4, "nbformat_minor": 5}'])
def test_a_notebook_that_is_none_is_named(project: Path, text: str, capfd: pytest.CaptureFixture[str]):
    (project / "notebooks").mkdir()
    keep_own(project)
    (project / "notebooks" / "report.ipynb").write_text(text, encoding="utf-8")

    [done] = run(agencies=[JUSTICE])

    assert done.status == "failed"
    assert "report.ipynb：没有这个笔记本，或不是可读的笔记本文件" in done.message
    assert "Traceback" not in capfd.readouterr().err


# Faults


@pytest.mark.own_workers
@pytest.mark.parametrize("workers", ["fork", "reset"])
def test_a_report_that_hangs_is_ended_and_costs_no_other(project: Path, workers: str):
    with_cell(project, "import time\nif 'suqian' in agency:\n    time.sleep(600)")

    done = by_agency(run(timeout=4, retries=0, jobs=2, workers=workers))

    assert done["jiangsu/suqian"].status == "failed"
    assert done["jiangsu/suqian"].message == "超过4秒未完成，已终止"
    assert done["fujian/pingtan"].status == done[JUSTICE].status == "rendered"


@pytest.mark.own_workers
@pytest.mark.parametrize("workers", ["fork", "reset"])
def test_a_report_whose_worker_is_killed_is_tried_again(project: Path, workers: str):
    mark = project / "died-once"
    source = (
        "import os, pathlib, signal\n"
        f"mark = pathlib.Path({str(mark)!r})\n"
        "if 'suqian' in agency and not mark.exists():\n"
        "    mark.touch(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    with_cell(project, source)

    done = by_agency(run(retries=1, workers=workers))

    assert set(statuses(list(done.values())).values()) == {"rendered"}
    assert done["jiangsu/suqian"].attempts == 2


@pytest.mark.own_workers
def test_a_warm_worker_killed_from_outside_is_replaced(project: Path):
    with_cell(project, "import os, signal\nif 'pingtan' in agency:\n    os.kill(os.getppid(), signal.SIGKILL)")

    done = run(jobs=1, retries=1)

    assert [outcome.status for outcome in done] == ["rendered"] * 3


@pytest.mark.own_workers
def test_crashes_are_tried_again_only_so_often(project: Path):
    with_cell(project, "import os\nif 'suqian' in agency:\n    os._exit(9)")

    done = by_agency(run(retries=2))

    assert (done["jiangsu/suqian"].status, done["jiangsu/suqian"].attempts) == ("failed", 3)
    assert done["jiangsu/suqian"].message == "工作进程意外退出（9）"


def test_a_failing_notebook_is_kept_with_the_cell_that_failed_until_it_succeeds(project: Path):
    with_cell(project, "if 'suqian' in agency:\n    1 / 0")
    [failed] = run(agencies=["jiangsu"])
    kept = project / "outputs" / "2024" / "jiangsu" / "suqian.failed.ipynb"

    assert failed.status == "failed"
    assert "笔记本第4格出错（ZeroDivisionError：division by zero）" in failed.message
    errors = [
        output.ename
        for cell in nbformat.read(kept, as_version=4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error"
    ]
    assert errors == ["ZeroDivisionError"]

    with_cell(project, "1;")
    assert statuses(run(agencies=["jiangsu"])) == {"jiangsu/suqian": "rendered"}
    assert not kept.exists()


TRIES_TO_LEAK = (
    "import builtins, os, random, sys, json\n"
    "seen = [name for name in ('leaked', 'LEAKED') if name in globals() or name in os.environ or hasattr(json, name)]\n"
    "folder = os.getcwd()\n"
    "leaked = json.leaked = 1; os.environ['LEAKED'] = '1'; sys.path.append('leaked'); os.chdir('/')\n"
    "print(seen, folder != '/', 'leaked' in sys.path[:-1])"
)


@pytest.mark.own_workers
@pytest.mark.parametrize(
    ("workers", "leaves"), [("fork", "[] True False"), ("reset", "['leaked'] True False")], ids=["fork", "reset"]
)
def test_no_state_of_one_report_reaches_the_next(project: Path, workers: str, leaves: str):
    """Where the process is shared, what a report hangs on an imported module is all that stays."""
    with_cell(project, TRIES_TO_LEAK)

    done = run(jobs=1, workers=workers, keep_notebooks=True)

    assert [outcome.status for outcome in done] == ["rendered"] * 3
    executed = [nbformat.read(Path(outcome.path or "").with_suffix(".ipynb"), as_version=4) for outcome in done]
    said = [
        output.text.strip()
        for notebook in executed
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output.output_type == "stream"
    ]
    assert {*said} <= {"[] True False", leaves}
    assert len(said) == 3


def test_a_shared_process_is_begun_anew_after_so_many_reports(project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker, "RECYCLED_AFTER", 2)
    order = Order.of(JUSTICE, 2024, charts="none")
    lines = io.BytesIO((json.dumps(order.record()) + "\n").encode() * 3)
    answers = io.BytesIO()

    worker.serve(lines, answers)

    said = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert [(answer["outcome"]["status"], answer["last"]) for answer in said] == [
        ("rendered", False),
        ("rendered", True),
    ]


def test_a_killed_batch_is_taken_up_where_it_stopped(tmp_path: Path):
    make_district(tmp_path / "params", 30, 1, 5, progress=False)
    command = [
        sys.executable,
        "-m",
        "govreport",
        "batch",
        "2024",
        "--params",
        "params",
        "--outputs",
        "out",
        "--jobs",
        "1",
    ]
    manifest = tmp_path / "out" / "2024" / "manifest.jsonl"
    first = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not manifest.is_file() or manifest.read_bytes().count(b"\n") < 5:
        assert first.poll() is None
        time.sleep(0.05)
    first.kill()
    first.wait()
    before = {key[0] for key, entry in read_manifest(manifest.parent).items() if entry["status"] == "rendered"}
    time.sleep(1)

    done = statuses(batch(2024, params=tmp_path / "params", outputs=tmp_path / "out", progress=False))

    assert 5 <= len(before) < 30
    assert {agency for agency, status in done.items() if status == "unchanged"} >= before
    assert set(done.values()) == {"unchanged", "rendered"}
    assert list((tmp_path / "out").rglob("*.part")) == []


def test_ctrl_c_stops_at_once_with_nothing_half_written(tmp_path: Path):
    make_district(tmp_path / "params", 60, 1, 5, progress=False)
    command = [sys.executable, "-m", "govreport", "batch", "2024", "--params", "params", "--outputs", "out"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    manifest = tmp_path / "out" / "2024" / "manifest.jsonl"
    while not manifest.is_file() or manifest.read_bytes().count(b"\n") < 4:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=20)

    assert process.returncode == 130
    assert complaint.decode("utf-8").splitlines()[-1] == "已停止。"
    assert "Traceback" not in complaint.decode("utf-8")
    assert len(read_manifest(manifest.parent)) < 60


def test_ctrl_c_does_not_wait_for_a_report_that_hangs(project: Path):
    with_cell(project, "import pathlib, time\npathlib.Path('hanging').touch()\ntime.sleep(600)")
    command = [sys.executable, "-m", "govreport", "batch", "2024"]
    process = subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while not (project / "notebooks" / "hanging").exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)

    assert process.returncode == 130


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on file size is POSIX's stand-in for a full disk")
def test_a_full_disk_is_said_and_leaves_nothing_half_written(project: Path):
    script = (
        "import resource, signal, sys\n"
        "from govreport.cli.main import run\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "sys.exit(run(['batch', '2024']))\n"
    )
    full = subprocess.run([sys.executable, "-c", script], cwd=project, capture_output=True, check=False)

    assert full.returncode == 1
    assert full.stderr.decode("utf-8").count("请检查磁盘空间") == 3
    assert "Traceback" not in full.stderr.decode("utf-8")
    assert [path.name for path in (project / "outputs").rglob("*.html")] == ["index.html"]
    assert list((project / "outputs").rglob("*.part")) == []
    assert set(statuses(run()).values()) == {"rendered"}


def test_a_second_batch_into_the_same_folder_says_so_and_leaves(project: Path):
    with_cell(project, "import time; time.sleep(6)")
    first = threading.Thread(target=run)
    first.start()
    lock = project / "outputs" / "2024" / ".batch.lock"
    while not lock.exists():
        time.sleep(0.05)
    time.sleep(0.5)

    with pytest.raises(BadRequest, match="另一个 govreport batch 正在写入"):
        run()
    first.join()


# A notebook of one's own


def own_notebook(folder: Path) -> Path:
    made = nbformat.v4.new_notebook()
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made.cells = [
        nbformat.v4.new_code_cell(
            "agency: str = ''\nyear: int = 2024\nparams: str = ''\nwords: str = '好'\ntimes: int = 1"
        ),
        nbformat.v4.new_code_cell("from govreport import load\nprint(load(agency, year, params).name, words * times)"),
    ]
    made.cells[0].metadata.tags = ["parameters"]
    path = folder / "mine.ipynb"
    nbformat.write(made, path)
    return path


def test_a_shared_process_is_begun_anew_after_ones_own_notebook(project: Path):
    done = run(notebook=own_notebook(project), workers="reset", jobs=1, retries=0)

    assert [outcome.status for outcome in done] == ["rendered"] * 3


@pytest.mark.parametrize("engine", ["govreport", "jupyter"])
def test_ones_own_notebook_runs_over_the_agencies(project: Path, engine: str):
    path = own_notebook(project)

    done = run(agencies=["jiangsu"], notebook=path, values={"times": 3}, engine=engine, keep_notebooks=True)
    again = run(agencies=["jiangsu"], notebook=path, values={"times": 3}, engine=engine, keep_notebooks=True)

    assert (statuses(done), statuses(again)) == ({"jiangsu/suqian": "rendered"}, {"jiangsu/suqian": "unchanged"})
    [page] = (project / "outputs" / "2024" / "jiangsu").glob("suqian.mine.*.html")
    assert re.fullmatch(r"suqian\.mine\.[0-9a-f]{8}\.html", page.name)
    assert "宿迁市人民政府 好好好" in page.read_text(encoding="utf-8")
    assert page.with_suffix(".ipynb").is_file()


def test_other_values_for_ones_own_notebook_take_no_files_place(project: Path):
    path = own_notebook(project)
    folder = project / "outputs" / "2024" / "jiangsu"

    def made(**options: Any) -> dict[str, str]:
        assert statuses(run(agencies=["jiangsu"], notebook=path, **options)) == {"jiangsu/suqian": "rendered"}
        return {page.name: page.read_text(encoding="utf-8") for page in folder.glob("*.html")}

    plain, once = made(), made(values={"times": 2})
    labelled = made(values={"words": "赞"}, label="称赞")

    assert list(plain) == ["suqian.mine.html"]
    assert len(once) == 2
    assert len(labelled) == 3
    assert once.items() <= labelled.items()
    assert "宿迁市人民政府 赞" in labelled["suqian.mine.称赞.html"]
    lines = read_manifest(project / "outputs" / "2024", "mine").values()
    assert [line["values"] for line in lines] == [{}, {"times": 2}, {"words": "赞"}]
    assert [line.get("label") for line in lines] == [None, None, "称赞"]
    assert {line["notebook"] for line in lines} == {"../mine.ipynb"}

    with pytest.raises(BadRequest, match="“称赞”已用于另一组参数"):
        run(notebook=path, values={"words": "好"}, label="称赞")
    (project / "other").mkdir()
    with pytest.raises(BadRequest, match="另一个同名的笔记本"):
        run(notebook=own_notebook(project / "other"))
    shutil.move(project / "params" / "jiangsu", project / "params" / "province")
    assert by_agency(run(agencies=[], notebook=path))["jiangsu/suqian"].status == "gone"
    assert list(folder.glob("*.html")) == []


@pytest.mark.parametrize("label", ["", "draft", "a/b", "a.b", "Ａ", "x" * 41])
def test_a_label_that_cannot_stand_in_a_files_name_is_refused(project: Path, label: str):
    with pytest.raises(BadRequest, match="标签 --label"):
        run(notebook=own_notebook(project), values={"times": 2}, label=label)


def typed_notebook(folder: Path) -> Path:
    path = own_notebook(folder)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = (
        "agency = ''\nyear = 2024\nn: int = 1\nshare: float = 0.5\nyes: bool = False\ncode: str = ''\n"
        "most: int | None = None\nfree = 1"
    )
    notebook.cells[1].source = "print([n, share, yes, code, most, free])"
    nbformat.write(notebook, path)
    return path


def test_values_have_the_types_that_the_notebook_declares(project: Path):
    path = typed_notebook(project)
    texts = {"n": "3", "share": "1", "yes": "true", "code": "007", "most": "None", "free": "x1"}

    assert read_values(path, texts) == {"n": 3, "share": 1.0, "yes": True, "code": "007", "most": None, "free": "x1"}
    assert isinstance(read_values(path, texts)["share"], float)
    assert read_values(path, {"most": "12", "free": "12"}) == {"most": 12, "free": 12}
    done = run(agencies=["jiangsu"], notebook=path, values=read_values(path, texts))
    assert "[3, 1.0, True, '007', None, 'x1']" in unescape(Path(done[0].path or "").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("n=abc", "参数 n 应为整数，现为“abc”"),
        ("n=1.5", "参数 n 应为整数，现为“1.5”"),
        ("share=nan", "参数 share 应为数，现为“nan”"),
        ("yes=1", "参数 yes 应为true 或 false，现为“1”"),
        ("most=many", "参数 most 应为整数（或 None），现为“many”"),
        ("other=1", "没有声明参数 other"),
    ],
)
def test_a_value_of_another_type_is_refused(project: Path, pair: str, said: str):
    path = typed_notebook(project)
    name, _, text = pair.partition("=")

    with pytest.raises(BadRequest, match=said):
        read_values(path, {name: text})
    with pytest.raises(BadRequest, match=said):
        run(notebook=path, values={name: text})
    assert not (project / "outputs").exists()


def test_a_picture_in_the_page_of_ones_own_notebook_is_no_address_outside(project: Path):
    path = own_notebook(project)
    notebook = nbformat.read(path, as_version=4)
    image = '<img alt="图" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
    notebook.cells.append(nbformat.v4.new_code_cell(f"from IPython.display import HTML\nHTML({image!r})"))
    nbformat.write(notebook, path)

    assert statuses(run(agencies=[JUSTICE], notebook=path)) == {JUSTICE: "rendered"}


def test_only_declared_parameters_pass(project: Path):
    """papermill would run a name as code."""
    path = own_notebook(project)

    with pytest.raises(BadRequest, match="没有声明参数 x=1; import os #"):
        run(notebook=path, values={"x=1; import os #": 1})
    bare = project / "bare.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), bare)
    with pytest.raises(BadRequest, match="没有标为 parameters 的参数单元格"):
        run(notebook=bare)
    for stem in ("draft", "notice", "x.rollup"):
        path = path.rename(project / f"{stem}.ipynb")
        with pytest.raises(BadRequest, match="请把笔记本改名"):
            run(notebook=path)
    with pytest.raises(BadRequest, match="没有这个笔记本"):
        run(notebook=project / "none.ipynb")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"jobs": 0}, BadRequest),
        ({"edition": "x"}, BadRequest),
        ({"engine": "x"}, BadRequest),
        ({"timeout": 0}, BadRequest),
        ({"retries": -1}, BadRequest),
        ({"values": {"a": 1}}, BadRequest),
        ({"agencies": ["nobody"]}, NotFound),
    ],
)
def test_a_wrong_request_is_refused_before_anything_runs(project: Path, options: dict[str, Any], error: type):
    with pytest.raises(error):
        batch(2024, **options)
    assert not (project / "outputs").exists()


def test_an_unwritable_outputs_folder_is_named(project: Path):
    (project / "outputs").write_text("a file", encoding="utf-8")

    with pytest.raises(Exception, match="无法写入"):
        run()


# More than one machine


def test_a_cluster_renders_and_a_worker_killed_in_the_middle_costs_nothing(tmp_path: Path):
    make_district(tmp_path / "params", 40, 1, 3, progress=False)
    dask = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
    ]
    places = tmp_path / "scheduler.json"
    environment = {**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s"}
    processes = [subprocess.Popen([*dask, "--scheduler-file", str(places)], env=environment, stderr=subprocess.DEVNULL)]
    try:
        while not places.is_file():
            time.sleep(0.1)
        address = json.loads(places.read_text(encoding="utf-8"))["address"]
        worker = [
            sys.executable,
            "-m",
            "distributed.cli.dask_worker",
            address,
            "--no-nanny",
            "--nthreads",
            "1",
            "--no-dashboard",
        ]
        workers = [subprocess.Popen(worker, env=environment, stderr=subprocess.DEVNULL, cwd=tmp_path) for _ in range(2)]
        processes += workers
        manifest = tmp_path / "out" / "2024" / "manifest.jsonl"

        def kill_one() -> None:
            while not manifest.is_file() or manifest.read_bytes().count(b"\n") < 6:
                time.sleep(0.05)
            workers[0].send_signal(signal.SIGKILL)

        killer = threading.Thread(target=kill_one, daemon=True)
        killer.start()
        done = batch(
            2024, params=tmp_path / "params", outputs=tmp_path / "out", cluster=address, charts="none", progress=False
        )
        killer.join(1)
    finally:
        for process in processes:
            process.kill()
            process.wait()

    assert workers[0].returncode == -signal.SIGKILL
    assert [outcome.status for outcome in done] == ["rendered"] * 40


def test_a_cluster_that_does_not_answer_is_named(project: Path):
    with pytest.raises(BadRequest, match=r"无法连接集群 tcp://127\.0\.0\.1:9"):
        run(cluster="tcp://127.0.0.1:9")


# The invented district


def test_a_demo_district_is_invented_consistent_and_always_the_same(tmp_path: Path):
    make_district(tmp_path / "a", 12, 3, 7, progress=False)
    make_district(tmp_path / "b", 12, 3, 7, progress=False)
    store = Store(tmp_path / "a")

    assert store.years == [2022, 2023, 2024]
    assert len(store.agencies) == 12
    assert all("示例" in store.name(agency) for agency in store.agencies)
    assert [finding for finding in check(params=tmp_path / "a") if finding.rule[0] in "ANSVY"] == []
    files = sorted((tmp_path / "a").rglob("*.yaml"))
    assert [path.read_bytes() for path in files] == [
        path.read_bytes() for path in sorted((tmp_path / "b").rglob("*.yaml"))
    ]
    assert len(store.expected(2024)) == 12


def test_planted_faults_are_what_the_checks_find(tmp_path: Path):
    planted = make_district(tmp_path / "p", 20, 2, 11, faults=6, progress=False)

    found = {(finding.agency, finding.year, finding.rule) for finding in check(params=tmp_path / "p") if finding.blocks}

    assert len(planted) == 6
    assert {(fault.agency, fault.year, fault.rule) for fault in planted} <= found
    assert {(agency, year) for agency, year, rule in found if rule != "Y1"} == {
        (fault.agency, fault.year) for fault in planted
    }


def test_a_demo_is_not_written_over_what_is_there(tmp_path: Path):
    (tmp_path / "mine.yaml").touch()

    with pytest.raises(BadRequest, match="不是空的"):
        make_district(tmp_path, 1, 1, 1, progress=False)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]
