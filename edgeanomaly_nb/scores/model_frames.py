"""What a trained block contains, as frames."""

from __future__ import annotations

import numpy as np
import pandas as pd
from msgspec import UNSET

from ..block.frames import legacy_frame, threshold_rows_frame
from .model_schema import GmmBody, MetadataBody


def scaler_frame(wire: MetadataBody, *, is_gmm: bool) -> pd.DataFrame:
    """Return mean and scale of each axis; `AnomalyModel.scaler` describes it."""
    axes = [] if is_gmm else wire.axes
    columns = {"mean": wire.mean[: len(axes)], "scale": wire.scale[: len(axes)]}
    return pd.DataFrame(columns, index=pd.Index(axes, dtype=np.int64, name="ix"), dtype=np.float64)


def radii_frame(wire: MetadataBody) -> pd.DataFrame:
    """Return the radius of each K-means cluster; `AnomalyModel.clusters` describes it."""
    radii = [cluster.max_error for cluster in wire.clusters]
    return pd.DataFrame({"radius": radii}, dtype=np.float64).rename_axis("cluster")


def components_frame(weights: np.ndarray, logs_at_mean: np.ndarray, scores: np.ndarray) -> pd.DataFrame:
    """Return the components of a mixture; `AnomalyModel.clusters` describes it."""
    columns = {"weight": weights, "log_likelihood_at_mean": logs_at_mean, "score_at_mean": scores}
    return pd.DataFrame(columns, dtype=np.float64).rename_axis("cluster")


def centers_frame(wire: MetadataBody, gmm: GmmBody | None) -> pd.DataFrame:
    """Return the centre of each cluster or component; `AnomalyModel.centers` describes it."""
    rows = [cluster.center for cluster in wire.clusters] if gmm is None else gmm.means
    array = np.array(rows, dtype=np.float64).reshape(len(rows), len(wire.axes))
    columns = pd.Index(wire.axes, dtype=np.int64, name="ix")
    return pd.DataFrame(array, columns=columns).rename_axis("cluster")


def model_thresholds(wire: MetadataBody) -> pd.DataFrame:
    """Return the thresholds in the body of a model, in the columns of `AnomalyConfig.thresholds`."""
    if wire.thresholds is UNSET:
        return legacy_frame(wire.default_minimum_confidence_rating)
    return threshold_rows_frame(wire.thresholds)
