"""The form used by code, without a browser: its traits, its files, what it refuses and what it never loses."""

from __future__ import annotations

import json
import shutil
import threading
import time
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from material import AGENCY, record, write
from openpyxl import load_workbook

from govreport.entry import EntryForm
from govreport.entry.draft_writer import DraftWriter
from govreport.errors import BadRequest, Conflict, InvalidFile, Locked, NotFound
from govreport.exporting import workbook
from govreport.report import read_report
from govreport.store import Draft, Store

LICENSES = "disclosure.licenses.decisions"
IN_FORCE = "disclosure.normative_documents.in_force"


def wait_for_draft(store: Store, year: int = 2023) -> Draft:
    """The draft, which is written within a second."""
    drafts = store.drafts(AGENCY, year)
    ended = time.monotonic() + 5
    while time.monotonic() < ended:
        if ids := drafts.ids():
            return drafts.read(ids[0])
        time.sleep(0.02)
    raise AssertionError("no draft was written")


def test_its_traits_tell_report_and_findings(form: EntryForm):
    seen: list[str] = []
    form.observe(lambda change: seen.append(change["name"]), names=["report", "findings", "edited"])

    form.enter({"requests.granted.natural_person": "9"})

    assert form.report.cell("requests.granted.total") == 11
    assert [finding.rule for finding in form.findings if finding.blocks] == ["A3", "A3"]
    assert form.edited
    assert {"report", "findings", "edited"} <= set(seen)


def test_a_date_that_is_missing_is_asked_for_at_its_field(form: EntryForm):
    form.enter({"dated": ""})

    [finding] = [one for one in form.findings if one.rule == "P9"]
    assert (finding.severity, finding.cells) == ("warning", ("dated",))
    facts = next(piece for piece in form._panel.pieces if getattr(piece, "section", {}).get("id") == "identity")
    assert facts.marks["dated"]["severity"] == "warning"
    assert "没有写落款日期" in facts.marks["dated"]["notes"][0]
    form.enter({"dated": "2024-01-08"})
    assert "dated" not in facts.marks


def test_anothers_name_is_told_at_its_field_as_it_is_typed(form: EntryForm):
    form.enter({"name": "示例县另一局"})

    [finding] = [one for one in form.findings if one.rule == "I1"]
    assert (finding.severity, finding.cells) == ("warning", ("name",))
    assert "由2022年度的“示例县示例局”变为“示例县另一局”" in finding.message


def test_in_a_folder_with_a_roster_the_form_holds_the_name_against_it(bureau: Store):
    roster = "- {id: bureau, name: 示例县示例局}\n- {id: finance, name: 示例县财政局}\n"
    (bureau.folder / "example" / "roster.yaml").write_text(roster, encoding="utf-8")
    form = EntryForm(AGENCY, 2023, bureau.folder)
    form.enter({"name": "示例县财政局"})

    [finding] = [one for one in form.findings if one.rule == "I1"]
    assert finding.blocks
    assert "example/finance" in finding.message
    with pytest.raises(BadRequest, match="不得以情况说明代替改正"):
        form.explain(finding, "示例")
    form.close()


def test_saved_the_file_says_what_was_entered_and_the_journal_who_and_why(form: EntryForm, bureau: Store):
    form.enter({LICENSES: "300"})
    form.save("核对台账")

    assert Store(bureau.folder).load(AGENCY, 2023).cell(LICENSES) == 300
    assert not form.edited
    line = bureau.journal(AGENCY).iloc[-1]
    assert line[["by", "year", "cell", "before", "after", "why"]].tolist() == [
        "示例甲", 2023, LICENSES, 298, 300, "核对台账",
    ]  # fmt: skip
    assert line["label"] == "第二部分表格“行政许可”行"
    assert list(bureau.folder.rglob("*draft*")) == []


def test_saving_keeps_a_persons_comments(tmp_path: Path):
    params = tmp_path / "params"
    params.mkdir()
    Store(params).save(read_report(record(2023)), AGENCY, expected=None)
    path = params / AGENCY / "2023.yaml"
    path.write_text("# 由示例乙录入\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    form = EntryForm(AGENCY, 2023, params)

    form.enter({LICENSES: "300"})
    form.save()
    form.close()

    assert path.read_text(encoding="utf-8").startswith("# 由示例乙录入\n")


def test_a_draft_is_offered_to_the_next_form_and_restored_whole(form: EntryForm, bureau: Store):
    form.enter({LICENSES: "300", "requests.granted.total": "12", "requests.partial.total": "约1件"})
    draft = wait_for_draft(bureau)
    assert (draft.by, draft.unread) == ("示例甲", {"requests.partial.total": "约1件"})

    other = EntryForm(AGENCY, 2023, bureau.folder, by="示例乙")
    [notice] = other._dialogue.notices.items
    assert "示例甲" in notice["text"]
    assert not other.edited
    restore = next(action for action in notice["actions"] if action["label"] == "恢复草稿")
    other._dialogue.hear({**restore, "notice": notice["id"]})

    assert other.report.cell(LICENSES) == 300
    assert other.report.cell("requests.granted.total") == 12
    assert other.session.sheet.text("requests.partial.total") == "约1件"
    assert draft.id not in bureau.drafts(AGENCY, 2023).ids()
    assert len(bureau.drafts(AGENCY, 2023).ids()) == 1
    assert other._dialogue.notices.items == []
    other.close()


def test_a_draft_that_says_no_more_than_the_file_is_not_offered(bureau: Store):
    report, digest = bureau.read(AGENCY, 2023)
    bureau.drafts(AGENCY, 2023).keep(Draft("示例甲", report.record(), report.record(), digest))

    form = EntryForm(AGENCY, 2023, bureau.folder)

    assert form._dialogue.notices.items == []
    assert bureau.drafts(AGENCY, 2023).ids() == []
    form.close()


def test_undone_to_the_file_the_draft_goes(form: EntryForm, bureau: Store):
    form.enter({LICENSES: "300"})
    wait_for_draft(bureau)

    form.undo()

    assert not form.edited
    assert bureau.drafts(AGENCY, 2023).ids() == []


def test_a_draft_of_an_older_file_is_held_against_the_newer_one(form: EntryForm, bureau: Store):
    form.enter({LICENSES: "300", "disclosure.penalties.decisions": "8"})
    wait_for_draft(bureau)
    report, digest = bureau.read(AGENCY, 2023)
    bureau.save(report.with_cell(LICENSES, 301), AGENCY, expected=digest)

    other = EntryForm(AGENCY, 2023, bureau.folder, by="示例乙")
    [notice] = other._dialogue.notices.items
    other._dialogue.hear({**notice["actions"][0], "notice": notice["id"]})

    [conflict] = other._dialogue.notices.items
    choices = {one["path"]: one["choice"] for one in conflict["differences"]}
    assert choices == {LICENSES: None, "disclosure.penalties.decisions": "mine"}
    other.close()


def test_what_is_no_figure_is_not_saved_and_not_lost(form: EntryForm, bureau: Store):
    form.enter({LICENSES: "三百"})

    with pytest.raises(BadRequest, match="有1处填写的内容不能识别"):
        form.save()

    assert Store(bureau.folder).load(AGENCY, 2023).cell(LICENSES) == 298
    assert wait_for_draft(bureau).unread == {LICENSES: "三百"}


def test_someone_elses_change_is_never_written_over(form: EntryForm, bureau: Store):
    form.enter({LICENSES: "300"})
    report, digest = bureau.read(AGENCY, 2023)
    bureau.save(report.with_cell(LICENSES, 301), AGENCY, expected=digest)

    with pytest.raises(Conflict, match="已被他人修改，未保存"):
        form.save()

    assert Store(bureau.folder).load(AGENCY, 2023).cell(LICENSES) == 301
    [difference] = form.session.compare()
    assert (difference.label, difference.opened, difference.mine, difference.theirs, difference.choice) == (
        "第二部分表格“行政许可”行", "298", "300", "301", None,
    )  # fmt: skip
    with pytest.raises(BadRequest, match="还有1处没有选择用哪一个：第二部分表格“行政许可”行"):
        form.session.settle({})
    form.session.settle({LICENSES: "mine"})
    form.save()
    assert Store(bureau.folder).load(AGENCY, 2023).cell(LICENSES) == 300


def test_texts_and_counts_that_both_changed_are_merged_by_choice(form: EntryForm, bureau: Store):
    channel = {"channel": "公报", "total": "5", "items": []}
    form.enter_published({"total": "5", "channels": [channel]})
    form.enter({"narrative.problems": "我的文字。"})
    report, digest = bureau.read(AGENCY, 2023)
    theirs = report.with_values({"narrative.problems": "对方的文字。", "narrative.improvements": "对方的改进。"})
    bureau.save(theirs, AGENCY, expected=digest)

    choices = {one.path: one.choice for one in form.session.compare()}
    assert choices == {"published": "mine", "narrative.problems": None, "narrative.improvements": "theirs"}
    form.session.settle({**choices, "narrative.problems": "theirs"})

    assert form.session.sheet.report.published.total == 5
    assert form.session.sheet.report.narrative.problems == "对方的文字。"
    assert form.session.sheet.report.narrative.improvements == "对方的改进。"


def test_a_file_that_another_person_deleted_can_be_written_again(form: EntryForm, bureau: Store):
    form.enter({LICENSES: "300"})
    bureau.path(AGENCY, 2023).unlink()

    form._dialogue.hear({"do": "save", "why": ""})
    [notice] = form._dialogue.notices.items
    assert "已被他人删除" in notice["text"]
    form._dialogue.hear({**notice["actions"][0], "notice": notice["id"]})

    assert Store(bureau.folder).load(AGENCY, 2023).cell(LICENSES) == 300


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_lost(form: EntryForm, bureau: Store):
    folder = bureau.path(AGENCY, 2023).parent
    shutil.rmtree(folder)
    folder.write_text("在这里的是一个文件", encoding="utf-8")

    form.enter({LICENSES: "300"})
    ended = time.monotonic() + 5
    while "草稿没有写成" not in form._panel.bar.status and time.monotonic() < ended:
        time.sleep(0.02)

    assert "草稿没有写成，请尽快保存" in form._panel.bar.status
    assert form.report.cell(LICENSES) == 300


def test_half_a_character_from_the_page_is_refused_in_one_line(form: EntryForm):
    texts = {"narrative.problems": "表情\ud83d"}
    form._dialogue.hear({"do": "enter", "texts": texts, "visit": "1", "number": 7})

    assert [notice["text"] for notice in form._dialogue.notices.items] == [
        "内容中有不完整的字符（如半个表情符号），没有填入，请删去后重新填写"
    ]
    assert form.report.stated["narrative.problems"] == "解读形式不多。"


def test_where_the_journal_cannot_be_written_nothing_is_saved_and_the_entries_stay(form: EntryForm, bureau: Store):
    path = bureau.path(AGENCY, 2023)
    before = path.read_bytes()
    (path.parent / "journal.jsonl").mkdir()
    form.enter({LICENSES: "300"})

    with pytest.raises(Locked, match=r"录入记录无法写入.*，没有保存；请关闭正在打开它的程序"):
        form.save()

    assert path.read_bytes() == before
    assert form.edited
    (path.parent / "journal.jsonl").rmdir()
    form.save()
    assert Store(bureau.folder).load(AGENCY, 2023).cell(LICENSES) == 300


def test_the_next_year_is_begun_and_opened(form: EntryForm):
    form.begin(AGENCY, "2024")

    assert (form.agency, form.year) == (AGENCY, 2024)
    assert form.report.cell("requests.carried_in.natural_person") == 1
    mark = form._panel._grids["requests"].marks["requests.carried_in.natural_person"]
    assert mark["brought"]
    assert mark["notes"] == ["由上年带入，请核对"]


def test_a_new_agency_is_begun_blank_and_a_wrong_request_is_said(form: EntryForm):
    for agency, year, name, said in [
        ("example/new", "明年", "示例县新局", "年度应为四位数字，现为“明年”"),
        ("../out", "2024", "示例县新局", "不能含 .. 和特殊字符"),
        ("example/new", "2024", "", "没有单位“example/new”"),
        (AGENCY, "2023", "", "已经存在"),
    ]:
        form._dialogue.hear({"do": "begin", "agency": agency, "year": year, "name": name})
        assert said in form._dialogue.notices.items[-1]["text"]

    form.begin("example/new", 2024, "示例县新局")
    assert form.report.name == "示例县新局"
    assert set(form.report.cells.values()) == {None}


def test_without_agency_the_choice_is_shown_as_a_tree(bureau: Store):
    form = EntryForm(params=bureau.folder)

    assert form.report is None
    assert form._dialogue.chooser.agencies == [
        {"id": "example", "name": "example", "level": 0, "group": True, "years": []},
        {"id": AGENCY, "name": "示例县示例局", "level": 1, "group": False, "years": [2020, 2022, 2023]},
    ]
    with pytest.raises(BadRequest, match="还没有打开报告"):
        form.enter({LICENSES: "1"})
    form.close()


def test_a_file_that_cannot_be_opened_is_said_and_the_form_stays(form: EntryForm, bureau: Store):
    write(bureau.folder, "example/broken", 2023, "name: 示例\nyear: 2023\nform: 2021\nyera: 1\n")
    bureau.forget()

    for agency, year, said in [("example/broken", 2023, "未知字段 yera"), (AGENCY, 2019, "没有2019年度的年报数据")]:
        form._dialogue.hear({"do": "open", "agency": agency, "year": year})
        assert said in form._dialogue.notices.items[-1]["text"]

    assert (form.agency, form.year) == (AGENCY, 2023)


def test_a_name_with_markup_is_text(bureau: Store):
    report = read_report({**record(2023), "name": "<b>示例</b>局"})
    bureau.save(report, "example/markup", expected=None)
    form = EntryForm("example/markup", 2023, bureau.folder)

    assert form._panel.bar.state["name"] == "<b>示例</b>局"
    static = Path(__file__).parent.parent / "govreport" / "entry" / "static"
    assert [path.name for path in static.glob("*.js") if "innerHTML" in path.read_text(encoding="utf-8")] == []
    form.close()


def test_a_trial_form_is_entered_in_its_own_tables(bureau: Store):
    form = EntryForm(AGENCY, 2020, bureau.folder)
    form.enter({"disclosure.procurement.amount": "251,000", "disclosure.licenses.change": "-2"})

    assert form.report.cell("disclosure.procurement.amount") == 251000
    assert form.report.cell("disclosure.licenses.change") == -2
    printed = form._panel._grids["disclosure"].printed["body"]
    assert "其他主动公开文件" not in json.dumps(printed, ensure_ascii=False)
    form.close()


def test_keystrokes_are_answered_by_their_number_and_marked_at_their_cells(form: EntryForm):
    grid = form._panel._grids["requests"]

    texts = {"requests.granted.total": "11"}
    message = {"do": "enter", "texts": texts, "visit": "1", "piece": "requests"}
    form._dialogue.receive({**message, "queue": "page", "number": 1})

    assert grid.answered == ["page", 1]
    assert grid.value[grid.printed["cells"].index("requests.granted.total")] == "11"
    assert grid.marks["requests.granted.total"]["stated"]
    assert grid.marks["requests.granted.total"]["severity"] == "error"
    assert grid.marks["requests.granted.total"]["tag"] == "A1"
    assert grid.marks["requests.granted.natural_person"]["severity"] == "part"
    assert "requests.partial.total" not in grid.marks
    item = form._panel._list.items[0]
    assert (item["rule"], item["severity"], item["cells"][0]) == ("A1", "error", "requests.granted.total")
    sections = {one["id"]: one["errors"] for one in form._panel.bar.state["sections"]}
    assert [finding.rule for finding in form.findings if finding.blocks] == ["A1", "A1", "A3"]
    assert sections["requests"] == 3
    assert sections["disclosure"] == 0


def test_a_pasted_block_that_does_not_fit_changes_nothing(form: EntryForm):
    before = form.report
    with pytest.raises(BadRequest, match="从此处起超出表格范围"):
        form.paste("requests.carried_out.total", "1\t2")
    assert form.report is before

    form.paste("disputes.review.upheld", "1\t0\t0\t1")
    assert form.report.cell("disputes.review.total") == 2


def test_a_paste_ends_in_one_line_that_offers_to_take_it_back(form: EntryForm):
    block = {"at": "requests.granted.natural_person", "to": "requests.granted.natural_person", "html": ""}

    form._dialogue.hear({"do": "paste", **block, "text": "8\t9\t#N/A\n7\t0\t0\n"})

    [notice] = form._dialogue.notices.items
    assert notice["text"] == (
        "已粘贴到“三、收到和处理政府信息公开申请情况”（从“予以公开”“自然人”起）：5格，改动2格。"
        "有1处为 Excel 错误值，未填入。"
    )
    form._dialogue.hear({**notice["actions"][0], "notice": notice["id"]})
    assert not form.edited
    assert form._dialogue.notices.items == []


def test_the_offer_to_take_a_paste_back_goes_when_something_is_typed_after_it(form: EntryForm):
    block = {"at": LICENSES, "to": LICENSES, "html": "", "text": "5"}
    form._dialogue.hear({"do": "paste", **block})

    form._dialogue.hear({"do": "enter", "texts": {IN_FORCE: "6"}, "visit": "1", "number": 1})

    assert form._dialogue.notices.items == []


def test_code_is_told_what_a_paste_did(form: EntryForm):
    done = form.paste("requests.partial.natural_person", "总计\t自然人\n4\t4\n")

    assert (done.table, done.how, done.cells, done.changed) == (
        "三、收到和处理政府信息公开申请情况", "按栏名", 2, 2,
    )  # fmt: skip


def test_sentences_are_offered_from_the_figures(form: EntryForm):
    overview = form._panel._texts["overview"]

    assert overview.offers["narrative.overview.on_request"] == [
        "2023年，本机关新收政府信息公开申请12件，上年结转2件，办理13件，结转下年度继续办理1件。",
        "新收申请比上年增加2件，同比增长20.0%。",
        "办理结果为：予以公开10件，部分公开1件，不予公开1件，无法提供1件。",
        "因政府信息公开引起的行政复议2件、行政诉讼0件。",
    ]
    form.enter({"requests.new_received.natural_person": ""})
    form.enter({"requests.new_received.total": "0"})
    form.enter({"requests.carried_in.total": "0"})
    assert overview.offers["narrative.overview.on_request"][0] == "2023年，本机关未收到政府信息公开申请。"


def test_a_broken_draft_is_named_and_the_report_opens(bureau: Store):
    path = bureau.path(AGENCY, 2023).with_name("2023.draft-abcd1234.json")
    path.write_text("{", encoding="utf-8")

    form = EntryForm(AGENCY, 2023, bureau.folder)

    assert form.report is not None
    assert "2023.draft-abcd1234.json：草稿文件已损坏" in form._dialogue.notices.items[0]["text"]
    with pytest.raises(InvalidFile, match="草稿文件已损坏或已被删除"):
        form.session.restore("abcd1234")
    form.close()


def test_a_draft_that_cannot_be_removed_is_said(form: EntryForm, bureau: Store):
    bureau.path(AGENCY, 2023).with_name("2023.draft-abcd1234.json").mkdir()

    form._dialogue.hear({"do": "discard", "id": "abcd1234"})

    assert "2023.draft-abcd1234.json：草稿无法删除" in form._dialogue.notices.items[-1]["text"]


def test_the_journal_is_a_table_that_survives_a_broken_line(form: EntryForm, bureau: Store):
    form.enter({LICENSES: "300"})
    form.save()
    path = bureau.path(AGENCY, 2023).parent / "journal.jsonl"
    path.write_text("half a li\n" + path.read_text(encoding="utf-8"), encoding="utf-8")

    table = bureau.journal(AGENCY)

    assert table["after"].tolist() == [300]
    assert table.attrs["broken"] == ["params/example/bureau/journal.jsonl：第1行无法读取"]


def test_the_keeper_writes_the_newest_and_nothing_after_it_was_discarded(bureau: Store):
    drafts = bureau.drafts(AGENCY, 2023)
    written = threading.Event()
    writer = DraftWriter(drafts, lambda *_: written.set())
    report, digest = bureau.read(AGENCY, 2023)

    def draft(licenses: int) -> Draft:
        changed = report.with_cell(LICENSES, licenses)
        return Draft("示例甲", changed.record(), report.record(), digest, id="00000001")

    for licenses in (1, 2, 3):
        writer.keep(draft(licenses))
    assert written.wait(1)
    assert drafts.read("00000001").record["disclosure"]["licenses"] == 3

    writer.keep(draft(4))
    writer.discard("00000001")
    writer.close()
    assert drafts.ids() == []


def test_the_last_change_is_kept_when_the_form_is_closed(bureau: Store):
    form = EntryForm(AGENCY, 2023, bureau.folder)
    form.enter({LICENSES: "300"})
    form.close()

    [id] = bureau.drafts(AGENCY, 2023).ids()
    assert bureau.drafts(AGENCY, 2023).read(id).record["disclosure"]["licenses"] == 300


def test_an_unknown_agency_is_refused_to_code():
    with pytest.raises(NotFound):
        EntryForm("no/such", 2023, Path(__file__).parent.parent / "params")


# a file read into the form


def test_a_workbook_is_read_into_the_form_and_can_be_taken_back(form: EntryForm, tmp_path: Path):
    book = load_workbook(BytesIO(workbook(form.report, AGENCY)))
    [cell] = [one for line in book["三张表"].iter_rows() for one in line if one.value == 298]
    cell.value = 300
    book.save(tmp_path / "表.xlsx")

    form.import_file(tmp_path / "表.xlsx")
    assert form.report.cell(LICENSES) == 300
    assert form.edited
    form.undo()
    assert form.report.cell(LICENSES) == 298


def test_a_doubtful_cell_stands_in_its_place_until_it_is_settled(form: EntryForm, tmp_path: Path):
    book = load_workbook(BytesIO(workbook(form.report, AGENCY)))
    [cell] = [one for line in book["三张表"].iter_rows() for one in line if one.value == 298]
    cell.value = "约300"
    book.save(tmp_path / "表.xlsx")
    content = b64encode((tmp_path / "表.xlsx").read_bytes()).decode()

    form._dialogue.hear({"do": "import", "name": "C:\\下载\\表.xlsx", "content": content})

    [notice] = form._dialogue.notices.items
    assert notice["text"].startswith("已读入 表.xlsx：改动1处，待核1处")
    assert notice["lines"][0]["cell"] == LICENSES
    assert "“约300”" in notice["lines"][0]["text"]
    assert [(one.rule, one.cells) for one in form.findings if one.severity == "error"] == [("V1", (LICENSES,))]
    with pytest.raises(BadRequest):
        form.save()
    form.enter({LICENSES: "300"})
    assert [one.rule for one in form.findings if one.severity == "error"] == []


def test_a_finding_is_explained_and_the_reason_taken_back(form: EntryForm):
    form.enter({IN_FORCE: "25"})
    [found] = [one for one in form.findings if one.rule == "Y2"]

    form._dialogue.hear({"do": "explain", "rule": "Y2", "said": found.message, "reason": "年内清理"})

    [waiver] = form.report.waivers
    assert (waiver.rule, waiver.expected, waiver.actual, waiver.reason, waiver.by) == (
        "Y2",
        21,
        25,
        "年内清理",
        form.by,
    )
    [found] = [one for one in form.findings if one.rule == "Y2"]
    assert found.waived
    form.enter({IN_FORCE: "26"})
    assert [one.waived for one in form.findings if one.rule == "Y2"] == [False]
    form.undo()
    form._dialogue.hear({"do": "withdraw", "rule": "Y2", "said": found.message})
    assert form.report.waivers == ()


def test_a_finding_without_a_reason_or_of_law_is_not_explained(form: EntryForm):
    form.enter({IN_FORCE: "25", LICENSES: "-1"})
    for rule, reason, said in (("Y2", " ", "请写明情况说明的原因和说明人"), ("V1", "笔误", "V1不得以情况说明代替改正")):
        message = next(one.message for one in form.findings if one.rule == rule)
        form._dialogue.hear({"do": "explain", "rule": rule, "said": message, "reason": reason})
        assert said in form._dialogue.notices.items[-1]["text"]
    form._dialogue.hear({"do": "explain", "rule": "A1", "said": "没有这一项", "reason": "x"})
    assert "已不在" in form._dialogue.notices.items[-1]["text"]
    assert form.report.waivers == ()


def test_a_reason_about_words_lapses_when_they_change(form: EntryForm):
    form.enter({"narrative.problems": "无"})
    [found] = [one for one in form.findings if one.rule == "N3"]
    form.explain(found, "确无问题")
    assert [one.waived for one in form.findings if one.rule == "N3"] == [True]

    form.enter({"narrative.problems": "没有"})
    assert [one.waived for one in form.findings if one.rule == "N3"] == [False]


def test_three_people_sign_what_is_saved(form: EntryForm):
    form.enter({LICENSES: "299"})
    with pytest.raises(BadRequest, match="有改动尚未保存，请先保存，再审签"):
        form.sign("first", "示例甲")
    form.save()
    assert form._panel.bar.state["signing"]["next"] == "first"

    form.sign("first", "示例甲", checked=["content", "form"])

    assert form._panel.bar.state["signing"]["sentence"] == "等待复审"
    saved = form.store.load(AGENCY, 2023)
    assert [(one.stage, one.by, one.checked, one.digest) for one in saved.signoffs] == [
        ("first", "示例甲", ("content", "form"), saved.digest)
    ]
    assert not form.edited
    form.enter({LICENSES: "300"})
    assert "后内容已修改" in form._panel.bar.state["signing"]["sentence"]
    form.undo()
    form.undo()
    assert [one.by for one in form.report.signoffs] == ["示例甲"]
    form.redo()
    assert form._panel.bar.state["signing"]["sentence"] == "等待复审"


@pytest.mark.parametrize(("year", "agency"), [(2022, AGENCY), (2023, "example/other")])
def test_a_file_of_another_report_changes_nothing(form: EntryForm, tmp_path: Path, year: int, agency: str):
    (tmp_path / "表.xlsx").write_bytes(workbook(read_report(record(year)), agency))

    with pytest.raises(BadRequest, match="与打开的报告不符，没有导入"):
        form.import_file(tmp_path / "表.xlsx")
    assert not form.edited


def test_a_file_that_is_none_is_said_in_the_form(form: EntryForm):
    form._dialogue.hear({"do": "import", "name": "a.exe", "content": b64encode(b"MZ").decode()})

    assert "不能读取这种文件" in form._dialogue.notices.items[0]["text"]
