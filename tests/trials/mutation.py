"""Yearly files damaged at random: each is refused with its line, or loaded, saved and loaded again without loss.

python tests/trials/mutation.py --seconds 3600 --seed 1
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from trial import AGENCY, ROOT, WORDS, Layout, record, run

from govreport.errors import InvalidFile
from govreport.report import AnnualReport
from govreport.store import Store

FILES = sorted((ROOT / "params").rglob("20*.yaml")) + sorted((ROOT / "tests" / "corpus").glob("*.yaml"))
TOKENS = [
    *(b"\t", b"\r", b"\n", b"\n\n", b" ", b"  ", b"\x00", b"\x07", b"\x7f", b"\xff", b"\xe4", b"\xef\xbb\xbf"),
    *("\x85".encode(), "\u2028".encode(), "\u2029".encode(), "\u3000".encode(), "\u200b".encode(), "😀".encode()),
    *(
        b"#",
        b" # x",
        b":",
        b": ",
        b"? ",
        b"- ",
        b"-",
        b",",
        b"[",
        b"]",
        b"{",
        b"}",
        b"'",
        b'"',
        b"|",
        b">",
        b"|+2",
        b">-",
    ),
    *(b"&a ", b"*a", b"!!str ", b"! ", b"<<: ", b"%YAML 1.1\n---\n", b"---\n", b"...\n", b"\\", b"@", b"`", b"~"),
    *(b"null", b"true", b"yes", b"010", b"0x1F", b"1e999", b".inf", b".nan", b"1:30", b"-0", b"1.50", b"9" * 400),
    *(
        b"2024-02-30",
        b"2024-01-01",
        b"[" * 30,
        b"x" * 2000,
        b"\\ud800",
        b'"\\ud800"',
        b'"\\x00"',
        b"name: x\n",
        b"year",
    ),
]
SHOWN = re.compile(r"[一-鿿]")


def one(dice: Random, folder: Path) -> None:
    """Damage a file, a few times over."""
    for _ in range(20):
        name, content = source(dice)
        for _ in range(dice.choice([1, 1, 1, 2, 3])):
            content = damaged(content, dice)
        path = folder / AGENCY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        try:
            outcome(Store(folder), int(path.stem), content, dice)
        except BaseException:
            print(f"the file was {content!r}")
            raise
        path.unlink()


def source(dice: Random) -> tuple[str, bytes]:
    """A file of the samples, of the corpus, or one laid out at random; and what it is called."""
    if dice.random() < 0.5:
        year = dice.choice([2020, 2022, 2023])
        data = record(year)
        data["narrative"] = {"overview": {"lead": dice.choice(WORDS)}, "problems": "一是。\n二是。\n"}
        return f"{year}.yaml", Layout(dice.getrandbits(32)).write(data)
    path = dice.choice(FILES)
    content = path.read_bytes()
    return f"{(re.search(rb'year: (20..)', content) or [b'', b'2024'])[1].decode()}.yaml", content


def damaged(content: bytes, dice: Random) -> bytes:
    """The file with a token put in, a piece taken out or changed, or lines doubled, swapped, moved or joined."""
    at = dice.randrange(len(content) + 1)
    to = min(len(content), at + dice.choice([1, 1, 2, 5, 40]))
    lines = content.split(b"\n")
    line, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(8):
        case 0 | 1 | 2:
            return content[:at] + dice.choice(TOKENS) + content[at:]
        case 3:
            return content[:at] + content[to:]
        case 4:
            return content[:at] + dice.choice(TOKENS) + content[to:]
        case 5:
            return content[:at] + bytes([dice.randrange(256)]) + content[at + 1 :]
        case 6:
            lines.insert(other, lines[line])
        case _:
            lines[line] = (
                dice.choice([b" ", b"\t", b"  ", b""]) + lines[line].strip() + dice.choice([b"", b"\t", b" \t# x"])
            )
    return b"\n".join(lines)


def outcome(store: Store, year: int, content: bytes, dice: Random) -> None:
    """Refused in Chinese with a line that the file has, or saved with a change and loaded again as it should be."""
    try:
        report, digest = store.read(AGENCY, year)
    except InvalidFile as error:
        lines = len(re.split(rb"\r\n|[\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9]", content))
        for problem in error.problems:
            assert 0 <= problem.line <= lines, problem
            assert SHOWN.search(problem.text), problem
            assert "\n" not in problem.text, problem
            assert len(problem.text) < 400, problem
        return
    changed = other(report, dice)
    store.save(changed, AGENCY, expected=digest)
    assert Store(store.folder).load(AGENCY, year).record() == changed.record()
    assert not store.journal(AGENCY).attrs["broken"]


def other(report: AnnualReport, dice: Random) -> AnnualReport:
    """The report with places changed that every report can have."""
    signoff = {"stage": "first", "by": dice.choice(WORDS), "date": "2025-01-02"}
    values = {
        "narrative.problems": dice.choice(WORDS),
        "dated": "2025-01-02",
        "signoffs": [signoff],
        "disclosure.licenses.decisions": dice.randrange(99),
    }
    return report.with_values({path: values[path] for path in dice.sample(list(values), dice.randint(1, 4))})


if __name__ == "__main__":
    run(__doc__, one)
