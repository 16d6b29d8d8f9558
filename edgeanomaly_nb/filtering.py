"""Which axes to show: by flags, and by a text to find in their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .labels import parse_labels

if TYPE_CHECKING:
    import pandas as pd

SHOW = ("all", "selected", "favourite", "differ")


class AxesFilter:
    """Search and filter one axes frame many times.

    Parameters
    ----------
    axes : DataFrame
        An axes frame; it is not changed.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes = ea.load_sample("motion").axes
    >>> axes[AxesFilter(axes).mask("rms", "all")].label.tolist()
    ['accX RMS', 'accY RMS', 'accZ RMS']
    """

    def __init__(self, axes: pd.DataFrame) -> None:
        selected = axes["selected"].to_numpy()
        self._flags = {
            "all": np.ones(len(axes), dtype=bool),
            "selected": selected,
            "favourite": axes["favourite"].to_numpy(),
            "differ": selected != axes["favourite"].to_numpy(),
        }
        table = parse_labels(axes["label"].tolist())
        self._sensor_codes, self._tail_codes = table.sensor_codes, table.tail_codes
        # The last sensor is none at all, which is where code -1 points.
        self._sensors = [sensor.casefold() for sensor in (*table.sensors, "")]
        self._tails = [tail.casefold() for tail in table.tails]

    def mask(self, query: str = "", show: str = "all") -> np.ndarray:
        """Tell for each axis whether it is shown.

        Parameters
        ----------
        query : str
            Text to find in the label, in any case; white space around it does not count.
        show : {"all", "selected", "favourite", "differ"}
            ``"differ"`` shows the axes that are selected but not favourite, or favourite but not selected.

        Returns
        -------
        ndarray of bool, shape (n_axes,)

        Raises
        ------
        ValueError
            `show` is none of the four.
        """
        if show not in self._flags:
            raise ValueError(f"show is one of {', '.join(SHOW)}; it was {show!r}.")
        flags: np.ndarray = self._flags[show]
        wanted = query.strip().casefold()
        return flags & self._found(wanted) if wanted else flags.copy()

    def _found(self, wanted: str) -> np.ndarray:
        """Find a text in the labels, by way of the few sensors and tails that they are made of."""
        found: np.ndarray = np.array([wanted in sensor for sensor in self._sensors], dtype=bool)[
            self._sensor_codes
        ]
        found |= np.array([wanted in tail for tail in self._tails], dtype=bool)[self._tail_codes]
        for at in range(1, len(wanted)):  # it may begin in the sensor and end in the tail
            begins = np.array([tail.startswith(wanted[at:]) for tail in self._tails], dtype=bool)
            if begins.any():
                ends = np.array([sensor.endswith(wanted[:at]) for sensor in self._sensors], dtype=bool)
                found |= ends[self._sensor_codes] & begins[self._tail_codes]
        return found

    def counts(self) -> dict[str, int]:
        """Count the axes of each filter.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> AxesFilter(ea.load_sample("motion").axes).counts()["all"]
        33
        """
        return {show: int(flags.sum()) for show, flags in self._flags.items()}
