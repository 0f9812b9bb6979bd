"""The params folder: read exactly, saved without loss, and clear about what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from material import AGENCY, SAMPLES, record, write

from govreport.errors import BadRequest, Conflict, InvalidFile, Locked, NotFound
from govreport.report import read_report
from govreport.store import Store, counts, load
from govreport.store.saving import write_atomic
from govreport.store.yaml_reading import parse_document

BASE = "name: 示例局\nyear: 2024\nform: 2021\n"


def problem(params: Path, text: str, encoding: str = "utf-8") -> str:
    """What loading a file with this text is refused with."""
    write(params, "example", 2024, text, encoding)
    with pytest.raises(InvalidFile) as caught:
        Store(params).load("example", 2024)
    return str(caught.value)


# Reading


def test_a_report_is_loaded_by_id_and_by_name():
    by_id = load("panzhihua/xiqu/justice", 2024, SAMPLES)

    assert load("攀枝花市西区司法局", 2024, SAMPLES) == by_id
    assert by_id.name == "攀枝花市西区司法局"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("yera: 2024", "第4行：未知字段 yera；是否为 year？"),
        ("name: 某局", "第4行：字段 name 重复"),
        ("requests:\n  new_recieved: [0, 0, 0, 0, 0, 0, 0]", "第5行：未知字段 new_recieved；是否为 new_received？"),
        ("requests:\n  granted: [0, 0, 0]", "第5行：requests.granted 应有7列，实有3列"),
        ("requests:\n  granted: [0, 0, 0, 0, 0, 0, 0, 0]", "第5行：requests.granted 应有7列，实有8列"),
        (
            "requests:\n  granted: [0, 0, 三, 0, 0, 0, 0]",
            "第5行：requests.granted.第3项 应为数字（空白写 null），现为“三”",
        ),
        ("requests:\n  granted: [0, 0, 010, 0, 0, 0, 0]", "现为“010”"),
        ("requests:\n  granted: 5", "第5行：requests.granted 应为一行数字"),
        ("disclosure:\n  licenses: many", "第5行：disclosure.licenses 应为数字"),
        ("published: {total: 1, channels: [{chanel: 网站}]}", "第4行：未知字段 chanel；是否为 channel？"),
        ("level: country", "level 不能是“country”，可选：ministry、"),
        ("dated: 2025-02-30", "第4行：dated 不是有效日期，请写成 2025-01-02 的形式"),
        ("contact: &c {}\nprocessing_fee: *c", "不支持 YAML 的引用写法"),
        ("contact: !!python/object/apply:os.system [id]", "不支持 YAML 标签"),
        ("requests: [", "写法有误"),
        ("\tdated: 2025-01-02", "缩进请用空格"),
        ("dated: \x07", "控制字符"),
        ("---\nname: 某局", "一个文件只能有一份报告"),
    ],
)
def test_a_faulty_line_is_named_with_what_to_do(tmp_path: Path, line: str, said: str):
    message = problem(tmp_path, BASE + line + "\n")

    assert message.startswith(f"{tmp_path.name}/example/2024.yaml：")
    assert said in message
    assert "\n" not in message


def test_every_fault_of_a_file_is_named_at_once(tmp_path: Path):
    message = problem(tmp_path, BASE + "yera: 1\nrequests:\n  granted: [1]\n  partial: [a, 0, 0, 0, 0, 0, 0]\n")

    assert [line.split("：")[1] for line in message.splitlines()] == ["第6行", "第7行", "第4行"]


def test_a_file_of_another_year_is_refused(tmp_path: Path):
    assert "第2行：年度 year 为 2023，与文件名 2024.yaml 不一致" in problem(tmp_path, BASE.replace("2024", "2023"))


@pytest.mark.parametrize("text", ["", "- 1\n", "just words\n"])
def test_a_file_that_is_no_record_is_refused(tmp_path: Path, text: str):
    assert "文件为空或不是年报数据" in problem(tmp_path, text)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path):
    write(tmp_path, "example", 2024, "\ufeff" + BASE.replace("\n", "\r\n"))

    assert Store(tmp_path).load("example", 2024).name == "示例局"


@pytest.mark.parametrize(("encoding", "named"), [("gbk", "像是 GBK"), ("utf-16", "像是 UTF-16")])
def test_another_encoding_is_named(tmp_path: Path, encoding: str, named: str):
    assert f"文件不是 UTF-8 编码（{named}）" in problem(tmp_path, BASE, encoding)


def test_a_huge_file_is_refused_unread(tmp_path: Path):
    path = write(tmp_path, "example", 2024, BASE)
    os.truncate(path, 100 * 1024 * 1024)

    with pytest.raises(InvalidFile, match="超过16MB"):
        Store(tmp_path).load("example", 2024)


def test_an_alias_bomb_is_refused_quickly(tmp_path: Path):
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))

    assert "不支持 YAML 的引用写法" in problem(tmp_path, bomb)


def test_deep_nesting_is_refused(tmp_path: Path):
    assert "2024.yaml：" in problem(tmp_path, BASE + "x: " + "[" * 900 + "]" * 900)


def test_a_negative_or_fractional_count_loads(tmp_path: Path):
    write(tmp_path, "example", 2024, BASE + "disclosure:\n  regulations: [-1, 2.5, 0]\n")

    report = Store(tmp_path).load("example", 2024)

    assert report.rows["disclosure.regulations"] == (-1, Decimal("2.5"), 0)


def test_digits_that_are_a_text_stay_a_text(tmp_path: Path):
    write(tmp_path, "example", 2024, BASE + "contact: {telephone: 88123456, address: 010}\n")

    contact = Store(tmp_path).load("example", 2024).contact

    assert contact is not None
    assert (contact.telephone, contact.address) == ("88123456", "010")


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_are_read_or_refused_in_words(content: bytes):
    try:
        parse_document(content, "2024.yaml")
    except InvalidFile as error:
        assert str(error).startswith("2024.yaml：")  # noqa: PT017 - either way is right, a crash is not


# Choosing


def test_an_unknown_agency_is_answered_with_the_nearest():
    with pytest.raises(NotFound, match=r"是否为 fujian/pingtan"):
        load("fujian/pingtn", 2024, SAMPLES)
    with pytest.raises(NotFound, match="是否为 宿迁市人民政府"):
        load("宿迁", 2024, SAMPLES)


def test_a_missing_year_is_answered_with_those_there_are():
    with pytest.raises(NotFound, match="现有年度：2023、2024"):
        load("jiangsu/suqian", 2022, SAMPLES)


@pytest.mark.parametrize(
    "agency",
    ["../x", "a/../b", "/etc", "C:/x", "a\\b", "", ".git", "a//b", "a/ b", "con", 'a"b', "<b>x</b>", "a\x00b", "x."],
)
def test_an_id_cannot_leave_the_folder(tmp_path: Path, agency: str):
    (tmp_path / "params").mkdir()
    store = Store(tmp_path / "params")

    with pytest.raises(BadRequest):
        store.new(agency, 2024, name="示例局")
    assert list(tmp_path.rglob("*.yaml")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_cannot_lead_out_of_the_folder(tmp_path: Path):
    write(tmp_path / "outside", "secret", 2024, BASE)
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "link").symlink_to(tmp_path / "outside")

    with pytest.raises(BadRequest, match="数据文件夹之外"):
        Store(tmp_path / "params").load("link/secret", 2024)


def test_a_parent_selects_what_is_below_it(tmp_path: Path):
    for agency in ("city", "city/a", "city/b", "cityside"):
        write(tmp_path, agency, 2024, BASE.replace("示例局", f"示例{agency.replace('/', '')}"))
    store = Store(tmp_path)

    assert store.select(2024, ["city"]) == ["city", "city/a", "city/b"]
    assert store.select(2024, ["city"], only=True) == ["city"]
    assert store.select(2024) == ["city", "city/a", "city/b", "cityside"]
    assert store.children("") == ["city", "cityside"]
    assert store.children("city") == ["city/a", "city/b"]


def test_a_name_that_two_agencies_have_asks_for_the_id(tmp_path: Path):
    for agency in ("a", "b"):
        write(tmp_path, agency, 2024, BASE)

    with pytest.raises(BadRequest, match="有2个单位叫“示例局”，请改用编号：a、b"):
        Store(tmp_path).resolve("示例局")


@pytest.mark.parametrize("content", [None, "empty"])
def test_an_empty_or_absent_folder_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content):
    monkeypatch.chdir(tmp_path)
    if content:
        (tmp_path / "params").mkdir()

    with pytest.raises(NotFound, match=r"govreport (init|new)"):
        Store().select(2024)


def test_the_params_folder_is_found_upward_and_by_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "params").mkdir()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")

    assert Store().folder == tmp_path / "params"
    monkeypatch.setenv("GOVREPORT_PARAMS", str(tmp_path / "elsewhere"))
    assert Store().folder == tmp_path / "elsewhere"
    assert Store(tmp_path / "params").folder == tmp_path / "params"


def test_a_roster_says_who_must_report(tmp_path: Path):
    write(tmp_path, "county/a", 2024, BASE.replace("示例局", "示例甲局"))
    write(tmp_path, "county/old", 2023, BASE.replace("2024", "2023"))
    (tmp_path / "county" / "roster.yaml").write_text(
        "- {id: a, name: 示例甲局, short_name: 甲局}\n"
        "- {id: county/b, name: 示例乙局, former_names: [示例丙局]}\n"
        "- {id: gone, name: 示例丁局, to: 2022}\n"
        "- {id: none, name: 示例戊局, reports: false}\n",
        encoding="utf-8",
    )
    store = Store(tmp_path)

    assert store.expected(2024) == {"county/a": "示例甲局", "county/b": "示例乙局"}
    assert store.resolve("甲局") == "county/a"
    assert store.resolve("示例丙局") == "county/b"


def test_without_a_roster_who_reported_this_year_or_last_is_expected(bureau: Store):
    assert bureau.expected(2024) == {AGENCY: "示例县示例局"}
    assert bureau.expected(2025) == {}


def test_a_faulty_roster_is_named(tmp_path: Path):
    write(tmp_path, "a", 2024, BASE)
    (tmp_path / "roster.yaml").write_text("- {id: a, nmae: 示例局}\n", encoding="utf-8")

    with pytest.raises(InvalidFile, match=r"roster.yaml：第1行：名册中的单位写法有误（.*nmae"):
        Store(tmp_path).expected(2024)


# Counts


def test_counts_is_one_line_a_cell_with_blanks_missing(bureau: Store):
    data = record(2023)
    data["requests"]["granted"] = [8, None, 0, 0, 0, 0, 10]
    report, digest = bureau.read(AGENCY, 2023)
    bureau.save(read_report(data), AGENCY, expected=digest)

    frame = counts(bureau.folder, years=[2023])

    assert list(frame.columns) == ["agency", "year", "table", "row", "column", "value"]
    assert len(frame) == 200
    cell = frame[(frame.row == "granted") & (frame.column == "commercial")]
    assert cell.value.isna().all()
    denied = frame[(frame.row == "denied.third_party_rights") & (frame.column == "total")]
    assert denied.value.tolist() == [1.0]
    assert report.cell("requests.granted.commercial") == 2


def test_counts_of_the_samples_hold_the_printed_figures():
    frame = counts(SAMPLES, agencies=["jiangsu/suqian"])
    received = frame[(frame.row == "new_received") & (frame.column == "total")]

    assert received.set_index("year").value.to_dict() == {2023: 3511.0, 2024: 3525.0}


# Saving


def test_saving_keeps_comments_and_lines_and_changes_only_what_changed(bureau: Store):
    path = bureau.path(AGENCY, 2023)
    text = path.read_text(encoding="utf-8").replace("year: 2023", "year: 2023  # 已与办公室核对")
    path.write_text("# 张三填\n" + text, encoding="utf-8")
    before = path.read_text(encoding="utf-8").splitlines()

    report, digest = bureau.read(AGENCY, 2023)
    bureau.save(report.with_cell("requests.granted.total", 11), AGENCY, expected=digest)

    after = path.read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [(old.split("#")[0].strip(), new.split("#")[0].strip()) for old, new in changed] == [
        ("granted: [8, 2, 0, 0, 0, 0, 10]", "granted: [8, 2, 0, 0, 0, 0, 11]")
    ]
    assert changed[0][1].endswith("# （一）予以公开")


def test_saving_keeps_windows_line_ends(bureau: Store):
    path = bureau.path(AGENCY, 2023)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    report, digest = bureau.read(AGENCY, 2023)

    bureau.save(report.with_cell("requests.granted.total", 11), AGENCY, expected=digest)

    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 40


def test_saving_refuses_a_file_that_changed_since_it_was_read(bureau: Store):
    report, digest = bureau.read(AGENCY, 2023)
    path = bureau.path(AGENCY, 2023)
    path.write_text(path.read_text(encoding="utf-8") + "# 李四改\n", encoding="utf-8")

    with pytest.raises(Conflict, match="打开之后已被他人修改"):
        bureau.save(report.with_cell("requests.granted.total", 11), AGENCY, expected=digest)
    assert path.read_text(encoding="utf-8").endswith("# 李四改\n")


def test_saving_a_new_file_refuses_one_that_is_there(bureau: Store):
    with pytest.raises(Conflict):
        bureau.save(read_report(record(2023)), AGENCY, expected=None)


def test_a_null_row_and_a_blank_row_are_saved_as_such(bureau: Store):
    report, digest = bureau.read(AGENCY, 2022)
    blank = report.with_cell("disclosure.licenses.decisions", None)
    bureau.save(blank, AGENCY, expected=digest)

    assert bureau.load(AGENCY, 2022) == blank
    assert "licenses: null" in bureau.path(AGENCY, 2022).read_text(encoding="utf-8")


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    [
        "一是…\n二是…",
        " 前空",
        "后空 ",
        "a: b",
        "# 不是注释",
        "null",
        "010",
        "2024-01-01",
        "1:30",
        "是\n\n否\n",
        "'",
        '"',
        "\u2028",
    ]
)


@settings(deadline=None, max_examples=60)
@given(
    lead=texts,
    name=texts.filter(bool),
    row=st.lists(st.none() | st.integers(-9, 10**12), min_size=7, max_size=7),
    fee=st.decimals(allow_nan=False, allow_infinity=False, places=6),
)
def test_what_is_saved_is_loaded_again(tmp_path_factory, lead, name, row, fee):
    params = tmp_path_factory.mktemp("params")
    data = record(2023)
    data["name"] = name
    data["narrative"]["overview"]["lead"] = lead
    data["requests"]["partial"] = row
    data["disclosure"]["admin_fees"] = fee
    report = read_report(data)

    Store(params).save(report, AGENCY, expected=None)
    loaded, digest = Store(params).read(AGENCY, 2023)
    assert loaded == report

    again = loaded.with_cell("requests.granted.total", 99)
    Store(params).save(again, AGENCY, expected=digest)
    assert Store(params).load(AGENCY, 2023) == again


def test_a_locked_file_is_named_and_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "report.html"
    path.write_bytes(b"old")

    def locked(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(Locked, match="请关闭正在打开它的程序"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on file size is POSIX's stand-in for a full disk")
def test_where_the_disk_takes_no_more_the_old_file_stands(tmp_path: Path):
    path = tmp_path / "report.html"
    path.write_bytes(b"old")
    script = (
        "import pathlib, resource, signal, sys\n"
        "from govreport.errors import Locked\n"
        "from govreport.store import write_atomic\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        "    write_atomic(pathlib.Path(sys.argv[1]), b'x' * 100000)\n"
        "except Locked as error:\n"
        "    sys.exit(7 if '磁盘空间' in str(error) else 8)\n"
    )

    assert subprocess.run([sys.executable, "-c", script, str(path)], check=False).returncode == 7
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_killed_in_the_middle_no_half_file_carries_the_name(tmp_path: Path):
    path = tmp_path / "report.html"
    path.write_bytes(b"old")
    script = (
        "import os, pathlib, sys\n"
        "from govreport.store import write_atomic\n"
        "pathlib.Path.replace = lambda *_: os._exit(9)\n"
        "write_atomic(pathlib.Path(sys.argv[1]), b'new' * 100000)\n"
    )

    assert subprocess.run([sys.executable, "-c", script, str(path)], check=False).returncode == 9
    assert path.read_bytes() == b"old"


# Beginning a year


def test_a_new_year_begins_with_what_the_year_before_hands_on(bureau: Store):
    path = bureau.new("示例县示例局", 2024)
    report = bureau.load(AGENCY, 2024)

    assert path == bureau.path(AGENCY, 2024)
    assert report.form == 2021
    assert report.rows["requests.carried_in"] == (1, 0, 0, 0, 0, 0, 1)
    assert report.rows["disclosure.normative_documents"] == (None, None, 21)
    stated = {path.rpartition(".")[0] for path, value in report.cells.items() if value is not None}
    assert stated == {"requests.carried_in", "disclosure.regulations", "disclosure.normative_documents"}
    assert "上年带入，请核对" in path.read_text(encoding="utf-8")


def test_a_new_bureau_begins_blank_with_all_200_cells(tmp_path: Path):
    store = Store(tmp_path)
    store.new("county/new", 2024, name="示例新局")
    report = Store(tmp_path).load("county/new", 2024)

    assert report.name == "示例新局"
    assert len(report.cells) == 200
    assert set(report.cells.values()) == {None}


def test_a_new_bureau_needs_a_name_and_an_old_file_is_not_overwritten(bureau: Store):
    with pytest.raises(BadRequest, match="--name"):
        bureau.new("example/other", 2024)
    with pytest.raises(BadRequest, match="已经存在"):
        bureau.new(AGENCY, 2023)


def test_a_new_file_of_a_rostered_body_takes_its_name_and_level(tmp_path: Path):
    (tmp_path / "roster.yaml").write_text("- {id: t, name: 示例镇人民政府, level: township}\n", encoding="utf-8")
    Store(tmp_path).new("t", 2024)
    report = Store(tmp_path).load("t", 2024)

    assert (report.name, report.level) == ("示例镇人民政府", "township")


# Ids


@pytest.mark.parametrize(
    ("agency", "reason"),
    [
        ("county/a.draft", "“draft”是本工具文件名的专用字"),
        ("a.Notice", "“notice”是本工具文件名的专用字"),
        ("index", "“index”是本工具文件名的专用字"),
        ("a.published-2", "“published-2”是本工具文件名的专用字"),
        ("superseded/z", "“superseded”是本工具存放旧文件的文件夹名"),
        ("county/roster.yaml", "“roster.yaml”像是文件名"),
        ("x/2024.yaml", "“2024.yaml”像是文件名"),
        ("index.html/x", "“index.html”像是文件名"),
        ("COM1", "“COM1”是 Windows 的设备名"),
        ("COM¹", "“COM¹”是 Windows 的设备名"),
        ("ＡＢ局", "含有变体字符“Ａ”，请改为“A”"),
        ("第①局", "含有变体字符“①”，请改为“1”"),
        ("a\u202egnp", "含有看不见的字符〔U+202E〕"),
        ("财政\u200b局", "含有看不见的字符〔U+200B〕"),
        ("e\u0301", "含有分开书写的字符"),
        ("county/a|b", "不能含 .. 和特殊字符（“|”）"),
        ("../up", "应是 params 下的文件夹路径"),
    ],
)
def test_what_cannot_be_an_id_is_refused_with_the_reason(tmp_path: Path, agency: str, reason: str):
    with pytest.raises(BadRequest) as refused:
        Store(tmp_path).new(agency, 2024, "示例局")

    assert reason in str(refused.value)
    assert "\u202e" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "agency", ["东城区（试点）办", "库尔班·买买提乡", "panzhihua/xiqu/justice", "é/a.b", "draft/x"]
)
def test_names_that_an_office_has_are_ids(tmp_path: Path, agency: str):
    Store(tmp_path).new(agency, 2024, "示例局")

    assert list(Store(tmp_path).agencies) == [agency]


@pytest.mark.parametrize("agency", ["County/office", "county/OFFICE", "county/office/Straße", "COUNTY/new"])
def test_an_id_that_windows_takes_for_another_is_refused(tmp_path: Path, agency: str):
    for there in ("county/office", "county/office/strasse"):
        Store(tmp_path).new(there, 2024, "示例局")

    with pytest.raises(BadRequest, match="只是大小写或写法不同，在 Windows 上是同一个文件夹"):
        Store(tmp_path).save(read_report(record(2023)), agency, expected=None)
    assert len(Store(tmp_path).agencies) == 2


def test_two_ids_of_a_roster_that_windows_takes_for_one_are_named(tmp_path: Path):
    (tmp_path / "roster.yaml").write_text("- {id: a, name: 甲局}\n- {id: A, name: 乙局}\n", encoding="utf-8")
    with pytest.raises(InvalidFile, match=r"roster\.yaml：第2行：单位编号“A”与“a”只是大小写或写法不同"):
        Store(tmp_path).expected(2024)

    (tmp_path / "roster.yaml").write_text("- {id: a.notice, name: 甲局}\n", encoding="utf-8")
    with pytest.raises(InvalidFile, match=r"roster\.yaml：第1行：单位编号“a\.notice”不可用：“notice”是本工具"):
        Store(tmp_path).expected(2024)


# What cannot be read


def test_folders_that_cannot_be_agencies_are_named_and_the_others_read(tmp_path: Path):
    for agency in ("good", "Twin", "twin", "x/2024.yaml", "superseded/z", "a\u202eb"):
        write(tmp_path, agency, 2023, BASE)
    write(tmp_path, "x", 2022, BASE)
    (tmp_path / "linked").symlink_to(tmp_path / "good", target_is_directory=True)
    (tmp_path / "lost").symlink_to(tmp_path / "nowhere")
    store = Store(tmp_path)

    assert store.agencies == {"good": [2023], "x": [2022, 2024]}
    assert {place: reason[:8] for place, reason in store.troubles().items()} == {
        "Twin": "与“twin”只",
        "a〔U+202E〕b": "文件夹名不能作单",
        "linked": "是指向别处的链接",
        "lost": "链接已失效，请删",
        "superseded/z": "文件夹名不能作单",
        "twin": "与“Twin”只",
    }
    assert set(store.troubles(2024)) == {"linked", "lost"}
    with pytest.raises(InvalidFile, match="superseded/z：文件夹名不能作单位编号"):
        store.counts()


@pytest.mark.parametrize("kind", ["folder", "lost link", "loop", "pipe"])
def test_what_is_no_file_is_told_and_hangs_nothing(tmp_path: Path, kind: str):
    for name in ("roster.yaml", "settings.yaml", "example/2023.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        if kind == "folder":
            path.mkdir()
        elif kind == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to(path if kind == "loop" else tmp_path / "nowhere")
    store = Store(tmp_path)

    assert store.agencies == {"example": [2023]}
    for read in (lambda: store.load("example", 2023), store.roster, lambda: store.settings, lambda: store.counts()):
        with pytest.raises(InvalidFile, match=r"不是文件，无法读取|无法读取（"):
            read()
