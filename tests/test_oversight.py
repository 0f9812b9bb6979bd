"""Oversight: notices, what became of findings, the quality record, and many reports at once."""

from __future__ import annotations

import datetime
import io
import json
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from crashing import end_beside
from docx import Document
from material import AGENCY, SAMPLES, record, write

from govreport.checks.parallel import check_many
from govreport.cli.main import run
from govreport.exporting import Entry, Letter, Part, letter_page, word_letter
from govreport.oversight import Quality, facts_of, quality_page, write_notices, write_quality
from govreport.oversight.notice_seal import letter_faults
from govreport.oversight.quality_seal import quality_faults
from govreport.rendering.page_comparison import SealBroken
from govreport.report import read_report, sign
from govreport.store import Store

DAY = datetime.date(2025, 2, 10)
PINGTAN, SUQIAN, JUSTICE = "fujian/pingtan", "jiangsu/suqian", "panzhihua/xiqu/justice"
HOSTILE = '<script>alert("甲")</script>&乙'


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The exit status of `govreport WORDS`, what it printed, and what it complained of."""
    status = run(words)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def page(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def text_of(found: BeautifulSoup) -> str:
    return re.sub(r"\s+", "", found.get_text())


def is_self_contained(html: str) -> bool:
    """No script, and nothing that a browser would fetch."""
    found = BeautifulSoup(html, "lxml")
    fetching = found.select("script, link, iframe, img, object, embed, [src], [href], [onclick]")
    return not fetching and "default-src 'none'" in html and not re.search(r"https?://|url\(|@import", html)


@pytest.fixture
def faulty(bureau: Store) -> Store:
    """The invented bureau; in 2023 one total is 11 where its parts make 10, and the text tells of 15 requests."""
    changed = record(2023)
    changed["requests"]["granted"] = [8, 2, 0, 0, 0, 0, 11]
    changed["narrative"]["overview"]["on_request"] = "新收申请15件。"
    digest = bureau.read(AGENCY, 2023)[1]
    bureau.save(read_report(changed), AGENCY, expected=digest)
    return Store(bureau.folder)


# Notices


def test_a_notice_takes_the_findings_into_the_ledger_once(faulty: Store, tmp_path: Path):
    def notify() -> tuple[int, int]:
        [one] = write_notices(
            2023, params=faulty.folder, outputs=tmp_path / "out", by="区政府办公室", today=DAY, progress=False
        )
        return one.items, one.raised

    first, again = notify(), notify()
    items = faulty.ledger(AGENCY).items

    assert first[0] == first[1] == len(items)
    assert again == (first[0], 0)
    assert {(item.raised.rule, item.raised.kind, item.raised.expected, item.raised.actual) for item in items} >= {
        ("A1", "数据", 10, 11),
        ("T1", "表述", 12, 15),
    }
    assert {item.raised.deadline for item in items} == {datetime.date(2025, 2, 17)}
    assert {item.raised.by for item in items} == {"区政府办公室"}


def test_a_notice_says_to_whom_what_where_until_when_and_how_to_report_back(faulty: Store, tmp_path: Path):
    [one] = write_notices(
        2023,
        params=faulty.folder,
        outputs=tmp_path,
        by="区政府办公室",
        deadline=datetime.date(2025, 2, 20),
        today=DAY,
        progress=False,
    )

    [path] = one.paths
    found = page(path)
    assert path == tmp_path / "2023" / "example" / "bureau.notice.html"
    assert found.h1.get_text() == "关于2023年政府信息公开工作年度报告有关问题整改的通知"
    assert found.select_one("p.to").get_text() == "示例县示例局："
    [row] = found.select('tr[data-rule="A1"]')
    columns = [cell.get_text() for cell in row.find_all(["th", "td"])]
    assert columns[1:3] == ["数据", "第三部分表格“（一）予以公开”行“总计”栏"]
    assert columns[4:6] == ["10", "11"]
    assert columns[6].endswith("2025年2月20日前")
    assert row["data-cells"].split()[0] == "requests.granted.total"
    assert "整改完成后，请逐项书面反馈" in text_of(found)
    assert [line.get_text() for line in found.select(".signature p")] == ["区政府办公室", "2025年2月10日"]
    assert is_self_contained(path.read_text(encoding="utf-8"))


def test_a_notice_holds_its_own_agencys_items_and_nobody_elses(project: Path):
    done = write_notices(2020, params="params", outputs="out", today=DAY, progress=False)
    assert [(one.agency, one.outcome) for one in done] == [(PINGTAN, "written")]
    write_notices(2024, params="params", outputs="out", today=DAY, progress=False)

    store = Store("params")
    assert {item.raised.year for item in store.ledger(PINGTAN).items} == {2020, 2024}
    found = page(project / "out" / "2020" / "fujian" / "pingtan.notice.html")
    shown = {int(row.th.get_text()) for row in found.select("table.items tbody tr")}
    assert shown == {item.number for item in store.ledger(PINGTAN).items if item.raised.year == 2020}
    assert "宿迁" not in text_of(found)
    assert "攀枝花" not in text_of(found)


def test_hints_and_what_is_explained_are_not_raised(faulty: Store, tmp_path: Path):
    report, digest = faulty.read(AGENCY, 2023)
    reason = {
        "rule": "A1",
        "cells": ["requests.granted.total"],
        "expected": 10,
        "actual": 11,
        "reason": "系统口径",
        "by": "张某",
        "date": "2024-01-09",
    }
    faulty.save(report.with_values({"waivers": [reason]}), AGENCY, expected=digest)
    write_notices(2023, params=faulty.folder, outputs=tmp_path, today=DAY, progress=False)

    assert "A1" not in {item.raised.rule for item in faulty.ledger(AGENCY).items}


def test_put_right_but_not_reported_back_is_still_asked_for(bureau: Store, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    where = ("--params", str(bureau.folder), "--outputs", "out")
    add = ("ledger", "2022", AGENCY, "--add", HOSTILE, "--where", HOSTILE, "--kind", "错敏", "--by", HOSTILE)
    assert said(capsys, *add, *where[:2])[0] == 0
    done = ("ledger", "2022", AGENCY, "--done", "1", "--action", "撤销", "--by", "张某", *where[:2])
    assert said(capsys, *done)[0] == 0
    assert said(capsys, "notice", "2022", *where)[0] == 0

    path = tmp_path / "out" / "2022" / "example" / "bureau.notice.html"
    rows = [row for row in page(path).select("tbody tr") if row.th.get_text() == "1"]
    assert [cell.get_text() for cell in rows[0].find_all("td")][:3] == [
        "错敏",
        HOSTILE,
        f"{HOSTILE}（已登记整改，请反馈）",
    ]
    assert is_self_contained(path.read_text(encoding="utf-8"))

    fed_back = ("ledger", "2022", AGENCY, "--fed-back", "1", "--by", "张某", *where[:2])
    assert said(capsys, *fed_back)[0] == 0
    path.unlink()
    assert said(capsys, "notice", "2022", *where)[0] == 0
    assert not path.exists() or "1" not in {row.th.get_text() for row in page(path).select("tbody tr")}


def test_the_word_notice_opens_and_says_the_same(faulty: Store, tmp_path: Path):
    [one] = write_notices(
        2023, params=faulty.folder, outputs=tmp_path, formats=["html", "docx"], today=DAY, progress=False
    )

    html, docx = one.paths
    assert docx.name == "bureau.notice.docx"
    document = Document(io.BytesIO(docx.read_bytes()))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert paragraphs[:3] == ["关于2023年政府信息公开工作年度报告", "有关问题整改的通知", "示例县示例局："]
    [table] = document.tables
    in_word = [[cell.text for cell in row.cells] for row in table.rows]
    on_page = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page(html).find_all("tr")]
    assert in_word == on_page
    assert len(in_word) == 1 + one.items


LETTER = Letter(
    title=("关于2023年政府信息公开工作年度报告", "有关问题整改的通知"),
    to="示例县示例局",
    opening="经校核，有2项问题需要整改。",
    parts=(
        Part(
            "一、整改事项",
            header=("编号", "位置", "问题", "应为", "现为", "时限"),
            shares=(1, 1, 1, 1, 1, 1),
            entries=(
                Entry(("1", "总计", "相差1", "10", "11", "2025年2月20日前"), "A1", ("requests.granted.total",)),
                Entry(("2", "全文", HOSTILE, "", "15", "2025年2月21日前")),
            ),
        ),
        Part("二、整改要求", ("逐项核实。", "逐项反馈。")),
    ),
    by="示例县人民政府办公室",
    date="2025年2月10日",
)
SLIPS = [
    ("示例县示例局：", "示例县教育局：", "标题应为“示例县示例局：”|页面开头应为“示例县示例局：”"),
    (">10<", ">12<", "“一、整改事项”之下应为“10”，实为“12”"),
    ("2025年2月21日前", "2025年3月21日前", "“一、整改事项”之下应为“2025年2月21日前”，实为“2025年3月21日前”"),
    ("相差1", "相差2", "应为“相差1”，实为“相差2”"),
    (">总计<", ">合计<", "应为“总计”，实为“合计”"),
    (">1<", ">3<", "应为“1”，实为“3”"),
    ("逐项反馈。", "", "“二、整改要求”之下"),
    ("示例县人民政府办公室", "示例市人民政府办公室", "“二、整改要求”之下应为“示例县人民政府办公室”"),
    ("2025年2月10日", "2025年2月11日", "“二、整改要求”之下应为“2025年2月10日”"),
]


def letters_faults(kind: str, was: str = "", becomes: str = "") -> str:
    """What the seal says of a letter in which a text was changed in every place after its title."""
    if kind == "html":
        head, body = letter_page(LETTER).split("<body>")
        assert not was or was in body
        return "；".join(letter_faults(f"{head}<body>{body.replace(was, becomes)}".encode(), LETTER, kind))
    told = io.BytesIO()
    with ZipFile(io.BytesIO(word_letter(LETTER))) as old, ZipFile(told, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8") if name == "word/document.xml" else old.read(name)
            assert not (was and isinstance(content, str)) or was in content
            new.writestr(name, content.replace(was, becomes) if was and isinstance(content, str) else content)
    return "；".join(letter_faults(told.getvalue(), LETTER, kind))


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_true_letter_passes_and_each_planted_fault_is_told_with_its_place(kind: str):
    assert letters_faults(kind) == ""
    for was, becomes, said in SLIPS:
        told = letters_faults(kind, was, becomes)
        assert any(one in told for one in said.split("|")), (was, told)


def test_a_letter_of_another_rule_or_with_a_script_does_not_pass():
    assert "“一、整改事项”之下一行的格式不符" in letters_faults("html", 'data-rule="A1"', 'data-rule="A2"')
    assert "多出" in letters_faults("html", "</main>", "</main><script>1</script>")
    assert "引用了外部地址" in letters_faults("html", "</main>", '<img src="//a.example"></main>')
    assert list(letter_faults(b"PK", LETTER, "docx")) == ["不是可读的 Word 文件"]


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_faulty_notice_does_not_get_its_name(
    faulty: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
):
    wrong = {"html": letter_page(LETTER), "docx": word_letter(LETTER)}
    monkeypatch.setattr("govreport.oversight.notice.letter_page", lambda letter: wrong["html"])
    monkeypatch.setattr("govreport.oversight.notice.word_letter", lambda letter: wrong["docx"])

    [one] = write_notices(
        2023, params=faulty.folder, outputs=tmp_path / "out", formats=[kind], today=DAY, progress=False
    )

    assert one.outcome == "failed"
    assert one.message.startswith("示例县示例局：成果核验未通过，未生成：")
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []


def test_a_late_agency_without_a_report_gets_its_notice(project: Path, capsys):
    (project / "params" / "roster.yaml").write_text("- {id: late, name: 示例迟报局}\n", encoding="utf-8")
    add = ("ledger", "2024", "示例迟报局", "--add", "未按期报送", "--where", "全文", "--kind", "迟报", "--by", "甲")
    assert said(capsys, *add)[0] == 0

    status, out, _ = said(capsys, "notice", "2024", "示例迟报局")
    assert (status, out.splitlines()[-1]) == (0, "共1个单位：已生成1个。")
    assert "示例迟报局：" in page(project / "outputs" / "2024" / "late.notice.html").get_text()


@pytest.mark.parametrize(("named", "status"), [((), 1), (("broken",), 2)])
def test_a_bad_file_is_named_and_the_others_get_their_notice(project: Path, capsys, named, status: int):
    write(project / "params", "broken", 2020, "name: 示例局\nyear: 2020\nform: 2019\nlevle: x\n")

    found, out, err = said(capsys, "notice", "2020", *named)
    assert found == status
    assert err == "示例局：params/broken/2020.yaml：第4行：未知字段 levle；是否为 level？\n"
    assert ("已生成1个" in out) == (not named)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["2031"], "没有2031年度的年报数据，也没有该年度的整改事项"),
        (["2024", "--formats", "pdf"], "整改通知的格式 --formats 应为 html、docx，现为“pdf”"),
        (["2024", "--deadline", "2025-02-29"], "现为“2025-02-29”"),
        (["2024", "--by", " "], "请写明由谁提出（--by）"),
        (["2024", "宿迁"], "是否为 宿迁市人民政府？"),
    ],
)
def test_a_wrong_notice_is_one_chinese_line_and_status_2(project: Path, capsys, words: list[str], answer: str):
    status, out, err = said(capsys, "notice", *words)

    assert (status, out) == (2, "")
    assert answer in err
    assert err.count("\n") == 1
    assert not list((project / "params").rglob("rectification.jsonl"))


# Since


def test_since_tells_resolved_new_and_still_open(faulty: Store, tmp_path: Path, capsys):
    params = ("--params", str(faulty.folder))
    earlier = tmp_path / "上次.jsonl"
    earlier.write_text(said(capsys, "check", "2023", "--json", *params)[1], encoding="utf-8")

    changed = record(2023)
    changed["requests"]["granted"] = [8, 2, 0, 0, 0, 0, 12]
    changed["requests"]["partial"] = [1, 0, 0, 0, 0, 0, 3]
    changed["requests"]["handled_total"] = [10, 3, 0, 0, 0, 0, 13]
    digest = faulty.read(AGENCY, 2023)[1]
    faulty.save(read_report(changed), AGENCY, expected=digest)

    status, out, _ = said(capsys, "check", "2023", "--json", "--since", str(earlier), *params)
    states = {
        (line["rule"], line["cells"][0]): (line["since"], line["actual"]) for line in map(json.loads, out.splitlines())
    }
    assert status == 1
    assert states["A1", "requests.granted.total"] == ("open", 12)
    assert states["A1", "requests.partial.total"] == ("new", 3)
    resolved = {rule for (rule, _), (state, _) in states.items() if state == "resolved"}
    assert "T1" in resolved

    shown = said(capsys, "check", "2023", "--since", str(earlier), *params)[1]
    assert "  仍存在 [应改正] A1 第三部分表格“（一）予以公开”行“总计”栏为 12" in shown
    assert "  新增 [应改正] A1 第三部分表格“（二）部分公开" in shown
    assert "  已解决 [请核实] T1 " in shown
    assert shown.splitlines()[-1].startswith("与上次校核相比：已解决")


def test_since_its_own_output_and_a_part_of_the_agencies(project: Path, capsys):
    whole = said(capsys, "check", "--json")[1]
    (project / "a.jsonl").write_text(whole, encoding="utf-8")
    of_suqian = sum('"agency":"jiangsu/suqian"' in line for line in whole.splitlines())
    of_2020 = sum('"agency":"fujian/pingtan","year":2020' in line for line in whole.splitlines())

    out = said(capsys, "check", "2020", PINGTAN, "--since", "a.jsonl")[1]
    assert of_2020 > 0
    assert out.splitlines()[-1] == (
        f"与上次校核相比：已解决0项，新增0项，仍存在{of_2020}项；"
        f"另有{len(whole.splitlines()) - of_2020}项所在的报告不在本次校核范围。"
    )
    assert of_suqian < len(whole.splitlines())
    (project / "b.jsonl").write_text(said(capsys, "check", "--json", "--since", "a.jsonl")[1], encoding="utf-16")
    again = said(capsys, "check", "--json", "--since", "b.jsonl")[1]
    assert {json.loads(line)["since"] for line in again.splitlines()} == {"open"}


def test_a_finding_of_words_that_is_there_twice_is_counted_twice():
    from govreport.oversight import Since
    from govreport.report import Finding

    def one(message: str) -> Finding:
        return Finding("a", 2024, "N12", "warning", ("narrative.problems",), message)

    since = Since([one("甲"), one("乙"), one("丙")])
    told = since.of("a", 2024, [one("甲"), one("丁")])
    assert [state for state, _ in told] == ["open", "open", "resolved"]
    assert since.sentence == "与上次校核相比：已解决1项，新增0项，仍存在2项。"


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b'{"agency":"a"}\n', [1]),
        (b"\n[]\nnull\nnot json\n", [2, 3, 4]),
        (b'{"agency":"a","year":"2024","rule":"A1","severity":"error","cells":[],"message":"x"}\n', [1]),
        (b'{"agency":"a","year":2024,"rule":"A1","severity":"bad","cells":[],"message":"x"}\n', [1]),
        (b'{"agency":"a","year":2024,"rule":"A1","severity":"error","cells":"x","message":"x"}\n', [1]),
        (b"\x80\x81", []),
    ],
)
def test_a_broken_file_is_refused_with_its_lines(project: Path, capsys, content: bytes, lines: list[int]):
    (project / "bad.jsonl").write_bytes(content)

    status, out, err = said(capsys, "check", "2024", "--since", "bad.jsonl")
    assert (status, out) == (2, "")
    told = [int(number) for number in re.findall(r"bad\.jsonl：第(\d+)行：不是 govreport check --json 的输出", err)]
    assert told == lines
    assert lines or "不是 UTF-8 文本" in err


def test_a_file_that_is_not_there_is_refused(project: Path, capsys):
    status, _, err = said(capsys, "check", "2024", "--since", "none.jsonl")

    assert status == 2
    assert "选项 --since 所指的文件或文件夹不存在" in err


# The quality record


def test_the_record_tells_coverage_and_names_the_missing(project: Path, capsys):
    (project / "params" / "roster.yaml").write_text(
        f"- {{id: {PINGTAN}, name: 平潭综合实验区管委会}}\n- {{id: late, name: {json.dumps(HOSTILE)}}}\n",
        encoding="utf-8",
    )
    status, out, _ = said(capsys, "check", "2024", "--report", "质量报告.html")

    found = page(project / "质量报告.html")
    assert status == 0
    assert out.splitlines()[-1] == "质量校核情况报告已写入 质量报告.html。"
    assert found.h1.get_text() == "2024年政府信息公开工作年度报告质量校核情况报告"
    assert f"2024年度应报送2个单位，已报送1个，未报送1个：{HOSTILE}。" in found.get_text()
    assert "另有2个单位不在应报送之列，也已报送。" in found.get_text()
    assert is_self_contained((project / "质量报告.html").read_text(encoding="utf-8"))


def test_the_record_holds_every_finding_by_rule_and_by_agency(project: Path, capsys):
    lines = said(capsys, "check", "2020", "--json")[1].splitlines()
    assert said(capsys, "check", "2020", "--report", "q.html")[0] == 1

    found = page(project / "q.html")
    findings = [json.loads(line) for line in lines]
    assert [(item["data-rule"], item["data-cells"].split()) for item in found.select("li[data-rule]")] == [
        (finding["rule"], finding["cells"]) for finding in findings
    ]
    by_rule, by_agency = found.select("table.record")[:2]
    rows = {row.th.get_text(): [cell.get_text() for cell in row.find_all("td")] for row in by_rule.select("tbody tr")}
    assert rows["A2"][1:] == ["2", "0", "0", "0", "1"]
    assert by_agency.select_one("tbody th").get_text() == "平潭综合实验区管委会"


def test_the_record_gives_reasons_and_sign_offs_as_they_stand(faulty: Store, tmp_path: Path, capsys):
    report, digest = faulty.read(AGENCY, 2023)
    reasons = [
        {
            "rule": rule,
            "cells": [cell],
            "expected": 10,
            "actual": 11,
            "reason": HOSTILE,
            "by": "张某",
            "date": "2024-01-09",
        }
        for rule, cell in (("A1", "requests.granted.total"), ("A1", "requests.partial.total"))
    ]
    report = report.with_values({"waivers": reasons})
    report = sign(report, "first", "李某", datetime.date(2024, 1, 10))
    faulty.save(report, AGENCY, expected=digest)
    path = tmp_path / "q.html"
    assert said(capsys, "check", "2023", "--report", str(path), "--params", str(faulty.folder))[0] in (0, 1)

    found = page(path)
    [waivers] = [table for table in found.select("table.record") if "说明人、日期" in table.get_text()]
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in waivers.select("tbody tr")
    ]
    assert [(row[1], row[3:6], row[6].split(), row[7]) for row in rows] == [
        ("A1", ["10", "11", HOSTILE], ["张某", "2024-01-09"], "有效"),
        ("A1", ["10", "11", HOSTILE], ["张某", "2024-01-09"], "不适用"),
    ]
    [signing] = [table for table in found.select("table.record") if "初审" in table.thead.get_text()]
    assert [cell.get_text().split() for cell in signing.select("tbody td")] == [
        ["李某", "2024-01-10", "有效"],
        ["未审签"],
        ["未审签"],
    ]
    assert "1份报告等待复审" in found.get_text()


def test_the_record_names_the_largest_changes_since_last_year(bureau: Store, tmp_path: Path, capsys):
    path = tmp_path / "q.html"
    said(capsys, "check", "2023", "--report", str(path), "--params", str(bureau.folder))

    by_size, by_share = [
        [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")]
        for table in page(path).select("table.record")
        if "幅度" in table.thead.get_text()
    ]
    assert by_size[0] == ["示例县示例局", "第二部分表格“行政许可”行", "310", "298", "-12", "-3.9%"]
    assert by_share[:2] == [
        ["示例县示例局", "第二部分表格“行政处罚”行", "12", "9", "-3", "-25.0%"],
        ["示例县示例局", "第三部分表格“一、本年新收政府信息公开申请数量”行“总计”栏", "10", "12", "+2", "+20.0%"],
    ]


def quality_of(store: Store) -> Quality:
    wanted = [(agency, year) for agency, years in store.agencies.items() for year in years]
    return Quality(store, list(check_many(store, wanted, today=DAY, look=facts_of)), DAY)


def test_each_fault_planted_in_the_record_is_told_with_its_place(faulty: Store, tmp_path: Path):
    reason = {"rule": "A1", "cells": ["requests.granted.total"], "expected": 10, "actual": 11, "reason": "系统口径"}
    signed = sign(faulty.load(AGENCY, 2023).with_values({"waivers": [reason]}), "first", "示例甲", DAY)
    faulty.save(signed, AGENCY, expected=faulty.read(AGENCY, 2023)[1])
    quality = quality_of(Store(faulty.folder))
    html = quality_page(quality)
    assert list(quality_faults(html.encode(), quality)) == []

    for was, becomes, said in (
        ("3/3</b>", "2/3</b>", "标题应为“3/3”|应为“3/3”，实为“2/3”"),
        ("未报送0个。", "未报送0个：示例镇。", "“一、报送情况”之下应为"),
        (
            '<td class="text">系统口径</td>',
            '<td class="text">口径</td>',
            "“三、情况说明”之下应为“系统口径”，实为“口径”",
        ),
        ("示例甲 2025-02-10", "示例乙 2025-02-10", "“四、审签情况”之下应为“示例甲 2025-02-10"),
        ("整改台账暂无事项。", "整改台账共1项。", "“五、整改情况”之下应为"),
        (">+2</td>", ">+3</td>", "“六、与上年相比变化最大的数据”之下应为“+2”，实为“+3”"),
        ("正文写“新收申请15件”", "正文写“新收申请51件”", "“示例县示例局2023年度”之下应为“…"),
        ("</main>", "<p>全部合格。</p></main>", "多出“全部合格。”"),
    ):
        assert was in html, was
        told = "；".join(quality_faults(html.replace(was, becomes, 1).encode(), quality))
        assert any(one in told for one in said.split("|")), (was, told)
    [finding] = re.findall(r'<li id="finding-\d+"[^>]*data-rule="T1".*?</li>', html)
    assert "缺少" in "；".join(quality_faults(html.replace(finding, "").encode(), quality))


def test_a_faulty_record_does_not_get_its_name(faulty: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    page = quality_page(quality_of(faulty)).replace("报送情况</h2>", "情况</h2>")
    monkeypatch.setattr("govreport.oversight.quality_seal.quality_page", lambda quality: page)

    with pytest.raises(SealBroken, match=r"质量\.html：成果核验未通过，未生成：.*应为“一、报送情况”"):
        write_quality(quality_of(faulty), tmp_path / "质量.html")
    assert not (tmp_path / "质量.html").exists()


def test_the_record_of_several_years_names_the_year(project: Path, capsys):
    assert said(capsys, "check", PINGTAN, "--report", "q.html", "--json")[0] == 1

    found = page(project / "q.html")
    assert found.h1.get_text() == "2019—2025年政府信息公开工作年度报告质量校核情况报告"
    assert found.select_one("p.subtitle").get_text().startswith("平潭综合实验区管委会　")
    assert "2020年度" in found.get_text()


def test_a_report_that_cannot_be_read_stands_in_the_record(project: Path, capsys):
    write(project / "params", "broken", 2024, "name: 示例局\nyear: 2024\nform: 2021\nlevle: x\n")

    assert said(capsys, "check", "2024", "--report", "q.html")[0] == 1
    shown = page(project / "q.html").get_text()
    assert "另有1份数据文件无法读取，未校核：" in shown
    assert "params/broken/2024.yaml：第4行：未知字段 levle" in shown


# Many


def test_several_processes_find_what_one_does_in_the_same_order(tmp_path: Path):
    params = tmp_path / "params"
    for number in range(40):
        shutil.copytree(SAMPLES / "fujian", params / f"a{number:02d}")
    write(params, "a05/broken", 2024, "name: 示例局\nyear: 2024\nform: 2021\nlevle: x\n")
    store = Store(params)
    wanted = [(agency, year) for agency, years in store.agencies.items() for year in years]
    assert len(wanted) == 281

    one = list(check_many(Store(params), wanted, today=DAY, look=facts_of, jobs=1))
    several = list(check_many(store, wanted, today=DAY, look=facts_of, jobs=2))

    assert several == one
    assert [(each.agency, each.year) for each in several] == wanted
    assert [each.agency for each in several if each.problems] == ["a05/broken"]


def test_the_rest_is_checked_here_where_a_process_ends(tmp_path: Path):
    for number in range(20):
        shutil.copytree(SAMPLES / "fujian", tmp_path / "params" / f"a{number:02d}")
    store = Store(tmp_path / "params")
    wanted = [(agency, year) for agency, years in store.agencies.items() for year in years]

    found = list(check_many(store, wanted, look=end_beside, jobs=2))
    assert [(each.agency, each.year) for each in found] == wanted
    assert {each.seen for each in found} == {"平潭综合实验区管委会"}


def test_a_faulty_setting_is_told_once(project: Path, capsys):
    (project / "params" / "settings.yaml").write_text("deadlines: {township: 13-45}\n", encoding="utf-8")

    status, out, err = said(capsys, "check")
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "params/settings.yaml" in err
