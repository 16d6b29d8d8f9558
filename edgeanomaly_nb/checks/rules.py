"""What deserves a second look in a block's config: one table of rules, each a few lines.

A rule takes a config and the limits, and gives pairs of a subject and a message: plain text that says what
is the matter and what to do. Nothing is a finding that a sound block has; what is only worth knowing is
``info``. `RULES` is the table, `LIMITS` all limits in it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..block.kinds import GMM
from ..block.labels import canonical
from ..block.thresholds import chosen_option, threshold_rows, threshold_text
from ..text import listed, number_text, one_line
from .severities import SEVERITIES

if TYPE_CHECKING:
    import pandas as pd

    from ..block.config import AnomalyConfig
    from ..block.thresholds import ThresholdRow

Found = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Rule:
    """One thing that is looked for in a config.

    Parameters
    ----------
    code : str
        What to call it: lower case, words joined by hyphens.
    severity : {"error", "warning", "info"}
        How grave a finding of it is.
    reason : str
        Why it matters, in one sentence.
    find : callable
        Takes the config and the limits (mapping of str to float), gives pairs of subject and message.
    limits : mapping of str to float, optional
        The limits that it has, by name, unless others are given. Names are shared by all rules.

    Raises
    ------
    ValueError
        The severity is none of the three.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> def few_clusters(config, limits):
    ...     least = limits["least_clusters"]
    ...     if (config.cluster_count or 0) < least:
    ...         yield "block", f"There are {config.cluster_count} clusters; our fans need {least}."
    >>> reason = "Five were too few last winter."
    >>> rule = ea.Rule("few-clusters", "warning", reason, few_clusters, {"least_clusters": 6})
    >>> ea.load_sample("motion").findings(extra=[rule]).iloc[0].message
    'There are 5 clusters; our fans need 6.'
    """

    code: str
    severity: str
    reason: str
    find: Callable[[AnomalyConfig, Mapping[str, float]], Found]
    limits: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            raise ValueError(
                f"The severity of rule {self.code!r} is {self.severity!r}; give one of "
                f"{', '.join(SEVERITIES)}."
            )


def _untrained(config: AnomalyConfig, _: Mapping[str, float]) -> Found:
    if not config.trained:
        yield "block", "The block is not trained, so it gives no scores. Train it in Studio."


def _no_axis_selected(config: AnomalyConfig, _: Mapping[str, float]) -> Found:
    axes = config.axes
    if not config.kind.has_axes:
        return
    if axes.empty:
        yield "axes", "The block has no axes. Generate features in Studio, then select axes."
    elif not axes["selected"].any():
        yield (
            "axes",
            f"None of the {len(axes)} axes is selected. Select some in Studio, then train the block.",
        )


def _axis_missing(config: AnomalyConfig, _: Mapping[str, float]) -> Found:
    known = set(config.axes.index)
    missing = [ix for ix in dict.fromkeys(config.selected_axes) if ix not in known]
    if missing:
        verb = "names an axis that does" if len(missing) == 1 else "names axes that do"
        yield (
            "axes",
            f"selectedAxes {verb} not exist: {listed(missing)}. Select the axes anew in Studio, then train "
            "the block.",
        )


def _flags_disagree(config: AnomalyConfig, _: Mapping[str, float]) -> Found:
    axes = config.axes
    differ = axes[axes["selected"] != axes["configured"]]
    if len(differ):
        yield (
            "axes",
            f"The selected flags and selectedAxes disagree on {_axes_text(differ)}. Save the axes anew "
            "in Studio, then train the block.",
        )


def _every_axis_selected(config: AnomalyConfig, limits: Mapping[str, float]) -> Found:
    axes = config.axes
    if len(axes) > limits["all_axes"] and axes["selected"].all():
        yield (
            "axes",
            f"All {len(axes)} axes are selected. Distances tell less the more axes they are made of: select "
            "the few that matter.",
        )


def _favourites_not_selected(config: AnomalyConfig, _: Mapping[str, float]) -> Found:
    axes = config.axes
    missed = axes[axes["favourite"] & ~axes["selected"]]
    if len(missed) and axes["selected"].any():
        yield (
            "axes",
            f"Feature importance suggests {_axes_text(missed, 'not selected')}. Select what "
            "you have no reason to leave out.",
        )


def _no_favourites(config: AnomalyConfig, _: Mapping[str, float]) -> Found:
    axes, classes = config.axes, config.dependencies.classes
    if axes.empty or axes["favourite"].any():
        return
    if why_not := _without_features(config):
        why = (
            f"{why_not}, so feature importance is of no use here. To choose from few axes that have names, "
            "use a processing block that computes features, such as Spectral analysis or Flatten."
        )
    elif len(classes) < 2:
        has = f"has one class, “{one_line(classes[0], 40)}”" if classes else "has no classes"
        why = (
            "as far as is known, feature importance needs at least two classes, and this block "
            f"{has}. Choose axes by hand."
        )
    else:
        why = f"feature importance may not have been computed. {_turn_it_on(config.dependencies.block_names)}"
    yield "axes", f"No axis is a favourite: {why}"


def _turn_it_on(blocks: Sequence[str]) -> str:
    raw = [f"“{one_line(name, 40)}”" for name in blocks if _RAW.search(name)]
    if not raw:
        return "Turn it on when you generate features in Studio."
    others = [f"“{one_line(name, 40)}”" for name in blocks if not _RAW.search(name)]
    return (
        f"Turn it on when you generate the features of {listed(others)} in Studio. It is of no use for the "
        f"axes of {listed(raw)}."
    )


#: Input blocks, by the names that Studio gives them, whose axes are samples, pixels or bins and no features.
_RAW = re.compile(
    r"(?<![a-z])(?:raw|images?|pixels?|camera|spectrogram|mfe|mfcc|syntiant|waveform)(?![a-z])", re.IGNORECASE
)
_MOST_UNREAD = 100  # the blocks that name their features have fewer axes


def _without_features(config: AnomalyConfig) -> str:
    """Return why single axes of the block mean little on their own; empty when they may mean something."""
    axes, names = config.axes, config.dependencies.block_names
    if names and all(map(_RAW.search, names)):
        names_text = listed([f"“{one_line(name, 40)}”" for name in names])
        return f"the axes are the single values of {names_text}"
    if axes["feature"].notna().any():
        return ""
    if (axes["label"].str.strip() == "").all():
        return "the axes have no labels"
    return f"none of the {len(axes)} labels names a known feature" if len(axes) > _MOST_UNREAD else ""


def _many_gmm_axes(config: AnomalyConfig, limits: Mapping[str, float]) -> Found:
    count = int(config.axes["selected"].sum())
    if config.kind == GMM and count > limits["gmm_axes"]:
        yield (
            "axes",
            f"{count} axes are selected for a Gaussian mixture. What it has to learn grows with the square "
            "of their number: use fewer axes, or make sure of plenty of data.",
        )


def _threshold_far(config: AnomalyConfig, limits: Mapping[str, float]) -> Found:
    for row in threshold_rows(config.thresholds):
        suggested = row.suggested_value
        share = limits["threshold_share"] + 1e-9  # what rounding adds is not far
        limit = abs(suggested) * share if suggested else limits["threshold_from_zero"]
        if abs(row.number - suggested) > limit:  # false for NaN
            yield (
                _key(row),
                f"The threshold is {threshold_text(row, config.kind)}. "
                f"Set it to {number_text(suggested)} in Studio, or note why not.",
            )


def _no_option(config: AnomalyConfig, _: Mapping[str, float]) -> Found:
    for row in threshold_rows(config.thresholds):
        values = [value for value, _name in row.options]
        if values and chosen_option(row) is None:
            yield (
                _key(row),
                f"The value “{one_line(str(row.value), 40)}” is none of the options: {listed(values)}. "
                "Choose one of them in Studio.",
            )


def _rating_differs(config: AnomalyConfig, _: Mapping[str, float]) -> Found:
    rating = number_text(config.minimum_confidence_rating)
    rows = [row for row in threshold_rows(config.thresholds) if not math.isnan(row.number)]
    numbers = [number_text(row.number) for row in rows]  # as said, so that rounding is no difference
    if rows and rating not in numbers:
        yield (
            _key(rows[0]),
            f"The deprecated minimumConfidenceRating is {rating}, but the threshold is {numbers[0]}. "
            "Programs that read the old field flag by another value: set the threshold anew in Studio, or "
            "move them to thresholds.",
        )


def _unlabelled(config: AnomalyConfig, _: Mapping[str, float]) -> Found:
    axes = config.axes
    empty = axes[axes["label"].str.strip() == ""]
    if len(empty):
        they, them = f"{len(empty)} of {len(axes)} axes have", "them"
        if len(empty) == 1:
            they, them = f"Axis {empty.index[0]} has", "it"
        yield "axes", f"{they} no label. Refer to {them} by index, and beware that an index can move."


def _repeated(config: AnomalyConfig, _: Mapping[str, float]) -> Found:
    axes = config.axes
    repeated = axes[(axes["label"].str.strip() != "") & axes["label"].map(canonical).duplicated(keep=False)]
    read, band = repeated["sensor"].notna(), repeated["band_low_hz"].notna()
    # A sensor that repeats other features too repeats as a whole, and its bands with it.
    whole = repeated["sensor"].isin(repeated.loc[read & ~band, "sensor"])
    narrow = repeated["band_low_hz"] == repeated["band_high_hz"]
    rounded = read & band & (narrow | ~whole)
    for which, what, why in (
        (
            rounded,
            "Frequency bands of one sensor that look alike",
            "Their edges are rounded, which makes the bands of a slow sensor equal."
            if narrow[rounded].all()
            else "Their edges are rounded, or several processing blocks compute the same band.",
        ),
        (
            read & ~rounded,
            "The same feature under the same sensor name, several times",
            "Either several processing blocks compute it for one sensor, or two sensors have the same name; "
            "the labels do not show which.",
        ),
        (
            ~read,
            "Labels that stand for several axes",
            "They name no sensor and feature that are known, so they do not show why. A custom processing "
            "block can give each of its features a label of its own.",
        ),
    ):
        if which.any():
            labels = repeated.loc[which, "label"].unique().tolist()
            yield "axes", f"{what}: {listed(labels)}. {why} Refer to these axes by index."


def _key(row: ThresholdRow) -> str:
    return one_line(row.Index, 60) or "threshold"


def _axes_text(axes: pd.DataFrame, state: str = "") -> str:
    named = [
        f"{one_line(label, 40)} ({ix})" if label.strip() else str(ix)
        for ix, label in zip(axes.index[:4], axes["label"], strict=False)
    ]
    what, verb = ("axis", "is") if len(axes) == 1 else ("axes", "are")
    which = state and f" that {verb} {state}"
    return f"{len(axes):,} {what}{which}: {listed(named, total=len(axes))}"


RULES = (
    Rule("untrained", "error", "Only a trained block gives scores.", _untrained),
    Rule("no-axis-selected", "error", "A block without axes has nothing to measure.", _no_axis_selected),
    Rule(
        "selected-axis-missing", "error", "The features have changed since they were chosen.", _axis_missing
    ),
    Rule("value-no-option", "error", "A value that is no option cannot take effect.", _no_option),
    Rule("flags-disagree", "warning", "What is shown and what is trained may differ.", _flags_disagree),
    Rule(
        "threshold-far",
        "warning",
        "It flags far more or far less than the data suggest.",
        _threshold_far,
        # Further away than this share of the suggestion; than this score where the suggestion is 0.
        {"threshold_share": 0.5, "threshold_from_zero": 0.5},
    ),
    Rule(
        "every-axis-selected",
        "warning",
        "Many axes drown the few that matter.",
        _every_axis_selected,
        {"all_axes": 8},  # no more than this may all be selected
    ),
    Rule("rating-differs", "warning", "Old programs flag by the old field.", _rating_differs),
    Rule(
        "many-gmm-axes",
        "info",
        "A mixture needs much data for many axes.",
        _many_gmm_axes,
        {"gmm_axes": 8},  # more than this are many
    ),
    Rule("favourites-not-selected", "info", "They tell the classes apart best.", _favourites_not_selected),
    Rule("no-favourites", "info", "“Select suggested axes” then does nothing.", _no_favourites),
    Rule("unlabelled-axes", "info", "An index alone does not say what it measures.", _unlabelled),
    Rule("repeated-labels", "info", "A label that repeats does not say which axis.", _repeated),
)

#: What the bundled rules compare with, unless told otherwise.
LIMITS: Mapping[str, float] = {name: value for rule in RULES for name, value in rule.limits.items()}
