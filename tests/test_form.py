"""The form holds what the printed form holds."""

from __future__ import annotations

import pytest

from govreport.form import FORMS, PrintedLine, Table

TABLES = [pytest.param(table, id=f"{form.edition}-{table.id}") for form in FORMS.values() for table in form.tables]


def occupied(lines: tuple[PrintedLine, ...], width: int) -> dict[tuple[int, int], str]:
    """Which box stands on each place of the printed grid; two on one place is an error."""
    taken: dict[tuple[int, int], str] = {}
    for at, line in enumerate(lines):
        column = 0
        for box in line:
            while (at, column) in taken:
                column += 1
            for place in [(at + down, column + right) for down in range(box.height) for right in range(box.width)]:
                assert place not in taken
                assert place[1] < width
                taken[place] = box.text or box.cell or ""
            column += box.width
    return taken


def test_the_form_in_force_has_200_cells():
    assert {table.id: len(table.cells) for table in FORMS[2021].tables} == {
        "disclosure": 10,
        "requests": 175,
        "disputes": 15,
    }


def test_the_trial_form_has_one_row_for_other_outcomes_and_five_parts_in_table_two():
    requests = FORMS[2019].table_by_id["requests"]
    disclosure = FORMS[2019].table_by_id["disclosure"]

    assert len(requests.rows) == 23
    assert requests.row_by_id["other.misc"].label == "（六）其他处理"
    assert [line[0].text for line in disclosure.body if line[0].role == "caption"] == [
        "第二十条第（一）项",
        "第二十条第（五）项",
        "第二十条第（六）项",
        "第二十条第（八）项",
        "第二十条第（九）项",
    ]


@pytest.mark.parametrize("table", TABLES)
def test_the_boxes_of_a_printed_table_fill_its_grid_exactly(table: Table):
    width = len(table.widths)

    for part in (table.head, table.body):
        assert len(occupied(part, width)) == len(part) * width


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_stands_once_in_the_printed_table(table: Table):
    assert sorted(box.cell for line in table.body for box in line if box.cell) == sorted(table.cells)


@pytest.mark.parametrize(("edition", "rows"), [(2021, 22), (2019, 20)])
def test_the_outcomes_span_their_rows(edition: int, rows: int):
    group = next(
        box for line in FORMS[edition].table_by_id["requests"].body for box in line if box.text == "三、本年度办理结果"
    )

    assert group.height == rows


def test_a_row_is_named_as_on_the_printed_page():
    places = FORMS[2021].places

    assert (
        places["requests.denied.state_secret.natural_person"].label
        == "第三部分表格“（三）不予公开1.属于国家秘密”行“自然人”栏"
    )
    assert places["disclosure.admin_fees.amount"].label == "第二部分表格“行政事业性收费”行"


def test_an_optional_row_is_printed_only_where_the_report_has_it():
    table = FORMS[2019].table_by_id["disclosure"]

    def labels(present: set[str]) -> list[str]:
        return [line[0].text for line in table.printed(present)]

    assert "其他主动公开文件" not in labels(set())
    assert "其他主动公开文件" in labels({"disclosure.other_documents"})


def test_the_title_is_in_two_lines():
    assert FORMS[2021].title("某县某局", 2024) == ("某县某局", "2024年政府信息公开工作年度报告")
