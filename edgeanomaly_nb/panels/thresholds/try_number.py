"""A slider and a box to try a number with, as one small widget."""

from __future__ import annotations

from pathlib import Path

import traitlets

from ..shared.late_load import LateLoadWidget, script_of, style_of

_HERE = Path(__file__)
#: What all controls that try a value have in common; goes into `style_of`.
TRY_STYLE = _HERE.with_name("try_controls")


class TryNumber(LateLoadWidget):
    """A slider, a number box, a reset button and a sentence that is read out when it changes.

    The sliders of ipywidgets have no name for screen readers
    (https://github.com/jupyter-widgets/ipywidgets/issues/2650). This one has a name, accepts any number in
    its box, and keeps its keys from JupyterLab (https://github.com/jupyterlab/lumino/pull/15). The button
    sends a message: use ``on_msg``.

    Examples
    --------
    >>> control = TryNumber(value=0.3, high=0.8, step=0.01, name="Score threshold")
    >>> control.value
    0.3
    >>> control.close()
    """

    _esm = script_of(_HERE)
    _css = style_of(TRY_STYLE)

    value = traitlets.Float(help="The number that is shown; it may lie outside the range of the slider.").tag(
        sync=True
    )
    low = traitlets.Float(0.0, help="Low end of the slider.").tag(sync=True)
    high = traitlets.Float(1.0, help="High end of the slider.").tag(sync=True)
    step = traitlets.Float(0.01, help="The step of slider and box at a key press.").tag(sync=True)
    name = traitlets.Unicode(help="The name of the number; plain text.").tag(sync=True)
    text = traitlets.Unicode(help="The sentence beside the box; plain text.").tag(sync=True)
    trying = traitlets.Bool(help="True if a trial can be reset.").tag(sync=True)

    def __repr__(self) -> str:
        return f"TryNumber({self.value:g})"
