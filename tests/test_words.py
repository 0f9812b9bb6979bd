"""The word list, and `govreport screen`: what must not be posted, found in a file of any kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document
from material import SAMPLES
from openpyxl import Workbook

from govreport.checks import STARTER, Word, WordList, read_words, screen_text, words_in
from govreport.cli.main import run
from govreport.errors import InvalidFile
from govreport.importing import read_lines

HEAD = "词,改为,原因,处理要求\n"
TEXT = "示例县各单位及时布署，完善台帐。"


def listed(*entries: tuple[str, str]) -> WordList:
    return WordList(Word(word, replacement, "示例", "warning") for word, replacement in entries)


def places(words: WordList, text: str) -> list[tuple[int, str]]:
    return [(start, entry.word) for start, entry in words.places(text)]


# The list


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_is_read_in_the_encodings_that_excel_writes(encoding: str):
    content = (
        (HEAD + "布署,部署,错别字,应改正\n残疾,,“,”须加引号,\n").replace("“,”须加引号", '"有,号"').encode(encoding)
    )

    assert read_words(content, "words.csv") == (
        Word("布署", "部署", "错别字", "error"),
        Word("残疾", "", "有,号", "warning"),
    )


def test_every_broken_line_is_named():
    lines = "甲,乙,丙,应改正,,\n,乙,丙,提示\n\n甲,丁,戊,提示\n己,庚,辛,必须改\n壬,1,2,提示,多\n癸\n"
    with pytest.raises(InvalidFile) as error:
        read_words((HEAD + lines).encode(), "words.csv")

    assert str(error.value).splitlines() == [
        "words.csv：第3行：应为“词,改为,原因,处理要求”四项，词不能空，请改正（词中有逗号的加引号）",
        "words.csv：第5行：“甲”重复，请删去一行",
        "words.csv：第6行：处理要求应为应改正、请核实、提示，现为“必须改”，请改正",
        "words.csv：第7行：应为“词,改为,原因,处理要求”四项，词不能空，请改正（词中有逗号的加引号）",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "第一行应为"),
        ("布署,部署\n".encode(), "第一行应为"),
        (b"\xff\xfe\x00\xd8\x00", "不是文本文件"),
        ((HEAD + '"' + "长" * 200_000).encode(), "不是可读的 CSV"),
    ],
)
def test_what_is_no_list_is_refused(content: bytes, said: str):
    with pytest.raises(InvalidFile, match=said):
        read_words(content, "words.csv")


def test_the_list_to_begin_with_says_why_of_every_word():
    assert 60 <= len(STARTER) <= 130
    assert all(entry.word and entry.reason and len(entry.word) > 1 for entry in STARTER)
    assert {entry.severity for entry in STARTER} == {"error", "warning", "hint"}
    assert all(entry.replacement for entry in STARTER if entry.severity == "error")


def test_an_offices_own_list_stands_for_the_one_to_begin_with(tmp_path: Path):
    assert words_in(tmp_path) is STARTER

    (tmp_path / "words.csv").write_text(f"{HEAD}甲乙,丙,丁,提示\n", encoding="utf-8")

    assert words_in(tmp_path) == (Word("甲乙", "丙", "丁", "hint"),)


# Places


def test_the_longest_word_counts_from_left_to_right():
    words = listed(("国务院法制办", "司法部"), ("国务院法制办公室", "司法部"), ("法制", "法治"), ("办公室文", ""))

    assert places(words, "国务院法制办公室文件，国务院法制办，法制") == [
        (0, "国务院法制办公室"),
        (11, "国务院法制办"),
        (18, "法制"),
    ]


def test_a_word_that_is_its_own_replacement_is_left_alone():
    words = listed(("旅游局", "文化和旅游局"), ("和旅游局", "和旅游局"))

    assert places(words, "文化和旅游局与旅游局") == [(7, "旅游局")]


def test_words_of_one_character_and_signs_of_patterns_are_words_too():
    words = listed(("(", ""), ("a+b]", ""), ("的", ""), ("的^", ""))

    assert places(words, "的a+b](的^") == [(0, "的"), (1, "a+b]"), (5, "("), (6, "的^")]
    assert places(WordList(), "的") == []


@pytest.mark.parametrize(
    "text",
    [
        "检查帐篷、平台帐篷", "发布署名文章", "通报导致的问题", "既使用新媒体又使用公报", "整座落成", "县文化广电和旅游局",
        "文化体育旅游局", "自然资源部门、国土资源部门", "思维族群", "全部份额", "台湾地区", "内地与香港", "香港特别行政区政府",
        "对于以公开为常态的要求", "现代农业局面", "生态环境局", "市场监督管理局", "国家税务总局", "争做为民服务先锋", "交通质监局",
    ],
)  # fmt: skip
def test_good_wording_holds_no_word_of_the_list(text: str):
    assert screen_text(text) == []


# The command


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], str]:
    status = run(["screen", *words])
    captured = capsys.readouterr()
    return status, captured.out.splitlines(), captured.err


def make(path: Path) -> Path:
    """A file of the kind that the name says, with the text in it."""
    if path.suffix == ".docx":
        document = Document()
        document.add_paragraph("示例")
        document.add_paragraph(TEXT)
        document.save(str(path))
    elif path.suffix == ".xlsx":
        book = Workbook()
        book.active["B2"] = TEXT
        book.active["B3"] = 1
        book.save(path)
    elif path.suffix == ".pdf":
        path.write_bytes(pdf_of(TEXT))
    elif path.suffix == ".html":
        path.write_text(f"<html><body><p>示例</p><p>{TEXT}</p></body></html>", encoding="utf-8")
    elif path.suffix == ".yaml":
        path.write_text(f"name: 示例\ncontact: {{telephone: 13800001111}}\nnarrative:\n  problems: {TEXT}\n", "utf-8")
    else:
        path.write_text(f"示例\n{TEXT}\n", encoding="gb18030")
    return path


def pdf_of(text: str) -> bytes:
    """A page with a line of text, in a font that every reader has."""
    shown = text.encode("utf-16-be").hex()
    stream = f"BT /F1 16 Tf 60 700 Td <{shown}> Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800"
        b"/Descent -200/CapHeight 700/StemV 80>>",
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("通知.txt", "第2行"),
        ("通知.md", "第2行"),
        ("通知.html", "第2段"),
        ("通知.docx", "第2段"),
        ("通知.xlsx", "“Sheet”B2"),
        ("通知.pdf", "第1页"),
        ("2024.yaml", "第4行"),
    ],
)
def test_a_file_of_each_kind_is_screened(name: str, where: str, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = make(tmp_path / name)

    status, out, err = said(capsys, str(path))

    assert (status, err) == (1, "")
    assert out == [
        f"{name}：{where}：[请核实] 布署 → 部署，疑为错别字（“…县各单位及时布署，完善台帐。”）",
        f"{name}：{where}：[应改正] 台帐 → 台账，错别字（“…时布署，完善台帐。”）",
        "共检查1个文件：应改正问题1处，须核实问题1处，提示0处。",
    ]


def test_json_is_one_object_a_place(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.txt"
    path.write_text("公开XX条，身份证360426199101010071。", encoding="utf-8")

    status, out, _ = said(capsys, str(path), "--json")

    assert status == 1
    assert [json.loads(line) for line in out] == [
        {
            "file": str(path), "where": "第1行", "rule": "N10", "severity": "error", "words": "XX", "replacement": "",
            "message": "“公开XX条，身份证3…”有占位符号，请填写或删去",
        },
        {
            "file": str(path), "where": "第1行", "rule": "N12", "severity": "error", "words": "3604**********0071",
            "replacement": "", "message": "“3604**********0071”是居民身份证号码，请删去或隐去",
        },
    ]  # fmt: skip


def test_warnings_alone_leave_the_status_at_0(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("及时布署", encoding="utf-8")
    (tmp_path / "b.txt").write_text("没有问题。", encoding="utf-8")

    assert said(capsys, "a.txt", "b.txt")[0] == 0
    assert said(capsys, "b.txt")[1] == ["共检查1个文件：应改正问题0处，须核实问题0处，提示0处。"]


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_screened(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "a.txt")
    (tmp_path / "b.docx").write_bytes(b"no document")
    (tmp_path / "c.png").write_bytes(b"x")

    status, out, err = said(capsys, "missing.txt", "b.docx", "c.png", "a.txt")

    assert status == 2
    assert [line.partition("：")[0] for line in err.splitlines()] == ["missing.txt", "b.docx", "c.png"]
    assert out[-1] == "共检查1个文件：应改正问题1处，须核实问题1处，提示0处。"


def test_another_list_and_the_lists_own_mistakes(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "a.txt")
    (tmp_path / "own.csv").write_bytes((HEAD + "示例县,示例市,改名,提示\n").encode("gb18030"))
    (tmp_path / "bad.csv").write_text(f"{HEAD},x\n甲,乙,丙,丁\n", encoding="utf-8")

    status, out, _ = said(capsys, "a.txt", "--words", "own.csv")
    assert (status, out[0]) == (0, "a.txt：第2行：[提示] 示例县 → 示例市，改名（“示例县各单位及时布…”）")
    status, out, err = said(capsys, "a.txt", "--words", "bad.csv")
    assert (status, out) == (2, [])
    assert [line[:11] for line in err.splitlines()] == ["bad.csv：第2行", "bad.csv：第3行"]
    assert said(capsys, "a.txt", "--words", "none.csv")[0] == 2


def test_init_lays_down_the_list_and_leaves_an_offices_own(tmp_path: Path, capsys):
    words = tmp_path / "params" / "words.csv"

    assert run(["init", str(tmp_path)]) == 0
    assert words.read_bytes().startswith("\ufeff词,改为,原因,处理要求".encode())
    assert words_in(tmp_path / "params") == STARTER
    words.write_text(f"{HEAD}甲乙,丙,丁,提示\n", encoding="utf-8")
    assert run(["init", str(tmp_path)]) == 0
    assert len(words_in(tmp_path / "params")) == 1


def test_the_published_samples_hold_nothing_unfit():
    for path in SAMPLES.rglob("*.yaml"):
        for line in read_lines(path):
            assert screen_text(line.text) == [], path
