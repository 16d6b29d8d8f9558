"""How much each axis contributes to the score of one window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..block.frames import text_column
from ..block.source import block_text
from .kmeans import NO_CLUSTER, Clusters
from .scoring import KMeansScoring
from .trained_values import trained_values
from .windows import Windows

if TYPE_CHECKING:
    from .model import AnomalyModel


def contributions_frame(model: AnomalyModel, window: object) -> pd.DataFrame:
    """Return the frame that `AnomalyModel.contributions` describes."""
    if not isinstance(window, Windows | pd.DataFrame):
        window = np.atleast_2d(np.asarray(window))
    read = trained_values(window, model.axes, model.labels, block_text(model.source))
    if len(read.origin) != 1:
        raise ValueError(
            f"contributions needs one window, not {len(read.origin):,}: pass windows[7], for example."
        )
    values = read.read(slice(0, 1))
    nearest = int(model._scoring.columns(values)["nearest"][0])
    center, difference, share = _parts(model, values[0], nearest)
    columns = {
        "label": text_column([model.labels[ix] if model.labels else None for ix in model.axes]),
        "value": values[0],
        "center": center,
        "z_difference": difference,
        "share": share,
    }
    frame = pd.DataFrame(columns, index=pd.Index(model.axes, dtype=np.int64, name="ix"))
    return frame.sort_values("share", ascending=False, kind="stable")


def _parts(model: AnomalyModel, value: np.ndarray, nearest: int) -> tuple[np.ndarray, ...]:
    """Return the centre, the differences from it, and the shares."""
    if nearest == NO_CLUSTER:
        return (np.full(len(value), np.nan),) * 3
    if isinstance(model._scoring, KMeansScoring):
        return _of_cluster(model._scoring.clusters, value, nearest)
    mean = model._scoring.mixture.means[nearest]
    return _of_component(mean, model.covariances[nearest], value.astype(np.float64))


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
