"""The table of rules that a config is checked against.

A rule takes a config and the limits, and yields pairs of a subject and a message: plain text with the problem
and what to do. A sound block has no findings except ``info``. `RULES` is the table, `LIMITS` has all limits.
A new rule is a function in ``axis_rules``, ``label_rules``, ``threshold_rules``, ``model_rules``,
``window_rules`` or ``firmware_rules``, and an entry in `RULES`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ..block.config import AnomalyConfig
from ..block.kinds import GMM, Kind
from . import axis_rules, firmware_rules, label_rules, model_rules, threshold_rules, window_rules
from .rule import Limits, Pairs, Rule, kind_with_axes
from .severities import SEVERITIES


def _untrained(config: AnomalyConfig, _: Limits) -> Pairs:
    if not config.trained:
        yield "block", "The block is not trained, so it gives no scores. Train it in Studio."


def _is_gmm(kind: Kind) -> bool:
    return kind == GMM


_axis_rule = partial(Rule, applies_to=kind_with_axes)
_model_rule = partial(Rule, needs=("model",))
_window_rule = partial(Rule, needs=("model", "windows"))
_firmware_rule = partial(Rule, needs=("firmware",))

_ALL = (
    Rule("untrained", "error", "Only a trained block gives scores.", _untrained),
    _axis_rule(
        "no-axis-selected", "error", "A block without axes measures nothing.", axis_rules.no_axis_selected
    ),
    _axis_rule(
        "selected-axis-missing",
        "error",
        "The features have changed since the axes were selected.",
        axis_rules.axis_missing,
    ),
    Rule(
        "value-no-option",
        "error",
        "A value that is not an option cannot take effect.",
        threshold_rules.no_option,
    ),
    _axis_rule(
        "flags-disagree",
        "warning",
        "The selected and the trained axes may differ.",
        axis_rules.flags_disagree,
    ),
    Rule(
        "threshold-far",
        "warning",
        "It flags far more or far less than the data suggest.",
        threshold_rules.threshold_far,
        # Further away than this share of the suggestion, or than this score if the suggestion is 0.
        {"threshold_share": 0.5, "threshold_from_zero": 0.5},
    ),
    _axis_rule(
        "every-axis-selected",
        "warning",
        "Many axes hide the few that matter.",
        axis_rules.every_axis_selected,
        {"all_axes": 8},  # up to this number, all may be selected
    ),
    Rule("rating-differs", "warning", "Old programs use the old field.", threshold_rules.rating_differs),
    Rule(
        "many-gmm-axes",
        "info",
        "A mixture needs a lot of data for many axes.",
        axis_rules.many_gmm_axes,
        {"gmm_axes": 8},  # more than this number are many
        applies_to=_is_gmm,
    ),
    _axis_rule(
        "favourites-not-selected",
        "info",
        "They separate the classes best.",
        axis_rules.favourites_not_selected,
    ),
    _axis_rule(
        "no-favourites", "info", "“Select suggested axes” then does nothing.", axis_rules.no_favourites
    ),
    _axis_rule(
        "unlabelled-axes", "info", "An index alone does not show what it measures.", label_rules.unlabelled
    ),
    _axis_rule(
        "repeated-labels", "info", "A repeated label does not identify an axis.", label_rules.repeated
    ),
    _model_rule(
        "trained-axes-differ",
        "warning",
        "The device uses the axes of the model, not the selected ones.",
        model_rules.trained_axes_differ,
    ),
    _model_rule(
        "constant-axis",
        "warning",
        "An axis that did not vary in training decides every score.",
        model_rules.constant_axes,
    ),
    _model_rule(
        "cluster-without-radius",
        "info",
        "Only a repetition of one training window is inside.",
        model_rules.empty_clusters,
    ),
    _model_rule(
        "threshold-below-typical",
        "warning",
        "It flags the most likely windows.",
        model_rules.threshold_below_typical,
    ),
    _model_rule(
        "device-wrong-input",
        "warning",
        "The device scores the features of another processing block.",
        model_rules.second_block_alone,
    ),
    _model_rule(
        "device-axis-look-up",
        "info",
        "The device may not find an axis, and ignores the error.",
        model_rules.block_without_axis,
    ),
    _model_rule(
        "device-first-feature",
        "info",
        "Older versions of the SDK misread this axis.",
        model_rules.first_feature_misread,
    ),
    _window_rule(
        "columns-differ",
        "error",
        "The scores are then those of other axes.",
        window_rules.columns_in_another_order,
    ),
    _window_rule(
        "missing-features",
        "warning",
        "Such windows are flagged, although nothing is odd about them.",
        window_rules.missing_features,
    ),
    _window_rule(
        "other-windows",
        "warning",
        "The data have changed since training.",
        window_rules.other_windows,
        {"window_share": 0.01},  # of the standard deviation of an axis
    ),
    _window_rule(
        "training-outside",
        "warning",
        "No training window lies outside the clusters that it made.",
        window_rules.training_outside,
        {"outside_score": 1e-3},  # float32 rounds
    ),
    _window_rule(
        "training-shows-nothing",
        "info",
        "Only other windows show what a K-means threshold flags.",
        window_rules.training_shows_nothing,
    ),
    _window_rule(
        "flags-nothing-or-all",
        "warning",
        "Such a threshold detects nothing.",
        window_rules.flags_nothing,
    ),
    _firmware_rule(
        "header-differs",
        "error",
        "The firmware flags other scores than Studio shows.",
        firmware_rules.differs,
    ),
    _firmware_rule(
        "header-edited",
        "warning",
        "An edited header no longer shows where its numbers come from.",
        firmware_rules.edited,
    ),
)
#: The table, most severe first.
RULES = tuple(sorted(_ALL, key=lambda rule: SEVERITIES.index(rule.severity)))


def limits_of(rules: Iterable[Rule]) -> dict[str, float]:
    """Return the limits of rules, by name."""
    return {name: value for rule in rules for name, value in rule.limits.items()}


#: The limits of the bundled rules, by name.
LIMITS: Limits = limits_of(RULES)
