"""The axes and the changed thresholds of two configs, matched as `edgeanomaly_nb.compare` does."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ...block.config import AnomalyConfig
from ...block.kinds import Kind
from ...block.thresholds import ThresholdRow
from ...comparison.axes import label_keys
from ...comparison.thresholds import is_changed, matched_thresholds


def axes_of_both(before: AnomalyConfig, after: AnomalyConfig) -> pd.DataFrame:
    """Return the axes of both configs, those of `before` first; repeated labels are matched in their order.

    Returns
    -------
    DataFrame
        Columns label, sensor, feature as in the axes frame; selected, favourite and there as they are
        after, was_selected, was_favourite and was_there as they were before; configured as selected. The
        index is ``ix``, or ``position`` where the indices of the two configs do not fit together.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes = axes_of_both(ea.load_sample("motion"), ea.load_sample("motion-later"))
    >>> axes.label[~axes.was_there].tolist()
    ['battery (V) Average']
    """
    old, new = _by_label(before.axes), _by_label(after.axes)
    both = pd.concat([old, new[~new.index.isin(old.index)]])[["label", "sensor", "feature", "ix"]]
    for name in ("selected", "favourite", "there"):
        both[name] = new[name].reindex(both.index, fill_value=False)
        both[f"was_{name}"] = old[name].reindex(both.index, fill_value=False)
    ix = both.pop("ix").to_numpy()
    goes_up = bool((np.diff(ix) > 0).all())
    both.index = pd.Index(ix if goes_up else np.arange(len(ix)), name="ix" if goes_up else "position")
    return both.assign(configured=both["selected"])


def _by_label(axes: pd.DataFrame) -> pd.DataFrame:
    """Return the axes by label and the number of axes of this label before."""
    names = pd.Index(label_keys(axes["label"]), dtype=object, tupleize_cols=False)
    return axes.assign(ix=axes.index, there=True).set_index(names)


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
