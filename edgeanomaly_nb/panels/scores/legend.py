"""What the colours and the rings of the picture mean, as HTML."""

from __future__ import annotations

from html import escape

import numpy as np

from ...block.kinds import K_MEANS
from ...scores.model import AnomalyModel
from ...text import counted, number_text
from .colours import BLUES, COLOURS, ORANGES, is_flagged

_SWATCH = "display:inline-block;width:34px;height:10px;margin:0 6px 0 0;border-radius:2px;background:"


def legend_html(model: AnomalyModel, scores: np.ndarray, threshold: float | None) -> str:
    """Return the legend: colours with the scores that they stand for, and what the clusters show.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> legend_html(ea.load_sample_model("motion"), np.array([-1, 2.5]), 0.3).count("</span></span>")
    2
    """
    flagged = is_flagged(scores, threshold)
    limit = "" if threshold is None else number_text(threshold)
    items = [
        _item(
            f"linear-gradient(90deg,{','.join(BLUES)})",
            f"up to {limit}" if limit else "score",
            scores[~flagged],
        ),
        _item(f"linear-gradient(90deg,{','.join(ORANGES)})", f"flagged, above {limit}", scores[flagged]),
    ]
    if n_missing := int(np.isnan(scores).sum()):
        items.append(_swatch(COLOURS[0], f"without a score: {n_missing:,}"))
    axes = counted(len(model.axes), "axis", "axes")
    note = f"Colours are scores on all {axes} that the block was trained on. {_clusters_text(model)}"
    style = "display:flex;flex-wrap:wrap;gap:2px 18px"
    return (
        f'<div style="line-height:1.5"><div style="{style}">{"".join(items)}</div>'
        f'<div style="opacity:.85;max-width:70em">{note}</div></div>'
    )


def _item(colour: str, name: str, scores: np.ndarray) -> str:
    known = scores[~np.isnan(scores)]
    if not len(known):
        return ""
    ends = f"{_short(known.min())} to {_short(known.max())}"
    return _swatch(colour, f"{name}: {counted(len(known), 'window')}, {ends}")


def _short(score: float) -> str:
    return number_text(float(f"{score:.3g}"))


def _swatch(colour: str, text: str) -> str:
    return f'<span><span style="{_SWATCH}{colour}"></span><span>{escape(text)}</span></span>'


def _clusters_text(model: AnomalyModel) -> str:
    if model.kind == K_MEANS:
        if len(model.axes) == 1:
            return "A window between the edges of a cluster has a score of at most 0."
        return (
            "A window outside every cluster here is outside on all axes, too; one inside a cluster "
            "here may be outside on the other axes."
        )
    return "The ellipses are one and two standard deviations of each component."
