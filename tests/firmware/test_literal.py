from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeanomaly_nb.firmware.literal import comment_text, float32, float_literal


@given(st.floats(width=64, allow_nan=False, allow_infinity=False))
def test_a_literal_is_the_nearest_float32_in_the_shortest_text(number):
    if float32(number) is None:
        return
    text = float_literal(number).strip("()").removesuffix("f")
    nearest = np.float32(number)
    assert np.float32(text) == nearest
    digits = text.partition("e")[0].replace(".", "").strip("-0")
    assert len(digits) <= 9
    fewer = len(digits) - 1
    assert fewer < 1 or np.float32(f"{number:.{fewer - 1}e}") != nearest


@given(st.binary(min_size=4, max_size=4).map(lambda bits: struct.unpack("<f", bits)[0]))
def test_each_float32_survives(number):
    if np.isfinite(number):
        literal = float_literal(number)
        assert np.float32(literal.strip("()").removesuffix("f")) == np.float32(number)
        assert any(mark in literal for mark in ".e")  # "35f" is not C
        assert literal.isascii()


@pytest.mark.parametrize("number", [3.5e38, -3.5e38, 1e-46, -1e-300, float("inf"), float("nan")])
def test_what_float32_cannot_hold(number):
    assert float32(number) is None


@given(st.text())
def test_comments_are_ascii_on_one_line_and_end_nowhere(text):
    shown = comment_text(text, 500)
    assert shown.isascii()
    assert shown.isprintable()
    assert not any(mark in f" {shown} " for mark in ("*/", "/*", "\\", "??"))


@given(st.text(alphabet="*/?\\ \na", max_size=12))
def test_comments_of_dangerous_characters_only(text):
    assert not any(mark in f"* {comment_text(text)} */"[:-2] for mark in ("*/", "/*", "\\", "??", "\n"))
