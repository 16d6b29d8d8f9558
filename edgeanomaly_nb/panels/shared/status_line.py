"""StatusLine: one line of text that a screen reader reads out."""

from __future__ import annotations

from pathlib import Path

import traitlets

from .late_load import ListeningWidget, script_of


class StatusLine(ListeningWidget):
    """One line of text that a screen reader reads out when it changes.

    `ipywidgets.HTML` replaces its elements on each change, and a new element is not read out: a live region
    has to stay. It also tells JupyterLab to leave the keys that are pressed in the explorer to the explorer:
    else ArrowDown in a select and Enter on a button move on to another cell.
    """

    _esm = script_of(Path(__file__))

    text = traitlets.Unicode(help="What is going on, in words.").tag(sync=True)
