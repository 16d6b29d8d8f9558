"""One threshold as text: what it is set to, its suggestion, their difference, and what a trial does.

The text holds text of the service as sent: escape it where markup is read.
"""

from __future__ import annotations

import math

import pandas as pd

from ..text import counted, number_text, one_line
from .kinds import Kind
from .thresholds import (
    ThresholdRow,
    chosen_option,
    is_as_suggested,
    suggested_option,
    suggestion,
    threshold_rows,
    threshold_title,
)


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
    return f"{setting_text(row)} ({_notes(row, _suggestion_text(row, kind))})"


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
        difference = "as suggested" if is_as_suggested(row) else difference
    return _notes(row, difference)


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


def _notes(row: ThresholdRow, about_suggestion: str) -> str:
    legacy = "from the deprecated minimum confidence rating" if row.legacy else ""
    return "; ".join(filter(None, [_options_text(row), about_suggestion, legacy]))


def _options_text(row: ThresholdRow) -> str:
    if not row.options:
        return ""
    count = counted(len(dict(row.options)), "option")
    return f"of {count}" if chosen_option(row) is not None else f"not one of the {count}"


def _suggestion_text(row: ThresholdRow, kind: Kind) -> str:
    suggested = suggestion(row)
    if suggested is None:
        return "" if row.options else "no suggestion"
    if is_as_suggested(row):
        return "as suggested"
    difference = difference_text(row.number, row.suggested_value, kind)
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


def tried_text(row: ThresholdRow, tried: float | str, kind: Kind) -> str:
    """Return what trying a number or an option for a threshold does, as `trial_text` and `option_trial_text`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> config = ea.load_sample("dropdown")
    >>> *_, row = threshold_rows(config.thresholds)
    >>> tried_text(row, "mean", config.kind)
    'trying Mean over all fans, in place of the saved Maximum over all fans'
    """
    if isinstance(tried, str):
        return option_trial_text(row, tried)
    return trial_text(tried, row.number, row.suggested_value, kind)


def option_trial_text(row: ThresholdRow, tried: str) -> str:
    """Return which option is tried in place of which, and which one is suggested.

    Parameters
    ----------
    row : named tuple
        A row of the thresholds frame, with options.
    tried : str
        The value of one of them.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> *_, row = threshold_rows(ea.load_sample("dropdown").thresholds)
    >>> option_trial_text(row._replace(suggested_text="mean"), "mean")
    'trying Mean over all fans, in place of the saved Maximum over all fans; it is suggested'
    >>> option_trial_text(row, "max")
    'trying Maximum over all fans: it is saved'
    """
    text, suggested = f"trying {option_name(row, tried)}", suggested_option(row)
    is_saved = tried == chosen_option(row)
    text += ": it is saved" if is_saved else f", in place of the saved {setting_text(row)}"
    if suggested is None:
        return text
    return text + (
        "; it is suggested" if suggested == tried else f"; suggested: {option_name(row, suggested)}"
    )


def option_name(row: ThresholdRow, value: str) -> str:
    """Return the name of an option, or its value if it has no name.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> *_, row = threshold_rows(ea.load_sample("dropdown").thresholds)
    >>> option_name(row, "mean")
    'Mean over all fans'
    """
    return one_line(dict(row.options)[value]) or one_line(value)


def _trial_against(tried: float, other: float, name: str, kind: Kind) -> str:
    if math.isnan(other):
        return ""
    the_other = f"the {name} {number_text(other)}"
    if math.isclose(tried, other):
        return f"the same as {the_other}"
    effect, distance = kind.effect(tried, other), _distance_text(tried, other)
    return f"{effect} than {the_other} ({distance})" if effect else f"{distance} than {the_other}"
