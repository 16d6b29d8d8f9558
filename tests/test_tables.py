from __future__ import annotations

import csv
import io
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edgeanomaly_nb as ea
from edgeanomaly_nb.studio.samples import SAMPLES
from edgeanomaly_nb.tables import to_csv, to_json
from tests.bodies import HOSTILE, axis, config, threshold

NAMES = list(SAMPLES)


def read(text):
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def column(text, name):
    head, *rows = read(text)
    return [row[head.index(name)] for row in rows]


def labelled(*labels):
    return config(axes=[axis(ix, label) for ix, label in enumerate(labels)], selectedAxes=[]).axes


# --- CSV ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_csv_has_a_row_of_names_and_one_a_row_of_the_frame(name):
    sample = ea.load_sample(name)
    for frame in (sample.axes, sample.thresholds):
        head, *rows = read(to_csv(frame))
        assert head == [frame.index.name, *frame.columns]
        assert len(rows) == len(frame)
        assert {len(row) for row in rows} <= {len(head)}


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=HYPERLINK(\"http://example.com\")",
        "+1",
        "-1",
        "--",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "\t",
        " =1",
        "   -x",
        "\t=1",
        "\n@x",
        "\u00a0=1",
        "\u2003+1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_takes_for_a_formula_is_written_as_text(text):
    assert column(to_csv(labelled(text)), "label") == ["'" + text]
    kept = config(thresholds=[threshold(text, text, description=text, suggestedValueText=text)]).thresholds
    for name in ("key", "value", "description", "suggested_text"):
        assert column(to_csv(kept), name) == ["'" + text]


@pytest.mark.parametrize("text", ["a=1", "1-2", "accX RMS", "'", "'=1", '"=1"', "a\n=1", "·", "#", "", " "])
def test_other_text_is_left_as_it_is(text):
    assert column(to_csv(labelled(text)), "label") == [text]


@pytest.mark.parametrize("value", [-0.5, -1, 0, 0.1, 1e300, -1e-300, 10**30, -(10**30)])
def test_numbers_are_left_as_they_are(value):
    frame = config(thresholds=[threshold(value=value, suggestedValue=-2.5)]).thresholds
    text = to_csv(frame)
    assert column(text, "value") == [str(value)]
    assert float(column(text, "number")[0]) == float(value)
    assert column(text, "suggested_value") == ["-2.5"]
    assert column(to_csv(config(axes=[axis(-7, "x")]).axes), "ix") == ["-7"]


def test_missing_values_are_empty():
    frame = config(thresholds=[threshold(value="max")]).thresholds
    for name in ("number", "suggested_value", "suggested_text", "difference", "options"):
        assert column(to_csv(frame), name) == [""]
    assert column(to_csv(labelled("")), "sensor") == [""]


def test_numbers_that_no_float_holds_are_empty():
    frame = config(thresholds=[threshold(value=0.1)]).thresholds.assign(number=math.inf, difference=-math.inf)
    assert column(to_csv(frame), "number") == column(to_csv(frame), "difference") == [""]
    assert json.loads(to_json(frame))[0]["number"] is None


def test_options_are_json_in_one_cell():
    pairs = [{"value": "=1", "description": 'a "b"'}, {"value": "-", "description": "ж"}]
    frame = config(thresholds=[threshold(value="-", dropdownOptions=pairs)]).thresholds
    (cell,) = column(to_csv(frame), "options")
    assert json.loads(cell) == pairs
    assert "ж" in cell


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_cell(text):
    kept = labelled("before", text, "after")
    assert column(to_csv(kept), "label") == ["before", text, "after"]


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.lists(TEXT | st.text("\r\n\t\"',;= -+@a", max_size=8), max_size=8))
def test_any_text_stays_in_its_cell(texts):
    for label, cell in zip(texts, column(to_csv(labelled(*texts)), "label"), strict=True):
        assert cell in {label, "'" + label}
        assert cell[:1] not in set("=+-@\t\r\n")
        assert cell.lstrip()[:1] not in set("=+-@")


def test_rows_end_as_the_standard_says():
    text = to_csv(labelled("a\rb", "c\nd"))
    assert text.endswith("\r\n")
    assert '"a\rb"' in text
    assert len(text.split("\r\n")) == 4


# --- JSON ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_json_holds_the_frame(name):
    sample = ea.load_sample(name)
    for frame in (sample.axes, sample.thresholds):
        told = json.loads(to_json(frame))
        assert [list(row) for row in told] == [[frame.index.name, *frame.columns]] * len(frame)
        assert [row[frame.index.name] for row in told] == frame.index.tolist()
        for field in frame:
            for cell, value in zip((row[field] for row in told), frame[field].tolist(), strict=True):
                if field == "options":
                    assert [(one["value"], one["description"]) for one in cell] == list(value)
                else:
                    assert (cell is None and value != value) or cell == value


@given(
    label=TEXT,
    value=TEXT | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False),
)
def test_json_loses_nothing(label, value):
    (row,) = json.loads(to_json(labelled(label)))
    assert (row["ix"], row["label"]) == (0, label)
    (row,) = json.loads(to_json(config(thresholds=[threshold(label, value)]).thresholds))
    assert (row["key"], row["value"]) == (label, value)


def test_json_keeps_text_readable_and_types_apart():
    text = to_json(config(axes=[axis(3, "шум =1", True)]).axes)
    assert "шум =1" in text
    (row,) = json.loads(text)
    assert row["ix"] == 3
    assert row["selected"] is True
    assert row["band_low_hz"] is None


def test_findings_and_changes_have_these_forms_too():
    faulty, fan = ea.load_sample("faulty"), ea.load_sample("dropdown")
    findings = faulty.findings().set_index("code")
    assert column(to_csv(findings), "message") == findings.message.tolist()
    assert [row["severity"] for row in json.loads(to_json(findings))] == findings.severity.tolist()
    changes = ea.compare(fan, faulty).set_index("part")
    told = json.loads(to_json(changes))
    assert [row["in_words"] for row in told] == changes.in_words.tolist()
    assert {type(row["before"]) for row in told} >= {str, int, type(None)}


# --- both ---------------------------------------------------------------------------------------------------


def test_a_frame_without_rows_has_a_form():
    empty = config(axes=[], selectedAxes=[]).axes
    assert read(to_csv(empty)) == [["ix", *empty.columns]]
    assert to_json(empty) == "[]\n"
