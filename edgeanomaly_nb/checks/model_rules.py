"""Rules about the trained model of a block."""

from __future__ import annotations

from typing import cast

from ..block.config import AnomalyConfig
from ..block.kinds import GMM, K_MEANS
from ..block.thresholds import score_threshold
from ..scores.inputs import InputBlocks
from ..scores.model import AnomalyModel
from ..text import counted, listed, number_text
from .evidence import Evidence
from .rule import Limits, Pairs


def trained_axes_differ(config: AnomalyConfig, _: Limits, evidence: Evidence) -> Pairs:
    """Find a model that was trained on other axes than the selected ones."""
    trained, selected = _model(evidence).axes, config.axes.index[config.axes["selected"]].tolist()
    added = sorted(set(selected) - set(trained))
    removed = sorted(set(trained) - set(selected))
    if added or removed:
        parts = [f"was not trained on {listed(added)}"] * bool(added)
        parts += [f"still uses {listed(removed)}"] * bool(removed)
        yield (
            "axes",
            f"The model was trained on other axes than those that are selected now: it "
            f"{' and it '.join(parts)}. Train the block again in Studio.",
        )


def empty_clusters(_config: AnomalyConfig, _: Limits, evidence: Evidence) -> Pairs:
    """Find clusters without extent."""
    model = _model(evidence)
    if model.kind != K_MEANS:
        return
    radius = model.clusters["radius"]
    none = radius.index[radius == 0].tolist()
    if none:
        has = "has" if len(none) == 1 else "have"
        yield (
            "block",
            f"{counted(len(none), 'cluster')} of {len(radius):,} {has} radius 0: {listed(none)}. Only an "
            "exact repetition of a training window lies inside. Use fewer clusters or more data, then train "
            "the block again.",
        )


def constant_axes(_config: AnomalyConfig, _: Limits, evidence: Evidence) -> Pairs:
    """Find axes that did not vary in the training data."""
    scale = _model(evidence).scaler["scale"]
    constant = scale.index[scale == 0].tolist()
    if constant:
        yield (
            "axes",
            f"{counted(len(constant), 'axis', 'axes')} did not vary in training, so the scale is 0: "
            f"{listed(constant)}. The device divides by it, and any other value scores 1,000. Select other "
            "axes, then train the block again.",
        )


def threshold_below_typical(config: AnomalyConfig, _: Limits, evidence: Evidence) -> Pairs:
    """Find a GMM threshold below the score of the most typical point."""
    model, row = _model(evidence), score_threshold(config.thresholds)
    if model.kind != GMM or row is None:
        return
    highest = model.clusters["score_at_mean"].max()
    if row.number < highest:
        yield (
            row.Index,
            f"The threshold {number_text(row.number)} is below {number_text(highest)}, the score of the "
            "most likely point of the mixture. It flags windows that are perfectly typical: set it higher.",
        )


def second_block_alone(_config: AnomalyConfig, _: Limits, evidence: Evidence) -> Pairs:
    """Find a block that reads one processing block, which is not the first of the impulse."""
    inputs = _inputs(evidence)
    if inputs and len(inputs.block) == 1 and inputs.impulse[:1] != inputs.block:
        yield (
            "block",
            f"The block reads one processing block, {inputs.block[0]}, which is not the first of the "
            f"impulse. The C++ inferencing SDK (still so in v1.93.20) passes it the features of the first "
            f"one, {inputs.impulse[0]}: the scores of the device are wrong. Make its processing block the "
            "first of the impulse, or use an impulse of its own.",
        )


def block_without_axis(_config: AnomalyConfig, _: Limits, evidence: Evidence) -> Pairs:
    """Find a block over several processing blocks, one of which has no trained axis."""
    inputs = _inputs(evidence)
    if not inputs or len(inputs.block) < 2 or len(inputs.n_features) != len(inputs.block):
        return
    axes = _model(evidence).axes
    unused = [
        ident
        for ident, first, count in zip(inputs.block, inputs.first_features, inputs.n_features, strict=True)
        if not any(first <= ix < first + count for ix in axes)
    ]
    if unused:
        yield (
            "axes",
            f"The block reads {len(inputs.block):,} processing blocks, but no axis of {listed(unused)}. In "
            "the C++ inferencing SDK the look-up of axes over several blocks can fail; the error is ignored, "
            "and the score is meaningless. Compare scores of the device with model.score(windows), or remove "
            "the processing blocks that are not used.",
        )


def first_feature_misread(_config: AnomalyConfig, _: Limits, evidence: Evidence) -> Pairs:
    """Find a trained axis that is the first feature of a later processing block."""
    inputs = _inputs(evidence)
    firsts = inputs.first_features[1:] if inputs else ()
    misread = [ix for ix in _model(evidence).axes if ix in firsts]
    if misread:
        yield (
            "axes",
            f"Axis {listed(misread)} is the first feature of a later processing block. The C++ inferencing "
            "SDK misread it from March 2024 to v1.92.6 (fixed in v1.92.23): export the firmware again with a "
            "newer SDK.",
        )


def _model(evidence: Evidence) -> AnomalyModel:
    return cast("AnomalyModel", evidence.model)


def _inputs(evidence: Evidence) -> InputBlocks | None:
    return _model(evidence).inputs
