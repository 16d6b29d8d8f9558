"""A config as text and as HTML; both say the same, from one list of facts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from .block.thresholds import threshold_in_words, threshold_rows
from .text import one_line

if TYPE_CHECKING:
    from .block.config import AnomalyConfig

# JupyterLab and nbconvert typeset $…$ in HTML; what the service sends is text.
AS_IT_IS = "mathjax_ignore tex2jax_ignore"
_STYLE = (
    "border-collapse:collapse;margin:0;color:inherit;background:transparent;"
    "font:inherit;text-align:left;max-width:60em"
)
_CELL = "padding:2px 12px 2px 0;vertical-align:top;text-align:left;overflow-wrap:anywhere"
_HEAD = f"{_CELL};font-weight:600;color:inherit"


def facts(config: AnomalyConfig) -> list[tuple[str, str]]:
    """List what there is to say of a config: pairs of a name and a sentence, each one line of plain text.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> dict(facts(ea.load_sample("motion")))["trained"]
    'yes'
    """
    thresholds = [
        (
            one_line(f"{row.description or 'threshold'} ({row.Index})"),
            one_line(threshold_in_words(row, config.kind), 200),
        )
        for row in threshold_rows(config.thresholds)
    ]
    return [
        ("from", one_line(config.source.in_words, 200)),
        type_fact(config),
        ("trained", "yes" if config.trained else "no"),
        count_fact(config),
        ("classes", one_line(", ".join(config.dependencies.classes), 200) or "none"),
        ("axes", _axes_in_words(config)),
        *(thresholds or [("thresholds", "none")]),
    ]


def type_fact(config: AnomalyConfig) -> tuple[str, str]:
    """Return what kind of block it is, and its type in the API.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> type_fact(ea.load_sample("fan"))
    ('type', 'GMM (anomaly-gmm)')
    """
    return "type", one_line(config.kind.full_name, 60)


def count_fact(config: AnomalyConfig) -> tuple[str, str]:
    """Return how many clusters there are, or components where it is a mixture.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> count_fact(ea.load_sample("motion")), count_fact(ea.load_sample("fan"))[0]
    (('clusters', '5'), 'components')
    """
    count = config.cluster_count
    return config.kind.clusters, "not said" if count is None else str(count)


def training_facts(config: AnomalyConfig) -> list[tuple[str, str]]:
    """List what the block was configured against, as `facts` does.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> dict(training_facts(ea.load_sample("motion")))["input blocks"]
    'Spectral features'
    """
    uses = config.dependencies
    return [
        ("classes", _names(uses.classes)),
        ("input blocks", _names(uses.block_names)),
        ("data", f"{uses.sample_count:,} samples of {uses.feature_count:,} features"),
    ]


def _names(names: tuple[str, ...]) -> str:
    return one_line(", ".join(one_line(name, 60) for name in names), 400) or "none"


def as_text(config: AnomalyConfig) -> str:
    """Write the facts as aligned lines.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> print(as_text(ea.load_sample("one-class")))
    Anomaly block ...
    """
    pairs = facts(config)
    width = max(len(name) for name, _ in pairs)
    lines = [f"  {name:<{width}}  {words}" for name, words in pairs]
    return "\n".join([f"Anomaly block “{one_line(config.name)}”", *lines])


def as_html(config: AnomalyConfig) -> str:
    """Write the facts as a small table without script, that takes the colours of the page around it.

    Every text of the service is escaped and isolated, so that it can neither run nor turn the line around.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> as_html(ea.load_sample("motion")).startswith("<table")
    True
    """
    rows = "".join(
        f'<tr style="background:transparent"><th scope="row" style="{_HEAD}"><bdi>{escape(name)}</bdi></th>'
        f'<td style="{_CELL}"><bdi>{escape(words)}</bdi></td></tr>'
        for name, words in facts(config)
    )
    return (
        f'<table class="{AS_IT_IS}" style="{_STYLE}"><caption style="{_HEAD}">Anomaly block '
        f"“<bdi>{escape(one_line(config.name))}</bdi>”</caption><tbody>{rows}</tbody></table>"
    )


def _axes_in_words(config: AnomalyConfig) -> str:
    axes = config.axes
    words = f"{int(axes.selected.sum())} selected and {int(axes.favourite.sum())} favourite of {len(axes)}"
    if not axes.favourite.any() and len(axes) and len(config.dependencies.classes) < 2:
        # Feature importance tells classes apart, so one class leaves it nothing to say.
        words += "; no favourites: as far as is known, feature importance needs at least two classes"
    differ = int((axes.selected != axes.configured).sum())
    return words + (f"; {differ} where the flags and selectedAxes disagree" if differ else "")
