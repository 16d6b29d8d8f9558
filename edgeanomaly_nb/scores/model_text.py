"""A model as text and as HTML; both have the same facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..block.thresholds_text import threshold_facts
from ..html import pairs_html
from ..text import aligned, counted, listed, number_text, one_line, utc_text

if TYPE_CHECKING:
    from .model import AnomalyModel


def model_facts(model: AnomalyModel) -> list[tuple[str, str]]:
    """Return the facts about a model: pairs of a name and a value, each one line of plain text.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> dict(model_facts(ea.load_sample_model("motion")))["trained on"]
    '6 axes: accX RMS (0), accX Spectral Power 1.46 - 2.44 Hz (4), ...
    """
    return [
        ("from", one_line(model.source.in_words, 200)),
        ("type", model.kind.full_name),
        ("trained at", utc_text(model.created)),
        ("trained on", _axes_text(model)),
        _clusters_fact(model),
        *threshold_facts(model.thresholds, model.kind),
    ]


def model_title(model: AnomalyModel) -> str:
    """Return the heading for a model."""
    return f"Trained {model.kind.name} model"


def model_text(model: AnomalyModel) -> str:
    """Return the facts as aligned lines."""
    return "\n".join([model_title(model), *aligned(model_facts(model))])


def model_html(model: AnomalyModel) -> str:
    """Return the facts as a small table, with all text escaped."""
    return pairs_html(model_facts(model), caption=model_title(model))


def axis_name(model: AnomalyModel, ix: int) -> str:
    """Return the label and the index of an axis; the label is text of the service."""
    label = one_line(model.labels[ix], 40) if model.labels and ix < len(model.labels) else ""
    return f"{label} ({ix})" if label else f"axis {ix}"


def _axes_text(model: AnomalyModel) -> str:
    names = [axis_name(model, ix) for ix in model.axes]
    return f"{counted(len(names), 'axis', 'axes')}: {listed(names, 12)}"


def _clusters_fact(model: AnomalyModel) -> tuple[str, str]:
    clusters = model.clusters
    column, what = ("radius", "radius") if "radius" in clusters else ("score_at_mean", "score at the mean")
    numbers = clusters[column].dropna()
    texts = f", {what} {number_text(numbers.min())} to {number_text(numbers.max())}" if len(numbers) else ""
    return model.kind.clusters, f"{len(clusters):,}{texts}"
