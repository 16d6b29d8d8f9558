"""Two configs as one list: what has the same name is the same, as `edgeanomaly_nb.compare` takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ...block.labels import canonical
from ...block.thresholds import threshold_rows
from ...comparison.thresholds import options_changed, suggestion_changed, value_changed

if TYPE_CHECKING:
    from ...block.config import AnomalyConfig
    from ...block.kinds import Kind
    from ...block.thresholds import ThresholdRow


def axes_of_both(before: AnomalyConfig, after: AnomalyConfig) -> pd.DataFrame:
    """List the axes of both, those of `before` first; where a label repeats, the first is the first.

    Returns
    -------
    DataFrame
        Columns label, sensor, feature as in the axes frame; selected, favourite and is_there as they are
        after, was_selected, was_favourite and was_there as they were before; configured as selected. The
        index is ``ix``, or ``position`` where the indices of the two do not go together.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes = axes_of_both(ea.load_sample("motion"), ea.load_sample("motion-later"))
    >>> axes.label[~axes.was_there].tolist()
    ['battery (V) Average']
    """
    old, new = before.axes, after.axes
    at = _places(old["label"].map(canonical), new["label"].map(canonical))
    was, now = at[: len(old)], at[len(old) :]
    added = new[now >= len(old)]
    names = ["label", "sensor", "feature"]
    both = pd.concat([old[names], added[names]])
    both.index = _index(both.index.to_numpy())
    for name in ("selected", "favourite"):
        both[name] = _spread(new[name], now, len(both))
        both[f"was_{name}"] = _spread(old[name], was, len(both))
    both["is_there"], both["was_there"] = _spread(True, now, len(both)), _spread(True, was, len(both))
    return both.assign(configured=both["selected"])


class Moved(NamedTuple):
    """A threshold that changed: its row before and after, None where it is not there; the kinds of both."""

    old: ThresholdRow | None
    new: ThresholdRow | None
    was_of: Kind
    is_of: Kind

    @property
    def row(self) -> ThresholdRow:
        """The row after, or the one before when there is none."""
        row = self.new or self.old
        assert row is not None  # noqa: S101  # one of them is there
        return row


def moved_thresholds(before: AnomalyConfig, after: AnomalyConfig) -> list[Moved]:
    """List the thresholds that are not the same before and after.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> [moved.new.value for moved in moved_thresholds(ea.load_sample("motion"), ea.load_sample("fan"))]
    [3.4]
    """
    old, new = before.thresholds, after.thresholds
    at = _places(old.index.to_series(), new.index.to_series())
    rows = [*threshold_rows(old), *threshold_rows(new)]
    was = dict(zip(at[: len(old)].tolist(), rows, strict=False))
    now = dict(zip(at[len(old) :].tolist(), rows[len(old) :], strict=True))
    kinds = (before.kind, after.kind)
    pairs = [Moved(was.get(place), now.get(place), *kinds) for place in sorted({**was, **now})]
    return [pair for pair in pairs if _differ(pair.old, pair.new)]


def _differ(old: ThresholdRow | None, new: ThresholdRow | None) -> bool:
    if old is None or new is None:
        return True
    return value_changed(old, new) or suggestion_changed(old, new) or options_changed(old, new)


def _places(before: pd.Series, after: pd.Series) -> np.ndarray:
    """Give each name its place in a list of both: a name's second place is that of its second time."""
    times = np.concatenate([side.groupby(side, sort=False).cumcount() for side in (before, after)])
    codes, _ = pd.factorize(pd.concat([before, after], ignore_index=True))
    places: np.ndarray = pd.factorize(codes * (times.max(initial=0) + 1) + times)[0]
    return places


def _index(ix: np.ndarray) -> pd.Index:
    goes_up = bool((np.diff(ix) > 0).all())
    return pd.Index(ix if goes_up else np.arange(len(ix)), name="ix" if goes_up else "position")


def _spread(flags: pd.Series | bool, at: np.ndarray, count: int) -> np.ndarray:
    column = np.zeros(count, dtype=bool)
    column[at] = flags
    return column
