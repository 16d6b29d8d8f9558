"""New values of thresholds, checked against a block before anything is written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING, TypeVar

from ..block.source import block_text
from ..block.thresholds import ThresholdRow, as_number, matching_option, threshold_rows, threshold_title
from ..block.thresholds_text import value_text
from ..errors import InvalidChangeError, WriteConflictError, WriteError
from ..scores.threshold_choice import ThresholdChoice
from ..text import capitalized, listed, one_line, unknown_name

if TYPE_CHECKING:
    from ..block.config import AnomalyConfig

E = TypeVar("E", bound=WriteError)

#: The value of a threshold, as JSON has it.
Value = int | float | str


@dataclass(frozen=True)
class NewValue:
    """One threshold, and the value to write.

    Parameters
    ----------
    row : named tuple
        The threshold, as the thresholds frame has it.
    value : int, float or str
        The value to write.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> (row,) = threshold_rows(ea.load_sample("motion").thresholds)
    >>> (new := NewValue(row, 0.5)).key, new.old, new.value
    ('min_score', 0.3, 0.5)
    """

    row: ThresholdRow
    value: Value

    @property
    def key(self) -> str:
        """The key of the threshold."""
        return self.row.Index

    @property
    def old(self) -> Value:
        """The value that it replaces."""
        return self.row.value


def read_new_values(config: AnomalyConfig, values: Mapping[str, object]) -> tuple[NewValue, ...]:
    """Check new values against the thresholds of a block; values that are saved already are omitted.

    Parameters
    ----------
    config : AnomalyConfig
        The block as it is now.
    values : mapping of str to number or str
        Key of a threshold -> its new value.

    Raises
    ------
    InvalidChangeError
        A key is unknown, a value has another type than the saved one, is not finite or is not an option, or
        nothing would change.
    TypeError
        `values` is not a mapping, or a value is neither a number nor text.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> config = ea.load_sample("motion")
    >>> [(new.key, new.old, new.value) for new in read_new_values(config, {"min_score": 0.5})]
    [('min_score', 0.3, 0.5)]
    >>> read_new_values(config, {"min_scor": 0.5})
    Traceback (most recent call last):
        ...
    edgeanomaly_nb.errors.InvalidChangeError: Block 4 of project 481207: There is no threshold 'min_scor'. Did
    you mean 'min_score'?
    """
    if not isinstance(values, Mapping):
        raise TypeError(
            f'values must be a mapping such as {{"min_score": 0.5}}, not {type(values).__name__}.'
        )
    if not values:
        raise _invalid(config, 'No new value was given. Pass at least one, such as {"min_score": 0.5}.')
    new = [NewValue(row := _row_of(config, key), _read_value(config, row, values[key])) for key in values]
    changed = tuple(one for one in new if one.value != one.old)
    if not changed:
        saved = listed([f"{one_line(one.key, 40)} is {value_text(one.old)}" for one in new])
        raise _invalid(config, f"Nothing would change: {saved} already.")
    return changed


def _row_of(config: AnomalyConfig, key: object) -> ThresholdRow:
    rows = list(threshold_rows(config.thresholds))
    found = [row for row in rows if row.Index == key]
    if not rows:
        raise _invalid(config, "It has no thresholds.")
    if not found:
        names = [one_line(row.Index, 40) for row in rows]
        raise _invalid(config, unknown_name("threshold", one_line(str(key), 40), names))
    if len(found) > 1:
        raise _invalid(config, f"{len(found)} thresholds have the key {key!r}, so it is not clear which.")
    if found[0].legacy:
        raise _invalid(
            config,
            "This server is older and sends only the deprecated minimum confidence rating, which cannot be "
            "written here. Change it in Studio.",
        )
    return found[0]


def _read_value(config: AnomalyConfig, row: ThresholdRow, value: object) -> Value:
    if isinstance(value, ThresholdChoice):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, str | Real):
        raise TypeError(
            f"A new value must be a number or text, not {type(value).__name__}: {one_line(row.Index, 40)}."
        )
    title = threshold_title(row)
    is_text = isinstance(row.value, str)
    if not is_text and isinstance(value, str) and not math.isnan(as_number(value)):
        raise _invalid(
            config, f"{title} is a number, not text: write {one_line(value.strip(), 40)} without quotes."
        )
    if is_text != isinstance(value, str):
        raise _invalid(config, f"{title} is {_TYPES[is_text]}, so {_shown(value)} cannot be its value.")
    read = value if isinstance(value, str) else _read_number(config, title, value)
    options = dict(row.options)
    if options and matching_option(read, [*options]) is None:
        raise _invalid(config, f"{_shown(read)} is not an option of {title}. {_options_text(row, read)}")
    if read == "":
        raise _invalid(config, f"The new value of {title} is empty.")
    return read


_TYPES = {True: "text", False: "a number"}


def _read_number(config: AnomalyConfig, title: str, value: Real) -> int | float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise _invalid(config, f"The new value of {title} must be a finite number, not {value}.")
    return int(value) if isinstance(value, Integral) else number


def _options_text(row: ThresholdRow, value: Value) -> str:
    by_name = {name: option for option, name in row.options}
    if str(value) in by_name:
        return f"It is the name of one: use {value_text(by_name[str(value)])}."
    names = [f"{value_text(option)} ({one_line(name, 40)})" for option, name in row.options]
    return f"There are: {listed(names, 20, limit=100)}."


def _shown(value: object) -> str:
    return value_text(value) if isinstance(value, str) else one_line(str(value), 40)


def refuse_if_changed(
    before: AnomalyConfig, now: AnomalyConfig, since: str = "this config was fetched"
) -> None:
    """Refuse a block whose thresholds are not those of an earlier config.

    Raises
    ------
    WriteConflictError
        A key or a value differs. The message has both values.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> refuse_if_changed(ea.load_sample("motion"), ea.load_sample("motion"))
    """
    if differences := value_differences(before, now):
        raise error_about(
            now,
            WriteConflictError,
            f"The thresholds of {block_text(now.source)} have changed in Studio since {since}: "
            f"{listed(differences, limit=200)}. Nothing was written. Fetch the block again, look at it, and "
            "prepare the change again.",
        )


def refuse_unless(config: AnomalyConfig, expected: Mapping[str, Value]) -> None:
    """Refuse a block whose thresholds do not have the values that somebody expects.

    Raises
    ------
    WriteConflictError
        A value is another one. The message has both.
    InvalidChangeError
        A key is unknown.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> refuse_unless(ea.load_sample("motion"), {"min_score": 0.3})
    """
    saved = {key: _row_of(config, key).value for key in expected}
    texts = [
        f"{one_line(key, 40)} is {exact_value_text(saved[key])}, not the expected {exact_value_text(value)}"
        for key, value in expected.items()
        if saved[key] != value
    ]
    if texts:
        problem = f"{_begin(config)}: {listed(texts, limit=200)}. Nothing was written."
        raise error_about(config, WriteConflictError, problem)


def value_differences(before: AnomalyConfig, now: AnomalyConfig) -> list[str]:
    """Return how the values of thresholds differ between two configs of a block, as text.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> value_differences(ea.load_sample("fan"), ea.load_sample("motion"))
    ['min_score was 3.4 and is 0.3']
    """
    old, new = _values(before), _values(now)
    names = {key: one_line(key, 40) for key in sorted({*old, *new})}
    return [
        _difference_text(name, old.get(key), new.get(key))
        for key, name in names.items()
        if old.get(key) != new.get(key)
    ]


def _values(config: AnomalyConfig) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for row in threshold_rows(config.thresholds):
        found.setdefault(row.Index, []).append(row.value)
    return found


def _difference_text(name: str, old: list[Value] | None, new: list[Value] | None) -> str:
    if old is None or new is None:
        return f"{name} is {'new' if old is None else 'gone'}"
    texts = [", ".join(map(exact_value_text, values)) for values in (old, new)]
    return f"{name} was {texts[0]} and is {texts[1]}"


def exact_value_text(value: Value) -> str:
    """Return a value as text that is the same number, or as text in quotation marks.

    Examples
    --------
    >>> exact_value_text(0.30000000000000004), exact_value_text("max")
    ('0.30000000000000004', '“max”')
    """
    from ..scores.trials_text import exact_text

    return exact_text(value) if isinstance(value, float) else value_text(value)


def error_about(config: AnomalyConfig, kind: type[E], message: str) -> E:
    """Return an error with the ids of a block."""
    return kind(message, project_id=config.source.project_id, learn_id=config.source.learn_id)


def _invalid(config: AnomalyConfig, problem: str) -> InvalidChangeError:
    return error_about(config, InvalidChangeError, f"{_begin(config)}: {problem}")


def _begin(config: AnomalyConfig) -> str:
    return capitalized(block_text(config.source))
