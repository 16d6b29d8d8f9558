"""How much each axis contributes to the score of one window."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from ..block.frames import text_column
from ..block.source import block_text
from .kmeans import Clusters
from .scoring import KMeansScoring
from .trained_values import trained_values

if TYPE_CHECKING:
    from .model import AnomalyModel
    from .windows import Windows


def contributions_frame(model: AnomalyModel, window: object) -> pd.DataFrame:
    """Return the frame that `AnomalyModel.contributions` describes."""
    if not hasattr(window, "origin") and not isinstance(window, pd.DataFrame):
        window = np.atleast_2d(np.asarray(window))
    read = trained_values(window, model.axes, model.labels, block_text(model.source))
    if len(read.origin) != 1:
        raise ValueError(
            f"contributions needs one window, not {len(read.origin):,}: pass windows[7], for example."
        )
    value = read.read(slice(0, 1))[0]
    score = model.score(cast("Windows", window))
    nearest = score["nearest"].iloc[0]
    labels = [model.labels[ix] if model.labels else None for ix in model.axes]
    columns = {"label": text_column(labels), "value": value}
    if pd.isna(nearest):  # beyond every cluster
        center = difference = share = np.full(len(value), np.nan)
    elif isinstance(model._scoring, KMeansScoring):
        center, difference, share = _of_cluster(model._scoring.clusters, value, int(nearest))
    else:
        mean = model._scoring.mixture.means[nearest]
        center, difference, share = _of_component(mean, model.covariances[nearest], value.astype(np.float64))
    columns |= {"center": center, "z_difference": difference, "share": share}
    frame = pd.DataFrame(columns, index=pd.Index(model.axes, dtype=np.int64, name="ix"))
    return frame.sort_values("share", ascending=False, kind="stable")


def _of_cluster(clusters: Clusters, value: np.ndarray, cluster: int) -> tuple[np.ndarray, ...]:
    with np.errstate(all="ignore"):
        z = (value - clusters.mean) / clusters.scale
        difference = (z - clusters.centers[cluster]).astype(np.float64)
        center = clusters.centers[cluster].astype(np.float64) * clusters.scale + clusters.mean
        squares = difference**2
        total = squares.sum()
        return center, difference, squares / total if total > 0 else np.zeros_like(squares)


def _of_component(center: np.ndarray, covariance: np.ndarray, value: np.ndarray) -> tuple[np.ndarray, ...]:
    off = value - center
    parts = off * np.linalg.solve(covariance, off)
    total = parts.sum()
    return (
        center,
        off / np.sqrt(np.diagonal(covariance)),
        parts / total if total > 0 else np.zeros_like(parts),
    )
