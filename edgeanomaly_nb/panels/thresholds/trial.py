"""What is tried: numbers and options by the key of their threshold, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from numbers import Real

import traitlets

from ...block.thresholds import LARGEST, ThresholdRow, as_number, chosen_option, is_on_scale, matching_option
from ...block.thresholds_text import value_text
from ...text import listed, one_line

#: A number, or the value of an option.
Tried = float | str


def can_be_tried(row: ThresholdRow) -> bool:
    """Return True if a threshold has another value to try: it is a number, or has another option.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> rows = [*threshold_rows(ea.load_sample("dropdown").thresholds)]
    >>> [can_be_tried(row) for row in rows], can_be_tried(rows[2]._replace(options=(("max", "Maximum"),)))
    ([True, True, True], False)
    """
    if row.options:
        return bool({value for value, _ in row.options} - {chosen_option(row)})
    return is_on_scale(row.number)


def saved_value(row: ThresholdRow) -> Tried | None:
    """Return the number or the option that a threshold is set to; None if its value is not an option.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> [saved_value(row) for row in threshold_rows(ea.load_sample("dropdown").thresholds)]
    [0.3, 35.0, 'max']
    """
    return chosen_option(row) if row.options else row.number + 0.0  # 0 for -0


def fits(row: ThresholdRow, tried: Tried | None) -> bool:
    """Return True if a checked value can be shown in a row; rows with one key may differ.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> [fits(row, "mean") for row in threshold_rows(ea.load_sample("dropdown").thresholds)]
    [False, False, True]
    """
    if row.options:
        return tried in dict(row.options)
    return isinstance(tried, float)


class Trial(dict[str, Tried]):
    """What is tried. It cannot be changed in place, since nothing would notice that.

    Examples
    --------
    >>> Trial(min_score=0.4)["min_score"]
    0.4
    """

    def _refuse(self, *_: object, **__: object) -> None:
        raise TypeError(
            "What is tried cannot be changed in place. Assign it again: panel.trial = {**panel.trial, "
            '"min_score": 0.4}, or call panel.try_value("min_score", 0.4).'
        )

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = __ior__ = _refuse  # type: ignore[assignment]

    def __reduce__(self) -> tuple[type[Trial], tuple[dict[str, Tried]]]:
        return Trial, (dict(self),)


def checked_trial(trial: Mapping[str, object], rows: Iterable[ThresholdRow]) -> Trial:
    """Return what is tried, after checking keys, numbers and options.

    Parameters
    ----------
    trial : mapping
        Key of a threshold -> number, or the value of an option.
    rows : iterable of named tuple
        The thresholds that can be tried.

    Returns
    -------
    dict
        A new dict; numbers are floats.

    Raises
    ------
    TraitError
        A key or an option is unknown, or a value is not a finite number.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> checked_trial({"min_score": 1}, threshold_rows(ea.load_sample("motion").thresholds))
    {'min_score': 1.0}
    """
    by_key: dict[str, list[ThresholdRow]] = {}
    for row in rows:
        by_key.setdefault(row.Index, []).append(row)
    return Trial({key: _checked_value(key, value, by_key) for key, value in trial.items()})


def _checked_value(key: object, value: object, by_key: dict[str, list[ThresholdRow]]) -> Tried:
    """Return what the first row of a key that accepts a value makes of it."""
    rows = by_key.get(key) if isinstance(key, str) else None
    if rows is None:
        known = one_line(", ".join(by_key), 200) or "none"
        name = one_line(str(key), 40)
        raise traitlets.TraitError(f"No threshold “{name}” can be tried here. There is: {known}.")
    problems = []
    for row in rows:
        try:
            return _checked_option(row, value) if row.options else _checked_number(value)
        except traitlets.TraitError as problem:
            problems.append(problem)
    raise problems[0]


def _checked_option(row: ThresholdRow, value: object) -> str:
    options = [*dict(row.options)]
    is_value = isinstance(value, (str, Real)) and not isinstance(value, bool)
    option = matching_option(value, options) if is_value else None  # type: ignore[arg-type]
    if option is not None:
        return option
    named = value_text(value) if isinstance(value, str) else one_line(repr(value), 40)
    known = listed([value_text(option) for option in options], 20)
    name = one_line(row.Index, 40)
    raise traitlets.TraitError(f"{named} is not an option of “{name}”. Options: {known}.")


def _checked_number(number: object) -> float:
    if isinstance(number, bool) or not isinstance(number, Real):
        raise traitlets.TraitError(f"Only a number can be tried, not {one_line(repr(number), 40)}.")
    if not abs(as_number(number)) < LARGEST:  # type: ignore[arg-type]
        raise traitlets.TraitError(f"Only a finite number below {LARGEST:g} can be tried.")
    return float(number) + 0.0
