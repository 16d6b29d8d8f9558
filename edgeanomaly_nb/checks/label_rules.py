"""Rules about the labels of axes: empty and repeated ones."""

from __future__ import annotations

from ..block.config import AnomalyConfig
from ..block.labels import canonical
from ..text import listed
from .rule import Limits, Pairs


def unlabelled(config: AnomalyConfig, _: Limits) -> Pairs:
    """Find axes without a label."""
    axes = config.axes
    is_empty = [not label.strip() for label in axes["label"].tolist()]
    if any(is_empty):
        empty = axes[is_empty]
        they, them = f"{len(empty):,} of {len(axes):,} axes have", "them"
        if len(empty) == 1:
            they, them = f"Axis {empty.index[0]} has", "it"
        yield "axes", f"{they} no label. Refer to {them} by index, and note that an index can change."


def repeated(config: AnomalyConfig, _: Limits) -> Pairs:
    """Find labels that several axes share."""
    axes = config.axes
    labels = [canonical(label) for label in axes["label"].tolist() if label.strip()]
    if len(set(labels)) == len(labels):  # as in most blocks
        return
    repeated = axes[(axes["label"].str.strip() != "") & axes["label"].map(canonical).duplicated(keep=False)]
    read, band = repeated["sensor"].notna(), repeated["band_low_hz"].notna()
    # A sensor with other repeated features is repeated as a whole, and so are its bands.
    whole = repeated["sensor"].isin(repeated.loc[read & ~band, "sensor"])
    narrow = repeated["band_low_hz"] == repeated["band_high_hz"]
    rounded = read & band & (narrow | ~whole)
    why_bands = _ROUNDED if narrow[rounded].all() else _ROUNDED_OR_SEVERAL
    for group, what, why in (
        (rounded, "Frequency bands of one sensor that look alike", why_bands),
        (read & ~rounded, "The same feature under the same sensor name, several times", _SEVERAL_BLOCKS),
        (~read, "Labels shared by several axes", _UNKNOWN_FEATURE),
    ):
        if group.any():
            labels = repeated.loc[group, "label"].unique().tolist()
            yield "axes", f"{what}: {listed(labels)}. {why} Refer to these axes by index."


_ROUNDED = "Their edges are rounded, so the bands of a slow sensor are equal."
_ROUNDED_OR_SEVERAL = "Their edges are rounded, or several processing blocks compute the same band."
_SEVERAL_BLOCKS = (
    "Either several processing blocks compute it for one sensor, or two sensors have the same name; the "
    "labels do not show which."
)
_UNKNOWN_FEATURE = (
    "They contain no known sensor and feature, so they do not show why. A custom processing block can give "
    "each of its features its own label."
)
