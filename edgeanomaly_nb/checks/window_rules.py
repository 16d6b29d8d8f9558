"""Rules about what a block does with windows."""

from __future__ import annotations

from typing import cast

import numpy as np

from ..block.config import AnomalyConfig
from ..block.kinds import K_MEANS
from ..block.thresholds import score_threshold
from ..scores.model import AnomalyModel
from ..scores.trained_values import labels_of, trained_values
from ..scores.what_if import what_if
from ..scores.windows import Windows
from ..text import counted, listed, number_text, one_line
from .evidence import Evidence
from .rule import Limits, Pairs


def other_windows(_config: AnomalyConfig, limits: Limits, evidence: Evidence) -> Pairs:
    """Find training windows that are not those that the model was trained on."""
    model, windows = _both(evidence)
    if windows.category != "training":
        return
    differ = (
        _gmm_differs(model, evidence, limits)
        if model.log_likelihood
        else _axes_that_differ(model, windows, limits["window_share"])
    )
    if differ:
        yield (
            "windows",
            f"These are not the windows that the model was trained on: the mean or the deviation differs "
            f"{differ}. The data have changed since the block was trained: train it again in Studio.",
        )


def _axes_that_differ(model: AnomalyModel, windows: Windows, share: float) -> str:
    values = trained_values(windows, model.axes, model.labels, "the block")
    found = values.read(slice(None)).astype(np.float64)
    mean, scale = model.scaler["mean"].to_numpy(), model.scaler["scale"].to_numpy()
    size = np.maximum(scale, 1e-12)
    is_other = (np.abs(found.mean(axis=0) - mean) > share * size) | (
        np.abs(found.std(axis=0) - scale) > share * size
    )
    axes = np.array(model.axes)[is_other].tolist()
    return f"on {counted(len(axes), 'axis', 'axes')}: {listed(axes)}" if axes else ""


def _gmm_differs(model: AnomalyModel, evidence: Evidence, limits: Limits) -> str:
    known, logs = model.log_likelihood, evidence.scores["log_likelihood"]
    if known is None:
        return ""
    limit = limits["window_share"] * abs(known.sd)
    differs = abs(logs.mean() - known.mean) > limit or abs(logs.std(ddof=0) - known.sd) > limit
    return "in the log-likelihood" if differs else ""


def missing_features(_config: AnomalyConfig, _: Limits, evidence: Evidence) -> Pairs:
    """Find windows without a number on a trained axis: they are flagged, and not because they are odd."""
    model, windows = _both(evidence)
    values = trained_values(windows, model.axes, model.labels, "the block")
    missing = sum(int(np.isnan(values.read(rows)).any(axis=1).sum()) for rows in values.blocks())
    if missing:
        score = "K-means gives these the score 1,000" if model.kind == K_MEANS else "They have no score"
        yield (
            "windows",
            f"{counted(missing, 'window')} of {len(windows):,} have no number on a trained axis. {score}, so "
            "any threshold flags them. Leave them out, or find out why they are missing.",
        )


def columns_in_another_order(config: AnomalyConfig, _: Limits, evidence: Evidence) -> Pairs:
    """Find columns whose labels are not those of the axes, if the model has no labels to match them by."""
    model, windows = _both(evidence)
    labels = labels_of(config)
    if model.labels is not None or labels is None or windows.columns is None:
        return
    differ = [
        ix
        for ix, (name, label) in enumerate(zip(windows.columns, labels, strict=False))
        if isinstance(name, str) and name.strip() != label.strip()
    ]
    if differ:
        first = differ[0]
        yield (
            "windows",
            f"The labels of {counted(len(differ), 'column')} are not those of the axes at their positions: "
            f"column {first} is “{one_line(str(windows.columns[first]), 40)}”, and axis {first} is "
            f"“{one_line(labels[first], 40)}”. The model has no labels, so columns are read by position and "
            "the scores are of other axes. Pass the config where you load the model: "
            "AnomalyModel.load(path, config=config).",
        )


def training_outside(_config: AnomalyConfig, limits: Limits, evidence: Evidence) -> Pairs:
    """Find training windows outside every K-means cluster."""
    model, windows = _both(evidence)
    if model.kind != K_MEANS or windows.category != "training":
        return
    outside = int((evidence.scores["score"] > limits["outside_score"]).sum())
    if outside:
        yield (
            "windows",
            f"{counted(outside, 'training window')} of {len(windows):,} score above 0. If the edge of a "
            "cluster is at its farthest training window, none should: the data have changed since the block "
            "was trained. Train it again in Studio.",
        )


def training_shows_nothing(config: AnomalyConfig, _: Limits, evidence: Evidence) -> Pairs:
    """Find a K-means threshold above 0, which training windows cannot judge."""
    model, windows = _both(evidence)
    row = score_threshold(config.thresholds)
    if model.kind == K_MEANS and windows.category == "training" and row is not None and row.number >= 0:
        yield (
            row.Index,
            f"Training windows do not show what the threshold {number_text(row.number)} flags: K-means puts "
            "the edges of clusters so that no training window scores above 0. Use testing windows.",
        )


def flags_nothing(config: AnomalyConfig, _: Limits, evidence: Evidence) -> Pairs:
    """Find a threshold or a suggestion that flags no window, or each of them."""
    model, windows = _both(evidence)
    row = score_threshold(config.thresholds)
    if row is None or (model.kind == K_MEANS and windows.category == "training"):
        return
    tried = {"threshold": row.number, "suggestion": row.suggested_value}
    for name, number in tried.items():
        if np.isnan(number) or (name == "suggestion" and number == row.number):
            continue
        flagged = int(what_if(evidence.scores, [number])["n_flagged"].iloc[0])
        which = {0: "none", len(windows): "each"}.get(flagged)
        if which:
            advice = "lower" if flagged == 0 else "higher"
            yield (
                row.Index,
                f"The {name} {number_text(number)} flags {which} of {counted(len(windows), 'window')}. Their "
                f"scores are from {number_text(evidence.scores['score'].min())} to "
                f"{number_text(evidence.scores['score'].max())}: try a {advice} one if that is not intended.",
            )


def _both(evidence: Evidence) -> tuple[AnomalyModel, Windows]:
    return cast("AnomalyModel", evidence.model), cast("Windows", evidence.windows)
