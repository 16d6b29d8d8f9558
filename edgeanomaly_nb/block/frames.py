"""The axes frame and the thresholds frame, built from wire types; columns, order and dtypes never vary."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from msgspec import UNSET

from .labels import parse_labels
from .schema import AnomalyBody, Axis, Dependencies, KerasBody, Threshold
from .thresholds import as_number, matching_option, rounded_difference

# pandas 3 copies a frame on write, and has its own string dtype, named "str".
COPIES_ON_WRITE = int(pd.__version__.split(".")[0]) >= 3
TEXT_DTYPE = "str" if COPIES_ON_WRITE else "object"

#: The values of one column of a frame.
Column = np.ndarray | pd.api.extensions.ExtensionArray


def own_copy(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy that can be changed: a lazy one where pandas copies on write.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1]})
    >>> own_copy(frame).equals(frame), own_copy(frame) is frame
    (True, False)
    """
    return frame.copy(deep=not COPIES_ON_WRITE)


def disagrees(axes: pd.DataFrame) -> pd.Series:
    """Return for each axis of a frame if its flag and ``selectedAxes`` disagree.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> int(disagrees(ea.load_sample("disagree").axes).sum())
    2
    """
    return axes["selected"] != axes["configured"]


def axes_frame(body: AnomalyBody | KerasBody) -> pd.DataFrame:
    """Build the axes frame: one row per axis, in the order of the response.

    Parameters
    ----------
    body : AnomalyBody or KerasBody
        The decoded body of ``getAnomaly`` or ``getKeras``.

    Returns
    -------
    DataFrame
        Index ``ix`` (int64); the same columns and dtypes if there are no rows.

        ==============================  =========  ===================================================
        column                          dtype      meaning
        ==============================  =========  ===================================================
        label                           str        as sent
        selected, favourite             bool       as sent
        configured                      bool       `ix` is in the config's ``selectedAxes``
        sensor, feature                 str        parsed from the label, missing if it has none
        band_low_hz, band_high_hz       float64    Hz, parsed from the label; NaN without a band
        ==============================  =========  ===================================================

        On pandas before 3, str columns have dtype object.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> ea.load_sample("motion").axes.loc[[0, 11], ["label", "sensor", "feature"]]
           label sensor feature
    ix
    0   accX RMS   accX     RMS
    11  accY RMS   accY     RMS
    """
    ix = axis_indices(body)
    columns = axes_columns(body.axes, configured_axes(body, ix))
    return pd.DataFrame(columns, index=pd.Index(ix, name="ix"), copy=False)


def axes_columns(axes: Sequence[Axis], configured: np.ndarray) -> dict[str, Column]:
    """Return the columns of `axes_frame`, for the axes of one block or of many.

    Examples
    --------
    >>> list(axes_columns([], np.zeros(0, dtype=bool)))[:4]
    ['label', 'selected', 'favourite', 'configured']
    """
    labels = [axis.label for axis in axes]
    return {
        "label": text_column(labels),
        "selected": _flags([axis.selected for axis in axes]),
        "favourite": _flags([axis.favourite for axis in axes]),
        "configured": configured,
        **parsed_columns(labels),
    }


def parsed_columns(labels: Sequence[str]) -> dict[str, Column]:
    """Return the columns of `axes_frame` that are parsed from the labels.

    Examples
    --------
    >>> list(parsed_columns(["accX RMS"]))
    ['sensor', 'feature', 'band_low_hz', 'band_high_hz']
    """
    table = parse_labels(labels)
    bands = table.bands[table.tail_codes]
    features = {feature: at for at, feature in enumerate(dict.fromkeys(filter(None, table.features)))}
    features_of = np.array([features.get(feature or "", -1) for feature in table.features], dtype=np.int64)
    return {
        # The last entry is a missing value: code -1 points there.
        "sensor": text_column([*table.sensors, None])[table.sensor_codes],
        "feature": text_column([*features, None])[features_of[table.tail_codes]],
        "band_low_hz": bands[:, 0],
        "band_high_hz": bands[:, 1],
    }


def no_axes() -> pd.DataFrame:
    """Return the axes frame of a block without axes: no rows, and the same columns and dtypes.

    Examples
    --------
    >>> len(no_axes()), no_axes()["selected"].dtype
    (0, dtype('bool'))
    """
    return axes_frame(KerasBody(name="", trained=False, dependencies=Dependencies((), (), 0, 0)))


def thresholds_frame(body: AnomalyBody | KerasBody) -> pd.DataFrame:
    """Build the thresholds frame: one row per threshold, repeated keys kept.

    Parameters
    ----------
    body : AnomalyBody or KerasBody
        The decoded body of ``getAnomaly`` or ``getKeras``.

    Returns
    -------
    DataFrame
        Index ``key`` (str); the same columns and dtypes if there are no rows.

        ======================  =======  =======================================================
        column                  dtype    meaning
        ======================  =======  =======================================================
        description, help_text  str      as sent
        value                   object   as sent: float, int or str
        number                  float64  `value` as an anomaly score (no unit), NaN if it is not a number
        choice                  str      `value` as one of the options, missing if it is not one
        suggested_value         float64  NaN if none is sent; 0 is a suggestion
        suggested_text          str      missing if none is sent
        difference              float64  `number` - `suggested_value`, in six significant digits, as shown
        options                 object   tuple of (value, description); empty if there are none
        legacy                  bool     made from ``minimumConfidenceRating``
        ======================  =======  =======================================================

        On pandas before 3, str columns have dtype object.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> ea.load_sample("fan").thresholds[["value", "suggested_value", "difference"]]
              value  suggested_value  difference
    key
    min_score   3.4              3.0         0.4
    """
    return threshold_rows_frame(thresholds_of(body), is_legacy=has_no_thresholds(body))


def has_no_thresholds(body: AnomalyBody | KerasBody) -> bool:
    """Return True if an older server sent no thresholds.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> has_no_thresholds(ea.load_sample("motion")._wire)
    False
    """
    return body.thresholds is UNSET or body.thresholds is None


def thresholds_of(body: AnomalyBody | KerasBody) -> Sequence[Threshold]:
    """Return the thresholds of a block; without any, that of the deprecated rating.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> [row.key for row in thresholds_of(ea.load_sample("motion")._wire)]
    ['min_score']
    """
    if body.thresholds is not UNSET and body.thresholds is not None:
        return body.thresholds
    return _legacy_rows(body.minimum_confidence_rating)


def threshold_rows_frame(rows: Sequence[Threshold], *, is_legacy: bool = False) -> pd.DataFrame:
    """Build the frame of some thresholds; `thresholds_frame` describes it.

    Examples
    --------
    >>> threshold_rows_frame([]).columns[:3].tolist()
    ['description', 'help_text', 'value']
    """
    number = np.array([as_number(row.value) for row in rows], dtype=np.float64)
    suggested = np.array([_or_nan(row.suggested_value) for row in rows], dtype=np.float64)
    index = pd.Index(text_column([row.key for row in rows]), name="key")
    columns = {
        "description": text_column([row.description for row in rows]),
        "help_text": text_column([row.help_text for row in rows]),
        "value": object_column((row.value for row in rows), index),
        "number": number,
        "choice": text_column([_choice(row) for row in rows]),
        "suggested_value": suggested,
        "suggested_text": text_column([row.suggested_value_text for row in rows]),
        "difference": _differences(number, suggested),
        "options": object_column((_options(row) for row in rows), index),
        "legacy": np.full(len(rows), is_legacy),
    }
    return pd.DataFrame(columns, index=index)


def axis_indices(body: AnomalyBody | KerasBody) -> np.ndarray:
    """Return the index of each axis.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axis_indices(ea.load_sample("motion")._wire)[:3].tolist()
    [0, 1, 2]
    """
    indices: list[Any] = [axis.ix for axis in body.axes]
    # array() reads a list of numbers in half the time of numpy, which can then use its memory.
    try:
        numbers = array("q", indices)
    except TypeError:  # older servers send no ix: the position is the index
        numbers = array("q", (at if ix is UNSET else ix for at, ix in enumerate(indices)))
    return np.frombuffer(numbers, dtype=np.int64)


def _flags(flags: list[bool]) -> np.ndarray:
    return np.frombuffer(bytearray(flags), dtype=bool)


def configured_axes(body: AnomalyBody | KerasBody, ix: np.ndarray) -> np.ndarray:
    """Return for each axis index if it is in ``selectedAxes``.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> configured_axes(ea.load_sample("motion")._wire, np.array([0, 1])).tolist()
    [True, False]
    """
    return np.isin(ix, _selected_axes(body))


def _selected_axes(body: AnomalyBody | KerasBody) -> np.ndarray:
    try:
        numbers = array("q", body.selected_axes)
    except OverflowError:  # an integer beyond 64 bits cannot be the index of an axis
        numbers = array("q", (ix for ix in body.selected_axes if -(2**63) <= ix < 2**63))
    return np.frombuffer(numbers, dtype=np.int64)


def legacy_frame(rating: float | None) -> pd.DataFrame:
    """Build the frame of a deprecated rating; without one it has no rows.

    Examples
    --------
    >>> legacy_frame(0.3)["number"].tolist()
    [0.3]
    """
    return threshold_rows_frame(_legacy_rows(rating), is_legacy=True)


def _legacy_rows(rating: float | None) -> list[Threshold]:
    if rating is None:
        return []
    key, name = "minimumConfidenceRating", "Minimum confidence rating"
    help_text = "This server sends no thresholds, only this older field, which thresholds have replaced."
    return [Threshold(key, name, help_text, rating)]


def text_column(values: Sequence[str | None]) -> Column:
    """Return a column of text, in which None is a missing value.

    Examples
    --------
    >>> list(text_column(["accX", None]))
    ['accX', nan]
    """
    if TEXT_DTYPE == "str":
        return pd.array(values, dtype="str")
    return np.array([np.nan if value is None else value for value in values], dtype=object)


def _differences(numbers: np.ndarray, others: np.ndarray) -> np.ndarray:
    pairs = zip(numbers.tolist(), others.tolist(), strict=True)
    return np.array([rounded_difference(*pair) for pair in pairs], dtype=np.float64)


def _choice(row: Threshold) -> str | None:
    values = [value for value, _ in _options(row)]
    return matching_option(row.value, values) if values else None


def _options(row: Threshold) -> tuple[tuple[str, str], ...]:
    return tuple((option.value, option.description) for option in row.dropdown_options or ())


def object_column(values: Iterable[object], index: pd.Index | None = None) -> pd.Series:
    """Return a column of values of any types, each unchanged.

    Examples
    --------
    >>> object_column([0.5, "max", ()]).tolist()
    [0.5, 'max', ()]
    """
    items = list(values)
    column = np.empty(len(items), dtype=object)
    column[:] = items  # tuples stay tuples; np.array would turn them into a second dimension
    # A Series with a dtype: pandas before 3 would try to convert it to numbers, and overflow.
    return pd.Series(column, index=index, dtype=object)


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value
