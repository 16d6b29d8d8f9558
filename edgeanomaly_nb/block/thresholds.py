"""What a threshold says: its value, its suggestion, their difference and its options, as text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Protocol, cast

from ..text import number_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from .kinds import Kind


class ThresholdRow(Protocol):
    """One row of the thresholds frame, as `DataFrame.itertuples` gives it."""

    Index: str
    description: str
    help_text: str
    value: Any
    number: float
    suggested_value: float
    suggested_text: Any
    options: Any
    legacy: Any


def threshold_rows(thresholds: pd.DataFrame) -> Iterator[ThresholdRow]:
    """Walk the thresholds frame row by row.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> [row.Index for row in threshold_rows(ea.load_sample("motion").thresholds)]
    ['min_score']
    """
    return cast("Iterator[ThresholdRow]", thresholds.itertuples())


def difference_in_words(number: float, suggested: float, kind: Kind) -> str:
    """Say how a threshold stands to a suggestion, and what that does.

    Parameters
    ----------
    number, suggested : float
        Anomaly scores, no unit.
    kind : Kind
        Of the block. What a difference does is not known for an unknown kind.

    Returns
    -------
    str
        Empty when either is NaN.

    Examples
    --------
    >>> from edgeanomaly_nb.block.kinds import GMM, UNKNOWN
    >>> difference_in_words(0.3, 0.5, GMM)
    'lower than suggested by 0.2: flags more'
    >>> difference_in_words(40, 35, GMM), difference_in_words(40, 35, UNKNOWN)
    ('higher than suggested by 5: flags less', 'higher than suggested by 5')
    >>> difference_in_words(0.1 + 0.2, 0.3, UNKNOWN)
    'as suggested'
    """
    if math.isnan(number) or math.isnan(suggested):
        return ""
    if math.isclose(number, suggested):
        return "as suggested"
    side, effect = side_of(number, suggested), kind.effect(number, suggested)
    words = f"{side} than suggested by {number_in_words(abs(number - suggested))}"
    return f"{words}: {effect}" if effect else words


def side_of(number: float, other: float) -> str:
    """Return on which side of another number a number is.

    Examples
    --------
    >>> side_of(0.3, 0.5)
    'lower'
    """
    return "lower" if number < other else "higher"


def trial_in_words(tried: float, saved: float, suggested: float, kind: Kind) -> str:
    """Say what trying a number for a threshold does, against what is saved and what is suggested.

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
    >>> trial_in_words(0.2, 0.3, 0.5, GMM)
    'trying 0.2: flags more than the saved 0.3 (lower by 0.1), flags more than the suggested 0.5 (lower ...)'
    >>> trial_in_words(0.2, 0.3, float("nan"), UNKNOWN)
    'trying 0.2: lower than the saved 0.3 by 0.1'
    >>> trial_in_words(0.3, 0.3, float("nan"), GMM)
    'trying 0.3: the same as the saved 0.3'
    """
    compared = [_against(tried, saved, "saved", kind), _against(tried, suggested, "suggested", kind)]
    return f"trying {number_in_words(tried)}: " + ", ".join(filter(None, compared))


def _against(number: float, other: float, name: str, kind: Kind) -> str:
    if math.isnan(other):
        return ""
    if math.isclose(number, other):
        return f"the same as the {name} {number_in_words(other)}"
    side, effect = side_of(number, other), kind.effect(number, other)
    the_other, distance = f"the {name} {number_in_words(other)}", number_in_words(abs(number - other))
    if not effect:
        return f"{side} than {the_other} by {distance}"
    return f"{effect} than {the_other} ({side} by {distance})"


def threshold_in_words(row: ThresholdRow, kind: Kind) -> str:
    """Say in one line what a threshold is set to and how that stands to its suggestion.

    Parameters
    ----------
    row : named tuple
        A row of the thresholds frame, from `threshold_rows`.
    kind : Kind
        Of the block.

    Returns
    -------
    str
        Holds text of the service as sent: escape it where markup is read.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> fan = ea.load_sample("fan")
    >>> [threshold_in_words(row, fan.kind) for row in threshold_rows(fan.thresholds)]
    ['3.4, suggested 3: higher than suggested by 0.4: flags less']
    """
    words = _value_in_words(row)
    if not math.isnan(row.suggested_value):
        difference = difference_in_words(row.number, row.suggested_value, kind)
        words += f", suggested {number_in_words(row.suggested_value)}" + (difference and f": {difference}")
    elif isinstance(row.suggested_text, str):
        words += f", suggested “{row.suggested_text}”"
    elif not row.options:
        words += ", nothing suggested"
    return words + (" (from the deprecated minimum confidence rating)" if row.legacy else "")


def chosen_option(row: ThresholdRow) -> str | None:
    """Give the value of the option that a threshold is set to; None where it is none of them.

    Options are text, so a number is matched by what it is worth: 35.0 is the option "35".

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> [chosen_option(row) for row in threshold_rows(ea.load_sample("dropdown").thresholds)]
    [None, None, 'max']
    """
    values = [value for value, _ in row.options]
    if str(row.value) in values:
        return str(row.value)
    return next((value for value in values if _number_of(value) == row.number), None)


def _number_of(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _value_in_words(row: ThresholdRow) -> str:
    if row.options:
        names = dict(row.options)
        count = f"{len(names)} option{'s' * (len(names) != 1)}"
        option = chosen_option(row)
        name = None if option is None else names[option]
        return f"“{row.value}”, which is not among its {count}" if name is None else f"{name} (of {count})"
    if isinstance(row.value, str):
        return f"“{row.value}”"
    return str(row.value) if math.isnan(row.number) else number_in_words(row.number)
