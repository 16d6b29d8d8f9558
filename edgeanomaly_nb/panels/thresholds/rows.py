"""The rows of the thresholds panel: one threshold each, with a control where another value can be tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import pandas as pd
import traitlets

from ...block.kinds import Kind
from ...block.thresholds import ThresholdRow, suggested_option, threshold_name
from ...block.thresholds_text import option_name, tried_text
from ...text import capitalized, one_line
from . import row_html
from .scale import scale_for
from .score_trial import ScoreTrial
from .scores_html import scores_html
from .trial import Tried, saved_value
from .try_number import TryNumber
from .try_option import TryOption

# As far in as the ends of the slider below it: half of its handle.
_PICTURE = {"padding": "0 8px", "max_width": "640px"}


class ThresholdBox(widgets.VBox):  # type: ignore[misc]
    """One threshold: its text and its picture.

    Parameters
    ----------
    row : named tuple
        A row of the thresholds frame.
    kind : Kind
        The kind of the block.
    *controls : Widget
        Widgets below the picture.
    """

    tried: Any = None

    def __init__(self, row: ThresholdRow, kind: Kind, *controls: widgets.Widget) -> None:
        self.row, self.kind, self.key = row, kind, row.Index
        self.text = html_box(row_html.head_html(row) + row_html.status_html(row, kind))
        self.picture = html_box(self._picture_html(), **_PICTURE)
        super().__init__([self.text, self.picture, *controls], layout={"margin": "0 0 20px"})

    def _picture_html(self) -> str:
        return row_html.picture_html(self.row, self.kind, self.tried)


class TrialBox(ThresholdBox):
    """A threshold that is a number, with a control to try another one.

    Parameters
    ----------
    row : named tuple
        A row of the thresholds frame.
    kind : Kind
        The kind of the block.
    try_value : callable
        Called with the key and the value that the control is set to.
    reset : callable
        Called with the key when the trial ends.
    """

    def __init__(
        self,
        row: ThresholdRow,
        kind: Kind,
        try_value: Callable[[str, Tried], None],
        reset: Callable[[str], None],
    ) -> None:
        self.row, self.saved = row, saved_value(row)
        self.control = self._new_control()
        super().__init__(row, kind, self.control)
        self._try_value, self._reset = try_value, reset
        self._update_control()
        self.control.observe(lambda change: self._on_value(change["new"]), names="value")
        self.control.on_msg(lambda *_: self._reset(self.key))

    @property
    def current(self) -> Any:
        """The value of the control: the tried one, else the saved one."""
        return self.saved if self.tried is None else self.tried

    def show(self, tried: Tried | None) -> None:
        """Show a trial, or none; nothing is drawn or sent if it is shown already."""
        if tried != self.tried:
            self.tried = tried
            self._update_control()
            self._draw()

    def _new_control(self) -> Any:
        return TryNumber(name=threshold_name(self.row))

    def _draw(self) -> None:
        self.picture.value = self._picture_html()

    def _on_value(self, value: Tried) -> None:
        if value == self.current:
            return  # `show` has set it
        try:
            self._try_value(self.key, value)
        except traitlets.TraitError as error:
            self._refuse(error)

    def _refuse(self, error: traitlets.TraitError) -> None:
        self.control.value, self.control.text = self.current, str(error)

    def _update_control(self) -> None:
        control = self.control
        scale = scale_for(self.row.number + 0.0, self.row.suggested_value, self.tried)
        with control.hold_sync():
            control.low, control.high, control.step = scale.low, scale.high, scale.step
            control.value = self.current
            control.text, control.trying = self._trial_text(), self.tried is not None

    def _trial_text(self) -> str:
        if self.tried is None:
            return ""
        return capitalized(tried_text(self.row, self.tried, self.kind))


class OptionsBox(TrialBox):
    """A threshold that is a choice among options, with a control to try another one; as `TrialBox`."""

    def _picture_html(self) -> str:
        return ""  # the control shows the options

    def _new_control(self) -> TryOption:
        texts = {value: option_name(self.row, value) for value, _ in self.row.options}
        options = [
            {"value": value, "text": f"{name} ({one_line(value, 40)})"} for value, name in texts.items()
        ]
        name, suggested = threshold_name(self.row), suggested_option(self.row)
        return TryOption(options=options, saved=self.saved, suggested=suggested, name=name)

    def _update_control(self) -> None:
        with self.control.hold_sync():
            self.control.value = self.current
            self.control.text, self.control.trying = self._trial_text(), self.tried is not None


class ScoresBox(TrialBox):
    """A threshold that is a number, with a slider over the scores that it would flag.

    Parameters
    ----------
    row, kind, try_value, reset
        As for `TrialBox`.
    scores : DataFrame
        From `AnomalyModel.score` or `StudioClient.get_test_scores`.
    """

    def __init__(
        self,
        row: ThresholdRow,
        kind: Kind,
        try_value: Callable[[str, Tried], None],
        reset: Callable[[str], None],
        scores: pd.DataFrame,
    ) -> None:
        self.scores = scores
        super().__init__(row, kind, try_value, reset)
        self.picture.layout.display = "none"  # the control has the scale

    def static_html(self) -> str:
        """Return what the saved and the suggested number flag as HTML that needs no kernel."""
        return scores_html(self.scores, self.row, self.tried, self.control.rule, self.control.in_a_row)

    def _new_control(self) -> ScoreTrial:
        return ScoreTrial(self.scores, self.row)

    def _update_control(self) -> None:
        self.control.show(self.current, trying=self.tried is not None)

    def _draw(self) -> None:
        """Draw nothing: the page draws the scale."""

    def _refuse(self, error: traitlets.TraitError) -> None:
        self._update_control()


def html_box(value: str, **layout: str) -> widgets.HTML:
    """Return a widget that shows HTML as wide as it needs to be.

    Examples
    --------
    >>> html_box("<b>One</b>", padding="0 8px").layout.padding
    '0 8px'
    """
    return widgets.HTML(value, layout={"width": "auto", "margin": "0", **layout})
