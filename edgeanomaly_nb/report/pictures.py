"""The pictures of a report, each with its alternative text."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.figure import Figure

from ..plots import axes_figure, changes_figure, scores_figure, thresholds_figure, thresholds_text
from ..text import counted, number_text
from .block import Block
from .summarize import Comparison

_NARROW_PT = 360.0


class Picture(NamedTuple):
    """A figure and its alternative text."""

    figure: Figure
    description: str


def axes_picture(block: Block) -> Picture:
    """Draw the axes of a block.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> axes_picture(summarize([ea.load_sample("motion")]).blocks[0]).description
    'Axes by sensor and feature. 6 of 33 axes selected · ...'
    """
    return Picture(axes_figure(block.axes), f"Axes by sensor and feature. {block.selection}.")


def thresholds_picture(block: Block, *, is_narrow: bool = False) -> Picture:
    """Draw the thresholds of a block; the narrow picture can be read on a phone.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> thresholds_picture(summarize([ea.load_sample("motion")]).blocks[0]).description
    'Score threshold (min_score): 0.3 (suggested 0.5; ...'
    """
    frame, kind = block.config.thresholds, block.config.kind
    figure = (
        thresholds_figure(frame, kind, width_pt=_NARROW_PT) if is_narrow else thresholds_figure(frame, kind)
    )
    return Picture(figure, thresholds_text(frame, kind))


def scores_picture(block: Block) -> Picture | None:
    """Draw the distribution of the scores of windows; None if the report has no windows.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> model, windows = ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing")
    >>> block = summarize(ea.load_sample("motion"), model=model, windows=windows).blocks[0]
    >>> scores_picture(block).description
    'Distribution of the scores of 442 windows, from -1.96808 to 8.63854. The saved threshold 0.3 ...'
    """
    scores = block.flagged
    if scores is None or scores.frame is None:
        return None
    numbers = scores.frame["score"]
    ends = f", from {number_text(numbers.min())} to {number_text(numbers.max())}" if len(numbers) else ""
    what = f"Distribution of the scores of {counted(len(numbers), 'window')}{ends}."
    return Picture(scores_figure(scores.frame, block.config), " ".join([what, *scores.texts]))


def changes_picture(comparison: Comparison) -> Picture:
    """Draw what changed from one block to another.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> both = summarize([ea.load_sample("motion"), ea.load_sample("motion-later")])
    >>> changes_picture(both.comparison).description
    'What changed. 2 axes newly selected · ...'
    """
    figure = changes_figure(comparison.before.config, comparison.after.config)
    return Picture(figure, f"What changed. {comparison.text}")
