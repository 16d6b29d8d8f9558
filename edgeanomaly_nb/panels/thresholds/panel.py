"""ThresholdsPanel: each threshold against its suggestion, and what another value would do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from numbers import Real
from typing import Any

import ipywidgets as widgets
import numpy as np
import pandas as pd
import traitlets

from ...block.config import AnomalyConfig
from ...block.given_frames import checked_thresholds
from ...block.kinds import Kind, kind_of
from ...block.thresholds import LARGEST, ThresholdRow, as_number, score_threshold_position, threshold_rows
from ...scores.scores_frame import read_scores
from ...scores.what_if import what_if
from ...text import counted, one_line
from ..shared.panel import Panel, close_tree
from .row_html import can_be_tried, row_html
from .rows import ScoresBox, ThresholdBox, TrialBox, html_box

EMPTY = "This block has no thresholds."
NO_UNIT = "Scores have no physical unit."
NOTHING_WRITTEN = "Trying a value changes nothing in Edge Impulse: nothing is written to the service."

_LAYOUT = {"max_width": "900px", "margin": "0 0 12px"}


class ThresholdsPanel(Panel):
    """Show the thresholds of a block against their suggestions, and try other values.

    Each threshold has its own scale. Trying a value never writes to the service.

    Parameters
    ----------
    thresholds : AnomalyConfig or DataFrame
        The block, or its thresholds frame, or some rows of it; also read from CSV or Parquet.
    scores : DataFrame, optional
        Scores of windows, from `AnomalyModel.score` or `StudioClient.get_test_scores`. The panel then shows
        what the threshold of the score would flag: the first threshold that is a number.
    block_type : str, optional
        The block's ``type``, such as ``"anomaly-gmm"``. A frame does not contain it, and the
        kind of a config may be unknown: the panel then does not show what a threshold flags.

    Raises
    ------
    TypeError
        `thresholds` is neither, `scores` is not a frame, or `block_type` is not text.
    ValueError
        There are no scores in `scores`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> panel = ea.ThresholdsPanel(ea.load_sample("motion"))
    >>> panel.trial = {"min_score": 0.42}
    >>> panel.view[["number", "suggested_value", "trial"]]
               number  suggested_value  trial
    key
    min_score     0.3              0.5   0.42
    >>> panel.reset()
    >>> panel.trial
    {}
    >>> panel
    ThresholdsPanel(1 threshold)
    """

    trial = traitlets.Dict(
        help="Numbers that are being tried: key of a threshold -> anomaly score (no unit). Never written to "
        "the service. Assign a new dict; it cannot be changed in place."
    )

    def __init__(
        self,
        thresholds: AnomalyConfig | pd.DataFrame,
        *,
        scores: pd.DataFrame | None = None,
        block_type: str | None = None,
    ) -> None:
        self._thresholds = checked_thresholds(thresholds, "ThresholdsPanel")
        self._kind = _kind_of(thresholds, block_type)
        self._scores = checked_scores(scores)
        self._build_rows()
        self.reset_button = _reset_button(visible=len(self.trial_rows) > 1)
        self.note = html_box(self._note_html(with_trials=bool(self.trial_rows)))
        super().__init__([*self.rows, self.reset_button, self.note], layout=_LAYOUT)
        self.reset_button.on_click(lambda _: self.reset())
        self.observe(lambda change: self._show(change["new"]), names="trial")

    def _build_rows(self) -> None:
        of_score = score_threshold_position(self._thresholds)
        self.rows = [
            self._row(row, is_first=at == of_score) for at, row in enumerate(threshold_rows(self._thresholds))
        ]
        self.trial_rows = [row for row in self.rows if isinstance(row, TrialBox)]
        self.scores_row = next((row for row in self.rows if isinstance(row, ScoresBox)), None)

    @property
    def scores(self) -> pd.DataFrame | None:
        """The scores that the thresholds are tried on, or None; assign other scores to show these."""
        return self._scores

    @scores.setter
    def scores(self, scores: pd.DataFrame | None) -> None:
        self._scores = checked_scores(scores)
        before = self.rows
        self._build_rows()
        self.children = (*self.rows, self.reset_button, self.note)
        for row in before:
            close_tree(row)
        self._show(self.trial)

    @traitlets.validate("trial")
    def _check_trial(self, proposal: dict[str, Any]) -> dict[str, float]:
        return checked_trial(proposal["value"], (row.key for row in self.trial_rows))

    @property
    def view(self) -> pd.DataFrame:
        """The thresholds frame that is shown, and a column ``trial`` (float64, NaN where none is tried)."""
        tried = [math.nan if row.tried is None else row.tried for row in self.rows]
        return self._thresholds.assign(trial=np.array(tried, dtype=np.float64))

    @property
    def would_flag(self) -> pd.DataFrame | None:
        """What the tried, the saved and the suggested threshold of the score flag, as `what_if` returns it.

        None without scores.
        """
        box = self.scores_row
        if box is None or self.scores is None:
            return None
        numbers = [box.number, box.saved, box.row.suggested_value]
        shown = list(dict.fromkeys(number for number in numbers if not math.isnan(number)))
        return what_if(self.scores, shown, rule=box.control.rule, in_a_row=box.control.in_a_row)

    def try_value(self, key: str, number: float) -> None:
        """Try a number for all thresholds of a key, as slider and box do; the saved number ends the trial.

        Parameters
        ----------
        key : str
            Of a threshold that is a number.
        number : float
            Anomaly score, no unit. It may be negative, and far above 1.

        Raises
        ------
        TraitError
            There is no such threshold, or the number is not finite.
        """
        saved = {row.saved for row in self.trial_rows if row.key == key}
        if saved == {number}:
            self.reset(key)
        else:
            self.trial = {**self.trial, key: number}

    def reset(self, key: str | None = None) -> None:
        """Stop trying a value, for one key or for all."""
        self.trial = {
            tried: number for tried, number in self.trial.items() if key is not None and tried != key
        }

    def static_html(self) -> str:
        """Return what is shown as HTML that needs no kernel."""
        shown = "".join(
            row_html(row.row, self._kind, row.tried)
            + (row.static_html() if isinstance(row, ScoresBox) else "")
            for row in self.rows
        )
        return f'<div style="max-width:900px">{shown}{self._note_html(with_trials=False)}</div>'

    def _row(self, row: ThresholdRow, *, is_first: bool) -> ThresholdBox:
        if self._scores is not None and is_first and can_be_tried(row):
            return ScoresBox(row, self._kind, self.try_value, self.reset, self._scores)
        if can_be_tried(row):
            return TrialBox(row, self._kind, self.try_value, self.reset)
        return ThresholdBox(row, self._kind)

    def _note_html(self, *, with_trials: bool) -> str:
        notes = [f"{self._kind.flagged} {NO_UNIT}" if self.rows else EMPTY]
        notes += [NOTHING_WRITTEN] * with_trials
        return "".join(f'<div style="line-height:1.45;opacity:.8">{note}</div>' for note in notes)

    def _show(self, trial: Mapping[str, float]) -> None:
        self.reset_button.disabled = not trial
        for row in self.trial_rows:
            row.show(trial.get(row.key))

    def __repr__(self) -> str:
        return f"ThresholdsPanel({counted(len(self._thresholds), 'threshold')})"


class Trial(dict[str, float]):
    """The numbers that are tried. It cannot be changed in place, since nothing would notice that.

    Examples
    --------
    >>> Trial(min_score=0.4)["min_score"]
    0.4
    """

    def _refuse(self, *_: object, **__: object) -> None:
        raise TypeError(
            "The numbers to try cannot be changed in place. Assign new ones: panel.trial = {**panel.trial, "
            '"min_score": 0.4}, or call panel.try_value("min_score", 0.4).'
        )

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = __ior__ = _refuse  # type: ignore[assignment]

    def __reduce__(self) -> tuple[type[Trial], tuple[dict[str, float]]]:
        return Trial, (dict(self),)


def checked_trial(trial: Mapping[str, Any], keys: Iterable[str]) -> dict[str, float]:
    """Return the numbers to try as floats, after checking keys and numbers.

    Parameters
    ----------
    trial : mapping
        Key of a threshold -> number.
    keys : iterable of str
        Keys of the thresholds that can be tried.

    Returns
    -------
    dict
        A new dict.

    Raises
    ------
    TraitError
        A key is unknown, or a value is not a finite number.

    Examples
    --------
    >>> checked_trial({"min_score": 1}, ["min_score"])
    {'min_score': 1.0}
    """
    known = list(dict.fromkeys(keys))
    for key, number in trial.items():
        problem = _problem(key, number, known)
        if problem:
            raise traitlets.TraitError(problem)
    return Trial({key: float(number) + 0.0 for key, number in trial.items()})


def _problem(key: object, number: object, known: list[str]) -> str:
    if key not in known:
        there = one_line(", ".join(known), 200) or "none"
        name = one_line(str(key), 40)
        return f"No threshold “{name}” whose value is a number can be tried here. There is: {there}."
    if isinstance(number, bool) or not isinstance(number, Real):
        return f"Only a number can be tried, not {one_line(repr(number), 40)}."
    if not abs(as_number(number)) < LARGEST:  # type: ignore[arg-type]
        return f"Only a finite number below {LARGEST:g} can be tried."
    return ""


def checked_scores(scores: object) -> pd.DataFrame | None:
    """Return a frame of scores, or None; refuse something else.

    Raises
    ------
    TypeError
        It is not a frame.
    ValueError
        It has no column ``score``, or no rows.

    Examples
    --------
    >>> checked_scores(None) is None
    True
    """
    if scores is None:
        return None
    if not isinstance(scores, pd.DataFrame):
        raise TypeError(f"scores must be a frame that model.score returns, not {type(scores).__name__}.")
    if not len(read_scores(scores)):
        raise ValueError("There are no scores: the frame has no rows.")
    return scores


def _kind_of(thresholds: object, block_type: str | None) -> Kind:
    if isinstance(thresholds, AnomalyConfig) and not block_type:
        return thresholds.kind
    return kind_of(block_type or None)


def _reset_button(*, visible: bool) -> widgets.Button:
    layout = {"width": "auto", "align_self": "flex-start", "display": None if visible else "none"}
    return widgets.Button(
        description="Reset all", tooltip="Show the saved values again", disabled=True, layout=layout
    )
