"""The numbers that are tried in place of saved thresholds."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Any

import traitlets

from ...block.frames import as_number
from ...block.thresholds import LARGEST
from ...text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def checked_trial(trial: Mapping[str, Any], keys: Iterable[str]) -> dict[str, float]:
    """Return the numbers to try as floats, after checking keys and numbers.

    Parameters
    ----------
    trial : mapping
        Key of a threshold -> number.
    keys : iterable of str
        Keys of the thresholds that can be tried.

    Returns
    -------
    dict
        A new dict.

    Raises
    ------
    TraitError
        A key is unknown, or a value is not a finite number.

    Examples
    --------
    >>> checked_trial({"min_score": 1}, ["min_score"])
    {'min_score': 1.0}
    """
    known = list(dict.fromkeys(keys))
    for key, number in trial.items():
        problem = _problem(key, number, known)
        if problem:
            raise traitlets.TraitError(problem)
    return {key: float(number) + 0.0 for key, number in trial.items()}


def _problem(key: object, number: object, known: list[str]) -> str:
    if key not in known:
        there = one_line(", ".join(known), 200) or "none"
        name = one_line(str(key), 40)
        return f"No threshold “{name}” whose value is a number can be tried here. There is: {there}."
    if isinstance(number, bool) or not isinstance(number, Real):
        return f"Only a number can be tried, not {one_line(repr(number), 40)}."
    if not abs(as_number(number)) < LARGEST:  # type: ignore[arg-type]
        return f"Only a finite number below {LARGEST:g} can be tried."
    return ""
