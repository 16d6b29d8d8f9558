"""Which axes to show, and in which order: by flags, text, sensor, feature and frequency."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, TypedDict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .labels import canonical, folded, parse_labels

if TYPE_CHECKING:
    from typing_extensions import Unpack

SHOW = ("all", "selected", "favourite", "differ", "favourite-only", "selected-only")
_COLUMNS = ("index", "label", "sensor", "band", "selected", "favourite")
SORTS = (*_COLUMNS, *(f"-{column}" for column in _COLUMNS))

# Digits after a decimal point stay as they are: 0.49 comes before 0.5.
_WHOLE_NUMBER = re.compile(r"(?<![.0-9])[0-9]+")


class Narrowing(TypedDict, total=False):
    """Filters besides flags and text; None or a missing one does not filter."""

    sensor: str | None
    feature: str | None
    band_low_hz: float | None
    band_high_hz: float | None


class AxesFilter:
    """Search, filter and sort one axes frame many times.

    Parameters
    ----------
    axes : DataFrame
        An axes frame; it is not modified.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes = ea.load_sample("motion").axes
    >>> axes[AxesFilter(axes).mask("rms", "all")].label.tolist()
    ['accX RMS', 'accY RMS', 'accZ RMS']
    """

    def __init__(self, axes: pd.DataFrame) -> None:
        selected, favourite = axes["selected"].to_numpy(), axes["favourite"].to_numpy()
        self._flags: dict[str, NDArray[np.bool_]] = {
            "all": np.ones(len(axes), dtype=bool),
            "selected": selected,
            "favourite": favourite,
            "differ": selected != favourite,
            "favourite-only": favourite & ~selected,
            "selected-only": selected & ~favourite,
        }
        self._ix = axes.index.to_numpy()
        labels = axes["label"].tolist()
        self.labels = parse_labels(labels)
        # The last entry stands for no sensor: code -1 points there.
        self._sensors = [canonical(sensor) for sensor in (*self.labels.sensors, "")]
        self._folded_sensors = [folded(sensor) for sensor in (*self.labels.sensors, "")]
        self._folded_tails = [folded(tail) for tail in self.labels.tails]
        self._orders: dict[str, np.ndarray] = {}

    @property
    def sensors(self) -> list[str]:
        """The values for `sensor`: each sensor, and ``""`` for labels without one.

        Of canonically equal spellings, the first.
        """
        first = dict(zip(reversed(self._sensors[:-1]), reversed(self.labels.sensors), strict=True))
        return [*reversed(first.values()), *[""] * bool((self.labels.sensor_codes < 0).any())]

    @property
    def features(self) -> list[str]:
        """The values for `feature`: each feature, and ``""`` for labels without one."""
        named = dict.fromkeys(feature or "" for feature in self.labels.features)
        return sorted(named, key=lambda feature: not feature)  # "" last, the others in their order

    @property
    def has_bands(self) -> bool:
        """True if any label names a frequency band."""
        return not bool(np.isnan(self.labels.bands).all())

    def mask(self, query: str = "", show: str = "all", **narrowing: Unpack[Narrowing]) -> NDArray[np.bool_]:
        """Return for each axis whether it is shown.

        Parameters
        ----------
        query : str
            Words to find in the label, all of them and in any order, ignoring case and canonically equal
            spellings. Without words, every axis is found.
        show : {"all", "selected", "favourite", "differ", "favourite-only", "selected-only"}
            ``"differ"`` shows the axes that are selected but not favourite, or favourite but not selected.
        sensor, feature : str, optional
            Only axes of this sensor or feature; ``""`` for labels without one.
        band_low_hz, band_high_hz : float, optional
            Only axes whose band overlaps this range; a common edge is not enough. A band whose edges are
            rounded to the same number is a single frequency.

        Returns
        -------
        ndarray of bool, shape (n_axes,)

        Raises
        ------
        ValueError
            `show` is not one of the four.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> axes = ea.load_sample("motion").axes
        >>> axes[AxesFilter(axes).mask(sensor="accX", band_low_hz=0, band_high_hz=2)].label.tolist()
        ['accX Spectral Power 0.49 - 1.46 Hz', 'accX Spectral Power 1.46 - 2.44 Hz']
        >>> axes[AxesFilter(axes).mask("rms accx")].label.tolist()
        ['accX RMS']
        """
        if show not in self._flags:
            raise ValueError(f"show is one of {', '.join(SHOW)}; it was {show!r}.")
        return self._base(query, narrowing) & self._flags[show]

    def counts(self, query: str = "", **narrowing: Unpack[Narrowing]) -> dict[str, int]:
        """Return the number of axes for each value of `show`, after the other filters.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> AxesFilter(ea.load_sample("motion").axes).counts("rms")["all"]
        3
        """
        base = self._base(query, narrowing)
        return {show: int((flags & base).sum()) for show, flags in self._flags.items()}

    def order(self, sort: str = "index") -> np.ndarray:
        """Return the positions of the axes in sorted order; equal ones keep the order of the frame.

        Parameters
        ----------
        sort : str
            One of `SORTS`: ``"index"``, ``"label"``, ``"sensor"``, ``"band"``, ``"selected"`` (those first)
            or ``"favourite"``; a leading ``"-"`` reverses the order. Labels without a sensor or a band come
            last both ways; ``"band"`` sorts features without a band by name, after those with one.

        Returns
        -------
        ndarray of int, shape (n_axes,)

        Raises
        ------
        ValueError
            `sort` is not one of these.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> axes = ea.load_sample("motion").axes
        >>> axes.iloc[AxesFilter(axes).order("-band")].label.iloc[0]
        'accX Spectral Power 7.32 - 8.3 Hz'
        """
        if sort not in SORTS:
            raise ValueError(f"sort is one of {', '.join(SORTS)}; it was {sort!r}.")
        if sort not in self._orders:
            places = self._places(sort.removeprefix("-"), descending=sort.startswith("-"))
            self._orders[sort] = np.argsort(places, kind="stable")
        return self._orders[sort]

    def _base(self, query: str, narrowing: Narrowing) -> NDArray[np.bool_]:
        fits = np.ones(len(self._ix), dtype=bool)
        for word in sorted(set(folded(query).split()), key=len, reverse=True):
            # A tail after a sensor begins with a space, so no word is partly in both.
            in_sensor, in_tail = _holding(self._folded_sensors, word), _holding(self._folded_tails, word)
            fits &= in_sensor[self.labels.sensor_codes] | in_tail[self.labels.tail_codes]
            if not fits.any():
                break
        sensor = narrowing.get("sensor")
        if sensor is not None:
            named = canonical(sensor)
            fits &= np.array([name == named for name in self._sensors])[self.labels.sensor_codes]
        tails = self._fitting_tails(narrowing)
        return fits if tails.all() else fits & tails[self.labels.tail_codes]

    def _fitting_tails(self, narrowing: Narrowing) -> NDArray[np.bool_]:
        fits = np.ones(len(self.labels.tails), dtype=bool)
        feature = narrowing.get("feature")
        if feature is not None:
            fits &= np.array([(name or "") == feature for name in self.labels.features], dtype=bool)
        low, high = narrowing.get("band_low_hz"), narrowing.get("band_high_hz")
        if low is not None or high is not None:
            low, high = -np.inf if low is None else low, np.inf if high is None else high
            fits &= _shares(self.labels.bands, low, high)
        return fits

    def _places(self, column: str, *, descending: bool) -> np.ndarray:
        """Return the rank of each axis; equal ones share a rank."""
        if column in ("selected", "favourite"):
            return self._flags[column] ^ (not descending)
        if column == "index":
            return self._ix ^ -int(descending)  # inverting all bits reverses the order without overflow
        if column == "sensor":
            names = [(not name, sort_key(name)) for name in [*self.labels.sensors, ""]]
            return _ranks(names, descending).take(self.labels.sensor_codes)
        if column == "band":
            keys = [self._feature_key(tail) for tail in range(len(self.labels.tails))]
            return _ranks(keys, descending).take(self.labels.tail_codes)
        heads = [_padded(sensor) for sensor in self._folded_sensors]
        tails = [_padded(tail) for tail in self._folded_tails]
        codes = zip(self.labels.sensor_codes.tolist(), self.labels.tail_codes.tolist(), strict=True)
        return _ranks([(0, heads[sensor] + tails[tail]) for sensor, tail in codes], descending)

    def _feature_key(self, tail: int) -> tuple[int, Hashable]:
        feature, (low, high) = self.labels.features[tail], self.labels.bands[tail]
        if feature is None:
            return 2, 0
        return (1, sort_key(feature)) if np.isnan(low) else (0, (low, high))


def _holding(texts: Sequence[str], word: str) -> NDArray[np.bool_]:
    # numpy reads bytes in a fraction of the time of a list of bools.
    return np.frombuffer(bytes([word in text for text in texts]), dtype=bool)


def sort_key(text: str) -> bytes:
    """Return a key that sorts text without regard to case, and whole numbers in it by value.

    Examples
    --------
    >>> sorted(["b 10", "B 9", "a"], key=sort_key)
    ['a', 'B 9', 'b 10']
    """
    return _padded(folded(text))


def _padded(text: str) -> bytes:
    padded = _WHOLE_NUMBER.sub(lambda number: number[0].zfill(12), text)
    return padded.encode("utf-16-be", "surrogatepass")  # browsers compare text in these units


def _shares(bands: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return which bands overlap a range; NaN never does."""
    first, last = bands[:, 0], bands[:, 1]
    # A range or a band that is a single frequency overlaps bands that have it as an edge.
    touching = ((low == high) | (first == last)) & (first <= high) & (last >= low)
    sharing: np.ndarray = (touching | ((first < high) & (last > low))) & (low <= high)
    return sharing


def _ranks(keys: Sequence[tuple[int, Hashable]], descending: bool) -> NDArray[np.int64]:
    """Rank by group, always ascending, and by key within a group; equal ones share a rank."""
    # Reversed first and then grouped by a stable sort: the groups keep their order.
    distinct = sorted(sorted(set(keys), reverse=descending), key=lambda key: key[0])
    rank = {key: at for at, key in enumerate(distinct)}
    return np.array([rank[key] for key in keys], dtype=np.int64)
