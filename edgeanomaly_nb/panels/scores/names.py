"""The names of the trained axes."""

from __future__ import annotations

from ...block.config import AnomalyConfig
from ...scores.model import AnomalyModel
from ...scores.trained_values import labels_of
from ...text import one_line


def axis_names(model: AnomalyModel, config: AnomalyConfig | None = None) -> dict[int, str]:
    """Return the name of each trained axis: its label on one line, or its index if it has none.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> list(axis_names(ea.load_sample_model("motion")).items())[:2]
    [(0, 'accX RMS'), (4, 'accX Spectral Power 1.46 - 2.44 Hz')]
    """
    labels = model.labels
    if labels is None and config is not None:
        labels = labels_of(config)
    labels = labels or ()
    found = {ix: labels[ix] if ix < len(labels) else None for ix in model.axes}
    return {ix: _name(ix, label) for ix, label in found.items()}


def _name(ix: int, label: object) -> str:
    text = one_line(label, 60) if isinstance(label, str) else ""
    return text or f"axis {ix}"
