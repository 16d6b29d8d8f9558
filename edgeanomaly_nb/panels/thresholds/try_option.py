"""Radio buttons to try an option with, as one small widget."""

from __future__ import annotations

from pathlib import Path

import traitlets

from ..shared.late_load import SVG_SCRIPT, LateLoadWidget, script_of, style_of
from ..shared.star import STAR_SCRIPT
from .try_number import TRY_STYLE


class TryOption(LateLoadWidget):
    """A group of radio buttons, a reset button and a sentence that is read out when it changes.

    The radio buttons of ipywidgets are not a group with a name for screen readers. This one is, and keeps
    its keys from JupyterLab (https://github.com/jupyterlab/lumino/pull/15). The button sends a message: use
    ``on_msg``.

    Examples
    --------
    >>> control = TryOption(value="max", options=[{"value": "max", "text": "Maximum (max)"}], name="Method")
    >>> control.value
    'max'
    >>> control.close()
    """

    _esm = script_of(SVG_SCRIPT, STAR_SCRIPT, Path(__file__))
    _css = style_of(TRY_STYLE)

    value = traitlets.Unicode(None, allow_none=True, help="The option that is tried, or the saved one.").tag(
        sync=True
    )
    options: traitlets.List[dict[str, str]] = traitlets.List(
        help="The options: dicts with value, and text, which is plain."
    ).tag(sync=True)
    saved = traitlets.Unicode(None, allow_none=True, help="The option of the block.").tag(sync=True)
    suggested = traitlets.Unicode(None, allow_none=True, help="The suggested option.").tag(sync=True)
    name = traitlets.Unicode(help="The name of the threshold; plain text.").tag(sync=True)
    text = traitlets.Unicode(help="The sentence beside the button; plain text.").tag(sync=True)
    trying = traitlets.Bool(help="True if a trial can be reset.").tag(sync=True)

    def __repr__(self) -> str:
        return f"TryOption({self.value!r})"
