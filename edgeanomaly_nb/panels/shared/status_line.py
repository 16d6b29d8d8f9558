"""StatusLine: one line of text that a screen reader reads out."""

from __future__ import annotations

from pathlib import Path

import traitlets

from .late_load import LateLoadWidget, script_of


class StatusLine(LateLoadWidget):
    """One line of text that a screen reader reads out when it changes.

    `ipywidgets.HTML` replaces its elements at each change, and a screen reader ignores text in a new element:
    a live region has to stay.

    The line also keeps the keys that are pressed in the explorer from JupyterLab, where ArrowDown in a select
    and Enter on a button would move on to another cell. It sets the attribute of
    https://github.com/jupyterlab/lumino/pull/15.
    """

    _esm = script_of(Path(__file__))

    text = traitlets.Unicode(help="What is happening, as text.").tag(sync=True)
