"""ScoresPanel: windows and their scores, on two axes and as a distribution, and which axis of one was odd."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import numpy as np
import pandas as pd
import traitlets

from ...block.config import AnomalyConfig
from ...block.given_config import config_given
from ...scores.given_model import model_given
from ...scores.model import AnomalyModel
from ...scores.projection import default_axes
from ...scores.trials import with_thresholds
from ...scores.windows import Windows
from ...text import counted
from ..shared.panel import Panel
from ..shared.traits import refuse_unknown
from ..thresholds.panel import ThresholdsPanel
from .colours import colour_codes
from .distribution import Distribution
from .explanation import PROMPT, explanation_html
from .legend import legend_html
from .names import axis_names
from .picture import Picture, picture_of
from .plane import ScoresPlane
from .plane_svg import plane_svg
from .state import STATE, ScoresState
from .texts import flagged_texts, origin_texts, score_text, share_text

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_COLUMN = {"flex": "1 1 420px", "min_width": "0", "max_width": "760px"}
_WIDE = {"width": "100%", "margin": "0"}  # with a margin, it would be wider than its column
_ROW = {"flex_flow": "row wrap", "grid_gap": "4px 28px", "align_items": "flex-start"}


class ScoresPanel(ScoresState, Panel):
    """Show windows with their scores: on two axes, as a distribution, and which axis of one window was odd.

    Colours are scores on all trained axes. Windows that lie inside a cluster on the two axes shown, but
    outside on all axes, are ringed.

    Parameters
    ----------
    model : AnomalyModel
        The trained block.
    windows : Windows, DataFrame or array
        The windows, as `AnomalyModel.score` accepts them.
    config : AnomalyConfig, optional
        The block: its thresholds are shown in place of those of the model, and can be tried.
    **state
        ``axes`` or ``selected``.

    Raises
    ------
    ValueError
        There are no windows, or a trained axis is missing.
    TypeError
        `model` or `config` is of another type, or a setting is unknown.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> panel = ea.ScoresPanel(ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing"))
    >>> panel.axes = (0, 23)
    >>> panel.select_highest()
    >>> panel.selected, panel.contributions["label"].iloc[0]
    (..., 'accX RMS')
    >>> panel
    ScoresPanel(442 windows, 6 axes)
    """

    def __init__(
        self,
        model: AnomalyModel,
        windows: Windows | pd.DataFrame | ArrayLike,
        config: AnomalyConfig | None = None,
        **state: Any,
    ) -> None:
        check_arguments(model, config, state)
        self._model = model
        self._windows = windows if isinstance(windows, Windows) else Windows(windows)
        self._scores = with_thresholds(model.score(self._windows), config)
        self._numbers = self._scores["score"].to_numpy()
        self._threshold: float | None = self._scores.attrs["threshold"]
        self._names = axis_names(model, config)
        self._codes = colour_codes(self._numbers, self._threshold)
        self.set_model(model.axes, len(self._windows))
        super().__init__(**{"axes": first_axes(model), **state})
        self._build(config)
        for name in STATE:
            traitlets.link((self, name), (self.plane, name))
        self.observe(lambda _: self._show_axes(), names="axes")
        self.observe(lambda _: self._show_window(), names="selected")

    def _build(self, config: AnomalyConfig | None) -> None:
        traits = {name: getattr(self, name) for name in STATE}
        self._picture = self._draw()
        steps = {"highest": self.select_highest, "lower": self.select_lower}
        self.plane = ScoresPlane(self._names, self._codes, self._picture, steps, **traits)
        self.legend = widgets.HTML(legend_html(self._model, self._numbers, self._threshold), layout=_WIDE)
        self.distribution, self.explanation = widgets.HTML(layout=_WIDE), widgets.HTML(layout=_WIDE)
        self.thresholds = None if config is None else ThresholdsPanel(config, scores=self._scores)
        if self._has_trial:
            self.distribution.layout.display = "none"  # that of the thresholds is enough
        trial = [] if self.thresholds is None else [self.thresholds]
        left = widgets.VBox([self.plane, self.legend], layout=_COLUMN)
        right = widgets.VBox([self.distribution, self.explanation, *trial], layout=_COLUMN)
        self.children = (widgets.HBox([left, right], layout=_ROW),)
        self._show_window()

    @property
    def scores(self) -> pd.DataFrame:
        """The scores, as `AnomalyModel.score` returns them; ``attrs`` has the threshold that is shown."""
        return self._scores.copy()

    @property
    def contributions(self) -> pd.DataFrame | None:
        """How much each axis contributes to the selected window, as `AnomalyModel.contributions`; or None."""
        return None if self.selected is None else self._contributions(self.selected)

    def select_highest(self) -> None:
        """Select the window with the highest score; None if no window has a score."""
        self.selected = self._highest()

    def select_lower(self) -> None:
        """Select the window with the next lower score; the highest if none is selected."""
        at = np.flatnonzero(self._by_score == (-1 if self.selected is None else self.selected))
        if not len(at):
            self.select_highest()
        elif at[0] + 1 < len(self._by_score):
            self.selected = int(self._by_score[at[0] + 1])

    def static_html(self) -> str:
        """Return what is shown as HTML that needs no kernel; without a selection, of the highest score."""
        shown = self._highest() if self.selected is None else self.selected
        explained = "" if shown is None else self._explanation(shown)
        thresholds = "" if self.thresholds is None else self.thresholds.static_html()
        return (
            f"{plane_svg(self._picture, self._codes, shown)}{_paragraphs([self._picture.summary])}"
            f"{self.legend.value}{self._distribution_html(shown)}{explained}{thresholds}"
        )

    @property
    def _has_trial(self) -> bool:
        return self.thresholds is not None and self.thresholds.scores_row is not None

    def _distribution_html(self, window: int | None) -> str:
        if self._has_trial:
            return ""
        return self._distribution.svg(self._pointer(window)) + _paragraphs(self._flagged)

    @cached_property
    def _flagged(self) -> list[str]:
        return flagged_texts(self._scores)

    @cached_property
    def _distribution(self) -> Distribution:
        return Distribution(self._numbers, self._threshold, self._scores.attrs["suggestion"])

    @cached_property
    def _by_score(self) -> np.ndarray:
        """The windows that have a score, the highest first."""
        order = np.argsort(-self._numbers, kind="stable")
        return np.asarray(order[: int(np.count_nonzero(~np.isnan(self._numbers)))])

    def _highest(self) -> int | None:
        return int(self._by_score[0]) if len(self._by_score) else None

    def _contributions(self, window: int) -> pd.DataFrame:
        return self._model.contributions(self._windows[window])

    def _draw(self) -> Picture:
        return picture_of(self._model, self._windows, self._numbers, self.axes, self._names)

    def _show_axes(self) -> None:
        self._picture = self._draw()
        self.plane.show(self._picture)

    def _show_window(self) -> None:
        window = self.selected
        self.plane.status = "" if window is None else self._status(window)
        self.distribution.value = self._distribution_html(window)
        self.explanation.value = _paragraphs([PROMPT]) if window is None else self._explanation(window)

    def _pointer(self, window: int | None) -> tuple[int, float] | None:
        return None if window is None else (window, float(self._numbers[window]))

    def _status(self, window: int) -> str:
        contributions = self._contributions(window)
        ix, share = contributions.index[0], contributions["share"].iloc[0]
        text = f"Window {window:,}: {score_text(self._numbers[window], self._threshold)}."
        if pd.isna(share):
            return text
        return f"{text} Largest share: {self._names[ix]}, {share_text(share)}."

    def _explanation(self, window: int) -> str:
        facts = [score_text(self._numbers[window], self._threshold)]
        facts += origin_texts(self._scores.iloc[window], self._model.kind)
        contributions = self._contributions(window)
        named = contributions.assign(label=[self._names[ix] for ix in contributions.index])
        return explanation_html(window, facts, named)

    def __repr__(self) -> str:
        axes = counted(len(self._model.axes), "axis", "axes")
        return f"ScoresPanel({counted(len(self._windows), 'window')}, {axes})"


def check_arguments(model: object, config: object, state: Iterable[str]) -> None:
    """Refuse arguments of another type, a model without axes, and unknown settings.

    Examples
    --------
    >>> check_arguments("model.json", None, {})
    Traceback (most recent call last):
        ...
    TypeError: model must be an AnomalyModel, not str: read a saved one with AnomalyModel.load(path).
    """
    model = model_given(model)
    if config is not None:
        config_given(config, "ScoresPanel")
    refuse_unknown("ScoresPanel", state, STATE)
    if not model.axes:
        raise ValueError("This block was trained on no axis, so there is nothing to show.")


def first_axes(model: AnomalyModel) -> tuple[int, ...]:
    """Return the axes that are shown first: those on which the centres differ most.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> first_axes(ea.load_sample_model("motion"))
    (0, 11)
    """
    return tuple(ix for ix in default_axes(model) if ix is not None)


def _paragraphs(texts: list[str]) -> str:
    return "".join(f'<div style="line-height:1.5">{text}</div>' for text in texts)
