from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edgeanomaly_nb as ea
from edgeanomaly_nb.firmware.names import checked_prefix, macro_parts

NAME = re.compile(r"[A-Z0-9][A-Z0-9_]*")


@given(st.lists(st.text(max_size=20), max_size=12))
def test_keys_become_names_that_differ(keys):
    parts = macro_parts(keys, "THRESHOLD", ["H", "ANY_PROJECT"])
    assert len({*parts, "H", "ANY_PROJECT"}) == len(keys) + 2
    assert all(NAME.fullmatch(part) and "__" not in part for part in parts)


@pytest.mark.parametrize(
    ("keys", "parts"),
    [
        (["minimumConfidenceRating"], ["MINIMUM_CONFIDENCE_RATING"]),
        (["a", "a", "a_2"], ["A", "A_2", "A_2_2"]),
        (["h", "any project"], ["H_2", "ANY_PROJECT_2"]),
        (["", "ä", "阈值"], ["THRESHOLD", "THRESHOLD_2", "THRESHOLD_3"]),
        (["0.5 limit"], ["0_5_LIMIT"]),
        (["__a__b__"], ["A_B"]),
        (["x" * 10_000], ["X" * 64]),
    ],
)
def test_examples(keys, parts):
    assert macro_parts(keys, "THRESHOLD", ["H", "ANY_PROJECT"]) == parts


@pytest.mark.parametrize(
    "prefix", ["", "2fans", "_fan", "fan_", "a__b", "fan-1", "größe", "x" * 41, "a b", "A\n"]
)
def test_a_prefix_that_is_not_a_name(prefix):
    with pytest.raises(ea.FirmwareError, match="is not a name in C"):
        checked_prefix(prefix)


def test_a_prefix_of_the_sdk_or_of_another_type():
    with pytest.raises(ea.FirmwareError, match="macros of the SDK begin with EI_"):
        checked_prefix("ei_fan")
    with pytest.raises(TypeError, match="prefix must be text"):
        checked_prefix(4)
    assert checked_prefix("Fan_2") == "FAN_2"
