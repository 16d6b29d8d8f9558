"""The axes and the changed thresholds of two configs, matched as `edgeanomaly_nb.compare` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ...block.labels import canonical
from ...comparison.change import by_name
from ...comparison.thresholds import is_changed, matched_thresholds

if TYPE_CHECKING:
    from ...block.config import AnomalyConfig
    from ...block.kinds import Kind
    from ...block.thresholds import ThresholdRow


def axes_of_both(before: AnomalyConfig, after: AnomalyConfig) -> pd.DataFrame:
    """Return the axes of both configs, those of `before` first; repeated labels are matched in their order.

    Returns
    -------
    DataFrame
        Columns label, sensor, feature as in the axes frame; selected, favourite and is_there as they are
        after, was_selected, was_favourite and was_there as they were before; configured as selected. The
        index is ``ix``, or ``position`` where the indices of the two configs do not fit together.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes = axes_of_both(ea.load_sample("motion"), ea.load_sample("motion-later"))
    >>> axes.label[~axes.was_there].tolist()
    ['battery (V) Average']
    """
    old, new = before.axes, after.axes
    was, now = _places(old["label"], new["label"])
    names = ["label", "sensor", "feature"]
    both = pd.concat([old[names], new.loc[now >= len(old), names]])
    both.index = _index(both.index.to_numpy())
    for name in ("selected", "favourite"):
        both[name] = _placed(new[name], now, len(both))
        both[f"was_{name}"] = _placed(old[name], was, len(both))
    both["is_there"], both["was_there"] = _placed(True, now, len(both)), _placed(True, was, len(both))
    return both.assign(configured=both["selected"])


class ThresholdChange(NamedTuple):
    """A changed threshold: its row before and after, None where it is missing, and the kinds of both."""

    old: ThresholdRow | None
    new: ThresholdRow | None
    old_kind: Kind
    new_kind: Kind

    @property
    def row(self) -> ThresholdRow:
        """The row after the change, or the one before if the threshold was removed."""
        row = self.new or self.old
        assert row is not None  # noqa: S101  # one of them is there
        return row


def changed_thresholds(before: AnomalyConfig, after: AnomalyConfig) -> list[ThresholdChange]:
    """Return the thresholds that are not the same before and after.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> motion, fan = ea.load_sample("motion"), ea.load_sample("fan")
    >>> [change.new.value for change in changed_thresholds(motion, fan)]
    [3.4]
    """
    return [
        ThresholdChange(old, new, before.kind, after.kind)
        for _, old, new in matched_thresholds(before, after)
        if is_changed(old, new)
    ]


def _places(old: pd.Series, new: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return the place of each old and each new label in one list of both."""
    names = [list(by_name(labels.map(canonical), labels)) for labels in (old, new)]
    place = {name: at for at, name in enumerate(dict.fromkeys([*names[0], *names[1]]))}
    was, now = (np.array([place[name] for name in of_one], dtype=np.intp) for of_one in names)
    return was, now


def _index(ix: np.ndarray) -> pd.Index:
    goes_up = bool((np.diff(ix) > 0).all())
    return pd.Index(ix if goes_up else np.arange(len(ix)), name="ix" if goes_up else "position")


def _placed(flags: pd.Series | bool, at: np.ndarray, count: int) -> np.ndarray:
    column = np.zeros(count, dtype=bool)
    column[at] = flags
    return column
