"""The distribution of scores as inline SVG, with the threshold, its suggestion and the chosen window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...text import counted, number_text
from ..shared.score_axis import ScoreAxis, score_axis
from ..shared.star import star_path
from ..shared.wide_svg import axis_svg, wide_svg
from .colours import BLUES, ORANGES, is_flagged

BINS = 80
_TOP, _BASE, _HEIGHT = 36, 140, 176
_LINE = 'stroke="currentColor" stroke-width="1.6"'


class Distribution:
    """The distribution of scores.

    Parameters
    ----------
    scores : ndarray of float
        One per window. Windows without a score are not in the picture.
    threshold, suggestion : float, optional
        Scores above the threshold are flagged.

    Examples
    --------
    >>> Distribution(np.array([-1, 0.2, 0.4]), 0.3, 0.5).label
    'Distribution of 3 scores from -1 to 0.4; threshold 0.3, suggested 0.5'
    """

    def __init__(self, scores: np.ndarray, threshold: float | None, suggestion: float | None) -> None:
        marks = [("threshold", threshold), ("suggested", suggestion)]
        self.marks = [(name, mark) for name, mark in marks if mark is not None and np.isfinite(mark)]
        known = scores[~np.isnan(scores)]
        self.axis = score_axis(known, [mark for _, mark in self.marks])
        self.label = self._label_of(known)
        self._bars = "".join(_bars(self.axis, known, threshold)) if len(known) else ""

    def _label_of(self, known: np.ndarray) -> str:
        if not len(known):
            return ""
        ends = f"from {number_text(known.min())} to {number_text(known.max())}"
        named = ", ".join(f"{name} {number_text(mark)}" for name, mark in self.marks)
        return f"Distribution of {counted(len(known), 'score')} {ends}" + (f"; {named}" if named else "")

    def svg(self, selected: tuple[int, float] | None = None) -> str:
        """Return the picture.

        Parameters
        ----------
        selected : tuple of int and float, optional
            The chosen window and its score.

        Returns
        -------
        str
            A sentence if no window has a score.
        """
        if not self.label:
            return "<p>No window has a score.</p>"
        parts = [self._bars, *self._scale(), *self._named_marks(selected)]
        return wide_svg(parts, self.label, _HEIGHT, "760px")

    def _scale(self) -> list[str]:
        name = "score" if self.axis.scale.is_linear else "score (large scores are closer together)"
        axis = axis_svg(self.axis.ticks(), _BASE, ".5")
        return [*axis, f'<text x="50%" y="{_BASE + 33}" text-anchor="middle">{name}</text>']

    def _named_marks(self, selected: tuple[int, float] | None) -> list[str]:
        parts, texts = [], []
        lowest = min((mark for _, mark in self.marks), default=0.0)
        for nth, (name, mark) in enumerate(self.marks):
            place, y = _place(self.axis, mark), 28 - 15 * nth
            dashes = "" if name == "threshold" else ' stroke-dasharray="4 3"'
            parts.append(f'<line x1="{place}%" x2="{place}%" y1="{y + 3}" y2="{_BASE}" {_LINE}{dashes}/>')
            if name == "suggested":
                parts.append(_star(place))
            texts.append(_name(place, y, f"{name} {number_text(mark)}", leftwards=mark <= lowest))
        if selected is not None and not np.isnan(selected[1]):
            parts.append(_pointer(_place(self.axis, selected[1]), selected[0]))
        return [*parts, *texts]


def _name(place: float, y: int, text: str, *, leftwards: bool) -> str:
    """Return the name of a mark, on the side of its line where the other mark is not."""
    leftwards = place > 85 or (leftwards and place > 15)
    anchor, dx = ("end", 6) if leftwards else ("start", -6)
    # The other line may cross the text, so the text has a border of the colour of the page.
    look = 'paint-order="stroke" stroke="var(--jp-layout-color1,Canvas)" stroke-width="4"'
    return f'<text x="{place}%" dx="{dx}" y="{y}" text-anchor="{anchor}" {look}>{text}</text>'


def _star(place: float) -> str:
    """Return the mark of a suggestion, as in all pictures: below the names, so that it hides none."""
    return (
        f'<svg x="{place}%" y="{_TOP + 5}" overflow="visible"><path d="{star_path(8)}" paint-order="stroke" '
        'stroke="var(--jp-layout-color1,Canvas)" stroke-width="3"/></svg>'
    )


def _pointer(place: float, window: int) -> str:
    return (
        f'<svg x="{place}%" y="{_BASE}" overflow="visible"><path d="M0 -2L-6 -13H6Z" '
        f'stroke="var(--jp-layout-color1,Canvas)"/><title>window {window:,}</title></svg>'
    )


def _bars(axis: ScoreAxis, known: np.ndarray, threshold: float | None) -> Sequence[str]:
    places, flagged = axis.percent(known), is_flagged(known, threshold)
    counts = [np.histogram(places[which], bins=BINS, range=(0, 100))[0] for which in (~flagged, flagged)]
    tallest = int((counts[0] + counts[1]).max())
    width, room = 100 / BINS, _BASE - _TOP
    parts, bottoms = [], np.zeros(BINS)
    for numbers, colour in zip(counts, (BLUES[4], ORANGES[4]), strict=True):
        for at in np.flatnonzero(numbers):
            height = max(1.5, room * int(numbers[at]) / tallest)  # one window is visible beside a million
            y = _BASE - bottoms[at] - height
            parts.append(
                f'<rect x="{at * width:.2f}%" y="{y:.1f}" width="{0.92 * width:.2f}%" height="{height:.1f}" '
                f'fill="{colour}"/>'
            )
            bottoms[at] += height
    return parts


def _place(axis: ScoreAxis, score: float) -> float:
    return round(float(axis.percent(score)), 2)
