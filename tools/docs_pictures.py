"""The pictures of the API reference, made from the bundled samples: an HTML fragment per plot and panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import edgeanomaly_nb as ea
from edgeanomaly_nb.plots.svg import figure_svg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def plot_axes() -> Any:
    return ea.plot_axes(ea.load_sample("motion"))


def plot_changes() -> Any:
    return ea.plot_changes(ea.load_sample("motion"), ea.load_sample("motion-later"))[0]


def plot_clusters() -> Any:
    return ea.plot_clusters(ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing"))


def plot_scores() -> Any:
    return ea.plot_scores(_scores(), ea.load_sample("motion"))


def plot_thresholds() -> Any:
    return ea.plot_thresholds(ea.load_sample("dropdown"))


def plot_what_if() -> Any:
    return ea.plot_what_if(_scores(), ea.load_sample("motion"))


def axes_panel() -> Any:
    return ea.AxesPanel(ea.load_sample("motion"))


def thresholds_panel() -> Any:
    return ea.ThresholdsPanel(ea.load_sample("dropdown"))


def scores_panel() -> Any:
    return ea.ScoresPanel(ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing"))


def compare_panel() -> Any:
    return ea.ComparePanel(ea.load_sample("motion-later"), ea.load_sample("motion"))


def explorer() -> Any:
    panel = ea.AnomalyExplorer(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    panel.load().result(timeout=60)
    return panel


def _scores() -> Any:
    return ea.load_sample_model("motion").score(ea.load_sample_windows("motion", "testing"))


#: By public name.
MAKERS: dict[str, Callable[[], Any]] = {
    "AnomalyExplorer": explorer,
    "AxesPanel": axes_panel,
    "ComparePanel": compare_panel,
    "ScoresPanel": scores_panel,
    "ThresholdsPanel": thresholds_panel,
    "explore": explorer,
    "plot_axes": plot_axes,
    "plot_changes": plot_changes,
    "plot_clusters": plot_clusters,
    "plot_scores": plot_scores,
    "plot_thresholds": plot_thresholds,
    "plot_what_if": plot_what_if,
}


def picture(name: str) -> str:
    """Return the picture of a public name as HTML that needs no kernel and no network."""
    import matplotlib.pyplot as plt
    import numpy as np

    shown = MAKERS[name]()
    if hasattr(shown, "static_html"):
        html = str(shown.static_html())
        shown.close()
    else:
        figure = np.ravel(shown)[0].figure
        html = figure_svg(figure, label=f"What {name} draws", salt=name)
        plt.close(figure)
    return f'<div class="ea-picture" tabindex="0" role="region" aria-label="Picture of {name}">{html}</div>\n'


def write_pictures(folder: Path) -> None:
    """Write every picture; a file whose content is the same is left alone, so that its page is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in MAKERS:
        path, html = folder / f"{name}.html", picture(name)
        if not path.exists() or path.read_text(encoding="utf-8") != html:
            path.write_text(html, encoding="utf-8")
