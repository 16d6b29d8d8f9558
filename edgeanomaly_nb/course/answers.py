"""Comparing answers by their meaning: numbers, texts and sets of them, whatever their Python types are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from ..scores.threshold_choice import ThresholdChoice
from ..text import one_line


def is_same(answer: object, right: object, off: float = 1e-9) -> bool:
    """Return True if two answers mean the same: as numbers, as text in any case, as a set.

    Numbers may differ by a thousandth, or by `off`.

    Examples
    --------
    >>> is_same([3, 1], {1, 3}), is_same("  Yes", "yes"), is_same(0.1 + 0.2, 0.3), is_same("3", 3)
    (True, True, True, True)
    >>> is_same(3, True), is_same([1, 1], [1])
    (False, True)
    """
    given, expected = plain_answer(answer), plain_answer(right)
    if isinstance(given, frozenset) or isinstance(expected, frozenset):
        answers, rights = _members(given), _members(expected)
        return len(answers) == len(rights) and all(any(is_same(a, r, off) for a in answers) for r in rights)
    if isinstance(expected, bool) or isinstance(given, bool):
        return given is expected
    try:
        # A thousandth off is rounding, not another answer.
        return math.isclose(float(given), float(expected), rel_tol=1e-3, abs_tol=off)
    except (TypeError, ValueError):
        return str(given) == str(expected)


def _members(value: object) -> frozenset[object]:
    return value if isinstance(value, frozenset) else frozenset([value])


def plain_answer(value: Any) -> Any:
    """Return an answer of numpy, pandas or Python as a bool, a number, a text, or a set of them.

    Examples
    --------
    >>> plain_answer("  Yes"), plain_answer({"a": 1})
    ('yes', frozenset({1}))
    """
    if isinstance(value, ThresholdChoice):
        value = value.threshold
    if isinstance(value, Mapping):  # its values are the answer
        value = list(value.values())
    if hasattr(value, "columns"):  # a frame of one column
        value = value.iloc[:, 0]
    if hasattr(value, "tolist"):  # numpy scalars and arrays, pandas Series and Index
        value = value.tolist()
    if isinstance(value, str):
        return one_line(value, 200).casefold()
    if isinstance(value, Iterable):
        return frozenset(plain_answer(item) for item in value)
    return value


def advice_on_form(answer: object) -> str:
    """Return how to correct an answer of a form that no exercise has; empty for any other.

    Examples
    --------
    >>> advice_on_form(3)
    ''
    """
    shape: tuple[int, ...] = getattr(answer, "shape", ())
    if len(shape) == 2 and shape[1] != 1:
        return "That is a complete table: use one column of it, or its index."
    if shape and getattr(getattr(answer, "dtype", None), "kind", "") == "b":
        return "That is True or False for each row: select the rows with True, or count them with .sum()."
    return ""
