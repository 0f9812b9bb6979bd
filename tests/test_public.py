"""What leaves the office as a final edition holds what is public, in every format; drafts hold all, and come back whole."""

from __future__ import annotations

import io
import json
import re
import zlib
from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from lxml import etree
from material import AGENCY, record
from openpyxl import load_workbook
from pydantic import BaseModel, create_model

from govreport.entry.session import Session
from govreport.importing import Imported, import_files, read_file
from govreport.rendering import Page, kinds, render
from govreport.rendering.seal import faults
from govreport.report import EDITIONS, AnnualReport, Contact, Signoff, Waiver, pack_report, read_report
from govreport.report.public import INTERNAL, PUBLIC
from govreport.store import Store

LEGAL = {
    "name", "year", "form", "level", "dated", "publication", "contact", "published", "disclosure", "requests",
    "disputes", "processing_fee", "narrative",
}  # fmt: skip
"""What the statutory document and its page say of a body."""
DECIDED = {
    "name", "year", "form", "level", "dated", "publication.date", "publication.url", "publication.digest",
    "contact.address", "contact.telephone", "contact.email", "published.total", "published.channels.channel",
    "published.channels.total", "published.channels.items", "disclosure", "requests", "disputes",
    "processing_fee.notices", "processing_fee.billed", "processing_fee.received", "narrative.preamble",
    "narrative.overview.lead", "narrative.overview.proactive", "narrative.overview.on_request",
    "narrative.overview.management", "narrative.overview.platforms", "narrative.overview.supervision",
    "narrative.overview.extra.heading", "narrative.overview.extra.text", "narrative.problems",
    "narrative.improvements", "narrative.other_matters",
}  # fmt: skip
"""Every key that somebody decided to show."""

WAIVER = {
    "rule": "规则甲9", "cells": ["narrative.说明处乙9"], "expected": 918273645, "actual": 546372819,
    "digest": "aa11waiverdigest", "reason": "说明原因丙9", "by": "说明人丁9", "date": "2011-11-10",
}  # fmt: skip
RETURNED = {
    "stage": "first", "by": "退回人戊9", "date": "2012-12-11", "outcome": "return", "checked": ["discipline"],
    "opinion": "退回意见己9", "digest": "bb22signoffdigest", "shown": "cc33signoffshown",
}  # fmt: skip
PASSED = [
    {"stage": "first", "by": "初审人庚9", "date": "2013-10-21", "checked": ["content"], "opinion": "初审意见辛9"},
    {"stage": "second", "by": "复审人壬9", "date": "2013-10-22", "checked": ["form"], "opinion": "复审意见癸9"},
    {"stage": "final", "by": "终审人子9", "date": "2013-10-23", "checked": ["form"], "opinion": "终审意见丑9"},
]
LAST_YEARS = {**WAIVER, "reason": "上年原因寅9", "by": "上年说明人卯9"}
MARKERS = [
    "规则甲9", "说明处乙9", "918273645", "546372819", "aa11waiverdigest", "说明原因丙9", "说明人丁9", "2011-11-10",
    "退回人戊9", "2012-12-11", "退回意见己9", "bb22signoffdigest", "cc33signoffshown", "初审人庚9", "2013-10-21", "初审意见辛9",
    "复审人壬9", "2013-10-22", "复审意见癸9", "终审人子9", "2013-10-23", "终审意见丑9",
]  # fmt: skip
NEVER = [
    *MARKERS, "上年原因寅9", "上年说明人卯9", "2011年11月10日", "2012年12月11日", "2013年10月2", "signoffs", "waivers",
]  # fmt: skip
KINDS = ("html", "docx", "xlsx")
Files = dict[tuple[str, str], Path]


def full() -> AnnualReport:
    """The bureau's report of 2023 with everything that is internal, signed three times; a return is on record."""
    data = record(2023) | {
        "waivers": [WAIVER],
        "publication": {"date": "2024-01-20", "url": "https://示例.gov.cn/2023"},
        "contact": {"address": "示例路1号", "telephone": "0000-1234567", "email": "a@示例.cn"},
        "processing_fee": {"notices": 0, "billed": 0, "received": 0},
    }
    data["narrative"]["overview"]["extra"] = [{"heading": "（六）示例方面。", "text": "示例内容。"}]
    digest = read_report(data).digest
    return read_report(data | {"signoffs": [RETURNED, *({**one, "digest": digest} for one in PASSED)]})


FULL = full()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A params folder with that report, and last year's."""
    params = tmp_path_factory.mktemp("params")
    Store(params).save(read_report(record(2022) | {"waivers": [LAST_YEARS]}), AGENCY, expected=None)
    Store(params).save(FULL, AGENCY, expected=None)
    return params


@pytest.fixture(scope="module")
def files(folder: Path) -> Files:
    """Everything that is written of it, by edition and kind."""
    made = {}
    for edition in ("final", "draft"):
        done = render(
            AGENCY, 2023, edition=edition, formats=KINDS, params=folder, outputs=folder / "outputs", keep_notebook=True
        )
        made |= {(edition, kind): done.path.with_suffix(f".{kind}") for kind in (*KINDS, "ipynb")}
    return made


@pytest.fixture
def stored(tmp_path: Path) -> Store:
    """A params folder with that report alone."""
    (tmp_path / "params").mkdir()
    Store(tmp_path / "params").save(FULL, AGENCY, expected=None)
    return Store(tmp_path / "params")


def said_in(content: bytes) -> str:
    """All that a file says, also what is packed in it: text of every part and attribute, names, JSON, base64."""
    raw = "\n".join(_parts(content))
    packed = re.findall(r"[A-Za-z0-9+/=]{400,}", raw)
    opened = [zlib.decompress(b64decode(one)).decode("utf-8", "replace") for one in packed if one.startswith("e")]
    return "\n".join([raw, *opened])


def _parts(content: bytes) -> Iterator[str]:
    if content[:2] != b"PK":
        text = content.decode("utf-8")
        yield text
        yield from (str(json.loads(found)) for found in re.findall(r'"application/json"[^>]*>(.*?)</script>', text))
        return
    with ZipFile(io.BytesIO(content)) as package:
        assert package.comment == b""
        for name in package.namelist():
            part = package.read(name)
            yield f"{name}\n{part.decode('utf-8', 'replace')}"
            yield "\n".join(etree.fromstring(part).itertext()) if name.endswith((".xml", ".rels")) else ""


def record_in(path: Path) -> dict[str, Any]:
    """The record inside a file, as it lies there."""
    if path.suffix == ".html":
        found = re.search(r'id="govreport-record">(.*?)</script>', path.read_text(encoding="utf-8"))
        assert found
        return json.loads(found[1])
    opened = re.search(r'^\{"agency".*$', said_in(path.read_bytes()), re.MULTILINE)
    assert opened
    return json.loads(opened[0])["record"]


def metas(path: Path) -> dict[str, str]:
    found = re.findall(r'<meta name="govreport:([\w-]+)" content="([^"]*)">', path.read_text(encoding="utf-8"))
    return dict(found)


# the list


def keys_of(model: type[BaseModel], above: str = "") -> Iterator[str]:
    """Every key of a record, below what is decided as a whole none."""
    for name, field in model.model_fields.items():
        path = f"{above}{name}"
        parts = [] if path in PUBLIC | INTERNAL else list(_models(field.annotation))
        yield from [path] if not parts else (key for part in parts for key in keys_of(part, f"{path}."))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)


@pytest.mark.parametrize("edition", EDITIONS)
def test_of_every_key_it_is_decided_whether_a_final_may_show_it(edition: int):
    assert set(keys_of(EDITIONS[edition])) == DECIDED | INTERNAL
    assert PUBLIC == DECIDED
    assert PUBLIC.isdisjoint(INTERNAL)
    assert {key.partition(".")[0] for key in PUBLIC} == LEGAL
    assert set(INTERNAL) == {"waivers", "signoffs"}


def test_a_key_that_nobody_decided_on_is_found_and_stays_inside():
    drafted = create_model("Drafted", __base__=EDITIONS[2021], drafter=(str | None, None))
    reached = create_model("Reached", __base__=Contact, mobile=(str | None, None))
    called = create_model("Called", __base__=EDITIONS[2021], contact=(reached | None, None))
    mine = {"drafter": "拟稿人辰9"}
    theirs = {"contact": {"address": "示例路1号", "mobile": "手机巳9"}}

    assert set(keys_of(drafted)) - PUBLIC - INTERNAL == {"drafter"}
    assert set(keys_of(called)) - PUBLIC - INTERNAL == {"contact.mobile"}
    assert drafted.model_validate(record(2023) | mine).public() == drafted.model_validate(record(2023))
    shown = called.model_validate(record(2023) | theirs).public().record()
    assert shown["contact"] == {"address": "示例路1号"}


def test_the_markers_fill_every_internal_key():
    assert set(WAIVER) == set(Waiver.model_fields)
    assert set(RETURNED) == set(Signoff.model_fields)
    assert [marker for marker in MARKERS if marker not in str(FULL.record())] == []


def test_the_public_part_leaves_out_what_is_internal_and_nothing_else():
    whole = FULL.record()

    assert FULL.public().record() == {key: whole[key] for key in whole if key not in ("waivers", "signoffs")}
    assert FULL.public().public() == FULL.public()


# every format, every key


@pytest.mark.parametrize("kind", [*KINDS, "ipynb"])
def test_a_final_holds_nothing_internal(files: Files, kind: str):
    said = said_in(files["final", kind].read_bytes())

    assert [marker for marker in NEVER if marker in said] == []
    assert "示例县示例局" in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_still_holds_it_all(files: Files, kind: str):
    said = said_in(files["draft", kind].read_bytes())

    assert [marker for marker in MARKERS if marker not in said] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_record_in_a_final_is_whole_but_for_what_is_internal(files: Files, kind: str):
    assert set(record_in(files["final", kind])) == LEGAL
    assert set(record_in(files["draft", kind])) == LEGAL | {"waivers", "signoffs"}


def test_a_final_workbook_has_no_checks_and_no_colours_of_findings(files: Files):
    final, draft = (load_workbook(files[edition, "xlsx"]) for edition in ("final", "draft"))

    assert final.sheetnames == ["填报说明", "总体情况", "三张表", "问题改进及其他"]
    assert "校核结果" not in said_in(files["final", "xlsx"].read_bytes())
    assert list(final["三张表"].conditional_formatting) == []
    assert final["三张表"]["A2"].value is None
    assert draft.sheetnames == ["填报说明", "总体情况", "三张表", "问题改进及其他", "校核结果"]
    assert list(draft["三张表"].conditional_formatting) != []


def test_a_final_workbook_is_stamped_as_one(files: Files):
    notes = load_workbook(files["final", "xlsx"])["填报说明"]

    assert {notes.cell(row, 1).value: notes.cell(row, 2).value for row in range(3, 9)} == {
        "单位编号": AGENCY, "单位名称": "示例县示例局", "单位级别": "县级政府部门", "年度": "2023", "报告格式": "2021",
        "报告版本": "正式稿",
    }  # fmt: skip
    assert [notes.cell(row, 1).value[:2] for row in range(10, 15)] == ["1.", "2.", "3.", "4.", "5."]


# its digest


def test_a_final_page_tells_the_digest_of_what_is_public(files: Files):
    told = {key: value for key, value in record_in(files["final", "html"]).items() if key != "publication"}
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert metas(files["final", "html"])["public-digest"] == sha256(canonical.encode()).hexdigest()
    assert metas(files["final", "html"])["digest"] == FULL.digest
    assert "public-digest" not in metas(files["draft", "html"])


def test_the_public_digest_changes_with_what_is_public_alone():
    plain = read_report(record(2023))

    assert FULL.public().public_digest == FULL.public_digest
    for inside in ({"signoffs": [RETURNED]}, {"waivers": [WAIVER]}, {"publication": {"date": "2024-01-20"}}):
        assert read_report(record(2023) | inside).public_digest == plain.public_digest
    for shown in ({"dated": "2024-01-09"}, {"contact": {"email": "b@示例.cn"}}, {"level": "township"}):
        assert read_report(record(2023) | shown).public_digest != plain.public_digest


# the seal


def repacked(content: bytes, was: str, now: str) -> bytes:
    """A file with the packed record replaced by another."""
    written = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as package, ZipFile(written, "w", ZIP_DEFLATED) as changed:
        for name in package.namelist():
            changed.writestr(name, package.read(name).replace(was.encode(), now.encode()))
    return written.getvalue()


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_final_that_carries_the_whole_record_does_not_pass_the_seal(folder: Path, kind: str):
    page = Page.open(AGENCY, 2023, charts="none", params=folder)
    made = kinds.KINDS[kind]
    true = made.make(page)
    leaking = repacked(true, pack_report(FULL.public(), AGENCY), pack_report(FULL, AGENCY))

    assert leaking != true
    assert list(made.faults(true, page)) == []
    [fault] = made.faults(leaking, page)
    assert "与数据文件不符，如waivers.0" in fault


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_draft_does_not_pass_for_a_final(folder: Path, kind: str):
    final, draft = (Page.open(AGENCY, 2023, edition, "none", folder) for edition in ("final", "draft"))
    made = kinds.KINDS[kind]

    assert list(made.faults(made.make(draft), draft)) == []
    assert "文件标明的版本不符" in list(made.faults(made.make(draft), final))
    assert "文件标明的版本不符" in list(made.faults(made.make(final), draft))


def test_a_final_page_that_carries_the_whole_record_does_not_pass_the_seal(folder: Path, files: Files):
    page = Page.open(AGENCY, 2023, params=folder)
    html = files["final", "html"].read_text(encoding="utf-8")
    leaking = html.replace('"year":2023,', '"year":2023,"signoffs":[{"stage":"first","by":"甲","date":"2024-01-05"}],')
    other = html.replace(FULL.public_digest, FULL.digest)

    assert list(faults(html.encode(), page)) == []
    assert "页面所附数据与数据文件不符" in list(faults(leaking.encode(), page))
    assert list(faults(other.encode(), page)) == ["页面标识不符（public-digest）"]


# coming back


def imported(store: Store, path: Path, **options: Any) -> Imported:
    [done] = import_files([path], params=store.folder, progress=False, **options)
    return done


def changed(store: Store, values: dict[str, Any]) -> AnnualReport:
    """What the record on file became, with some values changed."""
    report, digest = store.read(AGENCY, 2023)
    store.save(report.with_values(values), AGENCY, expected=digest)
    return Store(store.folder).load(AGENCY, 2023)


@pytest.mark.parametrize("kind", KINDS)
def test_a_final_brings_back_what_is_public(files: Files, tmp_path: Path, kind: str):
    (tmp_path / "params").mkdir()
    store = Store(tmp_path / "params")

    assert imported(store, files["final", kind]).outcome == "imported"
    assert Store(store.folder).load(AGENCY, 2023) == FULL.public()


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_brings_back_everything(files: Files, kind: str):
    assert read_file(files["draft", kind]).report == FULL


@pytest.mark.parametrize("kind", KINDS)
def test_a_final_over_its_own_record_changes_nothing_and_voids_no_signature(stored: Store, files: Files, kind: str):
    path = stored.path(AGENCY, 2023)
    before = path.read_bytes()

    done = imported(stored, files["final", kind], replace=True)

    assert (done.outcome, done.changes) == ("unchanged", ())
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", KINDS)
def test_what_became_of_a_record_inside_is_no_difference_to_its_final(stored: Store, files: Files, kind: str):
    now = changed(
        stored,
        {"waivers": [], "signoffs": [RETURNED], "publication": {"date": "2024-01-31", "url": None, "digest": "x"}},
    )

    assert imported(stored, files["final", kind], replace=True).outcome == "unchanged"
    assert Store(stored.folder).load(AGENCY, 2023) == now


@pytest.mark.parametrize("kind", KINDS)
def test_a_final_read_into_the_open_form_leaves_what_is_inside(stored: Store, files: Files, kind: str):
    now = changed(stored, {"waivers": [], "signoffs": [RETURNED], "publication": None, "dated": "2024-01-09"})
    session = Session(Store(stored.folder), AGENCY, 2023, told=lambda _: None)

    reading, places = session.bring_in(files["final", kind])
    session.close()

    assert reading.final
    dated = {"dated": "2024-01-08"} if kind == "html" else {}
    assert (places, session.sheet.report) == (len(dated), now.with_values(dated))


def test_what_differs_in_public_is_listed_alone_and_replaced_alone(stored: Store, files: Files):
    changed(
        stored, {"disclosure.penalties.decisions": 8, "contact.email": "c@示例.cn", "publication.date": "2024-01-31"}
    )

    asked = imported(stored, files["final", "html"])
    assert asked.outcome == "differs"
    assert [(one.path, one.theirs, one.mine) for one in asked.changes] == [
        ("contact.email", "c@示例.cn", "a@示例.cn"),
        ("disclosure.penalties.decisions", "8", "9"),
    ]

    assert imported(stored, files["final", "html"], replace=True).outcome == "imported"
    now = Store(stored.folder).load(AGENCY, 2023)
    assert now.public_digest == FULL.public_digest
    assert [waiver.reason for waiver in now.waivers] == ["说明原因丙9"]
    assert now.stated["publication.date"] == "2024-01-31"
    assert now.signoffs == ()


def test_what_a_final_page_leaves_blank_differs_from_what_was_filled_in_since(stored: Store, files: Files):
    changed(stored, {"narrative.overview.management": "新增一段。"})

    [one] = imported(stored, files["final", "html"]).changes
    assert (one.path, one.theirs, one.mine) == ("narrative.overview.management", "新增一段。", "")


def test_a_final_page_made_before_this_brings_no_signature_either(tmp_path: Path, files: Files):
    old = files["draft", "html"].read_text(encoding="utf-8")
    assert old.count('content="draft"') == 1
    (tmp_path / "旧.html").write_text(old.replace('content="draft"', 'content="final"'), encoding="utf-8")

    assert read_file(tmp_path / "旧.html").report == FULL.public()


def test_of_a_final_workbook_that_somebody_changed_that_change_is_listed_alone(
    stored: Store, files: Files, tmp_path: Path
):  # fmt: skip
    book = load_workbook(files["final", "xlsx"])
    [label] = [cell for line in book["三张表"].iter_rows() for cell in line if cell.value == "行政处罚"]
    book["三张表"].cell(label.row, 4).value = 10
    book.save(tmp_path / "存.xlsx")

    done = imported(stored, tmp_path / "存.xlsx")

    assert done.outcome == "differs"
    assert [(one.path, one.theirs, one.mine) for one in done.changes] == [("disclosure.penalties.decisions", "9", "10")]
