"""The facts about one block, and a config as text and as HTML; both have the same facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .block.frames import disagrees
from .block.thresholds_text import threshold_facts
from .html import pairs_html
from .text import aligned, counted, one_line

if TYPE_CHECKING:
    import pandas as pd

    from .block.config import AnomalyConfig


def facts(config: AnomalyConfig) -> list[tuple[str, str]]:
    """Return the facts about a config: pairs of a name and a value, each one line of plain text.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> dict(facts(ea.load_sample("motion")))["trained"]
    'yes'
    >>> dict(facts(ea.load_sample("surface")))["classes"]
    'only “no anomaly”'
    """
    return [
        ("from", one_line(config.source.in_words, 200)),
        *block_facts(config),
        ("classes", _classes(config.dependencies.classes)),
        ("axes", _axes_fact(config)),
        *(threshold_facts(config.thresholds, config.kind) or [("thresholds", "none")]),
    ]


def config_title(config: AnomalyConfig) -> str:
    """Return the heading for a block.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> config_title(ea.load_sample("motion"))
    'Anomaly block “Anomaly detection”'
    """
    return f"Anomaly block “{one_line(config.name) or 'without a name'}”"


def block_facts(config: AnomalyConfig) -> list[tuple[str, str]]:
    """Return the kind of block and its type in the API, if it is trained, and what only its kind has.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> block_facts(ea.load_sample("fan"))
    [('type', 'GMM (anomaly-gmm)'), ('trained', 'yes'), ('components', '8')]
    >>> block_facts(ea.load_sample("surface"))[2:]
    [('capacity', 'high')]
    >>> block_facts(ea.load_sample("autoencoder"))[2:]
    [('parameters', 'bottleneck = 6, hidden-layers = 24,12, noise = 0.02')]
    """
    type_fact = ("type", one_line(config.kind.full_name, 60))
    return [type_fact, ("trained", "yes" if config.trained else "no"), *_kind_facts(config)]


def _kind_facts(config: AnomalyConfig) -> list[tuple[str, str]]:
    """Return clusters or components, or capacity and parameters."""
    if config.kind.has_axes:
        count = config.cluster_count
        return [(config.kind.clusters, "not given" if count is None else str(count))]
    pairs = [
        f"{one_line(name, 60)} = {one_line(str(value), 60)}"
        for name, value in config.custom_parameters.items()
    ]
    found = {
        "capacity": one_line(config.anomaly_capacity or "", 60),
        "parameters": one_line(", ".join(pairs), 400),
    }
    return [(name, text) for name, text in found.items() if text]


def training_facts(config: AnomalyConfig) -> list[tuple[str, str]]:
    """Return what the block was configured with, in the form of `facts`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> dict(training_facts(ea.load_sample("motion")))["input blocks"]
    'Spectral features'
    """
    uses = config.dependencies
    return [
        ("classes", _classes(uses.classes)),
        ("input blocks", _names(uses.block_names)),
        ("data", f"{uses.sample_count:,} samples of {uses.feature_count:,} features"),
    ]


def _names(names: tuple[str, ...]) -> str:
    return one_line(", ".join(one_line(name, 60) for name in names), 400) or "none"


def _classes(classes: tuple[str, ...]) -> str:
    if len(classes) == 1:  # alone, the name of a class such as “no anomaly” would read as a result
        return f"only “{one_line(classes[0], 60)}”"
    return _names(classes)


def config_text(config: AnomalyConfig) -> str:
    """Return the findings and the facts as lines, with the facts aligned.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> print(config_text(ea.load_sample("one-class")))
    Anomaly block ...
    """
    findings = [f"  {name}  {words}" for name, words in finding_facts(config)]
    return "\n".join([config_title(config), *findings, *aligned(facts(config))])


def config_html(config: AnomalyConfig) -> str:
    """Return the facts as a small table without script, in the colours of the page.

    All text is escaped and isolated.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> config_html(ea.load_sample("motion")).startswith("<table")
    True
    """
    return pairs_html(finding_facts(config) + facts(config), caption=config_title(config))


def finding_facts(config: AnomalyConfig) -> list[tuple[str, str]]:
    """Return the findings of a block in the form of `facts`, the most severe first.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> finding_facts(ea.load_sample("untrained"))[0]
    ('Error', 'The block is not trained, so it gives no scores. Train it in Studio.')
    >>> finding_facts(ea.load_sample("spectral"))
    [('Findings', 'none')]
    """
    found = config.findings()
    pairs = zip(found["severity"], found["message"], strict=True)
    return [(severity.capitalize(), one_line(message, 300)) for severity, message in pairs] or [
        ("Findings", "none")
    ]


def selection_text(axes: pd.DataFrame) -> str:
    """Return in one line how many axes are selected, and how that compares with the favourites.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> selection_text(ea.load_sample("motion").axes)
    '6 of 33 axes selected · 2 favourites not selected · 1 selected but not favourite'
    """
    if axes.empty:
        return "This block has no axes."
    selected, favourite = axes["selected"], axes["favourite"]
    texts = [f"{int(selected.sum()):,} of {counted(len(axes), 'axis', 'axes')} selected"]
    texts += _favourites_texts(int((favourite & ~selected).sum()), int((selected & ~favourite).sum()))
    if not favourite.any():
        texts[1:] = ["no favourites"]
    disagree = int(disagrees(axes).sum())
    texts += [f"{disagree:,} where the flags and selectedAxes disagree"] * bool(disagree)
    return " · ".join(texts)


def axes_text(config: AnomalyConfig) -> str:
    """Return `selection_text` of a block, or that its kind has no axes.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes_text(ea.load_sample("one-class"))
    '9 of 39 axes selected · no favourites'
    """
    return selection_text(config.axes) if config.kind.has_axes else "This kind of block has no axes."


def _favourites_texts(missed: int, extra: int) -> list[str]:
    texts = [f"{counted(missed, 'favourite')} not selected"] * bool(missed)
    texts += [f"{extra:,} selected but not favourite"] * bool(extra)
    return texts or ["these are the favourites"]


def _axes_fact(config: AnomalyConfig) -> str:
    axes, text = config.axes, axes_text(config)
    if len(axes) and not axes["favourite"].any() and len(config.dependencies.classes) < 2:
        text += " (as far as is known, feature importance needs at least two classes)"
    return text
