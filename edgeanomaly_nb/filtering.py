"""Which axes to show: flags first, then a plain substring test on labels that were folded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

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
        self._folded = [label.casefold() for label in axes["label"].tolist()]

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
        if not wanted:
            return flags.copy()
        mask = np.zeros(len(flags), dtype=bool)
        candidates = np.flatnonzero(flags)
        folded = self._folded if show == "all" else [self._folded[at] for at in candidates]
        mask[candidates] = np.frombuffer(bytearray([wanted in label for label in folded]), dtype=bool)
        return mask

    def counts(self) -> dict[str, int]:
        """Count the axes of each filter.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> AxesFilter(ea.load_sample("motion").axes).counts()["all"]
        33
        """
        return {show: int(flags.sum()) for show, flags in self._flags.items()}
