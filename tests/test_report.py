"""An annual report holds what was stated, exactly."""

from __future__ import annotations

import json
from decimal import Decimal

import jsonschema
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from material import SAMPLES, record
from pydantic import ValidationError

from govreport.report import from_json, parse_number, read_report, show_number, to_json
from govreport.report.schema import SCHEMA_FILE, json_schema, schema_text
from govreport.store import Store
from govreport.store.yaml_reading import parse_document

figures = st.none() | st.integers(-(10**30), 10**30) | st.decimals(allow_nan=False, allow_infinity=False, places=6)


def test_a_blank_cell_is_not_zero():
    data = record(2023)
    data["requests"]["granted"] = [8, None, 0, 0, 0, 0, 10]
    report = read_report(data)

    assert report.cell("requests.granted.commercial") is None
    assert report.cell("requests.granted.research") == 0


def test_a_fee_keeps_its_own_digits():
    report = Store(SAMPLES).load("fujian/pingtan", 2021)

    assert report.cell("disclosure.admin_fees.amount") == Decimal("24252.311082")
    assert '"admin_fees":24252.311082' in to_json(report.record())


def test_a_binary_float_is_refused_as_a_figure():
    data = record(2023)
    data["disclosure"]["admin_fees"] = 0.1

    with pytest.raises(ValidationError):
        read_report(data)


@pytest.mark.parametrize("text", ["010", "1:30", "1e3", "0x10", "1_000", ".5", "5.", "", "-", "１２", "9" * 41])
def test_what_is_no_plain_decimal_is_no_number(text: str):
    assert parse_number(text) is None


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("-18", -18), ("+2", 2), ("0.50", Decimal("0.50"))])
def test_a_plain_decimal_is_taken_exactly(text: str, value: object):
    number = parse_number(text)

    assert number == value
    assert type(number) is type(value)


def test_a_number_is_shown_with_the_digits_it_was_stated_in():
    assert [show_number(value) for value in (Decimal("0.50"), 1808595, Decimal("0.0000001"), None)] == [
        "0.50",
        "1808595",
        "0.0000001",
        "",
    ]


def test_a_row_that_the_print_does_not_have_is_no_row_of_blanks():
    data = record(2023)
    data["requests"]["other"] = {"misc": [0, 0, 0, 0, 0, 0, 0]}
    report = read_report(data)

    assert "requests.other.overdue_fee" not in report.rows
    assert "requests.other.misc" in report.rows


def test_a_trial_form_may_name_the_rows_it_does_not_have_as_null():
    data = record(2020)
    data["requests"]["other"] |= {"overdue_correction": None, "overdue_fee": None}

    assert read_report(data) == read_report(record(2020))


def test_the_digest_leaves_out_signoffs_and_publication_and_nothing_else():
    plain = read_report(record(2023)).digest
    signed = record(2023) | {
        "signoffs": [{"stage": "first", "by": "示例甲", "date": "2024-01-05"}],
        "publication": {"date": "2024-01-20"},
    }
    changed = record(2023) | {"dated": "2024-01-09"}

    assert read_report(signed).digest == plain
    assert read_report(changed).digest != plain


def test_changing_a_cell_gives_a_copy_with_that_cell_changed():
    report = read_report(record(2023))
    changed = report.with_cell("requests.denied.state_secret.total", 3)

    assert changed.cell("requests.denied.state_secret.total") == 3
    assert report.cell("requests.denied.state_secret.total") == 0
    assert {path for path in report.cells if report.cells[path] != changed.cells[path]} == {
        "requests.denied.state_secret.total"
    }


def test_an_unknown_cell_is_a_key_error():
    with pytest.raises(KeyError, match="nowhere"):
        read_report(record(2023)).cell("requests.nowhere.total")


def test_a_table_as_a_frame_has_its_rows_and_columns_and_missing_blanks():
    data = record(2023)
    data["requests"]["granted"] = [8, None, 0, 0, 0, 0, 10]
    frame = read_report(data).frame("requests")

    assert frame.shape == (25, 7)
    assert frame.loc["new_received", "natural_person"] == 9
    assert pd.isna(frame.loc["granted", "commercial"])
    assert str(frame["total"].dtype) == "Int64"


def test_a_frame_with_fees_keeps_them_exact():
    frame = Store(SAMPLES).load("fujian/pingtan", 2021).frame("disclosure")

    assert frame.loc["admin_fees", "amount"] == Decimal("24252.311082")


@given(st.lists(figures, min_size=7, max_size=7))
def test_any_row_of_figures_survives_json(row: list[int | Decimal | None]):
    data = record(2023)
    data["requests"]["partial"] = row
    report = read_report(data)

    assert read_report(from_json(to_json(report.record()))) == report


def test_the_committed_schema_is_current():
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("2*.yaml")), ids=lambda path: path.parent.name + path.stem)
def test_the_schema_accepts_every_sample(path):
    data = json.loads(to_json(parse_document(path.read_bytes(), path.name).data))

    jsonschema.validate(data, json_schema())


@pytest.mark.parametrize(
    "wrong",
    [{"yera": 2023}, {"requests": {"granted": [1, 2]}}, {"disclosure": {"licenses": "many"}}, {"level": "country"}],
)
def test_the_schema_refuses_what_loading_refuses(wrong: dict[str, object]):
    data = record(2023) | wrong

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, json_schema())
    with pytest.raises(ValidationError):
        read_report(data)
