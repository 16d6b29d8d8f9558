"""The picture of windows on two axes: places, clusters, ticks and texts, without anything drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...block.kinds import K_MEANS
from ...scores.model import AnomalyModel
from ...scores.projection import hidden_windows
from ...scores.trained_values import trained_values
from ...scores.windows import Windows
from ...text import counted
from ..shared.span import Span, Tick, span_of, ticks_of
from .shapes import cluster_shapes, shape_ends, with_height

#: The centres of more clusters would hide each other's numbers.
NUMBERED = 12
SCORE = "score"


class PictureAxis(NamedTuple):
    """One axis of the picture: its name and its ticks."""

    name: str
    ticks: list[Tick]


@dataclass(frozen=True)
class Picture:
    """Windows on two axes. All places are from 0 at the low end to 1 at the high end.

    Parameters
    ----------
    x, y : ndarray of float32
        One place per window; NaN if it has none. Those beyond an end are at that end.
    shapes : ndarray of float32, n_ellipses × 6
        Centre, and two vectors u and v: the ellipse is centre + u·cos(t) + v·sin(t).
    centers : ndarray of float32, n_clusters × 2
        The centres of the clusters.
    hidden : ndarray of int64
        The windows that lie inside a cluster here and outside on all axes: they are ringed.
    across, upwards : PictureAxis
        The horizontal and the vertical axis.
    label, summary : str
        What it is, and how many windows are where.
    """

    x: np.ndarray
    y: np.ndarray
    shapes: np.ndarray
    centers: np.ndarray
    hidden: np.ndarray
    across: PictureAxis
    upwards: PictureAxis
    label: str
    summary: str

    def content(self) -> dict[str, object]:
        """Return the picture for the page: numbers as little-endian bytes, texts as they are."""
        floats = {"x": self.x, "y": self.y, "shapes": self.shapes, "centers": self.centers}
        return {
            **{name: numbers.astype("<f4").tobytes() for name, numbers in floats.items()},
            "hidden": self.hidden.astype("<u4").tobytes(),
            "numbered": len(self.centers) <= NUMBERED,
            "across": _axis_content(self.across),
            "upwards": _axis_content(self.upwards),
            "label": self.label,
            "summary": self.summary,
        }


def _axis_content(axis: PictureAxis) -> dict[str, object]:
    return {"name": axis.name, "ticks": [list(tick) for tick in axis.ticks]}


def picture_of(
    model: AnomalyModel,
    windows: Windows,
    scores: np.ndarray,
    axes: Sequence[int],
    names: Mapping[int, str],
) -> Picture:
    """Return the picture of windows on two axes, or on one axis and the score.

    Parameters
    ----------
    model : AnomalyModel
        The block.
    windows : Windows
        The windows.
    scores : ndarray of float
        Their scores on all axes.
    axes : sequence of int
        One or two trained axes; horizontal first.
    names : mapping of int to str
        The name of each trained axis.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> model, windows = ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing")
    >>> scores = model.score(windows)["score"].to_numpy()
    >>> picture_of(model, windows, scores, (0, 4), {0: "accX RMS", 4: "accX Power"}).label
    '442 windows and 5 clusters on accX RMS and accX Power'
    """
    values = trained_values(windows, axes, model.labels, "this block").read(slice(None))
    shapes = cluster_shapes(model, axes)
    hidden = _hidden(model, axes, values, scores)
    across = span_of(values[:, 0], shape_ends(shapes, 0))
    if len(axes) == 1:
        values = np.stack([values[:, 0], scores], axis=1)
        upwards = span_of(scores, np.zeros(0))
        shapes = with_height(shapes, (upwards.low + upwards.high) / 2, upwards.high - upwards.low)
    else:
        upwards = span_of(values[:, 1], shape_ends(shapes, 1))
    placed = _places(values, across, upwards)
    units = _shape_units(shapes, across, upwards)
    shown = [*(names[ix] for ix in axes), SCORE][:2]
    return Picture(
        *placed.both,
        units.reshape(-1, 6),
        units[:, 0, 0],
        hidden,
        PictureAxis(shown[0], ticks_of(across)),
        PictureAxis(shown[1], ticks_of(upwards)),
        _label(model, len(values), shown),
        summary_text(model, len(values), len(hidden), placed),
    )


def _hidden(model: AnomalyModel, axes: Sequence[int], values: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Return the positions of hidden windows; only those outside every cluster are compared with its disc."""
    outside = np.flatnonzero(scores > 0)
    at = [model.axes.index(ix) for ix in axes]
    points = values[outside].astype(np.float64)
    return np.asarray(outside[hidden_windows(model, points, at, scores[outside])])


class Places(NamedTuple):
    """Where windows are: x and y, how many lie beyond an end, and how many have no place."""

    both: tuple[np.ndarray, np.ndarray]
    n_beyond: int
    n_missing: int


def _places(values: np.ndarray, across: Span, upwards: Span) -> Places:
    places = [span.units(values[:, at]) for at, span in enumerate((across, upwards))]
    is_missing = np.isnan(places[0]) | np.isnan(places[1])
    is_beyond = np.zeros(len(values), bool)
    for place in places:
        is_beyond |= (place < 0) | (place > 1)
        place[is_missing] = np.nan
        np.clip(place, 0, 1, out=place)
    x, y = (place.astype(np.float32) for place in places)
    return Places((x, y), int((is_beyond & ~is_missing).sum()), int(is_missing.sum()))


def _shape_units(shapes: np.ndarray, across: Span, upwards: Span) -> np.ndarray:
    units = np.empty(shapes.shape)
    for at, span in enumerate((across, upwards)):
        units[:, :, 0, at] = span.units(shapes[:, :, 0, at])
        with np.errstate(all="ignore"):
            units[:, :, 1:, at] = shapes[:, :, 1:, at] / 2 / (span.high / 2 - span.low / 2)
    return units


def _label(model: AnomalyModel, n_windows: int, names: Sequence[str]) -> str:
    clusters = counted(len(model.clusters), model.kind.cluster, model.kind.clusters)
    return f"{counted(n_windows, 'window')} and {clusters} on {names[0]} and {names[1]}"


def summary_text(model: AnomalyModel, n_windows: int, n_hidden: int, places: Places) -> str:
    """Return how many windows are where.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> summary_text(ea.load_sample_model("motion"), 442, 1, Places((), 3, 0))
    '442 windows; 1 lies inside a cluster here, but outside on all axes: it is ringed; 3 lie beyond
    the picture, and are drawn on its edge.'
    """
    parts = [counted(n_windows, "window")]
    if n_hidden:
        ringed = "it is ringed" if n_hidden == 1 else "they are ringed"
        parts.append(f"{_lie(n_hidden)} inside a cluster here, but outside on all axes: {ringed}")
    elif model.kind == K_MEANS and len(model.axes) > 1:
        parts.append("none that lies inside a cluster here is outside on all axes")
    if places.n_beyond:
        drawn = "is drawn on its edge" if places.n_beyond == 1 else "are drawn on its edge"
        parts.append(f"{_lie(places.n_beyond)} beyond the picture, and {drawn}")
    if places.n_missing:
        has = "has a missing value" if places.n_missing == 1 else "have a missing value"
        drawn = "is not drawn" if places.n_missing == 1 else "are not drawn"
        parts.append(f"{places.n_missing:,} {has}, and {drawn}")
    return "; ".join(parts) + "."


def _lie(count: int) -> str:
    return f"{count:,} " + ("lies" if count == 1 else "lie")
