"""The comment of a header: what it is, where the numbers come from, and the axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..block.config import AnomalyConfig
from ..block.kinds import VISUAL
from ..text import utc_text
from ..version import __version__
from .format import fact_line
from .literal import comment_text

if TYPE_CHECKING:
    from ..scores.model import AnomalyModel

_ABOUT = (
    "",
    "The thresholds of an anomaly block. Include this header after model-parameters/model_metadata.h",
    "of the deployed library. Do not edit it: edgeanomaly-nb firmware writes it, and",
    "edgeanomaly-nb check --firmware compares it with Studio.",
    "",
)
_ABOUT_VISUAL = (
    "The library of a visual block has a threshold of its own, for the cells of an image. This header is",
    "needed only if your program itself compares the score of an image, or a cell, with the threshold.",
    "",
)


def fact_lines(config: AnomalyConfig, model: AnomalyModel | None, prefix: str, rule: str) -> list[str]:
    """Return what the header is, and where it comes from.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> "block:    4" in fact_lines(ea.load_sample("motion"), None, "FAN", ">")
    True
    """
    source = config.source
    facts = [
        ("host", comment_text(source.host or "") or "not known"),
        ("project", source.project_id),
        ("block", source.learn_id),
        ("name", comment_text(config.name) or "without a name"),
        ("kind", comment_text(config.kind.full_name)),
        ("trained", utc_text(model.created) if model else "yes" if config.trained else "no"),
        ("fetched", utc_text(source.fetched_at) if source.fetched_at else "not known"),
        ("sha256", f"{config.sha256} (config)"),
        *([("", f"{model.sha256} (model)")] if model else []),
        ("made by", f"edgeanomaly_nb {__version__}"),
        ("prefix", prefix),
        ("rule", rule),
    ]
    about = [*_ABOUT, *(_ABOUT_VISUAL if config.kind == VISUAL else ())]
    return [*about, *(fact_line(name, value) for name, value in facts)]


def axis_lines(config: AnomalyConfig, model: AnomalyModel | None) -> list[str]:
    """Return the trained axes in the order of the model, or else the selected ones.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axis_lines(ea.load_sample("motion"), None)[:2]
    ['Selected axes, 6 of 33:', '    0  accX RMS']
    """
    if not config.kind.has_axes:
        return ["The block has no axes to select."]
    axes = config.axes
    labels = dict(zip(axes.index.tolist(), axes["label"].tolist(), strict=True))
    if model is None:
        chosen, what = axes.index[axes["selected"]].tolist(), "Selected axes"
    else:
        chosen, what = list(model.axes), "Trained axes, in the order of the model"
    lines = [f"{ix:>5}  {comment_text(labels.get(ix, 'not in the config'))}".rstrip() for ix in chosen]
    count = f"{len(chosen):,} of {len(axes):,}"
    return [f"{what}, {count}:", *lines] if lines else ["No axis is selected."]
