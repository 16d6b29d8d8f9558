"""ScoreTrial: a slider over the distribution of scores, which counts in the page what a threshold flags."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as widgets
import pandas as pd
import traitlets

from ...block.thresholds import ThresholdRow, is_on_scale, threshold_name
from ...scores.flagging import RULES
from ..shared.late_load import SVG_SCRIPT, LateLoadWidget, script_of, style_of
from ..shared.star import STAR_SCRIPT
from .score_order import pack_scores
from .score_scale import slider_axis
from .try_number import TRY_STYLE

_HERE = Path(__file__)
SCRIPT = script_of(SVG_SCRIPT, STAR_SCRIPT, *map(_HERE.with_name, ("score_counts", "score_elements")), _HERE)
STYLE = style_of(TRY_STYLE, _HERE)


class ScoresData(widgets.Widget):  # type: ignore[misc]
    """Scores for the page, from `pack_scores`.

    They are a widget of their own, which is sent when it is created: Jupyter drops a later message of more
    than a few megabytes (``iopub_data_rate_limit``), but not the one that creates a widget:
    https://jupyter-server.readthedocs.io/en/latest/other/full-config.html

    Examples
    --------
    >>> data = ScoresData(content={"n_nan": 0})
    >>> data.close()
    """

    content = traitlets.Dict(help="From `pack_scores`.").tag(sync=True)


class ScoreTrial(LateLoadWidget):
    """A slider, a number box and what the number would flag, counted in the page.

    The scores are sent once. A move of the slider needs no message: the page counts, and sends the number
    when the slider rests. The button sends a message: use ``on_msg``.

    Parameters
    ----------
    scores : DataFrame
        From `AnomalyModel.score` or `StudioClient.get_test_scores`.
    row : named tuple
        The threshold: a row of the thresholds frame.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> scores = ea.load_sample_model("motion").score(ea.load_sample_windows("motion", "testing"))
    >>> control = ScoreTrial(scores, next(threshold_rows(ea.load_sample("motion").thresholds)))
    >>> control.value, control.suggested
    (0.3, 0.5)
    >>> control.close()
    """

    _esm = traitlets.Unicode(SCRIPT).tag(sync=True)
    _css = traitlets.Unicode(STYLE).tag(sync=True)
    _data = traitlets.Instance(ScoresData, help="The scores.").tag(sync=True, **widgets.widget_serialization)
    _axis = traitlets.Dict(help="The scale and the distribution, from `slider_axis`.").tag(sync=True)
    value = traitlets.Float(help="The number that is tried, or the saved one.").tag(sync=True)
    saved = traitlets.Float(help="The number of the block.").tag(sync=True)
    suggested = traitlets.Float(None, allow_none=True, help="Its suggestion.").tag(sync=True)
    trying = traitlets.Bool(help="True if a trial can be reset.").tag(sync=True)
    name = traitlets.Unicode(help="The name of the threshold; plain text.").tag(sync=True)
    rule = traitlets.Enum(RULES, ">", help="The comparison of the device.").tag(sync=True)
    in_a_row = traitlets.Int(1, min=1, max=100, help="Windows in a row that an alarm needs.").tag(sync=True)

    def __init__(self, scores: pd.DataFrame, row: ThresholdRow) -> None:
        self.frame, self.row = scores, row
        super().__init__(
            value=row.number + 0.0,
            saved=row.number + 0.0,
            suggested=row.suggested_value + 0.0 if is_on_scale(row.suggested_value) else None,
            name=threshold_name(row),
            _data=ScoresData(content=pack_scores(scores)),
            _axis=slider_axis(scores, row),
        )
        self.observe(lambda _: self._send_again(), names="in_a_row")

    def show(self, number: float, *, trying: bool) -> None:
        """Show a number; the scale grows if the number is outside."""
        with self.hold_sync():
            self.value, self.trying = number, trying
            self._axis = slider_axis(self.frame, self.row, number)

    def close(self) -> None:
        """Close the control and its scores."""
        self._data.close()
        super().close()

    def _send_again(self) -> None:
        before, self._data = self._data, ScoresData(content=pack_scores(self.frame, self.in_a_row))
        before.close()

    def __repr__(self) -> str:
        return f"ScoreTrial({self.value:g})"
