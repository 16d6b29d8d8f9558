from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.text import Text

import edgeanomaly_nb as ea

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.axes import Axes

SAMPLES = list(ea.list_samples().index)
WITH_AXES = list(ea.list_samples().query("n_axes > 0").index)
OPTIONS = [{"value": "max", "description": "Maximum"}, {"value": "mean", "description": "Mean"}]
Size = tuple[float, float]


def drawn(plot: Callable[..., Any], *configs: ea.AnomalyConfig, size: Size = (9, 7)) -> Any:
    """Plot on one Axes of a figure of this size, and render it."""
    figure = Figure(figsize=size)
    axes = plot(*configs, ax=figure.subplots())
    figure.draw_without_rendering()  # the canvas of a figure outside pyplot draws nothing
    return axes


def texts_of(ax: Axes) -> list[str]:
    """Return the texts that are not empty; an arrow has an empty one."""
    return [text.get_text() for text in ax.texts if text.get_text()]


def legend_of(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def title_of(ax: Axes) -> str:
    """Return the title without its line breaks."""
    return ax.get_title(loc="left").replace("\n", " ")


def marks_of(ax: Axes) -> dict[str, float]:
    """Return where the marks of a scale are."""
    return {line.get_label(): float(line.get_xdata()[0]) for line in ax.lines}


def filled_boxes(ax: Axes, colour: str, alpha: float = 1.0) -> list[tuple[float, ...]]:
    """Return the centres of the boxes that are filled with a colour."""
    found = []
    for patch in ax.findobj(PathPatch):
        if patch.get_facecolor() == to_rgba(colour, alpha):
            corners = patch.get_path().vertices.reshape(-1, 5, 2)[:, :4]
            found += [tuple(np.round(box.mean(axis=0), 6).tolist()) for box in corners]
    return sorted(found)


def dashed_boxes(ax: Axes) -> list[int]:
    """Return the number of boxes of each artist with dashes."""
    dashed = [patch for patch in ax.findobj(PathPatch) if patch.get_linestyle() not in ("solid", "-")]
    return [len(patch.get_path().vertices) // 5 for patch in dashed]


def stars_of(ax: Axes) -> list[tuple[float, ...]]:
    """Return where the stars are."""
    return [tuple(map(float, at)) for marks in ax.collections for at in marks.get_offsets()]


def markup_in(ax: Axes) -> list[str]:
    """Return the texts that matplotlib or TeX would read as markup."""
    return [
        text.get_text()
        for text in ax.findobj(Text)
        if set(text.get_text()) & set("$\\") and (text.get_parse_math() or text.get_usetex())
    ]


def assert_nothing_is_clipped(figure: Figure) -> None:
    figure.draw_without_rendering()
    inside, drawn_on = figure.bbox, figure.get_tightbbox().transformed(figure.dpi_scale_trans)
    assert inside.x0 <= drawn_on.x0 < drawn_on.x1 <= inside.x1
    assert inside.y0 <= drawn_on.y0 < drawn_on.y1 <= inside.y1


def assert_nothing_overlaps(pictures: Any) -> None:
    """Check that pictures lie below each other, and that no two texts of one overlap."""
    boxes = [ax.get_tightbbox() for ax in pictures]
    assert all(above.y0 > below.y1 for above, below in itertools.pairwise(boxes))
    for ax in pictures:
        places = [text.get_window_extent() for text in ax.texts if text.get_text()]
        assert not any(one.overlaps(two) for at, one in enumerate(places) for two in places[:at])


@pytest.fixture(autouse=True)
def no_screen() -> Iterator[None]:
    """Draw without a screen, in the default style of matplotlib, and close all figures."""
    plt.switch_backend("Agg")
    with mpl.rc_context():
        mpl.rcdefaults()
        plt.switch_backend("Agg")
        yield
    plt.close("all")
