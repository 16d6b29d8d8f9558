"""Rules about the axes of a block: which exist, which are selected, which are favourite."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from ..block.config import AnomalyConfig
from ..block.frames import disagrees
from ..text import listed, one_line
from .rule import Limits, Pairs


def no_axis_selected(config: AnomalyConfig, _: Limits) -> Pairs:
    """Find a block without axes, or without a selected one."""
    axes = config.axes
    if axes.empty:
        yield "axes", "The block has no axes. Generate features in Studio, then select axes."
    elif not axes["selected"].any():
        yield (
            "axes",
            f"None of the {len(axes):,} axes is selected. Select some in Studio, then train the block.",
        )


def axis_missing(config: AnomalyConfig, _: Limits) -> Pairs:
    """Find indices in ``selectedAxes`` that no axis has."""
    known = set(config.axes.index)
    missing = [ix for ix in dict.fromkeys(config.selected_axes) if ix not in known]
    if missing:
        verb = "names an axis that does" if len(missing) == 1 else "names axes that do"
        yield (
            "axes",
            f"selectedAxes {verb} not exist: {listed(missing)}. Select the axes again in Studio, then train "
            "the block.",
        )


def flags_disagree(config: AnomalyConfig, _: Limits) -> Pairs:
    """Find axes where the flag and ``selectedAxes`` disagree."""
    differ = config.axes[disagrees(config.axes)]
    if len(differ):
        yield (
            "axes",
            f"The selected flags and selectedAxes disagree on {_axes_text(differ)}. Save the axes again "
            "in Studio, then train the block.",
        )


def every_axis_selected(config: AnomalyConfig, limits: Limits) -> Pairs:
    """Find a block where all of many axes are selected."""
    axes = config.axes
    if len(axes) > limits["all_axes"] and axes["selected"].all():
        yield (
            "axes",
            f"All {len(axes):,} axes are selected. Distances mean less the more axes they are computed from: "
            "select the few that matter.",
        )


def favourites_not_selected(config: AnomalyConfig, _: Limits) -> Pairs:
    """Find favourites that are not selected."""
    axes = config.axes
    selected = axes["selected"].to_numpy()
    is_missed = axes["favourite"].to_numpy() & ~selected
    if is_missed.any() and selected.any():
        missed = axes[is_missed]
        which = "it" if len(missed) == 1 else "them"
        yield (
            "axes",
            f"Feature importance suggests {_axes_text(missed, 'not selected')}. Select {which} "
            "unless you have a reason not to.",
        )


def no_favourites(config: AnomalyConfig, _: Limits) -> Pairs:
    """Find a block without favourites, and explain why there are none."""
    axes, classes = config.axes, config.dependencies.classes
    if axes.empty or axes["favourite"].any():
        return
    if why_not := _without_features(config):
        why = (
            f"{why_not}, so feature importance does not help here. To choose from a few named axes, "
            "use a processing block that computes features, such as Spectral analysis or Flatten."
        )
    elif len(classes) < 2:
        has = f"has one class, {_quoted(classes)}" if classes else "has no classes"
        why = (
            "as far as is known, feature importance needs at least two classes, and this block "
            f"{has}. Choose axes by hand."
        )
    else:
        why = f"feature importance may not have been computed. {_turn_it_on(config.dependencies.block_names)}"
    yield "axes", f"No axis is a favourite: {why}"


def _turn_it_on(blocks: Sequence[str]) -> str:
    raw = [name for name in blocks if _RAW.search(name)]
    if not raw:
        return "Turn it on when you generate features in Studio."
    others = [name for name in blocks if name not in raw]
    return (
        f"Turn it on when you generate the features of {_quoted(others)} in Studio. It does not help with "
        f"the axes of {_quoted(raw)}."
    )


def _quoted(names: Sequence[str]) -> str:
    return listed([f"“{one_line(name, 40)}”" for name in names])


#: Input blocks, by their names in Studio, whose axes are samples, pixels or bins, not features.
_RAW = re.compile(
    r"(?<![a-z])(?:raw|images?|pixels?|camera|spectrogram|mfe|mfcc|syntiant|waveform)(?![a-z])", re.IGNORECASE
)
_MOST_UNKNOWN = 100  # blocks with named features have fewer axes


def _without_features(config: AnomalyConfig) -> str:
    """Return why single axes of the block mean little; empty if they may mean something."""
    axes, names = config.axes, config.dependencies.block_names
    if names and all(map(_RAW.search, names)):
        return f"the axes are the single values of {_quoted(names)}"
    if axes["feature"].notna().any():
        return ""
    if (axes["label"].str.strip() == "").all():
        return "the axes have no labels"
    return f"none of the {len(axes):,} labels names a known feature" if len(axes) > _MOST_UNKNOWN else ""


def many_gmm_axes(config: AnomalyConfig, limits: Limits) -> Pairs:
    """Find a Gaussian mixture with many selected axes."""
    count = int(config.axes["selected"].sum())
    if count > limits["gmm_axes"]:
        yield (
            "axes",
            f"{count:,} axes are selected for a Gaussian mixture. What it has to learn grows with the square "
            "of their number: use fewer axes, or make sure that you have enough data.",
        )


def _axes_text(axes: pd.DataFrame, state: str = "") -> str:
    named = [
        f"{one_line(label, 40)} ({ix})" if label.strip() else str(ix)
        for ix, label in zip(axes.index[:4], axes["label"], strict=False)
    ]
    what, verb = ("axis", "is") if len(axes) == 1 else ("axes", "are")
    which = state and f" that {verb} {state}"
    return f"{len(axes):,} {what}{which}: {listed(named, total=len(axes))}"
