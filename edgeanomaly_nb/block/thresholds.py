"""One threshold as data: its value, its suggestion, their difference and its options."""

from __future__ import annotations

import math
from collections import namedtuple
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Protocol, cast

import pandas as pd

from ..text import one_line

#: Sums and logarithms near the ends of float64 overflow, so scales end here.
LARGEST, SMALLEST = 1e280, 1e-280


class ThresholdRow(Protocol):
    """One row of the thresholds frame, as `DataFrame.itertuples` returns it."""

    Index: str
    description: str
    help_text: str
    value: int | float | str
    number: float
    suggested_value: float
    suggested_text: object
    options: tuple[tuple[str, str], ...]
    legacy: bool


def threshold_rows(thresholds: pd.DataFrame) -> Iterator[ThresholdRow]:
    """Iterate over the rows of the thresholds frame.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> [row.Index for row in threshold_rows(ea.load_sample("motion").thresholds)]
    ['min_score']
    """
    # itertuples() makes a new class at each call, which takes longer than the rows.
    make = _row_type(tuple(thresholds))._make
    columns = (column.tolist() for _, column in thresholds.items())
    rows = zip(thresholds.index.tolist(), *columns, strict=True)
    return cast("Iterator[ThresholdRow]", map(make, rows))


@lru_cache(maxsize=16)
def _row_type(columns: tuple[str, ...]) -> Any:
    return namedtuple("ThresholdRow", ["Index", *columns], rename=True)  # of any columns


def score_threshold(thresholds: pd.DataFrame) -> ThresholdRow | None:
    """Return the threshold of the score of a window: the first that is a number; None if there is none.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> score_threshold(ea.load_sample("dropdown").thresholds).Index
    'min_score'
    """
    at = score_threshold_position(thresholds)
    return None if at is None else next(threshold_rows(thresholds.iloc[at : at + 1]))


def score_threshold_position(thresholds: pd.DataFrame) -> int | None:
    """Return the position of the threshold of the score; None if there is none.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> score_threshold_position(ea.load_sample("dropdown").thresholds)
    0
    """
    return next((at for at, row in enumerate(threshold_rows(thresholds)) if is_on_scale(row.number)), None)


def threshold_title(row: ThresholdRow, limit: int = 50) -> str:
    """Return the description of a threshold and its key.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> [threshold_title(row) for row in threshold_rows(ea.load_sample("motion").thresholds)]
    ['Score threshold (min_score)']
    """
    return f"{threshold_name(row, limit)} ({one_line(row.Index, 40)})"


def threshold_key(row: ThresholdRow) -> str:
    """Return the key of a threshold on one line, or a word for it where it is empty."""
    return one_line(row.Index, 60) or "threshold"


def threshold_name(row: ThresholdRow, limit: int = 80) -> str:
    """Return the description of a threshold, or a word for it where there is none."""
    return one_line(row.description, limit) or "Threshold"


def suggestion(row: ThresholdRow) -> float | str | None:
    """Return the suggested number, else the suggested text, else None.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> [suggestion(row) for row in threshold_rows(ea.load_sample("motion").thresholds)]
    [0.5]
    """
    if not math.isnan(row.suggested_value):
        return row.suggested_value
    return row.suggested_text if isinstance(row.suggested_text, str) else None


def chosen_option(row: ThresholdRow) -> str | None:
    """Return the value of the option that a threshold is set to; None if its value is not an option.

    Options are text, so a number matches the option with the same value: 35.0 is the option "35".

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> [chosen_option(row) for row in threshold_rows(ea.load_sample("dropdown").thresholds)]
    [None, None, 'max']
    """
    return matching_option(row.value, [value for value, _ in row.options])


def suggested_option(row: ThresholdRow) -> str | None:
    """Return the value of the option that is suggested, by its value or by its name; None if none is.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> [suggested_option(row) for row in threshold_rows(ea.load_sample("dropdown").thresholds)]
    [None, None, None]
    """
    suggested = suggestion(row)
    if suggested is None or not row.options:
        return None
    by_name = {name: value for value, name in row.options}
    return matching_option(suggested, [value for value, _ in row.options]) or by_name.get(str(suggested))


def is_as_suggested(row: ThresholdRow) -> bool | None:
    """Return True if a threshold has its suggested value; None if it has no suggestion that can be compared.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> [is_as_suggested(row) for row in threshold_rows(ea.load_sample("fan").thresholds)]
    [False]
    >>> [is_as_suggested(row) for row in threshold_rows(ea.load_sample("wavelet").thresholds)]  # “about 0.7”
    [None]
    """
    if row.options:
        option = suggested_option(row)
        return None if option is None else option == chosen_option(row)
    if row.value == suggestion(row):
        return True
    if math.isnan(row.number) or math.isnan(row.suggested_value):
        return None
    return math.isclose(row.number, row.suggested_value)


def matching_option(value: float | str, options: Sequence[str]) -> str | None:
    """Return the option that equals a value, as text or as a number; None if there is none.

    Examples
    --------
    >>> matching_option(35.0, ["max", "35"]), matching_option("mean", ["max"])
    ('35', None)
    """
    if str(value) in options:
        return str(value)
    number = as_number(value)
    return next((option for option in options if as_number(option) == number), None)


def rounded_difference(number: float, other: float) -> float:
    """Return a difference without the noise of binary numbers: in six significant digits, as text shows it.

    Examples
    --------
    >>> rounded_difference(0.3, 0.25), rounded_difference(0.1 + 0.2, 0.3)
    (0.05, 0.0)
    """
    return 0.0 if math.isclose(number, other) else float(f"{number - other:.6g}")


def as_number(value: float | str) -> float:
    """Return the value of a threshold as a number, NaN if it is not one.

    Examples
    --------
    >>> as_number("0.35"), as_number(2), as_number("max"), as_number("1_000")
    (0.35, 2.0, nan, nan)
    """
    if isinstance(value, str) and "_" in value:
        return float("nan")  # a spelling of Python, not of JSON
    try:
        return float(value)
    except ValueError:
        return float("nan")
    except OverflowError:  # an integer that float64 cannot hold
        return float("inf") if value > 0 else float("-inf")  # type: ignore[operator]


def is_on_scale(number: float) -> bool:
    """Return True if a scale can show a number: it is finite, and small enough for sums.

    Examples
    --------
    >>> is_on_scale(-2.5), is_on_scale(0), is_on_scale(float("nan")), is_on_scale(1e300)
    (True, True, False, False)
    """
    return number == 0 or SMALLEST < abs(number) < LARGEST


def same_value(one: object, other: object) -> bool:
    """Return True if two values are equal, or are numbers that differ by rounding only.

    Examples
    --------
    >>> same_value(0.1 + 0.2, 0.3), same_value("max", "max"), same_value(1, 2)
    (True, True, False)
    """
    close = isinstance(one, float) and isinstance(other, float) and math.isclose(one, other)
    return close or one == other
