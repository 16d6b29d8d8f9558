"""Windows and clusters on two axes at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..block.kinds import K_MEANS
from ..text import counted, listed
from .given_model import model_given
from .model import AnomalyModel
from .trained_values import trained_values

#: Width, height, angle in degrees, and what it is.
Shape = tuple[float, float, float, str]


class Projection(NamedTuple):
    """What to draw on two axes, in their units.

    ``points`` has one row per window. ``is_hidden`` is true for windows that lie inside a disc here and
    outside every cluster on all axes. ``ellipses`` has a centre and shapes per cluster. The second of
    ``axes`` is None if there is only one.
    """

    model: AnomalyModel
    axes: tuple[int, int | None]
    points: np.ndarray
    scores: pd.DataFrame | None
    is_hidden: np.ndarray
    ellipses: list[tuple[tuple[float, float], list[Shape]]]

    @property
    def title(self) -> str:
        """What the picture shows, in one line."""
        what = f"{counted(len(self.points), 'window')} and " if self.scores is not None else ""
        title = f"{what}{counted(len(self.ellipses), self.model.kind.cluster)} on {self._axes_text}"
        hidden = int(self.is_hidden.sum())
        if hidden:
            verb = "lies" if hidden == 1 else "lie"
            title += f" · {counted(hidden, 'window')} {verb} inside a cluster here, but outside on all axes"
        return title

    @property
    def _axes_text(self) -> str:
        n = len(self.model.axes)
        return "its axis" if n == 1 else f"2 of {n:,} axes"


def project(model: AnomalyModel, windows: object = None, axes: Sequence[int] | None = None) -> Projection:
    """Return windows and clusters on two trained axes.

    Parameters
    ----------
    model : AnomalyModel
        The trained model.
    windows : Windows, DataFrame or array, optional
        As for `AnomalyModel.score`.
    axes : two of int, optional
        Two trained axes, by default those of `default_axes`.

    Raises
    ------
    ValueError
        An axis was not trained.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> project(ea.load_sample_model("motion")).title
    '5 clusters on 2 of 6 axes'
    """
    model_given(model)
    chosen = _checked(model, axes) if axes is not None else default_axes(model)
    at = [model.axes.index(ix) for ix in chosen if ix is not None]
    if windows is None:
        return Projection(model, chosen, np.empty((0, 2)), None, np.empty(0, bool), _ellipses(model, at))
    values = trained_values(windows, model.axes, model.labels, "this block")
    points = np.concatenate([values.read(rows)[:, at] for rows in values.blocks()]).astype(np.float64)
    scores = model.score(windows)  # type: ignore[arg-type]
    hidden = hidden_windows(model, points, at, scores["score"].to_numpy())
    if len(at) == 1:
        points = np.column_stack([points, np.zeros(len(points))])
    return Projection(model, chosen, points, scores, hidden, _ellipses(model, at))


def default_axes(model: AnomalyModel) -> tuple[int, int | None]:
    """Return the two axes on which the centres differ most, in standard deviations.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> default_axes(ea.load_sample_model("motion"))
    (0, 11)
    """
    centers = model.centers.to_numpy()
    spread = np.ptp(centers, axis=0) if len(centers) else np.zeros(len(model.axes))
    if len(model.covariances):
        inner = np.sqrt(np.diagonal(model.covariances, axis1=1, axis2=2).mean(axis=0))
        spread = spread / np.maximum(inner, 1e-30)
    best = np.sort(np.argsort(-spread, kind="stable")[:2])
    names = [model.axes[at] for at in best]
    return (names[0], names[1] if len(names) > 1 else None)


def _checked(model: AnomalyModel, axes: Sequence[int]) -> tuple[int, int]:
    chosen = [int(ix) for ix in axes]
    missing = [ix for ix in chosen if ix not in model.axes]
    if len(chosen) != 2 or missing:
        problem = f"axis {listed(missing)} was not trained" if missing else f"there are {len(chosen):,}"
        raise ValueError(f"axes must be two of the trained axes {listed(model.axes, 12)}; {problem}.")
    return chosen[0], chosen[1]


def hidden_windows(model: AnomalyModel, points: np.ndarray, at: list[int], scores: np.ndarray) -> np.ndarray:
    """Return which windows lie inside a disc on these axes, and outside every cluster on all axes.

    Parameters
    ----------
    model : AnomalyModel
        A GMM has no discs, so none of its windows is hidden.
    points : ndarray, n_windows × one or two axes
        The windows, unscaled.
    at : list of int
        The positions of these axes among the trained ones.
    scores : ndarray of float
        On all axes.

    Returns
    -------
    ndarray of bool
        One per window.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> model = ea.load_sample_model("motion")
    >>> center = model.scaler["mean"] + model.scaler["scale"] * model.centers.iloc[0]
    >>> hidden_windows(model, center.to_numpy()[None, :2], [0, 1], np.array([0.5]))
    array([ True])
    """
    if model.kind != K_MEANS:
        return np.zeros(len(points), bool)
    scaler, centers = model.scaler.iloc[at], model.centers.to_numpy()[:, at]
    with np.errstate(all="ignore"):
        z = (points - scaler["mean"].to_numpy()) / scaler["scale"].to_numpy()
        is_inside = np.zeros(len(points), bool)
        for center, radius in zip(centers, model.clusters["radius"], strict=True):
            off = z - center
            is_inside |= np.sqrt(np.einsum("wa,wa->w", off, off)) <= radius
    return np.asarray(is_inside & (scores > 0))


def _ellipses(model: AnomalyModel, at: list[int]) -> list[tuple[tuple[float, float], list[Shape]]]:
    if model.kind == K_MEANS:
        return _discs(model, at)
    covariances = model.covariances[:, at][:, :, at]
    centers = model.centers.to_numpy()[:, at]
    return [
        (_pair(center), _deviations(covariance))
        for center, covariance in zip(centers, covariances, strict=True)
    ]


def _discs(model: AnomalyModel, at: list[int]) -> list[tuple[tuple[float, float], list[Shape]]]:
    """Return the discs of radius maxError, which are ellipses in the units of the axes."""
    mean, scale = (model.scaler[name].to_numpy()[at] for name in ("mean", "scale"))
    found = []
    for center, radius in zip(model.centers.to_numpy()[:, at], model.clusters["radius"], strict=True):
        size = _pair(2 * radius * scale)
        found.append((_pair(center * scale + mean), [(*size, 0.0, "edge")]))
    return found


def _deviations(covariance: np.ndarray) -> list[Shape]:
    variances, directions = np.linalg.eigh(covariance)
    if len(variances) == 1:
        wide = float(2 * np.sqrt(variances[0]))
        return [(wide, 0.0, 0.0, "1 standard deviation"), (2 * wide, 0.0, 0.0, "2 standard deviations")]
    angle = float(np.degrees(np.arctan2(directions[1, 1], directions[0, 1])))
    short, long = 2 * np.sqrt(np.maximum(variances, 0))
    names = ("1 standard deviation", "2 standard deviations")
    return [(float(n * long), float(n * short), angle, name) for n, name in enumerate(names, 1)]


def _pair(numbers: np.ndarray) -> tuple[float, float]:
    return float(numbers[0]), float(numbers[1]) if len(numbers) > 1 else 0.0
