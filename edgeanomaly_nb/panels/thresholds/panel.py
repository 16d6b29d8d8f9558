"""ThresholdsPanel: each threshold against its suggestion, and what another value would do."""

from __future__ import annotations

import math
from collections.abc import Mapping

import ipywidgets as widgets
import numpy as np
import pandas as pd
import traitlets
from traitlets import Bunch

from ...block.config import AnomalyConfig
from ...block.frames import text_column
from ...block.given_frames import checked_thresholds
from ...block.kinds import Kind, kind_of
from ...block.thresholds import ThresholdRow, score_threshold_position, threshold_rows
from ...scores.scores_frame import read_scores
from ...scores.what_if import what_if
from ...text import counted
from ..shared.panel import Panel, close_tree
from .row_html import row_html
from .rows import OptionsBox, ScoresBox, ThresholdBox, TrialBox, html_box
from .trial import Tried, can_be_tried, checked_trial, fits

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

    A threshold that is a choice is tried with the value of another option:

    >>> panel = ea.ThresholdsPanel(ea.load_sample("dropdown"))
    >>> panel.trial = {"anomaly_scoring_aggregation_method": "mean"}
    >>> panel.view[["choice", "trial_choice"]].iloc[-1].tolist()
    ['max', 'mean']
    """

    trial = traitlets.Dict(
        help="What is being tried: key of a threshold -> anomaly score (no unit), or the value of an option. "
        "Never written to the service. Assign a new dict; it cannot be changed in place."
    )

    _nothing_written = NOTHING_WRITTEN

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
        self._actions: tuple[widgets.Widget, ...] = ()
        self._build_rows()
        self.reset_button = _reset_button(visible=len(self.trial_rows) > 1)
        self.note = html_box(self._note_html(with_trials=bool(self.trial_rows)))
        super().__init__(self._parts, layout=_LAYOUT)
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
    def _parts(self) -> tuple[widgets.Widget, ...]:
        return (*self.rows, self.reset_button, *self._actions, self.note)

    def add_actions(self, actions: widgets.Widget, note: str) -> None:
        """Show a widget below the thresholds, which does more than to try a value, and another note."""
        self._actions, self._nothing_written = (actions,), note
        self.children, self.note.value = self._parts, self._note_html(with_trials=bool(self.trial_rows))

    @property
    def scores(self) -> pd.DataFrame | None:
        """The scores that the thresholds are tried on, or None; assign other scores to show these."""
        return self._scores

    @scores.setter
    def scores(self, scores: pd.DataFrame | None) -> None:
        self._scores = checked_scores(scores)
        before = self.rows
        self._build_rows()
        self.children = self._parts
        for row in before:
            close_tree(row)
        self._show(self.trial)

    @traitlets.validate("trial")
    def _check_trial(self, proposal: Bunch) -> dict[str, Tried]:
        return checked_trial(proposal["value"], [row.row for row in self.trial_rows])

    @property
    def view(self) -> pd.DataFrame:
        """The thresholds frame that is shown, and what is tried.

        Its column ``trial`` has the numbers (float64, NaN where none is tried), ``trial_choice`` the options
        (str, missing where none is tried).
        """
        tried = [row.tried for row in self.rows]
        numbers = [number if isinstance(number, float) else math.nan for number in tried]
        options = [option if isinstance(option, str) else None for option in tried]
        return self._thresholds.assign(
            trial=np.array(numbers, dtype=np.float64), trial_choice=text_column(options)
        )

    @property
    def would_flag(self) -> pd.DataFrame | None:
        """What the tried, the saved and the suggested threshold of the score flag, as `what_if` returns it.

        None without scores.
        """
        box = self.scores_row
        if box is None or self.scores is None:
            return None
        numbers = [box.current, box.saved, box.row.suggested_value]
        shown = list(dict.fromkeys(number for number in numbers if not math.isnan(number)))
        return what_if(self.scores, shown, rule=box.control.rule, in_a_row=box.control.in_a_row)

    def try_value(self, key: str, value: float | str) -> None:
        """Try a value for all thresholds of a key, as the controls do; the saved value ends the trial.

        Parameters
        ----------
        key : str
            Of a threshold that is a number or has options.
        value : float or str
            Anomaly score, no unit: it may be negative, and far above 1. Or the value of an option.

        Raises
        ------
        TraitError
            There is no such threshold, the number is not finite, or there is no such option.
        """
        saved = {row.saved for row in self.trial_rows if row.key == key}
        if saved == {value}:
            self.reset(key)
        else:
            self.trial = {**self.trial, key: value}

    def reset(self, key: str | None = None) -> None:
        """Stop trying a value, for one key or for all."""
        self.trial = {tried: value for tried, value in self.trial.items() if key is not None and tried != key}

    def static_html(self) -> str:
        """Return what is shown as HTML that needs no kernel."""
        shown = "".join(
            row_html(row.row, self._kind, row.tried)
            + (row.static_html() if isinstance(row, ScoresBox) else "")
            for row in self.rows
        )
        return f'<div style="max-width:900px">{shown}{self._note_html(with_trials=False)}</div>'

    def _row(self, row: ThresholdRow, *, is_first: bool) -> ThresholdBox:
        if self._scores is not None and is_first and can_be_tried(row) and not row.options:
            return ScoresBox(row, self._kind, self.try_value, self.reset, self._scores)
        if can_be_tried(row):
            box = OptionsBox if row.options else TrialBox
            return box(row, self._kind, self.try_value, self.reset)
        return ThresholdBox(row, self._kind)

    def _note_html(self, *, with_trials: bool) -> str:
        notes = [f"{self._kind.flagged} {NO_UNIT}" if self.rows else EMPTY]
        notes += [self._nothing_written] * with_trials
        return "".join(f'<div style="line-height:1.45;opacity:.8">{note}</div>' for note in notes)

    def _show(self, trial: Mapping[str, Tried]) -> None:
        self.reset_button.disabled = not trial
        for row in self.trial_rows:
            tried = trial.get(row.key)
            row.show(tried if fits(row.row, tried) else None)

    def __repr__(self) -> str:
        return f"ThresholdsPanel({counted(len(self._thresholds), 'threshold')})"


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
