"""ThresholdsPanel: each threshold against its suggestion, and what another value would do."""

from __future__ import annotations

import math
from numbers import Real
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import numpy as np
import pandas as pd
import traitlets

from ...block.config import AnomalyConfig
from ...block.kinds import Kind, kind_of
from ...block.thresholds import LARGEST, as_number, threshold_name, threshold_rows, trial_text
from ...text import one_line
from . import row_html as write
from .try_number import TryNumber

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...block.thresholds import ThresholdRow

EMPTY = "This block has no thresholds."
NO_UNIT = "Scores have no physical unit."
NOTHING_WRITTEN = "Trying a value changes nothing in Edge Impulse: nothing is written to the service."


class ThresholdsPanel(widgets.VBox):  # type: ignore[misc]
    """Show the thresholds of a block against their suggestions, and try other values.

    Each threshold stands on its own scale. Trying a value never writes to the service.

    Parameters
    ----------
    thresholds : AnomalyConfig or DataFrame
        The block, or its thresholds frame, or some rows of that.
    block_type : str, optional
        The block's ``type``, such as ``"anomaly-gmm"``. A frame does not contain it, and a config may not
        know it: the panel then says nothing about what a threshold flags.

    Raises
    ------
    TypeError
        `thresholds` is neither, or `block_type` is not text.

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
        "the service. Assign a new dict: one that is changed in place tells nobody."
    )

    def __init__(self, thresholds: AnomalyConfig | pd.DataFrame, *, block_type: str | None = None) -> None:
        self._thresholds = _frame_of(thresholds)
        self._kind = kind_of(block_type or None)
        if isinstance(thresholds, AnomalyConfig) and not block_type:
            self._kind = thresholds.kind
        self._rows = [_row(row, self) for row in threshold_rows(self._thresholds)]
        self._tries = [row for row in self._rows if isinstance(row, _TryRow)]
        self.reset_button = widgets.Button(
            description="Reset all",
            tooltip="Show the saved values again",
            disabled=True,
            layout={
                "width": "auto",
                "align_self": "flex-start",
                "display": None if len(self._tries) > 1 else "none",
            },
        )
        self.note = _html(self._note_html(tries=bool(self._tries)))
        super().__init__([*self._rows, self.reset_button, self.note], layout=_PANEL)
        self.reset_button.on_click(lambda _: self.reset())
        self.observe(lambda change: self._show(change["new"]), names="trial")

    @traitlets.validate("trial")
    def _check_trial(self, proposal: dict[str, Any]) -> dict[str, float]:
        return checked_trial(proposal["value"], (row.key for row in self._tries))

    @property
    def view(self) -> pd.DataFrame:
        """The thresholds frame that is shown, and a column ``trial`` (float64, NaN where none is tried)."""
        tried = [math.nan if row.tried is None else row.tried for row in self._rows]
        return self._thresholds.assign(trial=np.array(tried, dtype=np.float64))

    def try_value(self, key: str, number: float) -> None:
        """Try a number for all thresholds of a key, as slider and box do; their saved number ends the trial.

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
        saved = {row.saved for row in self._tries if row.key == key}
        if saved == {number}:
            self.reset(key)
        else:
            self.trial = {**self.trial, key: number}

    def reset(self, key: str | None = None) -> None:
        """Stop trying values: of one key, or of all."""
        self.trial = {
            tried: number for tried, number in self.trial.items() if key is not None and tried != key
        }

    def close(self) -> None:
        """Close the panel and all that it is made of, so that nothing of it stays in the kernel."""
        self.unobserve_all()
        _close(self)

    def static_html(self) -> str:
        """Write what is shown as HTML that needs no kernel."""
        shown = "".join(write.row_html(row.row, self._kind, row.tried) for row in self._rows)
        return f'<div style="max-width:900px">{shown}{self._note_html(tries=False)}</div>'

    def _note_html(self, *, tries: bool) -> str:
        notes = [f"{self._kind.flagged} {NO_UNIT}" if self._rows else EMPTY]
        notes += [NOTHING_WRITTEN] * tries
        return "".join(f'<div style="line-height:1.45;opacity:.8">{note}</div>' for note in notes)

    def _show(self, trial: Mapping[str, float]) -> None:
        self.reset_button.disabled = not trial
        for row in self._tries:
            row.show(trial.get(row.key))

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        # Where no kernel runs (GitHub, a static page, a PDF), the HTML is shown instead of the widget.
        return {**super()._repr_mimebundle_(**kwargs), "text/html": self.static_html()}

    def __repr__(self) -> str:
        count = len(self._thresholds)
        return f"ThresholdsPanel({count} threshold{'s' * (count != 1)})"


class _Row(widgets.VBox):  # type: ignore[misc]
    """One threshold: what is said of it, and its picture."""

    tried: float | None = None

    def __init__(self, row: ThresholdRow, kind: Kind, *controls: widgets.Widget) -> None:
        self.row, self.kind, self.key = row, kind, row.Index
        self.picture = _html(write.picture_html(row, kind), **_PICTURE)
        words = _html(write.head_html(row) + write.words_html(row, kind))
        super().__init__([words, self.picture, *controls], layout={"margin": "0 0 20px"})


class _TryRow(_Row):
    """A threshold that is a number, and the control to try another one."""

    def __init__(self, row: ThresholdRow, panel: ThresholdsPanel) -> None:
        self.saved = row.number + 0.0  # 0 for -0
        self.control = TryNumber(name=threshold_name(row))
        super().__init__(row, panel._kind, self.control)
        self._try_value, self._reset = panel.try_value, panel.reset
        self._set_control()
        self.control.observe(lambda change: self._take(change["new"]), names="value")
        self.control.on_msg(lambda *_: self._reset(self.key))

    @property
    def number(self) -> float:
        """What the control stands at: what is tried, else what is saved."""
        return self.saved if self.tried is None else self.tried

    def show(self, tried: float | None) -> None:
        """Show a trial, or none; nothing is drawn or sent when it is shown already."""
        if tried != self.tried:
            self.tried = tried
            self._draw()

    def _take(self, number: float) -> None:
        if number == self.number:
            return  # it was set by `show`
        try:
            self._try_value(self.key, number)
        except traitlets.TraitError as error:
            self.control.value, self.control.said = self.number, str(error)

    def _draw(self) -> None:
        self._set_control()
        self.picture.value = write.picture_html(self.row, self.kind, self.tried)

    def _set_control(self) -> None:
        row, tried, control = self.row, self.tried, self.control
        scale = write.scale_for(self.saved, row.suggested_value, tried)
        said = "" if tried is None else trial_text(tried, self.saved, row.suggested_value, self.kind)
        with control.hold_sync():
            control.low, control.high, control.step = scale.low, scale.high, scale.step
            control.value = self.number
            control.said, control.trying = said.capitalize(), tried is not None


def _row(row: ThresholdRow, panel: ThresholdsPanel) -> _Row:
    return _TryRow(row, panel) if write.can_be_tried(row) else _Row(row, panel._kind)


_PANEL = {"max_width": "900px", "margin": "0 0 12px"}
# As far in as the ends of the slider below it: half of its handle.
_PICTURE = {"padding": "0 8px", "max_width": "640px"}


def checked_trial(trial: Mapping[str, Any], keys: Iterable[str]) -> dict[str, float]:
    """Check what is to be tried, and make it floats.

    Parameters
    ----------
    trial : mapping
        Key of a threshold -> number.
    keys : iterable of str
        Those that can be tried.

    Returns
    -------
    dict
        A new one.

    Raises
    ------
    TraitError
        A key is unknown, or a number is none or not finite.

    Examples
    --------
    >>> checked_trial({"min_score": 1}, ["min_score"])
    {'min_score': 1.0}
    """
    known = list(dict.fromkeys(keys))
    for key, number in trial.items():
        if key not in known:
            there = one_line(", ".join(known), 200) or "none"
            name = one_line(str(key), 40)
            raise traitlets.TraitError(
                f"No threshold “{name}” whose value is a number can be tried here. There is: {there}."
            )
        if isinstance(number, bool) or not isinstance(number, Real):
            raise traitlets.TraitError(f"Only a number can be tried, not {one_line(repr(number), 40)}.")
        if not abs(as_number(number)) < LARGEST:  # type: ignore[arg-type]
            raise traitlets.TraitError(f"Only a finite number below {LARGEST:g} can be tried.")
    return {key: float(number) + 0.0 for key, number in trial.items()}


def _frame_of(thresholds: object) -> pd.DataFrame:
    if isinstance(thresholds, AnomalyConfig):
        return thresholds.thresholds
    if isinstance(thresholds, pd.DataFrame) and {"number", "suggested_value", "options"} <= {*thresholds}:
        return thresholds.copy()
    raise TypeError(f"An AnomalyConfig or its thresholds frame is needed, not {type(thresholds).__name__}.")


def _html(value: str, **layout: str) -> widgets.HTML:
    return widgets.HTML(value, layout={"width": "auto", "margin": "0", **layout})


def _close(widget: widgets.Widget) -> None:
    """Close a widget with its children, layout and style, all of which ipywidgets leaves open."""
    for child in getattr(widget, "children", ()):
        _close(child)
    for part in (getattr(widget, "layout", None), getattr(widget, "style", None)):
        if isinstance(part, widgets.Widget):
            part.close()
    widgets.Widget.close(widget)
