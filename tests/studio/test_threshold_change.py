"""A change of thresholds before it is written: values that are refused, and its preview."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import edgeanomaly_nb as ea
from tests.studio.server import refused
from tests.studio.writable_service import METHODS

# --- what is refused beforehand ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"min_scor": 0.5}, "Did you mean 'min_score'"),
        ({"min_score": "0.5"}, "is a number, not text: write 0.5 without quotes."),
        ({"min_score": "high"}, "is a number, so “high” cannot be its value"),
        ({METHODS: 1}, "is text, so 1 cannot be its value"),
        ({"min_score": float("nan")}, "finite number, not nan"),
        ({"min_score": -np.inf}, "finite number, not -inf"),
        ({"min_score": 10**400}, "finite number"),
        ({METHODS: "median"}, "“median” is not an option"),
        ({METHODS: "Mean"}, "It is the name of one: use “mean”"),
        ({METHODS: "max"}, "Nothing would change"),
        ({"min_score": 0.3, "limit": 35.0}, "Nothing would change: min_score is 0.3, limit is 35 already"),
        ({}, "No new value"),
        ({3: 0.5}, "There is no threshold '3'"),
    ],
)
def test_invalid_values(service, client_of, values, message):
    server = service()
    client = client_of(server, allow_writes=True)
    config = client.get_anomaly(1, 3)
    with pytest.raises(ea.InvalidChangeError) as caught:
        client.prepare_thresholds(config, values)
    assert message in str(caught.value)
    assert str(caught.value).startswith("Block 3 of project 1: ")
    assert server.posts == []


@pytest.mark.parametrize("value", [True, None, [0.5], {"a": 1}, b"0.5"])
def test_values_of_another_type(service, prepare, value):
    with pytest.raises(TypeError, match="A new value must be a number or text"):
        prepare(service(), {"min_score": value})


def test_numpy_numbers_and_choices_are_numbers(service, prepare):
    server = service()
    choice = ea.threshold_for([0.1, 0.2, 0.6], 0.4)
    change = prepare(server, {"min_score": choice, "limit": np.int64(7)})
    change.apply()
    assert server.values["min_score"] == float(choice)
    assert server.values["limit"] == 7


def test_configs_that_cannot_be_written(service, client_of):
    server = service()
    client = client_of(server, allow_writes=True)
    with pytest.raises(TypeError, match="config must be an AnomalyConfig"):
        client.prepare_thresholds({"min_score": 0.3}, {"min_score": 0.5})
    with pytest.raises(ea.InvalidChangeError, match=r"comes from samples\.invalid, but this client is for"):
        client.prepare_thresholds(ea.load_sample("motion"), {"min_score": 0.5})
    bare = ea.AnomalyConfig.from_json(client.get_anomaly(1, 3).to_json())
    with pytest.raises(ea.InvalidChangeError, match="does not show from which project"):
        client.prepare_thresholds(bare, {"min_score": 0.5})
    with pytest.raises(TypeError, match="values must be a mapping"):
        client.prepare_thresholds(client.get_anomaly(1, 3), [("min_score", 0.5)])


def test_saved_file_can_be_written_later(service, client_of, tmp_path):
    server = service()
    client = client_of(server, allow_writes=True)
    config = ea.AnomalyConfig.load(client.get_anomaly(1, 3).save(tmp_path / "block.json"))
    client.prepare_thresholds(config, {"min_score": 0.5}).apply()
    assert server.values["min_score"] == 0.5


def test_older_server_without_impulses(service, client_of):
    server = service()
    server.body_of = lambda path, of=server.body_of: refused("No", 404) if "impulse" in path else of(path)
    client = client_of(server, allow_writes=True)
    with pytest.raises(ea.InvalidChangeError, match="impulse of block 3 of project 1 is not known"):
        client.prepare_thresholds(client.get_anomaly(1, 3), {"min_score": 0.5})


# --- the preview -------------------------------------------------------------------------------------------


def test_preview(service, prepare):
    change = prepare(service(), {"min_score": 0.2, METHODS: "mean"})
    shown = repr(change)
    assert "(min_score): 0.3 → 0.2; 0.1 lower, so it flags more; suggested 0.5" in shown
    assert "Maximum (max) → Mean (mean)" in shown
    assert "only with apply(allow_jobs=True)" in shown
    assert "Nothing is written yet" in shown


def test_preview_counts_windows(service, prepare):
    scores = pd.DataFrame({"score": [0.1, 0.25, 0.4, 0.9]})
    change = prepare(service(), {"min_score": 0.2}, scores=scores)
    assert "flags 3 of 4 windows (75 %); before: 2 of 4 windows (50 %)" in repr(change)
    assert "flags 3 of 4 windows (75 %)" in change._repr_html_()
    other = prepare(service(), {"limit": 40}, scores=scores)
    assert "windows" not in repr(other)
    with pytest.raises(ValueError, match="no scores"):
        prepare(service(), {"limit": 40}, scores=scores.iloc[:0])


def test_preview_escapes_text_of_the_service(service, prepare):
    server = service()
    hostile = {"key": "<img src=x>", "description": "<b>", "helpText": "", "value": 1}
    thresholds = server.thresholds
    server.thresholds = lambda: [*thresholds(), hostile]
    change = prepare(server, {"<img src=x>": 2})
    assert "<img" not in change._repr_html_()
    assert "&lt;b&gt;" in change._repr_html_()
    assert "<img src=x>" in repr(change)


def test_preview_after_it_was_applied(service, prepare):
    change = prepare(service())
    change.apply()
    assert "This change was applied." in repr(change)
    assert "Nothing is written yet" not in change._repr_html_()
