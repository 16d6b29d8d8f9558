"""One threshold: its value, its suggestion, their difference and its options, as data and as text.

The text holds text of the service as sent: escape it where markup is read.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, cast

import pandas as pd

from ..text import counted, number_text, one_line
from .kinds import Kind

#: Sums and logarithms near the ends of float64 overflow, so scales end here.
LARGEST, SMALLEST = 1e280, 1e-280


class ThresholdRow(Protocol):
    """One row of the thresholds frame, as `DataFrame.itertuples` returns it."""

    Index: str
    description: str
    help_text: str
    value: Any
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
    return cast("Iterator[ThresholdRow]", thresholds.itertuples())


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


# --- As text ------------------------------------------------------------------------------------------------


def value_text(value: object) -> str:
    """Return a value as text: a number in six digits, text in quotation marks.

    Examples
    --------
    >>> value_text(0.30000000000000004), value_text("max"), value_text(None)
    ('0.3', '“max”', 'none')
    """
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, int):
        return one_line(f"{value:,}", 60)
    return f"“{one_line(str(value), 60)}”"


def setting_text(row: ThresholdRow) -> str:
    """Return what a threshold is set to: the name of its option, or its value.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> [setting_text(row) for row in threshold_rows(ea.load_sample("dropdown").thresholds)]
    ['0.3', '35', 'Maximum over all fans']
    """
    option = chosen_option(row)
    if option is not None:
        return dict(row.options)[option]
    return value_text(row.value if isinstance(row.value, str) else row.number)


def threshold_text(row: ThresholdRow, kind: Kind) -> str:
    """Return in one line what a threshold is set to, its suggestion, and what the difference does.

    Parameters
    ----------
    row : named tuple
        A row of the thresholds frame, from `threshold_rows`.
    kind : Kind
        Of the block.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> fan = ea.load_sample("fan")
    >>> [threshold_text(row, fan.kind) for row in threshold_rows(fan.thresholds)]
    ['3.4 (suggested 3; 0.4 higher, so it flags less)']
    """
    notes = [_options_text(row), _suggestion_text(row, kind)]
    notes += ["from the deprecated minimum confidence rating"] * bool(row.legacy)
    return f"{setting_text(row)} ({'; '.join(filter(None, notes))})"


def comparison_text(row: ThresholdRow, kind: Kind) -> str:
    """Return how a threshold compares with its suggestion, without the two numbers.

    Parameters
    ----------
    row : named tuple
        A row of the thresholds frame, from `threshold_rows`.
    kind : Kind
        Of the block.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> fan = ea.load_sample("fan")
    >>> [comparison_text(row, fan.kind) for row in threshold_rows(fan.thresholds)]
    ['0.4 higher, so it flags less']
    """
    suggested = suggestion(row)
    if suggested is None:
        difference = "" if row.options else "no suggestion"
    else:
        difference = difference_text(row.number, row.suggested_value, kind)
        difference = "as suggested" if difference == SAME or suggested == row.value else difference
    notes = [_options_text(row), difference]
    notes += ["from the deprecated minimum confidence rating"] * bool(row.legacy)
    return "; ".join(filter(None, notes))


def threshold_facts(thresholds: pd.DataFrame, kind: Kind) -> list[tuple[str, str]]:
    """Return the title and the text of each threshold of a block.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> fan = ea.load_sample("fan")
    >>> dict(threshold_facts(fan.thresholds, fan.kind))["Score threshold (min_score)"]
    '3.4 (suggested 3; 0.4 higher, so it flags less)'
    """
    rows = threshold_rows(thresholds)
    return [(threshold_title(row), one_line(threshold_text(row, kind), 200)) for row in rows]


def _options_text(row: ThresholdRow) -> str:
    if not row.options:
        return ""
    count = counted(len(dict(row.options)), "option")
    return f"of {count}" if chosen_option(row) is not None else f"not one of the {count}"


def _suggestion_text(row: ThresholdRow, kind: Kind) -> str:
    suggested = suggestion(row)
    if suggested is None:
        return "" if row.options else "no suggestion"
    difference = difference_text(row.number, row.suggested_value, kind)
    if difference == SAME:
        return "as suggested"
    return f"suggested {value_text(suggested)}" + (difference and f"; {difference}")


SAME = "the same"


def difference_text(number: float, other: float, kind: Kind) -> str:
    """Return how far a threshold lies from another number, on which side, and what that does.

    Parameters
    ----------
    number, other : float
        Anomaly scores, no unit.
    kind : Kind
        Of the block. What a difference does is not known for an unknown kind.

    Returns
    -------
    str
        Empty if either is NaN.

    Examples
    --------
    >>> from edgeanomaly_nb.block.kinds import GMM, UNKNOWN
    >>> difference_text(0.3, 0.5, GMM), difference_text(40, 35, UNKNOWN)
    ('0.2 lower, so it flags more', '5 higher')
    >>> difference_text(0.1 + 0.2, 0.3, UNKNOWN)
    'the same'
    """
    if math.isnan(number) or math.isnan(other):
        return ""
    if math.isclose(number, other):
        return SAME
    effect = kind.effect(number, other)
    return _distance_text(number, other) + (effect and f", so it {effect}")


def _distance_text(number: float, other: float) -> str:
    return f"{number_text(abs(number - other))} {'lower' if number < other else 'higher'}"


def change_text(old: float, new: float, old_kind: Kind, new_kind: Kind) -> str:
    """Return how far a threshold moved and what that does, or why the two scores do not compare.

    Parameters
    ----------
    old, new : float
        Anomaly scores, no unit; NaN where the threshold is not a number.
    old_kind, new_kind : Kind
        Of the block before and after.

    Returns
    -------
    str
        Empty if one is NaN, or if they are equal.

    Examples
    --------
    >>> from edgeanomaly_nb.block.kinds import GMM, K_MEANS, UNKNOWN
    >>> change_text(0.5, 0.3, GMM, GMM), change_text(0.5, float("nan"), GMM, GMM)
    ('0.2 lower, so it flags more', '')
    >>> change_text(0.5, 0.3, K_MEANS, GMM)
    'scores of K-means and GMM do not compare'
    >>> change_text(0.5, 0.3, UNKNOWN, UNKNOWN)
    'it is not known whether these scores compare'
    """
    difference = difference_text(new, old, new_kind)
    if difference in ("", SAME):
        return ""
    return old_kind.why_not_compared(new_kind) or difference


def trial_text(tried: float, saved: float, suggested: float, kind: Kind) -> str:
    """Return what trying a number for a threshold does, compared with the saved and the suggested one.

    Parameters
    ----------
    tried, saved, suggested : float
        Anomaly scores, no unit. NaN where nothing is saved or suggested.
    kind : Kind
        Of the block. What a trial does is not known for an unknown kind.

    Returns
    -------
    str
        One sentence without its full stop.

    Examples
    --------
    >>> from edgeanomaly_nb.block.kinds import GMM, UNKNOWN
    >>> trial_text(0.2, 0.3, 0.5, GMM)
    'trying 0.2: flags more than the saved 0.3 (0.1 lower), flags more than the suggested 0.5 (0.3 lower)'
    >>> trial_text(0.2, 0.3, float("nan"), UNKNOWN)
    'trying 0.2: 0.1 lower than the saved 0.3'
    >>> trial_text(0.3, 0.3, float("nan"), GMM)
    'trying 0.3: the same as the saved 0.3'
    """
    compared = [_trial_against(tried, saved, "saved", kind)]
    compared += [_trial_against(tried, suggested, "suggested", kind)]
    return f"trying {number_text(tried)}: " + ", ".join(filter(None, compared))


def _trial_against(tried: float, other: float, name: str, kind: Kind) -> str:
    if math.isnan(other):
        return ""
    the_other = f"the {name} {number_text(other)}"
    if math.isclose(tried, other):
        return f"the same as {the_other}"
    effect, distance = kind.effect(tried, other), _distance_text(tried, other)
    return f"{effect} than {the_other} ({distance})" if effect else f"{distance} than {the_other}"
