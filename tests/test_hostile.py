"""Files made to harm or to hang, and real ones spoilt: each is read, doubted or refused in one line, soon and small."""

from __future__ import annotations

import io
import re
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from itertools import count, repeat
from pathlib import Path

import hostile
import pytest
from hostile import KINDS, MEGA, TABLE, Child, Outcome, docx, packed, page, paper
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from material import record
from office import convert

from govreport.errors import InvalidFile
from govreport.exporting import word_document, workbook
from govreport.importing import Hints, Reading, read_file, read_lines, watchdog
from govreport.report import read_report

QUICK, LITTLE = 10.0, 500 * MEGA
"""Seconds of the processor, and bytes."""
PATIENCE = 120.0
"""Real seconds after which a child that says nothing is ended."""
HINTS = Hints("示例局", 2023)
HOLDS = {
    "thousands of pages": "超过100页",
    "many rectangles": "一页上的线条和图形超过4万个",
    "forms that draw each other": "一页上的文字超过2万个",
    "one stream a thousand times": "各页内容超过20MB",
    "content that unpacks to much": "中有一段解压后超过40MB",
    "characters that map to long texts": "中有一项超过1MB",
    "characters that map to four billion": "内容超过500万项",
    "a billion widths": "内容超过500万项",
}
"""What there is too much of in a PDF."""
FILES = [pytest.param(kind, name, id=f"{kind[1:]}: {name}") for kind, made in KINDS.items() for name in made]


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    one = Child(PATIENCE)
    yield one
    one.close()


def check(outcome: Outcome, name: str) -> None:
    assert outcome.kind in ("read", "refused"), f"{outcome.kind}: {outcome.text}"
    assert outcome.seconds < QUICK
    assert outcome.peak < LITTLE
    if outcome.kind == "refused":
        assert is_refusal(outcome.text, name)


def is_refusal(text: str, name: str) -> bool:
    """Whether it is one Chinese line that begins with the file's name."""
    return text.startswith(f"{name}：") and "\n" not in text and bool(re.search("[\u4e00-\u9fff]{4}", text))


@pytest.mark.parametrize(("kind", "name"), FILES)
def test_a_hostile_file_ends_soon_and_stays_small(kind: str, name: str, child: Child, tmp_path: Path):
    path = tmp_path / f"来稿{kind}"
    path.write_bytes(KINDS[kind][name]())

    outcome = child.read(path)

    check(outcome, path.name)
    if kind == ".pdf" and name in HOLDS:
        what_to_do = "不像年报，请只保留年报的各页，或在浏览器中打印为新的 PDF 后再导入"
        assert outcome.text == f"来稿.pdf：PDF {HOLDS[name]}，{what_to_do}"


def test_each_pdf_of_which_there_is_too_much_is_among_the_files():
    assert HOLDS.keys() <= KINDS[".pdf"].keys()


@pytest.mark.parametrize("kind", [*KINDS, ".htm", ".doc", ".xls", ".rtf"])
def test_a_file_larger_than_any_report_is_not_opened(kind: str, tmp_path: Path):
    path = tmp_path / f"来稿{kind}"
    with path.open("wb") as file:
        file.truncate(200 * MEGA)

    with pytest.raises(InvalidFile, match=f"^来稿{kind}：文件超过60MB，不像年报文件，请核对$"):
        read_file(path)


# what a PDF holds is counted, not timed


@pytest.fixture
def slowed(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes a second of the processor count as several."""
    quick = time.process_time
    return lambda times: monkeypatch.setattr(time, "process_time", lambda: quick() * times)


def test_a_slow_machine_reads_what_a_quick_one_reads(
    real: dict[str, bytes], tmp_path: Path, slowed: Callable[[int], None]
):
    slowed(200)
    path = tmp_path / "年报.pdf"
    path.write_bytes(real[".pdf"])

    reading = read_file(path, HINTS)

    assert reading.report.cells["requests.granted.total"] == 0
    assert set(reading.report.cells.values()) == {0}


@pytest.mark.parametrize("read", [read_file, read_lines])
def test_a_slow_machine_refuses_what_a_quick_one_refuses(
    read: Callable[[Path], object], tmp_path: Path, slowed: Callable[[int], None]
):
    slowed(30)
    path = tmp_path / "来稿.pdf"
    path.write_bytes(hostile.PDFS["a reference to itself"]())

    with pytest.raises(InvalidFile, match=r"^来稿\.pdf：PDF 内容超过500万项，不像年报，请只保留年报的各页"):
        read(path)


def test_what_works_without_end_is_given_up_and_the_machine_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(watchdog, "_SECONDS", 0.2)

    with pytest.raises(
        InvalidFile, match=r"^来稿\.pdf：这台电脑在0\.2秒内没有读完，请关闭其他程序后重试，或换一台较快的电脑"
    ):
        watchdog.read_within_bounds("来稿.pdf", lambda: sum(0 for _ in repeat(0)))


def test_what_grows_without_end_is_given_up_and_the_file_is_named():
    grown: list[tuple[int, float]] = []

    with pytest.raises(InvalidFile, match=r"^来稿\.docx：内容过多或过于复杂，没有读完，请只保留正文后重试$"):
        watchdog.read_within_bounds("来稿.docx", lambda: grown.extend((n, n / 3) for n in count()))


TRACED = """
import sys
from govreport.importing import watchdog

watchdog._MOST_BLOCKS = 1000
try:
    with watchdog.within_bounds():
        kept = []
        while True:
            kept.append([[] for _ in range(1000)])
except watchdog.Overrun:
    print("given up")

def make():
    held = 1
    return lambda: held

sys.settrace(lambda *_: None)
make()
print("traced")
"""


def test_after_a_reading_was_given_up_a_debugger_still_gets_on():
    done = subprocess.run([sys.executable, "-c", TRACED], capture_output=True, text=True, timeout=60, check=False)

    assert done.stdout == "given up\ntraced\n", done.stderr


# nothing outside is asked for


def test_a_file_asks_nobody_and_opens_nothing_else(tmp_path: Path, child: Child):
    secret = tmp_path / "secret.html"
    secret.write_text("<table><tr><td>1234567", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        there = f"http://127.0.0.1:{server.getsockname()[1]}"
        for name, content in calling(there, secret.as_uri()).items():
            path = tmp_path / name
            path.write_bytes(content)

            check(child.read(path), name)
            assert "1234567" not in said(path)
        with pytest.raises(TimeoutError):
            server.accept()


def said(path: Path) -> str:
    try:
        return repr(read_file(path, HINTS))
    except InvalidFile as error:
        return str(error)


def calling(there: str, secret: str) -> dict[str, bytes]:
    """Files of every kind that name another one, at a server and on the disk."""
    named = "".join(
        f'<base href="{one}/"><link rel="stylesheet" href="{one}"><script src="{one}"></script><img src="{one}">'
        f'<iframe src="{one}"></iframe><object data="{one}"></object><embed src="{one}"><meta http-equiv="refresh" content="0;{one}">'
        f'<style>@import "{one}";</style><p style="background:url({one})">公开</p><xi:include href="{one}"/>'
        for one in (there, secret)
    )
    entity = f'<!DOCTYPE html [<!ENTITY a SYSTEM "{secret}"><!ENTITY % b SYSTEM "{there}">%b;]>'
    outside = "".join(
        f'<Relationship Id="r{n}" Type="{hostile.OFFICE}/{kind}" Target="{one}" TargetMode="External"/>'
        for n, kind in enumerate(("attachedTemplate", "image", "aFChunk", "externalLink", "worksheet"))
        for one in (there, secret)
    )
    links = f'<Relationships xmlns="{hostile.RELS}">{outside}</Relationships>'
    action = f"<</S/URI/URI({there})>>".encode()
    reached = f"/OpenAction<</S/Launch/F({secret})>>/AA<</O 6 0 R>>".encode()
    return {
        "网页.html": page(named + TABLE),
        "实体.html": entity.encode() + page("&a;" + TABLE),
        "实体.xhtml": f'<?xml version="1.0"?>{entity}<html xmlns="http://www.w3.org/1999/xhtml"><body>&a;{TABLE}</body></html>'.encode(),
        "稿.docx": docx(hostile.word_table(), {"word/_rels/document.xml.rels": links, "word/_rels/settings.xml.rels": links}),
        "表.xlsx": hostile.book(hostile.SHEET, parts={"xl/worksheets/_rels/sheet1.xml.rels": links}),
        "打印.pdf": paper(packed(hostile.TEXT), b"", action).replace(b"/Type/Catalog", b"/Type/Catalog" + reached),
        "外部.pdf": paper(f"<</F({secret})/Length 0>>\nstream\n\nendstream".encode()),
        "文.md": f"![]({there})\n![]({secret})\n{hostile.TITLE}".encode(),
    }  # fmt: skip


def test_macros_are_left_alone(tmp_path: Path):
    path = tmp_path / "稿.docx"
    path.write_bytes(docx(hostile.word_table()))
    plain = read_file(path, HINTS)
    path.write_bytes(docx(hostile.word_table(), {"word/vbaProject.bin": b"macro"}, "macroEnabled"))

    assert read_file(path, HINTS) == plain


# real files spoilt


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A small file of each kind that reads well."""
    folder = tmp_path_factory.mktemp("real")
    source = folder / "年报.html"
    source.write_bytes(page(TABLE))
    (printed,) = convert([source], "pdf", folder)
    return {
        ".html": page(TABLE),
        ".pdf": printed.read_bytes(),
        **dict.fromkeys((".txt", ".md"), hostile.text(*(row + " 1 2 3 4 5 6 7" for row in hostile.ROWS))),
        ".docx": docx(hostile.word_table()),
        ".xlsx": hostile.book(hostile.SHEET),
    }


@st.composite
def spoilings(draw: st.DrawFn) -> list[tuple[str, float, float, bytes]]:
    """Changes to make: where, as shares of the whole, and with what."""
    share = st.floats(0, 1)
    way = st.sampled_from(("flip", "cut", "repeat", "put"))
    return draw(st.lists(st.tuples(way, share, share, st.binary(min_size=1, max_size=8)), min_size=1, max_size=4))


def spoil(content: bytes, changes: list[tuple[str, float, float, bytes]]) -> bytes:
    for way, first, second, other in changes:
        start, end = sorted((int(first * len(content)), int(second * len(content))))
        if way == "flip":
            content = content[:start] + other + content[start + len(other) :]
        elif way == "cut":
            content = content[:start] + content[end:]
        elif way == "repeat" and len(content) < MEGA:
            content = content[:end] + content[start:end] * 2 + content[end:]
        elif way == "put":
            content = content[:start] + other + content[start:]
    return content or b"0"


def spoil_part(content: bytes, name: str, changes: list[tuple[str, float, float, bytes]]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for one in old.namelist():
            new.writestr(one, spoil(old.read(one), changes) if one == name else old.read(one))
    return written.getvalue()


def answered(path: Path, content: bytes) -> bool:
    path.write_bytes(content)
    try:
        return isinstance(read_file(path, HINTS), Reading)
    except InvalidFile as error:
        return is_refusal(str(error), path.name)


BOUNDED = settings(derandomize=True, max_examples=40, deadline=None,
                   suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@BOUNDED
@given(changes=spoilings())
def test_a_real_file_spoilt_is_read_or_refused_in_one_line(
    changes: list[tuple[str, float, float, bytes]], kind: str, real: dict[str, bytes], tmp_path: Path
):
    assert answered(tmp_path / f"来稿{kind}", spoil(real[kind], changes))


@pytest.mark.parametrize(
    ("kind", "part"),
    [(".docx", "word/document.xml"), (".docx", "word/styles.xml"), (".xlsx", "xl/worksheets/sheet1.xml"),
     (".xlsx", "xl/workbook.xml"), (".xlsx", "xl/_rels/workbook.xml.rels")],
)  # fmt: skip
@BOUNDED
@given(changes=spoilings())
def test_a_part_of_a_real_file_spoilt_is_read_or_refused_in_one_line(
    changes: list[tuple[str, float, float, bytes]], kind: str, part: str, real: dict[str, bytes], tmp_path: Path
):
    assert answered(tmp_path / f"来稿{kind}", spoil_part(real[kind], part, changes))


def test_a_file_of_ours_is_still_read(tmp_path: Path):
    report = read_report(record(2023))
    for kind, content in ((".xlsx", workbook(report, "示例局")), (".docx", word_document(report, "示例局", "final"))):
        path = tmp_path / f"稿{kind}"
        path.write_bytes(content)

        assert read_file(path).report == report
