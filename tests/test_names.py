"""I1: whose name stands in a file, against the roster, the years of its own folder, and the folders beside it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from material import record

from govreport.checks import check_year, may_be_waived
from govreport.checks.parallel import check_many
from govreport.report import Finding, read_report
from govreport.store import Store, directory
from govreport.store.names import stated_name

FINANCE, EDUCATION = "example/finance", "example/education"
NAMES = {FINANCE: "示例县财政局", EDUCATION: "示例县教育局"}
ROSTER = "- {id: finance, name: 示例县财政局}\n- {id: education, name: 示例县教育局}\n"


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """Two bureaus side by side, each with its reports of 2022 and 2023, and no roster."""
    for agency, name in NAMES.items():
        for year in (2022, 2023):
            add(tmp_path / "params", agency, year, name)
    return tmp_path / "params"


def add(params: Path, agency: str, year: int, name: str) -> None:
    params.mkdir(exist_ok=True)
    data: dict[str, Any] = record(2022 if year != 2023 else 2023) | {"year": year, "name": name}
    Store(params).add(read_report(data), agency)


def enlist(params: Path, roster: str, parent: str = "example") -> None:
    (params / parent / "roster.yaml").write_text(roster, encoding="utf-8")


def file(params: Path, agency: str, year: int) -> Path:
    return params / agency / f"{year}.yaml"


def swap(one: Path, other: Path) -> None:
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


def found(params: Path, agency: str, year: int = 2023) -> list[Finding]:
    return [one for one in check_year(Store(params), agency, year) if one.rule == "I1"]


def told(params: Path, agency: str, year: int = 2023) -> list[str]:
    return [one.severity for one in found(params, agency, year)]


def nobody_is_told(params: Path) -> bool:
    return not any(found(params, agency, year) for agency in NAMES for year in (2022, 2023))


@pytest.mark.parametrize("roster", [None, ROSTER])
def test_each_under_its_own_name_is_left_alone(params: Path, roster: str | None):
    if roster:
        enlist(params, roster)

    assert nobody_is_told(params)


# errors


@pytest.mark.parametrize("roster", [None, ROSTER])
def test_two_files_that_were_swapped_are_found_on_both_sides(params: Path, roster: str | None):
    add(params, FINANCE, 2021, "示例县财政局")
    add(params, EDUCATION, 2021, "示例县教育局")
    swap(file(params, FINANCE, 2023), file(params, EDUCATION, 2023))
    if roster:
        enlist(params, roster)

    for agency, other in ((FINANCE, EDUCATION), (EDUCATION, FINANCE)):
        [finding] = found(params, agency)
        assert (finding.severity, finding.cells, may_be_waived(finding)) == ("error", ("name",), False)
        assert all(part in finding.message for part in (agency, other, NAMES[agency], NAMES[other]))
        assert told(params, agency, 2022) == []


def test_whole_folders_that_were_swapped_are_found_by_the_roster(params: Path):
    enlist(params, ROSTER)
    swap(params / FINANCE, params / EDUCATION)

    assert [told(params, agency, year) for agency in NAMES for year in (2022, 2023)] == [["error"]] * 4


def test_a_roster_made_from_swapped_files_does_not_hide_them(params: Path):
    add(params, FINANCE, 2021, "示例县财政局")
    add(params, EDUCATION, 2021, "示例县教育局")
    swap(file(params, FINANCE, 2023), file(params, EDUCATION, 2023))
    enlist(params, "- {id: finance, name: 示例县教育局}\n- {id: education, name: 示例县财政局}\n")

    assert [told(params, agency) for agency in NAMES] == [["error"], ["error"]]


@pytest.mark.parametrize("way", [shutil.copy, os.symlink, os.link])
@pytest.mark.parametrize("roster", [None, ROSTER])
def test_a_copy_of_or_a_link_to_anothers_file_is_an_error_and_the_other_is_left_alone(
    params: Path, roster: str | None, way: Any
):
    if roster:
        enlist(params, roster)
    file(params, FINANCE, 2023).unlink()
    way(file(params, EDUCATION, 2023).resolve(), file(params, FINANCE, 2023))

    assert (told(params, FINANCE), told(params, EDUCATION)) == (["error"], [])


def test_a_new_folder_with_anothers_file_is_an_error(params: Path):
    (params / "example" / "finance2").mkdir()
    shutil.copy(file(params, FINANCE, 2023), params / "example" / "finance2" / "2023.yaml")

    assert (told(params, "example/finance2"), told(params, FINANCE)) == (["error"], [])


def test_a_name_that_the_roster_does_not_give_it_is_an_error(params: Path):
    enlist(params, "- {id: finance, name: 示例县财政和国资局}\n- {id: education, name: 示例县教育局}\n")
    [finding] = found(params, FINANCE)

    assert finding.severity == "error"
    assert "不是报送名册给本单位 example/finance 的名称“示例县财政和国资局”" in finding.message


def test_a_roster_of_the_top_speaks_too(params: Path):
    (params / "roster.yaml").write_text(
        "- {id: example/finance, name: 示例县财政局}\n- {id: example/education, name: 示例县教育局}\n", encoding="utf-8"
    )
    swap(file(params, FINANCE, 2023), file(params, EDUCATION, 2023))

    assert [told(params, agency) for agency in NAMES] == [["error"], ["error"]]


# warnings, and nothing


def test_a_changed_name_is_a_warning_once_and_nothing_where_the_roster_knows_it(params: Path):
    add(params, FINANCE, 2024, "示例县财政和国资局")
    add(params, FINANCE, 2025, "示例县财政和国资局")

    [finding] = found(params, FINANCE, 2024)
    assert (finding.severity, may_be_waived(finding)) == ("warning", True)
    assert "由2023年度的“示例县财政局”变为“示例县财政和国资局”" in finding.message
    assert told(params, FINANCE, 2023) == told(params, FINANCE, 2025) == []
    enlist(params, "- {id: finance, name: 示例县财政和国资局, former_names: [示例县财政局]}\n")
    assert [told(params, FINANCE, year) for year in (2022, 2023, 2024, 2025)] == [[]] * 4


def test_a_name_handed_on_is_nothing_where_the_roster_knows_both(params: Path):
    add(params, EDUCATION, 2024, "示例县教育体育局")
    add(params, FINANCE, 2024, "示例县教育局")
    assert told(params, FINANCE, 2024) == ["error"]
    enlist(
        params,
        "- {id: finance, name: 示例县教育局, former_names: [示例县财政局]}\n"
        "- {id: education, name: 示例县教育体育局}\n",
    )

    assert told(params, FINANCE, 2024) == []


def test_two_folders_of_one_name_are_a_warning_where_nothing_tells_whose_it_is(tmp_path: Path):
    params = tmp_path / "params"
    for agency in NAMES:
        add(params, agency, 2023, "示例县财政局")

    for agency, other in ((FINANCE, EDUCATION), (EDUCATION, FINANCE)):
        [finding] = found(params, agency)
        assert finding.severity == "warning"
        assert f"与 {other} 2023年度报告的相同" in finding.message
    enlist(params, ROSTER)
    assert (told(params, FINANCE), told(params, EDUCATION)) == ([], ["error"])


def test_the_same_name_under_another_parent_is_nothing(params: Path):
    add(params, "other/finance", 2023, "示例县财政局")
    enlist(params, ROSTER)
    enlist(params, "- {id: finance, name: 示例县财政局}\n", "other")

    assert told(params, "other/finance") == []
    assert nobody_is_told(params)


def test_spaces_and_widths_make_no_other_name(params: Path):
    add(params, FINANCE, 2024, "示例县 财政局")
    enlist(params, "- {id: finance, name: 示例县财政局（本级）, short_name: '示例县财政局　'}\n")

    assert told(params, FINANCE, 2024) == []


# how it is read


@pytest.mark.parametrize(
    "text",
    [
        "name: 示例局\nyear: 2023\n",
        "\ufeff# 注\r\n\r\nname:  示例局  \r\nyear: 2023\r\n",
        "---\nname: 示例局\nyear: 2023\n",
        "name: '示例局'\nyear: 2023\n",
        "name: 示例局 # 注\nyear: 2023\n",
        "year: 2023\nnarrative:\n  preamble: |-\n    name: 别的\nname: 示例局\n",
        'name:\n  "示例\\\n  局"\nyear: 2023\n',
        "{name: 示例局, year: 2023}\n",
    ],
)
def test_the_name_of_a_file_is_read_as_the_report_reads_it(tmp_path: Path, text: str):
    path = tmp_path / "2023.yaml"
    path.write_bytes(text.encode("utf-8"))

    assert stated_name(path) == "示例局"


def test_a_name_over_two_lines_and_a_file_that_is_none(tmp_path: Path):
    path = tmp_path / "2023.yaml"
    path.write_text("name: 示例县\n  示例局\nyear: 2023\n", encoding="utf-8")
    assert stated_name(path) == "示例县 示例局"
    path.write_bytes(b"name: \xff\xfe[\n")
    assert stated_name(path) is None
    assert stated_name(tmp_path) is None


def test_where_the_roster_names_all_no_file_beside_is_opened(params: Path, monkeypatch: pytest.MonkeyPatch):
    read: list[str] = []
    names_in = directory.names_in
    monkeypatch.setattr(directory, "names_in", lambda folder: read.append(folder.name) or names_in(folder))
    enlist(params, ROSTER)

    assert told(params, FINANCE) == []
    assert read == ["finance"]


def test_without_a_roster_each_folder_is_read_once_for_all_reports(params: Path, monkeypatch: pytest.MonkeyPatch):
    read: list[str] = []
    names_in = directory.names_in
    monkeypatch.setattr(directory, "names_in", lambda folder: read.append(folder.name) or names_in(folder))
    wanted = [(agency, year) for agency in NAMES for year in (2022, 2023)]

    assert len(list(check_many(Store(params), wanted, jobs=1))) == 4
    assert sorted(read) == ["education", "finance"]


def test_several_processes_find_what_one_finds(params: Path):
    for number in range(60):
        add(params, f"example/a{number:02d}", 2023, f"示例县第{number}局")
    swap(file(params, FINANCE, 2023), file(params, EDUCATION, 2023))
    wanted = [(agency, 2023) for agency in Store(params).agencies]

    one, two = (
        {done.agency: [it.severity for it in done.findings if it.rule == "I1"] for done in found}
        for found in (check_many(Store(params), wanted, jobs=jobs) for jobs in (1, 2))
    )
    assert one == two
    assert {agency for agency, severities in one.items() if severities} == {FINANCE, EDUCATION}
