"""Word and workbook beside the page: made together, held against the record, made again only where something changed."""

from __future__ import annotations

import io
import json
from importlib import import_module
from pathlib import Path

import pytest
from docx import Document
from material import AGENCY, SAMPLES, record
from openpyxl import load_workbook

from govreport.batching import batch, read_manifest
from govreport.errors import BadRequest
from govreport.exporting import word_document
from govreport.importing import read_file
from govreport.rendering import KINDS, Page, render
from govreport.rendering.seal import SealBroken
from govreport.report import read_report
from govreport.store import Store

JUSTICE = "panzhihua/xiqu/justice"
SUQIAN = "jiangsu/suqian"


def files(outputs: Path) -> set[str]:
    return {
        path.relative_to(outputs).as_posix()
        for path in outputs.rglob("*.*")
        if path.suffix in (".html", ".docx", ".xlsx") and path.name != "index.html"
    }


def run(project: Path, *formats: str, **options: object) -> dict[str, str]:
    outcomes = batch(2024, [JUSTICE], charts="none", formats=formats, progress=False, **options)
    return {outcome.agency: outcome.status for outcome in outcomes}


def test_all_three_are_made_and_state_the_record(project: Path):
    done = render(SUQIAN, 2024, charts="none", formats=["xlsx", "html", "docx"], outputs="成果")

    assert files(Path("成果")) == {f"2024/{SUQIAN}.{kind}" for kind in ("html", "docx", "xlsx")}
    assert done.path == Path("成果/2024/jiangsu/suqian.html")
    assert list(done.digests) == ["html", "docx", "xlsx"]
    report = Store().load(SUQIAN, 2024)
    for kind in ("docx", "xlsx"):
        reading = read_file(done.path.with_suffix(f".{kind}"))
        assert (reading.agency, reading.report) == (SUQIAN, report)
    tables = load_workbook(done.path.with_suffix(".xlsx"))["三张表"]
    assert 2676474 in {cell.value for line in tables.iter_rows() for cell in line}


def test_word_alone_needs_no_notebook(project: Path):
    (project / "notebooks").mkdir()
    (project / "notebooks" / "report.ipynb").write_text("broken", encoding="utf-8")

    done = render(JUSTICE, 2024, edition="draft", formats=["docx"])

    assert files(project / "outputs") == {f"2024/{JUSTICE}.draft.docx"}
    assert Document(str(done.path)).core_properties.author == "攀枝花市西区司法局"


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_file_of_another_record_does_not_pass_the_seal(kind: str):
    page = Page.open(SUQIAN, 2024, charts="none", params=SAMPLES)
    other = Page.open(SUQIAN, 2023, charts="none", params=SAMPLES)

    assert list(KINDS[kind].faults(KINDS[kind].make(page), page)) == []
    [fault] = KINDS[kind].faults(KINDS[kind].make(other), page)
    assert "与数据文件不符" in fault


def test_a_word_file_with_one_wrong_figure_does_not_get_its_name(project: Path, monkeypatch):
    def wrong(report, agency, edition, findings=(), shown=None):
        document = Document(io.BytesIO(word_document(report, agency, edition, findings, shown)))
        document.tables[1].rows[3].cells[3].paragraphs[0].runs[0].text = "9"
        written = io.BytesIO()
        document.save(written)
        return written.getvalue()

    monkeypatch.setattr(import_module("govreport.rendering.word_file"), "word_document", wrong)

    with pytest.raises(
        SealBroken, match="有1处与数据文件不符，如第三部分表格“一、本年新收政府信息公开申请数量”行“自然人”栏"
    ):
        render(JUSTICE, 2024, formats=["docx"])
    assert files(project / "outputs") == set()


def test_the_same_record_gives_the_same_bytes():
    page = Page.open(SUQIAN, 2024, "draft", "none", SAMPLES)

    for kind in ("docx", "xlsx"):
        assert KINDS[kind].make(page) == KINDS[kind].make(page)


def test_a_batch_makes_only_what_is_not_there_yet(project: Path):
    assert run(project, "html") == {JUSTICE: "rendered"}
    page = project / "outputs" / "2024" / f"{JUSTICE}.html"
    written = page.stat().st_mtime_ns

    assert run(project, "html", "docx") == {JUSTICE: "rendered"}
    assert page.stat().st_mtime_ns == written
    assert files(project / "outputs") == {f"2024/{JUSTICE}.html", f"2024/{JUSTICE}.docx"}
    assert run(project, "html", "docx") == {JUSTICE: "unchanged"}
    assert run(project, "docx") == {JUSTICE: "unchanged"}
    assert run(project, "html") == {JUSTICE: "unchanged"}


def test_a_word_file_that_someone_changed_or_removed_is_made_again(project: Path):
    run(project, "docx", "xlsx")
    word = project / "outputs" / "2024" / f"{JUSTICE}.docx"
    good = word.read_bytes()
    word.write_bytes(good + b" ")
    word.with_suffix(".xlsx").unlink()

    assert run(project, "docx", "xlsx") == {JUSTICE: "rendered"}
    assert word.read_bytes() == good
    assert word.with_suffix(".xlsx").is_file()


def test_the_manifest_tells_each_file_only_where_there_is_more_than_the_page(project: Path):
    run(project, "html")
    first = read_manifest(project / "outputs" / "2024")[JUSTICE, "final"]
    run(project, "xlsx", "html")
    second = read_manifest(project / "outputs" / "2024")[JUSTICE, "final"]

    assert "files" not in first
    assert list(second["files"]) == ["html", "xlsx"]
    assert second["output_digest"] == second["files"]["html"] == first["output_digest"]


def test_a_file_with_older_figures_does_not_lie_beside_a_new_one(project: Path):
    run(project, "html", "docx")
    path = project / "params" / JUSTICE / "2024.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("total: 116", "total: 117"), encoding="utf-8")

    assert run(project, "html") == {JUSTICE: "rendered"}
    assert files(project / "outputs") == {f"2024/{JUSTICE}.html", f"2024/superseded/{JUSTICE}.docx"}


def test_a_page_made_afresh_leaves_the_word_file_of_the_same_figures(project: Path):
    run(project, "html", "docx")
    word = project / "outputs" / "2024" / f"{JUSTICE}.docx"
    written = word.stat().st_mtime_ns

    assert run(project, "html", fresh=True) == {JUSTICE: "rendered"}
    assert word.stat().st_mtime_ns == written
    assert run(project, "html", "docx") == {JUSTICE: "unchanged"}


def test_a_final_edition_that_is_now_blocked_takes_its_word_file_along(project: Path):
    run(project, "docx")
    path = project / "params" / JUSTICE / "2024.yaml"
    text = path.read_text(encoding="utf-8").replace("  granted: [0, 0", "  granted: [1, 0")
    path.write_text(text, encoding="utf-8")

    assert run(project, "docx") == {JUSTICE: "blocked"}
    assert files(project / "outputs") == {f"2024/superseded/{JUSTICE}.docx"}


def test_a_workbook_that_cannot_hold_a_text_fails_alone(project: Path):
    path = project / "params" / JUSTICE / "2024.yaml"
    long = path.read_text(encoding="utf-8").replace("  other_matters: ", f"  other_matters: {'长' * 33_000}")
    path.write_text(long, encoding="utf-8")

    outcomes = {one.agency: one for one in batch(2024, formats=["xlsx"], progress=False)}

    assert [one.status for one in outcomes.values()] == ["rendered", "rendered", "failed"]
    assert "“其他需要报告的事项”有330" in outcomes[JUSTICE].message
    assert "上限 32767" in outcomes[JUSTICE].message


def test_without_fork_it_is_the_same(project: Path):
    assert run(project, "docx", "xlsx", workers="fork") == {JUSTICE: "rendered"}
    forked = {path.suffix: path.read_bytes() for path in (project / "outputs").rglob("justice.*")}

    assert run(project, "docx", "xlsx", workers="reset", fresh=True) == {JUSTICE: "rendered"}
    assert {path.suffix: path.read_bytes() for path in (project / "outputs").rglob("justice.*")} == forked


@pytest.mark.parametrize(("formats", "said"), [(("pdf",), "现为“pdf”"), ((), "没有写明成果文件格式")])
def test_other_formats_are_refused(project: Path, formats: tuple[str, ...], said: str):
    with pytest.raises(BadRequest, match=said):
        batch(2024, formats=formats, progress=False)


def test_a_notebook_of_ones_own_makes_html_alone(project: Path):
    own = project / "own.ipynb"
    own.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")

    with pytest.raises(BadRequest, match="只能生成 HTML，请去掉 --formats"):
        batch(2024, formats=["docx"], notebook=own, progress=False)


def test_a_draft_in_word_carries_its_findings(bureau: Store):
    data = record(2023)
    data["requests"]["granted"] = [8, 2, 0, 0, 0, 0, 11]
    bureau.save(read_report(data), AGENCY, expected=bureau.read(AGENCY, 2023)[1])

    done = render(AGENCY, 2023, edition="draft", formats=["docx"], params=bureau.folder, outputs=bureau.folder / "out")

    said = [comment.text for comment in Document(str(done.path)).comments]
    assert any(text.startswith("[应改正] A1 第三部分表格“（一）予以公开”行“总计”栏为 11") for text in said)
